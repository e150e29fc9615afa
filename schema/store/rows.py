"""A job's row from the posting it is made of: one value for each column of the table `job`."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import orjson

from schema.grid import cell_of
from schema.store.codec import decoder_of
from schema.store.instants import epoch_or_none
from schema.values import Pay, Place, Posting, Requirements, Schedule
from schema.vocabulary import Benefit, DisclosureElement, JobStatus

BITS: dict[object, int] = {
    term: 1 << place for vocabulary in (Benefit, DisclosureElement) for place, term in enumerate(vocabulary)
}
Said = Mapping[str, Any]
"""A posting's JSON, or a part of it (Any: JSON values)."""
POSTING: Any = Posting  # Any: mypy does not take a type for hashable
read_posting: Callable[[Said], Posting] = decoder_of(POSTING)
MONEY = Decimal(10_000)
HUNDREDTHS = Decimal(100)
LARGEST = 2**62

JOB_COLUMNS = (
    *("title", "description", "occupation_code", "headcount", "headcount_text", "employment", "workplace"),
    *("pay_text", "pay_min", "pay_max", "pay_unit", "pay_unit_count", "pay_currency", "pay_negotiable"),
    *("pay_approximate", "pay_months_per_year", "pay_extras_json", "settlement", "hourly_estimate"),
    *("schedule_text", "starts_at", "ends_at", "hours_per_day", "days_per_week", "shifts"),
    *("education", "experience_years", "age_min", "age_max", "gender", "skills_json", "requirements_text", "benefits"),
    *("place_text", "division_code", "province_code", "city_code", "district_code", "street_code", "place_precision"),
    *("latitude", "longitude", "cell", "employer_id", "agency_id", "station_id", "event_id"),
    *("contact_name", "contact_phone", "status", "posted_at", "expires_at"),
    *("cautions_json", "undisclosed", "readings_json", "source_id"),
)
"""In the order of `job_values`; `id`, `updated_at` and `hash` are the store's."""


@dataclass(slots=True)
class Seen:
    """A posting with what the store found for it: the ids it refers to, and since when it was seen."""

    posting_id: int
    source_id: int
    words: str
    """JSON of the posting, read only when somebody asks for it."""
    status: JobStatus
    first_seen_at: int
    employer_id: int | None = None
    agency_id: int | None = None
    station_id: int | None = None
    event_id: int | None = None
    readings: Sequence[tuple[int, str, str]] = ()
    """(source id, field, words) of every posting that was joined into this one."""
    keys: Sequence[int] = ()
    """Blocks that a new posting stands in, that of its very words first (schema.matchkeys)."""
    beyond: Sequence[tuple[int, int]] = ()
    """Where else it looks for its like."""
    values: list[Any] | None = None  # Any: the values of JOB_COLUMNS, where they are already known
    read: Posting | None = None
    parsed: Said | None = None

    @property
    def said(self) -> Said:
        """The words as JSON values; what is empty is left out."""
        if self.parsed is None:
            self.parsed = orjson.loads(self.words)
        return self.parsed

    @property
    def posting(self) -> Posting:
        if self.read is None:
            self.read = read_posting(self.said)
        return self.read


def job_values(seen: Seen) -> tuple[Any, ...]:  # Any: columns have their own types
    """The values of JOB_COLUMNS."""
    posting = seen.posting
    contact = posting.contact
    return (
        posting.title,
        posting.description,
        posting.occupation,
        small(posting.headcount),
        posting.headcount_text,
        posting.employment.value,
        posting.workplace.value,
        *pay_values(posting.pay),
        *schedule_values(posting.schedule),
        *requirement_values(posting.requirements),
        bits(posting.benefits),
        *place_values(posting.place),
        seen.employer_id,
        seen.agency_id,
        seen.station_id,
        seen.event_id,
        contact.name if contact else None,
        contact.phone if contact else None,
        seen.status.value,
        seen.first_seen_at if posting.posted_at is None else epoch_or_none(posting.posted_at),
        epoch_or_none(posting.expires_at),
        as_json([{"kind": caution.kind, "text": caution.text} for caution in posting.cautions]),
        bits(posting.undisclosed),
        as_json([{"field": field, "text": text, "source": source} for source, field, text in readings_of(seen)]),
        seen.source_id,
    )


def readings_of(seen: Seen) -> Iterable[tuple[int, str, str]]:
    if seen.readings:
        return seen.readings
    return ((seen.source_id, reading.field, reading.text) for reading in seen.posting.readings)


def pay_values(pay: Pay) -> tuple[Any, ...]:  # Any: as above
    return (
        pay.text,
        scaled(pay.min, MONEY),
        scaled(pay.max, MONEY),
        None if pay.unit is None else pay.unit.value,
        small(pay.unit_count) or 1,
        pay.currency,
        pay.negotiable,
        pay.approximate,
        small(pay.months_per_year),
        as_json(pay.extras),
        pay.settlement[0].value if pay.settlement else None,
        scaled(pay.hourly_estimate, MONEY),
    )


def schedule_values(schedule: Schedule | None) -> tuple[Any, ...]:  # Any: as above
    if schedule is None:
        return (None, None, None, None, None, False)
    return (
        schedule.text,
        minutes(schedule.starts_at),
        minutes(schedule.ends_at),
        scaled(schedule.hours_per_day, HUNDREDTHS),
        scaled(schedule.days_per_week, HUNDREDTHS),
        schedule.shifts,
    )


def requirement_values(asked: Requirements) -> tuple[Any, ...]:  # Any: as above
    return (
        None if asked.education is None else asked.education.value,
        small(asked.experience_years),
        small(asked.age_min),
        small(asked.age_max),
        None if asked.gender is None else asked.gender.value,
        as_json(asked.skills),
        asked.text,
    )


def place_values(place: Place | None) -> tuple[Any, ...]:  # Any: as above
    if place is None:
        return (None,) * 10
    point = place.point
    return (
        place.text,
        place.division,
        *levels(place.division),
        place.precision.value,
        None if point is None else point.latitude,
        None if point is None else point.longitude,
        None if point is None else cell_of(point.latitude, point.longitude),
    )


def levels(division: str | None) -> tuple[str | None, str | None, str | None, str | None]:
    """Codes of province, city and district (6 digits) and street (9), as far down as `division` goes (GB/T 2260)."""
    code = division or ""
    return (
        code[:2] + "0000" if len(code) >= 2 else None,
        code[:4] + "00" if len(code) >= 4 and code[2:4] != "00" else None,
        code[:6] if len(code) >= 6 and code[4:6] != "00" else None,
        code[:9] if len(code) >= 9 else None,
    )


def minutes(at: time | None) -> int | None:
    return None if at is None else at.hour * 60 + at.minute


def scaled(amount: Decimal | None, factor: Decimal) -> int | None:
    """An amount as the table's integer; None where it is too large to be one."""
    if amount is None:
        return None
    whole = int((amount * factor).to_integral_value(ROUND_HALF_UP))
    return whole if -LARGEST < whole < LARGEST else None


def small(number: int | None) -> int | None:
    """An integer that a column of 32 bits holds, else None."""
    return number if number is None or -(2**31) < number < 2**31 else None


def bits(terms: Iterable[object]) -> int:
    total = 0
    for term in terms:
        total |= BITS[term]
    return total


def as_json(value: object) -> str:
    return "[]" if value in ((), []) else orjson.dumps(value).decode()


def hash_of(values: Sequence[object]) -> str:
    return hashlib.blake2b(orjson.dumps(values), digest_size=16).hexdigest()
