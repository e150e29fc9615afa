"""After a commit: answers made of what changed are dropped, and subscriptions are told.

A run of this process is announced with its report, and exactly the answers that it touched fall. What another process
committed is seen by looking at the store every quarter of a second; then every answer falls, since what it touched is
not known here.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final, TypeVar

from gateway.graph.context import Progress
from schema.changes import RunReport
from schema.store.reads.listing import Select, Value, Window
from schema.store.reads.queries import ChangeQuery, SourceQuery
from schema.store.reads.reader import Reader, whole
from schema.tags import touched

log = logging.getLogger("doorstep.announcing")

EVERY_SECONDS: Final = 0.25
_LAST_CHANGE: Final = Select("change", (("t", "seq"),))
_SOURCES: Final = 1_000_000

T = TypeVar("T")
Fingerprint = tuple[int, int]
"""The last row of the log of changes, and a hash of every source's row: each run and each mutation moves one."""


class Announcer:
    """Watches the store of one gateway. Its `seqs` and `progress` are the graph's Announcements."""

    def __init__(
        self,
        reader: Reader,
        forget: Callable[[frozenset[str]], Awaitable[None]],
        forget_all: Callable[[], Awaitable[None]],
        every_seconds: float = EVERY_SECONDS,
    ) -> None:
        self._reader = reader
        self._forget = forget
        self._forget_all = forget_all
        self._every_seconds = every_seconds
        self._seen: Fingerprint | None = None
        self._seqs: set[asyncio.Queue[int]] = set()
        self._progress: set[asyncio.Queue[Progress]] = set()

    async def watch(self) -> None:
        """Look again and again, until cancelled. A store that is away is looked for again."""
        away = False
        while True:
            try:
                await self._look()
                away = False
            except Exception as error:  # whatever the database's driver raises; said once, not four times a second
                if not away:
                    log.warning("the store cannot be watched: %s", type(error).__name__)
                away = True
            await asyncio.sleep(self._every_seconds)

    async def announce(self, report: RunReport) -> None:
        """A run of this process was committed."""
        seen = await self._fingerprint()
        await self._forget(touched(report))
        self._tell(seen)

    async def changed(self, tags: frozenset[str]) -> None:
        """Something else of this process was committed: a mutation."""
        seen = await self._fingerprint()
        await self._forget(tags)
        self._tell(seen)

    def moved(self, progress: Progress) -> None:
        """A run of this process went on."""
        for queue in self._progress:
            queue.put_nowait(progress)

    async def seqs(self) -> AsyncIterator[int]:
        """The log's last row after each commit."""
        async for seq in _heard(self._seqs):
            yield seq

    async def progress(self) -> AsyncIterator[Progress]:
        """How the runs of this process go on."""
        async for progress in _heard(self._progress):
            yield progress

    async def _look(self) -> None:
        seen = await self._fingerprint()
        if self._seen is not None and seen != self._seen:
            await self._forget_all()
        self._tell(seen)

    def _tell(self, seen: Fingerprint) -> None:
        if self._seen is not None and seen[0] != self._seen[0]:
            for queue in self._seqs:
                queue.put_nowait(seen[0])
        self._seen = seen

    async def _fingerprint(self) -> Fingerprint:
        last = (await self._reader.pages([ChangeQuery()], Window(1, backward=True), _LAST_CHANGE))[0].rows
        sources = (await self._reader.pages([SourceQuery()], Window(_SOURCES), whole("source")))[0].rows
        return (_integer(last[0][0]) if last else 0, hash(tuple(tuple(row) for row in sources)))


async def _heard(queues: set[asyncio.Queue[T]]) -> AsyncIterator[T]:
    queue: asyncio.Queue[T] = asyncio.Queue()
    queues.add(queue)
    try:
        while True:
            yield await queue.get()
    finally:
        queues.discard(queue)


def _integer(value: Value) -> int:
    assert isinstance(value, int)  # change.seq
    return value
