"""What is paid, and when: given as data, else in the field's words, else in the free text."""

from dataclasses import replace

from schema.normalising import given
from schema.normalising.frame import Draft
from schema.normalising.words import with_a_figure
from schema.reading.contacts import mask_phones
from schema.reading.pay import read_pay
from schema.reading.settlement import read_settlement
from schema.values import Pay
from schema.vocabulary import PayUnit, Settlement

_NOTHING = Pay(text="")


def pay(draft: Draft) -> None:
    """What is paid. Words that give no figure are still kept, as `pay.text`."""
    words, read = draft.record.pay, None
    if words and words.strip():
        read = read_pay(words.strip()) or Pay(text=words.strip())
    elif not draft.record.given or not given.under(draft.record.given, "pay"):
        read = _pay_in(draft)
    read = _given_pay(draft, read or _NOTHING)
    draft.keep("pay", read.text)
    masked = mask_phones(read.text)
    draft.pay = read if masked == read.text else replace(read, text=masked)


def _pay_in(draft: Draft) -> Pay | None:
    """Of the first text that gives a figure; else of the first that speaks of pay at all."""
    return with_a_figure([text.pays for text in draft.texts if text.pays is not None])


def _given_pay(draft: Draft, read: Pay) -> Pay:
    """The pay with the values that the source states, then with the source's defaults where it has none."""
    values, defaults = draft.record.given, draft.frame.defaults
    if values and given.under(values, "pay"):
        low, high = given.decimal_of(values, "pay.min"), given.decimal_of(values, "pay.max")
        if low is not None and high is not None and low > high:
            low, high = high, low
        stated = low or high
        unit = given.term_of(values, "pay.unit", PayUnit)
        read = replace(
            read,
            min=low if stated else read.min,
            max=high if stated else read.max,
            unit=unit or read.unit,
            unit_count=given.whole_of(values, "pay.unit_count") or read.unit_count,
            negotiable=given.either(given.flag_of(values, "pay.negotiable"), read.negotiable),
            months_per_year=given.whole_of(values, "pay.months_per_year") or read.months_per_year,
            currency=given.text_of(values, "pay.currency") or read.currency,
        )
        read = read if read.text else replace(read, text=_composed(read))
    if read.unit is None and (read.min is not None or read.max is not None):
        read = replace(read, unit=given.term_of(defaults, "pay.unit", PayUnit))
    return read


def _composed(pay: Pay) -> str:
    """Words for pay that a source gave as numbers alone: 4000-6000元/月."""
    figures = list(dict.fromkeys(f"{figure.normalize():f}" for figure in (pay.min, pay.max) if figure is not None))
    if not figures:
        return "面议" if pay.negotiable else ""
    bound = "起" if pay.max is None else "以下" if pay.min is None else ""
    unit = f"/{pay.unit.label}" if pay.unit else ""
    return f"{'-'.join(figures)}元{unit}{bound}"


def settlement(draft: Draft) -> None:
    """When pay is paid out, from its own field, the words of pay, or the free text."""
    record = draft.record
    stated = given.terms_of(record.given, "pay.settlement", Settlement) if record.given else ()
    for words in (record.settlement, record.pay, record.title):
        if not stated and words and (read := read_settlement(words)):
            stated = read.settlement
            draft.keep("settlement", words)
    for text in draft.texts if not stated else ():
        if text.settlement:
            stated = text.settlement.settlement
            draft.keep("settlement", text.settlement.text)
            break
    draft.settlement = stated
