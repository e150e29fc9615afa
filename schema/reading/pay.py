"""Pay: what is paid, for what, between which bounds. 300元/天 · 8千-1.5万·13薪 · 底薪3000+提成 · 80元/3小时.

The words are in `paywords`. The grammar below is matched against tags: an amount is a number with a currency or a unit
somewhere near it; ages, head counts, hours and dates in the same words are not. What is not certain stays None.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from schema.reading.lexicon import Sentence
from schema.reading.numerals import Number
from schema.reading.paywords import BOARD, GARMENTS, PAY, UNITS
from schema.reading.small_money import spelled_out
from schema.reading.text import any_of, fold
from schema.values import Pay
from schema.vocabulary import PayUnit

_ONE = r"y?~?n~?(?:yf?|jnf?|jf?|f)?"
_AMOUNT = re.compile(
    rf"(?P<before>(?:[<>~]\.?)*)(?P<low>{_ONE})(?P<firstunit>(?:/?u|k)(?=r))?(?:r(?P<mid>[<>~]*)(?P<high>{_ONE}))?"
    r"(?P<after>(?:[~^v]|\+(?=/|k(?!n)|[,)]|$))*)"
    r"(?P<unit>\(?(?:/+n?[uk]|k(?!n)|k(?=n[^xyjr^]))\)?)?"
    r"(?P<last>(?:[~^v]|\+(?=[,)]|$))*)"
)
_NOT_MONEY = re.compile(
    r"\d{1,2}:\d{2}|(?:[上下]午|早上?|晚上?|中午|凌晨|夜里?|傍晚)\d{1,2}[时点](?:\d{1,2}分?|半)?(?:(?:-|至|到)(?:[上下]午|早上?|晚上?|中午|凌晨|夜里?|傍晚|次日)*\d{1,2}[时点](?:\d{1,2}分?|半)?)?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/]\d{1,2}(?=发布|更新|\s)|\d{7,}|\d+[A-Za-z]\d+"
)
_MONTHS = re.compile(r"(\d{2})(?:-\d{2})?(?:薪|个月薪|个月工资)")
_MONEY_WORDS = any_of(
    "元块塊圓圆钱錢¥￥$/／每一薪资資入均结結领領赚賺收保底议議谈談商聊件毛角分千万萬kKwWｋＫｗＷRB币幣工时時天日月年包管"
)
"""Without one of these a number in a longer text is no money."""
_LISTED = re.compile(r"[.u,]{0,2}[.u]ny?(?=/?u|k)")
"""小工180、大工280一天: after a bare figure, the next job of a list, its figure and the unit of both."""
_SEASON = re.compile("[一每整]个?(?:采摘|收获)?季(?!度)")
"""一季下来挣一万多: for how long is not said."""
_MAX_PLAIN = Decimal(10_000_000)
_MONTHLY_FROM, _YEARLY_FROM = Decimal(1000), Decimal(100_000)
_GARMENT_MOST, _PRICE_MOST = Decimal(100), Decimal(10)
_DAYS_LEAST = Decimal(80)
_ONE_SIZE = Decimal(2)


@dataclass(frozen=True, slots=True)
class _Amount:
    """One amount of money found in the words."""

    min: Decimal | None
    max: Decimal | None
    unit: PayUnit | None
    count: int
    measure: str | None
    currency: str
    sure: bool
    """A currency, a unit or a scale stood with it."""
    approximate: bool
    extra: bool
    start: int
    end: int


@lru_cache(maxsize=32768)
def read_pay(text: str) -> Pay | None:
    """The pay in `text`, or None where it says nothing of pay; `Pay.text` keeps the words. Never raises."""
    return _read(text, bare=True)


@lru_cache(maxsize=8192)
def find_pay(text: str) -> Pay | None:
    """The pay somewhere in a longer text: a number counts only with a currency or a unit beside it."""
    return _read(text, bare=False) if _MONEY_WORDS.search(text) else None


def _read(text: str, *, bare: bool) -> Pay | None:
    folded = fold(text)
    months = _months_per_year(folded)
    sentence = PAY.read(spelled_out(_NOT_MONEY.sub(lambda m: "\x00" * len(m[0]), folded)))
    if not any(tag in sentence.tags for tag in "ngp{"):
        return None
    amounts = [amount for amount in _amounts(sentence) if bare or amount.sure]
    extras = _extras(sentence)
    if not amounts:
        return _without_amount(text, sentence, months, extras)
    chosen = _meant(sentence, amounts)
    chosen = _joined(chosen, amounts)
    return Pay(
        text=text,
        min=chosen.min,
        max=chosen.max,
        unit=chosen.unit or _usual_unit(chosen, sentence),
        unit_count=chosen.count,
        currency=chosen.currency,
        negotiable="g" in sentence.tags,
        approximate=chosen.approximate,
        months_per_year=months,
        extras=extras,
        measure=chosen.measure,
    )


def _meant(sentence: Sentence, amounts: list[_Amount]) -> _Amount:
    """What pay has come to (从180元涨到240元); else the first that is neither an extra nor pay on trial."""
    for amount in amounts:
        if sentence.tags[: amount.start].endswith("w"):
            return replace(amount, unit=amount.unit or amounts[0].unit)
    return next((a for a in amounts if not a.extra), amounts[0])


def _without_amount(text: str, sentence: Sentence, months: int | None, extras: tuple[str, ...]) -> Pay | None:
    """Words of pay without a figure: negotiable, by the piece, 月入过万."""
    if "{" in sentence.tags:
        periods = [_period(sentence, i)[0] for i, tag in enumerate(sentence.tags) if tag == "k"]
        told = periods[0] if periods else PayUnit.MONTH
        return Pay(text=text, min=Decimal(10_000), unit=told, months_per_year=months, extras=extras)
    negotiable, piece = "g" in sentence.tags, "p" in sentence.tags
    if not negotiable and not piece:
        return None
    unit = PayUnit.PIECE if piece and not negotiable else None
    return Pay(text=text, negotiable=negotiable, unit=unit, months_per_year=months, extras=extras)


def _months_per_year(folded: str) -> int | None:
    match = _MONTHS.search(folded)
    return int(match[1]) if match and 12 <= int(match[1]) <= 36 else None


def _extras(sentence: Sentence) -> tuple[str, ...]:
    seen = dict.fromkeys(str(token.value) for token in sentence.tokens if token.tag == "e")
    return tuple(seen)


def _amounts(sentence: Sentence) -> Iterator[_Amount]:
    """Every amount, in order; each takes its unit from beside it, else from the period named before or after it."""
    tags, at, since = sentence.tags, 0, 0
    while match := _AMOUNT.search(tags, at):
        if amount := _amount(sentence, match, since):
            yield amount
            since = match.end()
        at = max(match.end(), at + 1)


def _amount(sentence: Sentence, match: re.Match[str], since: int) -> _Amount | None:
    tags = sentence.tags
    following = tags[match.end() : match.end() + 1]
    has_currency = "y" in match["low"] or "j" in match["low"] or "f" in match["low"] or _in(match["high"], "yjf")
    unit, count, measure = _own_unit(sentence, match)
    if not has_currency and unit is None and ((following in "qux" and following) or match["firstunit"]):
        return None
    before, after = _period_before(sentence, match.start(), since), None
    if unit is None:
        span = _span_before(sentence, match.start(), since)
        found = span if span and (before is None or before[0] is PayUnit.HOUR or span[1] > 21) else before
        beside = has_currency or following == "k"
        after = _period_after(sentence, match.end()) if beside and not found else None
        unit, count, measure = (
            found or after or _settled_after(sentence, match) or _listed(sentence, match) or (None, 1, None)
        )
    low, high = _values(sentence, match)
    scaled = any(sentence.number(i).scaled for i in range(match.start(), match.end()) if tags[i] == "n")
    based = "b" in tags[since : match.start()]
    sure = has_currency or unit is not None or (scaled and high != low) or based or _with_board(sentence, match, low)
    if not sure and not scaled and not _plausible_bare(sentence, match, low):
        return None
    if low >= _MAX_PLAIN or high <= 0:
        return None
    unit, count = _service_month(unit, count)
    return _Amount(
        *_bounds(tags, match, low, high),
        unit=unit,
        count=count,
        measure=measure,
        currency=_currency(sentence, match),
        sure=sure,
        approximate=_in(match["before"] + match["after"] + match["last"] + match["low"] + (match["high"] or ""), "~")
        or any(sentence.number(i).approximate for i in range(match.start(), match.end()) if tags[i] == "n"),
        extra=_is_extra(tags, match.start(), since),
        start=match.start(),
        end=match.end(),
    )


def _with_board(sentence: Sentence, match: re.Match[str], low: Decimal) -> bool:
    """3500包住: a bare month's pay, and board or lodging right after it."""
    following = sentence.tokens[match.end() : match.end() + 1]
    return bool(following) and following[0].value in BOARD and _MONTHLY_FROM <= low < _YEARLY_FROM


