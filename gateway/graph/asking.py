"""From arguments to questions of the store: for every list, what its arguments mean and what one parent adds.

`prepare_…` checks the arguments once for all parents; the functions beside it make one parent's list.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from gateway.graph import checking as check
from gateway.graph.asked import Asked, cursor_kind
from gateway.graph.context import Context
from gateway.graph.cursors import encode
from gateway.plan.fields import Arguments
from schema.divisions import Division
from schema.divisions import division as known_division
from schema.store.reads.listing import Window
from schema.store.reads.queries import (
    ChangeQuery,
    Circle,
    EmployerQuery,
    EventQuery,
    JobQuery,
    PolicyQuery,
    Query,
    RunQuery,
    SourceQuery,
    StationQuery,
)
from schema.vocabulary import Benefit, JobOrder, JobStatus, TravelMode

_BENEFITS = [benefit.value for benefit in Benefit]


def asked(
    query: Query, arguments: Arguments, default: int = check.DEFAULT_FIRST, most: int = check.MOST_FIRST
) -> Asked:
    """The question with its page; a cursor must be of this list's order."""
    return Asked(query, check.window(arguments, query, default, most))


async def prepare_jobs(context: Context, arguments: Arguments) -> Asked:
    """filter, near, orderBy and the window."""
    near = arguments.get("near")
    circle = None if near is None else await check.circle(context, near)
    query = await job_query(context, arguments.get("filter") or {}, circle)
    return asked(ordered(query, arguments.get("orderBy")), arguments)


def ordered(query: JobQuery, order: JobOrder | None) -> JobQuery:
    """The order that was asked for; else nearest first with near, newest first without."""
    if order is None:
        order = JobOrder.NEWEST if query.circle is None else JobOrder.NEAREST
    if order is JobOrder.NEAREST and query.circle is None:
        raise check.invalid("orderBy", "NEAREST 需要 near", "NEAREST needs near")
    if order is JobOrder.RELEVANCE and not query.words:
        raise check.invalid("orderBy", "RELEVANCE 需要 filter.text", "RELEVANCE needs filter.text")
    return query if order is query.order else query.ordered_by(JobOrder[str(order)])


async def job_query(context: Context, given: Arguments, circle: Circle | None = None) -> JobQuery:
    """What a JobFilter means. Only what is given is looked at: most questions give one or two things."""
    asked_for: dict[str, Any] = {}  # Any: fields of a JobQuery
    if circle is not None:
        asked_for["circle"] = circle
    for name, value in given.items():
        if value is None:
            continue
        if name in _KNOWN:
            field, look = _KNOWN[name]
            asked_for[field] = await look(context, value)
        else:
            field, read = _FILTERS[name]
            asked_for[field] = read(value)
    return JobQuery(**asked_for) if asked_for else EVERY_OPEN


EVERY_OPEN = JobQuery()

_FILTERS: dict[str, tuple[str, Callable[[Any], Any]]] = {  # Any: a coerced value, a field of a JobQuery
    "text": ("words", check.words),
    "divisions": ("divisions", check.division_codes),
    "occupations": ("occupations", check.occupation_codes),
    "employment": ("employment", check.terms),
    "workplace": ("workplace", check.terms),
    "settlement": ("settlement", check.terms),
    "benefits": ("benefits", lambda values: check.bits(values, _BENEFITS)),
    "payUnit": ("pay_unit", str),
    "payAtLeast": ("pay_at_least", check.ten_thousandths),
    "startsAfter": ("starts_after", int),
    "endsBefore": ("ends_before", int),
    "openToAge": ("age", lambda age: check.in_range("openToAge", age, 0, 150)),
    "openToEducation": ("education", str),
    "postedSince": ("posted_since", int),
    "status": ("statuses", lambda values: tuple(JobStatus[each] for each in check.terms(values)) or (JobStatus.OPEN,)),
}
_KNOWN: dict[str, tuple[str, Callable[[Context, Any], Awaitable[Any]]]] = {  # Any: as above
    "stations": ("stations", lambda context, ids: check.row_ids(context, "Station", ids, "stations")),
    "employers": ("employers", lambda context, ids: check.row_ids(context, "Employer", ids, "employers")),
    "events": ("events", lambda context, ids: check.row_ids(context, "Event", ids, "events")),
    "sources": ("sources", check.source_ids),
}
"""Filters that name what must exist: they are read before they are asked for."""


def _of(prepared: Asked, field: str, number: int) -> Asked:
    assert isinstance(prepared.query, JobQuery)
    return Asked(prepared.query.within(field, number), prepared.window)


def jobs_of_station(prepared: Asked, number: int) -> Asked:
    return _of(prepared, "stations", number)


