"""Migrations: bring a database to any version of the tables, from the files that ship with the package.

A developer who changes the tables writes the version with `python -m schema.store.migrating "what changed"`. Alembic is
imported where something is to be migrated: a gateway whose database stands at the newest version starts without it.
"""

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect, text

from schema.problems import DoorstepError
from schema.store import announcements, tables, worktables
from schema.store.engine import Database
from schema.store.reads.upkeep import drop, is_missing, rebuild
from schema.store.remaking import are_missing, remake

if TYPE_CHECKING:
    from alembic.config import Config

ALL_TABLES = (announcements, tables, worktables)
"""The modules that define tables: importing them is what fills the metadata."""
metadata = tables.metadata

SCRIPTS = Path(__file__).parent / "migrations"
NOT_OURS = ("search", "procrastinate", "sqlite_")
"""Beginnings of names that Alembic leaves alone: shadow tables of full-text search, and the queue's own."""


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or not (name or "").startswith(NOT_OURS)


def config_for(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


async def migrate(database: Database, revision: str = "head") -> str | None:
    """Bring the tables to `revision` ("head", "base", a version, "-1"), up or down; returns where they stand now."""
    async with database.writing() as connection:
        if revision == "base":
            await drop(connection)
        here = await connection.run_sync(standing)
        if revision != "head" or here != head():
            here = await connection.run_sync(move_to, revision)
        if revision == "head" and await is_missing(connection):
            await rebuild(connection)
        if revision == "head" and await are_missing(connection):
            await remake(connection)
        return here


def move_to(connection: Connection, revision: str) -> str | None:
    from alembic import command
    from alembic.util import CommandError

    config = config_for(connection)
    try:
        (command.downgrade if is_below(connection, config, revision) else command.upgrade)(config, revision)
    except CommandError as error:
        raise unknown_revision(revision) from error
    return standing(connection)


def is_below(connection: Connection, config: "Config", revision: str) -> bool:
    from alembic.script import ScriptDirectory

    if revision == "base" or revision.startswith("-"):
        return True
    here = standing(connection)
    scripts = ScriptDirectory.from_config(config)
    below = [script.revision for script in scripts.iterate_revisions(here, "base")] if here else []
    return revision in below[1:]


def standing(connection: Connection) -> str | None:
    """The version that Alembic noted."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    noted: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return noted


async def revision(database: Database) -> str | None:
    """The version that the database stands at; None: empty."""
    async with database.reading() as connection:
        return await connection.run_sync(standing)


async def require_current(database: Database) -> None:
    """Raise DoorstepError STORE_NOT_MIGRATED where the tables are not at the version that this package has."""
    standing_at = await revision(database)
    if standing_at != head():
        raise DoorstepError(
            "STORE_NOT_MIGRATED",
            f"数据库版本是 {standing_at or '空'}，程序需要 {head()}：请先运行 doorstep migrate。",
            f"The database stands at {standing_at or 'nothing'}, this version needs {head()}: run `doorstep migrate`.",
        )


def head() -> str | None:
    """The newest version that this package has: each follows the one numbered below it."""
    return max((path.name[:4] for path in (SCRIPTS / "versions").glob("[0-9]*.py")), default=None)


async def differences(database: Database) -> list[Any]:  # Any: Alembic's own descriptions of what differs
    """What the database lacks or has beyond the tables as the code knows them."""
    async with database.reading() as connection:
        return await connection.run_sync(compare)


def compare(connection: Connection) -> list[Any]:  # Any: as above
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    options = {"compare_type": True, "include_name": is_ours}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def unknown_revision(name: str) -> DoorstepError:
    return DoorstepError(
        "STORE_REVISION",
        f"没有这个数据库版本：{name}。请用 head、base 或 doorstep migrate 列出的版本号。",
        f"There is no version {name} of the database: give head, base or one that `doorstep migrate` lists.",
    )


async def write_version(message: str) -> None:
    from alembic import command

    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/versions.db")
        async with database.writing() as connection:
            await connection.run_sync(move_to, "head")
            await connection.run_sync(
                lambda sync: command.revision(config_for(sync), message, autogenerate=True, rev_id=next_id())
            )
        await database.close()


def next_id() -> str:
    return f"{len(list((SCRIPTS / 'versions').glob('*.py'))) + 1:04d}"


if __name__ == "__main__":
    asyncio.run(write_version(sys.argv[1]))
