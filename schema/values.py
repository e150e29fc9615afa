"""The values that a posting is made of, as read: frozen, free of any source's own words but for `text`.

Amounts are exact decimals in the currency's unit (yuan), instants are aware datetimes, times are wall-clock times in
Asia/Shanghai, points are degrees.
"""

from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal

from schema.quick import quickly_made
from schema.vocabulary import (
    Benefit,
    CautionKind,
    CoordinateSystem,
    DisclosureElement,
    Education,
    EmployerKind,
    Employment,
    EventKind,
    Gender,
    JobStatus,
    PayUnit,
    PlacePrecision,
    PolicyKind,
    Settlement,
    StationKind,
    Workplace,
)


@quickly_made
@dataclass(frozen=True, slots=True)
class Pay:
    """Pay as a source wrote it (`text`, always) and as it was read. One figure: min = max; 起/以上: max is None."""

    text: str
    min: Decimal | None = None
    max: Decimal | None = None
    unit: PayUnit | None = None
    unit_count: int = 1
    """80元/3小时: unit HOUR, unit_count 3."""
    currency: str = "CNY"
    negotiable: bool = False
    approximate: bool = False
    months_per_year: int | None = None
    extras: tuple[str, ...] = ()
    """Paid beside it, in the source's words: 绩效, 提成, 全勤奖."""
    measure: str | None = None
    """What a PIECE is where it is not an item: 斤, 平方米."""
    settlement: tuple[Settlement, ...] = ()
    hourly_estimate: Decimal | None = None


@quickly_made
@dataclass(frozen=True, slots=True)
class Schedule:
    text: str
    starts_at: time | None = None
    ends_at: time | None = None
    hours_per_day: Decimal | None = None
    hours_per_day_min: Decimal | None = None
    hours_per_day_max: Decimal | None = None
    days_per_week: Decimal | None = None
    shifts: bool = False


@quickly_made
@dataclass(frozen=True, slots=True)
class Requirements:
    """Limits that a source states; ages are inclusive and None where they differ by gender (`text` keeps them)."""

    text: str | None = None
    education: Education | None = None
    experience_years: int | None = None
    age_min: int | None = None
    age_max: int | None = None
    gender: Gender | None = None
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """A person or office to call. `phone` is plain: only the gateway shows it, masked unless the caller may see it."""

    name: str | None = None
    phone: str | None = None
    """Digits as dialled nationally (13800000000, 020-87712929, 400-…), None where none could be read."""


@dataclass(frozen=True, slots=True)
class Point:
    latitude: float
    longitude: float
    system: CoordinateSystem


@quickly_made
@dataclass(frozen=True, slots=True)
class Place:
    """Where. `division`: a code of 2 to 12 digits (GB/T 2260, street, community), the deepest that is sure."""

    text: str
    division: str | None = None
    precision: PlacePrecision = PlacePrecision.UNKNOWN
    point: Point | None = None
    """Always WGS84 once normalised."""


@dataclass(frozen=True, slots=True)
class Caution:
    kind: CautionKind
    text: str
    """The words that raised it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The source's own words that a derived field was read from. `field` is the graph's name: pay, schedule, place …"""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class EmployerName:
    """An employer as a posting names it. `matching_key` is equal for spellings of one name (see reading.employers)."""

    name: str
    kind: EmployerKind = EmployerKind.UNKNOWN
    credit_code: str | None = None
    matching_key: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class Posting:
    """One job as one source shows it, normalised. Identity: (source, external_id)."""

    external_id: str
    title: str
    pay: Pay
    requirements: Requirements
    employment: Employment
    workplace: Workplace
    status: JobStatus
    url: str | None = None
    description: str | None = None
    occupation: str | None = None
    """A code of schema.occupations."""
    headcount: int | None = None
    headcount_text: str | None = None
    schedule: Schedule | None = None
    benefits: tuple[Benefit, ...] = ()
    place: Place | None = None
    employer: EmployerName | None = None
    agency: EmployerName | None = None
    station_key: str | None = None
    event_key: str | None = None
    """external_id of the event, in the same source, at which it is offered."""
    contact: Contact | None = None
    posted_at: datetime | None = None
    """None: the source does not say; the store then takes the time it was first seen."""
    expires_at: datetime | None = None
    cautions: tuple[Caution, ...] = ()
    undisclosed: tuple[DisclosureElement, ...] = ()
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """招聘会, 招工大篷车 stop, or training course. Identity: (source, external_id)."""

    external_id: str
    kind: EventKind
    title: str
    url: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: Place | None = None
    station_key: str | None = None
    organiser: str | None = None
    openings: int | None = None
    free: bool | None = None
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    external_id: str
    kind: PolicyKind
    title: str
    url: str | None = None
    summary: str | None = None
    amount_min: Decimal | None = None
    amount_max: Decimal | None = None
    audience: tuple[str, ...] = ()
    division: str | None = None


@dataclass(frozen=True, slots=True)
class Station:
    """A station of the 1+22+N network. `key` is unique among all stations; `parent_key` makes the tree."""

    key: str
    name: str
    kind: StationKind
    place: Place
    parent_key: str | None = None
    trades: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    hours: str | None = None
    phone: str | None = None
