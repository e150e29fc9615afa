"""A night by hand on many machines: every source is queued, and its runs are followed until nothing is left."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from gateway.nightly.ended import report_of
from gateway.nightly.queue import Queue
from gateway.watching import Watcher
from schema.changes import RunReport
from schema.problems import Problem
from schema.store import runs
from schema.store.engine import Database
from schema.vocabulary import RunOutcome

EVERY_SECONDS = 1.0
NOT_TAKEN = Problem(
    "RUN_NOT_TAKEN",
    "没有工作进程接手：先启动 doorstep worker，队列里的运行会接着做",
    "no worker has taken it: start `doorstep worker`, and what is queued will be done",
)


async def follow(
    database: Database, queue: Queue, keys: Sequence[str], watcher: Watcher, since: datetime, idle_seconds: float = 90.0
) -> list[tuple[str, RunReport | Problem]]:
    """How each of these sources ended, in the order in which they did. They have been queued at `since`.

    Gives up on what is left when nothing at all has moved for `idle_seconds`.
    """
    ended: dict[str, RunReport | Problem] = {}
    begun: set[str] = set()
    quiet = 0.0
    while len(ended) < len(keys):
        left = await queue.left()
        latest = {run.source_key: run for run in await runs.between(database, since, datetime.max.astimezone())}
        news = False
        for key in keys:
            run = latest.get(key)
            if run is not None and key not in begun:
                begun.add(key)
                watcher.begun(key, run.id)
                news = True
            if key not in ended and key not in left and run is not None and run.outcome is not RunOutcome.RUNNING:
                ended[key] = report_of(run)
                watcher.ended(report_of(run))
                news = True
        quiet = 0.0 if news or "doing" in left.values() else quiet + EVERY_SECONDS
        if quiet > idle_seconds or (not left and quiet > 5):
            return [*ended.items(), *((key, NOT_TAKEN) for key in keys if key not in ended)]
        await asyncio.sleep(EVERY_SECONDS)
    return list(ended.items())
