"""Jobs kept equal to the union of their postings, and what each change of one was."""

import dataclasses
import operator
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from schema.changes import JobDelta, JobFacts
from schema.store.bulk import Found, insert_rows, listed, run_many
from schema.store.joining import join
from schema.store.reads.upkeep import refresh as refresh_search
from schema.store.rows import JOB_COLUMNS, Seen, hash_of, job_values
from schema.store.tables import change, job, posting, posting_body, source
from schema.vocabulary import ChangeKind, JobStatus

FACTS = operator.itemgetter(
    *map(
        JOB_COLUMNS.index,
        (
            *("status", "source_id", "division_code", "station_id", "employer_id", "agency_id"),
            *("event_id", "occupation_code", "cell"),
        ),
    )
)
"""Picks the columns of JobFacts, in its order, out of the values of JOB_COLUMNS."""
WRITTEN = ("id", *JOB_COLUMNS, "updated_at", "hash")
UPDATE = f"UPDATE job SET {', '.join(f'{column} = ?' for column in JOB_COLUMNS)}, updated_at = ?, hash = ? WHERE id = ?"
CHUNK = 1_000
NOT_READ: Mapping[int, Sequence[Seen]] = {}
LOGGED = 20_000
"""Rows written to the log of changes at once."""


@dataclass(slots=True)
class Deltas:
    """What became of each job in one transaction: its first `before`, its last `after`."""

    by_job: dict[int, JobDelta] = dataclasses.field(default_factory=dict)
    retold: dict[int, JobDelta] = dataclasses.field(default_factory=dict)
    """Jobs that are as they were though a posting of theirs is not: where they were seen may have changed."""

    def note(self, job_id: int, before: JobFacts | None, after: JobFacts) -> None:
        earlier = self.by_job.get(job_id)
        self.by_job[job_id] = JobDelta(job_id, earlier.before if earlier else before, after)


AUTHORITIES = select(source.c.id, source.c.config_json).where(source.c.config_json.contains('"authority"'))


async def authorities(connection: AsyncConnection) -> dict[int, int]:
    """`authority` in the config of each source that names one: a higher one leads."""
    rows = await connection.execute(AUTHORITIES)
    named = ((row[0], orjson.loads(row[1]).get("authority")) for row in rows)
    return {key: value for key, value in named if isinstance(value, int)}


async def create(
    connection: AsyncConnection,
    jobs: Mapping[int, Sequence[Seen]],
    authority: Mapping[int, int],
    at: int,
    deltas: Deltas,
) -> None:
    """Insert new jobs, each from its postings."""
    rows = []
    for job_id, seen in jobs.items():
        drafted = seen[0].values if len(seen) == 1 else None
        values: Sequence[Any] = drafted or job_values(join(seen, authority))  # Any: as in JOB_COLUMNS
        rows.append((job_id, *values, at, hash_of(values)))
        deltas.note(job_id, None, facts(values, [one.source_id for one in seen]))
    await insert_rows(connection, job, WRITTEN, rows)


async def refresh(
    connection: AsyncConnection,
    job_ids: Collection[int],
    authority: Mapping[int, int],
    at: int,
    deltas: Deltas,
    joined: Collection[int] = (),
    read: Mapping[int, Sequence[Seen]] = NOT_READ,
) -> None:
    """Bring jobs in line with their postings. `joined`: postings that only now came to them; `read`: all postings of
    some of the jobs, by id, where they are known already.
    """
    ordered = sorted(set(job_ids))
    for start in range(0, len(ordered), CHUNK):
        await refresh_chunk(connection, ordered[start : start + CHUNK], authority, at, deltas, joined, read)


async def refresh_chunk(
    connection: AsyncConnection,
    job_ids: Sequence[int],
    authority: Mapping[int, int],
    at: int,
    deltas: Deltas,
    joined: Collection[int],
    read: Mapping[int, Sequence[Seen]],
) -> None:
    standing = await standing_jobs(connection, job_ids)
    seen = {**read, **await postings_of(connection, [job_id for job_id in job_ids if job_id not in read])}
    updates, emptied = [], []
    for job_id, row in standing.items():
        mine = seen.get(job_id, [])
        before_sources = [one.source_id for one in mine if one.posting_id not in joined]
        if not mine:
            emptied.append((job_id, row))
            continue
        values = job_values(join(mine, authority))
        digest = hash_of(values)
        before, after = facts_of_row(row, before_sources), facts(values, [one.source_id for one in mine])
        if digest == row.hash:
            deltas.retold[job_id] = JobDelta(job_id, before, after)
            continue
        updates.append((*values, at, digest, job_id))
        deltas.note(job_id, before, after)
    await run_many(connection, UPDATE, updates)
    await withdraw_emptied(connection, emptied, at, deltas)


async def withdraw_emptied(
    connection: AsyncConnection,
    emptied: Sequence[tuple[int, Found]],
    at: int,
    deltas: Deltas,  # Any: job rows
) -> None:
    """Jobs that no posting shows any more, because theirs went to another job, are withdrawn."""
    gone = JobStatus.WITHDRAWN.value
    rows = [(gone, at, job_id) for job_id, row in emptied if row.status != gone]
    await run_many(connection, "UPDATE job SET status = ?, updated_at = ? WHERE id = ?", rows)
    for job_id, row in emptied:
        if row.status != gone:
            before = facts_of_row(row, [])
            deltas.note(job_id, before, dataclasses.replace(before, status=JobStatus.WITHDRAWN))


