"""Sources: registered, changed, paused, resumed; their health, and how long what they said may be shown as current."""

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from cronsim import CronSim, CronSimError
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from schema.problems import DoorstepError
from schema.store.announcements import announce
from schema.store.bulk import Found
from schema.store.engine import Database
from schema.store.instants import SHANGHAI, epoch, instant, instant_or_none
from schema.store.tables import run as run_table
from schema.store.tables import source as table
from schema.tags import touched_by_source
from schema.vocabulary import RunOutcome, SourceHealth

NIGHTLY = "0 2 * * *"
"""The schedule of a source that names none: 2:00 in Asia/Shanghai."""

KEY = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
DURATION = re.compile(r"(\d+)\s*([smhd]?)")
HEALTH_OF: Mapping[str, SourceHealth] = {
    RunOutcome.SUCCEEDED: SourceHealth.HEALTHY,
    RunOutcome.PARTIAL: SourceHealth.FAILING,
    RunOutcome.FAILED: SourceHealth.FAILING,
    RunOutcome.HELD: SourceHealth.HELD,
}
SECONDS_OF = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEntry:
    """What an operator or a partner says of a source."""

    key: str
    name: str
    connector: str
    config: Mapping[str, Any] = dataclasses.field(default_factory=dict)  # Any: checked by the connector's own schema
    url: str | None = None
    division: str | None = None
    schedule: str | None = None
    owner: str | None = None
    """The agency whose keys may change it; None: administrators only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(SourceEntry):
    """A source as the store knows it."""

    id: int
    agency_id: int | None
    state: str
    state_reason: str | None
    health: SourceHealth
    fresh_at: datetime | None
    stale_at: datetime | None
    open_jobs: int
    watermark: str | None
    last_run_id: int | None
    created_at: datetime


async def register(database: Database, entry: SourceEntry, now: datetime) -> Source:
    """Add a source; raises DoorstepError SOURCE_KEY, SOURCE_SCHEDULE or SOURCE_EXISTS."""
    check(entry)
    async with database.writing() as connection:
        if await find(connection, entry.key):
            raise source_exists(entry.key)
        await connection.execute(insert(table).values(**columns_of(entry), key=entry.key, created_at=epoch(now)))
        registered = await require(connection, entry.key)
        announce(connection, touched_by_source(registered.id))
        return registered


async def change(database: Database, entry: SourceEntry) -> Source:
    """Replace what is said of a source; what it has read stays. Its owner stays unless the entry names one."""
    check(entry)
    async with database.writing() as connection:
        known = await require(connection, entry.key)
        columns = columns_of(entry)
        if entry.owner is None:
            columns.pop("owner")
        if known.fresh_at is not None:
            columns["stale_at"] = epoch(stale_at(known.fresh_at, entry.schedule, entry.config))
        await connection.execute(update(table).where(table.c.id == known.id).values(**columns))
        announce(connection, touched_by_source(known.id))
        return await require(connection, entry.key)


async def declare(database: Database, entry: SourceEntry, now: datetime) -> Source:
    """Register a source, or change it where it is known: for lists of sources that are read at every start."""
    async with database.reading() as connection:
        known = await find(connection, entry.key)
    return await (change(database, entry) if known else register(database, entry, now))


async def pause(database: Database, key: str, reason: str | None = None) -> Source:
    """Run it no more until it is resumed; what it has stays."""
    return await set_state(database, key, "PAUSED", reason)


async def resume(database: Database, key: str) -> Source:
    return await set_state(database, key, "ACTIVE", None)


async def set_state(database: Database, key: str, state: str, reason: str | None) -> Source:
    async with database.writing() as connection:
        known = await require(connection, key)
        health = await health_of(connection, known) if state == "ACTIVE" else SourceHealth[state]
        values = {"state": state, "state_reason": reason, "health": health.value}
        await connection.execute(update(table).where(table.c.id == known.id).values(**values))
        announce(connection, touched_by_source(known.id))
        return await require(connection, key)


async def health_of(connection: AsyncConnection, known: Source) -> SourceHealth:
    """The health that its last run left it in; NEW where it has not run."""
    outcome = select(run_table.c.outcome).where(run_table.c.id == known.last_run_id)
    return HEALTH_OF.get(str(await connection.scalar(outcome)), SourceHealth.NEW)


async def get(database: Database, key: str) -> Source:
    """The source of that key; raises DoorstepError SOURCE_UNKNOWN."""
    async with database.reading() as connection:
        return await require(connection, key)


async def listing(database: Database) -> list[Source]:
    """Every source, by key."""
    async with database.reading() as connection:
        rows = await connection.execute(select(table).order_by(table.c.key))
        return [source_of(row) for row in rows]


NAMED = select(table).where(table.c.key == bindparam("key"))


async def find(connection: AsyncConnection, key: str) -> Source | None:
    row = (await connection.execute(NAMED, {"key": key})).first()
    return None if row is None else source_of(row)


async def require(connection: AsyncConnection, key: str) -> Source:
    found = await find(connection, key)
    if found is None:
        raise unknown_source(key)
    return found


def source_of(row: Found) -> Source:  # Any: a row of the table
    return Source(
        id=row.id,
        key=row.key,
        name=row.name,
        connector=row.connector,
        config=orjson.loads(row.config_json),
        url=row.url,
        division=row.division_code,
        schedule=row.schedule,
        owner=row.owner,
        agency_id=row.agency_id,
        state=row.state,
        state_reason=row.state_reason,
        health=SourceHealth[row.health],
        fresh_at=instant_or_none(row.fresh_at),
        stale_at=instant_or_none(row.stale_at),
        open_jobs=row.open_jobs,
        watermark=row.watermark,
        last_run_id=row.last_run_id,
        created_at=instant(row.created_at),
    )


def columns_of(entry: SourceEntry) -> dict[str, Any]:  # Any: values of columns
    return {
        "name": entry.name,
        "connector": entry.connector,
        "config_json": orjson.dumps(entry.config, default=str).decode(),
        "url": entry.url,
        "division_code": entry.division,
        "schedule": entry.schedule,
        "owner": entry.owner,
    }


def health_at(source: Source, now: datetime) -> SourceHealth:
    """How it is doing: its state first, then its last run's health, then whether what it has is still current."""
    if source.state != "ACTIVE":
        return SourceHealth[source.state]
    if source.health is SourceHealth.HEALTHY and source.stale_at is not None and now > source.stale_at:
        return SourceHealth.STALE
    return source.health


