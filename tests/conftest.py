"""What tests of more than one room share: a real PostgreSQL, started when the first test asks for it."""

from collections.abc import Iterator

import pytest

from tests.seeded import postgres_reader, reader, seeded_dsn, seeded_file, sqlite_reader
from tests.servers import Postgres, postgres

__all__ = ["postgres_reader", "reader", "seeded_dsn", "seeded_file", "sqlite_reader"]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """One server for the session; make databases on it with `create_database`."""
    with postgres() as server:
        yield server
