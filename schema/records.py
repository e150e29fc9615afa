"""What a connector yields: a source's own words in named fields, nothing read into them yet.

Words are strings as the source has them ("300元/天", "若干", "初中以上"). A feed that has numbers and codes hands them
over in `given`, which the readings take before they read words. `raw` keeps the record whole, for previews and rejects.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from schema.quick import quickly_made
from schema.vocabulary import EventKind, PolicyKind, StationKind


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class JobRecord:
    """One posting in its source's words. Only `external_id` and `title` must be there.

    `given` may hold values a source states as data, under the names of `schema.values.Posting` with dots for what is
    nested: {"pay.min": Decimal("18"), "pay.unit": PayUnit.HOUR, "requirements.age_max": 45, "headcount": 3}.
    """

    external_id: str
    title: str
    url: str | None = None
    description: str | None = None
    employer: str | None = None
    employer_credit_code: str | None = None
    agency: str | None = None
    occupation: str | None = None
    pay: str | None = None
    settlement: str | None = None
    headcount: str | None = None
    schedule: str | None = None
    employment: str | None = None
    workplace: str | None = None
    requirements: str | None = None
    age: str | None = None
    gender: str | None = None
    education: str | None = None
    experience: str | None = None
    benefits: str | None = None
    address: str | None = None
    division: str | None = None
    """A code (6, 9 or 12 digits) or a name that the source gives beside the address."""
    latitude: str | None = None
    longitude: str | None = None
    coordinate_system: str | None = None
    """WGS84, GCJ02 or BD09; a point without it is not taken."""
    station: str | None = None
    """Key or name of a station."""
    event: str | None = None
    """external_id of an EventRecord of the same source."""
    contact_name: str | None = None
    contact_phone: str | None = None
    posted_at: str | None = None
    expires_at: str | None = None
    status: str | None = None
    """招聘中, 已招满, 停招, deleted …"""
    text: str | None = None
    """The whole posting where a source has no fields (a line, a paragraph): read for whatever the fields lack."""
    given: Mapping[str, object] = dataclasses.field(default_factory=dict)
    raw: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRecord:
    external_id: str
    title: str
    kind: EventKind | None = None
    url: str | None = None
    starts_at: str | None = None
    """Date, or date and time, in the source's words; `time` may hold the hours apart (上午8:30—11:00)."""
    ends_at: str | None = None
    time: str | None = None
    address: str | None = None
    division: str | None = None
    station: str | None = None
    organiser: str | None = None
    openings: str | None = None
    free: str | None = None
    status: str | None = None
    text: str | None = None
    raw: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRecord:
    external_id: str
    title: str
    kind: PolicyKind | None = None
    url: str | None = None
    summary: str | None = None
    amount: str | None = None
    audience: str | None = None
    division: str | None = None
    text: str | None = None
    raw: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StationRecord:
    key: str
    name: str
    kind: StationKind | None = None
    parent: str | None = None
    address: str | None = None
    division: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    coordinate_system: str | None = None
    trades: str | None = None
    services: str | None = None
    hours: str | None = None
    phone: str | None = None
    raw: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The source itself says that a posting is no more: 404 or 410 on its page, a deletion mark, 已招满."""

    external_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """A record that was read but cannot be taken. `reason` is a stable code of docs/errors.md; `raw` is kept."""

    reason: str
    message: str
    field: str | None = None
    external_id: str | None = None
    url: str | None = None
    raw: Mapping[str, object] = dataclasses.field(default_factory=dict)


Record = JobRecord | EventRecord | PolicyRecord | StationRecord | Gone | Reject
