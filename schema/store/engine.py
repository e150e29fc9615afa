"""The database behind the store: opened by URL, read in snapshots, written in one transaction at a time.

SQLite writes begin IMMEDIATE behind a lock of this process, so that writers queue fairly instead of polling, and a
reader never waits. PostgreSQL is the same through asyncpg.
"""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from socket import gaierror
from typing import Any

import apsw
import asyncpg  # type: ignore[import-untyped]  # ships no types
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from schema.problems import DoorstepError
from schema.store import embedded
from schema.store.announcements import begin_noting, watch_writes, write_announcement
from schema.store.instants import epoch

SNAPSHOT: Mapping[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""Options of a reading transaction on PostgreSQL (Any: SQLAlchemy's own), as SQLite's always are."""

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-16384",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA journal_size_limit=268435456",
)
PAGES_COPIED = 4_000
"""How many pages of SQLite's log (16 MB) a process that only runs sources lets come together before it copies them into
the file; any other process: 1,000.

A page that several runs wrote is copied once for them. The log is sure to last when it is copied: where power fails,
runs since then may be gone, each whole, and are run again. Another process that writes finds more than its 1,000 pages
there and copies them: what partners push and people change is as safe as by day.
"""


def normal_url(url: str) -> URL:
    """`url` with the asynchronous driver that the store uses; raises DoorstepError STORE_URL for any other database."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise unusable_url() from error
    backend = parsed.get_backend_name()
    if backend == "sqlite" and parsed.database and parsed.database != ":memory:":
        return parsed.set(drivername="sqlite+aiosqlite")
    if backend in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+asyncpg")
    raise unusable_url()


def unusable_url() -> DoorstepError:
    return DoorstepError(
        "STORE_URL",
        "数据库地址不可用：请用 sqlite:///文件路径 或 postgresql://用户@主机/库名。",
        "The database URL cannot be used: give sqlite:///a/file or postgresql://user@host/database.",
    )


class Database:
    """A pool of connections to one SQLite file or one PostgreSQL database.

    `in_loop`: SQLite answers on the loop's own thread, for a process that has nothing to do but to run sources.
    """

    def __init__(
        self, url: str, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC), in_loop: bool = False
    ) -> None:
        self.url = normal_url(url)
        self.clock = clock
        self._opener = embedded.Opener(self.url.database or "", in_loop=in_loop) if self.is_sqlite else None
        self.engine = create_engine(self.url, self._opener)
        self._turn = asyncio.Lock()
        self._next = asyncio.Lock()

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database."""
        return Path(self.url.database or "") if self.is_sqlite else None

    @property
    def dsn(self) -> str:
        """The plain URL with its password, as libpq and sqlite tools spell it. Never for a log."""
        plain = self.url.set(drivername=self.url.get_backend_name())
        return plain.render_as_string(hide_password=False)

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one snapshot. Nothing written through it is kept."""
        with available():
            async with self.engine.connect() as plain:
                yield await plain.execution_options(**({} if self.is_sqlite else SNAPSHOT))

    @contextlib.asynccontextmanager
    async def writing(self, first: Callable[[], Awaitable[None]] | None = None) -> AsyncIterator[AsyncConnection]:
        """One transaction: committed when the block ends, rolled back when it raises. What it touched is announced.

        `first`: what is to be done when this one is the next of its process, and before the database is locked.
        """
        with available():
            turn = self._in_turn(first) if self.is_sqlite or first else contextlib.nullcontext()
            async with turn, self.engine.connect() as plain:
                connection = await plain.execution_options(doorstep_writes=True)
                async with connection.begin():
                    begin_noting(connection)
                    yield connection
                    await write_announcement(connection, epoch(self.clock()))

    @contextlib.asynccontextmanager
    async def _in_turn(self, first: Callable[[], Awaitable[None]] | None) -> AsyncIterator[None]:
        """One of this process at a time; what another has to do `first` it does while that one waits or writes."""
        async with self._next if first else contextlib.nullcontext():
            if first:
                await first()
            await self._turn.acquire()
        try:
            yield
        finally:
            self._turn.release()

    async def close(self) -> None:
        """Close every connection that is not in use."""
        await self.engine.dispose()
        if self._opener:
            await self._opener.ended()


LOST = (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.CannotConnectNowError, ConnectionError)
UNUSABLE = re.compile(r"locked|unable to open|disk|readonly|read-only|malformed|not a database|full")
"""What SQLite says where nobody's statement is at fault."""


@contextlib.contextmanager
def available() -> Iterator[None]:
    """A database that cannot be reached, or not be written, is a DoorstepError STORE_UNAVAILABLE."""
    try:
        yield
    except (*LOST, apsw.CantOpenError, FileNotFoundError, PermissionError, gaierror) as error:
        raise unavailable() from error
    except DBAPIError as error:
        if error.connection_invalidated or isinstance(error.orig, LOST) or UNUSABLE.search(str(error.orig)):
            raise unavailable() from error
        raise


def unavailable() -> DoorstepError:
    return DoorstepError(
        "STORE_UNAVAILABLE",
        "数据库连不上或写不进：请看它是否在运行、磁盘是否已满、文件是否可写。",
        "The database cannot be reached or written: see whether it runs, the disk has room, the file may be written.",
    )


def create_engine(url: URL, opener: embedded.Opener | None) -> AsyncEngine:
    """`opener` opens SQLite's connections; None: the URL is PostgreSQL's."""
    engine = open_engine(url, opener)
    watch_writes(engine)
    return engine


def open_engine(url: URL, opener: embedded.Opener | None) -> AsyncEngine:
    if opener:
        Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
        engine = create_async_engine(url, pool_size=8, max_overflow=8, pool_use_lifo=True, async_creator=opener)
        event.listen(engine.sync_engine, "connect", set_pragmas)
        if opener.in_loop:
            event.listen(engine.sync_engine, "connect", copy_seldom)
        event.listen(engine.sync_engine, "begin", begin_sqlite)
        return engine
    settings = {"jit": "off", "application_name": "doorstep"}
    return create_async_engine(url, pool_size=8, max_overflow=8, connect_args={"server_settings": settings})


def set_pragmas(raw: Any, _record: object) -> None:  # Any: the driver's connection, as SQLAlchemy adapts it
    cursor = raw.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def copy_seldom(raw: Any, _record: object) -> None:  # Any: as above
    cursor = raw.cursor()
    cursor.execute(f"PRAGMA wal_autocheckpoint={PAGES_COPIED}")
    cursor.close()


def begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("doorstep_writes")
    connection.exec_driver_sql(embedded.BEGIN_WRITING if writes else "BEGIN")
