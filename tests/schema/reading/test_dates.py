"""Dates as postings and notices write them. The clock of the tests is Sunday 2026-11-22 16:30 in Shanghai."""

from datetime import datetime

import pytest

from schema.reading.dates import read_instant, read_span
from schema.reading.relative_dates import SHANGHAI

NOW = datetime(2026, 11, 22, 16, 30, tzinfo=SHANGHAI)

SPANS: list[tuple[str, str | None, str | None]] = [
    ("2026-11-20发布", "2026-11-20", None), ("发布时间：2026-11-20", "2026-11-20", None), ("2026/11/20", "2026-11-20", None), ("2026.11.20", "2026-11-20", None),
    ("更新于2026年11月20日", "2026-11-20", None), ("2026-11-20 09:30", "2026-11-20T09:30", None), ("2026-11-20 09:30:15", "2026-11-20T09:30:15", None),
    ("2026-11-20T09:30:15+08:00", "2026-11-20T09:30:15", None), ("2026年11月20日 16时30分", "2026-11-20T16:30", None),
    ("截至2026年11月30日", None, "2026-11-30"), ("截止日期：2026-11-30", None, "2026-11-30"), ("2026年11月30日前", None, "2026-11-30"),
    ("2026年11月30日以前报名", None, "2026-11-30"), ("有效期至2026-12-31", None, "2026-12-31"), ("报名截止时间为12月5日", None, "12-05"),
    ("11月20日前", None, "11-20"), ("11月30日之前", None, "11-30"), ("2026年11月1日起", "2026-11-01", None), ("自2026年11月1日起施行", "2026-11-01", None),
    ("11月1日开始", "11-01", None), ("11月25日至28日", "11-25", "11-28"), ("11月25日-12月3日", "11-25", "12-03"), ("2026年11月25日至12月3日", "2026-11-25", "2026-12-03"),
    ("2026年12月28日至1月5日", "2026-12-28", "2027-01-05"), ("2026-11-01至2026-11-30", "2026-11-01", "2026-11-30"), ("2026.11.1-2026.11.30", "2026-11-01", "2026-11-30"),
    ("12月3-5日", "12-03", "12-05"), ("2026年11月", "2026-11", "2026-11"), ("11月29日上午", "11-29", "11-29"), ("二〇二六年十一月二十日印发", "2026-11-20", None),
    ("2026年11月29日上午9:30-12:00", "2026-11-29T09:30", "2026-11-29T12:00"), ("２０２６年１１月２０日发布", "2026-11-20", None), ("20261120", "2026-11-20", None),
    ("2026 年 11 月 20 日 发布", "2026-11-20", None), ("11月29日（周日）", "11-29", "11-29"), ("26年11月20日发布", "2026-11-20", None), ("11-20", "11-20", None),
    ("报名时间：2026年11月20日—11月25日", "2026-11-20", "2026-11-25"), ("12月7日至11日每天9:00-17:00", "12-07", "12-11"), ("發布日期：2026-11-20", "2026-11-20", None),
]  # fmt: skip
PAST = [
    ("刚刚", "2026-11-22T16:30:00"), ("3小时前", "2026-11-22T13:30:00"), ("30分钟前", "2026-11-22T16:00:00"), ("半小时前", "2026-11-22T16:00:00"),
    ("今天", "2026-11-22T00:00:00"), ("今天 09:15", "2026-11-22T09:15:00"), ("昨天", "2026-11-21T00:00:00"), ("昨天18:20", "2026-11-21T18:20:00"),
    ("前天", "2026-11-20T00:00:00"), ("3天前", "2026-11-19T00:00:00"), ("一周前", "2026-11-15T00:00:00"), ("11-18", "2026-11-18T00:00:00"),
    ("12-28", "2025-12-28T00:00:00"), ("11月20日", "2026-11-20T00:00:00"), ("2026-11-20 09:30", "2026-11-20T09:30:00"), ("1763712000", "2025-11-21T16:00:00"),
    ("1763712000000", "2025-11-21T16:00:00"), ("2026-11-20T01:30:00Z", "2026-11-20T09:30:00"), ("20261120", "2026-11-20T00:00:00"), ("上周五", "2026-11-13T00:00:00"),
    ("本周六", "2026-11-21T00:00:00"), ("3天內", "2026-11-19T00:00:00"), ("今日", "2026-11-22T00:00:00"), ("14:20", "2026-11-22T14:20:00"),
]  # fmt: skip
LIMITS = [
    ("11月30日前", "2026-11-30T23:59:59"), ("截至11月30日", "2026-11-30T23:59:59"), ("1月15日", "2027-01-15T23:59:59"), ("2026-12-31", "2026-12-31T23:59:59"),
    ("11-20", "2026-11-20T23:59:59"), ("2026-11-30 18:00", "2026-11-30T18:00:00"), ("月底", "2026-11-30T23:59:59"), ("本月底", "2026-11-30T23:59:59"), ("明天", "2026-11-23T23:59:59"),
    ("30天内", "2026-12-22T23:59:59"), ("2026年12月", "2026-12-31T23:59:59"), ("11月20日至12月5日", "2026-12-05T23:59:59"), ("下周五", "2026-11-27T23:59:59"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "start", "end"), SPANS, ids=[row[0] for row in SPANS])
def test_dates_are_read_as_they_are_written(words: str, start: str | None, end: str | None) -> None:
    span = read_span(words)
    assert span is not None
    assert (start, end) == (span.start and span.start.iso(), span.end and span.end.iso())


@pytest.mark.parametrize(("words", "instant"), PAST, ids=[row[0] for row in PAST])
def test_when_something_was_posted_is_taken_from_the_clock(words: str, instant: str) -> None:
    read = read_instant(words, NOW)
    assert read is not None
    assert f"{instant}+08:00" == read.isoformat()


@pytest.mark.parametrize(("words", "instant"), LIMITS, ids=[row[0] for row in LIMITS])
def test_a_limit_is_the_end_of_its_day_nearest_to_the_clock(words: str, instant: str) -> None:
    read = read_instant(words, NOW, end=True)
    assert read is not None
    assert f"{instant}+08:00" == read.isoformat()


@pytest.mark.parametrize(
    "words",
    [
        "",
        "长期有效",
        "18-45岁",
        "月薪5000元",
        "每周六",
        "2026-13-45",
        "2月30日",
        "8:30-17:30",
        "电话020-87712929",
        "详见公告",
    ],
)
def test_what_is_no_date_is_not_read(words: str) -> None:
    assert read_span(words) is None


@pytest.mark.parametrize("words", ["9999年前", "99999天后", "2月29日", "2026-11-20T01:30:00+99:99", "9999999999999"])
def test_what_no_calendar_holds_raises_nothing(words: str) -> None:
    for end in (False, True):
        read = read_instant(words, NOW, end=end)
        assert read is None or read.tzinfo is not None


def test_a_year_is_missing_until_a_clock_gives_it() -> None:
    bare, clocked = read_span("4月29日起"), read_span("12月3日起", NOW)
    assert bare is not None
    assert bare.year_missing
    assert clocked is not None
    assert not clocked.year_missing
    assert clocked.start is not None
    assert clocked.start.iso() == "2026-12-03"
