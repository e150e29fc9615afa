"""The figures of one amount of pay, in yuan: both its ends, which of them is open, and the currency."""

import re
from decimal import Decimal

from schema.reading.lexicon import Sentence
from schema.reading.numerals import SCALES, Number

_UNSCALED = Decimal(1000)
"""5-8千: a first figure under it is meant in the scale of the last."""
_FLOORS = frozenset("保底 打底 起薪 起步价 底线 起薪点 起薪线".split())


def both_ends(sentence: Sentence, match: re.Match[str]) -> tuple[Decimal, Decimal]:
    """Least and most. A scale said once counts for both: 5-8千, 0.5-0.8万."""
    first, low = _yuan(sentence, *match.span("low"))
    if match["high"] is None:
        return low, _high(first, low)
    last, high = _yuan(sentence, *match.span("high"))
    if last.scaled and not first.scaled and first.low < _UNSCALED:
        raised = low * _scale(sentence.words(*match.span("high")))
        return (raised if raised <= high else low), high
    return low, _high(last, high)


def bounds(
    sentence: Sentence, match: re.Match[str], low: Decimal, high: Decimal
) -> tuple[Decimal | None, Decimal | None]:
    """起 and 以上 leave the top open, 最高 and 以下 the bottom; two ends keep both. 保底月薪8000 says it before the period."""
    after = match["after"] + match["last"]
    before = match["before"] + sentence.tags[: match.start()].rstrip("kb")[-1:]
    if low != high and match["high"] is None and ">" in before:
        return None, high  # 多则五六千
    if low != high:
        return (low, high) if low < high else (high, low)  # also 可达五六千
    if "<" in before or "^" in after or "+" in after or _is_floor(sentence, match.end()):
        return low, None
    if ">" in before or "v" in after or ("}" in before and "~" not in after):
        return None, high
    return low, high


def _is_floor(sentence: Sentence, end: int) -> bool:
    """2800元保底: a word for the floor right after the amount, which no other amount follows."""
    following = sentence.tokens[end : end + 1]
    return bool(following) and following[0].value in _FLOORS and sentence.tags[end + 1 : end + 2] not in ("n", "y", "k")


def currency_of(sentence: Sentence, match: re.Match[str]) -> str:
    after = 2 if sentence.tags[match.end() : match.end() + 1] == "(" else 1
    for i in range(max(match.start() - 1, 0), min(match.end() + after, len(sentence.tags))):
        if sentence.tags[i] == "y" and sentence.tokens[i].value != "CNY":
            return str(sentence.tokens[i].value)
    return "CNY"


def _yuan(sentence: Sentence, start: int, end: int) -> tuple[Number, Decimal]:
    """One amount as written and in yuan: 3毛5 is 0.35, 5分钱 0.05."""
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


def _high(number: Number, low: Decimal) -> Decimal:
    return number.high if number.high != number.low else low


def _scale(words: str) -> Decimal:
    """The scale that the last number of a range was written with: 百, 千, 万, k; 十 is none (5到二十元)."""
    return Decimal(max((SCALES[c] for c in words if SCALES.get(c, 0) >= 100), default=1))
