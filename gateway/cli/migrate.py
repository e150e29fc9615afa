"""`doorstep migrate`: bring the database to this version's shape, or move an installation to another database."""

import asyncio

import typer

from gateway.cli.output import err, print_rows
from gateway.settings import settings_from
from schema.store.engine import Database
from schema.store.migrating import migrate as migrate_store
from schema.store.moving import move

Revision = typer.Argument("head", help="The revision to go to; `head` is this version's, `base` an empty database.")
From = typer.Option(None, "--from", metavar="URL", help="Move everything out of this database.")
To = typer.Option(None, "--to", metavar="URL", help="Into this empty one; default: DOORSTEP_DATABASE_URL.")


def migrate(revision: str = Revision, origin: str | None = From, target: str | None = To) -> None:
    """Make or update the tables of DOORSTEP_DATABASE_URL; both ways. Safe to repeat.

    With --from, an installation is moved as a whole: sources, jobs, history, and runs under way.
    """
    here = settings_from().database_url
    if origin is not None:
        counts = asyncio.run(_move(origin, target or here))
        print_rows([{"table": name, "rows": rows} for name, rows in counts.items() if rows], ("table", "rows"))
        return
    if target is not None:
        raise typer.BadParameter("goes with --from", param_hint="--to")
    err.print(f"the database stands at {asyncio.run(_migrate(here, revision)) or 'nothing'}")


async def _migrate(url: str, revision: str) -> str | None:
    database = Database(url)
    try:
        return await migrate_store(database, revision)
    finally:
        await database.close()


async def _move(origin: str, target: str) -> dict[str, int]:
    old, new = Database(origin), Database(target)
    try:
        return await move(old, new)
    finally:
        await old.close()
        await new.close()
