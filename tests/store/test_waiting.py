"""Who waits for a writer of SQLite, and how long; what runs meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import apsw
import pytest
from sqlalchemy import text

from schema.problems import DoorstepError
from schema.store import embedded
from schema.store.embedded import ApswConnection, Patience
from schema.store.engine import Database


@pytest.fixture
async def in_loop(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{tmp_path}/store.db", in_loop=True)
    async with database.writing() as connection:
        await connection.execute(text("CREATE TABLE kept (number INTEGER PRIMARY KEY)"))
        await connection.execute(text("CREATE TABLE announcement (at INTEGER, tags TEXT)"))
    yield database
    await database.close()


def holding(database: Database) -> apsw.Connection:
    """Another process's connection, as far as SQLite can tell, with the lock."""
    other = apsw.Connection(str(database.path))
    other.execute("BEGIN IMMEDIATE")
    return other


async def kept(database: Database) -> int:
    async with database.reading() as connection:
        return int((await connection.execute(text("SELECT count(*) FROM kept"))).scalar_one())


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


async def test_in_the_loop_others_run_while_a_writer_waits(in_loop: Database) -> None:
    other = holding(in_loop)

    async def write() -> None:
        async with in_loop.writing() as connection:
            await connection.execute(text("INSERT INTO kept VALUES (1)"))

    writing = asyncio.create_task(write())
    for _ in range(3):
        await asyncio.sleep(embedded.LOOK_AGAIN_SECONDS)
    assert (writing.done(), await kept(in_loop)) == (False, 0)
    other.execute("COMMIT")
    await writing
    assert await kept(in_loop) == 1


async def test_in_the_loop_nothing_else_runs_within_a_transaction(
    in_loop: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "GIVE_WAY_SECONDS", 3600.0)
    told: list[str] = []
    async with in_loop.writing() as connection:
        other = asyncio.create_task(tell(told, "other"))
        for number in range(50):
            await connection.execute(text("INSERT INTO kept VALUES (:number)"), {"number": number})
        told.append("written")
    await other
    assert told == ["written", "other"]


async def test_in_the_loop_a_long_transaction_gives_way(in_loop: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "GIVE_WAY_SECONDS", -1.0)
    told: list[str] = []
    async with in_loop.writing() as connection:
        other = asyncio.create_task(tell(told, "other"))
        await connection.execute(text("INSERT INTO kept VALUES (1)"))
        told.append("written")
    await other
    assert told == ["other", "written"]


async def tell(told: list[str], word: str) -> None:
    told.append(word)


async def test_in_the_loop_waiting_ends(in_loop: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "BUSY_SECONDS", 0.0)
    other = holding(in_loop)
    with pytest.raises(DoorstepError) as refused:
        async with in_loop.writing():
            raise AssertionError("the lock is another's")
    assert refused.value.code == "STORE_UNAVAILABLE"
    other.execute("ROLLBACK")


async def test_in_the_loop_what_is_no_lock_is_not_waited_for(tmp_path: Path) -> None:
    """A file that is not a database is told at once."""
    (tmp_path / "store.db").write_bytes(b"no database, whatever its name says" * 40)
    database = Database(f"sqlite:///{tmp_path}/store.db", in_loop=True)
    with pytest.raises(DoorstepError) as refused:
        async with database.writing():
            raise AssertionError("nothing can be written")
    assert refused.value.code == "STORE_UNAVAILABLE"
    await database.close()


async def test_in_the_loop_a_failure_rolls_back(in_loop: Database) -> None:
    async def fail() -> None:
        async with in_loop.writing() as connection:
            await connection.execute(text("INSERT INTO kept VALUES (1)"))
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        await fail()
    assert await kept(in_loop) == 0
    async with in_loop.writing() as connection:
        await connection.execute(text("INSERT INTO kept VALUES (2)"))
    assert await kept(in_loop) == 1
