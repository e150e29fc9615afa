"""Schedule: when and how long work is. 早8点到晚6点 · 9:30-18:30 · 每天8小时 · 两班倒 · 做六休一."""

import itertools
import re
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from functools import lru_cache

from schema.reading.numerals import han_value
from schema.reading.text import any_of, fold
from schema.values import Schedule

_EARLY = "清晨|凌晨|早晨|早上|上午|早|晨|AM|am|一早"
_NOON = "中午|正午|午间"
_LATE = "下午|午后|PM|pm"
_NIGHT = "傍晚|晚上|夜里|夜间|深夜|半夜|午夜|夜晚|晚间|晚|夜|当晚"
_DAY_WORD = r"(?:次日|第二天|翌日|隔天|隔日|当天|当日|次晨|明天|第2天)?(?:的)?"
_HOUR = r"\d{1,2}|[零一二两三四五六七八九十]{1,3}"
_TIME = re.compile(
    rf"(?P<day>{_DAY_WORD})(?:(?P<part>{_EARLY}|{_NOON}|{_LATE}|{_NIGHT})班?)?"
    rf"(?:(?P<h>\d{{1,2}}):(?P<m>[0-5]\d)(?!\d)(?::[0-5]\d)?(?:时|点|分)?(?P<late>(?:am|pm|AM|PM)(?![A-Za-z]))?"
    rf"|(?<![\d.])(?P<ph>{_HOUR})(?:点钟?|时(?!间|薪|结|长|候))(?:(?P<half>半)|(?P<quarter>[一三]刻)|(?P<pm>[0-5]?\d|[一二三四五]?十[一二三四五六七八九]?)分?)?(?:整)?)"
)
_DOTTED = re.compile(
    r"(?<![\d.])([01]?\d|2[0-4])\.([0-5]\d)(?=-|至|到)|(?<=[-至到])([01]?\d|2[0-4])\.([0-5]\d)(?![\d.元万])"
)
_ON_AND_OFF = re.compile(r"上(8|1[0-6])(?:个?小时)?休(?=(?:8|12|16|24|36|48)(?!天))")
"""上12休24."""
_HALF_DAY = re.compile(r"(?<![\d:.])(\d{1,2})(am|pm|AM|PM)(?![A-Za-z])")
_PARTED = re.compile(
    r"(?P<a>早上?|上午|晚上?|夜|下午|中午|凌晨)(?P<x>\d{1,2})(?:-|到|至)?(?P<b>晚上?|夜|下午|早上?|次日早?|凌晨|中午)(?P<y>\d{1,2})(?![\d:点时.元人名])"
)
_SPAN = re.compile(
    rf"(?<![\d.:-])(?P<part>{_EARLY}|{_NIGHT}|{_LATE})?(?P<x>\d{{1,2}})(?:-|到|至)(?P<y>\d{{1,2}})(?P<unit>点(?!钟?订))"
)
_JOIN = re.compile(
    r"^(?:开始|上班|上工|出工|起|左右|就|开工|一直|干活|工作)?(?:,)?(?:-|~|到|至|干到|做到|忙到|直到|上到|工作到|结束于|、?下班|,?下班时间?:?)?(?:\d{1,2}月)?(?:\d{1,2}[日号])?(?:左右)?$"
)
_SHIFTS = re.compile(
    r"倒班|轮班|两班|二班|三班|2班|3班|[两二三四234]班(?:倒|制|轮|运转|次)|班倒|轮换班?|早晚班|早中晚班?|翻班|轮岗倒|上[一二三四]休|四班三|白夜班?(?:倒|轮|交替)|早晚两班|两头班|轮休倒|分早晚|分白夜|倒夜班|排班(?!表)|轮值|白晚班|倒白夜"
)
_NO_SHIFTS = re.compile(r"(?:不|无|没有|无需|不用|不需|不上)(?:需要?|用|要)?(?:倒班|轮班|夜班|两班|三班|翻班)")
_ALTERNATIVES = re.compile(r"^(?:\(?[早中晚白夜]班\)?)?(?:[/或;]|[,、]?(?:[早中晚白夜ABC]班)[:：]?)+")
_HOURS_UNIT = r"(?:个?小时|个?钟头|个钟|[hH](?![A-Za-z])|小時)"
_NUMBER = r"(?:\d{1,2}(?:\.\d)?|[一二两三四五六七八九十]{1,3})"
_HOURS = re.compile(
    rf"(?P<before>不得少于|不得低于|不能少于|不能低于|不到|不足|少于|低于|小于|不超过|不多于|最多|不超|不得超过|至多|不低于|不少于|至少|最少)?(?:工作|上班|干满?|做满?)?(?P<low>{_NUMBER})(?P<half0>半)?(?:{_HOURS_UNIT})?(?:(?:-|至|到|~|或)(?P<high>{_NUMBER}))?(?P<unit>{_HOURS_UNIT})(?P<after>半|左右|以上|以内|以下|之内)?"
)
_AT_MOST = ("不超", "不多", "最多", "至多", "不得超", "不到", "不足", "少于", "低于", "小于")
_NOT_DAILY_BEFORE = re.compile(
    r"(?:每?周|每?月|星期|一周|每个?月|加班|满|累计|提前|休息|中午休|午休|每年|共计|全周|吃饭|超过|间隔|离|隔|干满|做满)(?:工作|平均|约|累计|时间|上班|干|做|共|大约|不超过)*(?:时间)?$"
)
_NOT_DAILY_AFTER = re.compile(
    r"^(?:的)?(?:灵活|订单|内|后|前|之前|热线|咨询|营业|免费|在线|一单|起订|元|\d+元|热水|供应|回复|到账|电话|休息|休|午休|吃饭|车程|(?:/|每|一)(?:周|月|星期)|起接|起|陪护|看护|值守|在线|制?客服|安保|监控|便利)"
)
_PAY_UNIT_BEFORE = re.compile(r"(?:元|块|钱|薪|\d)(?:/|每)?$|/$")
_WEEK_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:单休|做六休一|上六休一|六休一|6休1|做6休1|上6休1|干六休一|周一(?:至|到|-)(?:周)?六|星期一(?:至|到|-)(?:星期)?六|每?周休(?:息)?(?:一|1)天|每?周工作(?:六|6)天|(?:一|每)周(?:六|6)天|周休一日|周日休息|周末单休|周休1天|每?周上(?:六|6)天)"), "6"),
    (re.compile(r"(?:双休|做五休二|上五休二|五休二|5休2|做5休2|上5休2|周一(?:至|到|-)(?:周)?五|星期一(?:至|到|-)(?:星期)?五|每?周休(?:息)?(?:两|二|2)(?:天|日)|每?周工作(?:五|5)天|(?:一|每)周(?:五|5)天|周末休息|五天(?:工作)?制|5天(?:工作)?制|朝九晚五双休|每?周上(?:五|5)天)"), "5"),
    (re.compile(r"大小周|单双休"), "5.5"),
    (re.compile(r"周末两天|仅周末|只做周末|周六日|周六周日|周六、周日|每?周(?:工作|上|做)(?:两|二|2)天"), "2"),
    (re.compile(r"全年无休|周一(?:至|到|-)(?:周)?日|星期一(?:至|到|-)(?:星期)?日|无休|没有休息"), "7"),
    (re.compile(r"每?周(?:工作|上|做)(?:四|4)天"), "4"),
    (re.compile(r"每?周(?:工作|上|做)(?:三|3)天"), "3"),
)  # fmt: skip
_SIGNS = any_of("休点點时時班休周週日早晚夜天钟鐘hHｈＨ:：.．星礼禮mMｍＭ")
_HINT = re.compile(r"[点时班休周日早晚夜天:hH钟.mM]|星期|礼拜")


