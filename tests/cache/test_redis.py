"""Several processes over one Redis: each has what another made, none what was dropped, and Redis may go at any time."""

from collections.abc import AsyncIterator, Iterator

import pytest
from redis import Redis

from cache.memory import MemoryCache
from cache.redis import RedisCache, redis_client
from tests.cache.test_responses import JOB, OTHER, Maker
from tests.servers import RedisServer, redis_server


class Process:
    """One process: its cache, its clock, and what it counted."""

    def __init__(self, url: str) -> None:
        self.counted: list[str] = []
        self.now = 0.0
        client = redis_client(url)
        self.cache = RedisCache(client, MemoryCache(100_000), count=self.counted.append, clock=lambda: self.now)

    async def body(self, maker: Maker, key: str = "k") -> bytes:
        return (await self.cache.get_or_make(key, maker)).body


@pytest.fixture
async def two(redis_url: str) -> AsyncIterator[tuple[Process, Process]]:
    one, other = Process(redis_url), Process(redis_url)
    yield one, other
    await one.cache.close()
    await other.cache.close()


Two = tuple[Process, Process]


async def test_what_one_made_another_has(two: Two) -> None:
    maker = Maker()
    one, other = two
    assert [await one.body(maker), await other.body(maker)] == [b"answer 1", b"answer 1"]
    assert [one.counted, other.counted] == [["redis_miss"], ["redis_hit"]]
    kept = other.cache.get("k")
    assert kept is not None
    assert kept.tags == JOB


async def test_what_one_dropped_no_other_is_given(two: Two) -> None:
    maker, still = Maker(), Maker(OTHER)
    one, other = two
    await one.body(maker)
    await one.body(still, "still")
    await one.cache.drop(JOB, 1)
    assert await other.body(maker) == b"answer 2"
    assert await other.body(still, "still") == b"answer 1"


async def test_what_a_process_made_that_was_not_told_yet_is_not_given_to_one_that_was(two: Two) -> None:
    one, behind = two
    await one.cache.drop(JOB, 1)
    old, new = Maker(), Maker()
    await behind.body(old)
    assert await one.body(new) == b"answer 1"
    assert new.made == 1


async def test_a_process_that_knows_more_than_redis_trusts_nothing_in_it(two: Two) -> None:
    one, later = two
    await one.body(Maker())
    later.cache._upto = 7  # it began when seven were announced, of which nobody told Redis
    maker = Maker()
    await later.body(maker)
    assert maker.made == 1


async def test_what_was_made_before_redis_lost_its_tags_is_not_given(two: Two, redis_url: str) -> None:
    one, other = two
    await one.cache.drop(OTHER, 1)
    await one.body(Maker())
    await one.cache.drop(JOB, 2)
    with Redis.from_url(redis_url) as client:
        client.delete(one.cache._tags)
    maker = Maker()
    await other.body(maker)
    assert maker.made == 1


async def test_everything_is_dropped_for_all(two: Two) -> None:
    maker = Maker()
    one, other = two
    await one.body(maker)
    await one.cache.clear(1)
    assert await other.body(maker) == b"answer 2"


async def test_many_tags_are_dropped_at_once(two: Two) -> None:
    maker = Maker()
    one, other = two
    await one.body(maker)
    await one.cache.drop([f"job:{number}" for number in range(12_000)], 1)
    assert await other.body(maker) == b"answer 2"


@pytest.fixture
def own_redis() -> Iterator[RedisServer]:
    """A server that may be stopped."""
    with redis_server() as server:
        yield server


async def test_redis_away_is_done_without_and_heals_by_itself(own_redis: RedisServer) -> None:
    one, other = Process(own_redis.url), Process(own_redis.url)
    maker = Maker()
    await one.body(maker)
    own_redis.stop()
    assert await other.body(maker) == b"answer 2"
    assert await other.body(maker) == b"answer 2"
    await one.cache.drop(JOB, 1)
    assert await one.body(maker) == b"answer 3"
    assert other.counted == ["redis_away"]
    own_redis.start()
    for process in (one, other):
        process.now += 2
    await one.body(Maker(), "new")
    assert await other.body(Maker(), "new") == b"answer 1"
    assert other.counted == ["redis_away", "redis_hit"]
    for process in (one, other):
        await process.cache.close()
