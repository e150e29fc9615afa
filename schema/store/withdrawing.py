"""Postings that are no more: those their source says so of, and those that complete snapshots have lacked."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from schema.store import jobs
from schema.store.bulk import among
from schema.store.postings import Work
from schema.store.tables import posting
from schema.store.worktables import staged
from schema.vocabulary import JobStatus

CHUNK = 5_000
OPEN = JobStatus.OPEN.value
GONE = JobStatus.WITHDRAWN.value


async def withdraw_gone(connection: AsyncConnection, work: Work) -> None:
    """What the source itself says is gone, at once. An id that it shows and calls gone in one run is gone."""
    said = select(staged.c.external_id).where(staged.c.run_id == work.run_id, staged.c.kind == "G")
    table = posting.c
    named = (table.source_id == work.source_id) & table.external_id.in_(said) & (table.status != GONE)
    rows = (await connection.execute(select(table.id, table.job_id).where(named))).all()
    await withdraw(connection, work, [(row[0], row[1]) for row in rows])
    stands = select(table.id).where(table.source_id == work.source_id, table.external_id == staged.c.external_id)
    unknown = select(func.count()).where(staged.c.run_id == work.run_id, staged.c.kind == "G", ~stands.exists())
    work.gone_unknown = int(await connection.scalar(unknown) or 0)


async def count_absent(connection: AsyncConnection, work: Work) -> None:
    """Open postings that this complete run did not show are absent once more."""
    await connection.execute(ONCE_MORE, {"source": work.source_id, "run": work.run_id})


async def withdraw_absent(connection: AsyncConnection, work: Work, withdraw_after: int) -> None:
    given = {"source": work.source_id, "run": work.run_id, "often": withdraw_after}
    rows = (await connection.execute(TOO_OFTEN, given)).all()
    await withdraw(connection, work, [(row[0], row[1]) for row in rows])


_POSTING = posting.c
_UNSEEN = _POSTING.last_run_id.is_(None) | (_POSTING.last_run_id != bindparam("run"))
_ABSENT = (_POSTING.source_id == bindparam("source")) & _UNSEEN & (_POSTING.status == OPEN)
ONCE_MORE = update(posting).where(_ABSENT).values(absent_runs=_POSTING.absent_runs + 1)
TOO_OFTEN = select(_POSTING.id, _POSTING.job_id).where(_ABSENT, _POSTING.absent_runs >= bindparam("often"))
"""Statements are made once: SQLAlchemy takes longer to make one anew than SQLite to run it."""


async def withdraw(connection: AsyncConnection, work: Work, found: Sequence[tuple[int, int]]) -> None:
    """Withdraw postings, given with their jobs; a job that another source still shows stays open."""
    for start in range(0, len(found), CHUNK):
        chunk = found[start : start + CHUNK]
        ids = among(connection, posting.c.id, [posting_id for posting_id, _job in chunk])
        await connection.execute(update(posting).where(ids).values(status=GONE))
        await jobs.refresh(connection, {job_id for _posting, job_id in chunk}, work.authority, work.at, work.deltas)
    work.withdrawn += len(found)
