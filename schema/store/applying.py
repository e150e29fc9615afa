"""A run that has ended, applied in one transaction: its steps stand in order in `apply`."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from schema.changes import NUMBERS, RunReport
from schema.problems import Problem
from schema.records import Reject
from schema.store import directory, jobs, postings, sources, withdrawing
from schema.store.bulk import insert_rows, take_turn
from schema.store.codec import decode
from schema.store.expecting import unmet
from schema.store.guards import GOOD_RUNS, Evidence, Verdict, judge
from schema.store.instants import epoch, instant
from schema.store.postings import Incoming, Work
from schema.store.shape import Shape, drift, shape_of
from schema.store.sources import Source
from schema.store.tables import posting, reject, run, source
from schema.store.worktables import staged
from schema.vocabulary import JobStatus, RunOutcome

WITHDRAW_AFTER = 2
"""Complete runs in a row that must lack a posting before it is withdrawn; config `withdraw_after` may say another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How the reading of a run ended."""

    complete: bool = False
    problem: Problem | None = None
    watermark: str | None = None
    counters: Mapping[str, int] = field(default_factory=dict)


async def apply(
    connection: AsyncConnection,
    run_id: int,
    from_source: Source,
    now: datetime,
    ending: Ending,
    shape: Shape,
    clock: Callable[[], datetime],
    chunk: list[Incoming] | None = None,
) -> RunReport:
    """Everything that was staged, the run's row, the source's row and the log of changes; the caller commits.

    `chunk`: the first of what is to be written, where it was read before the database was locked; it is used up.
    """
    begun = time.monotonic()
    await take_turn(connection)
    counts = await count_staged(connection, run_id)
    verdict = judge(await evidence(connection, from_source, ending, counts, run_id, shape))
    listed = await directory.apply(connection, run_id, from_source.id, counts)
    work = await apply_postings(connection, run_id, from_source, epoch(now), counts, chunk)
    await apply_absence(connection, work, listed, verdict, withdraw_after(from_source))
    last_seq = await jobs.log_changes(connection, work.deltas, work.at)
    if counts.get("R"):
        await keep_rejects(connection, run_id, from_source.id, work.at)
    found = await told_drift(connection, from_source.id, run_id, shape)
    started = await started_at(connection, run_id)
    report = RunReport(
        run_id=run_id,
        source_id=from_source.id,
        source_key=from_source.key,
        outcome=verdict.outcome,
        started_at=instant(started),
        finished_at=clock(),
        seconds=round(max(0.0, clock().timestamp() - started) or time.monotonic() - begun, 3),
        fetched=sum(counts.values()),
        created=work.created + sum(one.created for one in listed.all),
        updated=work.updated + sum(one.updated for one in listed.all),
        unchanged=work.unchanged + sum(one.unchanged for one in listed.all),
        withdrawn=work.withdrawn + sum(one.gone for one in listed.all),
        rejected=counts.get("R", 0),
        gone=counts.get("G", 0),
        counters=dict(ending.counters) | told_gone(work),
        problem=verdict.problem,
        drift=found,
        changed=tuple(work.deltas.by_job.values()),
        retold=tuple(work.deltas.retold.values()),
        station_ids=frozenset(listed.stations.changed),
        employer_ids=frozenset(work.employer_ids),
        event_ids=frozenset(listed.events.changed),
        policy_ids=frozenset(listed.policies.changed),
        last_seq=last_seq,
    )
    await close_run(connection, report, ending, shape)
    await close_source(connection, from_source, report, ending, now)
    await connection.execute(EMPTIED, {"run": run_id})
    return report


def told_gone(work: Work) -> dict[str, int]:
    return {"gone_unknown": work.gone_unknown} if work.gone_unknown else {}


async def apply_skipped(
    connection: AsyncConnection, run_id: int, from_source: Source, problem: Problem, clock: Callable[[], datetime]
) -> RunReport:
    """A run that had nothing to do: noted, and nothing else touched."""
    started = await started_at(connection, run_id)
    report = RunReport(
        run_id=run_id,
        source_id=from_source.id,
        source_key=from_source.key,
        outcome=RunOutcome.SKIPPED,
        started_at=instant(started),
        finished_at=clock(),
        seconds=0.0,
        problem=problem,
    )
    await close_run(connection, report, Ending(problem=problem), Shape())
    await connection.execute(EMPTIED, {"run": run_id})
    return report


STAGED = select(staged.c.kind, func.count()).where(staged.c.run_id == bindparam("run")).group_by(staged.c.kind)
EMPTIED = delete(staged).where(staged.c.run_id == bindparam("run"))
"""Statements are made once: SQLAlchemy takes longer to make one anew than SQLite to run it."""

_MINE = run.c.source_id == bindparam("source")
_SUCCEEDED = run.c.outcome == RunOutcome.SUCCEEDED.value
GOOD = (
    select(run.c.taken)
    .where(_MINE, _SUCCEEDED, run.c.complete, run.c.id > bindparam("accepted"))
    .order_by(run.c.id.desc())
    .limit(GOOD_RUNS)
)
BEFORE = select(run.c.outcome, run.c.taken).where(_MINE, run.c.id < bindparam("run")).order_by(run.c.id.desc()).limit(1)
_LAST_GOOD = select(func.max(run.c.id)).where(_MINE, run.c.complete, _SUCCEEDED).scalar_subquery()
_HELD = select(func.max(run.c.id)).where(
    _MINE, run.c.complete, run.c.outcome == RunOutcome.HELD.value, run.c.id < _LAST_GOOD
)
_CONFIRMED = select(func.max(run.c.id) - 1).where(_MINE, run.c.complete, run.c.confirmed_at.is_not(None))
ACCEPTED = select(_HELD.scalar_subquery(), _CONFIRMED.scalar_subquery())
SHAPE = (
    select(run.c.shape_json)
    .where(_MINE, run.c.id < bindparam("run"), _SUCCEEDED, run.c.shape_json.is_not(None))
    .order_by(run.c.id.desc())
    .limit(1)
)
CLOSED = update(run).where(run.c.id == bindparam("of"))
MOVED_ON = update(source).where(source.c.id == bindparam("of"))
STARTED = select(run.c.started_at).where(run.c.id == bindparam("run"))
OPEN = (
    select(func.count())
    .select_from(posting)
    .where(posting.c.source_id == bindparam("source"), posting.c.status == JobStatus.OPEN.value)
)


async def count_staged(connection: AsyncConnection, run_id: int) -> dict[str, int]:
    """How many records of each kind were staged."""
    return {row[0]: row[1] for row in await connection.execute(STAGED, {"run": run_id})}


async def evidence(
    connection: AsyncConnection,
    from_source: Source,
    ending: Ending,
    counts: Mapping[str, int],
    run_id: int,
    shape: Shape,
) -> Evidence:
    since = await accepted(connection, from_source.id)
    rows = await connection.execute(GOOD, {"source": from_source.id, "accepted": since})
    last = (await connection.execute(BEFORE, {"source": from_source.id, "run": run_id})).first()
    expected = from_source.config.get("expect")
    return Evidence(
        complete=ending.complete,
        taken=taken(counts),
        rejected=counts.get("R", 0),
        problem=ending.problem,
        may_be_empty=isinstance(expected, Mapping) and expected.get("empty") is True,
        continues=from_source.watermark is not None,
        good_runs=[row[0] for row in rows],
        held_before=last[1] if last is not None and last[0] == RunOutcome.HELD.value else None,
        unmet=unmet(expected, shape, taken(counts)),
    )


async def accepted(connection: AsyncConnection, source_id: int) -> int:
    """The last run before what is usual changed: a held one that a person or a later run agreed with."""
    held, confirmed = (await connection.execute(ACCEPTED, {"source": source_id})).one()
    return max(held or 0, confirmed or 0)


def taken(counts: Mapping[str, int]) -> int:
    return sum(count for kind, count in counts.items() if kind != "R")


def withdraw_after(from_source: Source) -> int:
    given = from_source.config.get("withdraw_after")
    return given if isinstance(given, int) and given >= 1 else WITHDRAW_AFTER


async def apply_postings(
    connection: AsyncConnection,
    run_id: int,
    from_source: Source,
    at: int,
    counts: Mapping[str, int],
    chunk: list[Incoming] | None,
) -> Work:
    work = Work(
        run_id=run_id,
        source_id=from_source.id,
        at=at,
        stations=await directory.load_stations(connection),
        events=await directory.load_events(connection, from_source.id),
        authority=await jobs.authorities(connection),
        chunk=chunk or [],
    )
    await postings.find_stations(connection, work)
    await postings.see_again(connection, work)
    await postings.write_rest(connection, work)
    if counts.get("G"):
        await withdrawing.withdraw_gone(connection, work)
    return work


async def apply_absence(
    connection: AsyncConnection, work: Work, listed: directory.Listed, verdict: Verdict, after: int
) -> None:
    if not verdict.counts_absence:
        return
    await withdrawing.count_absent(connection, work)
    for table in listed.tables:
        await directory.count_absent(connection, table, work.run_id, work.source_id)
    if not verdict.withdraws:
        return
    await withdrawing.withdraw_absent(connection, work, after)
    for table, tally in listed.tables.items():
        gone = await directory.withdraw_absent(connection, table, work.run_id, work.source_id, work.at, after)
        tally.gone += len(gone)
        tally.changed |= gone


async def keep_rejects(connection: AsyncConnection, run_id: int, source_id: int, at: int) -> None:
    rows = []
    for row in await directory.staged_rows(connection, run_id, "R"):
        one = decode(Reject, row.payload)
        raw = orjson.dumps(one.raw, default=str).decode()
        rows.append((source_id, run_id, one.reason[:80], one.message, one.field, one.external_id, one.url, raw, at))
    columns = ("source_id", "run_id", "reason", "message", "field", "external_id", "url", "raw_json", "at")
    await insert_rows(connection, reject, columns, rows)


async def told_drift(
    connection: AsyncConnection, source_id: int, run_id: int, shape: Shape
) -> Sequence[Mapping[str, Any]]:  # Any: JSON values
    before = await connection.scalar(SHAPE, {"source": source_id, "run": run_id})
    return [] if before is None else drift(shape_of(before), shape)


async def started_at(connection: AsyncConnection, run_id: int) -> int:
    return int((await connection.execute(STARTED, {"run": run_id})).scalar_one())


async def close_run(connection: AsyncConnection, report: RunReport, ending: Ending, shape: Shape) -> None:
    problem = report.problem
    values = {
        "outcome": report.outcome.value,
        "finished_at": epoch(report.finished_at),
        **{name: getattr(report, name) for name in NUMBERS},
        "taken": report.fetched - report.rejected,
        "complete": ending.complete,
        "error_code": problem.code if problem else None,
        "error": problem.message if problem else None,
        "counters_json": orjson.dumps(dict(report.counters)).decode(),
        "drift_json": orjson.dumps(list(report.drift)).decode() if report.drift else None,
        "shape_json": shape.to_json() if shape.postings else None,
        "watermark": ending.watermark,
        "seconds": report.seconds,
    }
    await connection.execute(CLOSED, {"of": report.run_id, **values})


async def close_source(
    connection: AsyncConnection, from_source: Source, report: RunReport, ending: Ending, now: datetime
) -> None:
    """Health, freshness and the watermark: only a good run moves the last two."""
    values: dict[str, Any] = {  # Any: values of columns
        "last_run_id": report.run_id,
        "health": sources.HEALTH_OF[report.outcome].value,
        "open_jobs": await count_open(connection, from_source.id),
    }
    if report.outcome in (RunOutcome.SUCCEEDED, RunOutcome.HELD):
        values["fresh_at"] = epoch(now)
        values["stale_at"] = epoch(sources.stale_at(now, from_source.schedule, from_source.config))
        values["watermark"] = ending.watermark or from_source.watermark
    await connection.execute(MOVED_ON, {"of": from_source.id, **values})


async def count_open(connection: AsyncConnection, source_id: int) -> int:
    return int(await connection.scalar(OPEN, {"source": source_id}) or 0)
