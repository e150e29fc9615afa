"""Stations, events and policies of a run: written where they changed, gone where a complete snapshot lacks them."""

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from schema.store.bulk import Found
from schema.store.codec import decode
from schema.store.instants import epoch_or_none
from schema.store.rows import MONEY, as_json, scaled, small
from schema.store.tables import event, policy, station
from schema.store.worktables import staged
from schema.values import Event, Place, Policy, Station

Columns = dict[str, Any]  # Any: values of columns


@dataclass(slots=True)
class Tally:
    """What was done to one table."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    gone: int = 0
    changed: set[int] = dataclasses.field(default_factory=set)


@dataclass(slots=True)
class Stations:
    """Every station by key and by name, to find the one that a posting names."""

    by_key: dict[str, int]
    by_name: dict[str, list[tuple[int, str | None]]]

    def find(self, reference: str | None, division: str | None) -> int | None:
        """By key; by name within the division's district where the name is not the only one of its kind."""
        if reference is None:
            return None
        if reference in self.by_key:
            return self.by_key[reference]
        named = self.by_name.get(reference, [])
        near = [key for key, code in named if code and division and code[:6] == division[:6]]
        if len(near) == 1:
            return near[0]
        return named[0][0] if len(named) == 1 and not contradicts(named[0][1], division) else None


def contradicts(one: str | None, other: str | None) -> bool:
    """Known to lie in different cities (first four digits of GB/T 2260)."""
    return one is not None and other is not None and one[:4] != other[:4]


STANDING = (
    select(station.c.id, station.c.key, station.c.name, station.c.division_code)
    .where(station.c.gone_at.is_(None))
    .order_by(station.c.id)
)
EVENTS = select(event.c.external_id, event.c.id).where(event.c.source_id == bindparam("source"))


async def load_stations(connection: AsyncConnection) -> Stations:
    stations = Stations({}, {})
    for row in await connection.execute(STANDING):
        stations.by_key[row[1]] = row[0]
        stations.by_name.setdefault(row[2], []).append((row[0], row[3]))
    return stations


async def load_events(connection: AsyncConnection, source_id: int) -> dict[str, int]:
    rows = await connection.execute(EVENTS, {"source": source_id})
    return {row[0]: row[1] for row in rows}


KINDS = {"S": station, "E": event, "P": policy}
"""The tables of what is staged beside postings."""


@dataclass(slots=True)
class Listed:
    """What became of stations, events and policies."""

    stations: Tally = dataclasses.field(default_factory=Tally)
    events: Tally = dataclasses.field(default_factory=Tally)
    policies: Tally = dataclasses.field(default_factory=Tally)
    tables: dict[Table, Tally] = dataclasses.field(default_factory=dict)
    """Those of the tables that the run can change: it has records of them, or its source has rows."""

    @property
    def all(self) -> Sequence[Tally]:
        return (self.stations, self.events, self.policies)


async def apply(connection: AsyncConnection, run_id: int, source_id: int, counts: Mapping[str, int]) -> Listed:
    """Write what a run has staged; `counts` tells how many records of each kind that is."""
    listed = Listed()
    concerned = await tables_of(connection, source_id, counts)
    if station in concerned:
        listed.tables[station] = listed.stations = await apply_stations(connection, run_id, source_id)
    if event in concerned:
        known = await load_stations(connection)
        listed.tables[event] = listed.events = await apply_events(connection, run_id, source_id, known)
    if policy in concerned:
        listed.tables[policy] = listed.policies = await apply_policies(connection, run_id, source_id)
    return listed


HAS_ROWS = select(
    *(select(table.c.id).where(table.c.source_id == bindparam("source")).exists() for table in KINDS.values())
)


async def tables_of(connection: AsyncConnection, source_id: int, counts: Mapping[str, int]) -> Collection[Table]:
    standing = (await connection.execute(HAS_ROWS, {"source": source_id})).one()
    return [table for (kind, table), stands in zip(KINDS.items(), standing, strict=True) if stands or counts.get(kind)]


async def apply_stations(connection: AsyncConnection, run_id: int, source_id: int) -> Tally:
    """Write stations, then their places in the tree. A key that another source keeps stays that source's."""
    rows = await staged_rows(connection, run_id, "S")
    values = [(row.external_id, row.hash, decode(Station, row.payload)) for row in rows]
    standing = await standing_rows(connection, station, station.c.key, None)
    records = [
        (key, digest, station_columns(one, source_id))
        for key, digest, one in values
        if key not in standing or standing[key].source_id in (None, source_id)
    ]
    tally = await write(connection, station, "key", records, standing, run_id)
    tally.unchanged += len(values) - len(records)
    if tally.changed:
        await hang_in_tree(connection, {key: one.parent_key for key, _digest, one in values})
    return tally


async def hang_in_tree(connection: AsyncConnection, parents: dict[str, str | None]) -> None:
    rows = await connection.execute(select(station.c.key, station.c.id))
    ids = {row[0]: row[1] for row in rows}
    for key, parent in parents.items():
        parent_id = ids.get(parent) if parent and parent != key else None
        await connection.execute(update(station).where(station.c.key == key).values(parent_id=parent_id))


