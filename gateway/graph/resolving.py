"""Answers that no plan covers: Strawberry's executor asks these functions."""

from dataclasses import dataclass
from typing import Any

from gateway.graph.asked import Asked, cursor_kind, key_count
from gateway.graph.checking import few, given, in_range, window
from gateway.graph.context import Context
from gateway.graph.ids import TABLES, parse_id
from gateway.graph.lists import Listed
from gateway.graph.rows import RowOf, Waiting, linked, named, row_of
from gateway.plan.fields import Arguments
from schema import tags
from schema.divisions import Division, children
from schema.divisions import division as known_division
from schema.problems import DoorstepError
from schema.store.reads.listing import Select
from schema.store.reads.listing import Window as PageWindow
from schema.store.reads.queries import JobQuery, RejectQuery, StationQuery, stem
from schema.store.reads.reader import whole
from schema.vocabulary import DivisionLevel, StationKind

MOST_NODES = 100
MOST_STATIONS = 100_000


async def nodes(context: Context, _parent: object, arguments: Arguments) -> list[Any]:  # Any: rows, or their errors
    """Each id's node; an id that cannot be is its own error, the others are answered."""
    ids = few(arguments["ids"], "ids", MOST_NODES)
    return [Waiting(lambda text=text: _node(context, text)) for text in ids]  # type: ignore[misc]  # a default binds it


async def _node(context: Context, text: str) -> RowOf | None:
    typename, number = parse_id(text, "ids")
    return await named(context, TABLES[typename], number)


async def similar_jobs(context: Context, parent: RowOf, arguments: Arguments) -> list[RowOf]:
    """Open jobs of the same occupation, in the smallest division that has enough, newest first."""
    first = in_range("first", given(arguments, "first", 5), 0, 20)
    occupation, code = parent.values["occupation_code"], parent.values["division_code"]
    found: dict[object, RowOf] = {}
    for division in _outwards(str(code) if code else None):
        query = JobQuery(
            divisions=(division,) if division else (), occupations=(str(occupation),) if occupation else ()
        )
        context.tags.update(tags.of_list(query))
        page = (await context.services.reader.pages([query], PageWindow(first + 1), whole("job")))[0]
        for row in page.rows:
            near = row_of(context, "job", row)
            if near.values["id"] != parent.values["id"] and len(found) < first:
                found.setdefault(near.values["id"], near)
        if len(found) >= first:
            break
    return list(found.values())


def _outwards(code: str | None) -> list[str | None]:
    """The division and those above it up to its city; nothing known: everywhere."""
    chain: list[str | None] = []
    while code is not None and len(chain) < 4:
        found = known_division(code)
        if found is None or found.level is DivisionLevel.PROVINCE:
            break
        chain.append(found.code)
        code = found.parent
    return chain or [None]


@dataclass(frozen=True, slots=True)
class Network:
    """The 1+22+N of a division, counted."""

    hubs: int
    streets: int
    communities: int
    markets: int
    mobile: int
    streets_without_station: list[Division]


async def network(context: Context, parent: Division, _arguments: Arguments) -> Network:
    query = StationQuery(divisions=(parent.code,))
    context.tags.update(tags.of_list(query))
    select = Select("station", (("t", "kind"), ("t", "division_code"), ("t", "name")))
    rows = (await context.services.reader.pages([query], PageWindow(MOST_STATIONS), select))[0].rows
    kinds = [kind for kind, _, _ in {row[:3] for row in rows}]  # two sources may tell of one station
    served = {str(row[1])[:9] for row in rows if row[0] == StationKind.STREET and row[1] is not None}
    return Network(
        hubs=kinds.count(StationKind.HUB.value),
        streets=kinds.count(StationKind.STREET.value),
        communities=kinds.count(StationKind.COMMUNITY.value),
        markets=kinds.count(StationKind.MARKET.value),
        mobile=kinds.count(StationKind.MOBILE.value),
        streets_without_station=[street for street in _streets(parent) if street.code not in served],
    )


def _streets(parent: Division) -> list[Division]:
    if parent.level is DivisionLevel.STREET:
        return [parent]
    if parent.level is DivisionLevel.COMMUNITY or len(stem(parent.code)) == 2:
        return []  # a province has thousands: ask for its cities
    return [street for each in children(parent.code) for street in _streets(each)]


async def rejects_of_run(context: Context, parent: RowOf, arguments: Arguments) -> Listed:
    """Raises DoorstepError FORBIDDEN for who neither owns the source nor administers."""
    source = await linked(context, "source", int(parent.values["source_id"] or 0))
    owner = None if source is None else source.values["owner"]
    if not context.viewer.sees_inside(None if owner is None else str(owner)):
        raise DoorstepError(
            "FORBIDDEN",
            "只有来源的所有者和管理员可以查看被拒的记录",
            "only the owner of the source and administrators may see what was rejected",
        )
    query = RejectQuery(int(parent.values["id"] or 0))
    return Listed(context, Asked(query, window(arguments, cursor_kind(query), key_count(query))))
