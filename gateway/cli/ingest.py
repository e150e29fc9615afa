"""`doorstep ingest`: run sources now."""

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import typer

from gateway.cli.output import AsJson, fail
from gateway.cli.progress import Display
from gateway.cli.reports import Ended, exit_code, print_report
from gateway.collecting import collect_seldom
from gateway.installation import Installation, installation
from gateway.settings import settings_from
from schema.changes import RunReport
from schema.problems import DoorstepError, Problem
from schema.store import sources
from schema.store.migrating import require_current

if TYPE_CHECKING:
    from gateway.running import MakeContext

Keys = typer.Argument(None, help="The sources to run, by key.")
All = typer.Option(False, "--all", help="Run every active source.")
Workers = typer.Option(
    False, "--workers", help="Queue the sources for `doorstep worker` (PostgreSQL), and follow them."
)
Processes = typer.Option(1, "--processes", min=1, max=64, help="Share the sources out among so many processes.")
Kept = typer.Option(False, "--kept", help="Read the pages that the last run kept, instead of fetching: after a mend.")
AtOnce = typer.Option(8, "--at-once", min=1, max=64, help="How many sources are read side by side.")


def ingest(
    keys: list[str] | None = Keys,
    everything: bool = All,
    workers: bool = Workers,
    processes: int = Processes,
    kept: bool = Kept,
    at_once: int = AtOnce,
    as_json: bool = AsJson,
) -> None:
    """Fetch, read and store sources, and report how each went.

    Exit codes: 0 all went well, 3 some sources did not, 1 the command itself failed.
    """
    if not keys and not everything:
        raise typer.BadParameter("name sources, or --all for every active one", param_hint="SOURCE")
    ended = asyncio.run(_ingest(keys or [], everything, kept, workers, processes, at_once))
    if not ended:
        fail(NOTHING_TO_RUN)
    print_report(ended, as_json)
    raise typer.Exit(exit_code(ended))


NOTHING_TO_RUN = Problem(
    "NO_SOURCES",
    "还没有登记任何来源：用 doorstep sources add 登记，或用 doorstep demo 试用样例",
    "no source is registered yet: `doorstep sources add` registers one, `doorstep demo` tries samples",
)


async def _ingest(
    keys: list[str], everything: bool, kept: bool, workers: bool, processes: int, at_once: int
) -> list[Ended]:
    async with installation(settings_from(), in_loop=True) as house:
        await require_current(house.database)
        collect_seldom()
        if everything:
            keys = [each.key for each in await sources.listing(house.database) if each.state == "ACTIVE"]
        if kept:
            from gateway.nightly.rereading import (
                read_again,  # here, as what reads sources: with `--processes`, others do
            )

            return await run_them(house, keys, at_once, partial(read_again, house))
        if workers and not house.database.is_sqlite:
            return await follow_them(house, keys)
        ended = await (share_them(house, keys, processes, at_once) if processes > 1 else run_them(house, keys, at_once))
        if everything:
            await tidy(house)
        return ended


async def tidy(house: Installation) -> None:
    """After a whole night: where another process has the store, the next night does it."""
    from schema.store.housekeeping import merge_texts  # here: a process that shares in a night needs it not

    with suppress(DoorstepError):
        await merge_texts(house.database)


async def run_them(
    house: Installation, keys: list[str], at_once: int = 8, context_for: "MakeContext | None" = None
) -> list[Ended]:
    """Run sources with a progress display; in the order in which they ended."""
    from gateway.running import Runner

    with Display() as display:
        runner = Runner(house.database, context_for or house.context_for, house.now, nothing_to_tell, display)
        return [ended async for ended in runner.run_all(keys, at_once)]


async def share_them(house: Installation, keys: list[str], processes: int, at_once: int) -> list[Ended]:
    """Run sources in several processes of this machine, with a progress display."""
    from gateway.nightly.sharing import Shares

    known = {one.key: one for one in await sources.listing(house.database)}
    for key in keys:
        if key not in known:
            raise sources.unknown_source(key)
    with Display() as display:
        return await Shares(house, display, processes, at_once).run([known[key] for key in keys])


async def follow_them(house: Installation, keys: list[str]) -> list[Ended]:
    """Have workers run sources, with a progress display."""
    from gateway.nightly.following import follow  # here, since loading the queue costs every command 0.3 s
    from gateway.nightly.working import open_queue

    async with open_queue(house.database) as queue:
        known = {one.key: one for one in await sources.listing(house.database)}
        since = house.now()
        for key in keys:
            if key not in known:
                raise sources.unknown_source(key)
            await queue.put(key, first=known[key].connector == "stations")
        with Display() as display:
            return await follow(house.database, queue, keys, display, since)


async def nothing_to_tell(report: RunReport) -> None:
    """A command of its own has no cache and no subscribers: other processes see the store's log."""
