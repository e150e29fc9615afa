"""Backup and restore, consistent while everything runs. Each database's backup is one file of its own kind.

SQLite: a copy of the file by SQLite's online backup, which any tool opens. PostgreSQL: a zip of each table's COPY,
all of one snapshot.
"""

import asyncio
import os
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import apsw
import orjson
from sqlalchemy import delete, func, select, text

from schema.problems import DoorstepError
from schema.store.engine import Database
from schema.store.migrating import head, metadata, migrate, require_current
from schema.store.moving import not_empty, set_sequences
from schema.store.reads.upkeep import rebuild
from schema.store.tables import source
from schema.store.worktables import lease

ABOUT = "about.json"
PIECE_BYTES = 1 << 20


async def backup(database: Database, file: Path) -> None:
    """Write a backup to `file`, which appears whole or not at all."""
    await require_current(database)
    partial = file.with_name(file.name + ".partial")
    partial.unlink(missing_ok=True)
    if database.path is not None:
        await asyncio.to_thread(copy_sqlite, database.path, partial)
    else:
        await write_archive(database, partial)
    os.replace(partial, file)


async def restore(database: Database, file: Path) -> None:
    """Fill an empty database from a backup of its own kind; raises DoorstepError STORE_NOT_EMPTY or STORE_BACKUP."""
    if not await asyncio.to_thread(file.is_file):
        raise unreadable(file)
    await migrate(database)
    async with database.reading() as connection:
        if await connection.scalar(select(func.count()).select_from(source)):
            raise not_empty()
    if database.path is None:
        await read_archive(database, file)
    else:
        await asyncio.to_thread(check_sqlite, file)
        await database.close()
        await asyncio.to_thread(copy_sqlite, file, database.path)
        await migrate(database)
    async with database.writing() as connection:
        await connection.execute(delete(lease))  # what ran when the backup was made does not run here


def copy_sqlite(origin: Path, target: Path) -> None:
    """Page by page under one read transaction: writers go on, and the copy is of one moment."""
    read, write = apsw.Connection(str(origin)), apsw.Connection(str(target))
    try:
        write.set_busy_timeout(60_000)
        with write.backup("main", read, "main") as pages:
            while not pages.done:
                pages.step(-1)
    finally:
        write.close()
        read.close()


def check_sqlite(file: Path) -> None:
    connection = None
    try:
        connection = apsw.Connection(str(file), flags=apsw.SQLITE_OPEN_READONLY)
        answer = next(iter(connection.execute("PRAGMA quick_check(1)")))[0]
        connection.execute("SELECT version_num FROM alembic_version").fetchall()
    except apsw.Error as error:
        raise unreadable(file) from error
    finally:
        if connection is not None:
            connection.close()
    if answer != "ok":
        raise unreadable(file)


async def write_archive(database: Database, file: Path) -> None:
    async with database.reading() as connection:
        await connection.execute(text("SELECT 1"))  # begins the transaction whose snapshot every COPY reads
        driver: Any = (await connection.get_raw_connection()).driver_connection  # Any: asyncpg's own connection
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            tables = {str(table.name): [str(each.name) for each in table.columns] for table in metadata.sorted_tables}
            archive.writestr(ABOUT, orjson.dumps({"revision": head(), "tables": tables}))
            for name, columns in tables.items():
                with archive.open(f"{name}.copy", "w", force_zip64=True) as member:
                    await driver.copy_from_table(name, output=writer(member), columns=columns, format="binary")


def writer(member: Any) -> Any:  # Any: a file of zipfile's, and a coroutine function as asyncpg takes it
    async def write(data: bytes) -> None:
        member.write(data)

    return write


async def read_archive(database: Database, file: Path) -> None:
    try:
        archive = zipfile.ZipFile(file)
        about = orjson.loads(archive.read(ABOUT))
    except (zipfile.BadZipFile, KeyError, orjson.JSONDecodeError) as error:
        raise unreadable(file) from error
    if about["revision"] != head():
        raise other_version(about["revision"])
    with archive:
        async with database.writing() as connection:
            await connection.execute(text("SELECT 1"))
            driver: Any = (await connection.get_raw_connection()).driver_connection  # Any: asyncpg's own connection
            for name, columns in about["tables"].items():
                with archive.open(f"{name}.copy") as member:
                    await driver.copy_to_table(name, source=pieces(member), columns=columns, format="binary")
            await set_sequences(connection)
            await rebuild(connection)


async def pieces(member: Any) -> AsyncIterator[bytes]:  # Any: a file of zipfile's
    while data := member.read(PIECE_BYTES):
        yield data


def unreadable(file: Path) -> DoorstepError:
    return DoorstepError(
        "STORE_BACKUP",
        f"{file.name} 不是这种数据库的完整备份。",
        f"{file.name} is no whole backup of this kind of database.",
    )


def other_version(revision: object) -> DoorstepError:
    return DoorstepError(
        "STORE_BACKUP",
        f"备份的数据库版本是 {revision}，程序是 {head()}：请用当时的版本恢复，再升级。",
        f"The backup is of version {revision}, this program of {head()}: restore it with that version, then migrate.",
    )