@dataclass(frozen=True, slots=True)
class _Clock:
    """One time of day as written. `part` is EARLY, NOON, LATE, NIGHT or "", as the words before it say."""

    hour: int
    minute: int
    part: str
    exact: bool
    start: int
    end: int

    def at(self, part: str) -> time:
        hour = self.hour
        if (part == "LATE" and hour < 12) or (part == "NOON" and hour < 10) or (part == "NIGHT" and 4 < hour < 12):
            hour += 12
        elif part in ("NIGHT", "EARLY") and hour == 12:
            hour = 0 if part == "NIGHT" or self.minute == 0 else 12
        return time(hour % 24, self.minute)


@lru_cache(maxsize=16384)
def read_schedule(text: str) -> Schedule | None:
    """The schedule in `text`, or None where it states nothing that can be read. First start, last end."""
    if not _SIGNS.search(text):
        return None
    folded = _spelled_out(fold(text))
    if not _HINT.search(folded):
        return None
    starts, ends, several = _times(folded)
    shifts = several or bool(_SHIFTS.search(_NO_SHIFTS.sub("", folded)))
    hours, least, most = _hours(folded, shifts=shifts)
    days = _days_per_week(folded)
    if several:
        starts = ends = None
    if (
        starts is None
        and ends is None
        and not shifts
        and hours is None
        and least is None
        and most is None
        and days is None
    ):
        return None
    return Schedule(text, starts, ends, hours, least, most, days, shifts)


