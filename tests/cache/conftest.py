"""The databases of the store's tests, for the tests of the cache."""

from collections.abc import Iterator

import pytest
from redis import Redis

from tests.servers import RedisServer, redis_server
from tests.store.conftest import database_url, postgres_template, sqlite_template

__all__ = ["database_url", "postgres_template", "sqlite_template"]


@pytest.fixture(scope="session")
def shared_redis() -> Iterator[RedisServer]:
    """One server for the session."""
    with redis_server() as server:
        yield server


@pytest.fixture
def redis_url(shared_redis: RedisServer) -> str:
    """Of a server that has nothing."""
    with Redis.from_url(shared_redis.url) as client:
        client.flushall()
    return shared_redis.url
