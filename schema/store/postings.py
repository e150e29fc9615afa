"""Staged postings into the store, chunk by chunk: the same is only seen again, the rest is written and joined."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from schema.store import blocks, employers, jobs
from schema.store.bulk import Found, insert_rows, listed, reserve_ids, run_many
from schema.store.directory import Stations
from schema.store.drafts import Draft, read_draft
from schema.store.merging import merge
from schema.store.rows import JOB_COLUMNS, Seen
from schema.store.tables import job, posting, posting_body
from schema.store.uniting import United, parting, reunite, unite
from schema.store.worktables import staged
from schema.vocabulary import JobStatus

CHUNK = 1_000
IDS = slice(JOB_COLUMNS.index("employer_id"), JOB_COLUMNS.index("event_id") + 1)
POSTED_AT = JOB_COLUMNS.index("posted_at")
SAID = (
    *("hash", "url", "status", "posted_at", "expires_at", "employer_id", "agency_id", "station_id", "event_id"),
    *("station_ref", "words_key", "filled"),
)
"""In the order of `said`."""
UPDATE = (
    f"UPDATE posting SET {', '.join(f'{name} = ?' for name in SAID)}, "
    "last_seen_at = ?, last_run_id = ?, absent_runs = 0 WHERE id = ?"
)


COLUMNS = ("id", "source_id", "external_id", "job_id", *SAID, "first_seen_at", "last_seen_at", "last_run_id")


@dataclass(slots=True)
class Work:
    """One run being applied: what it needs at every step, and what it has done so far."""

    run_id: int
    source_id: int
    at: int
    stations: Stations
    events: Mapping[str, int]
    authority: Mapping[int, int]
    deltas: jobs.Deltas = dataclasses.field(default_factory=jobs.Deltas)
    employer_ids: set[int] = dataclasses.field(default_factory=set)
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    gone_unknown: int = 0
    """Records that said of a posting that it is gone, which the store never had."""
    chunk: "list[Incoming]" = dataclasses.field(default_factory=list)
    """The first chunk of what it writes, where that was read before the database was locked."""


@dataclass(slots=True)
class Incoming:
    """A staged posting that is new or changed, and what it refers to."""

    seq: int
    known_id: int | None
    external_id: str
    hash: str
    status: str
    words: str
    words_key: int | None
    filled: int | None
    draft: Draft
    employer_id: int | None = None
    agency_id: int | None = None
    station_id: int | None = None
    event_id: int | None = None

    @property
    def station_ref(self) -> str | None:
        return self.draft.station_key if self.station_id is None else None


_THE_SAME = select(staged.c.known_id).where(
    staged.c.run_id == bindparam("run"), staged.c.kind == "J", staged.c.state == "S"
)
SEEN_AGAIN = (
    update(posting)
    .where(posting.c.id.in_(_THE_SAME))
    .values(last_seen_at=bindparam("at"), last_run_id=bindparam("run"), absent_runs=0)
)


async def see_again(connection: AsyncConnection, work: Work) -> None:
    """Postings that are just as they were: one statement, whatever their number."""
    result = await connection.execute(SEEN_AGAIN, {"at": work.at, "run": work.run_id})
    work.unchanged += result.rowcount
    await keep_keys(connection, work)


async def keep_keys(connection: AsyncConnection, work: Work) -> None:
    """Postings that were read from other words, or by other readers, and came out the same: their blocks may differ."""
    last = 0
    while rows := await next_rows(connection, work.run_id, last, read_anew=True):
        last = rows[-1].seq
        keys = [(row.words_key, row.filled, row.known_id) for row in rows]
        await run_many(connection, "UPDATE posting SET words_key = ?, filled = ? WHERE id = ?", keys)
        drafts = [(row.known_id, read_draft(row.draft)) for row in rows if row.draft]
        await blocks.keep_up(connection, work.source_id, {posting_id: draft.keys for posting_id, draft in drafts})


async def write_rest(connection: AsyncConnection, work: Work) -> None:
    """New and changed postings, in the order in which the source shows them."""
    chunk = work.chunk or await read_chunk(connection, work.run_id)
    while chunk:
        await write_chunk(connection, work, chunk)
        last, is_last = chunk[-1].seq, len(chunk) < CHUNK
        chunk.clear()  # its memory is wanted for the next one
        chunk = [] if is_last else await read_chunk(connection, work.run_id, last)


async def read_chunk(connection: AsyncConnection, run_id: int, after: int = 0) -> list[Incoming]:
    """The next postings that a run writes. Nobody else changes what it has staged, so they may be read before."""
    return [incoming(row) for row in await next_rows(connection, run_id, after)]


async def next_rows(
    connection: AsyncConnection, run_id: int, after: int, *, read_anew: bool = False
) -> Sequence[Found]:
    """Postings that are new or changed; `read_anew`: those that are the same, and were read to find it out."""
    return (await connection.execute(READ_ANEW if read_anew else TO_WRITE, {"run": run_id, "after": after})).all()


def _postings_staged(which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:  # Any: as in Found
    table = staged.c
    words = (table.payload, table.words_key, table.filled, table.draft)
    columns = (table.seq, table.known_id, table.external_id, table.hash, table.status, *words)
    rest = (table.run_id == bindparam("run")) & (table.kind == "J") & which & (table.seq > bindparam("after"))
    return select(*columns).where(rest).order_by(table.seq).limit(CHUNK)


READ_ANEW = _postings_staged((staged.c.state == "S") & staged.c.words_key.is_not(None))
TO_WRITE = _postings_staged(staged.c.state != "S")


def incoming(row: Found) -> Incoming:
    return Incoming(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], read_draft(row[8]))


async def write_chunk(connection: AsyncConnection, work: Work, chunk: Sequence[Incoming]) -> None:
    await resolve(connection, work, chunk)
    changed = [one for one in chunk if one.known_id is not None]
    new = [one for one in chunk if one.known_id is None]
    touched = await write_changed(connection, work, changed)
    touched |= await part_changed(connection, work, [one.known_id for one in changed if one.known_id is not None])
    seen = [seen_of(one, one.known_id, work) for one in changed if one.known_id is not None]
    merged = await reunite(connection, seen, work.source_id, work.at)
    await merge(connection, merged, work.authority, work.at, work.deltas)
    united = await write_new(connection, work, new)
    touched |= set(united.joined.values())
    await jobs.refresh(connection, touched, work.authority, work.at, work.deltas, united.joined, united.shown)
    work.updated += len(changed)
    work.created += len(new)


async def resolve(connection: AsyncConnection, work: Work, chunk: Sequence[Incoming]) -> None:
    """Employer, agency, station and event of each."""
    names = [name for one in chunk for name in (one.draft.employer, one.draft.agency)]
    ids, changed = await employers.unify(connection, names)
    work.employer_ids |= changed
    for place, one in enumerate(chunk):
        draft = one.draft
        one.employer_id, one.agency_id = ids[2 * place], ids[2 * place + 1]
        one.station_id = work.stations.find(draft.station_key, draft.division)
        one.event_id = work.events.get(draft.event_key) if draft.event_key else None


async def write_changed(connection: AsyncConnection, work: Work, changed: Sequence[Incoming]) -> set[int]:
    """Overwrite postings; returns the jobs they belong to."""
    await run_many(connection, UPDATE, [(*said(one), work.at, work.run_id, one.known_id) for one in changed])
    bodies = [(one.words, one.known_id) for one in changed]
    await run_many(connection, "UPDATE posting_body SET posting_json = ? WHERE posting_id = ?", bodies)
    keys = {one.known_id: one.draft.keys for one in changed if one.known_id is not None}
    await blocks.keep_up(connection, work.source_id, keys)
    return {row[0] for row in await connection.execute(JOBS_OF, {"ids": list(keys)})}


JOBS_OF = select(posting.c.job_id).where(listed(posting.c.id, "ids"))


async def part_changed(connection: AsyncConnection, work: Work, ids: Sequence[int]) -> set[int]:
    """Changed postings that contradict the rest of their job now make jobs of their own; returns the jobs they left.

    A source gives an old id to a new job, or a board's line turns from 白班 into 夜班.
    """
    parted = await parting(connection, ids)
    created = await job_ids(connection, [[one] for _job_id, one in parted])
    await jobs.create(connection, dict(created), work.authority, work.at, work.deltas)
    moves = [(new_id, group[0].posting_id) for new_id, group in created]
    await run_many(connection, "UPDATE posting SET job_id = ? WHERE id = ?", moves)
    for job_id, one in parted:
        await jobs.tell_sources(connection, work.deltas, job_id, [one.source_id])
    return {job_id for job_id, _one in parted}


def said(one: Incoming) -> tuple[Any, ...]:  # Any: values of columns
    draft = one.draft
    refers = (one.employer_id, one.agency_id, one.station_id, one.event_id, one.station_ref)
    read_from = (one.words_key, one.filled)
    return (one.hash, draft.url, one.status, draft.posted_at, draft.expires_at, *refers, *read_from)


async def write_new(connection: AsyncConnection, work: Work, new: Sequence[Incoming]) -> United:
    """Insert postings, each into the job it is another view of or into a new one."""
    if not new:
        return United()
    ids = await reserve_ids(connection, posting, len(new))
    seen = [seen_of(one, key, work) for one, key in zip(new, ids, strict=True)]
    united = await unite(connection, seen, work.source_id)
    created = await job_ids(connection, united.groups)
    await jobs.create(connection, dict(created), work.authority, work.at, work.deltas)
    job_of = united.joined | {one.posting_id: key for key, group in created for one in group}
    rows = [row_of(one, key, job_of[key], work) for one, key in zip(new, ids, strict=True)]
    await insert_rows(connection, posting, COLUMNS, rows)
    words = [(key, one.words) for one, key in zip(new, ids, strict=True)]
    await insert_rows(connection, posting_body, ("posting_id", "posting_json"), words)
    await united.write(connection, work.at)
    await merge(connection, united.merged, work.authority, work.at, work.deltas)
    return united


async def job_ids(connection: AsyncConnection, groups: Sequence[Sequence[Seen]]) -> list[tuple[int, Sequence[Seen]]]:
    return list(zip(await reserve_ids(connection, job, len(groups)), groups, strict=True))


def seen_of(one: Incoming, key: int, work: Work) -> Seen:
    ids = (one.employer_id, one.agency_id, one.station_id, one.event_id)
    values = list(one.draft.values)
    values[IDS] = ids
    if one.draft.posted_at is None:
        values[POSTED_AT] = work.at
    return Seen(
        key,
        work.source_id,
        one.words,
        JobStatus[one.status],
        work.at,
        *ids,
        keys=one.draft.keys,
        beyond=[(low, high) for low, high in one.draft.beyond],
        values=values,
    )


def row_of(one: Incoming, key: int, job_id: int, work: Work) -> tuple[Any, ...]:  # Any: values of columns
    digest, url, status, *rest = said(one)
    identity = (key, work.source_id, one.external_id, job_id)
    return (*identity, digest, url, status, *rest, work.at, work.at, work.run_id)


STATIONLESS = (
    select(posting.c.id, posting.c.job_id, posting.c.station_ref, job.c.division_code)
    .join_from(posting, job)
    .where(posting.c.station_ref.is_not(None))
)


async def find_stations(connection: AsyncConnection, work: Work) -> None:
    """Postings that named a station before it was known find it once it is."""
    rows = (await connection.execute(STATIONLESS)).all()
    found = [(work.stations.find(row[2], row[3]), row) for row in rows]
    known = [(station_id, row) for station_id, row in found if station_id is not None]
    statement = "UPDATE posting SET station_id = ?, station_ref = NULL WHERE id = ?"
    await run_many(connection, statement, [(station_id, row[0]) for station_id, row in known])
    touched = {row[1] for _station, row in known}
    await jobs.refresh(connection, touched, work.authority, work.at, work.deltas)
