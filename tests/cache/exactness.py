"""The law of the cache, for any number of steps: what it answers is what would be answered without it.

`python -m tests.cache.exactness 10000` tries it on a new SQLite file and on PostgreSQL, with one process and with two.
"""

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson

from gateway.app import Gateway, create_app
from gateway.graph.ids import global_id
from gateway.settings import Settings
from schema.store.engine import Database
from schema.store.migrating import migrate
from schema.store.news import PostgresNews
from tests.cache.elsewhere import elsewhere
from tests.cache.village import found, question, step
from tests.http.serving import Connection, connected, request_of, served
from tests.servers import postgres

PATIENCE_SECONDS = 10.0
"""How long a commit of another process is waited for on PostgreSQL: ten times its bound, for a busy machine."""

Act = Callable[[int], Awaitable[None]]
JOB_ID = global_id("Job")


@dataclass
class Asker:
    """A gateway that is served, and a connection to it."""

    app: Gateway
    connection: Connection

    async def ask(self, request: dict[str, object]) -> bytes:
        self.connection.writer.write(request_of(orjson.dumps(request)))
        head, body = await self.connection.answer()
        assert head.startswith(b"HTTP/1.1 200 "), head + body
        return body

    def count(self, outcome: str) -> int:
        """Lookups of the response cache so far: hit, miss."""
        self.app.metrics.fold()
        return int(self.app.metrics.cache.labels(outcome)._value.get())


@asynccontextmanager
async def asker(url: str, **other: object) -> AsyncIterator[Asker]:
    """A gateway over the database of `url`, standing."""
    app = create_app(Settings(database_url=url, **other))  # type: ignore[arg-type]  # settings by name
    async with served(app, timeout_keep_alive=600) as base, connected(base) as connection:
        yield Asker(app, connection)


async def hold(url: str, steps: int, seed: int, act: Act) -> Asker:
    """Interleave `steps` steps and questions at random; every answer must be what it is without a cache."""
    chance = random.Random(seed)
    async with asker(url) as cached, asker(url, response_cache_bytes=0) as plain:
        for number in range(steps):
            if chance.random() < 0.1:
                await act(chance.randrange(1 << 30))
                await told(url, cached, plain)
                continue
            request = question(random.Random(chance.randrange(150)), JOB_ID(chance.randrange(1, 12)))
            wanted, answer = await plain.ask(request), await cached.ask(request)
            assert wanted == answer, f"stale at step {number} of seed {seed}: {request}\n{wanted!r}\n{answer!r}"
            assert b'"errors"' not in answer, answer
        return cached


async def told(url: str, *askers: Asker) -> None:
    """Wait until the gateways know of the last commit: on PostgreSQL they are told a little later, on SQLite they ask.

    The one without a cache too: how fresh the sources are it keeps at hand as well.
    """
    if url.startswith("sqlite"):
        return
    news = PostgresNews(Database(url).dsn)
    read = await news.read()
    await news.close()
    assert read is not None
    async with asyncio.timeout(PATIENCE_SECONDS):
        while any(one.app.following.upto < read.upto for one in askers):  # noqa: ASYNC110 - nobody tells of it
            await asyncio.sleep(0.01)


async def prepare(url: str) -> Database:
    database = Database(url)
    await migrate(database)
    await found(database)
    return database


async def hold_alone(url: str, steps: int, seed: int) -> Asker:
    """One process writes and answers."""
    database = await prepare(url)
    try:
        return await hold(url, steps, seed, lambda number: step(database, number))
    finally:
        await database.close()


async def hold_apart(url: str, steps: int, seed: int) -> Asker:
    """Another process writes."""
    database = await prepare(url)
    await database.close()
    async with elsewhere(url) as other:
        return await hold(url, steps, seed, other.step)


def main(steps: int, seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder, postgres() as server:
        for name, law in (("one process", hold_alone), ("two processes", hold_apart)):
            for kind in ("sqlite", "postgresql"):
                begun = time.monotonic()
                made = server.create_database() if kind == "postgresql" else ""
                url = server.database_url(made) if made else f"sqlite:///{Path(folder) / name}.db"
                asked = asyncio.run(law(url, steps, seed))
                hits, misses = asked.count("hit"), asked.count("miss")
                seconds = time.monotonic() - begun
                print(f"{kind}, {name}: {steps} steps, {hits} hits, {misses} misses, none stale, {seconds:.0f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
