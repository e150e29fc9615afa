"""The same seeded jobs in an SQLite file and on a PostgreSQL server, filled once for the session."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks.data import fill
from schema.store.engine import Database
from schema.store.reads.postgres import PostgresReader
from schema.store.reads.reader import Reader
from schema.store.reads.sqlite import SqliteReader
from tests.servers import Postgres

JOBS = 1500


async def filled(url: str) -> str:
    database = Database(url)
    await fill(database, JOBS)
    dsn = database.dsn
    await database.close()
    return dsn


def run_apart(made: Coroutine[None, None, str]) -> str:
    """Run to the end in a thread: an async fixture may be what asks first, and then a loop runs already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, made).result()


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seeded") / "store.db"
    run_apart(filled(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def seeded_dsn(postgres_server: Postgres) -> str:
    name = postgres_server.create_database()
    return run_apart(filled(postgres_server.database_url(name)))


@pytest.fixture
async def sqlite_reader(seeded_file: Path) -> AsyncIterator[Reader]:
    reader = SqliteReader(seeded_file)
    yield reader
    await reader.close()


@pytest.fixture
async def postgres_reader(seeded_dsn: str) -> AsyncIterator[Reader]:
    reader = PostgresReader(seeded_dsn, 2)
    yield reader
    await reader.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def reader(request: pytest.FixtureRequest) -> Reader:
    name = "sqlite_reader" if request.param == "sqlite" else "postgres_reader"
    found: Reader = request.getfixturevalue(name)
    return found
