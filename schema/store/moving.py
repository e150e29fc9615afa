"""An installation moved to another database: every table, in the order of its references, in one transaction."""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from sqlalchemy import Table, func, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from schema.problems import DoorstepError
from schema.store.bulk import insert_rows, on_sqlite
from schema.store.engine import Database
from schema.store.migrating import metadata, migrate, require_current
from schema.store.reads.upkeep import rebuild
from schema.store.tables import source, station

CHUNK = 5_000
Progress = Callable[[str, int], None]
"""Told the table and how many of its rows have been copied."""


async def move(origin: Database, target: Database, progress: Progress = lambda table, rows: None) -> dict[str, int]:
    """Copy everything of `origin` into `target`, which is migrated and must be empty; returns rows by table.

    Runs under way come along with what they staged, and are continued there. Raises DoorstepError STORE_NOT_EMPTY.
    """
    await require_current(origin)
    await migrate(target)
    counts: dict[str, int] = {}
    async with origin.reading() as read, target.writing() as write:
        if await write.scalar(select(func.count()).select_from(source)):
            raise not_empty()
        for table in metadata.sorted_tables:
            counts[table.name] = 0
            async for rows in chunks(read, table):
                await insert_rows(write, table, [column.name for column in table.columns], without_parents(table, rows))
                counts[table.name] += len(rows)
                progress(table.name, counts[table.name])
        await hang_stations(read, write)
        await set_sequences(write)
        await rebuild(write)
    return counts


async def chunks(connection: AsyncConnection, table: Table) -> AsyncIterator[Sequence[tuple[Any, ...]]]:  # Any: values
    """The rows of a table by its primary key."""
    key = tuple(table.primary_key.columns)
    places = [list(table.columns).index(column) for column in key]
    last: tuple[Any, ...] | None = None  # Any: values of the key
    while True:
        query = select(table).order_by(*key).limit(CHUNK)
        if last is not None:
            query = query.where(tuple_(*key) > tuple_(*last))
        rows = [tuple(row) for row in await connection.execute(query)]
        if not rows:
            return
        yield rows
        last = tuple(rows[-1][place] for place in places)


def without_parents(table: Table, rows: Sequence[tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:  # Any: values
    """Stations point to each other: they are hung in their tree once all are there."""
    if table is not station:
        return rows
    at = list(table.columns).index(table.c.parent_id)
    return [(*row[:at], None, *row[at + 1 :]) for row in rows]


async def hang_stations(read: AsyncConnection, write: AsyncConnection) -> None:
    rows = await read.execute(select(station.c.id, station.c.parent_id).where(station.c.parent_id.is_not(None)))
    for row in rows.all():
        await write.execute(update(station).where(station.c.id == row[0]).values(parent_id=row[1]))


async def set_sequences(connection: AsyncConnection) -> None:
    """Keys that count up go on after the highest; SQLite does so by itself."""
    if on_sqlite(connection):
        return
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            sequence = f"pg_get_serial_sequence('{table.name}', '{column.name}')"
            highest = f'SELECT max({column.name}) FROM "{table.name}"'
            await connection.execute(
                text(f"SELECT setval({sequence}, coalesce(({highest}), 1), ({highest}) IS NOT NULL)")
            )


def not_empty() -> DoorstepError:
    return DoorstepError(
        "STORE_NOT_EMPTY",
        "目标数据库里已经有数据；请换一个空的数据库。",
        "The target database has data in it already: name an empty one.",
    )
