"""How fast the store takes in postings, beside bare writing of the same rows to the same tables.

    python -m benchmarks.store --postings 50000 [--url postgresql://…]

The first night is all new, the second all the same, the third has 5 % changed and 2 % gone. The bare figure is
executemany on SQLite and COPY on PostgreSQL, by the driver alone, of the very rows that the first night wrote (staged
rows, blocks and the search index among them), in one transaction, into tables with the same indexes. Two ratios are
told: bare writing to the night's own bulk writing of those rows, and to all that the night does. SQLite is measured in
CPU seconds, PostgreSQL by the clock, for its work is another process's.
"""

import argparse
import asyncio
import contextlib
import re
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from unittest.mock import patch

import apsw
import asyncpg  # type: ignore[import-untyped]  # ships no types
from sqlalchemy import insert

from benchmarks.labelled import NOW, labelled
from schema.normalising import Frame, normalise
from schema.store import intake, sources
from schema.store.embedded import ApswCursor
from schema.store.engine import PRAGMAS, Database
from schema.store.migrating import migrate
from schema.store.sources import SourceEntry
from schema.store.tables import run
from schema.values import Posting

BATCH = 500


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
    begun, spent = time.perf_counter(), time.process_time()
    for start in range(0, len(shown), BATCH):
        await handle.stage(shown[start : start + BATCH], checkpoint=str(start))
    staged = time.perf_counter()
    report = await handle.finish(complete=True)
    done, cpu = time.perf_counter(), time.process_time() - spent
    told = f"created {report.created} updated {report.updated} unchanged {report.unchanged}"
    print(f"night {number}: CPU {cpu:.1f} s, {len(shown) / cpu:,.0f} postings a CPU second; {told}")
    print(f"  by the clock: stage {staged - begun:.1f} s, apply {done - staged:.1f} s", flush=True)
    return staged - begun, done - staged


@dataclass
class Written:
    """What the store wrote in bulk, table by table, and how long its driver took for it."""

    rows: dict[str, tuple[list[str], list[Sequence[object]]]] = field(default_factory=dict)
    seconds: float = 0.0

    def add(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]], seconds: float) -> None:
        self.rows.setdefault(f"{table} {' '.join(columns)}", (list(columns), []))[1].extend(rows)
        self.seconds += seconds


@contextlib.contextmanager
def noting(written: Written) -> Iterator[None]:
    """Note every bulk insertion of the store, at its driver."""
    execute, copy = ApswCursor.executemany, asyncpg.Connection.copy_records_to_table

    def executemany(cursor: ApswCursor, sql: str, rows: Iterable[Sequence[object]]) -> ApswCursor:
        listed, begun = list(rows), time.thread_time()
        done = execute(cursor, sql, listed)
        spent = time.thread_time() - begun
        if found := INSERT.match(sql):
            written.add(found[1], found[2].split(", "), listed, spent)
        return done

    async def copied(
        connection: asyncpg.Connection, table: str, *, records: Iterable[Sequence[object]], columns: Sequence[str]
    ) -> str:
        listed, begun = list(records), time.perf_counter()
        done: str = await copy(connection, table, records=listed, columns=columns)
        written.add(table, columns, listed, time.perf_counter() - begun)
        return done

    with (
        patch.object(ApswCursor, "executemany", executemany),
        patch.object(asyncpg.Connection, "copy_records_to_table", copied),
    ):
        yield


INSERT = re.compile(r'INSERT INTO "(\w+)" \(([^)]*)\) VALUES \([?, ]*\)$')


async def bare(written: Written, url: str) -> float:
    """Seconds to write the rows of the first night and nothing else."""
    empty = Database(url)
    await migrate(empty)
    await sources.register(empty, SourceEntry(key="bench", name="bench", connector="push"), NOW)
    async with empty.writing() as connection:
        given = {"source_id": 1, "outcome": "RUNNING", "started_at": 0}
        await connection.execute(insert(run).values(**given))
    path, dsn = empty.path, empty.dsn
    await empty.close()
    tables = [(key.partition(" ")[0], columns, rows) for key, (columns, rows) in written.rows.items()]
    tables.sort(key=lambda each: ORDER.index(each[0]) if each[0] in ORDER else len(ORDER))
    return bare_sqlite(str(path), tables) if path else await bare_postgres(dsn, tables)


ORDER = ("employer", "job", "posting")
"""Tables that others refer to come first."""
Tables = Sequence[tuple[str, Sequence[str], Sequence[Sequence[object]]]]


def bare_sqlite(path: str, tables: Tables) -> float:
    connection = apsw.Connection(path)
    for pragma in PRAGMAS:
        connection.execute(pragma)
    begun = time.thread_time()
    connection.execute("BEGIN IMMEDIATE")
    for table, columns, rows in tables:
        sql = f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES ({", ".join("?" * len(columns))})'
        connection.executemany(sql, rows)
    connection.execute("COMMIT")
    spent = time.thread_time() - begun
    connection.close()
    return spent


async def bare_postgres(dsn: str, tables: Tables) -> float:
    connection = await asyncpg.connect(dsn)
    begun = time.perf_counter()
    async with connection.transaction():
        for table, columns, rows in tables:
            await connection.copy_records_to_table(table, records=rows, columns=columns)
    spent = time.perf_counter() - begun
    await connection.close()
    return spent


async def measure(count: int, url: str, bare_url: str) -> None:
    shown = postings(count)
    database = Database(url)
    await migrate(database)
    await sources.register(database, SourceEntry(key="bench", name="bench", connector="push"), NOW)
    written, begun = Written(), time.process_time()
    with noting(written):
        walled = sum(await night(database, shown, 0))
    whole = time.process_time() - begun if database.is_sqlite else walled
    plain = await bare(written, bare_url)
    rows = sum(len(each) for _columns, each in written.rows.values())
    print(
        f"{rows:,} rows: bare {plain:.2f} s, the store's own bulk writing {written.seconds:.2f} s, "
        f"ratio {plain / written.seconds:.2f}; the whole night {whole:.2f} s, ratio {plain / whole:.2f}"
    )
    written.rows.clear()
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
