"""A week's timetable of a caravan: days down, 上午 and 下午 across, each cell where it stands then."""

import re
from collections.abc import Sequence

from connectors.documents.model import Cell, Table
from connectors.documents.words import narrow
from connectors.reading.drafts import Draft
from connectors.reading.happenings import CANCELLED, clock_in
from connectors.reading.places import place_of
from connectors.reading.spotting import DATE_RE

HALF = re.compile(r"上午|下午|晚上|早上|夜间")
DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[./月]\s*(\d{1,2})(?!\d)")
TRAVELS = re.compile(r"大篷车|招聘车|流动|巡回|送岗|行程|招聘会|集市|宣讲|咨询")
NOWHERE = re.compile(r"^(?:休整|休息|休|无|待定|机动|返程|[-—/\s]*)$")


def read_half_days(table: Table, near: str) -> list[Draft] | None:
    """The stops of a timetable; None where the table is none. `near`: the headings above it."""
    rows = [row for row in table.rows if any(cell.text.strip() for cell in row)]
    halves = [narrow(cell.text) for cell in rows[0]] if rows else []
    if len(rows) < 2 or not TRAVELS.search(near) or sum(1 for half in halves[1:] if HALF.match(half.strip())) < 2:
        return None
    dated = [(_date(row[0].text), row) for row in rows[1:]]
    if not all(date for date, _ in dated):
        return None
    return [draft for date, row in dated for draft in _stops(date or "", row, halves)]


def _date(text: str) -> str | None:
    told = narrow(text)
    found = DAY.search(told)
    if found:
        return f"{found[1]}月{found[2]}日"
    said = DATE_RE.search(told)
    return said[0] if said else None


def _stops(date: str, row: Sequence[Cell], halves: Sequence[str]) -> list[Draft]:
    made = []
    for cell, half in zip(row[1:], halves[1:], strict=True):
        place = narrow(cell.text).strip()
        if NOWHERE.match(place) or not HALF.match(half.strip()):
            continue
        time = clock_in(place) or clock_in(half) or half
        facts = {"venue": place_of(re.split(r"[（(，,\n]", place)[0]), "date": date, "time": time}
        over = {"status": "取消"} if CANCELLED.search(place) or cell.struck else {}
        made.append(Draft("event", {**facts, **over}, raw={"text": f"{row[0].text} {half} {cell.text}"}))
    return made
