"""A month's calendar of events: a grid under the days of the week, each cell a day and what takes place on it."""

import re
from collections.abc import Iterator, Sequence

from connectors.documents.model import Cell, Line, Table
from connectors.documents.words import narrow
from connectors.reading.drafts import Draft
from connectors.reading.happenings import CANCELLED, EVENT, MOVED, clock_in, openings_in
from connectors.reading.places import is_place, place_of
from connectors.reading.spotting import CLOCK, first, phones

DAY_NAMES = re.compile(r"(?:周|星期|礼拜)?[一二三四五六日天]|Sun|Mon|Tue|Wed|Thu|Fri|Sat", re.IGNORECASE)
MONTH = re.compile(r"(?:(20\d{2})\s*年\s*)?(\d{1,2})\s*月")
DAYS = re.compile(r"(?:\d{1,2}\s*月\s*)?(\d{1,2})\s*[日号]?(?:\s*[-—–~至到]{1,2}\s*(\d{1,2})\s*[日号]?)?")
ELSEWHERE = re.compile(r"见[上下]?[表\d]|详见|（见")
DAY_OF = re.compile(r"(?:日|会|班|课|讲座|沙龙|直播|活动|宣讲|专场|集市|带岗)$")


def read_calendar(table: Table, near: str) -> list[Draft] | None:
    """The events of a calendar; None where the table is none. `near`: the words that name its month."""
    rows = [row for row in table.rows if any(cell.text.strip() for cell in row)]
    month = MONTH.search(near)
    if len(rows) < 3 or month is None or not _is_week(rows[0]):
        return None
    drafts: list[Draft] = []
    for index, row in enumerate(rows[1:]):
        for cell in dict.fromkeys(row):
            day = DAYS.fullmatch(narrow(cell.lines[0].text).strip()) if cell.lines else None
            early, late = index == 0, index == len(rows) - 2
            if day is None or (early and int(day[1]) > 20) or (late and int(day[1]) < 8 and index > 2):
                continue
            drafts += _events(cell.lines[1:], month, day)
    return drafts


def _is_week(row: Sequence[Cell]) -> bool:
    names = [cell.text.strip() for cell in row]
    return len(names) >= 5 and all(DAY_NAMES.fullmatch(name) for name in names)


def _events(lines: Sequence[Line], month: re.Match[str], day: re.Match[str]) -> Iterator[Draft]:
    """What one cell announces. It is one event unless several of its lines name one."""
    named = [i for i, line in enumerate(lines) if _name(line.text) is not None and not ELSEWHERE.search(line.text)]
    starts = [i - 1 if i and _is_time(lines[i - 1].text) else i for i in named]
    for at, start in enumerate(starts):
        end = starts[at + 1] if at + 1 < len(starts) else len(lines)
        yield _event(lines[start:end], lines[named[at]], month, day)


def _event(lines: Sequence[Line], head: Line, month: re.Match[str], day: re.Match[str]) -> Draft:
    year = f"{month[1]}年" if month[1] else ""
    date = f"{year}{month[2]}月{day[1]}日" + (f"至{month[2]}月{day[2]}日" if day[2] else "")
    told = narrow("，".join(line.text for line in lines))
    facts = {"event_title": _name(head.text) or head.text, "date": date, "text": told}
    if clock := clock_in(told):
        facts["time"] = clock
    place = next((line.text for line in lines if line is not head and _is_venue(line.text)), None)
    if place:
        facts["address"] = place_of(narrow(place))
    if openings := openings_in(told):
        facts["openings"] = openings
    if number := first(phones(told)):
        facts["contact_phone"] = number
    if moved := MOVED.search(told):
        facts["date"] = moved[1]
        facts["time"] = clock_in(told[moved.end() :]) or facts.get("time", "")
    if CANCELLED.search(told):
        facts["status"] = "取消"
    if "免费" in told:
        facts["free"] = "免费"
    struck = head.struck and moved is None
    links = tuple(link for line in lines for link in line.links)
    return Draft("event", facts, links, struck, raw={"text": "\n".join([day[0], *(line.text for line in lines)])})


def _name(text: str) -> str | None:
    """The event that a line names: 社保补贴政策咨询日, 2027迎新年大型招聘会 of 2027迎新年大型招聘会（改期）."""
    bare = re.split(
        r"[，,；;（(]", re.sub(r"^\W+(?=[一-龥])", "", narrow(text)) if text[:1] not in "“《【" else narrow(text)
    )[0]
    bare = re.sub(r"^(?:[\d:：\-—–~至到点半上下午晚早中]+\s*)+(?=[一-龥“])", "", bare) if CLOCK.match(bare) else bare
    if len(bare) < 4 or CLOCK.fullmatch(bare) or _is_venue(bare):
        return None
    return bare.strip() if EVENT.search(bare) or DAY_OF.search(bare.strip()) else None


def _is_time(text: str) -> bool:
    told = narrow(text).strip()
    return bool(CLOCK.match(told)) and len(told) <= 24


def _is_venue(text: str) -> bool:
    told = narrow(text).strip()
    ends = re.search(r"(?:馆|中心|广场|楼|厅|市场|学校|学院|社区|基地|站|院|公园|号|室|层|口|驿站)\w?$", told)
    return (is_place(told) or bool(ends)) and not EVENT.search(told) and not CLOCK.search(told)
