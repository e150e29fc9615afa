"""One fragment of a kind to the plain value that `doorstep normalise` prints: JSON types only, absent where unread."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from decimal import Decimal

from schema.reading.benefits import read_benefits
from schema.reading.contacts import read_phone
from schema.reading.dates import read_span
from schema.reading.education import read_education
from schema.reading.headcount import read_headcount
from schema.reading.pay import read_pay
from schema.reading.places import read_place
from schema.reading.requirements import Limit, read_requirements
from schema.reading.schedule import read_schedule
from schema.reading.settlement import read_settlement
from schema.reading.text import fold

Value = dict[str, object]


def read_fragment(kind: str, text: str, *, clock: datetime | None = None, division: str | None = None) -> Value:
    """The value of `text` read as `kind` (one of KINDS); {} where nothing is read. KeyError for another kind.

    Without a `clock` relative dates are not read and a day without a year is told as `yearMissing`. `division` is a
    6-digit district that an address is read within.
    """
    return _READERS[kind](text, clock, division)


def _pay(text: str, clock: datetime | None, division: str | None) -> Value:
    pay = read_pay(text)
    if pay is None:
        return {}
    return {
        "min": _number(pay.min),
        "max": _number(pay.max),
        "unit": pay.unit and pay.unit.value,
        "unitCount": pay.unit_count,
        "negotiable": pay.negotiable,
        "currency": pay.currency,
        "monthsPerYear": pay.months_per_year,
        "approximate": pay.approximate,
        "extras": list(pay.extras),
        "measure": pay.measure,
    }


def _headcount(text: str, clock: datetime | None, division: str | None) -> Value:
    read = read_headcount(text)
    if read is None:
        return {}
    return _present(headcount=read.count, approximate=read.approximate or None, min=read.low, max=read.high)


def _requirements(text: str, clock: datetime | None, division: str | None) -> Value:
    read = read_requirements(text)
    if read is None:
        return {}
    value: Value = {"ageMin": read.age_min, "ageMax": read.age_max, "gender": read.gender and read.gender.value}
    if read.by_gender:
        value["byGender"] = {gender.value.lower(): _limit(limit) for gender, limit in read.by_gender.items()}
    return value


def _limit(limit: Limit) -> list[int | None]:
    return list(limit)


def _education(text: str, clock: datetime | None, division: str | None) -> Value:
    read = read_education(text)
    return {"education": read.value} if read else {}


def _benefits(text: str, clock: datetime | None, division: str | None) -> Value:
    return {"benefits": [benefit.value for benefit in read_benefits(text)]}


def _settlement(text: str, clock: datetime | None, division: str | None) -> Value:
    read = read_settlement(text)
    if read is None:
        return {}
    return _present(settlement=[term.value for term in read.settlement], payDay=read.pay_day)


def _schedule(text: str, clock: datetime | None, division: str | None) -> Value:
    read = read_schedule(text)
    if read is None:
        return {}
    return _present(
        startsAt=_clock_time(read.starts_at),
        endsAt=_clock_time(read.ends_at),
        hoursPerDay=_number(read.hours_per_day),
        hoursPerDayMin=_number(read.hours_per_day_min),
        hoursPerDayMax=_number(read.hours_per_day_max),
        daysPerWeek=_number(read.days_per_week),
        shifts=read.shifts or None,
    )


def _address(text: str, clock: datetime | None, division: str | None) -> Value:
    """A community's code is told where the district is known beforehand, or where no street was named above it.

    Codes of communities move from year to year; beside a named street the text says all there is to be sure of.
    """
    place = read_place(text, within=division)
    alone = place.street_name is not None and not _names_street(text, place.street_name)
    return _present(
        divisionCode=place.division,
        streetCode=place.street,
        communityCode=place.community if division or alone else None,
        province=place.province,
        city=place.city,
        district=place.district,
        street=place.street_name,
        ambiguous=list(place.ambiguous) or None,
    )


def _names_street(text: str, street: str) -> bool:
    stem = street.removesuffix("街道").removesuffix("镇").removesuffix("乡")
    return stem in fold(text)


def _date(text: str, clock: datetime | None, division: str | None) -> Value:
    span = read_span(text, clock)
    if span is None:
        return {}
    value: Value = {"start": span.start and span.start.iso(), "end": span.end and span.end.iso()}
    return {**value, "yearMissing": True} if span.year_missing else value


def _contact(text: str, clock: datetime | None, division: str | None) -> Value:
    phone = read_phone(text)
    if phone is None:
        return {}
    if phone.e164 is None:
        return {"type": phone.kind, "national": phone.national}
    return _present(type=phone.kind, e164=phone.e164, national=phone.national, extension=phone.extension)


def _present(**values: object) -> Value:
    return {key: value for key, value in values.items() if value is not None}


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _clock_time(value: time | None) -> str | None:
    return None if value is None else value.strftime("%H:%M")


_READERS: Mapping[str, Callable[[str, datetime | None, str | None], Value]] = {
    "pay": _pay,
    "headcount": _headcount,
    "requirements": _requirements,
    "education": _education,
    "benefits": _benefits,
    "settlement": _settlement,
    "schedule": _schedule,
    "address": _address,
    "date": _date,
    "contact": _contact,
}
KINDS = tuple(_READERS)
