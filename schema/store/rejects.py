"""Rejects: what was read and could not be taken, kept in its own words until it is replayed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import exists, func, select, update

from schema.store.bulk import among
from schema.store.engine import Database
from schema.store.instants import epoch, instant, instant_or_none
from schema.store.tables import reject as table
from schema.store.tables import run, source


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One reject as it is kept. `raw` is the record as the source had it."""

    id: int
    run_id: int
    reason: str
    message: str
    field: str | None
    external_id: str | None
    url: str | None
    raw: Mapping[str, Any]  # Any: JSON values
    at: datetime
    replayed_at: datetime | None


async def listing(
    database: Database, source_key: str, *, replayed: bool = False, run_id: int | None = None, limit: int = 10_000
) -> list[Kept]:
    """A source's rejects, oldest first; those replayed already only where asked for."""
    query = select(table).join_from(table, source).where(source.c.key == source_key).order_by(table.c.id).limit(limit)
    if not replayed:
        query = query.where(table.c.replayed_at.is_(None))
    if run_id is not None:
        query = query.where(table.c.run_id == run_id)
    async with database.reading() as connection:
        rows = (await connection.execute(query)).all()
    return [
        Kept(
            id=row.id,
            run_id=row.run_id,
            reason=row.reason,
            message=row.message,
            field=row.field,
            external_id=row.external_id,
            url=row.url,
            raw=orjson.loads(row.raw_json),
            at=instant(row.at),
            replayed_at=instant_or_none(row.replayed_at),
        )
        for row in rows
    ]


async def mark_replayed(database: Database, ids: Collection[int], now: datetime) -> None:
    """These have been taken, or rejected anew, by a later run."""
    async with database.writing() as connection:
        mine = among(connection, table.c.id, ids)
        await connection.execute(update(table).where(mine).values(replayed_at=epoch(now)))


@dataclass(frozen=True, slots=True)
class RejectTally:
    """How often a source's records were refused for one reason, with the sentence and an example's id."""

    source_key: str
    reason: str
    count: int
    message: str
    example: str | None
    is_new: bool
    """No earlier run of the source refused anything for this reason."""


async def between(database: Database, since: datetime, until: datetime) -> list[RejectTally]:
    """What the runs of that time refused, by source and reason, most first."""
    mine = select(run.c.id).where(run.c.started_at >= epoch(since), run.c.started_at < epoch(until))
    grouped = (
        select(table.c.source_id, table.c.reason, func.count().label("times"), func.min(table.c.id).label("first_id"))
        .where(table.c.run_id.in_(mine))
        .group_by(table.c.source_id, table.c.reason)
        .subquery()
    )
    before = table.alias("before")
    earlier = exists(
        select(before.c.id)
        .where(before.c.source_id == grouped.c.source_id, before.c.reason == grouped.c.reason)
        .where(before.c.at < epoch(since))
        .correlate(grouped)
    )
    query = (
        select(source.c.key, grouped.c.reason, grouped.c.times, table.c.message, table.c.external_id, ~earlier)
        .join_from(grouped, table, table.c.id == grouped.c.first_id)
        .join(source, source.c.id == grouped.c.source_id)
        .order_by(grouped.c.times.desc(), source.c.key)
    )
    async with database.reading() as connection:
        return [
            RejectTally(row[0], row[1], row[2], row[3], row[4], bool(row[5])) for row in await connection.execute(query)
        ]
