"""A wrong union taken apart by a person: the postings that leave make a job of their own, for good."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from schema.changes import Changed
from schema.problems import DoorstepError
from schema.store import jobs
from schema.store.announcements import announce
from schema.store.bulk import among, insert_rows, reserve_ids, take_turn
from schema.store.engine import Database
from schema.store.instants import epoch
from schema.store.tables import job, posting
from schema.store.uniting import apart_pairs
from schema.store.worktables import apart
from schema.tags import touched_outside


async def split(
    database: Database, job_id: int, posting_ids: Collection[int], now: datetime, who: str | None = None
) -> tuple[int, Changed]:
    """Take postings out of a job; returns the new job's id. They are never matched with those that stay.

    Raises DoorstepError SPLIT_POSTINGS where not some, but not all, of the job's postings are named.
    """
    at, deltas = epoch(now), jobs.Deltas()
    async with database.writing() as connection:
        await take_turn(connection)
        mine = (await jobs.postings_of(connection, [job_id])).get(job_id, [])
        leaving = [one for one in mine if one.posting_id in set(posting_ids)]
        staying = [one.posting_id for one in mine if one.posting_id not in set(posting_ids)]
        if not leaving or not staying or len(leaving) != len(set(posting_ids)):
            raise wrong_postings(job_id)
        ids = [one.posting_id for one in leaving]
        authority = await jobs.authorities(connection)
        [new_id] = await reserve_ids(connection, job, 1)
        await jobs.create(connection, {new_id: leaving}, authority, at, deltas)
        moved = update(posting).where(among(connection, posting.c.id, ids)).values(job_id=new_id)
        await connection.execute(moved)
        await forbid(connection, ids, staying, at, who)
        await jobs.refresh(connection, [job_id], authority, at, deltas)
        await jobs.tell_sources(connection, deltas, job_id, [one.source_id for one in leaving])
        last_seq = await jobs.log_changes(connection, deltas, at)
        changed = Changed(tuple(deltas.by_job.values()), last_seq, tuple(deltas.retold.values()))
        announce(connection, touched_outside(changed))
    return new_id, changed


async def forbid(
    connection: AsyncConnection, leaving: Collection[int], staying: Collection[int], at: int, who: str | None
) -> None:
    pairs = {(min(one, other), max(one, other)) for one in leaving for other in staying}
    new = sorted(pairs - await apart_pairs(connection, {one for one, _ in pairs}))
    await insert_rows(connection, apart, ("posting_id", "other_id", "at", "who"), [(*pair, at, who) for pair in new])


def wrong_postings(job_id: int) -> DoorstepError:
    return DoorstepError(
        "SPLIT_POSTINGS",
        f"请从岗位 {job_id} 的来源记录中选一部分（不能一条不选或全选）。",
        f"Name some of the postings of job {job_id}: at least one, and not all of them.",
    )
