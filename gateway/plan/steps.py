"""What a plan does, in order: each step reads one level for all its parents at once and leaves rows for the next.

A step's result is a dictionary from a parent's key to what belongs to it; a root field's parent has the key ().
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gateway.graph.asked import Asked
from gateway.graph.context import Context
from gateway.graph.cursors import encode
from gateway.graph.facets import DEFAULT_TOP, Facet, facets_of
from gateway.graph.lists import basis_of, minutes_of
from gateway.graph.travelling import by_streets
from gateway.plan.fields import Arguments, ByKeys, Gathered
from gateway.plan.levels import Level
from schema.store.reads.listing import Page, Row, Value
from schema.store.reads.near import metres
from schema.tags import of_row, of_rows, tell_jobs
from schema.vocabulary import JobFacet, TravelBasis

Keys = Callable[[Sequence[Any]], list[Any]]
"""From the results so far to the keys of the parents (Any: ids, tuples of columns, or values in memory)."""
ROOT = ()
MOST_SIZES = 128
"""Sizes of a page that are remembered by a plan."""


class GiveWay(Exception):
    """The plan met what it does not cover; Strawberry's executor answers instead. Its text is the counter's label."""


@dataclass(slots=True)
class Frame:
    """One execution of a plan."""

    context: Context
    variables: Mapping[str, Any]  # Any: coerced variable values
    results: list[Any] = field(default_factory=list)  # Any: each step's own


class PageOf:
    """One parent's page, as the generated code reads it."""

    __slots__ = ("_asked", "_behind", "_width", "has_next", "has_previous", "key", "rows", "total")

    def __init__(self, asked: Asked, width: int, key: object) -> None:
        self.key = key
        self._asked = asked
        self._width = width
        self._behind: int | None = None
        """Where a row has its square of the distance, once that was asked for; -1 where it has none."""
        self.rows: Sequence[Row] = ()
        self.has_next = self.has_previous = False
        self.total = 0

    def cursor(self, row: Row) -> str:
        return encode(self._asked.kind, row[self._width : self._width + self._asked.keys])

    def start_cursor(self) -> str | None:
        return self.cursor(self.rows[0]) if self.rows else None

    def end_cursor(self) -> str | None:
        return self.cursor(self.rows[-1]) if self.rows else None

    def metres(self, row: Row) -> int | None:
        behind = self._behind
        if behind is None:
            behind = self._behind = self._width + self._asked.keys if self._asked.has_distance else -1
        return None if behind < 0 else metres(row[behind])

    def minutes(self, row: Row) -> int | None:
        query = self._asked.query
        at = self._width + self._asked.keys
        routed = basis_of(query) is TravelBasis.ROUTED
        return minutes_of(query, row[at] if self._asked.has_distance else None, row[at + 1] if routed else None)

    def basis(self) -> str | None:
        basis = basis_of(self._asked.query)
        return None if basis is None else basis.value

    @property
    def query(self) -> Any:  # Any: schema.store.reads.queries.Query
        return self._asked.query


@dataclass(slots=True)
class ReadPages:
    """A connection: its page, its total, or both, for every parent."""

    level: Level
    prepare: Callable[..., Any]
    ask: Callable[..., Asked]
    arguments: Callable[[Mapping[str, Any]], Arguments]
    keys: Keys
    settled: bool = False
    """Whether the arguments mean the same at every time: they name no row, and hold no variable but a page's size."""
    pages: bool = False
    total: bool = False
    prepared: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    """What settled arguments were prepared to, by the size of the page."""

    async def run(self, frame: Frame) -> None:
        context = frame.context
        keys = self.keys(frame.results)
        found: dict[Any, PageOf] = {}
        if keys:
            prepared = await self._prepared(frame)
            for key in keys:
                asked = self.ask(prepared, *key) if isinstance(key, tuple) else self.ask(prepared, key)
                if asked.has_distance:
                    asked = await by_streets(context, asked)
                context.tags.update(asked.tags)
                found[key] = PageOf(asked, self.level.width, key)
            await self._read(context, list(found.values()))
        frame.results.append(found)

    async def _prepared(self, frame: Frame) -> Any:  # Any: as `prepare` makes it
        arguments = self.arguments(frame.variables)
        if not self.settled:
            return await self.prepare(frame.context, arguments)
        size = arguments.get("first"), arguments.get("last")
        prepared = self.prepared.get(size)
        if prepared is None:
            prepared = self.prepared[size] = await self.prepare(frame.context, arguments)
            if len(self.prepared) > MOST_SIZES:
                del self.prepared[next(iter(self.prepared))]
        return prepared

    async def _read(self, context: Context, lists: list[PageOf]) -> None:
        queries = [each.query for each in lists]
        reader, window, select = context.services.reader, lists[0]._asked.window, self.level.select
        told = all(map(tell_jobs, queries))
        pages: list[Page] = []
        totals: list[int] = []
        if self.pages and self.total:
            pages, totals = await reader.counted_pages(queries, window, select)
        elif self.pages:
            pages = await reader.pages(queries, window, select)
        elif self.total:
            totals = await reader.counts(queries)
        for each, page in zip(lists, pages, strict=False):  # empty where nobody asks for any
            each.rows, each.has_next, each.has_previous = page.rows, page.has_next, page.has_previous
            self.level.note(context, page.rows, told)
        for each, total in zip(lists, totals, strict=False):
            each.total = total


