"""Connections, edges and pages as Strawberry's executor walks them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from gateway.graph.asked import Asked
from gateway.graph.context import Context
from gateway.graph.cursors import encode
from gateway.graph.facets import Facet, facets_of
from gateway.graph.rows import RowOf, loader, row_of
from schema.store.reads.listing import Page, Row, Value, Window
from schema.store.reads.near import metres
from schema.store.reads.queries import TABLES, JobQuery, Query
from schema.store.reads.reader import whole
from schema.tags import tell_jobs
from schema.travel import routed_minutes, travel_minutes
from schema.vocabulary import JobFacet, TravelBasis


@dataclass(frozen=True, slots=True)
class Edge:
    """A row in a list: its order keys, and the square of its distance where the list is around a point."""

    listed: "Listed"
    row: RowOf
    keys: tuple[Value, ...]
    square: Value
    seconds: Value
    """Of the way by streets."""


@dataclass(frozen=True, slots=True)
class PageOf:
    """A page that was read."""

    edges: Sequence[Edge]
    has_next: bool
    has_previous: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A connection: nothing is read before a field asks for it."""

    context: Context
    asked: Asked

    def __post_init__(self) -> None:
        self.context.tags.update(self.asked.tags)

    async def page(self) -> PageOf:
        window = self.asked.window
        batch = loader(self.context, ("pages", type(self.asked.query), window), _pages(self.context, window))
        page = cast(Page, await batch.load(self.asked.query))
        found = self.context.loaders.setdefault(("edges", self.asked), self._edges(page))
        return cast(PageOf, found)

    def _edges(self, page: Page) -> PageOf:
        return PageOf([self._edge(row) for row in page.rows], page.has_next, page.has_previous)

    def _edge(self, row: Row) -> Edge:
        table = TABLES[type(self.asked.query)]
        width = whole(table).width
        keys = row[width : width + self.asked.keys]
        at = width + self.asked.keys
        square = row[at] if self.asked.has_distance else None
        seconds = row[at + 1] if self.basis is TravelBasis.ROUTED else None
        told = tell_jobs(self.asked.query)
        return Edge(self, row_of(self.context, table, row, told), keys, square, seconds)

    async def total(self) -> int:
        batch = loader(self.context, ("counts",), _counts(self.context))
        return cast(int, await batch.load(self.asked.query))

    async def facets(self, by: Sequence[JobFacet], top: int) -> list[Facet]:
        assert isinstance(self.asked.query, JobQuery)
        return await facets_of(self.context, self.asked.query, [JobFacet[str(each)] for each in by], top)

    @property
    def basis(self) -> TravelBasis | None:
        return basis_of(self.asked.query)


def cursor(edge: Edge) -> str:
    return encode(edge.listed.asked.kind, edge.keys)


def distance(edge: Edge) -> int | None:
    return None if edge.square is None else metres(edge.square)


def basis_of(query: Query) -> TravelBasis | None:
    """How the minutes of a list are had; None where it is around nothing."""
    circle = getattr(query, "circle", None)
    if circle is None:
        return None
    return TravelBasis.STRAIGHT_LINE if circle.ways is None else TravelBasis.ROUTED


def minutes_of(query: Query, square: Value, seconds: Value) -> int | None:
    """Minutes to a row of a list, by streets where they are known; None where no way leads, or it is around nothing."""
    circle = getattr(query, "circle", None)
    if circle is None:
        return None
    if circle.ways is not None:
        return routed_minutes(seconds)
    return travel_minutes(metres(square), circle.mode)


def _pages(context: Context, window: Window) -> Any:  # Any: an async function of queries
    async def load(queries: list[Query]) -> Sequence[Page]:
        return await context.services.reader.pages(queries, window, whole(TABLES[type(queries[0])]))

    return load


def _counts(context: Context) -> Any:  # Any: an async function of queries
    async def load(queries: list[Query]) -> Sequence[int]:
        return await context.services.reader.counts(queries)

    return load
