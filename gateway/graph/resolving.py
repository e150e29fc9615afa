"""Answers that are more than rows: nodes by their ids, similar jobs, a network counted, what was rejected."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from gateway.graph.asked import Asked
from gateway.graph.checking import few, given, in_range, window
from gateway.graph.context import Context
from gateway.graph.ids import TABLES, parse_id
from gateway.graph.lists import Listed
from gateway.graph.rows import RowOf, linked
from gateway.plan.fields import Arguments, ByKeys, Gathered, Key
from schema import tags
from schema.divisions import Division, children
from schema.divisions import division as known_division
from schema.problems import DoorstepError
from schema.store.reads.listing import Row, Select
from schema.store.reads.listing import Window as PageWindow
from schema.store.reads.queries import JobQuery, RejectQuery, StationQuery, stem
from schema.vocabulary import DivisionLevel, StationKind

MOST_NODES = 100
MOST_STATIONS = 100_000


def _ids(arguments: Arguments) -> Sequence[str]:
    return few(arguments["ids"], "ids", MOST_NODES)


def _key_of(text: str) -> Key:
    typename, number = parse_id(text, "ids")
    return typename, "id", number


NODES: Final = ByKeys(_ids, _key_of, tuple((typename, "id") for typename in TABLES))
"""`Query.nodes`: an id that cannot be is its own error, the others are answered."""


async def similar_jobs(
    context: Context, parents: Sequence[tuple[Any, ...]], arguments: Arguments, select: Select
) -> list[list[Row]]:
    """Open jobs of the same occupation, in the smallest division that has enough, newest first.

    `parents`: a job's id, occupation and division (Any: those columns).
    """
    first = in_range("first", given(arguments, "first", 5), 0, 20)
    at = select.columns.index(("t", "id"))
    found: list[dict[object, Row]] = [{} for _ in parents]
    ways = [_outwards(code) for _id, _occupation, code in parents]
    for far in range(max(map(len, ways), default=0)):
        asking = {
            number: JobQuery(divisions=way[far], occupations=(occupation,) if occupation else ())
            for number, (way, (_id, occupation, _code)) in enumerate(zip(ways, parents, strict=True))
            if far < len(way) and len(found[number]) < first
        }
        queries = list(dict.fromkeys(asking.values()))
        if not queries:
            break
        for query in queries:
            context.tags.update(tags.of_list(query))
        pages = await context.services.reader.pages(queries, PageWindow(first + 1), select)
        rows_of = {query: page.rows for query, page in zip(queries, pages, strict=True)}
        for number, query in asking.items():
            for row in rows_of[query]:
                if row[at] != parents[number][0] and len(found[number]) < first:
                    found[number].setdefault(row[at], row)
    return [list(each.values()) for each in found]


SIMILAR: Final = Gathered("job", ("id", "occupation_code", "division_code"), similar_jobs)


def _outwards(code: str | None) -> list[tuple[str, ...]]:
    """The filter of the division and of those above it up to its city; nothing known: everywhere."""
    chain: list[tuple[str, ...]] = []
    while code is not None and len(chain) < 4:
        found = known_division(code)
        if found is None or found.level is DivisionLevel.PROVINCE:
            break
        chain.append((found.code,))
        code = found.parent
    return chain or [()]


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
    return Listed(context, Asked(query, window(arguments, query)))
