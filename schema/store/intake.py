"""Intake of one run of a source: begun under a lease, staged batch by batch, applied whole when it ends.

    handle = await begin(database, "tea-market", now)
    await handle.stage(batch, checkpoint="page 3")       # committed: a killed run goes on from here
    report = await handle.finish(complete=True, watermark="2026-11-22T02:00:00+08:00")

A run that was killed is continued by the next `begin` of its source, with `resume_from` its last checkpoint.
"""

import asyncio
import dataclasses
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from schema.changes import RunReport
from schema.problems import DoorstepError, Problem
from schema.store import leases, staging
from schema.store.announcements import announce
from schema.store.applying import Ending, apply, apply_skipped
from schema.store.engine import Database
from schema.store.instants import epoch
from schema.store.postings import Incoming, read_chunk
from schema.store.reads.upkeep import foresee
from schema.store.shape import Shape, sample_in, sample_of
from schema.store.sources import Source, require
from schema.store.tables import posting_body
from schema.store.tables import run as run_table
from schema.store.tables import source as source_table
from schema.store.worktables import staged
from schema.tags import touched, touched_by_beginning
from schema.vocabulary import RunOutcome

RESUME_WITHIN_SECONDS = 12 * 3600
"""An interrupted run older than this is not continued: what it staged is no longer what the source shows."""

AT_A_TIME = 16
"""Records made ready before others get a turn."""


class RunHandle:
    """A run under way. Not shared between tasks: one batch after the other."""

    def __init__(
        self,
        database: Database,
        source: Source,
        now: datetime,
        run_id: int,
        holder: str,
        resume_from: str | None,
        ledger: staging.Ledger,
    ) -> None:
        self.source = source
        self.now = now
        self.run_id = run_id
        self.resume_from = resume_from
        """What the interrupted run last gave as its checkpoint; None: start at the beginning."""
        self.watermark = source.watermark
        self._database = database
        self._holder = holder
        self._ledger = ledger
        self._shape = Shape()

    @property
    def staged(self) -> int:
        """How many records were made ready so far, those of the interrupted run among them."""
        return self._ledger.last

    async def stage(self, batch: Sequence[staging.Taken | staging.Unread], checkpoint: str | None = None) -> None:
        """Keep a batch, committed with its checkpoint; raises DoorstepError RUN_TAKEN_OVER."""
        await self.write([await self.prepare(batch, checkpoint)])

    async def prepare(
        self, batch: Sequence[staging.Taken | staging.Unread], checkpoint: str | None = None
    ) -> staging.Lot:
        """Make a batch ready: all that needs thought is done before the database is written to.

        What was prepared must be written, in its order, or the run be given up.
        """
        records, lot = await self._prepared(batch, checkpoint)
        staging.merge(self._ledger, lot.ledger)
        await self._count(batch, records)
        return lot

    async def write(self, lots: Sequence[staging.Lot]) -> None:
        """Keep batches, committed with the last one's checkpoint; raises DoorstepError RUN_TAKEN_OVER."""
        at = epoch(self._database.clock())
        async with self._database.writing() as connection:
            announce(connection, ())
            await leases.renew(connection, self.source.id, self._holder, at)
            for lot in lots:
                await staging.lay(connection, self.run_id, lot)
            reached = [lot for lot in lots if lot.checkpoint is not None]
            if reached:
                values = {"checkpoint": reached[-1].checkpoint, "checkpoint_seq": reached[-1].ledger.last}
                await connection.execute(REACHED, {"of": self.run_id, **values})

    async def _prepared(
        self, batch: Sequence[staging.Taken | staging.Unread], checkpoint: str | None
    ) -> tuple[list[staging.Laid], staging.Lot]:
        async with self._database.reading() as connection:
            known = await staging.find_known(connection, self.source.id, staging.ids_of(batch))
        records = []
        for place, item in enumerate(batch):
            records.append(staging.laid_of(item, known, epoch(self.now)))
            if place % AT_A_TIME == 0:
                await asyncio.sleep(0)
        lot = staging.lot_of(self.run_id, self.source.id, records, known, self._ledger)
        return records, dataclasses.replace(lot, checkpoint=checkpoint)

    async def _count(self, batch: Sequence[staging.Taken | staging.Unread], records: Sequence[staging.Laid]) -> None:
        """Count what was laid down: the shape of the run."""
        shape = self._shape
        for item, record in zip(batch, records, strict=True):
            if isinstance(item, staging.Unread):
                shape.see(item.raw)
            if record.filled is not None:
                shape.count(record.filled)
                if not shape.sample and record.posting is not None:
                    shape.sample = sample_of(record.posting)
                elif not shape.sample and record.as_known is not None:
                    shape.sample = await self._sample(record.as_known)

    async def _sample(self, posting_id: int) -> dict[str, Any]:  # Any: JSON values
        words = select(posting_body.c.posting_json).where(posting_body.c.posting_id == posting_id)
        async with self._database.reading() as connection:
            return sample_in(await connection.scalar(words) or "{}")

    async def heartbeat(self) -> None:
        """Say that the run is alive while nothing can be staged yet."""
        async with self._database.writing() as connection:
            await leases.renew(connection, self.source.id, self._holder, epoch(self._database.clock()))

    async def finish(
        self, *, complete: bool, watermark: str | None = None, counters: Mapping[str, int] | None = None
    ) -> RunReport:
        """Apply what was staged, in one transaction. `complete`: absence means that a posting is gone."""
        return await self._end(Ending(complete=complete, watermark=watermark, counters=counters or {}))

    async def fail(self, problem: Problem, counters: Mapping[str, int] | None = None) -> RunReport:
        """End the run for this reason. What was staged is applied (PARTIAL); absence withdraws nothing."""
        return await self._end(Ending(problem=problem, counters=counters or {}))

    async def skip(self, problem: Problem) -> RunReport:
        """End a run that had nothing to do: it is noted with why, and changes nothing of its source."""
        async with self._database.writing() as connection:
            report = await apply_skipped(connection, self.run_id, self.source, problem, self._database.clock)
            announce(connection, touched(report))
            await leases.release(connection, self.source.id, self._holder)
        return report

    async def release(self) -> None:
        """Let go without ending: the next `begin` continues this run. For an operator's Ctrl-C."""
        async with self._database.writing() as connection:
            await leases.release(connection, self.source.id, self._holder)

    async def _end(self, ending: Ending) -> RunReport:
        self._ledger.places.clear()  # its memory is wanted now, and nothing more is laid down
        chunk: list[Incoming] = []

        async def read_ahead() -> None:
            async with self._database.reading() as connection:
                chunk.extend(await read_chunk(connection, self.run_id))
            if self._database.is_sqlite:
                await put_in_words(chunk)

        async with self._database.writing(first=read_ahead) as connection:
            await leases.renew(connection, self.source.id, self._holder, epoch(self._database.clock()))
            how = (self.source, self.now, ending, self._shape, self._database.clock, chunk)
            report = await apply(connection, self.run_id, *how)
            await leases.release(connection, self.source.id, self._holder)
            announce(connection, touched(report))
        return report


