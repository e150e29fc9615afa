"""How fast the store takes in postings, beside bare writing of the same rows to the same tables.

    python -m benchmarks.store --postings 50000 [--url postgresql://…]

The first night is all new, the second all the same, the third has 5 % changed and 2 % gone. The bare figure is
executemany on SQLite and COPY on PostgreSQL, of the very rows that the first night wrote, in one transaction, into
tables with the same indexes; search tables and blocks are left out of it.
"""

import argparse
import asyncio
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Table, select

from benchmarks.labelled import NOW, labelled
from schema.normalising import Frame, normalise
from schema.store import intake, sources
from schema.store.bulk import insert_rows
from schema.store.engine import Database
from schema.store.migrating import migrate
from schema.store.sources import SourceEntry
from schema.store.tables import change, employer, job, posting, posting_body
from schema.values import Posting

BATCH = 500
TABLES = (employer, job, posting, posting_body, change)


def postings(count: int) -> list[Posting]:
    """Realistic ones: 5,000 generated and read, then varied in what tells them apart."""
    frame = Frame(now=NOW)
    read = [normalise(item.record, frame) for item in labelled(1, min(count, 5_000))]
    base = [one for one in read if isinstance(one, Posting)]
    return [varied(base[number % len(base)], number) for number in range(count)]


def varied(one: Posting, number: int) -> Posting:
    contact = one.contact and replace(one.contact, phone=f"1{number + 30_000_000_000 // 10:010d}"[:11])
    words = f"{one.title}，{one.pay.text}，岗位编号{number}。负责本岗位日常工作，服从安排，有经验者优先，无经验可培训。"
    return replace(one, external_id=str(number), description=words, contact=contact)


async def night(database: Database, shown: Sequence[Posting], number: int) -> tuple[float, float]:
    """Seconds to stage and to apply."""
    handle = await intake.begin(database, "bench", NOW + timedelta(days=number))
    begun = time.perf_counter()
    for start in range(0, len(shown), BATCH):
        await handle.stage(shown[start : start + BATCH], checkpoint=str(start))
    staged = time.perf_counter()
    report = await handle.finish(complete=True)
    done = time.perf_counter()
    told = f"created {report.created} updated {report.updated} unchanged {report.unchanged}"
    rate = len(shown) / (done - begun)
    print(f"night {number}: stage {staged - begun:.1f} s, apply {done - staged:.1f} s, {rate:,.0f} postings/s; {told}")
    return staged - begun, done - staged


async def bare(database: Database, url: str) -> float:
    """Seconds to write the rows of the first night and nothing else."""
    rows: list[tuple[Table, list[tuple[object, ...]]]] = []
    async with database.reading() as connection:
        for table in TABLES:
            rows.append((table, [tuple(row) for row in await connection.execute(select(table))]))
    empty = Database(url)
    await migrate(empty)
    await sources.register(empty, SourceEntry(key="bench", name="bench", connector="push"), NOW)
    begun = time.perf_counter()
    async with empty.writing() as connection:
        for table, values in rows:
            await insert_rows(connection, table, [column.name for column in table.columns], values)
    spent = time.perf_counter() - begun
    await empty.close()
    return spent


async def measure(count: int, url: str, bare_url: str) -> None:
    shown = postings(count)
    database = Database(url)
    await migrate(database)
    await sources.register(database, SourceEntry(key="bench", name="bench", connector="push"), NOW)
    first = sum(await night(database, shown, 0))
    plain = await bare(database, bare_url)
    print(f"bare writing of the same rows: {plain:.1f} s, {count / plain:,.0f} postings/s; ratio {plain / first:.2f}")
    await night(database, shown, 1)
    third = [replace(one, headcount=7) if place % 20 == 0 else one for place, one in enumerate(shown)]
    await night(database, third[: int(count * 0.98)], 2)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB (all postings held included)")
    await database.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postings", type=int, default=50_000)
    parser.add_argument("--url", help="an empty PostgreSQL database; SQLite in a temporary folder by default")
    parser.add_argument("--bare-url", help="a second empty database, for the bare figure")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.url or f"sqlite:///{folder}/store.db"
        asyncio.run(measure(given.postings, url, given.bare_url or f"sqlite:///{folder}/bare.db"))


if __name__ == "__main__":
    main()
