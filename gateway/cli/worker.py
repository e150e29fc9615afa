"""`doorstep worker`: one of as many workers as wanted, on as many machines as wanted."""

import asyncio

import typer

from gateway.cli.ingest import nothing_to_tell
from gateway.cli.output import err
from gateway.collecting import collect_seldom
from gateway.installation import installation
from gateway.logs import configure_logs
from gateway.nightly.lines import Lines
from gateway.settings import settings_from
from schema.store.migrating import require_current

AtOnce = typer.Option(4, "--at-once", min=1, max=64, help="How many sources this worker reads side by side.")
Idle = typer.Option(False, "--until-idle", help="Leave when nothing is left to do, instead of waiting for more.")


def worker(at_once: int = AtOnce, until_idle: bool = Idle) -> None:
    """Run sources from the queue (PostgreSQL), each on its schedule; start as many as there are cores and machines.

    Stopped by Ctrl-C or SIGTERM, a worker lets go of what it has in hand; killed, the others take it over. Either way
    each run goes on at its last checkpoint.
    """
    from gateway.nightly.working import work  # here, since loading the queue costs every command 0.3 s

    settings = settings_from()
    configure_logs(settings)

    async def forever() -> None:
        async with installation(settings) as house:
            await require_current(house.database)
            collect_seldom()
            await work(house, nothing_to_tell, Lines(), at_once=at_once, idle_ends=until_idle)

    asyncio.run(forever())
    err.print("worker stopped")
