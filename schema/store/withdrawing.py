"""Postings that are no more: those their source says so of, and those that complete snapshots have lacked."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from schema.store import jobs
from schema.store.bulk import listed
from schema.store.postings import Work
from schema.store.tables import posting
from schema.store.worktables import staged
from schema.vocabulary import JobStatus

CHUNK = 5_000
OPEN = JobStatus.OPEN.value
GONE = JobStatus.WITHDRAWN.value

_POSTING = posting.c
_MINE = _POSTING.source_id == bindparam("source")
_STAGED_GONE = (staged.c.run_id == bindparam("run")) & (staged.c.kind == "G")
_SAID = select(staged.c.external_id).where(_STAGED_GONE)
SAID_GONE = select(_POSTING.id, _POSTING.job_id).where(_MINE, _POSTING.external_id.in_(_SAID), _POSTING.status != GONE)
_STANDS = select(_POSTING.id).where(_MINE, _POSTING.external_id == staged.c.external_id)
UNKNOWN = select(func.count()).where(_STAGED_GONE, ~_STANDS.exists())
_NOT_IN_IT = _POSTING.last_run_id.is_(None) | (_POSTING.last_run_id != bindparam("run"))
_UNSEEN = _MINE & _NOT_IN_IT & (_POSTING.status == OPEN)
COUNTED = update(posting).where(_UNSEEN).values(absent_runs=_POSTING.absent_runs + 1)
ABSENT = select(_POSTING.id, _POSTING.job_id).where(_UNSEEN, _POSTING.absent_runs >= bindparam("after"))
WITHDRAWN = update(posting).where(listed(_POSTING.id, "ids")).values(status=GONE)
"""Statements are made once: SQLAlchemy takes longer to make one anew than SQLite to run it."""


async def withdraw_gone(connection: AsyncConnection, work: Work) -> None:
    """What the source itself says is gone, at once. An id that it shows and calls gone in one run is gone."""
    given = {"source": work.source_id, "run": work.run_id}
    rows = (await connection.execute(SAID_GONE, given)).all()
    await withdraw(connection, work, [(row[0], row[1]) for row in rows])
    work.gone_unknown = int(await connection.scalar(UNKNOWN, given) or 0)


async def count_absent(connection: AsyncConnection, work: Work) -> None:
    """Open postings that this complete run did not show are absent once more."""
    await connection.execute(COUNTED, {"source": work.source_id, "run": work.run_id})


async def withdraw_absent(connection: AsyncConnection, work: Work, withdraw_after: int) -> None:
    given = {"source": work.source_id, "run": work.run_id, "after": withdraw_after}
    rows = (await connection.execute(ABSENT, given)).all()
    await withdraw(connection, work, [(row[0], row[1]) for row in rows])


async def withdraw(connection: AsyncConnection, work: Work, found: Sequence[tuple[int, int]]) -> None:
    """Withdraw postings, given with their jobs; a job that another source still shows stays open."""
    for start in range(0, len(found), CHUNK):
        chunk = found[start : start + CHUNK]
        await connection.execute(WITHDRAWN, {"ids": [posting_id for posting_id, _job in chunk]})
        await jobs.refresh(connection, {job_id for _posting, job_id in chunk}, work.authority, work.at, work.deltas)
    work.withdrawn += len(found)
