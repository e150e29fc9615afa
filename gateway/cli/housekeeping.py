"""`doorstep prune`, `doorstep backup`, `doorstep restore`: keeping the house."""

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import typer

from gateway.cli.output import AsJson, err, print_json, print_rows
from gateway.installation import Installation, installation
from gateway.nightly.beat import retention
from gateway.settings import settings_from
from schema.store import backup as files
from schema.store import housekeeping
from schema.store.migrating import require_current


def prune(as_json: bool = AsJson) -> None:
    """Expire what is due, and drop what is older than DOORSTEP_KEEP_… says. An open job is never dropped.

    The schedule does this every night at 4:30. The log of changes is kept short, and no cursor younger than 30 days
    misses anything.
    """

    async def act(house: Installation) -> dict[str, int]:
        await require_current(house.database)
        expired = await housekeeping.expire(house.database, house.now())
        pruned = await housekeeping.prune(house.database, house.now(), retention(house))
        return {"expired": len(expired.jobs), **dataclasses.asdict(pruned)}

    counts = asyncio.run(_with(act))
    if as_json:
        print_json(counts)
    else:
        print_rows([{"what": name, "rows": count} for name, count in counts.items()], ("what", "rows"))


def backup(file: Path = typer.Argument(help="Where the backup is written.", dir_okay=False)) -> None:
    """Write a consistent backup to FILE while everything runs on: a database file (SQLite) or a zip (PostgreSQL)."""
    asyncio.run(_with(lambda house: files.backup(house.database, file)))
    err.print(f"written: {file} ({file.stat().st_size:,} bytes); keep the secret key apart from it")


def restore(file: Path = typer.Argument(help="A backup that `doorstep backup` wrote.", dir_okay=False)) -> None:
    """Fill an empty database (DOORSTEP_DATABASE_URL) from a backup of its own kind."""
    asyncio.run(_with(lambda house: files.restore(house.database, file)))
    err.print(f"restored from {file}")


async def _with(act: Callable[[Installation], Awaitable[Any]]) -> Any:  # Any: whatever the act gives
    async with installation(settings_from()) as house:
        return await act(house)
