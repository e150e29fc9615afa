"""The amounts of money in the words of pay: a number with a currency or a unit somewhere near it.

The pattern is matched against the tags of a sentence (`paywords`). Ages, head counts, hours and dates in the same words
are no amounts, and neither is a bare number that could not be a month's pay.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from schema.reading.lexicon import Sentence
from schema.reading.pay_figures import both_ends, bounds, currency_of
from schema.reading.pay_units import unit_around, unit_beside
from schema.reading.paywords import BOARD, GARMENTS
from schema.vocabulary import PayUnit

_ONE = r"y?~?n~?(?:yf?|jnf?|jf?|f)?"
_AMOUNT = re.compile(
    rf"(?P<before>(?:[<>~}}]\.?)*)(?P<low>{_ONE})(?P<firstunit>(?:/?u|k)(?=r))?(?:r(?P<mid>[<>~]*)(?P<high>{_ONE}))?"
    r"(?P<after>(?:[~^v]|\+(?=/|k(?!n)|[,)]|$))*)"
    r"(?P<unit>\(?(?:/+n?[uk]|k(?!n)|k(?=n[^xyjr^]))\)?)?"
    r"(?P<last>(?:[~^v]|\+(?=[,)]|$))*)"
)
_MOST = Decimal(10_000_000)
MONTHLY_FROM, YEARLY_FROM = Decimal(1000), Decimal(100_000)
"""What a bare figure must be to be a month's pay, and a year's."""


@dataclass(frozen=True, slots=True)
class Amount:
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
    """It pays what comes beside the base (全勤奖200), or a trial."""
    start: int
    end: int


def amounts_in(sentence: Sentence) -> Iterator[Amount]:
    """Every amount, in order; each takes its unit from beside it, else from the period named before or after it."""
    tags, at, since = sentence.tags, 0, 0
    while match := _AMOUNT.search(tags, at):
        if amount := _amount(sentence, match, since):
            yield amount
            since = match.end()
        at = max(match.end(), at + 1)


def after_a_garment(sentence: Sentence, start: int) -> bool:
    """整衣15: a garment board's price a piece."""
    head = sentence.text[: sentence.tokens[start].start].rstrip(":")
    return head.endswith(tuple(GARMENTS))


def _amount(sentence: Sentence, match: re.Match[str], since: int) -> Amount | None:
    tags, start, end = sentence.tags, *match.span()
    written = match["low"] + (match["high"] or "")
    is_money = any(tag in written for tag in "yjf")
    span = unit_beside(sentence, match)
    if not is_money and span is None and (tags[end : end + 1] in ("q", "u", "x") or match["firstunit"]):
        return None
    span = span or unit_around(sentence, match, since, is_money=is_money)
    low, high = both_ends(sentence, match)
    if low >= _MOST or high <= 0:
        return None
    numbers = [sentence.number(i) for i in range(start, end) if tags[i] == "n"]
    scaled = any(number.scaled for number in numbers)
    sure = is_money or span is not None or (scaled and high != low) or _on_a_base(sentence, match, since, low)
    if not sure and not scaled and not _plausible_bare(sentence, match, low):
        return None
    least, most = bounds(sentence, match, low, high)
    unit, count, measure = span or (None, 1, None)
    return Amount(
        min=least,
        max=most,
        unit=unit,
        count=count,
        measure=measure,
        currency=currency_of(sentence, match),
        sure=sure,
        approximate="~" in written + match["before"] + match["after"] + match["last"]
        or any(number.approximate for number in numbers),
        extra=_is_extra(tags, start, since),
        start=start,
        end=end,
    )


def _on_a_base(sentence: Sentence, match: re.Match[str], since: int, low: Decimal) -> bool:
    """底薪3000, and 3500包住: a bare month's pay after a word for the base, or with board or lodging right after it."""
    if "b" in sentence.tags[since : match.start()]:
        return True
    following = sentence.tokens[match.end() : match.end() + 1]
    return bool(following) and following[0].value in BOARD and MONTHLY_FROM <= low < YEARLY_FROM


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
    if sentence.tags[match.end() : match.end() + 1] in ("q", "u", "x", "."):
        return False
    return low >= MONTHLY_FROM or after_a_garment(sentence, match.start())
