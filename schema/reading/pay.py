"""Pay: what is paid, for what, between which bounds. 300元/天 · 8千-1.5万·13薪 · 底薪3000+提成 · 80元/3小时.

The words are in `paywords`, the amounts among them are found by `pay_amounts`; here one of them is chosen as the pay
that is meant, and told its usual unit where none was said. What is not certain stays None.
"""

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from schema.reading.lexicon import Sentence
from schema.reading.pay_amounts import MONTHLY_FROM, YEARLY_FROM, Amount, after_a_garment, amounts_in
from schema.reading.pay_units import period_at
from schema.reading.paywords import PAY
from schema.reading.small_money import spelled_out
from schema.reading.text import any_of, fold
from schema.values import Pay
from schema.vocabulary import PayUnit

_NOT_MONEY = re.compile(
    r"\d{1,2}:\d{2}|(?:[上下]午|早上?|晚上?|中午|凌晨|夜里?|傍晚)\d{1,2}[时点](?:\d{1,2}分?|半)?(?:(?:-|至|到)(?:[上下]午|早上?|晚上?|中午|凌晨|夜里?|傍晚|次日)*\d{1,2}[时点](?:\d{1,2}分?|半)?)?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/]\d{1,2}(?=发布|更新|\s)|\d{7,}|\d+[A-Za-z]\d+"
)
_HOURS_WORKED = re.compile(r"(?<=\d)(个?小时)(?=工资|薪)")
"""一天10小时工资230元: 小时工资 is no word here."""
_MONTHS = re.compile(r"(\d{2})(?:-\d{2})?(?:薪|个月薪|个月工资)")
_MONEY_WORDS = any_of(
    "元块塊圓圆钱錢¥￥$/／每一薪资資入均结結领領赚賺收保底议議谈談商聊件毛角分千万萬kKwWｋＫｗＷRB币幣工时時天日月年包管"
)
"""Without one of these a number in a longer text is no money."""
_SEASON = re.compile("[一每整]个?(?:采摘|收获)?季(?!度)")
"""一季下来挣一万多: for how long is not said."""
_GARMENT_MOST, _PRICE_MOST = Decimal(100), Decimal(10)


@lru_cache(maxsize=32768)
def read_pay(text: str) -> Pay | None:
    """The pay in `text`, or None where it says nothing of pay; `Pay.text` keeps the words. Never raises."""
    return _read(text, bare=True)


def find_pay(text: str) -> Pay | None:
    """The pay somewhere in a longer text: a number counts only with a currency or a unit beside it."""
    return _read(text, bare=False) if _MONEY_WORDS.search(text) else None


def _read(text: str, *, bare: bool) -> Pay | None:
    folded = fold(text)
    months = _months_per_year(folded)
    sentence = PAY.read(spelled_out(_without_clocks(folded)))
    if not any(tag in sentence.tags for tag in "ngp{"):
        return None
    amounts = [amount for amount in amounts_in(sentence) if bare or amount.sure]
    extras = _extras(sentence)
    if not amounts:
        return _without_amount(text, sentence, months, extras)
    chosen = _joined(_meant(sentence, amounts), amounts)
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


def _without_clocks(folded: str) -> str:
    """The words without hours of the day, dates and telephones, and with the hours that a day's pay is for set apart."""
    plain = _NOT_MONEY.sub(lambda match: "\x00" * len(match[0]), folded)
    return _HOURS_WORKED.sub(r"\1的", plain) if "小时" in plain else plain


def _meant(sentence: Sentence, amounts: list[Amount]) -> Amount:
    """What pay has come to (从180元涨到240元); else the first that is neither an extra nor pay on trial."""
    for amount in amounts:
        if sentence.tags[: amount.start].endswith("w"):
            return replace(amount, unit=amount.unit or amounts[0].unit)
    return next((a for a in amounts if not a.extra), amounts[0])


def _joined(chosen: Amount, amounts: list[Amount]) -> Amount:
    """最低3000，最高8000 and 3000元以上8000元以下: two open ends beside each other are one range."""
    later = next((a for a in amounts if a.start >= chosen.end and not a.extra), None)
    if later is None or chosen.min is None or chosen.max is not None or later.min is not None or later.max is None:
        return chosen
    if chosen.min >= later.max or (chosen.unit and later.unit and chosen.unit is not later.unit):
        return chosen
    return replace(chosen, max=later.max, unit=chosen.unit or later.unit)


def _usual_unit(amount: Amount, sentence: Sentence) -> PayUnit | None:
    """What no unit was said for: from 1,000 a month, from 100,000 a year, small money on a garment board a piece."""
    figure = amount.min if amount.min is not None else amount.max
    if figure is None:
        return None
    if figure >= YEARLY_FROM:
        return PayUnit.YEAR
    if figure >= MONTHLY_FROM:
        return None if _SEASON.search(sentence.text) else PayUnit.MONTH
    if figure <= _GARMENT_MOST and ("p" in sentence.tags or after_a_garment(sentence, amount.start)):
        return PayUnit.PIECE
    if figure < _PRICE_MOST and ("单价" in sentence.text or "工价" in sentence.text):
        return PayUnit.PIECE
    return None


def _without_amount(text: str, sentence: Sentence, months: int | None, extras: tuple[str, ...]) -> Pay | None:
    """Words of pay without a figure: negotiable, by the piece, 月入过万."""
    if "{" in sentence.tags:
        periods = [period_at(sentence, i).unit for i, tag in enumerate(sentence.tags) if tag == "k"]
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
