"""The response cache, in memory and over Redis: exact, and one making for all who ask at once."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from cache.memory import MemoryCache
from cache.redis import RedisCache, redis_client
from cache.responses import Response, ResponseCache

JOB = frozenset({"job:1"})
OTHER = frozenset({"job:2"})


@pytest.fixture(params=["memory", "redis"])
async def cache(request: pytest.FixtureRequest) -> AsyncIterator[ResponseCache]:
    """An empty cache of each kind."""
    near = MemoryCache(100_000)
    if request.param == "memory":
        yield near
        return
    shared = RedisCache(redis_client(request.getfixturevalue("redis_url")), near)
    yield shared
    await shared.close()


class Maker:
    """Makes answers when it is let, and counts them."""

    def __init__(self, tags: frozenset[str] = JOB, *, keep: bool = True) -> None:
        self.made = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.begun = asyncio.Semaphore(0)
        """Released whenever a making has begun, which over Redis is after a look there."""
        self._tags = tags
        self._keep = keep

    async def __call__(self) -> Response:
        number = self.made = self.made + 1
        self.begun.release()
        await self.gate.wait()
        return Response(f"answer {number}".encode(), self._tags, keep=self._keep)


async def test_an_answer_is_made_once_and_kept(cache: ResponseCache) -> None:
    maker = Maker()
    answers = [(await cache.get_or_make("k", maker)).body for _ in range(3)]
    assert answers == [b"answer 1"] * 3


async def test_who_asks_at_once_waits_for_one_making(cache: ResponseCache) -> None:
    maker = Maker()
    maker.gate.clear()
    asking = [asyncio.create_task(cache.get_or_make("k", maker)) for _ in range(50)]
    await asyncio.sleep(0)
    maker.gate.set()
    assert {b"answer 1"} == {response.body for response in await asyncio.gather(*asking)}


async def test_a_dropped_tag_forgets_its_answers_and_no_others(cache: ResponseCache) -> None:
    maker, other = Maker(), Maker(OTHER)
    await cache.get_or_make("k", maker)
    await cache.get_or_make("o", other)
    assert await cache.drop(JOB, 1) == 1
    assert cache.get("k") is None
    assert cache.get("o") is not None


async def test_an_answer_that_was_being_made_during_a_drop_is_not_kept(cache: ResponseCache) -> None:
    maker = Maker()
    maker.gate.clear()
    asking = asyncio.create_task(cache.get_or_make("k", maker))
    await maker.begun.acquire()
    await cache.drop(JOB, 1)
    maker.gate.set()
    await asking
    assert cache.get("k") is None


async def test_who_asks_after_a_drop_is_not_given_what_was_begun_before_it(cache: ResponseCache) -> None:
    maker = Maker()
    maker.gate.clear()
    before = asyncio.create_task(cache.get_or_make("k", maker))
    await maker.begun.acquire()
    await cache.drop(JOB, 1)
    after = asyncio.create_task(cache.get_or_make("k", maker))
    await maker.begun.acquire()
    maker.gate.set()
    assert ((await before).body, (await after).body) == (b"answer 1", b"answer 2")
    kept = cache.get("k")
    assert kept is not None
    assert kept.body == b"answer 2"


async def test_a_replaced_making_is_never_kept_over_a_later_drop(cache: ResponseCache) -> None:
    old, new = Maker(), Maker()
    old.gate.clear()
    before = asyncio.create_task(cache.get_or_make("k", old))
    await old.begun.acquire()
    await cache.drop(OTHER, 1)  # says nothing of the old answer, yet who asks now begins anew
    await cache.get_or_make("k", new)
    await cache.drop(JOB, 2)
    old.gate.set()
    await before
    assert cache.get("k") is None


async def test_a_drop_of_something_else_does_not_lose_what_is_being_made(cache: ResponseCache) -> None:
    maker = Maker()
    maker.gate.clear()
    asking = asyncio.create_task(cache.get_or_make("k", maker))
    await maker.begun.acquire()
    await cache.drop(OTHER, 1)
    maker.gate.set()
    await asking
    assert cache.get("k") is not None


async def test_who_stops_waiting_does_not_stop_the_others(cache: ResponseCache) -> None:
    maker = Maker()
    maker.gate.clear()
    leaving, staying = (asyncio.create_task(cache.get_or_make("k", maker)) for _ in range(2))
    await maker.begun.acquire()
    leaving.cancel()
    maker.gate.set()
    assert (await staying).body == b"answer 2"
    assert maker.made == 2


async def test_an_error_reaches_who_waits_for_anothers_making(cache: ResponseCache) -> None:
    maker = Maker()
    maker.gate.clear()

    async def fail() -> Response:
        await maker()
        raise ConnectionError("the store is away")

    asking = [asyncio.create_task(cache.get_or_make("k", fail)) for _ in range(3)]
    await maker.begun.acquire()
    maker.gate.set()
    found = await asyncio.gather(*asking, return_exceptions=True)
    assert [type(each) for each in found] == [ConnectionError] * 3
    assert maker.made == 1


async def test_an_error_reaches_all_who_wait_and_is_not_kept(cache: ResponseCache) -> None:

    async def fail() -> Response:
        raise ConnectionError("the store is away")

    for _ in range(2):
        with pytest.raises(ConnectionError):
            await cache.get_or_make("k", fail)
    assert cache.get("k") is None


async def test_what_is_not_to_be_kept_is_not_kept(cache: ResponseCache) -> None:
    await cache.get_or_make("k", Maker(keep=False))
    assert cache.get("k") is None


async def test_the_least_recently_used_fall_when_the_bytes_are_spent() -> None:
    cache = MemoryCache(5_000)
    for number in range(20):
        await cache.get_or_make(f"k{number}", Maker(frozenset({f"job:{number}"})))
        cache.get("k0")
    assert cache.bytes <= 5_000
    assert cache.get("k0") is not None
    assert cache.get("k19") is not None
    assert cache.get("k1") is None
    assert await cache.drop({"job:1"}) == 0