def _in(text: str | None, characters: str) -> bool:
    return text is not None and any(c in text for c in characters)


def _own_unit(sentence: Sentence, match: re.Match[str]) -> tuple[PayUnit | None, int, str | None]:
    """The unit that follows the amount itself: /天, 一小时, /3小时."""
    start, end = match.span("unit")
    if start < 0:
        start, end = match.span("firstunit")
    unit: PayUnit | None = None
    measure: str | None = None
    count = 1
    for i in range(max(start, 0), end):
        if sentence.tags[i] in "uk":
            unit, measure = _period(sentence, i)
        elif sentence.tags[i] == "n":
            count = int(sentence.number(i).low)
    return unit, max(count, 1), measure


def _period(sentence: Sentence, index: int) -> tuple[PayUnit, str | None]:
    """The unit and the measure that the lexicon gives a word of tag u or k."""
    value = sentence.tokens[index].value
    if not isinstance(value, tuple):
        raise TypeError(f"no period at {index} of {sentence.tags}")
    return value[0], value[1]


def _period_before(sentence: Sentence, start: int, since: int) -> tuple[PayUnit, int, str | None] | None:
    """The last period named between the amount before and this one: 月薪, 每天, 日结."""
    for i in range(start - 1, since - 1, -1):
        if sentence.tags[i] == "k":
            unit, measure = _period(sentence, i)
            return unit, 1, measure
        if sentence.tags[i] == "p" and "," not in sentence.tags[i:start]:
            return None
    return None