def jobs_of_employer(prepared: Asked, number: int) -> Asked:
    return _of(prepared, "employers", number)


def jobs_of_event(prepared: Asked, number: int) -> Asked:
    return _of(prepared, "events", number)


def jobs_in_division(prepared: Asked, division: Division) -> Asked:
    assert isinstance(prepared.query, JobQuery)
    return Asked(prepared.query.within_division(division.code), prepared.window)


@dataclass(frozen=True, slots=True)
class Nearby:
    """Jobs around a station that is yet to be named."""

    query: JobQuery
    window: Window
    metres: float
    minutes: int | None
    mode: TravelMode


async def prepare_nearby(context: Context, arguments: Arguments) -> Nearby:
    mode = arguments.get("mode") or TravelMode.WALK
    metres, minutes = check.reach(arguments.get("withinMinutes"), None, mode)
    somewhere = (await job_query(context, arguments.get("filter") or {}))._replace(order=JobOrder.NEAREST)
    return Nearby(somewhere, asked(somewhere, arguments).window, metres, minutes, mode)


def jobs_near_station(prepared: Nearby, number: int, latitude: float | None, longitude: float | None) -> Asked:
    """Every job in the circle around a station; none around a station without a point."""
    if latitude is None or longitude is None:
        nowhere = Circle(0.0, 0.0, prepared.metres, prepared.mode)
        return Asked(prepared.query._replace(circle=nowhere, nothing=True), prepared.window)
    circle = Circle(latitude, longitude, prepared.metres, prepared.mode, prepared.minutes)
    return Asked(prepared.query._replace(circle=circle), prepared.window)


async def prepare_stations(context: Context, arguments: Arguments) -> Asked:
    given = arguments.get("filter") or {}
    query = StationQuery(
        words=check.plain_words(given.get("text")),
        divisions=check.division_codes(given.get("divisions")),
        kinds=check.terms(given.get("kind")),
        trades=tuple(sorted(set(check.few(given.get("trades"), "trades")))),
        circle=await check.circle(context, arguments.get("near")),
    )
    return asked(query, arguments)


def stations_below(prepared: Asked, number: int) -> Asked:
    assert isinstance(prepared.query, StationQuery)
    return Asked(replace(prepared.query, parent=number), prepared.window)


def stations_in_division(prepared: Asked, division: Division) -> Asked:
    assert isinstance(prepared.query, StationQuery)
    return Asked(prepared.query.within_division(division.code), prepared.window)


async def prepare_employers(context: Context, arguments: Arguments) -> Asked:
    division, kind = arguments.get("division"), arguments.get("kind")
    query = EmployerQuery(
        words=check.plain_words(arguments.get("text")),
        kind=None if kind is None else str(kind),
        division=None if division is None else check.known_division_code(division, "division"),
    )
    return asked(query, arguments)


async def prepare_events(context: Context, arguments: Arguments) -> Asked:
    given = arguments.get("filter") or {}
    query = EventQuery(
        words=check.plain_words(given.get("text")),
        divisions=check.division_codes(given.get("divisions")),
        kinds=check.terms(given.get("kind")),
        since=given.get("from"),
        until=given.get("until"),
        circle=await check.circle(context, arguments.get("near")),
    )
    return asked(query, arguments)


def events_of_station(prepared: Asked, number: int) -> Asked:
    assert isinstance(prepared.query, EventQuery)
    return Asked(replace(prepared.query, station=number), prepared.window)


async def prepare_policies(context: Context, arguments: Arguments) -> Asked:
    division, kind = arguments.get("division"), arguments.get("kind")
    code = None if division is None else check.known_division_code(division, "division")
    return asked(PolicyQuery(code, None if kind is None else str(kind)), arguments)


async def prepare_sources(context: Context, arguments: Arguments) -> Asked:
    health = arguments.get("health")
    return asked(SourceQuery(None if health is None else str(health)), arguments)


async def prepare_runs(context: Context, arguments: Arguments) -> Asked:
    return asked(RunQuery(0), arguments)


def runs_of_source(prepared: Asked, number: int) -> Asked:
    return Asked(RunQuery(number), prepared.window)


async def prepare_changes(context: Context, arguments: Arguments) -> Asked:
    return asked(ChangeQuery(), arguments, 100, 1000)


def change_cursor(seq: int) -> str:
    return encode(cursor_kind(ChangeQuery()), (seq,))


def division_of(arguments: Arguments) -> Division | None:
    """Raises DoorstepError UNKNOWN_DIVISION with the nearest codes."""
    return known_division(check.known_division_code(arguments["code"], "code"))
