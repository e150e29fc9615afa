"""Runs as they went: listed for the operator, and confirmed where one was held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import bindparam, select, update

from schema.changes import NUMBERS, Changed
from schema.problems import DoorstepError, Problem
from schema.store import directory, jobs, withdrawing
from schema.store.applying import count_open
from schema.store.bulk import Found, take_turn
from schema.store.engine import Database
from schema.store.instants import epoch, instant, instant_or_none
from schema.store.postings import Work
from schema.store.tables import event, policy, source, station
from schema.store.tables import run as table
from schema.vocabulary import RunOutcome, SourceHealth


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run, ended or under way."""

    id: int
    source_id: int
    source_key: str
    outcome: RunOutcome
    started_at: datetime
    finished_at: datetime | None
    seconds: float | None
    fetched: int
    created: int
    updated: int
    unchanged: int
    withdrawn: int
    rejected: int
    gone: int
    complete: bool
    error_code: str | None
    error: str | None
    counters: Mapping[str, int]
    drift: Sequence[Mapping[str, Any]]  # Any: JSON values
    confirmed_at: datetime | None

    @property
    def problem(self) -> Problem | None:
        """What ended it, its two sentences told apart again."""
        if self.error_code is None:
            return None
        chinese, _, english = (self.error or self.error_code).partition(" / ")
        return Problem(self.error_code, chinese, english or chinese)


QUERY = select(table, source.c.key.label("source_key")).join_from(table, source, table.c.source_id == source.c.id)


ONE = QUERY.where(table.c.id == bindparam("run"))


async def recent(
    database: Database, *, source_key: str | None = None, since: datetime | None = None, limit: int = 50
) -> list[Run]:
    """The newest runs first."""
    query = QUERY.order_by(table.c.id.desc()).limit(limit)
    if source_key is not None:
        query = query.where(source.c.key == source_key)
    if since is not None:
        query = query.where(table.c.started_at >= epoch(since))
    async with database.reading() as connection:
        return [run_of(row) for row in await connection.execute(query)]


async def held(database: Database) -> list[Run]:
    """Runs that wait for a confirmation: held, and the last of their source."""
    query = QUERY.where(table.c.outcome == RunOutcome.HELD.value, table.c.id == source.c.last_run_id)
    async with database.reading() as connection:
        return [run_of(row) for row in await connection.execute(query.order_by(table.c.id.desc()))]


async def between(database: Database, since: datetime, until: datetime) -> list[Run]:
    """Runs that started in [since, until), oldest first."""
    query = QUERY.where(table.c.started_at >= epoch(since), table.c.started_at < epoch(until))
    async with database.reading() as connection:
        return [run_of(row) for row in await connection.execute(query.order_by(table.c.id))]


async def get(database: Database, run_id: int) -> Run:
    """Raises DoorstepError RUN_UNKNOWN."""
    async with database.reading() as connection:
        row = (await connection.execute(ONE, {"run": run_id})).first()
    if row is None:
        raise DoorstepError(
            "RUN_UNKNOWN",
            f"没有第 {run_id} 次运行；doorstep runs 列出最近的。",
            f"There is no run {run_id}: `doorstep runs` lists the latest.",
        )
    return run_of(row)


def run_of(row: Found) -> Run:
    plain = ("id", "source_id", "source_key", "seconds", "complete", "error_code", "error")
    return Run(
        **{name: getattr(row, name) for name in (*plain, *NUMBERS)},
        outcome=RunOutcome[row.outcome],
        started_at=instant(row.started_at),
        finished_at=instant_or_none(row.finished_at),
        counters=orjson.loads(row.counters_json),
        drift=orjson.loads(row.drift_json or "[]"),
        confirmed_at=instant_or_none(row.confirmed_at),
    )


async def confirm(database: Database, run_id: int, now: datetime) -> Changed:
    """An operator says that a held run was right: what it did not show is withdrawn now.

    Raises DoorstepError RUN_UNKNOWN, RUN_NOT_HELD, or RUN_NOT_LAST where its source has run since.
    """
    run = await get(database, run_id)
    if run.outcome is not RunOutcome.HELD:
        raise not_held(run_id)
    async with database.writing() as connection:
        await take_turn(connection)
        last = await connection.scalar(select(source.c.last_run_id).where(source.c.id == run.source_id))
        if last != run_id:
            raise not_last(run_id)
        authority = await jobs.authorities(connection)
        work = Work(run_id, run.source_id, epoch(now), directory.Stations({}, {}), {}, authority)
        await withdrawing.withdraw_absent(connection, work, withdraw_after=1)
        gone = 0
        for each in (station, event, policy):
            gone += len(await directory.withdraw_absent(connection, each, run_id, run.source_id, work.at, 1))
        last_seq = await jobs.log_changes(connection, work.deltas, work.at)
        values = {"outcome": RunOutcome.SUCCEEDED.value, "confirmed_at": work.at, "withdrawn": work.withdrawn + gone}
        await connection.execute(update(table).where(table.c.id == run_id).values(**values))
        open_jobs = await count_open(connection, run.source_id)
        healthy = {"health": SourceHealth.HEALTHY.value, "open_jobs": open_jobs}
        await connection.execute(update(source).where(source.c.id == run.source_id).values(**healthy))
    return Changed(tuple(work.deltas.by_job.values()), last_seq)


def not_held(run_id: int) -> DoorstepError:
    return DoorstepError(
        "RUN_NOT_HELD",
        f"第 {run_id} 次运行没有待确认的内容。",
        f"Run {run_id} is not held: there is nothing to confirm.",
    )


def not_last(run_id: int) -> DoorstepError:
    return DoorstepError(
        "RUN_NOT_LAST",
        f"第 {run_id} 次运行之后来源又运行过，请看最新一次。",
        f"The source has run since run {run_id}: look at its latest run.",
    )
