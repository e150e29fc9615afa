"""Dates: 2026年11月22日 · 11-20 · 昨天 · 3小时前 · 截至11月30日 · 4月29日起, by a clock that is passed in.

`read_span` gives what the words say (a day without a year stays so); `read_instant` makes one aware datetime of them,
taking the year and what is relative from the clock. Wall clock is Asia/Shanghai.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from schema.reading.numerals import han_value
from schema.reading.relative_dates import AGO, PARTS, SHANGHAI, relative_instant, time_of_day
from schema.reading.text import fold

_SEP = r"[-/.]"
_HAN = r"[零〇一二三四五六七八九十]"
_CLOCK = (
    rf"(?:(?:\([^()\d]{{{{1,8}}}}\)|(?:周|星期)[一二三四五六日天])?[T ,]?(?P<part{{0}}>{PARTS})?"
    r"(?P<h{0}>\d{{1,2}})(?::|点(?!击)|时)(?P<mi{0}>[0-5]?\d)?(?::(?P<s{0}>[0-5]\d))?(?:\.\d+)?(?P<half{0}>半)?(?P<zone{0}>Z|\+(?:0\d|1[0-4]):?[0-5]\d)?分?)?"
)


def _day(n: str) -> str:
    """One date, its groups numbered `n`: with a year, or month and day, or a day alone."""
    return (
        rf"(?:(?P<y{n}>(?:19|20)\d{{2}}){_SEP}(?P<mo{n}>\d{{1,2}})(?:{_SEP}(?P<d{n}>\d{{1,2}})(?!\d)|(?!\d|{_SEP}\d))"
        rf"|(?P<yk{n}>\d{{4}}|\d{{2}})年(?P<mok{n}>\d{{1,2}})月(?:份)?(?:(?P<dk{n}>\d{{1,2}})(?:日|号)?)?"
        rf"|(?<!\d)(?P<yc{n}>(?:19|20)\d{{2}})(?P<moc{n}>0[1-9]|1[0-2])(?P<dc{n}>0[1-9]|[12]\d|3[01])(?!\d)"
        rf"|(?<!\d)(?P<mom{n}>1[0-2]|0?[1-9])月(?:(?P<dm{n}>3[01]|[12]\d|0?[1-9])(?:日|号|(?![\d个薪]))|(?![\d个薪]))"
        rf"|(?<![\d.:/-])(?P<mon{n}>1[0-2]|0?[1-9])[-/.](?P<dn{n}>3[01]|[12]\d|0?[1-9])(?![\d.:/-]|[元万千个]))"
    )


_FIRST = re.compile(_day("1") + _CLOCK.format(1))
_SECOND = re.compile(
    r"(?:\(?(?:周|星期)[一二三四五六日天]\)?)?(?:起|开始)?(?:,|，)?(?:-|至|到|~|、)(?:截至|截止)?(?:"
    + _day("2") + r"|(?P<donly>3[01]|[12]\d|0?[1-9])(?:日|号))" + _CLOCK.format(2)
)  # fmt: skip
_TO_TIME = re.compile(
    rf"(?:-|至|到)(?P<part3>{PARTS})?(?P<h3>\d{{1,2}})(?::|点|时)(?P<mi3>[0-5]\d)?(?P<half3>半)?(?!\d)"
)
_DAYS_RANGE = re.compile(
    r"(?P<m>1[0-2]|0?[1-9])月(?P<a>3[01]|[12]?\d)(?:日|号)?(?:-|至|到|、)(?P<b>3[01]|[12]?\d)(?:日|号)"
)
_ENDS = re.compile(r"(?:截止|截至|截稿|有效期|报名时间?|结束|到期|失效|下架|关闭|直到|至|到)[^,，;；。\d]{0,6}$")
_BEFORE = re.compile(
    r"^(?:\(?(?:周|星期)[一二三四五六日天]\)?)?(?:\(?含[^)]*\)?)?(?:24时|24点)?(?:[及或]?之前|[及或]?以前|前|止|截止|为止|截至|下架|到期|关闭|结束|(?:\d{1,2}[:点]\d{0,2})?前)"
)
_FROM = re.compile(r"^(?:\(?(?:周|星期)[一二三四五六日天]\)?)?(?:起|开始|以来|之后|以后|后)")
_STAMP = re.compile(
    r"发布|更新|刷新|实施|施行|发表|来源|编辑|录入|登记时间|提交|上架|公布|印发|执行|生效|创建|修改|刊登|公示|签发|成文"
)
_EVENT = re.compile(
    r"[上下]午|全天|当天|举[行办]|开[工班幕考]|面试|笔试|考试|体检|招聘会|活动|到岗|报到|[周星期][一二三四五六日天]"
)
"""Beside one of these a dated day is the day itself; alone it is when something was written or begins."""
_HAN_DATE = re.compile(rf"(?P<y>{_HAN}{{4}})年|(?P<m>{_HAN}{{1,2}})月|(?P<d>{_HAN}{{1,3}})(?:日|号)")
_MINGUO = re.compile(r"(?:中华)?民国(\d{2,3})年")
_DOTTED_RANGE = re.compile(
    r"(?<![\d.:/-])(1[0-2]|[1-9])\.(3[01]|[12]\d|0?[1-9])-(1[0-2]|[1-9])\.(3[01]|[12]\d|0?[1-9])(?![\d.:/元万千k-])"
)
_LAST_OF_MONTH = re.compile(r"((?:19|20)\d{2})年(1[0-2]|0?[1-9])月(?:底|末)")
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as written: `year` None where it is not said, `day` None for a month, `at` None without a time."""

    year: int | None
    month: int
    day: int | None
    at: time | None = None
    zone: str | None = None
    seconds: bool = False

    def iso(self) -> str:
        """2025-11-14T16:56, 2024-09, 04-29."""
        head = f"{self.year:04}-{self.month:02}" if self.year is not None else f"{self.month:02}"
        head = head if self.day is None else f"{head}-{self.day:02}"
        return head if self.at is None else f"{head}T{self.at.isoformat('seconds' if self.seconds else 'minutes')}"


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when; one of both may be None. `year_missing`: the words have no year."""

    text: str
    start: Moment | None
    end: Moment | None

    @property
    def year_missing(self) -> bool:
        return any(moment is not None and moment.year is None for moment in (self.start, self.end))


def read_span(text: str, clock: datetime | None = None) -> Span | None:
    """The date or the range of dates in `text`; with a clock also 昨天 and 本周六, and a year for what has none."""
    span = _absolute(text)
    if span is None:
        return _relative_span(text, clock) if clock else None
    return _with_years(span, clock) if clock else span


@lru_cache(maxsize=16384)
def read_instant(text: str, clock: datetime, *, end: bool = False) -> datetime | None:
    """One aware datetime: the start of what the words say, or with `end` its end (a day's last second).

    Relative words count from `clock`. A day without a year is the latest such day not after the clock, or with `end`
    the one nearest to it. 长期 and 无期限 have none.
    """
    folded = fold(text).strip()
    if _EPOCH.match(folded):
        return datetime.fromtimestamp(int(folded[:10]), SHANGHAI)
    span = _absolute(text)
    if span is None:
        return relative_instant(folded, clock, end=end)
    moment = (span.end or span.start) if end else (span.start or span.end)
    return instant_of(moment, clock, end=end) if moment else None


def instant_of(moment: Moment, clock: datetime, *, end: bool = False) -> datetime | None:
    """The aware datetime of a moment, as `read_instant` takes it; None for a day that is none."""
    year = moment.year if moment.year is not None else _year(moment, clock, end=end)
    try:
        day = date(year, moment.month, moment.day or 1)
    except ValueError:
        return None
    if end and moment.day is None:
        day = (date(year + moment.month // 12, moment.month % 12 + 1, 1)) - timedelta(days=1)
    at = moment.at or (time(23, 59, 59) if end else time(0))
    if moment.zone:
        offset = "+00:00" if moment.zone == "Z" else moment.zone
        return datetime.fromisoformat(f"{day.isoformat()}T{at.isoformat()}{offset}").astimezone(SHANGHAI)
    return datetime.combine(day, at, SHANGHAI)


def _year(moment: Moment, clock: datetime, *, end: bool) -> int:
    """The year meant: for what has happened the latest past one, for a limit the one nearest to the clock."""
    today = clock.astimezone(SHANGHAI).date()
    key = (moment.month, moment.day or 1)
    if not end:
        return (
            today.year
            if key <= ((today + timedelta(days=1)).month, (today + timedelta(days=1)).day)
            or (today.month == 12 and today.day == 31)
            else today.year - 1
        )
    away = (key[0] - today.month) * 30 + key[1] - today.day
    return today.year + 1 if away < -182 else today.year - 1 if away > 182 else today.year


def _with_years(span: Span, clock: datetime) -> Span:
    def known(moment: Moment | None) -> Moment | None:
        if moment is None or moment.year is not None:
            return moment
        return replace(moment, year=_year(moment, clock, end=True))

    return Span(span.text, known(span.start), known(span.end))


@lru_cache(maxsize=16384)
def _absolute(text: str) -> Span | None:
    """What the words say without a clock, and so the same in every run."""
    folded = _arabic(fold(text))
    match = _FIRST.search(folded)
    if match is None:
        return None
    days = _DAYS_RANGE.search(folded)
    if days and days.start() <= match.end() and not match["y1"]:
        month = _moment(match, "1")
        first = replace(month, day=int(days["a"]), at=None) if month else None
        last = replace(first, day=int(days["b"])) if first else None
        return Span(text, first, last) if first and last and _is_valid(first) and _is_valid(last) else None
    start = _moment(match, "1")
    if start is None:
        return None
    before, rest = folded[: match.start()], folded[match.end() :]
    if following := _SECOND.match(rest):
        end = _end_moment(following, start)
        return Span(text, start, end) if end else None
    if (until := _TO_TIME.match(rest)) and start.at:
        return Span(
            text,
            start,
            replace(start, at=time_of_day(until["h3"], until["mi3"], until["part3"] or match["part1"], until["half3"])),
        )
    if _BEFORE.match(rest) or _ENDS.search(before):
        return Span(text, None, start)
    return Span(text, start, start if _is_whole(match, start, before, rest) else None)


def _is_whole(match: re.Match[str], start: Moment, before: str, rest: str) -> bool:
    """Whether a single date stands for the whole day or month (3月8日上午, 2024年9月) rather than for a beginning."""
    if start.at is not None or _FROM.match(rest):
        return False
    if start.day is None:
        return True
    if start.year is not None:
        return bool(_EVENT.search(before) or _EVENT.search(rest))
    return not (_STAMP.search(before) or _STAMP.search(rest)) and match["mon1"] is None


def _arabic(folded: str) -> str:
    """二〇二六年十一月三日 in Arabic figures, 民国115年 as 2026, 2026年12月底 as its last day."""
    if "民国" in folded:
        folded = _MINGUO.sub(lambda m: f"{int(m[1]) + 1911}年", folded)
    folded = _DOTTED_RANGE.sub(_spelled_range, folded)
    if "月底" in folded or "月末" in folded:
        folded = _LAST_OF_MONTH.sub(lambda m: f"{m[1]}年{m[2]}月{monthrange(int(m[1]), int(m[2]))[1]}日", folded)
    if not _HAN_DATE.search(folded):
        return folded

    def figure(match: re.Match[str]) -> str:
        value = han_value(match["y"] or match["m"] or match["d"])
        return match[0] if value is None or value[0] != value[1] else f"{value[0]}{match[0][-1]}"

    return _HAN_DATE.sub(figure, folded)


def _spelled_range(match: re.Match[str]) -> str:
    """11.28-12.3 as 11月28日-12月3日, where the months are one or follow each other: 8.30-17.30 are hours."""
    first, last = int(match[1]), int(match[3])
    return f"{first}月{match[2]}日-{last}月{match[4]}日" if (last - first) % 12 in (0, 1) and last <= 12 else match[0]


def _first_of(match: re.Match[str], names: tuple[str, ...]) -> str | None:
    return next((match[name] for name in names if match[name]), None)


def _moment(match: re.Match[str], n: str) -> Moment | None:
    year = _first_of(match, (f"y{n}", f"yk{n}", f"yc{n}"))
    month = _first_of(match, (f"mo{n}", f"mok{n}", f"moc{n}", f"mom{n}", f"mon{n}"))
    day = _first_of(match, (f"d{n}", f"dk{n}", f"dc{n}", f"dm{n}", f"dn{n}"))
    at = time_of_day(match[f"h{n}"], match[f"mi{n}"], match[f"part{n}"], match[f"half{n}"], match[f"s{n}"])
    full = None if year is None else int(year) + (2000 if len(year) == 2 else 0)
    moment = Moment(full, int(month or 0), int(day) if day else None, at, match[f"zone{n}"], bool(match[f"s{n}"]))
    return moment if _is_valid(moment) else None


def _is_valid(moment: Moment) -> bool:
    try:
        date(moment.year if moment.year else 2000, moment.month, moment.day or 1)
    except ValueError:
        return False
    return moment.year is None or 1949 <= moment.year <= 2200


def _end_moment(match: re.Match[str], start: Moment) -> Moment | None:
    """The end of a range takes from the start what it does not say itself: 2017年5月2日至15日."""
    if match["donly"]:
        at = time_of_day(match["h2"], match["mi2"], match["part2"], match["half2"], match["s2"])
        same = replace(start, day=int(match["donly"]), at=at)
        return same if _is_valid(same) else None
    end = _moment(match, "2")
    if end is None or end.year is not None or start.year is None:
        return end
    later = (end.month, end.day or 1) >= (start.month, start.day or 1)
    return replace(end, year=start.year if later else start.year + 1)


def _relative_span(text: str, clock: datetime) -> Span | None:
    folded = fold(text).strip()
    moment = relative_instant(folded, clock, end=False)
    if moment is None:
        return None
    exact = moment.timetz().replace(tzinfo=None) != time(0)
    read = Moment(
        moment.year,
        moment.month,
        moment.day,
        moment.time().replace(microsecond=0) if exact else None,
        None,
        bool(moment.second),
    )
    if re.search(r"(?:前|之前|截止|止)$", folded) and not AGO.search(folded):
        return Span(text, None, read)
    return Span(text, read, None if exact else read)
