"""`doorstep migrate`: bring the database to this version's shape, or move an installation to another database."""

import asyncio

import typer

from gateway.cli.output import err
from gateway.settings import settings_from
from schema.store.engine import Database
from schema.store.migrating import migrate as migrate_store

Revision = typer.Argument("head", help="The revision to go to; `head` is this version's, `base` an empty database.")


def migrate(revision: str = Revision) -> None:
    """Make or update the tables of DOORSTEP_DATABASE_URL; both ways. Safe to repeat."""
    standing = asyncio.run(_migrate(revision))
    err.print(f"the database stands at {standing or 'nothing'}")


async def _migrate(revision: str) -> str | None:
    database = Database(settings_from().database_url)
    try:
        return await migrate_store(database, revision)
    finally:
        await database.close()
