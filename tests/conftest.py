"""What tests of more than one room share: a real PostgreSQL, started when the first test asks for it."""

from collections.abc import Iterator

import pytest

from tests.servers import Postgres, postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """One server for the session; make databases on it with `create_database`."""
    with postgres() as server:
        yield server
