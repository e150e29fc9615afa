"""The seam of the reading side: few verbs, embedded (SQLite) or by the network (PostgreSQL), the same answers."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from schema.store.reads.listing import Listing, Page, Row, Select, Value, Window


class Reader(Protocol):
    """Reads of committed data. Every verb is one batch: its cost in statements does not grow with its keys."""

    async def rows(self, select: Select, column: str, keys: Sequence[Value]) -> Sequence[Row]:
        """Rows whose `column` is one of `keys`, by id; the column's value is appended to each row."""
        ...

    async def page(self, listing: Listing, window: Window, select: Select) -> Page: ...

    async def count(self, listing: Listing) -> int: ...

    async def close(self) -> None: ...


Pages = Mapping[Value, Page]