def _span_before(sentence: Sentence, start: int, since: int) -> tuple[PayUnit, int, str | None] | None:
    """12小时280元, 26天12800元, 每百斤15元: what the amount is for, where nothing else says it."""
    if start - since >= 2 and sentence.tags[start - 2 : start] == "nu":
        unit, measure = _period(sentence, start - 1)
        number = sentence.number(start - 2)
        whole = number.low == number.high == int(number.low)
        day, month = unit is PayUnit.HOUR and 1 <= number.low <= 24, unit is PayUnit.DAY and 22 <= number.low <= 31
        every = sentence.tags[since : start - 2].endswith("/") and 1 <= number.low <= 1000
        if whole and (day or month or every):
            return unit, int(number.low), measure
    return None


def _period_after(sentence: Sentence, end: int) -> tuple[PayUnit, int, str | None] | None:
    """4000元的月薪: a period named after the amount, in the same clause, before any other number."""
    for i in range(end, len(sentence.tags)):
        tag = sentence.tags[i]
        if tag == "k":
            unit, measure = _period(sentence, i)
            return unit, 1, measure
        if tag in "n,+e":
            return None
    return None


def _settled_after(sentence: Sentence, match: re.Match[str]) -> tuple[PayUnit, int, str | None] | None:
    """大工450,日结: a bare day's pay, and in the next clause how often it is paid."""
    end = match.end()
    if match["low"] == "n" and sentence.tags[end : end + 2] == ",k" and sentence.tags[end + 2 : end + 3] in ",":
        unit, measure = _period(sentence, end + 1)
        if unit is PayUnit.DAY and _DAYS_LEAST <= sentence.number(match.start("low")).low < _MONTHLY_FROM:
            return unit, 1, measure
    return None


def _listed(sentence: Sentence, match: re.Match[str]) -> tuple[PayUnit, int, str | None] | None:
    """小工180、大工280一天: the unit said once at the end of a list of jobs, where both figures are of one size."""
    if (
        match["low"] not in ("n", "ny")
        or match["high"]
        or sentence.tags[match.start() - 1 : match.start()] not in (".", "u")
    ):
        return None
    following = _LISTED.match(sentence.tags, match.end())
    if following is None:
        return None
    at, end = following.end() - 1, following.end() + (sentence.tags[following.end()] == "/")
    own, other = (sentence.number(i).low for i in (match.start("low"), at if sentence.tags[at] == "n" else at - 1))
    if not own or not other or not 1 / _ONE_SIZE <= own / other <= _ONE_SIZE:
        return None
    unit, measure = _period(sentence, end)
    return unit, 1, measure


def _values(sentence: Sentence, match: re.Match[str]) -> tuple[Decimal, Decimal]:
    """Both ends in yuan. A scale said once counts for both: 5-8千, 0.5-0.8万."""
    first, low = _value(sentence, *match.span("low"))
    if match["high"] is None:
        return low, _high(first, low)
    last, high = _value(sentence, *match.span("high"))
    if last.scaled and not first.scaled and last.low and first.low < Decimal(1000):
        factor = _factor(sentence, match.end("high"), match.start("high"))
        low = low * factor
        return low, high
    return low, _high(last, high)


def _high(number: Number, low: Decimal) -> Decimal:
    return number.high if number.high != number.low else low


