"""After a commit: answers made of what it touched are dropped, and subscriptions are told.

Every commit, of whichever process, leaves an announcement in the store (schema.store.announcements). Before an answer
is given from the cache, and every quarter of a second beside, the gateway asks whether there is news (`behind`) and
catches up with it: exactly the answers that the news touch fall.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final, Protocol, TypeVar

from gateway.graph.context import Progress
from schema.changes import RunReport
from schema.store.news import News, NewsReader

log = logging.getLogger("doorstep.announcing")

EVERY_SECONDS: Final = 0.25
AWAY_SECONDS: Final = 0.5
"""A store that is away is looked for again after this; meanwhile no answer is kept for longer."""

T = TypeVar("T")


class UpToDate(Protocol):
    """Asked before an answer is taken from the cache."""

    def behind(self) -> bool:
        """Whether something may have been committed that the cache does not know of yet. Costs microseconds."""
        ...

    async def catch_up(self) -> None:
        """Drop what the commits since touched."""
        ...


class Following:
    """The announcer of a gateway, once it stands; before, and for a graph without a store, nothing changes."""

    announcer: "Announcer | None" = None

    def behind(self) -> bool:
        return self.announcer is not None and self.announcer.behind()

    @property
    def upto(self) -> int:
        """The last announcement that was taken in."""
        return self.announcer.upto if self.announcer is not None else 0

    async def catch_up(self) -> None:
        if self.announcer is not None:
            await self.announcer.catch_up()


class Announcer:
    """Follows the store of one gateway. Its `seqs` and `progress` are the graph's Announcements."""

    def __init__(
        self,
        news: NewsReader,
        forget: Callable[[frozenset[str], int], Awaitable[None]],
        forget_all: Callable[[int], Awaitable[None]],
        every_seconds: float = EVERY_SECONDS,
    ) -> None:
        self._news = news
        self._forget = forget
        self._forget_all = forget_all
        self._every_seconds = every_seconds
        self._turn = asyncio.Lock()
        self._away_until = 0.0
        self.upto = 0
        self.on_run: Callable[[RunReport], None] = lambda _report: None
        """Told of each run of this process: who counts them."""
        self._last_change: int | None = None
        self._seqs: set[asyncio.Queue[int]] = set()
        self._progress: set[asyncio.Queue[Progress]] = set()

    def behind(self) -> bool:
        try:
            return self._news.behind() and time.monotonic() >= self._away_until
        except Exception:  # whatever the database's driver raises: catch_up meets it again, and says it
            return time.monotonic() >= self._away_until

    async def catch_up(self) -> None:
        async with self._turn:
            try:
                news = await self._news.read()
            except Exception as error:  # as above; what cannot be known to be current is not kept
                if not self._away_until:
                    log.warning("the store cannot be followed: %s", type(error).__name__)
                self._away_until = time.monotonic() + AWAY_SECONDS
                await self._forget_all(self.upto)
                return
            self._away_until = 0.0
            if news is not None:
                await self._take(news)

    async def watch(self) -> None:
        """Catch up again and again, until cancelled: for subscriptions, and while nobody asks."""
        while True:
            if self.behind():
                await self.catch_up()
            await asyncio.sleep(self._every_seconds)

    async def announce(self, report: RunReport) -> None:
        """A run of this process was committed: nobody is given an older answer from now on."""
        await self.catch_up()
        self.on_run(report)

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

    async def _take(self, news: News) -> None:
        if news.tags is None:
            await self._forget_all(news.upto)
        else:
            await self._forget(news.tags, news.upto)
        self.upto = news.upto
        if news.last_change != self._last_change and self._last_change is not None:
            for queue in self._seqs:
                queue.put_nowait(news.last_change)
        self._last_change = news.last_change


async def _heard(queues: set[asyncio.Queue[T]]) -> AsyncIterator[T]:
    queue: asyncio.Queue[T] = asyncio.Queue()
    queues.add(queue)
    try:
        while True:
            yield await queue.get()
    finally:
        queues.discard(queue)
