"""Ways by streets: a circle becomes the places in it that a routing engine finds a way to, in the minutes asked for.

Where no engine is configured, or it does not answer, or there are too many places, the circle stays what it is: a
straight line with a detour (docs/nearby.md). The answer says which of the two it is: `travelBasis`.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum
from typing import Final, cast

from gateway.graph.asked import Asked
from gateway.graph.context import Context
from schema.problems import DoorstepError
from schema.store.reads.listing import Value
from schema.store.reads.queries import Circle, EventQuery, JobQuery, Query, StationQuery, Ways
from schema.travel import FASTEST_METRES_A_MINUTE, NoRouting, Place, Routing

MOST_PLACES: Final = 5_000
"""Places that one circle may have to be routed."""
MOST_METRES: Final = 50_000.0
"""The plane that distances are measured on is good for this."""


class Had(Enum):
    """How the ways of a circle were had, where an engine is set for it."""

    ROUTED = "routed"
    SILENT = "silent"
    """The engine did not answer: a straight line."""
    CROWDED = "crowded"
    """Too many places to ask for: a straight line."""


circles: Final[Counter[Had]] = Counter()
"""Of this process, since it began."""

Placed = JobQuery | StationQuery | EventQuery


async def by_streets(context: Context, asked: Asked) -> Asked:
    """The same list with the ways that lead to its places. Raises DoorstepError INVALID_CURSOR.

    A list that was begun along straight lines goes on along them; one that was begun by streets cannot.
    """
    query = asked.query
    circle = getattr(query, "circle", None)
    if circle is None or getattr(query, "nothing", False):
        return asked
    assert isinstance(query, Placed)
    first_keys = [keys[0] for keys in (asked.window.after, asked.window.before) if keys and asked.nearest_first]
    straight = any(isinstance(key, float) for key in first_keys)
    routed = circle if straight and circle.minutes is not None else await routed_circle(context, query, circle)
    if routed.ways is None or not routed.ways.timed:
        _refuse_times(first_keys)
    return asked if routed is circle else replace(asked, query=_around(query, routed))


async def routed_circle(context: Context, query: Query, circle: Circle) -> Circle:
    """The circle with its ways; as it is where straight lines must do."""
    routing = context.services.routing
    if routing is None or not routing.knows(circle.mode):
        return circle
    everything = _everything_in(query, _outer(circle))
    ways = context.loaders.get(("ways", everything))
    if ways is None:
        ways = context.loaders[("ways", everything)] = asyncio.ensure_future(_ways(context, routing, everything))
    found = await cast("asyncio.Future[Ways | None]", ways)
    return circle if found is None else replace(_outer(circle), ways=found)


async def _ways(context: Context, routing: Routing, everything: Placed) -> Ways | None:
    circle = everything.circle
    assert circle is not None
    places = await context.services.reader.places(everything, MOST_PLACES + 1)
    if len(places) > MOST_PLACES:
        circles[Had.CROWDED] += 1
        return None
    try:
        seconds = await routing.seconds((circle.latitude, circle.longitude), places, circle.mode)
    except NoRouting:
        circles[Had.SILENT] += 1
        context.cacheable = False  # the engine may answer the next time
        return None
    circles[Had.ROUTED] += 1
    return Ways(tuple(_reached(places, seconds, circle.minutes)), circle.minutes is not None)


def _reached(
    places: Sequence[Place], seconds: Sequence[int | None], minutes: int | None
) -> list[tuple[float, float, int | None]]:
    """All places where metres were asked for; those in time where minutes were."""
    found = zip(places, seconds, strict=True)
    if minutes is None:
        return [(*place, time) for place, time in found]
    return [(*place, time) for place, time in found if time is not None and time <= minutes * 60]


def _outer(circle: Circle) -> Circle:
    """What nobody leaves in the minutes asked for, however straight and fast the way."""
    if circle.minutes is None:
        return circle
    farthest = min(MOST_METRES, circle.minutes * FASTEST_METRES_A_MINUTE[circle.mode])
    return replace(circle, metres=max(circle.metres, farthest))


def _everything_in(query: Query, circle: Circle) -> Placed:
    """All that the table has in a circle: facets that leave out a filter need the ways to the others too."""
    if isinstance(query, JobQuery):
        return JobQuery(statuses=query.statuses, circle=circle)
    return StationQuery(circle=circle) if isinstance(query, StationQuery) else EventQuery(circle=circle)


def _around(query: Placed, circle: Circle) -> Placed:
    return query._replace(circle=circle) if isinstance(query, JobQuery) else replace(query, circle=circle)


def _refuse_times(keys: Sequence[Value]) -> None:
    if any(isinstance(key, int) for key in keys):
        raise DoorstepError(
            "INVALID_CURSOR",
            "此游标按路程时间排序，而路程引擎现在没有回答，请从第一页开始",
            "this cursor is of an order by travel time, and the routing engine does not answer now: begin anew",
        )
