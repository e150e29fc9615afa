"""Who waits for a writer of SQLite, and how long."""

import asyncio
from pathlib import Path

from schema.store.embedded import ApswConnection, Patience
from schema.store.engine import Database


async def test_work_that_can_wait_goes_on_once_a_transaction_is_over(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/store.db")
    await database.still()
    told: list[str] = []

    async def work() -> None:
        await database.still()
        told.append("work")

    async with database.writing():
        waiting = asyncio.create_task(work())
        await asyncio.sleep(0)
        told.append("written")
    await waiting
    await database.close()
    assert told == ["written", "work"]


async def test_work_goes_on_within_the_transaction_that_asks_for_it(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/store.db")
    async with database.writing():
        await database.still()
    await database.close()


def test_patience_ends() -> None:
    assert not Patience(0)(0)
    assert Patience(60)(0)


def test_a_writer_waits_for_the_one_before_it(tmp_path: Path) -> None:
    first, second = ApswConnection(f"{tmp_path}/store.db"), ApswConnection(f"{tmp_path}/store.db")
    first.execute("PRAGMA journal_mode=WAL")
    first.execute("BEGIN IMMEDIATE")
    tries, patience = [], Patience(60)

    def until_committed(number: int) -> bool:
        tries.append(number)
        if number == 3:
            first.commit()
        return patience(number)

    second.driver.set_busy_handler(until_committed)
    second.execute("BEGIN IMMEDIATE")
    assert (tries, second.in_transaction) == ([0, 1, 2, 3], True)
    for each in (first, second):
        each.close()
