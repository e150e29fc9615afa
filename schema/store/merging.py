"""Standing jobs that turned out to be one: the younger's postings go to the elder, and its id says where it went."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from schema.store import jobs
from schema.store.bulk import among, run_many
from schema.store.tables import job, posting


async def merge(
    connection: AsyncConnection,
    elders: Mapping[int, int],
    authority: Mapping[int, int],
    at: int,
    deltas: jobs.Deltas,
) -> None:
    """Move the postings of each job into its elder. The job stays, withdrawn and merged into the elder, for its id is
    in links and mirrors; so do those that went into it before.
    """
    if not elders:
        return
    rows = await connection.execute(
        select(posting.c.id, posting.c.job_id, posting.c.source_id).where(among(connection, posting.c.job_id, elders))
    )
    moved: set[int] = set()
    shown_by: dict[int, list[int]] = defaultdict(list)
    for posting_id, job_id, source_id in rows:
        moved.add(posting_id)
        shown_by[job_id].append(source_id)
    earlier = await connection.execute(select(job.c.id).where(among(connection, job.c.merged_into_id, elders)))
    followed = [row[0] for row in earlier]
    pairs = [(elder, job_id) for job_id, elder in elders.items()]
    for statement in (
        "UPDATE posting SET job_id = ? WHERE job_id = ?",
        "UPDATE job SET merged_into_id = ? WHERE merged_into_id = ?",
        "UPDATE job SET merged_into_id = ? WHERE id = ?",
    ):
        await run_many(connection, statement, pairs)
    await jobs.refresh(connection, {*elders, *elders.values()}, authority, at, deltas, moved)
    for job_id in (*elders, *followed):
        await jobs.tell_sources(connection, deltas, job_id, shown_by[job_id])