def stale_at(fresh_at: datetime, schedule: str | None, config: Mapping[str, object]) -> datetime:
    """Until when what was read then may be shown as current: config `fresh_for`, else the schedule's interval."""
    given = config.get("fresh_for")
    return fresh_at + (interval_of(schedule, fresh_at) if given is None else duration(given))


def interval_of(schedule: str | None, after: datetime) -> timedelta:
    times = CronSim(schedule or NIGHTLY, after.astimezone(SHANGHAI))
    first = next(times)
    return next(times) - first


def duration(given: object) -> timedelta:
    """30m, 6h, 2d, or seconds; raises DoorstepError SOURCE_FRESH_FOR."""
    found = DURATION.fullmatch(str(given).strip())
    if found is None:
        raise DoorstepError(
            "SOURCE_FRESH_FOR",
            f"fresh_for 读不懂：{given}。请写 30m、6h 或 2d。",
            f"fresh_for cannot be read: {given}. Write 30m, 6h or 2d.",
            ("config", "fresh_for"),
        )
    return timedelta(seconds=int(found[1]) * SECONDS_OF[found[2]])


def check(entry: SourceEntry) -> None:
    if not KEY.fullmatch(entry.key):
        raise DoorstepError(
            "SOURCE_KEY",
            "来源的 key 只能用小写字母、数字、点、横线和下划线，最多 80 个字符。",
            "A source's key takes lower-case letters, digits, dots, hyphens and underscores, 80 at most.",
            ("key",),
        )
    if "fresh_for" in entry.config:
        duration(entry.config["fresh_for"])
    if entry.schedule is not None:
        check_schedule(entry.schedule)


def check_schedule(schedule: str) -> None:
    try:
        next(CronSim(schedule, datetime(2026, 1, 1, tzinfo=SHANGHAI)))
    except (CronSimError, StopIteration) as error:
        raise DoorstepError(
            "SOURCE_SCHEDULE",
            f"时间表读不懂：{schedule}。请写五段的 cron 表达式，如 0 2 * * *。",
            f"The schedule cannot be read: {schedule}. Write a cron expression of five fields, such as 0 2 * * *.",
            ("schedule",),
        ) from error


def unknown_source(key: str) -> DoorstepError:
    return DoorstepError(
        "SOURCE_UNKNOWN",
        f"没有这个来源：{key}。doorstep sources 列出全部来源。",
        f"There is no source {key}: `doorstep sources` lists those there are.",
        ("key",),
    )


def source_exists(key: str) -> DoorstepError:
    return DoorstepError(
        "SOURCE_EXISTS",
        f"来源 {key} 已经登记；要修改请用 updateSource，或 doorstep sources add --replace。",
        f"A source {key} is registered already; change it with updateSource or `doorstep sources add --replace`.",
        ("key",),
    )
