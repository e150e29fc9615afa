"""Batches written while a run reads on: in order, whole, and nothing more after one that failed."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from gateway.laying import AHEAD, Laying, StoreFailed
from schema.store import intake
from schema.store.engine import Database
from schema.store.intake import RunHandle
from schema.store.migrating import migrate
from schema.store.staging import Lot
from schema.store.tables import run
from schema.store.worktables import staged
from tests.store.making import NOW, register
from tests.store.making import posting as made


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite:///{tmp_path}/store.db")
    await migrate(opened)
    await register(opened)
    yield opened
    await opened.close()


async def laid(database: Database) -> tuple[list[str | None], str | None]:
    """The external ids that are staged, and the run's checkpoint."""
    async with database.reading() as connection:
        ids = await connection.scalars(select(staged.c.external_id).order_by(staged.c.seq))
        return list(ids), await connection.scalar(select(run.c.checkpoint))


async def test_reading_goes_on_while_another_writes(database: Database) -> None:
    handle = await intake.begin(database, "tea", NOW)
    async with Laying(handle) as laying, database.writing():
        for number in range(5):
            await laying.put([made(number)], str(number))
        assert (await laid(database), handle.staged) == (([], None), 5)
    assert await laid(database) == ([f"A-{number}" for number in range(5)], "4")


async def test_all_is_written_in_its_order_however_writing_and_reading_meet(database: Database) -> None:
    handle = await intake.begin(database, "tea", NOW)
    async with Laying(handle) as laying:
        for number in range(100):
            await laying.put([made(3 * number + one) for one in range(3)], str(number))
            for _ in range(number % 7):
                await asyncio.sleep(0)
    assert await laid(database) == ([f"A-{number}" for number in range(300)], "99")


async def test_no_more_than_some_records_wait(database: Database) -> None:
    handle = await intake.begin(database, "tea", NOW)
    many = [made(number) for number in range(AHEAD + 1)]
    async with Laying(handle) as laying:
        async with database.writing():
            await laying.put([made(AHEAD + 1)], "1")
            await asyncio.sleep(0)  # it is being written from here on
            second = asyncio.create_task(laying.put(many, "2"))
            done, _ = await asyncio.wait([second], timeout=0.2)
            assert not done
        await second
    ids, checkpoint = await laid(database)
    assert (len(ids), checkpoint) == (AHEAD + 2, "2")


class Failing:
    """A run whose n-th writing fails, as where a disk is full."""

    def __init__(self, handle: RunHandle, fails_at: int) -> None:
        self.handle = handle
        self.left = fails_at

    def __getattr__(self, name: str) -> object:
        return getattr(self.handle, name)

    async def write(self, lots: list[Lot]) -> None:
        self.left -= 1
        if self.left == 0:
            raise OSError("disk full")
        await self.handle.write(lots)


async def test_after_a_failure_nothing_more_is_written(database: Database) -> None:
    handle = await intake.begin(database, "tea", NOW)

    async def reading() -> None:
        async with Laying(Failing(handle, 2)) as laying:  # type: ignore[arg-type]  # stands before the real one
            for number in range(6):
                await laying.put([made(number)], str(number))
                await asyncio.sleep(0.01)

    with pytest.raises(StoreFailed):
        await reading()
    ids, checkpoint = await laid(database)
    assert ids == [f"A-{number}" for number in range(int(checkpoint or -1) + 1)]
    assert len(ids) < 6


async def test_what_was_read_before_a_source_failed_is_kept(database: Database) -> None:
    handle = await intake.begin(database, "tea", NOW)

    async def reading() -> None:
        async with Laying(handle) as laying:
            await laying.put([made(1)], "1")
            raise ValueError("the source")

    with pytest.raises(ValueError, match="the source"):
        await reading()
    assert await laid(database) == (["A-1"], "1")


async def test_a_run_that_is_stopped_goes_on_where_it_was_committed(database: Database) -> None:
    handle = await intake.begin(database, "tea", NOW)
    await handle.stage([made(1)], "1")
    blocked = asyncio.Event()

    async def reading() -> None:
        async with Laying(handle) as laying, database.writing():
            await laying.put([made(2)], "2")
            blocked.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(reading())
    await blocked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await laid(database) == (["A-1"], "1")
