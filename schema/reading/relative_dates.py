"""Days that are told by the clock: 昨天 · 3小时前 · 本周六 · 月底. Wall clock is Asia/Shanghai."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from schema.reading.numerals import han_value

SHANGHAI = ZoneInfo("Asia/Shanghai")
PARTS = "上午|下午|晚上|中午|早上|傍晚|凌晨|晚|早"
_RELATIVE_DAYS = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "前日": -2, "大前天": -3, "明天": 1, "明日": 1, "后天": 2, "大后天": 3, "当天": 0, "今早": 0, "今晚": 0, "今晨": 0, "明早": 1, "明晚": 1, "昨晚": -1}  # fmt: skip
_RELATIVE = re.compile("大前天|大后天|" + "|".join(_RELATIVE_DAYS))
_NOW = re.compile(r"刚刚|刚才|现在|方才|刚发布|即日起?|秒前")
AGO = re.compile(
    r"(?P<n>\d+|[一二两三四五六七八九十]{1,3}|半)(?:多)?个?(?P<unit>秒钟?|分钟?|小时|钟头|天|日|周|星期|礼拜|月|年)(?P<side>前|之前|以前|内|后|之后|以后)"
)
_WEEKDAY = re.compile(r"(?P<which>上上|上|下下|下|本|这|每)?个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])")
_MONTH_END = re.compile(r"(?P<which>本|这个?|当|下个?|(?P<m>\d{1,2}))?月(?P<where>底|末|初|中旬?)")
_LONGEST_SECONDS = 10 * 31536000
"""A posting from more than ten years ago, or for more than ten years ahead, is a slip."""
_CHINESE_WEEKDAYS = "一二三四五六日"


def relative_instant(folded: str, clock: datetime, *, end: bool) -> datetime | None:
    """What 昨天, 3小时前, 本周六 or 月底 is by the clock: the start of it, or with `end` its last second."""
    now = clock.astimezone(SHANGHAI)
    if match := AGO.search(folded):
        return _ago(match, now, end=end)
    if match := _RELATIVE.search(folded):
        then = now.date() + timedelta(days=_RELATIVE_DAYS[match[0]])
        at = _time_in(folded[match.end() :])
        return datetime.combine(then, at, SHANGHAI) if at else _edge(then, end=end)
    if match := _WEEKDAY.search(folded):
        day = _weekday(match, now.date(), end=end)
        return None if day is None else _edge(day, end=end)
    if match := _MONTH_END.search(folded):
        return _in_month(match, now, end=end)
    if _NOW.search(folded):
        return now if not end else None
    at = _time_in(folded) if re.match(r"^\d{1,2}:\d{2}(?::\d{2})?$", folded) else None
    return datetime.combine(now.date(), at, SHANGHAI) if at else None


def _edge(day: date, *, end: bool) -> datetime:
    """A day's first second, or its last."""
    return datetime.combine(day, time(23, 59, 59) if end else time(0), SHANGHAI)


def time_of_day(
    hour: str | None, minute: str | None, part: str | None, half: str | None, second: str | None = None
) -> time | None:
    """下午 3 is 15:00; None where there is no hour, or none such."""
    if hour is None or int(hour) > 24:
        return None
    figure = int(hour)
    if (part in ("下午", "晚上", "傍晚", "晚") and figure < 12) or (part == "中午" and figure < 3):
        figure += 12
    return time(figure % 24, 30 if half else int(minute or 0), int(second or 0))


def _time_in(text: str) -> time | None:
    match = re.match(rf"[ ,]?(?P<part>{PARTS})?(?P<h>\d{{1,2}})(?::|点)(?P<m>[0-5]\d)?", text)
    return time_of_day(match["h"], match["m"], match["part"], None) if match else None


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
    return moment if unit in "秒分小钟" else _edge(moment.date(), end=end)


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
    return _edge(day, end=end)
