"""Rows that the executor walks are read in batches; who is cancelled takes nothing from the others."""

import asyncio
from collections.abc import Sequence

from gateway.graph.rows import Loader


async def test_who_asks_after_all_others_left_is_answered() -> None:
    asked: list[list[int]] = []

    async def load(keys: list[int]) -> Sequence[int]:
        asked.append(keys)
        return keys

    loader = Loader(load_fn=load)
    left = asyncio.ensure_future(loader.load(1))
    left.cancel()
    await asyncio.sleep(0)
    assert await loader.load(2) == 2
    assert asked == [[1, 2]]


async def test_who_waits_for_the_same_is_answered_though_another_is_cancelled() -> None:
    async def load(keys: list[int]) -> Sequence[int]:
        return keys

    async def wait() -> int:
        found: int = await loader.load(1)
        return found

    loader = Loader(load_fn=load)
    left, stays = asyncio.ensure_future(wait()), asyncio.ensure_future(wait())
    await asyncio.sleep(0)
    left.cancel()
    assert await stays == 1
    assert left.cancelled()


async def test_who_asks_at_once_is_answered_by_one_batch() -> None:
    asked: list[list[int]] = []

    async def load(keys: list[int]) -> Sequence[int]:
        asked.append(keys)
        return keys

    loader = Loader(load_fn=load)
    assert await asyncio.gather(*map(loader.load, [1, 2, 3])) == [1, 2, 3]
    assert asked == [[1, 2, 3]]
