"""Starting the runs of sources in this process, a few at a time, one of a source at once."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from gateway.installation import Installation
from gateway.laying import StoreFailed
from gateway.nightly.beat import Start
from gateway.nightly.lines import Lines
from gateway.running import Announce, Runner
from schema.problems import DoorstepError

log = logging.getLogger("doorstep.schedule")


@contextlib.asynccontextmanager
async def starting_here(house: Installation, announce: Announce, at_once: int) -> AsyncIterator[Start]:
    """Gives what starts a run and does not wait for it. What runs when the block ends is let go, to be continued."""
    runner = Runner(house.database, house.context_for, house.now, announce, Lines())
    turns = asyncio.Semaphore(at_once)
    under_way: dict[str, asyncio.Task[None]] = {}

    async def run(key: str) -> None:
        async with turns:
            try:
                await runner.run(key)
            except DoorstepError as error:
                log.info("%s is not run: %s", key, error.problem.en)
            except StoreFailed:
                log.exception("the store failed during the run of %s", key)

    async def start(key: str) -> None:
        if key not in under_way:
            task = under_way[key] = asyncio.create_task(run(key), name=f"run {key}")
            task.add_done_callback(lambda _: under_way.pop(key, None))

    try:
        yield start
    finally:
        for task in list(under_way.values()):
            task.cancel()
        await asyncio.gather(*under_way.values(), return_exceptions=True)
