"""A statement that is made once, and given its many values each time."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Select, select
from sqlalchemy.dialects import sqlite

from schema.store.bulk import listed
from schema.store.engine import Database
from schema.store.tables import posting
from tests.store.making import posting as made
from tests.store.making import register, take

BY_ID = select(posting.c.external_id).where(listed(posting.c.id, "ids")).order_by(posting.c.id)
BY_NAME = select(posting.c.id).where(listed(posting.c.external_id, "names"), posting.c.source_id == 1)


@pytest.mark.parametrize("ids", [[], [2], (1, 3), {3, 2}, range(1, 4)], ids=str)
async def test_it_finds_the_rows_of_any_collection(database: Database, ids: list[int]) -> None:
    await register(database)
    await take(database, [made(1), made(2), made(3)])
    async with database.reading() as connection:
        found = [row[0] for row in await connection.execute(BY_ID, {"ids": ids})]
    assert found == [f"A-{number}" for number in sorted(ids)]


async def test_it_takes_text_and_stands_beside_other_conditions(database: Database) -> None:
    await register(database)
    await take(database, [made(1), made(2)])
    async with database.reading() as connection:
        found = [row[0] for row in await connection.execute(BY_NAME, {"names": ["A-2", "A-9", "'"]})]
    assert found == [2]


@pytest.mark.parametrize("statement", [BY_ID, BY_NAME], ids=["id", "name"])
def test_it_finds_its_index_on_sqlite(sqlite_template: Path, statement: Select[Any]) -> None:  # Any: its rows
    written = str(statement.compile(dialect=sqlite.dialect()))
    with sqlite3.connect(sqlite_template) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {written}", ["[]", 1][: written.count("?")]).fetchall()
    assert any(row[3].startswith("SEARCH posting USING") for row in plan)
