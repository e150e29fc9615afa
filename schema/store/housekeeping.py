"""Housekeeping: jobs expire on time, what is old enough is dropped, and the log of changes is kept short."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, Table, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from schema.changes import Changed
from schema.store import jobs
from schema.store.announcements import announce
from schema.store.bulk import among, take_turn
from schema.store.engine import Database
from schema.store.instants import epoch, instant_or_none
from schema.store.reads import segments
from schema.store.reads.upkeep import refresh as refresh_search
from schema.store.tables import change, job, posting, posting_body, reject, run
from schema.store.worktables import apart, block, match, page_memory, raw_page, staged
from schema.tags import touched_outside
from schema.vocabulary import ChangeKind, JobStatus, RunOutcome

CHUNK = 2_000
CURSOR_DAYS = 30
"""A cursor of `changes` younger than this sees every row that was written after it."""
OPEN = JobStatus.OPEN.value
EXPIRED = JobStatus.EXPIRED.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How many days each is kept."""

    jobs: int = 400
    """Since a job was withdrawn or expired."""
    runs: int = 400
    rejects: int = 90
    raw_pages: int = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """How many rows of each were dropped."""

    jobs: int
    runs: int
    rejects: int
    raw_pages: int
    changes: int


async def expire(database: Database, now: datetime, most: int | None = None) -> Changed:
    """Postings past their own date expire, and with their last open posting their job does. Cheap when none is due.

    `most`: leave the rest of the jobs for the next call.
    """
    at, deltas = epoch(now), jobs.Deltas()
    async with database.reading() as connection:
        if not await connection.scalar(select(exists(due(at)))):
            return Changed()
    async with database.writing() as connection:
        await take_turn(connection)
        authority = await jobs.authorities(connection)
        while found := [row[0] for row in await connection.execute(due(at).limit(most or CHUNK))]:
            mine = among(connection, posting.c.job_id, found) & (posting.c.status == OPEN)
            await connection.execute(update(posting).where(mine & (posting.c.expires_at <= at)).values(status=EXPIRED))
            await jobs.refresh(connection, found, authority, at, deltas)
            if most is not None or await still_due(connection, found, at):
                break
        last_seq = await jobs.log_changes(connection, deltas, at)
        changed = Changed(tuple(deltas.by_job.values()), last_seq, tuple(deltas.retold.values()))
        announce(connection, touched_outside(changed))
    return changed


async def next_due(database: Database) -> datetime | None:
    """When the next open job expires; in the past where one is due; None where none has a date."""
    dated = select(func.min(job.c.expires_at)).where(job.c.status == OPEN, job.c.expires_at.is_not(None))
    async with database.reading() as connection:
        return instant_or_none(await connection.scalar(dated))


def due(at: int) -> Select[int]:
    return select(job.c.id).where(job.c.status == OPEN, job.c.expires_at <= at).order_by(job.c.id)


async def still_due(connection: AsyncConnection, job_ids: list[int], at: int) -> bool:
    found = among(connection, job.c.id, job_ids) & (job.c.status == OPEN) & (job.c.expires_at <= at)
    return bool(await connection.scalar(select(func.count()).select_from(job).where(found)))


async def prune(database: Database, now: datetime, keep: Retention | None = None) -> Pruned:
    """Drop what is older than it is kept for. Jobs that are open are never dropped, whatever their age."""
    keep = keep or Retention()
    async with database.writing() as connection:
        await take_turn(connection)
        pruned = Pruned(
            jobs=await prune_jobs(connection, epoch(now - timedelta(days=keep.jobs)), epoch(now)),
            rejects=await drop_before(connection, reject, epoch(now - timedelta(days=keep.rejects))),
            raw_pages=await drop_before(connection, raw_page, epoch(now - timedelta(days=keep.raw_pages)))
            + await drop_before(connection, page_memory, epoch(now - timedelta(days=keep.jobs))),
            runs=await prune_runs(connection, epoch(now - timedelta(days=keep.runs))),
            changes=await compact(connection, epoch(now - timedelta(days=CURSOR_DAYS))),
        )
    await merge_texts(database)
    return pruned


async def merge_texts(database: Database) -> None:
    """Merge what many runs put into SQLite's text index, step by step, so that others may write between two steps."""
    more = database.is_sqlite
    while more:
        async with database.writing() as connection:
            more = await segments.merge(connection)


async def drop_before(connection: AsyncConnection, table: Table, at: int) -> int:
    return (await connection.execute(delete(table).where(table.c.at < at))).rowcount


async def prune_jobs(connection: AsyncConnection, before: int, at: int) -> int:
    """Drop jobs that have long been over, with their postings. A mirror is told that an expired one is withdrawn."""
    over = select(job.c.id, job.c.status).where(job.c.status != OPEN, job.c.updated_at < before).order_by(job.c.id)
    dropped = 0
    while rows := (await connection.execute(over.limit(CHUNK))).all():
        ids = [row[0] for row in rows]
        expired = [
            {"at": at, "kind": ChangeKind.WITHDRAWN.value, "job_id": row[0]} for row in rows if row[1] == EXPIRED
        ]
        if expired:
            await connection.execute(change.insert(), expired)
        await drop_jobs(connection, ids)
        dropped += len(ids)
    return dropped


async def drop_jobs(connection: AsyncConnection, ids: list[int]) -> None:
    mine = [
        row[0] for row in await connection.execute(select(posting.c.id).where(among(connection, posting.c.job_id, ids)))
    ]
    for table in (block, posting_body):
        await connection.execute(delete(table).where(among(connection, table.c.posting_id, mine)))
    for table in (match, apart):
        either = among(connection, table.c.posting_id, mine) | among(connection, table.c.other_id, mine)
        await connection.execute(delete(table).where(either))
    await connection.execute(delete(posting).where(among(connection, posting.c.id, mine)))
    await connection.execute(delete(job).where(among(connection, job.c.id, ids)))
    await refresh_search(connection, ids)


async def prune_runs(connection: AsyncConnection, before: int) -> int:
    """Drop old runs and what hangs on them; the last runs of each source stay, for the guards compare with them."""
    later = run.alias("later")
    since = select(func.count()).select_from(later).where(later.c.source_id == run.c.source_id, later.c.id > run.c.id)
    ended = (run.c.outcome != RunOutcome.RUNNING.value) & (run.c.started_at < before)
    old = select(run.c.id).where(ended & (since.scalar_subquery() >= 20))
    ids = [row[0] for row in await connection.execute(old)]
    for table in (staged, reject, raw_page):
        await connection.execute(delete(table).where(among(connection, table.c.run_id, ids)))
    await connection.execute(delete(run).where(among(connection, run.c.id, ids)))
    return len(ids)


async def compact(connection: AsyncConnection, before: int) -> int:
    """Of a job's rows older than `before`, keep the last one of all: a mirror needs no other, from whatever cursor."""
    later = change.alias("later")
    again = exists().where(later.c.job_id == change.c.job_id, later.c.seq > change.c.seq)
    return (await connection.execute(delete(change).where(change.c.at < before, again))).rowcount
