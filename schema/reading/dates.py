"""Dates: 2026年11月22日 · 11-20 · 昨天 · 3小时前 · 截至11月30日 · 4月29日起, by a clock that is passed in.

`read_span` gives what the words say (a day without a year stays so); `read_instant` makes one aware datetime of them,
taking the year and what is relative from the clock. Wall clock is Asia/Shanghai.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from schema.reading.numerals import han_value
from schema.reading.text import fold

SHANGHAI = ZoneInfo("Asia/Shanghai")
_SEP = r"[-/.]"
_HAN = r"[零〇一二三四五六七八九十]"
_PARTS = "上午|下午|晚上|中午|早上|傍晚|凌晨|晚|早"
_CLOCK = (
    rf"(?:(?:\((?:周|星期)[一二三四五六日天]\)|(?:周|星期)[一二三四五六日天])?[T ,]?(?P<part{{0}}>{_PARTS})?"
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
    rf"(?:-|至|到)(?P<part3>{_PARTS})?(?P<h3>\d{{1,2}})(?::|点|时)(?P<mi3>[0-5]\d)?(?P<half3>半)?(?!\d)"
)
_DAYS_RANGE = re.compile(
    r"(?P<m>1[0-2]|0?[1-9])月(?P<a>3[01]|[12]?\d)(?:日|号)?(?:-|至|到|、)(?P<b>3[01]|[12]?\d)(?:日|号)"
)
_ENDS = re.compile(r"(?:截止|截至|有效期|报名时间?|结束|到期|失效|下架|关闭|直到|至|到)[^,，;；。\d]{0,6}$")
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
_RELATIVE_DAYS = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "前日": -2, "大前天": -3, "明天": 1, "明日": 1, "后天": 2, "大后天": 3, "当天": 0, "今早": 0, "今晚": 0, "今晨": 0, "明早": 1, "明晚": 1, "昨晚": -1}  # fmt: skip
_RELATIVE = re.compile("大前天|大后天|" + "|".join(_RELATIVE_DAYS))
_NOW = re.compile(r"刚刚|刚才|现在|方才|刚发布|即日起?|秒前")
_AGO = re.compile(
    r"(?P<n>\d+|[一二两三四五六七八九十]{1,3}|半)(?:多)?个?(?P<unit>秒钟?|分钟?|小时|钟头|天|日|周|星期|礼拜|月|年)(?P<side>前|之前|以前|内|后|之后|以后)"
)
_WEEKDAY = re.compile(r"(?P<which>上上|上|下下|下|本|这|每)?个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])")
_MONTH_END = re.compile(r"(?P<which>本|这个?|当|下个?|(?P<m>\d{1,2}))?月(?P<where>底|末|初|中旬?)")
_LONGEST_SECONDS = 10 * 31536000
"""A posting from more than ten years ago, or for more than ten years ahead, is a slip."""
_CHINESE_WEEKDAYS = "一二三四五六日"
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
        return _relative(folded, clock, end=end)
    moment = (span.end or span.start) if end else (span.start or span.end)
    return _instant(moment, clock, end=end) if moment else None


def _instant(moment: Moment, clock: datetime, *, end: bool) -> datetime | None:
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
    """What the words say without a clock."""
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
            replace(start, at=_time(until["h3"], until["mi3"], until["part3"] or match["part1"], until["half3"])),
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
    at = _time(match[f"h{n}"], match[f"mi{n}"], match[f"part{n}"], match[f"half{n}"], match[f"s{n}"])
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
        at = _time(match["h2"], match["mi2"], match["part2"], match["half2"], match["s2"])
        same = replace(start, day=int(match["donly"]), at=at)
        return same if _is_valid(same) else None
    end = _moment(match, "2")
    if end is None or end.year is not None or start.year is None:
        return end
    later = (end.month, end.day or 1) >= (start.month, start.day or 1)
    return replace(end, year=start.year if later else start.year + 1)


def _time(
    hour: str | None, minute: str | None, part: str | None, half: str | None, second: str | None = None
) -> time | None:
    if hour is None or int(hour) > 24:
        return None
    figure = int(hour)
    if (part in ("下午", "晚上", "傍晚", "晚") and figure < 12) or (part == "中午" and figure < 3):
        figure += 12
    return time(figure % 24, 30 if half else int(minute or 0), int(second or 0))


def _relative(folded: str, clock: datetime, *, end: bool) -> datetime | None:
    """昨天, 3小时前, 本周六, 月底 by the clock."""
    now = clock.astimezone(SHANGHAI)
    if match := _AGO.search(folded):
        return _ago(match, now, end=end)
    if match := _RELATIVE.search(folded):
        then = now.date() + timedelta(days=_RELATIVE_DAYS[match[0]])
        return datetime.combine(
            then, _time_in(folded[match.end() :]) or (time(23, 59, 59) if end else time(0)), SHANGHAI
        )
    if match := _WEEKDAY.search(folded):
        day = _weekday(match, now.date(), end=end)
        return None if day is None else datetime.combine(day, time(23, 59, 59) if end else time(0), SHANGHAI)
    if match := _MONTH_END.search(folded):
        return _in_month(match, now, end=end)
    if _NOW.search(folded):
        return now if not end else None
    at = _time_in(folded) if re.match(r"^\d{1,2}:\d{2}(?::\d{2})?$", folded) else None
    return datetime.combine(now.date(), at, SHANGHAI) if at else None


def _time_in(text: str) -> time | None:
    match = re.match(rf"[ ,]?(?P<part>{_PARTS})?(?P<h>\d{{1,2}})(?::|点)(?P<m>[0-5]\d)?", text)
    return _time(match["h"], match["m"], match["part"], None) if match else None


def _ago(match: re.Match[str], now: datetime, *, end: bool) -> datetime | None:
    word = match["n"]
    if word == "半":
        amount = 0.5
    else:
        value = int(word) if word.isdigit() and len(word) < 5 else None
        han = han_value(word) if value is None and not word.isdigit() else None
        if value is None and han is None:
            return None
        amount = float(value if value is not None else han[0] if han else 0)
    unit = match["unit"][0]
    seconds = {"秒": 1, "分": 60, "小": 3600, "钟": 3600, "天": 86400, "日": 86400, "周": 604800, "星": 604800, "礼": 604800, "月": 2592000, "年": 31536000}[unit]  # fmt: skip
    if amount * seconds > _LONGEST_SECONDS:
        return None
    forward = match["side"] in ("后", "之后", "以后") or (match["side"] == "内" and end)
    moment = now + timedelta(seconds=amount * seconds * (1 if forward else -1))
    return (
        moment
        if unit in "秒分小钟"
        else datetime.combine(moment.date(), time(23, 59, 59) if end else time(0), SHANGHAI)
    )


def _weekday(match: re.Match[str], today: date, *, end: bool) -> date | None:
    if match["which"] == "每":
        return None
    wanted = _CHINESE_WEEKDAYS.index(match["day"].replace("天", "日"))
    monday = today - timedelta(days=today.weekday())
    weeks = {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(match["which"] or "", 0)
    day = monday + timedelta(days=wanted, weeks=weeks)
    return day + timedelta(weeks=1) if match["which"] is None and end and day < today else day


def _in_month(match: re.Match[str], now: datetime, *, end: bool) -> datetime | None:
    month = int(match["m"]) if match["m"] else now.month + (1 if (match["which"] or "").startswith("下") else 0)
    if not 1 <= month <= 13:
        return None
    year, month = (now.year + 1, 1) if month == 13 else (now.year, month)
    if match["where"] in ("底", "末"):
        following = date(year + month // 12, month % 12 + 1, 1)
        day = following - timedelta(days=1)
    else:
        day = date(year, month, 1 if match["where"] == "初" else 15)
    return datetime.combine(day, time(23, 59, 59) if end else time(0), SHANGHAI)


def _relative_span(text: str, clock: datetime) -> Span | None:
    folded = fold(text).strip()
    moment = _relative(folded, clock, end=False)
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
    if re.search(r"(?:前|之前|截止|止)$", folded) and not _AGO.search(folded):
        return Span(text, None, read)
    return Span(text, read, None if exact else read)