_JOB = job.c
STANDING = (
    select(
        *(_JOB.id, _JOB.hash, _JOB.status, _JOB.source_id, _JOB.division_code, _JOB.station_id),
        *(_JOB.employer_id, _JOB.agency_id, _JOB.event_id, _JOB.occupation_code, _JOB.cell),
    )
    .where(listed(_JOB.id, "ids"))
    .order_by(_JOB.id)
)
_POSTING = posting.c
SHOWN = (
    select(
        *(_POSTING.job_id, _POSTING.id, _POSTING.source_id, posting_body.c.posting_json, _POSTING.status),
        *(_POSTING.first_seen_at, _POSTING.employer_id, _POSTING.agency_id, _POSTING.station_id, _POSTING.event_id),
    )
    .join_from(posting, posting_body)
    .where(listed(_POSTING.job_id, "ids"))
    .order_by(_POSTING.id)
)
"""Statements are made once: SQLAlchemy takes longer to make one anew than SQLite to run it."""


async def standing_jobs(connection: AsyncConnection, job_ids: Sequence[int]) -> dict[int, Found]:  # Any: job rows
    rows = await connection.execute(STANDING, {"ids": job_ids})
    return {row[0]: row for row in rows}


async def postings_of(connection: AsyncConnection, job_ids: Sequence[int]) -> dict[int, list[Seen]]:
    """The postings of jobs, with their words."""
    found: dict[int, list[Seen]] = {}
    if not job_ids:
        return found
    for row in await connection.execute(SHOWN, {"ids": job_ids}):
        seen = Seen(row[1], row[2], row[3], JobStatus[row[4]], row[5], row[6], row[7], row[8], row[9])
        found.setdefault(row[0], []).append(seen)
    return found


def facts(values: Sequence[Any], source_ids: Iterable[int]) -> JobFacts:  # Any: the values of JOB_COLUMNS
    status, source_id, division, station_id, employer_id, agency_id, event_id, occupation, cell = FACTS(values)
    return JobFacts(
        JobStatus[status],
        leading_first(source_id, tuple(source_ids)),
        division and intern(division),
        station_id,
        employer_id,
        agency_id,
        event_id,
        occupation and intern(occupation),
        cell,
    )


def facts_of_row(row: Found, source_ids: Iterable[int]) -> JobFacts:  # Any: a row of standing_jobs
    return JobFacts(
        status=JobStatus[row.status],
        source_ids=leading_first(row.source_id, tuple(source_ids)),
        division=row.division_code and intern(row.division_code),
        station_id=row.station_id,
        employer_id=row.employer_id,
        agency_id=row.agency_id,
        event_id=row.event_id,
        occupation=row.occupation_code and intern(row.occupation_code),
        cell=row.cell,
    )


@lru_cache(maxsize=1_024)
def leading_first(leading: int, source_ids: tuple[int, ...]) -> tuple[int, ...]:
    """One tuple for all jobs of the same sources: a large run holds 100,000 of them."""
    return tuple(dict.fromkeys((leading, *source_ids)))


async def tell_sources(connection: AsyncConnection, deltas: Deltas, job_id: int, also_before: Iterable[int]) -> None:
    """A job that lost postings stood under their sources, too, before; it is told even where nothing else changed."""
    delta = deltas.by_job.get(job_id)
    if delta is None:
        row = (await standing_jobs(connection, [job_id]))[job_id]
        mine = (await postings_of(connection, [job_id])).get(job_id, [])
        after = facts_of_row(row, [one.source_id for one in mine])
        delta = JobDelta(job_id, after, after)
    before = delta.before or delta.after
    wider = dataclasses.replace(
        before, source_ids=leading_first(before.source_ids[0], (*before.source_ids, *also_before))
    )
    deltas.by_job[job_id] = JobDelta(job_id, wider, delta.after)


LAST_CHANGE = select(change.c.seq).order_by(change.c.seq.desc()).limit(1)


async def log_changes(connection: AsyncConnection, deltas: Deltas, at: int) -> int | None:
    """Append what changed to the log, one row a job; returns the last row's seq."""
    if not deltas.by_job:
        return None
    ordered = sorted(deltas.by_job)
    for start in range(0, len(ordered), LOGGED):
        rows = [(at, kind_of(deltas.by_job[job_id]), job_id) for job_id in ordered[start : start + LOGGED]]
        await insert_rows(connection, change, ("at", "kind", "job_id"), rows)
    await refresh_search(connection, deltas.by_job)
    last = await connection.scalar(LAST_CHANGE)
    return None if last is None else int(last)


def kind_of(delta: JobDelta) -> str:
    withdrawn = delta.after.status is JobStatus.WITHDRAWN
    return (ChangeKind.WITHDRAWN if withdrawn else ChangeKind.UPSERTED).value
