"""The reader of a PostgreSQL server: asyncpg, prepared statements, one statement for a whole batch."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from schema.store.bulk import numbered
from schema.store.reads.connections import Connections
from schema.store.reads.facets import facet_buckets
from schema.store.reads.listing import Listing, Page, Row, Select, Value, Window
from schema.store.reads.listings import listing_of
from schema.store.reads.queries import JobQuery, Query
from schema.store.reads.quick import quick_statement, quick_total
from schema.store.reads.reader import Bucket
from schema.store.reads.statements import (
    Statement,
    count_statements,
    group_statements,
    groups,
    merged,
    nearest_statements,
    place_statements,
    rows_statement,
    window_page,
)
from schema.vocabulary import JobFacet

TOGETHER: Final = 100
"""Statements that are sent as one."""


class PostgresReader:
    """Reads of one database. Belongs to the event loop that asks first."""

    at_once = False

    def __init__(self, dsn: str, most_connections: int = 16) -> None:
        self._connections = Connections(dsn, most_connections)

    async def rows(self, select: Select, column: str, keys: Sequence[Value], order: str = "") -> list[Row]:
        if not keys:
            return []
        return await self._fetch(rows_statement(select, column, len(keys), order), keys)

    async def pages(self, queries: Sequence[Query], window: Window, select: Select) -> list[Page]:
        if len(queries) == 1 and (quick := quick_statement(queries[0], window, select, "postgresql")) is not None:
            return [window_page(await self._fetch(*quick), window)]
        listings = [listing_of(query, "postgresql") for query in queries]
        batch = _batch(listings, window, select)
        if batch is None:
            return [await self._page(listing, window, select) for listing in listings]
        found: list[list[Row]] = [[] for _ in listings]
        for row in await self._fetch(*batch):
            found[int(row[-1] or 0)].append(row)
        return [
            window_page(merged(rows, listing, listing.branches[0], select, window.backward, window.limit + 1), window)
            for rows, listing in zip(found, listings, strict=True)
        ]

    async def counts(self, queries: Sequence[Query]) -> list[int]:
        """One statement: a row with a number for every range."""
        parts: list[Statement] = []
        owners: list[int] = []
        for at, query in enumerate(queries):
            for statement in count_statements(listing_of(query, "postgresql")):
                parts.append(statement)
                owners.append(at)
        totals = [0] * len(queries)
        for start in range(0, len(parts), 500):
            chunk = parts[start : start + 500]
            sql = f"SELECT {', '.join(f'({sql})' for sql, _ in chunk)}"
            row = (await self._fetch(sql, [value for _, values in chunk for value in values]))[0]
            for owner, number in zip(owners[start : start + 500], row, strict=True):
                totals[owner] += int(number or 0)
        return totals

    async def counted_pages(
        self, queries: Sequence[Query], window: Window, select: Select
    ) -> tuple[list[Page], list[int]]:
        if len(queries) == 1 and (total := quick_total(queries[0])) is not None:
            page = quick_statement(queries[0], window, select, "postgresql")
            if page is not None:
                rows, counted = await self._fetch_all((page, total))
                return [window_page(rows, window)], [int(counted[0][0] or 0)]
        return await self.pages(queries, window, select), await self.counts(queries)

    async def places(self, query: Query, most: int) -> list[tuple[float, float]]:
        statements = list(place_statements(listing_of(query, "postgresql"), most))
        found = [row for rows in await self._fetch_all(statements) for row in rows]
        return list(dict.fromkeys((float(row[0] or 0), float(row[1] or 0)) for row in found))

    async def facets(self, query: JobQuery, bys: Sequence[JobFacet], top: int) -> list[list[Bucket]]:
        return await facet_buckets(query, bys, top, "postgresql", self._fetch_all)

    async def nearest(self, table: str, number: int) -> list[int]:
        found = await self._fetch_all([(sql, (number,)) for sql in nearest_statements(table)])
        return [int(row[0] or 0) for rows in found for row in rows]

    async def close(self) -> None:
        await self._connections.close()

    async def _page(self, listing: Listing, window: Window, select: Select) -> Page:
        """One list of several ranges, read until the page is full."""
        rows: list[Row] = []
        wanted = window.limit + 1
        for group in groups(listing, window.backward):
            statements = group_statements(listing, group, window, select, wanted - len(rows))
            found = [row for rows in await self._fetch_all(statements) for row in rows]
            if len(statements) > 1:
                found = merged(found, listing, group[0], select, window.backward, wanted - len(rows))
            rows += found
            if len(rows) >= wanted:
                break
        return window_page(rows, window)

    async def _fetch_all(self, statements: Sequence[Statement]) -> list[list[Row]]:
        """The rows of several statements, by one: of each an array of its rows."""
        if len(statements) == 1:
            return [await self._fetch(*statements[0])]
        found: list[list[Row]] = []
        for start in range(0, len(statements), TOGETHER):
            chunk = statements[start : start + TOGETHER]
            sql = f"SELECT {', '.join([f'ARRAY(SELECT ROW(q.*) FROM ({sql}) q)' for sql, _ in chunk])}"
            [arrays] = await self._fetch(sql, [value for _, values in chunk for value in values])
            found += arrays  # type: ignore[arg-type]  # columns of this row are lists of rows
        return found

    async def _fetch(self, sql: str, parameters: Sequence[Value]) -> list[Row]:
        return await self._connections.fetch(postgres_sql(sql), parameters)


@lru_cache(maxsize=4096)
def postgres_sql(sql: str) -> str:
    """The same statement as PostgreSQL takes it: numbered parameters, no SQLite index hints."""
    return numbered(re.sub(r" INDEXED BY \w+", "", sql))


def _batch(listings: Sequence[Listing], window: Window, select: Select) -> Statement | None:
    """One statement for the pages of several lists, the list's place behind each row; None where forms differ."""
    if any(len(listing.branches) != 1 for listing in listings):
        return None
    found = [group_statements(each, each.branches, window, select, window.limit + 1) for each in listings]
    if any(len(each) != 1 for each in found) or len({each[0][0] for each in found}) != 1:
        return None
    sql = " UNION ALL ".join(f"(SELECT q.*, {at} FROM ({each[0][0]}) q)" for at, each in enumerate(found))
    return sql, tuple(value for each in found for value in each[0][1])