@dataclass(slots=True)
class ReadFacets:
    """Facets of the lists that an earlier step asked for."""

    of: int
    arguments: Callable[[Mapping[str, Any]], Arguments]

    async def run(self, frame: Frame) -> None:
        arguments = self.arguments(frame.variables)
        top = arguments.get("top")
        bys = [JobFacet[str(by)] for by in arguments["by"]]
        found: dict[Any, list[Facet]] = {}
        for key, page in frame.results[self.of].items():
            found[key] = await facets_of(frame.context, page.query, bys, DEFAULT_TOP if top is None else top)
        frame.results.append(found)


@dataclass(slots=True)
class ReadRows:
    """Rows by a column's value: a root field's one row (`many` False), or the children of every parent."""

    level: Level
    column: str
    keys: Keys
    order: str = ""
    parents: str = ""
    """The table of rows whose own tags tell of these; none where these are told by theirs alone."""

    async def run(self, frame: Frame) -> None:
        keys = self.keys(frame.results)
        if self.parents:
            frame.context.tags.update([of_row(self.parents, key) for key in keys])
        rows = await frame.context.services.reader.rows(self.level.select, self.column, keys, self.order)
        self.level.note(frame.context, rows)
        found: dict[Value, list[Row]] = {}
        for row in rows:
            found.setdefault(row[-1], []).append(row)
        frame.results.append(found)


@dataclass(slots=True)
class ReadRoot:
    """The row that a root field names by its arguments."""

    level: Level
    column: str
    find: Callable[[Arguments], Value]
    arguments: Callable[[Mapping[str, Any]], Arguments]
    tag: Callable[[Value], str]

    async def run(self, frame: Frame) -> None:
        value = self.find(self.arguments(frame.variables))
        rows = await frame.context.services.reader.rows(self.level.select, self.column, (value,))
        frame.context.tags.add(self.tag(value))
        self.level.note(frame.context, rows)
        frame.results.append({ROOT: rows})


@dataclass(slots=True)
class ReadNode:
    """The row of whatever table an id names; levels of the other tables stay empty."""

    levels: Mapping[str, Level]
    parse: Callable[[Arguments], tuple[str, int]]
    arguments: Callable[[Mapping[str, Any]], Arguments]

    async def run(self, frame: Frame) -> None:
        table, number = self.parse(self.arguments(frame.variables))
        level = self.levels[table]
        rows = await frame.context.services.reader.rows(level.select, "id", (number,))
        frame.context.tags.add(f"{table}:{number}")
        level.note(frame.context, rows)
        frame.results.append({table: rows})


@dataclass(slots=True)
class ReadSeveral:
    """What a root field names by keys: of each type its rows (or values in memory) by key, and under ROOT the keys."""

    levels: Mapping[tuple[str, str], Level]
    spec: ByKeys
    arguments: Callable[[Mapping[str, Any]], Arguments]

    async def run(self, frame: Frame) -> None:
        wanted = [self.spec.key_of(item) for item in self.spec.ask(self.arguments(frame.variables))]
        found: dict[Any, Any] = {ROOT: [((kind, column), value) for kind, column, value in wanted]}
        for kind, column in self.spec.keys:
            values = list(dict.fromkeys(value for key, by, value in wanted if (key, by) == (kind, column)))
            found[kind, column] = await self._of(frame.context, kind, column, values) if values else {}
        frame.results.append(found)

    async def _of(self, context: Context, kind: str, column: str, values: list[Any]) -> dict[Any, list[Any]]:
        if kind in self.spec.known:
            known = {value: self.spec.known[kind](value) for value in values}
            return {value: [one] for value, one in known.items() if one is not None}
        level = self.levels[kind, column]
        rows = await context.services.reader.rows(level.select, column, values)
        by_id = [of_row(level.table, value) for value in values]
        context.tags.update(by_id if column == "id" else [of_rows(level.table)])
        level.note(context, rows)
        return {row[-1]: [row] for row in rows}


@dataclass(slots=True)
class ReadGathered:
    """Rows that are looked for, for every parent."""

    level: Level
    spec: Gathered
    arguments: Callable[[Mapping[str, Any]], Arguments]
    keys: Keys

    async def run(self, frame: Frame) -> None:
        keys = self.keys(frame.results)
        gathered = await self.spec.gather(frame.context, keys, self.arguments(frame.variables), self.level.select)
        for rows in gathered:
            self.level.note(frame.context, rows)
        frame.results.append(dict(zip(keys, gathered, strict=True)))


@dataclass(slots=True)
class FindValue:
    """A value in memory that a root field names by its arguments."""

    find: Callable[[Arguments], Any]  # Any: a value in memory, or None
    arguments: Callable[[Mapping[str, Any]], Arguments]

    async def run(self, frame: Frame) -> None:
        value = self.find(self.arguments(frame.variables))
        frame.results.append({ROOT: [] if value is None else [value]})


@dataclass(slots=True)
class Compute:
    """A value for every parent in memory, one after the other."""

    compute: Callable[..., Any]
    arguments: Callable[[Mapping[str, Any]], Arguments]
    keys: Keys

    async def run(self, frame: Frame) -> None:
        arguments = self.arguments(frame.variables)
        found = {key: [await self.compute(frame.context, key, arguments)] for key in self.keys(frame.results)}
        frame.results.append(found)


Step = ReadPages | ReadFacets | ReadRows | ReadRoot | ReadNode | ReadSeveral | ReadGathered | FindValue | Compute
