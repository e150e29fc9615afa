"""What a run has read, written while the run reads on.

The database takes one writer at a time, and a large source is applied for seconds: whoever waits for its turn meanwhile
reads ahead, up to AHEAD records, and writes them in one transaction when the turn comes.
"""

import asyncio
from collections.abc import Awaitable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Final, Self, TypeVar

from schema.problems import DoorstepError
from schema.store.intake import RunHandle
from schema.store.staging import Lot, Taken, Unread

AHEAD: Final = 2_000
"""Records that may wait: some megabytes a run."""
STORE_AWAY: Final = "STORE_UNAVAILABLE"
"""The store's own trouble, which is no source's failure."""


T = TypeVar("T")


class StoreFailed(Exception):
    """The store could not be written: the run stays as it is, and the next `begin` goes on where it stood."""


@contextmanager
def store_told_apart() -> Iterator[None]:
    """Within a connector's reading: it takes a DoorstepError for a page's trouble, and would go on without the page."""
    try:
        yield
    except DoorstepError as error:
        if error.code == STORE_AWAY:
            raise StoreFailed from error
        raise


async def stored(write: Awaitable[T]) -> T:
    """What writing gives; an error of the database is told apart from those of a connector."""
    try:
        with store_told_apart():
            return await write
    except (DoorstepError, StoreFailed):
        raise
    except Exception as error:
        raise StoreFailed from error


class Laying:
    """Batches of one run on their way into the store. Leaving writes what waits; what fails in writing is raised."""

    def __init__(self, handle: RunHandle) -> None:
        self._handle = handle
        self._waiting: list[Lot] = []
        self._writing: asyncio.Task[None] | None = None
        self._failed = False

    async def put(self, batch: Sequence[Taken | Unread], checkpoint: str | None) -> None:
        """Make a batch ready and have it written, now or with the next ones."""
        lot = await stored(self._handle.prepare(batch, checkpoint))
        self._waiting.append(lot)
        if self._writing is not None and (self._writing.done() or self._ahead > AHEAD):
            await self._written()
        if self._writing is None:
            self._writing = asyncio.create_task(self._write(), name=f"lay run {self._handle.run_id}")

    @property
    def _ahead(self) -> int:
        return sum(len(lot.rows) for lot in self._waiting)

    async def _write(self) -> None:
        """After a failure nothing more is written: what follows it would stand without what it follows."""
        while self._waiting and not self._failed:
            lots, self._waiting = self._waiting, []
            self._failed = True
            await stored(self._handle.write(lots))
            self._failed = False

    async def _written(self) -> None:
        writing, self._writing = self._writing, None
        if writing is not None:
            await writing

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception | None):
            await self._written()
            await self._write()
        elif self._writing is not None:
            self._writing.cancel()
            await asyncio.gather(self._writing, return_exceptions=True)
