"""A source that a query found stale is read once in the background, where its config says refresh_on_read.

The query is answered from what there is, and says how fresh that is; those after it get what the run brought.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from gateway.freshness import SourceState
from schema.problems import DoorstepError
from schema.store import sources
from schema.store.engine import Database

log = logging.getLogger("doorstep.refresh")

AT_MOST_EVERY_SECONDS: Final = 300.0
"""Of one source, however often it is asked for, and however its runs end."""
AT_ONCE: Final = 2

Start = Callable[[str], Awaitable[int]]


@dataclass(slots=True)
class Refresher:
    """`start` begins the run of a source and returns once it has begun."""

    database: Database
    start: Start
    clock: Callable[[], float] = time.monotonic
    every_seconds: float = AT_MOST_EVERY_SECONDS
    _last: dict[str, float] = field(default_factory=dict)
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)

    def stale(self, state: SourceState) -> None:
        """A query has touched this source, whose time is past. Costs nothing where it was looked at just now."""
        now = self.clock()
        if len(self._tasks) >= AT_ONCE or now - self._last.get(state.key, -self.every_seconds) < self.every_seconds:
            return
        self._last[state.key] = now
        task = asyncio.create_task(self._refresh(state.key), name=f"refresh {state.key}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _refresh(self, key: str) -> None:
        try:
            source = await sources.get(self.database, key)
            if source.state == "ACTIVE" and source.config.get("refresh_on_read") is True:
                run_id = await self.start(key)
                log.info("%s was found stale: run %d reads it", key, run_id)
        except DoorstepError as error:
            log.info("%s is not refreshed: %s", key, error.problem.en)
        except Exception:  # whatever the database's driver raises: the query is answered all the same
            log.exception("%s could not be refreshed", key)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
