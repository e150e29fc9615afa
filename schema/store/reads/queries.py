"""What can be asked for in a list, in canonical form: ids are the store's, codes are known, words are folded.

Equal questions are equal values: they key batches and caches. A tuple that is empty asks nothing; members are sorted.
"""

from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from schema.vocabulary import JobOrder, JobStatus, TravelMode


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """The ways that a routing engine found from a circle's centre; equal only to itself."""

    places: tuple[tuple[float, float, int | None], ...]
    """Latitude, longitude and seconds (None: no way leads there) of every place that belongs to the circle."""
    timed: bool
    """Whether the circle was asked for in minutes: nearest is then soonest."""


@dataclass(frozen=True, slots=True)
class Circle:
    """Everything within `metres` (straight) of a WGS84 point; of these only what `ways` lead to, where there are any.

    `mode` is how minutes are told, `minutes` how many were asked for.
    """

    latitude: float
    longitude: float
    metres: float
    mode: TravelMode = TravelMode.WALK
    minutes: int | None = None
    ways: Ways | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """One word that must occur, in any of its spellings (itself, synonyms), or as initials where it is letters."""

    spellings: tuple[str, ...]
    initials: str | None = None


class JobQuery(NamedTuple):
    """Jobs that are all of this, in this order. Money is in ten-thousandths, times in minutes, instants in seconds.

    A tuple because one is made for every request: it is made, hashed and compared several times as fast as a dataclass.
    """

    statuses: tuple[JobStatus, ...] = (JobStatus.OPEN,)
    words: tuple[Word, ...] = ()
    divisions: tuple[str, ...] = ()
    stations: tuple[int, ...] = ()
    employers: tuple[int, ...] = ()
    sources: tuple[int, ...] = ()
    events: tuple[int, ...] = ()
    occupations: tuple[str, ...] = ()
    employment: tuple[str, ...] = ()
    workplace: tuple[str, ...] = ()
    settlement: tuple[str, ...] = ()
    benefits: int = 0
    """Bits, all of which must be set."""
    pay_unit: str | None = None
    pay_at_least: int | None = None
    starts_after: int | None = None
    ends_before: int | None = None
    age: int | None = None
    education: str | None = None
    posted_since: int | None = None
    circle: Circle | None = None
    order: JobOrder = JobOrder.NEWEST
    only: tuple[int, ...] = ()
    """Only these jobs."""
    nothing: bool = False
    """True: two of the demands exclude each other, so the list is empty and nothing can ever enter it."""

    def within(self, field: str, member: int) -> "JobQuery":
        """The same of one station, employer or event (`field`)."""
        at = _AT[field]
        given = self[at]
        if given and member not in given:  # type: ignore[operator]  # these fields are tuples
            changed: dict[str, Any] = {field: (member,), "nothing": True}  # Any: fields of this
            return self._replace(**changed)
        return tuple.__new__(JobQuery, (*self[:at], (member,), *self[at + 1 :]))

    def ordered_by(self, order: JobOrder) -> "JobQuery":
        """The same in another order."""
        return tuple.__new__(JobQuery, (*self[:_ORDER], order, *self[_ORDER + 1 :]))

    def within_division(self, code: str) -> "JobQuery":
        """The same of one division."""
        inner = meet(self.divisions, (code,)) if self.divisions else (code,)
        return self._replace(divisions=inner or (code,), nothing=self.nothing or not inner)


_AT: Final = {field: JobQuery._fields.index(field) for field in ("stations", "employers", "events")}
_ORDER: Final = JobQuery._fields.index("order")


@dataclass(frozen=True, slots=True)
class StationQuery:
    words: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    trades: tuple[str, ...] = ()
    parent: int | None = None
    circle: Circle | None = None
    nothing: bool = False

    def within_division(self, code: str) -> "StationQuery":
        """The same of one division."""
        inner = meet(self.divisions, (code,)) if self.divisions else (code,)
        return replace(self, divisions=inner or (code,), nothing=self.nothing or not inner)


@dataclass(frozen=True, slots=True)
class EmployerQuery:
    words: tuple[str, ...] = ()
    kind: str | None = None
    division: str | None = None


@dataclass(frozen=True, slots=True)
class EventQuery:
    words: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    station: int | None = None
    circle: Circle | None = None


@dataclass(frozen=True, slots=True)
class PolicyQuery:
    division: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class SourceQuery:
    health: str | None = None


@dataclass(frozen=True, slots=True)
class RunQuery:
    source: int


@dataclass(frozen=True, slots=True)
class RejectQuery:
    run: int


@dataclass(frozen=True, slots=True)
class ChangeQuery:
    pass


Query = (
    JobQuery
    | StationQuery
    | EmployerQuery
    | EventQuery
    | PolicyQuery
    | SourceQuery
    | RunQuery
    | RejectQuery
    | ChangeQuery
)

TABLES: Final[dict[type[Query], str]] = {
    JobQuery: "job",
    StationQuery: "station",
    EmployerQuery: "employer",
    EventQuery: "event",
    PolicyQuery: "policy",
    SourceQuery: "source",
    RunQuery: "run",
    RejectQuery: "reject",
    ChangeQuery: "change",
}


def covers(code: str, other: str) -> bool:
    """Whether the division `code` is `other` or lies above it (440100 covers 440103001)."""
    return other.startswith(stem(code))


def stem(code: str) -> str:
    """The digits that all codes of a division begin with: 440100 → 4401."""
    if len(code) != 6:
        return code
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def outermost(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The same divisions without those that another of them covers."""
    kept: list[str] = []
    for code in sorted(set(codes), key=lambda code: (len(stem(code)), code)):
        if not any(covers(other, code) for other in kept):
            kept.append(code)
    return tuple(sorted(kept))


def meet(codes: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """The divisions that both cover."""
    both = [code for code in codes if any(covers(other, code) for other in others)]
    both += [other for other in others if any(covers(code, other) for code in codes)]
    return outermost(tuple(both))
