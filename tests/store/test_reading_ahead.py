"""A run whose postings were read before the lock writes what it would have written without, whatever came between."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from benchmarks.labelled import labelled
from schema.normalising import Frame, normalise
from schema.store import intake
from schema.store.applying import Ending, apply
from schema.store.engine import Database
from schema.store.intake import RunHandle
from schema.store.postings import CHUNK, Incoming, read_chunk
from schema.store.shape import Shape
from schema.store.tables import change, employer, job, posting, posting_body
from schema.store.worktables import block, match
from schema.values import Posting
from tests.servers import Postgres
from tests.store.making import A_NIGHT, NOW, register, take
from tests.store.making import posting as made

TABLES = (job, posting, posting_body, employer, block, match, change)
SOURCES = ("market", "street", "feed", "partner")


@pytest.fixture
async def another_database(
    request: pytest.FixtureRequest, database: Database, tmp_path: Path
) -> AsyncIterator[Database]:
    """One like `database`."""
    if database.is_sqlite:
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "another.db")
        opened = Database(f"sqlite:///{tmp_path}/another.db")
    else:
        server: Postgres = request.getfixturevalue("postgres_server")
        opened = Database(server.database_url(server.create_database(request.getfixturevalue("postgres_template"))))
    yield opened
    await opened.close()


def by_source(seed: int) -> dict[str, list[Posting]]:
    found: dict[str, list[Posting]] = {name: [] for name in SOURCES}
    for item in labelled(seed, 240):
        read = normalise(item.record, Frame(now=NOW))
        if isinstance(read, Posting):
            found[item.source].append(read)
    return found


async def staged(database: Database, key: str, batch: Sequence[Posting]) -> RunHandle:
    handle = await intake.begin(database, key, NOW)
    await handle.stage(batch)
    return handle


async def ended(database: Database, handle: RunHandle, ahead: list[Incoming] | None) -> None:
    async with database.writing() as connection:
        how = (handle.source, handle.now, Ending(complete=True), Shape(), lambda: NOW)
        await apply(connection, handle.run_id, *how, ahead)
    await handle.release()


async def written(database: Database) -> list[list[tuple[Any, ...]]]:  # Any: rows
    """Every row but for instants of this machine's clock."""
    async with database.reading() as connection:
        return [
            [tuple(row) for row in await connection.execute(select(table).order_by(*table.primary_key))]
            for table in TABLES
        ]


def otherwise(postings: Sequence[Posting]) -> list[Posting]:
    """A later showing: some pay more, are another job under the old id, are gone or older, the rest as they were."""
    later = [FATES[place % len(FATES)](one) for place, one in enumerate(postings)]
    return [one for one in later if one is not None]


FATES: Sequence[Callable[[Posting], Posting | None]] = (
    lambda one: replace(one, pay=replace(one.pay, min=one.pay.min and one.pay.min * 2, max=None)),
    lambda one: replace(one, title="夜班保安队长", occupation=None),
    lambda one: None,
    lambda one: replace(one, posted_at=one.posted_at and one.posted_at - 90 * A_NIGHT),
    lambda one: one,
)


async def night(database: Database, seed: int, *, read_ahead: bool) -> list[Incoming] | None:
    """The feed is read ahead; then the market changes and the street comes; then the feed is applied."""
    shown = by_source(seed)
    for key in SOURCES:
        await register(database, key, config={"withdraw_after": 1})
    for key in ("market", "partner"):
        await take(database, shown[key], key=key)
    handle = await staged(database, "feed", shown["feed"])
    ahead = await chunk_of(database, handle) if read_ahead else None
    assert bool(ahead) is read_ahead
    await take(database, otherwise(shown["market"]), key="market")
    await take(database, shown["street"], key="street")
    await ended(database, handle, ahead)
    return ahead


async def chunk_of(database: Database, handle: RunHandle) -> list[Incoming]:
    async with database.reading() as connection:
        return await read_chunk(connection, handle.run_id)


@pytest.mark.parametrize("seed", [3, 4])
async def test_a_run_read_ahead_writes_what_another_does(
    database: Database, another_database: Database, seed: int
) -> None:
    ahead = await night(database, seed, read_ahead=True)
    await night(another_database, seed, read_ahead=False)
    assert await written(database) == await written(another_database)
    assert ahead == []


async def test_a_run_of_more_than_a_chunk_is_written_whole(database: Database) -> None:
    await register(database)
    first = [made(number) for number in range(CHUNK + 1)]
    again = [replace(first[place], external_id=f"again-{place}") for place in (0, CHUNK)]
    report = await take(database, [*first, *again])
    assert report.created == CHUNK + 3
    async with database.reading() as connection:
        shown = (await connection.execute(select(posting.c.external_id, posting.c.job_id))).all()
    job_of = {row[0]: row[1] for row in shown}
    assert len(set(job_of.values())) == CHUNK + 1
    assert all(
        job_of[one.external_id] == job_of[first[place].external_id]
        for one, place in zip(again, (0, CHUNK), strict=True)
    )


async def test_the_next_does_what_it_has_to_do_first_while_another_writes(database: Database) -> None:
    ready = asyncio.Event()

    async def nothing() -> None: ...

    async def be_ready() -> None:
        ready.set()

    async def write_next() -> None:
        async with database.writing(first=be_ready):
            pass

    async with database.writing(first=nothing):
        after = asyncio.create_task(write_next())
        await asyncio.wait_for(ready.wait(), 30)
        assert not after.done()
    await after
