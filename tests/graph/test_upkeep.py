"""What is kept beside the jobs for search and counts is what a fresh start would make of them."""

import random
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from schema.store.engine import Database
from schema.store.migrating import migrate
from schema.store.reads.queries import JobQuery, Word
from schema.store.reads.sqlite import SqliteReader
from schema.store.reads.upkeep import rebuild, refresh
from schema.vocabulary import JobStatus
from tests.graph.facts import ids
from tests.servers import Postgres

CHANGES = (
    "UPDATE job SET status = 'WITHDRAWN' WHERE id = {id}",
    "UPDATE job SET status = 'OPEN', posted_at = posted_at + 1000 WHERE id = {id}",
    "UPDATE job SET title = '新搬运工', employment = 'GIG', benefits = 3 WHERE id = {id}",
    "UPDATE job SET station_id = 4, settlement = NULL, employer_id = NULL WHERE id = {id}",
    "UPDATE job SET age_min = -5, age_max = 2000, education = NULL WHERE id = {id}",
    "UPDATE job SET age_min = 1001, age_max = -1, settlement = 'HOURLY' WHERE id = {id}",
    "UPDATE job SET age_min = NULL, age_max = 998, education = 'DOCTOR' WHERE id = {id}",
    "UPDATE job SET street_code = '440103001', district_code = '440103', city_code = '440100' WHERE id = {id}",
)


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("seeded_file"), tmp_path / "store.db")
        opened = Database(f"sqlite:///{tmp_path / 'store.db'}")
    else:
        server: Postgres = request.getfixturevalue("postgres_server")
        dsn: str = request.getfixturevalue("seeded_dsn")
        opened = Database(server.database_url(server.create_database(dsn.rsplit("/", 1)[-1].split("?")[0])))
    yield opened
    await opened.close()


async def kept(connection: AsyncConnection) -> list[tuple[object, ...]]:
    rows = await connection.execute(text("SELECT scope, status, facet, value, count FROM search_tally"))
    return sorted(tuple(row) for row in rows)


async def test_tallies_kept_up_are_tallies_made_anew(database: Database) -> None:
    chance = random.Random(3)
    async with database.writing() as connection:
        for _ in range(6):
            changed = chance.sample(range(1, 1501), 25)
            for number in changed:
                await connection.execute(text(chance.choice(CHANGES).format(id=number)))
            await refresh(connection, changed)
        await connection.execute(text("DELETE FROM posting WHERE job_id IN (9, 10)"))
        await connection.execute(text("DELETE FROM job WHERE id IN (9, 10)"))
        await refresh(connection, [9, 10])
        upkept = await kept(connection)
        await rebuild(connection)
        assert upkept == await kept(connection)


async def test_the_text_index_follows_a_job(seeded_file: Path, tmp_path: Path) -> None:
    shutil.copy(seeded_file, tmp_path / "store.db")
    database, reader = Database(f"sqlite:///{tmp_path / 'store.db'}"), SqliteReader(tmp_path / "store.db")
    rare = JobQuery(words=(Word(("龘龘",)),), statuses=tuple(JobStatus))
    assert await ids(reader, rare) == []
    for title, found in (("龘龘工", [77]), ("普工", [])):
        async with database.writing() as connection:
            await connection.execute(text(f"UPDATE job SET title = '{title}', posted_at = posted_at + 5 WHERE id = 77"))
            await refresh(connection, [77])
        assert await ids(reader, rare) == found
    await reader.close()
    await database.close()


async def test_an_index_from_before_synonyms_is_made_anew(database: Database) -> None:
    async with database.reading() as connection:
        before = await kept(connection)
    await migrate(database, "0003")
    async with database.writing() as connection:
        await connection.execute(text("DELETE FROM search_tally"))
    await migrate(database)
    async with database.writing() as connection:
        assert before == await kept(connection)
        assert await connection.scalar(text("SELECT count(*) FROM search_text")) == 1500


async def test_tallies_from_before_combinations_are_added_to(database: Database) -> None:
    async with database.reading() as connection:
        before = await kept(connection)
    async with database.writing() as connection:
        await connection.execute(text("DELETE FROM search_tally WHERE facet IN ('terms', 'person')"))
        for column in ("age_min", "age_max", "education"):
            await connection.execute(text(f"ALTER TABLE search_shadow DROP COLUMN {column}"))
        await connection.execute(text("UPDATE alembic_version SET version_num = '0009'"))
    await migrate(database)
    async with database.writing() as connection:
        assert before == await kept(connection)
        await connection.execute(text("UPDATE job SET age_min = 30, education = 'DOCTOR' WHERE id < 20"))
        await refresh(connection, range(1, 20))
        upkept = await kept(connection)
        await rebuild(connection)
        assert upkept == await kept(connection)
