"""A hundred postings of one line, as boards show them: what is stated is read, nothing else. See docs/readings.md."""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from schema.normalising import Frame, normalise
from schema.records import JobRecord
from schema.values import Posting
from schema.vocabulary import CoordinateSystem

_FILE = Path(__file__).parents[1] / "data" / "whole_postings.jsonl"
FRAME = Frame(now=datetime(2026, 11, 22, 16, 30, tzinfo=ZoneInfo("Asia/Shanghai")), division="440103")
# Any: what a label of JSON holds.
ROWS: list[dict[str, Any]] = [json.loads(line) for line in _FILE.read_text(encoding="utf-8").splitlines()]


def _figure(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _range(low: str, high: str, between: str) -> str:
    return f"{low}{between}{high}" if low or high else ""


def _plain(posting: Posting) -> dict[str, object]:
    """A posting as the labels write it."""
    pay, asked, hours = posting.pay, posting.requirements, posting.schedule
    most = hours and _range(_figure(hours.hours_per_day_min), _figure(hours.hours_per_day_max), "-")
    return {
        "pay": f"{_figure(pay.min)}..{_figure(pay.max)} {pay.unit or ''}",
        "negotiable": pay.negotiable,
        "headcount": posting.headcount,
        "hours": f"{hours.starts_at:%H:%M}-{hours.ends_at:%H:%M}"
        if hours and hours.starts_at and hours.ends_at
        else "",
        "hoursPerDay": (_figure(hours.hours_per_day) or most) if hours else "",
        "shifts": bool(hours and hours.shifts),
        "ages": _range(str(asked.age_min or ""), str(asked.age_max or ""), ".."),
        "gender": asked.gender,
        "education": asked.education,
        "benefits": sorted(posting.benefits),
        "settlement": sorted(pay.settlement),
        "employment": posting.employment,
        "workplace": posting.workplace,
        "phone": bool(posting.contact and posting.contact.phone),
    }


@pytest.mark.parametrize("row", ROWS, ids=[f"{i} {row['title']}" for i, row in enumerate(ROWS, start=1)])
def test_a_posting_of_one_line_is_read_as_its_label_says(row: dict[str, Any]) -> None:
    posting = normalise(JobRecord(external_id="1", title=row["title"], text=row["text"]), FRAME)
    assert isinstance(posting, Posting)
    read = _plain(posting)
    want = {name: value for name, value in row["value"].items() if name != "cautions"}
    assert want == {name: read[name] for name in want}
    assert set(row["value"].get("cautions", [])) <= {caution.kind for caution in posting.cautions}


def test_a_jobs_point_is_wgs84_whatever_system_its_source_uses() -> None:
    record = JobRecord(
        external_id="1", title="保洁员", latitude="23.12416", longitude="113.23958", coordinate_system="GCJ02"
    )
    posting = normalise(record, FRAME)
    assert isinstance(posting, Posting)
    assert posting.place is not None
    assert posting.place.point is not None
    point = posting.place.point
    assert (point.system, round(point.latitude, 3), round(point.longitude, 3)) == (
        CoordinateSystem.WGS84,
        23.127,
        113.234,
    )