def _factor(sentence: Sentence, end: int, start: int) -> Decimal:
    """The scale that the last number of a range was written with: 千, 万, k."""
    words = sentence.words(start, end)
    for mark, factor in (
        ("亿", 100_000_000),
        ("万", 10_000),
        ("w", 10_000),
        ("W", 10_000),
        ("千", 1000),
        ("k", 1000),
        ("K", 1000),
    ):
        if mark in words:
            return Decimal(factor)
    return Decimal(100) if "百" in words else Decimal(1)


def _value(sentence: Sentence, start: int, end: int) -> tuple[Number, Decimal]:
    """One amount in yuan: 3毛5 is 0.35, 5分钱 0.05."""
    places = [i for i in range(start, end) if sentence.tags[i] == "n"]
    number = sentence.number(places[0])
    value, shape = number.low, sentence.tags[start:end]
    if "j" in shape:
        value = value / 10
        if len(places) > 1:
            value += sentence.number(places[1]).low / 100
    elif "f" in shape:
        value = value / 100
    return number, value


def _bounds(tags: str, match: re.Match[str], low: Decimal, high: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """起 and 以上 leave the top open, 最高 and 以下 the bottom; two ends keep both. 保底月薪8000 says it before the period."""
    after = match["after"] + match["last"]
    before = match["before"] + tags[: match.start()].rstrip("kb")[-1:]
    if low != high and match["high"] is None and ">" in before:
        return None, high  # 多则五六千
    if low != high:
        return (low, high) if low < high else (high, low)
    if "<" in before or "^" in after or "+" in after:
        return low, None
    if ">" in before or "v" in after:
        return None, high
    return low, high


def _currency(sentence: Sentence, match: re.Match[str]) -> str:
    after = 2 if sentence.tags[match.end() : match.end() + 1] == "(" else 1
    for i in range(max(match.start() - 1, 0), min(match.end() + after, len(sentence.tags))):
        if sentence.tags[i] == "y" and sentence.tokens[i].value != "CNY":
            return str(sentence.tokens[i].value)
    return "CNY"


def _is_extra(tags: str, start: int, since: int) -> bool:
    """全勤奖200, 试用期3500: an extra or a trial was named since the last plus, clause or amount."""
    for i in range(start - 1, since - 1, -1):
        if tags[i] in ",+":
            return tags[i] == "+" and "e" in tags[start : start + 3]
        if tags[i] in "et":
            return True
    return False


def _plausible_bare(sentence: Sentence, match: re.Match[str], low: Decimal) -> bool:
    """A number alone is pay if it could be a month's, or a piece's on a garment board, and nothing else stands by."""
    if match.end() < len(sentence.tags) and sentence.tags[match.end()] in "qux.":
        return False
    return low >= _MONTHLY_FROM or _garment_before(sentence, match.start())


def _garment_before(sentence: Sentence, start: int) -> bool:
    head = sentence.text[: sentence.tokens[start].start].rstrip(":")
    return head.endswith(tuple(GARMENTS))


def _usual_unit(amount: _Amount, sentence: Sentence) -> PayUnit | None:
    """What no unit was said for: from 1,000 a month, from 100,000 a year, small money on a garment board a piece."""
    figure = amount.min if amount.min is not None else amount.max
    if figure is None:
        return None
    if figure >= _YEARLY_FROM:
        return PayUnit.YEAR
    if figure >= _MONTHLY_FROM:
        return None if _SEASON.search(sentence.text) else PayUnit.MONTH
    if figure <= _GARMENT_MOST and ("p" in sentence.tags or _garment_before(sentence, amount.start)):
        return PayUnit.PIECE
    if figure < _PRICE_MOST and ("单价" in sentence.text or "工价" in sentence.text):
        return PayUnit.PIECE
    return None


def _service_month(unit: PayUnit | None, count: int) -> tuple[PayUnit | None, int]:
    """月嫂 are paid for 26 days: 8000元/26天 is a month's pay."""
    return (PayUnit.MONTH, 1) if unit is PayUnit.DAY and 22 <= count <= 31 else (unit, count)


def _joined(chosen: _Amount, amounts: list[_Amount]) -> _Amount:
    """最低3000，最高8000 and 3000元以上8000元以下: two open ends beside each other are one range."""
    later = next((a for a in amounts if a.start >= chosen.end and not a.extra), None)
    if later is None or chosen.min is None or chosen.max is not None or later.min is not None or later.max is None:
        return chosen
    if chosen.min >= later.max or (chosen.unit and later.unit and chosen.unit is not later.unit):
        return chosen
    return replace(chosen, max=later.max, unit=chosen.unit or later.unit)


__all__ = ["UNITS", "find_pay", "read_pay"]
