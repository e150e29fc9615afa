"""When and how long work is, as postings say it."""

from datetime import time
from decimal import Decimal

import pytest

from schema.reading.schedule import read_schedule

TIMES = [
    ("早8晚6", "08:00", "18:00"), ("早9晚9", "09:00", "21:00"), ("朝九晚五", "09:00", "17:00"), ("早八晚五", "08:00", "17:00"), ("9:00-18:00", "09:00", "18:00"),
    ("8：30—17：30", "08:30", "17:30"), ("08:00~20:00", "08:00", "20:00"), ("8点到18点", "08:00", "18:00"), ("8点-17点", "08:00", "17:00"),
    ("早8点到晚6点", "08:00", "18:00"), ("早上8点到下午5点", "08:00", "17:00"), ("上午9点至下午6点", "09:00", "18:00"), ("早上八点到晚上八点", "08:00", "20:00"),
    ("上午8点半到下午5点半", "08:30", "17:30"), ("早7点-晚5点", "07:00", "17:00"), ("晚8点到早8点", "20:00", "08:00"), ("晚上7点至次日早7点", "19:00", "07:00"),
    ("20:00-次日8:00", "20:00", "08:00"), ("夜班20:00-6:00", "20:00", "06:00"), ("晚5点—晚10点", "17:00", "22:00"), ("下午2点到6点", "14:00", "18:00"),
    ("晚上6点-10点", "18:00", "22:00"), ("上午10点到下午2点、下午5点到9点", "10:00", "21:00"), ("7:00-11:00，14:00-18:00", "07:00", "18:00"),
    ("早上6:30-9:30", "06:30", "09:30"), ("凌晨2点到早上8点", "02:00", "08:00"), ("中午11点到下午2点", "11:00", "14:00"), ("8-17点", "08:00", "17:00"),
    ("8.30-17.30", "08:30", "17:30"), ("8:30至5:30", "08:30", "17:30"), ("9點至18點", "09:00", "18:00"), ("早上8點半到晚上6點", "08:30", "18:00"),
    ("周一至周六 9:00-18:00", "09:00", "18:00"), ("工作时间：8:00-12:00、13:30-17:30", "08:00", "17:30"), ("下午2点开始", "14:00", None),
    ("早上7点上班", "07:00", None), ("9:00上班，18:00下班", "09:00", "18:00"), ("16:00-24:00", "16:00", "00:00"), ("12月3-5日 8:30-17:30", "08:30", "17:30"),
    ("８：００－１８：００", "08:00", "18:00"), ("晚8点至凌晨4点", "20:00", "04:00"), ("早5点半至下午1点半", "05:30", "13:30"), ("上午8时至下午5时", "08:00", "17:00"),
    ("8:00AM-5:00PM", "08:00", "17:00"), ("5:30-13:30", "05:30", "13:30"),
]  # fmt: skip
HOURS = [
    ("每天8小时", "8", None, None), ("8小时/天", "8", None, None), ("8小时工作制", "8", None, None), ("每天工作10个小时", "10", None, None),
    ("一天12小时", "12", None, None), ("日工作8小时", "8", None, None), ("每日八小时", "8", None, None), ("8-10小时", None, "8", "10"), ("每天8到12小时", None, "8", "12"),
    ("每天不超过8小时", None, None, "8"), ("每天4小时", "4", None, None), ("8h工作制", "8", None, None), ("每天工作9.5小时", "9.5", None, None),
    ("12小时两班倒", "12", None, None), ("每天至少6小时", None, "6", None), ("八小时工作制", "8", None, None), ("8小时左右", "8", None, None),
    ("一天工作八九个小时", None, "8", "9"), ("每周40小时", None, None, None), ("月休4天", None, None, None), ("20元/小时", None, None, None),
    ("2至4小时的灵活订单", None, None, None), ("中午休息1小时", None, None, None), ("24小时热线", None, None, None), ("3小时内到岗", None, None, None),
]  # fmt: skip
SHIFTS = [
    "两班倒",
    "三班倒",
    "二班倒",
    "12小时两班倒",
    "倒班",
    "轮班",
    "两班轮换",
    "四班三运转",
    "早中晚班轮换",
    "24小时两班倒",
    "三班制",
    "兩班倒",
    "早晚班",
    "上二休一",
]
NO_SHIFTS = ["长白班", "不倒班", "无夜班", "常白班8小时", "8:00-18:00", "不用倒班", "夜班", "白班"]
DAYS = [
    ("单休", "6"), ("双休", "5"), ("做六休一", "6"), ("做五休二", "5"), ("周一至周五", "5"), ("周一到周六", "6"), ("大小周", "5.5"), ("周末双休", "5"),
    ("每周休一天", "6"), ("週休二日", "5"), ("上六休一", "6"), ("每周工作5天", "5"), ("五天八小时", None), ("月休4天", None), ("周末两天", "2"), ("五天工作制", "5"),
]  # fmt: skip


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


@pytest.mark.parametrize(("words", "start", "end"), TIMES, ids=[row[0] for row in TIMES])
def test_first_start_and_last_end_are_read(words: str, start: str, end: str | None) -> None:
    read = read_schedule(words)
    assert read is not None
    assert (_time(start), _time(end)) == (read.starts_at, read.ends_at)


@pytest.mark.parametrize(("words", "hours", "least", "most"), HOURS, ids=[row[0] for row in HOURS])
def test_hours_a_day_are_read_where_they_are_said(
    words: str, hours: str | None, least: str | None, most: str | None
) -> None:
    read = read_schedule(words)
    expected = tuple(Decimal(figure) if figure else None for figure in (hours, least, most))
    got = (read.hours_per_day, read.hours_per_day_min, read.hours_per_day_max) if read else (None, None, None)
    assert expected == got


@pytest.mark.parametrize("words", SHIFTS)
def test_work_in_shifts_is_seen(words: str) -> None:
    read = read_schedule(words)
    assert read is not None
    assert read.shifts


@pytest.mark.parametrize("words", NO_SHIFTS)
def test_one_steady_shift_is_no_work_in_shifts(words: str) -> None:
    read = read_schedule(words)
    assert read is None or not read.shifts


@pytest.mark.parametrize(("words", "days"), DAYS, ids=[row[0] for row in DAYS])
def test_days_a_week_are_read(words: str, days: str | None) -> None:
    read = read_schedule(words)
    assert (Decimal(days) if days else None) == (read.days_per_week if read else None)


@pytest.mark.parametrize(
    "words", ["6:00-14:00/14:00-22:00", "白班8:00-20:00，夜班20:00-8:00", "早班7:00-15:00 晚班15:00-23:00"]
)
def test_times_that_alternate_are_shifts_without_one_start(words: str) -> None:
    read = read_schedule(words)
    assert read is not None
    assert (read.starts_at, read.ends_at, read.shifts) == (None, None, True)


@pytest.mark.parametrize(
    "words", ["", "时间自由", "月薪5000元", "18-45岁", "不固定工作时间", "电话13800001234", "招5人", "比例8:2", "25:70"]
)
def test_what_is_no_schedule_is_not_read(words: str) -> None:
    assert read_schedule(words) is None
