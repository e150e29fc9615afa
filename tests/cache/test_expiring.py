"""A job whose date passes falls out of the graph when its time comes, and with it the answers that showed it."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from gateway.expiring import expire_on_time
from schema.store import sources
from schema.store.engine import Database
from schema.store.housekeeping import next_due
from schema.store.migrating import migrate
from schema.store.sources import SourceEntry
from tests.cache.exactness import asker
from tests.cache.village import NOW
from tests.store.making import posting, take

OPEN_JOBS: dict[str, object] = {"query": '{ jobs(filter: {divisions: ["440103"]}) { totalCount } }'}


async def test_an_answer_falls_when_a_job_in_it_expires(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/store.db")
    await migrate(database)
    await sources.register(database, SourceEntry(key="tea", name="茶叶市场", connector="board"), NOW)
    soon = NOW + timedelta(hours=1)
    await take(database, [replace(posting(1), expires_at=soon), posting(2)], now=NOW)
    assert await next_due(database) == soon
    async with asker(f"sqlite:///{tmp_path}/store.db") as cached:
        assert b'"totalCount":2' in await cached.ask(OPEN_JOBS)
        expiring = asyncio.create_task(expire_on_time(database, lambda: soon))
        async with asyncio.timeout(30):
            while b'"totalCount":1' not in await cached.ask(OPEN_JOBS):  # noqa: ASYNC110 - it is the answer that tells
                await asyncio.sleep(0.02)
        expiring.cancel()
        await asyncio.gather(expiring, return_exceptions=True)
    assert await next_due(database) is None
    await database.close()