def _spelled_out(folded: str) -> str:
    """早9晚6, 8-17点 and 8.30-17.30 written with their 点 and colons."""
    folded = _ON_AND_OFF.sub(r"上\1小时,休", folded)
    folded = _HALF_DAY.sub(r"\1:00\2", folded)
    folded = _DOTTED.sub(lambda m: f"{m[1] or m[3]}:{m[2] or m[4]}", folded)
    folded = re.sub(r"朝([\d一二三四五六七八九十]{1,2})", r"早\1", folded)
    folded = re.sub(
        r"早([一二三四五六七八九十]{1,2})晚([一二三四五六七八九十]{1,2})(?!点)",
        lambda m: f"早{_han(m[1])}晚{_han(m[2])}",
        folded,
    )
    folded = _PARTED.sub(lambda m: f"{m['a']}{m['x']}点到{m['b']}{m['y']}点", folded)
    return _SPAN.sub(lambda m: f"{m['part'] or ''}{m['x']}点到{m['y']}{m['unit']}", folded)


def _han(run: str) -> str:
    value = han_value(run)
    return str(value[0]) if value else run


def _times(folded: str) -> tuple[time | None, time | None, bool]:
    """(first start, last end, whether they are shifts that alternate)."""
    clocks = [clock for match in _TIME.finditer(folded) if (clock := _clock(match))]
    pairs: list[tuple[time, time, int, int]] = []
    i = 0
    while i + 1 < len(clocks):
        a, b = clocks[i], clocks[i + 1]
        between = folded[a.end : b.start]
        if (_JOIN.match(between) and (between or b.part)) or between == "":
            pairs.append((*_pair(a, b), a.start, b.end))
            i += 2
        else:
            i += 1
    if pairs:
        return pairs[0][0], pairs[-1][1], _alternate(folded, pairs)
    return *_lone(folded, clocks), False


def _clock(match: re.Match[str]) -> _Clock | None:
    if match["h"] is not None:
        hour, minute, exact = int(match["h"]), int(match["m"]), True
    else:
        value = int(match["ph"]) if match["ph"].isdigit() else int((han_value(match["ph"]) or (99,))[0])
        hour, exact = value, False
        minute = 30 if match["half"] else {"一刻": 15, "三刻": 45}.get(match["quarter"] or "", 0)
        if match["pm"]:
            minute = int(match["pm"]) if match["pm"].isdigit() else int((han_value(match["pm"]) or (0,))[0])
    if hour > 24 or minute > 59:
        return None
    return _Clock(hour % 24 if exact else hour, minute, _part(match), exact, match.start(), match.end())


def _part(match: re.Match[str]) -> str:
    word = match["part"] or match["late"] or ""
    for name, words in (("EARLY", _EARLY), ("NOON", _NOON), ("LATE", _LATE), ("NIGHT", _NIGHT)):
        if word in words.split("|"):
            return name
    return "EARLY" if "晨" in match["day"] else ""


