"""News of commits, from whichever process made them: has anything been announced since, and what did it touch.

On SQLite, `PRAGMA data_version` tells at the cost of microseconds whether anybody has committed, so that it can be
asked before every answer. On PostgreSQL, NOTIFY wakes a connection of its own, and the table is looked at twice a
second beside, in case a notification was lost with its connection: news come at most a second late.
"""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import apsw
import asyncpg  # type: ignore[import-untyped]  # it ships no types
import orjson

from schema.store.announcements import CHANNEL
from schema.store.engine import Database

log = logging.getLogger("doorstep.news")

LOOK_SECONDS: Final = 0.5
_VERSION: Final = "PRAGMA data_version"
_ROWS: Final = "SELECT id, tags_json FROM announcement WHERE id > {} ORDER BY id"
_STANDING: Final = (
    "SELECT (SELECT coalesce(min(id), 0) FROM announcement), (SELECT coalesce(max(id), 0) FROM announcement), "
    "(SELECT coalesce(max(seq), 0) FROM change)"
)


@dataclass(frozen=True, slots=True)
class News:
    """What was announced since the last look, up to row `upto`."""

    upto: int
    tags: frozenset[str] | None
    """None: anything may have changed."""
    last_change: int
    """The last row of the log of changes."""


class NewsReader(Protocol):
    """Reads announcements on, one after the other."""

    def behind(self) -> bool:
        """Whether there may be news. Cheap; raises what the database's driver raises."""
        ...

    async def read(self) -> News | None:
        """The news since the last call; None where there is none. The first call tells only where the table stands."""
        ...

    async def close(self) -> None: ...


def news_of(database: Database) -> NewsReader:
    """The news of a database."""
    return PostgresNews(database.dsn) if database.path is None else SqliteNews(str(database.path))


class SqliteNews:
    """Of one SQLite file, asked by one thread."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._connection: apsw.Connection | None = None
        self._look: Any = None  # Any: the execute of one cursor of the connection
        self._version: object = None
        self._last: int | None = None

    def behind(self) -> bool:
        look = self._look
        return look is None or look(_VERSION).fetchone() != self._version

    async def read(self) -> News | None:
        connection = self._connected()
        version = connection.execute(_VERSION).fetchone()
        connection.execute("BEGIN")
        try:
            found = () if self._last is None else connection.execute(_ROWS.format("?"), (self._last,))
            rows = [(int(str(row[0])), None if row[1] is None else str(row[1])) for row in found]
            low, high, change = (int(str(value)) for value in next(connection.execute(_STANDING)))
        finally:
            connection.execute("COMMIT")
        self._version = version  # read before the rows: what is committed meanwhile moves it on
        last, self._last = self._last, high
        return _news(last, rows, low, high, change)

    async def close(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def _connected(self) -> apsw.Connection:
        if self._connection is None:
            self._connection = apsw.Connection(self._path, flags=apsw.SQLITE_OPEN_READONLY)
            self._connection.set_busy_timeout(10_000)
            self._look = self._connection.cursor().execute
        return self._connection


class PostgresNews:
    """Of one PostgreSQL database, over a connection that listens."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._connection: asyncpg.Connection | None = None
        self._behind = True
        self._last: int | None = None
        self._turn = asyncio.Lock()
        self._looking: asyncio.Task[None] | None = None

    def behind(self) -> bool:
        return self._behind

    async def read(self) -> News | None:
        async with self._turn:
            connection = await self._connected()
            self._behind = False
            try:
                async with connection.transaction(isolation="repeatable_read", readonly=True):
                    rows = await connection.fetch(_ROWS.format("$1"), self._last) if self._last is not None else []
                    low, high, change = await connection.fetchrow(_STANDING)
            except BaseException:
                self._behind = True
                raise
            last, self._last = self._last, high
            return _news(last, [(row[0], row[1]) for row in rows], low, high, change)

    async def close(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
        if self._connection is not None:
            with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await self._connection.close(timeout=2)

    async def _connected(self) -> asyncpg.Connection:
        if self._connection is None or self._connection.is_closed():
            self._connection = await asyncpg.connect(self._dsn, timeout=10)
            await self._connection.add_listener(CHANNEL, self._told)
            if self._looking is None:
                self._looking = asyncio.create_task(self._look(), name="look for announcements")
        return self._connection

    def _told(self, *_: object) -> None:
        self._behind = True

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            self._behind = True


def _news(last: int | None, rows: Sequence[tuple[int, str | None]], low: int, high: int, change: int) -> News | None:
    if last is None:
        return News(high, frozenset(), change)
    if high < last or (rows and rows[0][0] != last + 1 and low > last + 1):
        return News(high, None, change)  # another database, or rows that were dropped before they were read
    if not rows:
        return None
    told = [text for _, text in rows]
    tags = None if None in told else frozenset(tag for text in told if text for tag in orjson.loads(text))
    return News(rows[-1][0], tags, change)
