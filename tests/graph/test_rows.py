"""Rows that the executor walks are read in batches, and nobody waits for a batch that is not read."""

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
    assert await asyncio.wait_for(loader.load(2), timeout=5) == 2
    assert asked == [[2]]


async def test_who_asks_at_once_is_answered_by_one_batch() -> None:
    asked: list[list[int]] = []

    async def load(keys: list[int]) -> Sequence[int]:
        asked.append(keys)
        return keys

    loader = Loader(load_fn=load)
    assert await asyncio.gather(*map(loader.load, [1, 2, 3])) == [1, 2, 3]
    assert asked == [[1, 2, 3]]
