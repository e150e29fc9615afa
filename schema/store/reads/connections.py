"""Connections of the reading side to a PostgreSQL server.

Every read is one statement by itself, after which a connection is as it was before: none is reset in between, which
asyncpg's own pool does at the cost of a round trip. A connection whose statement was cut off is given up.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Any, Final

import asyncpg  # type: ignore[import-untyped]  # ships no types

from schema.store.reads.listing import Row, Value

STATEMENTS_KEPT: Final = 1_000
SETTINGS: Final = {"jit": "off", "random_page_cost": "1.1", "application_name": "doorstep reads"}
ENDED: Final = (
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # asyncpg's own state, where the end arrives with the question
    ConnectionError,
)


class Connections:
    """At most `most` connections, opened when they are needed. Belongs to the event loop that asks first."""

    def __init__(self, dsn: str, most: int) -> None:
        self._dsn = dsn
        self._most = most
        self._opened = 0
        self._free: list[Any] = []  # Any: asyncpg.Connection, which is untyped
        self._waiting: deque[asyncio.Future[Any]] = deque()

    async def fetch(self, sql: str, parameters: Sequence[Value]) -> list[Row]:
        """The rows of one statement; where the server has ended the connection, asked once more over a new one."""
        try:
            return await self._asked(sql, parameters)
        except ENDED:
            self._forget()
            return await self._asked(sql, parameters)

    async def _asked(self, sql: str, parameters: Sequence[Value]) -> list[Row]:
        connection = await self._taken()
        try:
            rows: list[Row] = await connection.fetch(sql, *parameters)
        except asyncpg.PostgresError:  # the server's word: the statement is over
            self._give(connection)
            raise
        except BaseException:  # cut off: what the server still sends belongs to nobody
            connection.terminate()
            self._lost()
            raise
        self._give(connection)
        return rows

    def _forget(self) -> None:
        """A server that was restarted has ended all that is free."""
        while self._free:
            self._opened -= 1
            self._free.pop().terminate()

    async def close(self) -> None:
        """Close the connections that are free."""
        while self._free:
            self._opened -= 1
            await self._free.pop().close()

    async def _taken(self) -> Any:  # Any: as above
        while True:
            while self._free:
                connection = self._free.pop()
                if not connection.is_closed():
                    return connection
                self._opened -= 1
            if self._opened < self._most:
                return await self._opened_anew()
            if (connection := await self._given()) is not None:
                return connection

    async def _given(self) -> Any:  # Any: as above
        """A connection that another gives back; None: one may be opened in place of one that was lost."""
        waiting: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        try:
            return await waiting
        except asyncio.CancelledError:
            if waiting.done() and not waiting.cancelled():
                self._hand(waiting.result())
            raise

    async def _opened_anew(self) -> Any:  # Any: as above
        self._opened += 1
        try:
            return await asyncpg.connect(
                self._dsn,
                statement_cache_size=STATEMENTS_KEPT,
                max_cacheable_statement_size=0,
                server_settings=SETTINGS,
            )
        except BaseException:
            self._lost()
            raise

    def _give(self, connection: Any) -> None:  # Any: as above
        if connection.is_closed():
            self._lost()
        else:
            self._hand(connection)

    def _lost(self) -> None:
        self._opened -= 1
        self._hand(None)

    def _hand(self, connection: Any) -> None:  # Any: as above
        """To who waits the longest, else among the free."""
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(connection)
                return
        if connection is not None:
            self._free.append(connection)
