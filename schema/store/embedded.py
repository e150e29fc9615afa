"""SQLite through apsw for SQLAlchemy: the writing side uses the very library that the reading side reads with.

Two copies of SQLite in one process must not open one file: POSIX locks belong to the process, so neither copy sees the
other's, and a checkpoint of one pulls pages from under a reader of the other (sqlite.org/howtocorrupt.html, 2.2.1).
`ApswConnection` is as much of Python's DB-API as aiosqlite and SQLAlchemy ask for.
"""

import asyncio
import itertools
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import Thread
from typing import Any
from weakref import ReferenceType, ref

import aiosqlite
import apsw

Values = Sequence[Any]  # Any: what SQLite can bind
STATEMENTS = 256
"""Prepared statements kept by each connection."""
BEGIN_WRITING = "BEGIN IMMEDIATE"
BUSY_SECONDS = 120.0
"""How long a writer of another process is waited for: longer than the longest run takes to apply."""
LOOK_AGAIN_SECONDS = 0.003
"""How soon a waiting writer looks again, at the latest: SQLite itself sleeps up to 0.1 s, and the lock lies idle."""
GIVE_WAY_SECONDS = 1.0
"""How long a connection in the loop goes from statement to statement before others of the loop have a turn."""


class Opener:
    """Opens aiosqlite connections over apsw to one file, each with a thread of its own or in the loop."""

    def __init__(self, path: str, *, in_loop: bool = False) -> None:
        self._path = path
        self.in_loop = in_loop
        self._link = LinkInLoop if in_loop else Link
        self._threads: dict[Thread, ReferenceType[aiosqlite.Connection]] = {}

    async def __call__(self) -> aiosqlite.Connection:
        opened: Any = lambda: ApswConnection(self._path)  # noqa: E731  # Any: aiosqlite is typed for sqlite3's own class
        connection = self._link(opened, 64)
        connection._thread.daemon = True
        self._threads = {thread: of for thread, of in self._threads.items() if thread.is_alive()}
        self._threads[connection._thread] = ref(connection)
        return await connection

    async def ended(self) -> None:
        """Wait for the threads of connections that were closed or given up.

        They still answer the calls that were cancelled, and answer to this loop: it must not be closed before.
        """
        for thread, of in self._threads.items():
            connection = of()
            if connection is None or not connection._running:
                await asyncio.to_thread(thread.join)


class Link(aiosqlite.Connection):
    """An aiosqlite connection whose cursors cross to its thread once, to execute: the rows are there by then."""

    def cursor(self) -> "LinkCursor":  # type: ignore[override]  # asks for no more than SQLAlchemy does
        driver: Any = self._conn  # Any: typed for sqlite3's own class
        return LinkCursor(self, driver.cursor())


class LinkInLoop(Link):
    """A link whose statements run on the loop's own thread: nothing else of the process runs within a transaction.

    For a process that has nothing to do but to run sources, beside others that wait for the same lock: a thread that
    has it would wait for the interpreter at every statement, while another run reads a page. The lock is looked for
    from the loop, so that who gets it goes on at once. A long transaction gives way every GIVE_WAY_SECONDS.
    """

    _until = 0.0

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # Any: any call of the driver
        if args and args[0] == BEGIN_WRITING:
            return await self._locked(fn, *args)
        if time.monotonic() > self._until:
            await asyncio.sleep(0)
            self._until = time.monotonic() + GIVE_WAY_SECONDS
        return fn(*args, **kwargs)

    async def _locked(self, begin: Callable[..., Any], *args: Any) -> Any:  # Any: as above
        """Try until the lock is free, for BUSY_SECONDS; others of the loop run on between two tries."""
        driver: Any = self._conn  # Any: typed for sqlite3's own class
        patient_until = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                with driver.impatient():
                    begun = begin(*args)
            except sqlite3.OperationalError as error:
                if time.monotonic() >= patient_until or not isinstance(error.__cause__, apsw.BusyError):
                    raise
                await asyncio.sleep(LOOK_AGAIN_SECONDS)
            else:
                self._until = time.monotonic() + GIVE_WAY_SECONDS
                return begun


class LinkCursor:
    """What SQLAlchemy asks of an aiosqlite cursor."""

    def __init__(self, link: Link, cursor: "ApswCursor") -> None:
        self._link = link
        self._cursor = cursor

    async def __aenter__(self) -> "LinkCursor":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @property
    def description(self) -> Sequence[tuple[Any, ...]] | None:  # Any: DB-API leaves six of seven to the driver
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._cursor.lastrowid

    async def execute(self, sql: str, parameters: Values = ()) -> "LinkCursor":
        await self._link._execute(self._cursor.execute, sql, parameters)  # type: ignore[no-untyped-call]  # aiosqlite's
        return self

    async def executemany(self, sql: str, rows: Iterable[Values]) -> "LinkCursor":
        await self._link._execute(self._cursor.executemany, sql, rows)  # type: ignore[no-untyped-call]  # as above
        return self

    async def fetchall(self) -> list[tuple[Any, ...]]:  # Any: SQL values
        return self._cursor.fetchall()

    async def close(self) -> None:
        self._cursor.close()


