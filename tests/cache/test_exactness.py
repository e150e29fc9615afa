"""What the cache answers is what would be answered without it, whoever writes; and nothing falls for nothing."""

import random
from pathlib import Path

from tests.cache.exactness import asker, hold_alone, hold_apart, prepare
from tests.cache.village import NOW, run, step

STEPS = 200


async def test_no_answer_is_stale(database_url: str) -> None:
    asked = await hold_alone(database_url, STEPS, 1)
    assert asked.count("hit") > STEPS / 20


async def test_no_answer_is_stale_after_a_commit_of_another_process(database_url: str) -> None:
    asked = await hold_apart(database_url, STEPS, 3)
    assert asked.count("hit") > STEPS / 20


DEZHOU: dict[str, object] = {
    "query": '{ jobs(filter: {divisions: ["371402"]}, first: 10) { totalCount nodes { id title } } }'
}
LIWAN: dict[str, object] = {
    "query": '{ jobs(filter: {divisions: ["440103"]}, first: 10) { totalCount nodes { id title } } }'
}


async def test_what_happens_in_one_place_drops_nothing_of_another(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/store.db"
    database = await prepare(url)
    for seed in range(30):
        await step(database, seed)
    async with asker(url) as cached:
        for request in (DEZHOU, LIWAN):
            await cached.ask(request)
        for number in range(10):
            await run(database, ("liwan-a", "liwan-b")[number % 2], random.Random(number), NOW)
        misses = cached.count("miss")
        await cached.ask(DEZHOU)
        assert cached.count("miss") == misses
        await cached.ask(LIWAN)
        assert cached.count("miss") == misses + 1
    await database.close()
