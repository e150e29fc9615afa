"""The seam of the reading side: few verbs, embedded (SQLite) or by the network (PostgreSQL), the same answers."""

from collections.abc import Sequence
from functools import cache
from typing import Protocol

from schema.store.reads.listing import Page, Row, Select, Value, Window
from schema.store.reads.queries import JobQuery, Query
from schema.store.tables import metadata
from schema.vocabulary import JobFacet

Bucket = tuple[str | int, int]
"""One value of a facet, a code, a key, or an id of the store, and how many jobs have it."""


class Reader(Protocol):
    """Reads of committed data; a batch costs what its keys cost, not a round trip each."""

    at_once: bool
    """Whether no verb ever waits: all is read in this process."""

    async def rows(self, select: Select, column: str, keys: Sequence[Value], order: str = "") -> list[Row]:
        """Rows whose `column` is one of `keys`, the column's value appended to each; newest first by `order`."""
        ...

    async def pages(self, queries: Sequence[Query], window: Window, select: Select) -> list[Page]:
        """The same window of several lists."""
        ...

    async def counts(self, queries: Sequence[Query]) -> list[int]: ...

    async def counted_pages(
        self, queries: Sequence[Query], window: Window, select: Select
    ) -> tuple[list[Page], list[int]]:
        """`pages` and `counts`."""
        ...

    async def places(self, query: Query, most: int) -> list[tuple[float, float]]:
        """The different points (latitude, longitude) of a list's rows, some `most` of them where there are more."""
        ...

    async def facets(self, query: JobQuery, bys: Sequence[JobFacet], top: int) -> list[list[Bucket]]:
        """Jobs of the list counted by each of these things, most first, then by value."""
        ...

    async def nearest(self, table: str, number: int) -> list[int]:
        """A few ids of a table on both sides of one that is not there."""
        ...

    async def close(self) -> None: ...


@cache
def whole(table: str) -> Select:
    """All columns of a table, in its order."""
    return Select(table, tuple(("t", column.name) for column in metadata.tables[table].columns))


@cache
def column_names(table: str) -> tuple[str, ...]:
    return tuple(column.name for column in metadata.tables[table].columns)
