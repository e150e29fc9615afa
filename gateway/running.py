"""A run of a source: fetch, read, normalise, match, store, announce. The order of the steps stands here, once.

Fetching and reading are the connector's (it asks its context for pages), matching and storing happen in one transaction
when the run ends. A source's trouble is its own: whatever happens ends as this run's outcome, and no other is touched.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from connectors.context import BaseContext
from connectors.kinds.push import NOTHING_TO_FETCH
from connectors.registry import connector
from gateway.laying import STORE_AWAY, Laying, StoreFailed, stored
from gateway.sourcing import frame_of
from gateway.watching import Watcher
from schema.changes import RunReport
from schema.normalising import Frame, normalise, normalise_event, normalise_policy, normalise_station
from schema.normalising.sameness import Ground, ground
from schema.problems import DoorstepError, Problem
from schema.records import EventRecord, JobRecord, PolicyRecord, Record, Reject, StationRecord
from schema.store import sources
from schema.store.engine import Database
from schema.store.intake import RunHandle, begin
from schema.store.sources import Source
from schema.store.staging import Taken, Unread
from schema.store.standins import stand_ins

log = logging.getLogger("doorstep.run")

BATCH = 500
"""Records staged at once: enough to make a commit cheap, few enough to lose little and to hold little in memory."""
HEARTBEAT_SECONDS = 20.0
LET_GO_TRIES = 60
"""Seconds that a run waits for a store that is away, to let go of it."""

T = TypeVar("T")
MakeContext = Callable[[Source, RunHandle], Awaitable[BaseContext]]
Announce = Callable[[RunReport], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Runner:
    """Runs sources one by one or side by side."""

    database: Database
    context_for: MakeContext
    now: Callable[[], datetime]
    announce: Announce
    watcher: Watcher

    async def run(self, key: str) -> RunReport:
        """Run one source to its end; raises DoorstepError only where it cannot begin (unknown, paused, busy)."""
        handle = await begin(self.database, key, self.now())
        self.watcher.begun(key, handle.run_id)
        try:
            report = await self._carry_out(handle)
        except asyncio.CancelledError:
            await asyncio.shield(handle.release())
            raise
        except StoreFailed:
            await let_go(handle)
            raise
        await self.announce(report)
        self.watcher.ended(report)
        return report

    async def run_all(self, keys: Sequence[str], at_once: int = 8) -> AsyncIterator[tuple[str, RunReport | Problem]]:
        """Run sources side by side; yields each as it ends: its report, or why it could not begin.

        Directories of stations go first: what is posted at a station then finds it.
        """
        directories = {each.key for each in await sources.listing(self.database) if each.connector == "stations"}
        for some in ([key for key in keys if key in directories], [key for key in keys if key not in directories]):
            async for ended in self._side_by_side(some, at_once):
                yield ended

    async def _side_by_side(self, keys: Sequence[str], at_once: int) -> AsyncIterator[tuple[str, RunReport | Problem]]:
        turns = asyncio.Semaphore(at_once)

        async def one(key: str) -> tuple[str, RunReport | Problem]:
            async with turns:
                try:
                    return key, await self.run(key)
                except DoorstepError as error:
                    return key, error.problem
                except StoreFailed:
                    log.exception("the store failed during the run of %s", key)
                    return key, STORE_FAILED

        tasks = [asyncio.create_task(one(key), name=f"run {key}") for key in keys]
        try:
            for ended in asyncio.as_completed(tasks):
                yield await ended
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _carry_out(self, handle: RunHandle) -> RunReport:
        source = handle.source
        context: BaseContext | None = None
        try:
            context = await self.context_for(source, handle)
            handle.now = context.now  # what is read is as fresh as its pages
            try:
                await self._read(handle, context)
            finally:
                await stored(context.over())
        except DoorstepError as error:
            if error.code == STORE_AWAY:
                raise StoreFailed from error
            if error.code == NOTHING_TO_FETCH:
                return await stored(handle.skip(error.problem))
            return await stored(handle.fail(error.problem, _counts(context)))
        except StoreFailed:
            raise
        except Exception:
            log.exception("connector %s of source %s failed", source.connector, source.key)
            return await stored(handle.fail(connector_failed(source), _counts(context)))
        said = context.said
        return await stored(handle.finish(complete=said.complete, watermark=said.watermark, counters=_counts(context)))

    async def _read(self, handle: RunHandle, context: BaseContext) -> None:
        """Read, normalise and stage, batch by batch; each batch is committed with the checkpoint it reached."""
        on = ground(frame_of(handle.source, self.now(), await stand_ins(self.database)))
        batch: list[Taken | Unread] = []
        kept: str | None = None
        async with _alive(handle), Laying(handle) as laying:
            async for record in connector(handle.source.connector).read(context):
                if context.said.checkpoint != kept or len(batch) >= BATCH:
                    # What the connector said before this record holds for the batch, not for the record itself.
                    await laying.put(batch, context.said.checkpoint)
                    kept, batch = context.said.checkpoint, []
                    self.watcher.moved(handle.source.key, handle.run_id, handle.staged, context.said.total)
                batch.append(item_of(record, on))
            await laying.put(batch, context.said.checkpoint)
        self.watcher.moved(handle.source.key, handle.run_id, handle.staged, context.said.total)


def item_of(record: Record, on: Ground) -> Taken | Unread:
    """A record on its way to the store. A job is read only if the store does not have it from the very same words."""
    if not isinstance(record, JobRecord):
        return value_of(record, on.frame)
    try:
        same = on.of(record)
    except Exception:  # whatever goes wrong inside a reading: `value_of` makes a reject of it
        same = None
    return Unread(
        record.external_id.strip(),
        same.key if same else None,
        same.posted_at if same else None,
        record.raw,
        lambda: value_of(record, on.frame),
    )


def value_of(record: Record, frame: Frame) -> Taken:
    """A record as a value; what goes wrong inside a reading rejects this record and no other."""
    try:
        return _normalised(record, frame)
    except Exception:
        log.exception("a record of %s could not be read", getattr(record, "external_id", "?"))
        return Reject(
            reason="READING_FAILED",
            message="这条记录无法解读，已原样保留 / this record could not be read; it is kept as it was",
            external_id=getattr(record, "external_id", None),
            url=getattr(record, "url", None),
            raw=getattr(record, "raw", {}),
        )


def _normalised(record: Record, frame: Frame) -> Taken:
    match record:
        case JobRecord():
            return normalise(record, frame)
        case EventRecord():
            return normalise_event(record, frame)
        case PolicyRecord():
            return normalise_policy(record, frame)
        case StationRecord():
            return normalise_station(record, frame)
    return record


def connector_failed(source: Source) -> Problem:
    """The outcome of a connector that broke its promise and raised something of its own."""
    return Problem(
        "CONNECTOR_FAILED",
        f"连接器 {source.connector} 出错，已记入日志；请联系连接器的作者",
        f"the connector {source.connector} failed; its log says how. Tell its author",
    )


STORE_FAILED = Problem(
    "STORE_FAILED",
    "数据库没有写入成功，运行停在检查点；再次运行即从该处继续",
    "the store could not be written, so the run stands at its checkpoint: run the source again and it goes on there",
)


async def let_go(handle: RunHandle, tries: int = LET_GO_TRIES) -> None:
    """Release a run whose store failed, as soon as the store answers again; else its lease runs out by itself."""
    for _ in range(tries):
        try:
            return await handle.release()
        except Exception:  # whatever the database's driver raises while it is away
            await asyncio.sleep(1.0)


class _alive:
    """While a source is slow to answer, its lease is renewed, so that nobody takes it for dead."""

    def __init__(self, handle: RunHandle) -> None:
        self._handle = handle

    async def __aenter__(self) -> None:
        self._task = asyncio.create_task(self._beat())

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            await self._handle.heartbeat()


def _counts(context: BaseContext | None) -> dict[str, int]:
    return dict(context.said.counts) if context is not None else {}