class ApswConnection:
    """apsw's connection under the names of DB-API 2.0. Transactions begin where SQLAlchemy says BEGIN."""

    isolation_level: str | None = None

    def __init__(self, path: str) -> None:
        self.driver = apsw.Connection(path, statementcachesize=STATEMENTS)
        self.driver.set_busy_handler(Patience(BUSY_SECONDS))

    @contextmanager
    def impatient(self) -> Iterator[None]:
        """Within, a lock that another has is an error at once."""
        self.driver.set_busy_handler(None)
        try:
            yield
        finally:
            self.driver.set_busy_handler(Patience(BUSY_SECONDS))

    @property
    def in_transaction(self) -> bool:
        return self.driver.in_transaction

    def cursor(self) -> "ApswCursor":
        return ApswCursor(self.driver)

    def execute(self, sql: str, parameters: Values = ()) -> "ApswCursor":
        cursor = self.cursor()
        cursor.execute(sql, parameters)
        return cursor

    def executemany(self, sql: str, rows: Iterable[Values]) -> "ApswCursor":
        cursor = self.cursor()
        cursor.executemany(sql, rows)
        return cursor

    def commit(self) -> None:
        if self.driver.in_transaction:
            self.execute("COMMIT")

    def rollback(self) -> None:
        if self.driver.in_transaction:
            self.execute("ROLLBACK")

    def create_function(
        self,
        name: str,
        arguments: int,
        function: Callable[..., Any],
        *,
        deterministic: bool = False,  # Any: SQL values
    ) -> None:
        self.driver.create_scalar_function(name, function, arguments, deterministic=deterministic)

    def close(self) -> None:
        self.driver.close()


class Patience:
    """SQLite's busy handler: whether to look again for a lock that another process holds, after a short sleep."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until = 0.0

    def __call__(self, tries: int) -> bool:
        if tries == 0:
            self._until = time.monotonic() + self._seconds
        time.sleep(min((tries + 1) / 1000, LOOK_AGAIN_SECONDS))
        return time.monotonic() < self._until


class ApswCursor:
    """apsw's cursor under the names of DB-API 2.0. Rows are read whole: what the store asks for is bounded."""

    arraysize = 1

    def __init__(self, driver: apsw.Connection) -> None:
        self._driver = driver
        self._rows: Iterator[tuple[Any, ...]] = iter(())  # Any: SQL values
        self.description: Sequence[tuple[Any, ...]] | None = None  # Any: DB-API leaves six of seven to the driver
        self.rowcount = -1
        self.lastrowid: int | None = None

    def execute(self, sql: str, parameters: Values = ()) -> "ApswCursor":
        with translated():
            before = self._driver.total_changes()
            cursor = self._driver.cursor()
            cursor.exec_trace = self._describe
            self._rows = iter(cursor.execute(sql, tuple(parameters)).fetchall())
            self._tell(before)
        return self

    def executemany(self, sql: str, rows: Iterable[Values]) -> "ApswCursor":
        with translated():
            before = self._driver.total_changes()
            self._driver.cursor().executemany(sql, rows)
            self._tell(before, many=True)
        return self

    def _describe(self, cursor: apsw.Cursor, _sql: str, _parameters: object) -> bool:
        columns = cursor.get_description()
        self.description = [(column[0], None, None, None, None, None, None) for column in columns] or None
        return True

    def _tell(self, before: int, *, many: bool = False) -> None:
        """Rows touched by the statement itself, not by its triggers; of executemany, by both."""
        total = self._driver.total_changes() - before
        self.rowcount = (total if many else self._driver.changes()) if total else 0
        self.lastrowid = self._driver.last_insert_rowid()

    def fetchone(self) -> tuple[Any, ...] | None:  # Any: SQL values
        return next(self._rows, None)

    def fetchmany(self, size: int | None = None) -> list[tuple[Any, ...]]:  # Any: SQL values
        return list(itertools.islice(self._rows, size or self.arraysize))

    def fetchall(self) -> list[tuple[Any, ...]]:  # Any: SQL values
        return list(self._rows)

    def close(self) -> None:
        self._rows = iter(())


@contextmanager
def translated() -> Iterator[None]:
    """apsw's errors as those of DB-API, which SQLAlchemy knows."""
    try:
        yield
    except apsw.ConstraintError as error:
        raise sqlite3.IntegrityError(str(error)) from error
    except apsw.Error as error:
        raise sqlite3.OperationalError(str(error)) from error
