"""What an amount of pay is for: the unit beside it (元/天, 一小时), else the period that the words around it name.

Every function takes the tags of a sentence (`paywords`) and where the amount stands in them, and gives a Span.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from schema.reading.lexicon import Sentence
from schema.vocabulary import PayUnit


class Span(NamedTuple):
    """80元/3小时 is for 3 hours; `measure` is what a piece or a task is (斤, 班)."""

    unit: PayUnit
    number: int = 1
    measure: str | None = None


_LISTED = re.compile(r"[.u,]{0,2}[.u]ny?(?=/?u|k)")
"""小工180、大工280一天: after a bare figure, the next job of a list, its figure and the unit of both."""
_DAYS_LEAST, _DAYS_MOST = Decimal(80), Decimal(1000)
_ONE_SIZE = Decimal(2)


def unit_beside(sentence: Sentence, match: re.Match[str]) -> Span | None:
    """The unit that follows the amount itself: /天, 一小时, /3小时."""
    start, end = match.span("unit" if match["unit"] else "firstunit")
    span: Span | None = None
    number = 1
    for i in range(max(start, 0), end):
        if sentence.tags[i] in "uk":
            span = period_at(sentence, i)
        elif sentence.tags[i] == "n":
            number = int(sentence.number(i).low)
    return span and _month_of_service(span._replace(number=max(number, 1)))


def unit_around(sentence: Sentence, match: re.Match[str], since: int, *, is_money: bool) -> Span | None:
    """The unit that the words before the amount (from token `since`) or after it name. `is_money`: a currency says so."""
    named = _named_before(sentence, match.start(), since)
    worked = _worked_before(sentence, match.start(), since)
    if worked and (named is None or named.unit is PayUnit.HOUR or worked.unit is PayUnit.MONTH):
        return worked
    if named:
        return named
    beside = is_money or sentence.tags[match.end() : match.end() + 1] == "k"
    after = _named_after(sentence, match.end()) if beside else None
    return after or _settled_after(sentence, match) or _listed(sentence, match)


def period_at(sentence: Sentence, index: int) -> Span:
    """What the lexicon gives a word of tag u or k."""
    value = sentence.tokens[index].value
    if not isinstance(value, tuple):
        raise TypeError(f"no period at {index} of {sentence.tags}")
    return Span(value[0], measure=value[1])


def _month_of_service(span: Span) -> Span:
    """月嫂 are paid for 26 days: 8000元/26天 is a month's pay."""
    return Span(PayUnit.MONTH) if span.unit is PayUnit.DAY and 22 <= span.number <= 31 else span


def _named_before(sentence: Sentence, start: int, since: int) -> Span | None:
    """The last period named between the amount before and this one: 月薪, 每天, 日结."""
    for i in range(start - 1, since - 1, -1):
        if sentence.tags[i] == "k":
            return period_at(sentence, i)
        if sentence.tags[i] == "p" and "," not in sentence.tags[i:start]:
            return None
    return None


def _worked_before(sentence: Sentence, start: int, since: int) -> Span | None:
    """12小时280元, 26天12800元, 每百斤15元: what the amount is for, where nothing else says it."""
    if start - since < 2 or sentence.tags[start - 2 : start] != "nu":
        return None
    unit, _, measure = period_at(sentence, start - 1)
    number = sentence.number(start - 2)
    count = int(number.low)
    is_day, is_month = unit is PayUnit.HOUR and 1 <= count <= 24, unit is PayUnit.DAY and 22 <= count <= 31
    is_lot = sentence.tags[since : start - 2].endswith("/") and 1 <= count <= 1000
    whole = number.low == number.high == count
    return _month_of_service(Span(unit, count, measure)) if whole and (is_day or is_month or is_lot) else None


def _named_after(sentence: Sentence, end: int) -> Span | None:
    """4000元的月薪: a period named after the amount, in the same clause, before any other number."""
    for i in range(end, len(sentence.tags)):
        tag = sentence.tags[i]
        if tag == "k":
            return period_at(sentence, i)
        if tag in "n,+e":
            return None
    return None


def _settled_after(sentence: Sentence, match: re.Match[str]) -> Span | None:
    """大工450,日结: a bare day's pay, and in the next clause how often it is paid."""
    end = match.end()
    if match["low"] != "n" or sentence.tags[end : end + 2] != ",k" or sentence.tags[end + 2 : end + 3] not in ",":
        return None
    span, figure = period_at(sentence, end + 1), sentence.number(match.start("low")).low
    return span if span.unit is PayUnit.DAY and _DAYS_LEAST <= figure < _DAYS_MOST else None


def _listed(sentence: Sentence, match: re.Match[str]) -> Span | None:
    """小工180、大工280一天: the unit said once at the end of a list of jobs, where both figures are of one size."""
    before = sentence.tags[match.start() - 1 : match.start()]
    if match["low"] not in ("n", "ny") or match["high"] or before not in (".", "u"):
        return None
    following = _LISTED.match(sentence.tags, match.end())
    if following is None:
        return None
    at, end = following.end() - 1, following.end() + (sentence.tags[following.end()] == "/")
    own, other = (sentence.number(i).low for i in (match.start("low"), at if sentence.tags[at] == "n" else at - 1))
    if not own or not other or not 1 / _ONE_SIZE <= own / other <= _ONE_SIZE:
        return None
    return period_at(sentence, end)
