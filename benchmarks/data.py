"""Seeded data that looks like the country: jobs by Zipf over real divisions, employers and stations.

`python -m benchmarks.data DATABASE_URL JOBS [SEED]` fills an empty database; the same seed makes the same rows. Rows
are written without indexes, which are built afterwards, each in a transaction of its own.
"""

import asyncio
import random
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from sqlalchemy import Table, event, text
from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks import columns
from benchmarks.columns import SENTENCES, TITLES, Column, Draw
from benchmarks.country import (
    EMPLOYER,
    EVENT,
    NOW,
    POLICY,
    RUN,
    SOURCE,
    STATION,
    Country,
    employer_rows,
    event_rows,
    policy_rows,
    run_rows,
    source_rows,
    station_rows,
    zipf,
)
from schema.occupations import occupation_of
from schema.store.bulk import insert_rows, on_sqlite
from schema.store.engine import Database
from schema.store.migrating import migrate
from schema.store.reads.upkeep import rebuilding
from schema.store.rows import JOB_COLUMNS
from schema.store.tables import change, employer, job, policy, posting, run, source, station
from schema.store.tables import event as fair

CHUNK: Final = 20_000
SOURCES: Final = 40

Rows = list[tuple[Any, ...]]  # Any: a row's values


async def fill(database: Database, jobs: int, seed: int = 1, tell: Callable[[str], None] = lambda _: None) -> None:
    """Migrate an empty database and fill it with `jobs` jobs and what belongs to them; `tell` is told of each step."""
    if database.is_sqlite:
        event.listen(database.engine.sync_engine, "connect", hurry)
    await migrate(database)
    made = World(Country(seed), jobs, seed)
    indexes = [index for table in (job, posting) for index in table.indexes]
    async with filling(database) as connection:
        for index in indexes:
            await connection.run_sync(index.drop)
        for table, columns, others in made.others():
            await insert_rows(connection, table, columns, list(others))
    for first in range(1, jobs + 1, CHUNK):
        tell(f"jobs from {first}")
        rows = list(made.jobs(first, min(CHUNK, jobs + 1 - first)))
        async with filling(database) as connection:
            await insert_rows(connection, job, JOB, rows)
            await insert_rows(connection, posting, POSTING, [posting_row(row) for row in rows])
            await insert_rows(connection, change, ("at", "kind", "job_id"), [(NOW, "UPSERTED", row[0]) for row in rows])
    for index in indexes:
        tell(f"index {index.name}")
        async with database.writing() as connection:
            await connection.run_sync(index.create)
    for name, step in rebuilding():
        done: int | None = 0
        while done is not None:
            tell(f"{name} from {done + 1}")
            async with database.writing() as connection:
                done = await step(connection, done)


HURRY: Final = ("PRAGMA synchronous=OFF", "PRAGMA cache_size=-262144", "PRAGMA threads=2")
"""What is lost where the power fails is filled again; the indexes that are built are many times the usual cache."""


def hurry(raw: Any, _record: object) -> None:  # Any: the driver's connection, as SQLAlchemy adapts it
    cursor = raw.cursor()
    for pragma in HURRY:
        cursor.execute(pragma)
    cursor.close()


@asynccontextmanager
async def filling(database: Database) -> AsyncIterator[AsyncConnection]:
    """A transaction that does not look up what rows refer to: all of it is there."""
    async with database.writing() as connection:
        if not on_sqlite(connection):
            await connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield connection


JOB: Final = ("id", *JOB_COLUMNS, "updated_at", "hash", "merged_into_id")
POSTING: Final = ("source_id", "external_id", "job_id", "hash", "url", "status", "first_seen_at", "last_seen_at")
_SOURCE: Final = JOB.index("source_id")
_STATUS: Final = JOB.index("status")
_POSTED: Final = JOB.index("posted_at")


def posting_row(row: Sequence[Any]) -> tuple[Any, ...]:
    """The posting that a job was made of."""
    number: int = row[0]
    url = f"https://example.org/{number}" if number % 4 else None
    return row[_SOURCE], f"x{number}", number, "x", url, row[_STATUS], row[_POSTED], NOW


@dataclass(frozen=True)
class World:
    """What the rows are drawn from."""

    country: Country
    count: int
    seed: int

    @cached_property
    def employers(self) -> int:
        return max(SOURCES, self.count // 8)

    @cached_property
    def stations(self) -> int:
        return max(30, min(8000, self.count // 120))

    @cached_property
    def events(self) -> int:
        return max(20, self.count // 2000)

    @cached_property
    def firms(self) -> list[float]:
        return zipf(self.employers, 0.8)

    @cached_property
    def posts(self) -> list[float]:
        return zipf(self.stations, 0.8)

    @cached_property
    def codes(self) -> dict[str, str | None]:
        return {title: occupation_of(title) for title in TITLES}

    @cached_property
    def spells(self) -> list[str]:
        chance = random.Random(f"{self.seed} sentences")
        return ["；".join(chance.sample(SENTENCES, 3)) + "。" for _ in range(400)]

    def others(self) -> Iterator[tuple[Table, Sequence[str], Iterator[tuple[Any, ...]]]]:
        """Every table but those of the jobs: its columns and rows, in the order of their references."""
        land, seed = self.country, self.seed
        yield employer, EMPLOYER, employer_rows(land, self.employers, seed)
        yield source, SOURCE, source_rows(SOURCES)
        yield run, RUN, run_rows(SOURCES)
        yield station, STATION, station_rows(land, self.stations, seed)
        yield fair, EVENT, event_rows(land, self.events, self.stations, seed)
        yield policy, POLICY, policy_rows(land, 60, seed)

    def jobs(self, first: int, count: int) -> Iterator[tuple[Any, ...]]:
        """Rows of the table job, in the order of JOB. They depend on the seed and on `first`."""
        draw = Draw(random.Random(f"{self.seed} jobs {first}"), count)
        numbers = range(first, first + count)
        drawn: dict[str, Column] = {
            "id": numbers,
            **columns.words(draw, numbers, self.codes, self.spells),
            **columns.pay(draw),
            **columns.schedule(draw),
            **columns.requirements(draw),
            **columns.place(draw, numbers, self.country),
            **columns.links(draw, self.firms, self.posts, self.events, SOURCES),
            **columns.life(draw, numbers),
            "hash": ["x"] * count,
        }
        drawn["readings_json"] = [
            f'[{{"field":"pay","text":"{text}","source":{number}}}]'
            for text, number in zip(drawn["pay_text"], drawn["source_id"], strict=True)
        ]
        return zip(*(drawn[name] for name in JOB), strict=True)


async def main(url: str, jobs: int, seed: int) -> None:
    begun, spent = time.monotonic(), time.process_time()

    def tell(step: str) -> None:
        passed = f"{time.monotonic() - begun:8.1f} s, {time.process_time() - spent:8.1f} s of this processor"
        print(f"{passed}: {step}", file=sys.stderr, flush=True)

    database = Database(url)
    try:
        await fill(database, jobs, seed, tell)
    finally:
        await database.close()
    print(f"{jobs} jobs in {time.monotonic() - begun:.1f} s, {time.process_time() - spent:.1f} s of this processor")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1))
