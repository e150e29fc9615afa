"""apsw under SQLAlchemy's asynchronous SQLite: what a driver must do."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from schema.store.engine import Database


async def test_a_reader_keeps_its_snapshot_while_another_connection_writes(database: Database) -> None:
    count = text("SELECT count(*) FROM setting")
    async with database.reading() as reader:
        assert await reader.scalar(count) == 0
        async with database.writing() as writer:
            await writer.execute(text("INSERT INTO setting (key, value) VALUES ('a', '1')"))
        assert await reader.scalar(count) == 0
    async with database.reading() as reader:
        assert await reader.scalar(count) == 1


async def test_a_writer_that_raises_leaves_nothing(database: Database) -> None:
    async def fail() -> None:
        async with database.writing() as writer:
            await writer.execute(text("INSERT INTO setting (key, value) VALUES ('a', '1')"))
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    async with database.reading() as reader:
        assert await reader.scalar(text("SELECT count(*) FROM setting")) == 0


async def test_a_violated_constraint_is_an_integrity_error(database: Database) -> None:
    insert = text("INSERT INTO setting (key, value) VALUES ('a', '1')")
    async with database.writing() as writer:
        await writer.execute(insert)
        with pytest.raises(IntegrityError):
            await writer.execute(insert)


async def test_an_empty_result_still_has_its_columns(database: Database) -> None:
    async with database.reading() as reader:
        result = await reader.execute(text("SELECT key, value FROM setting"))
        assert (list(result.keys()), result.all()) == (["key", "value"], [])
