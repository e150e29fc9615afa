"""Migrations make the tables that the code knows, on both databases, and take them away again."""

import pytest
from sqlalchemy import inspect

from schema.problems import DoorstepError
from schema.store.engine import Database
from schema.store.migrating import differences, head, migrate, require_current, revision


async def tables(database: Database) -> set[str]:
    async with database.reading() as connection:
        return set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))


async def test_migrated_tables_are_those_of_the_code(database: Database) -> None:
    assert await differences(database) == []
    assert await revision(database) == head()


async def test_migrations_go_down_to_nothing_and_up_again(database: Database) -> None:
    before = await tables(database)
    assert await migrate(database, "base") is None
    assert await tables(database) == {"alembic_version"}
    assert await migrate(database) == head()
    assert await tables(database) == before
    assert await differences(database) == []


async def test_a_version_nobody_made_is_a_problem_of_the_caller(database: Database) -> None:
    with pytest.raises(DoorstepError, match="STORE_REVISION"):
        await migrate(database, "9999")


async def test_an_old_database_is_refused_with_the_command_that_mends_it(database: Database) -> None:
    await require_current(database)
    await migrate(database, "base")
    with pytest.raises(DoorstepError, match="doorstep migrate"):
        await require_current(database)
