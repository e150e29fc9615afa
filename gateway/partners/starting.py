"""Runs that a partner starts: begun at once, carried on in the background, told to whoever follows them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gateway.graph.context import Progress
from gateway.installation import Installation
from schema.changes import RunReport

if TYPE_CHECKING:
    from gateway.running import Announce


@dataclass(slots=True)
class _Begun:
    """A `gateway.watching.Watcher` that tells once a run has begun, then how far it is."""

    moves: Callable[[Progress], None]
    begun_at: asyncio.Future[int]

    def begun(self, key: str, run_id: int) -> None:
        if not self.begun_at.done():
            self.begun_at.set_result(run_id)
        self.moves(Progress(run_id, key, "READING", 0))

    def moved(self, key: str, run_id: int, done: int, total: int | None) -> None:
        self.moves(Progress(run_id, key, "READING", done, total))

    def ended(self, report: RunReport) -> None:
        self.moves(Progress(report.run_id, report.source_key, report.outcome.value, report.fetched, report.fetched))


@dataclass(slots=True)
class Starter:
    """Starts runs of one process, and waits for those under way when it is closed."""

    house: Installation
    announce: "Announce"
    moves: Callable[[Progress], None]
    _tasks: set["asyncio.Task[RunReport]"] = field(default_factory=set)

    async def start(self, key: str) -> int:
        """The id of the run that has begun; raises DoorstepError where it cannot (unknown, paused, busy)."""
        begun: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        house = self.house
        from gateway.running import Runner  # all that reads sources, which a gateway may never need

        runner = Runner(house.database, house.context_for, house.now, self.announce, _Begun(self.moves, begun))
        task = asyncio.create_task(runner.run(key), name=f"run {key}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        await asyncio.wait((task, begun), return_when=asyncio.FIRST_COMPLETED)
        if begun.done():
            return begun.result()
        return (await task).run_id

    async def close(self) -> None:
        """Let go of the runs under way: their sources' next runs continue them."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