def _pair(a: _Clock, b: _Clock) -> tuple[time, time]:
    """A start and an end; an end without its own part of the day goes on from the start's."""
    start = a.at(a.part)
    if b.part:
        return start, b.at(b.part)
    if a.part in ("LATE", "NIGHT") and b.hour < 12:
        carried = b.at(a.part)
        if carried > start and not (a.part == "NIGHT" and b.hour < 5):
            return start, carried
        return start, b.at("")
    end = b.at("")
    if end <= start and start.hour < 12 and b.hour < 12 and "次" not in a.part:
        end = time((b.hour + 12) % 24, b.minute)
    return start, end


def _alternate(folded: str, pairs: list[tuple[time, time, int, int]]) -> bool:
    """6:00-14:00/14:00-22:00 and 白班…夜班… are shifts; 7:00-11:00，14:00-18:00 is one broken day."""
    for (_, end, _, stop), (start, last, begin, _) in itertools.pairwise(pairs):
        between = folded[stop:begin]
        if (
            start == end
            or "班" in between
            or (
                re.search(r"[/或]", between)
                and not re.search(r"[上下]午", between)
                and not (between == "/" and _hours_between(end, start) >= 1)
            )
        ):
            return True
        if last <= end and start < end:
            return True
    return False


def _hours_between(end: time, start: time) -> float:
    """From an end to the next start of the same day; below zero where it is before."""
    return start.hour + start.minute / 60 - end.hour - end.minute / 60


def _lone(folded: str, clocks: list[_Clock]) -> tuple[time | None, time | None]:
    """A time that stands alone: the start if 开始 or 上班 follows, the end if 结束 or 下班 does."""
    start = end = None
    for clock in clocks:
        after, before = (
            folded[clock.end : clock.end + 4],
            folded[max(clock.start - 7, 0) : clock.start].rstrip(":为是在"),
        )
        if re.match(
            r"(?:准时|左右|之前|前)?(?:就|便)?(?:要|得)?(?:开始|上班|上工|开工|出工|到岗|起|集合|出发)", after
        ) or before.endswith(("上班", "上工", "开始", "上班时间", "开工时间", "上工时间", "到岗时间")):
            start = start or clock.at(clock.part)
        elif re.match(r"(?:准时|左右)?(?:结束|下班|收工)", after) or before.endswith(
            ("下班", "做到", "干到", "忙到", "上到", "工作到", "上班到", "下班时间", "收工时间")
        ):
            end = clock.at(clock.part)
    return start, end


def _hours(folded: str, *, shifts: bool) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """(hours a day, least, most), only where said. 24小时两班倒 says how long the works run, not a person."""
    for match in _HOURS.finditer(folded):
        before, after = folded[max(match.start() - 12, 0) : match.start()], folded[match.end() : match.end() + 6]
        if _NOT_DAILY_BEFORE.search(before) or _NOT_DAILY_AFTER.match(after) or _PAY_UNIT_BEFORE.search(before):
            continue
        low, high = _figure(match["low"]), _figure(match["high"])
        if low is None and high is None and (pair := han_value(match["low"])) and pair[0] < pair[1] <= 16:
            return None, *pair
        if low is None or low > 24 or low == 0 or (low == 24 and shifts):
            continue
        if match["half0"] or match["after"] == "半":
            low += Decimal("0.5")
        if high is not None and low < high <= 24:
            return None, low, high
        if (match["before"] or "").startswith(_AT_MOST) or match["after"] in (
            "以内",
            "以下",
            "之内",
        ):
            return None, None, low
        if match["before"] or match["after"] == "以上":
            return None, low, None
        return low, None, None
    return None, None, None


def _figure(word: str | None) -> Decimal | None:
    if not word:
        return None
    if word[0].isdigit():
        return Decimal(word)
    value = han_value(word)
    return value[0] if value and value[0] == value[1] else None


def _days_per_week(folded: str) -> Decimal | None:
    return next((Decimal(days) for pattern, days in _WEEK_RULES if pattern.search(folded)), None)