async def put_in_words(chunk: Sequence[Incoming]) -> None:
    """The words for search of jobs that are made of one posting: what several say is found when they are joined."""
    for place, one in enumerate(chunk):
        title, description, occupation, *_ = one.draft.values
        foresee(one.draft.employer.name if one.draft.employer else "", title, description or "", occupation or "")
        if place % AT_A_TIME == 0:
            await asyncio.sleep(0)


async def begin(database: Database, key: str, now: datetime) -> RunHandle:
    """Begin a run of a source, or continue its interrupted one.

    Raises DoorstepError SOURCE_UNKNOWN, SOURCE_PAUSED, or RUN_BUSY where another process is at it.
    """
    holder, at = leases.new_holder(), epoch(database.clock())
    async with database.writing() as connection:
        await lock(connection, key)
        source = await require(connection, key)
        refuse_idle(source)
        if await leases.is_taken(connection, source.id, at):
            raise busy(key)
        run_id, resume_from, ledger = await continued(connection, source, epoch(now))
        if run_id is None:
            run_id = await start(connection, source.id, epoch(now))
        await leases.take(connection, source.id, run_id, holder, at)
        announce(connection, touched_by_beginning(source.id, run_id))
    return RunHandle(database, source, now, run_id, holder, resume_from, ledger)


async def lock(connection: AsyncConnection, key: str) -> None:
    """Two processes that begin the same source do so one after the other."""
    if connection.dialect.name != "sqlite":  # whose writers come one after the other by themselves
        await connection.execute(select(source_table.c.id).where(source_table.c.key == key).with_for_update())


_LATEST = select(func.max(run_table.c.id)).where(
    run_table.c.source_id == bindparam("source"), run_table.c.outcome == RunOutcome.RUNNING.value
)
INTERRUPTED_RUN = select(run_table).where(run_table.c.id == _LATEST.scalar_subquery())
REACHED = update(run_table).where(run_table.c.id == bindparam("of"))
"""Sets the columns that it is given."""
STARTED = insert(run_table).returning(run_table.c.id)


async def continued(
    connection: AsyncConnection, source: Source, now: int
) -> tuple[int | None, str | None, staging.Ledger]:
    row = (await connection.execute(INTERRUPTED_RUN, {"source": source.id})).first()
    if row is None:
        return None, None, staging.Ledger()
    if now - row.started_at > RESUME_WITHIN_SECONDS:
        await give_up(connection, row.id, now)
        return None, None, staging.Ledger()
    return row.id, row.checkpoint, await staging.recall(connection, row.id, row.checkpoint_seq)


async def start(connection: AsyncConnection, source_id: int, now: int) -> int:
    values = {"source_id": source_id, "outcome": RunOutcome.RUNNING.value, "started_at": now}
    return int((await connection.execute(STARTED, values)).scalar_one())


async def give_up(connection: AsyncConnection, run_id: int, now: int) -> None:
    """Close an interrupted run that is too old to be continued."""
    await connection.execute(delete(staged).where(staged.c.run_id == run_id))
    values = {
        "outcome": RunOutcome.FAILED.value,
        "finished_at": now,
        "error_code": INTERRUPTED.code,
        "error": INTERRUPTED.message,
    }
    await connection.execute(update(run_table).where(run_table.c.id == run_id).values(**values))


INTERRUPTED = Problem(
    "RUN_INTERRUPTED",
    "运行中断，且中断太久，未再继续；下一次运行从头开始。",
    "The run was interrupted too long ago to be continued; the next one starts afresh.",
)


def refuse_idle(source: Source) -> None:
    if source.state != "ACTIVE":
        raise DoorstepError(
            "SOURCE_PAUSED",
            f"来源 {source.key} 已暂停或停用，先用 resumeSource 恢复。",
            f"Source {source.key} is paused or retired: resume it first.",
            ("key",),
        )


def busy(key: str) -> DoorstepError:
    return DoorstepError(
        "RUN_BUSY",
        f"来源 {key} 正在另一处运行，等它结束即可。",
        f"Source {key} is being run elsewhere: wait for that run to end.",
        ("key",),
    )
