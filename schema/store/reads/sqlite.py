"""The reader of an embedded database: SQLite in this process, one connection a thread, statements prepared once.

apsw rather than sqlite3: a point read costs 6 µs against 9, and its SQLite is newer (docs/planner.md has the figures).
"""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import apsw

from schema.store.reads.crowds import crowd_statement
from schema.store.reads.facets import facet_buckets
from schema.store.reads.listing import Listing, Page, Row, Select, Value, Window
from schema.store.reads.listings import listing_of
from schema.store.reads.nearby import Guesses, nearby_rows
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

ALONE: Final = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_NOMUTEX
"""One thread uses a connection, so SQLite need not lock it for each of its calls: an eighth of the time of a list."""
CACHE_KIBIBYTES: Final = 16_384
MAPPED_BYTES: Final = 64 << 20
"""Pages of the file that count as memory of the process. With all of a million jobs mapped it held 740 MB, where it
holds 218, and answered one part in twenty more."""


class SqliteReader:
    """Reads of one SQLite file. Safe to share between threads: each has its own connection."""

    at_once = True

    def __init__(self, path: Path | str) -> None:
        self._path = str(path)
        self._local = threading.local()
        self._open: list[apsw.Connection] = []
        self._lock = threading.Lock()
        self._guesses: Guesses = {}

    async def rows(self, select: Select, column: str, keys: Sequence[Value], order: str = "") -> list[Row]:
        if not keys:
            return []
        return self._run(rows_statement(select, column, len(keys), order), keys)

    async def pages(self, queries: Sequence[Query], window: Window, select: Select) -> list[Page]:
        return [self._page(query, window, select) for query in queries]

    async def counts(self, queries: Sequence[Query]) -> list[int]:
        return [self._count(query) for query in queries]

    async def counted_pages(
        self, queries: Sequence[Query], window: Window, select: Select
    ) -> tuple[list[Page], list[int]]:
        return [self._page(query, window, select) for query in queries], [self._count(query) for query in queries]

    async def places(self, query: Query, most: int) -> list[tuple[float, float]]:
        found = [row for each in place_statements(self._listing(query), most) for row in self._run(*each)]
        return list(dict.fromkeys((float(row[0] or 0), float(row[1] or 0)) for row in found))

    async def facets(self, query: JobQuery, bys: Sequence[JobFacet], top: int) -> list[list[Bucket]]:
        return await facet_buckets(query, bys, top, "sqlite", self._fetch_all)

    async def nearest(self, table: str, number: int) -> list[int]:
        found = [self._run(sql, (number,)) for sql in nearest_statements(table)]
        return [int(row[0] or 0) for rows in found for row in rows]

    async def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            for connection in self._open:
                connection.close()
            self._open.clear()
            self._local = threading.local()

    def _page(self, query: Query, window: Window, select: Select) -> Page:
        quick = quick_statement(query, window, select, "sqlite")
        if quick is not None:
            return window_page(self._run(*quick), window)
        near = nearby_rows(self._run, self._guesses, query, window, select)
        if near is not None:
            return window_page(near, window)
        listing = self._listing(query)
        wanted = window.limit + 1
        rows: list[Row] = []
        for group in groups(listing, window.backward):
            statements = group_statements(listing, group, window, select, wanted - len(rows))
            found = [row for statement in statements for row in self._run(*statement)]
            if len(statements) > 1:
                found = merged(found, listing, group[0], select, window.backward, wanted - len(rows))
            rows += found
            if len(rows) >= wanted:
                break
        return window_page(rows, window)

    def _count(self, query: Query) -> int:
        if (told := quick_total(query)) is not None:
            return int(self._run(*told)[0][0] or 0)
        total = 0
        for sql, parameters in count_statements(self._listing(query)):
            for row in self._run(sql, parameters):
                total += int(row[0] or 0)
        return total

    def _listing(self, query: Query) -> Listing:
        """How a list is read; where its text is asked for around a point, by how many jobs lie there."""
        asked = crowd_statement(query)
        return listing_of(query, "sqlite", None if asked is None else bool(self._run(*asked)))

    async def _fetch_all(self, statements: Sequence[Statement]) -> list[list[Row]]:
        return [self._run(*each) for each in statements]

    def _run(self, sql: str, parameters: Sequence[Value]) -> list[Row]:
        try:
            execute = self._local.execute
        except AttributeError:
            execute = self._connect()
        rows: list[Row] = execute(sql, parameters).fetchall()
        return rows

    def _connect(self) -> Any:  # Any: the execute of apsw's cursor, which takes more forms than are used here
        """This thread's connection, by its one cursor: every statement is read to its end before the next."""
        connection = apsw.Connection(self._path, flags=ALONE, statementcachesize=256)
        connection.set_busy_timeout(10_000)
        connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)  # else every statement is planned anew for its values
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")
        connection.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
        connection.execute("PRAGMA query_only = 1")
        self._local.execute = connection.cursor().execute
        with self._lock:
            self._open.append(connection)
        return self._local.execute