async def apply_events(connection: AsyncConnection, run_id: int, source_id: int, stations: Stations) -> Tally:
    rows = await staged_rows(connection, run_id, "E")
    values = [(row.external_id, row.hash, decode(Event, row.payload)) for row in rows]
    records = [(key, digest, event_columns(one, source_id, stations)) for key, digest, one in values]
    standing = await standing_rows(connection, event, event.c.external_id, source_id)
    return await write(connection, event, "external_id", records, standing, run_id)


async def apply_policies(connection: AsyncConnection, run_id: int, source_id: int) -> Tally:
    rows = await staged_rows(connection, run_id, "P")
    values = [(row.external_id, row.hash, decode(Policy, row.payload)) for row in rows]
    records = [(key, digest, policy_columns(one, source_id)) for key, digest, one in values]
    standing = await standing_rows(connection, policy, policy.c.external_id, source_id)
    return await write(connection, policy, "external_id", records, standing, run_id)


async def staged_rows(connection: AsyncConnection, run_id: int, kind: str) -> Sequence[Found]:
    query = select(staged.c.external_id, staged.c.hash, staged.c.payload)
    mine = (staged.c.run_id == run_id) & (staged.c.kind == kind)
    return (await connection.execute(query.where(mine).order_by(staged.c.seq))).all()


async def standing_rows(
    connection: AsyncConnection,
    table: Table,
    key: Any,
    source_id: int | None,  # Any: a column
) -> dict[str, Found]:  # Any: rows of the table
    query = select(key.label("the_key"), table.c.id, table.c.hash, table.c.gone_at, table.c.source_id)
    if source_id is not None:
        query = query.where(table.c.source_id == source_id)
    return {row.the_key: row for row in await connection.execute(query)}


async def write(
    connection: AsyncConnection,
    table: Table,
    key_column: str,
    records: Sequence[tuple[str, str, Columns]],
    standing: dict[str, Found],  # Any: rows of the table
    run_id: int,
) -> Tally:
    tally = Tally()
    for key, digest, columns in records:
        known = standing.get(key)
        seen = {"last_run_id": run_id, "absent_runs": 0}
        if known is None:
            row = {**columns, **seen, key_column: key, "hash": digest}
            tally.changed.add(
                (await connection.execute(insert(table).values(**row).returning(table.c.id))).scalar_one()
            )
            tally.created += 1
        elif known.hash == digest and known.gone_at is None:
            await connection.execute(update(table).where(table.c.id == known.id).values(**seen))
            tally.unchanged += 1
        else:
            row = {**columns, **seen, "hash": digest, "gone_at": None}
            await connection.execute(update(table).where(table.c.id == known.id).values(**row))
            tally.changed.add(known.id)
            tally.updated += 1
    return tally


async def count_absent(connection: AsyncConnection, table: Table, run_id: int, source_id: int) -> None:
    """Rows that a complete run did not show are absent once more."""
    absent = unseen(table, run_id, source_id)
    await connection.execute(update(table).where(absent).values(absent_runs=table.c.absent_runs + 1))


async def withdraw_absent(
    connection: AsyncConnection, table: Table, run_id: int, source_id: int, at: int, withdraw_after: int
) -> set[int]:
    """Rows absent so many complete runs in a row are gone; returns their ids."""
    absent = unseen(table, run_id, source_id) & (table.c.absent_runs >= withdraw_after)
    gone = update(table).where(absent).values(gone_at=at).returning(table.c.id)
    return {row[0] for row in await connection.execute(gone)}


def unseen(table: Table, run_id: int, source_id: int) -> ColumnElement[bool]:
    not_in_it = table.c.last_run_id.is_(None) | (table.c.last_run_id != run_id)
    return (table.c.source_id == source_id) & table.c.gone_at.is_(None) & not_in_it


def place_columns(place: Place | None) -> Columns:
    point = place.point if place else None
    return {
        "place_text": place.text if place else None,
        "division_code": place.division if place else None,
        "place_precision": place.precision.value if place else None,
        "latitude": point.latitude if point else None,
        "longitude": point.longitude if point else None,
    }


def station_columns(one: Station, source_id: int) -> Columns:
    return {
        "source_id": source_id,
        "name": one.name,
        "kind": one.kind.value,
        **place_columns(one.place),
        "trades_json": as_json(one.trades),
        "services_json": as_json(one.services),
        "hours": one.hours,
        "phone": one.phone,
    }


def event_columns(one: Event, source_id: int, stations: Stations) -> Columns:
    return {
        "source_id": source_id,
        "kind": one.kind.value,
        "title": one.title,
        "starts_at": epoch_or_none(one.starts_at),
        "ends_at": epoch_or_none(one.ends_at),
        **place_columns(one.place),
        "station_id": stations.find(one.station_key, one.place.division if one.place else None),
        "organiser": one.organiser,
        "openings": small(one.openings),
        "free": one.free,
        "cancelled": one.cancelled,
        "url": one.url,
    }


def policy_columns(one: Policy, source_id: int) -> Columns:
    return {
        "source_id": source_id,
        "kind": one.kind.value,
        "title": one.title,
        "summary": one.summary,
        "amount_min": scaled(one.amount_min, MONEY),
        "amount_max": scaled(one.amount_max, MONEY),
        "audience_json": as_json(one.audience),
        "division_code": one.division,
        "url": one.url,
    }
