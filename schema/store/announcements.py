"""Announcements: what each commit touched, written in the same transaction, for whoever keeps answers made of it.

Whoever writes says what it touched:

    async with database.writing() as connection:
        ...
        announce(connection, touched(report))    # tags, as schema.tags spells them

A transaction that wrote to a table of the graph and said nothing is taken to have touched everything. The row is
written last, so that rows commit in the order of their ids.
"""

import re
from collections.abc import Iterable
from typing import Any, Final

import orjson
from sqlalchemy import Column, Connection, Index, Table, Text, bindparam, delete, event, insert, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from schema.store.tables import Id, Instant, metadata

announcement = Table(
    "announcement",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("tags_json", Text),  # NULL: anything may have changed
    Index(None, "at"),
    sqlite_autoincrement=True,
)
"""Kept for a day: who has not looked for longer takes it that everything changed."""

SHOWN: Final = frozenset(
    {"change", "employer", "event", "job", "policy", "posting", "reject", "run", "source", "station"}
)
"""Tables that answers are made of."""
KEEP_SECONDS: Final = 86_400
MOST_TAGS: Final = 300_000
"""A commit that touched more is told as everything."""
CHANNEL: Final = "doorstep_announcement"
ANNOUNCING: Final = 0x616E6E6F
"""The advisory lock of PostgreSQL under which rows are given their ids and committed, one after the other."""

_WRITES: Final = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
_TOLD: Final = insert(announcement)
_OLD: Final = delete(announcement).where(announcement.c.at < bindparam("before"))
_SAID: Final = "doorstep_announced"
_WROTE: Final = "doorstep_wrote"


def announce(connection: AsyncConnection, tags: Iterable[str]) -> None:
    """Say what this transaction touched; no tags: nothing that an answer shows. A set becomes the transaction's own."""
    info = _info(connection)
    if _SAID in info:
        info[_SAID].update(tags)
    else:
        info[_SAID] = tags if isinstance(tags, set) else set(tags)


def wrote(connection: AsyncConnection, table: str) -> None:
    """Note that this transaction wrote to a table, for writes that go past SQLAlchemy."""
    _info(connection).setdefault(_WROTE, set()).add(table)


def watch_writes(engine: AsyncEngine) -> None:
    """Note the tables that are written to through SQLAlchemy."""
    event.listen(engine.sync_engine, "before_cursor_execute", _before_execute)


def begin_noting(connection: AsyncConnection) -> None:
    """Forget what an earlier transaction of this connection said."""
    _info(connection).pop(_SAID, None)
    _info(connection).pop(_WROTE, None)


async def write_announcement(connection: AsyncConnection, at: int) -> None:
    """Write the row, as the last thing before the commit; none where nothing was touched. `at`: epoch seconds."""
    info = _info(connection)
    said: set[str] | None = info.pop(_SAID, None)
    wrote_to: set[str] = info.pop(_WROTE, set())
    if not said and (said is not None or wrote_to.isdisjoint(SHOWN)):
        return
    known = None if said is None or len(said) > MOST_TAGS else orjson.dumps(sorted(said)).decode()
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ANNOUNCING})
        await connection.execute(text("SELECT pg_notify(:channel, '')"), {"channel": CHANNEL})
    await connection.execute(_TOLD, {"at": at, "tags_json": known})
    await connection.execute(_OLD, {"before": at - KEEP_SECONDS})


def table_written(statement: str) -> str | None:
    """The table that a statement writes to.

    >>> table_written('UPDATE "job" SET title = ?')
    'job'
    """
    found = _WRITES.match(statement)
    return found[1] if found else None


def _info(connection: AsyncConnection) -> dict[Any, Any]:  # Any: SQLAlchemy's own dictionary
    assert connection.sync_connection is not None  # it has begun
    return connection.sync_connection.info


def _before_execute(
    connection: Connection,
    _cursor: object,
    statement: str,
    _parameters: object,
    _context: object,
    _many: bool,
) -> None:
    table = table_written(statement)
    if table is not None:
        connection.info.setdefault(_WROTE, set()).add(table)
