"""`doorstep schedule`: every source on its own schedule, and the house kept, from one process."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator
from datetime import datetime

import typer
from cronsim import CronSim

from gateway.cli.ingest import nothing_to_tell
from gateway.cli.output import AsJson, err, print_json, print_rows
from gateway.installation import Installation, installation
from gateway.logs import configure_logs
from gateway.nightly.beat import Beat, Start
from gateway.nightly.night import SHANGHAI
from gateway.nightly.starting import starting_here
from gateway.settings import settings_from
from schema.store import sources
from schema.store.migrating import require_current

Show = typer.Option(False, "--show", help="Only show when each source is due next.")
AtOnce = typer.Option(8, "--at-once", min=1, max=64, help="SQLite: how many sources are read side by side.")


def schedule(show: bool = Show, as_json: bool = AsJson, at_once: int = AtOnce) -> None:
    """Start each source when its cron expression (Asia/Shanghai) says so; expire, prune and report on time.

    On SQLite this process runs the sources itself. On PostgreSQL it queues them for the workers; workers do that too,
    so there it is needed only where none of them should.
    """
    settings = settings_from()
    configure_logs(settings)
    if show or as_json:
        asyncio.run(_show(as_json))
        return
    asyncio.run(_forever(at_once))


async def _forever(at_once: int) -> None:
    async with installation(settings_from()) as house:
        await require_current(house.database)
        async with _starting(house, at_once) as start:
            beating = asyncio.create_task(Beat(house, start).forever())
            loop = asyncio.get_running_loop()
            for name in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(name, beating.cancel)
            err.print("the schedule runs; Ctrl-C ends it")
            await asyncio.gather(beating, return_exceptions=True)


@contextlib.asynccontextmanager
async def _starting(house: Installation, at_once: int) -> AsyncIterator[Start]:
    if house.database.is_sqlite:
        async with starting_here(house, nothing_to_tell, at_once) as start:
            yield start
        return
    from gateway.nightly.working import open_queue, putting  # here, since SQLite has no queue to load

    async with open_queue(house.database) as queue:
        yield putting(queue)


async def _show(as_json: bool) -> None:
    async with installation(settings_from()) as house:
        await require_current(house.database)
        now = house.now()
        rows = [
            {
                "source": one.key,
                "schedule": one.schedule or sources.NIGHTLY,
                "state": one.state,
                "next": _next(one, now),
            }
            for one in await sources.listing(house.database)
        ]
    if as_json:
        print_json(rows)
    else:
        print_rows(rows, ("source", "schedule", "state", "next"))


def _cron(one: sources.Source) -> str:
    return one.schedule or sources.NIGHTLY


def _next(one: sources.Source, now: datetime) -> str | None:
    if one.state != "ACTIVE":
        return None
    return next(CronSim(_cron(one), now.astimezone(SHANGHAI))).isoformat(timespec="minutes")
