"""What a posting costs to take in as the store grows: `python -m benchmarks.filling [1000000] [100000]`.

Agencies of 2,000 posts each, 8 % of them the second showing of another's, are run one after the other by one process on
SQLite, from their pages' rows to the log of changes, until so many postings stand. Told at every mark, of the sources
since the mark before: CPU milliseconds a posting, reading and applying; the
file's bytes a posting. At the end the largest tables and indexes, by their bytes a posting. Prints Markdown.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

import apsw

from benchmarks.night_memory import CONFIG, PagesAsAsked, announce_nothing
from benchmarks.night_pages import areas, shown
from connectors.context import BaseContext, OfflineContext
from gateway.collecting import collect_seldom, look_seldom
from gateway.running import Runner
from schema.changes import RunReport
from schema.store import sources
from schema.store.engine import Database
from schema.store.instants import SHANGHAI
from schema.store.intake import RunHandle
from schema.store.migrating import migrate
from schema.store.sources import Source, SourceEntry

EACH: Final = 2_000
LARGEST: Final = 12


class Deaf:
    """A `running.Watcher` that tells nobody."""

    def begun(self, key: str, run_id: int) -> None: ...

    def moved(self, key: str, run_id: int, done: int, total: int | None) -> None: ...

    def ended(self, report: RunReport) -> None: ...


async def fill(database: Database, number: int, rows: Iterator[dict[str, object]]) -> tuple[int, float]:
    """Run one more agency; postings taken in, and the CPU seconds of it."""
    now, key = datetime.now(SHANGHAI), f"feed-{number:04}"
    await sources.register(database, SourceEntry(key=key, name=key, connector="jobonline", config=CONFIG), now)

    async def context(source: Source, _handle: RunHandle) -> BaseContext:
        return OfflineContext(source.key, source.config, now, answers=PagesAsAsked(rows))

    begun = time.process_time()
    report = await Runner(database, context, lambda: now, announce_nothing, Deaf()).run(key)
    return report.created, time.process_time() - begun


def bytes_of(path: Path) -> int:
    return path.stat().st_size


async def measure(postings: int, every: int, path: Path) -> None:
    database = Database(f"sqlite:///{path}")
    await migrate(database)
    collect_seldom()
    places, number, stand, mark, taken, spent = areas(), 0, 0, every, 0, 0.0
    print(
        "| postings | CPU ms a posting, of those since the line before | file | a posting |\n| --- | --- | --- | --- |"
    )
    while stand < postings:
        created, seconds = await fill(database, number, iter(shown(number, EACH, EACH, 1, places)))
        number, stand, taken, spent = number + 1, stand + created, taken + created, spent + seconds
        if stand >= mark:
            size = bytes_of(path)
            told = f"{spent / taken * 1000:.2f} | {size / 1e6:,.0f} MB | {size / stand / 1000:.2f} kB"
            print(f"| {stand:,} | {told} |", flush=True)
            mark, taken, spent = mark + every, 0, 0.0
    await database.close()
    print("\n| table or index | bytes a posting |\n| --- | --- |")
    sizes = "SELECT name, sum(pgsize) FROM dbstat GROUP BY 1 ORDER BY 2 DESC LIMIT ?"
    for name, size in apsw.Connection(str(path)).execute(sizes, (LARGEST,)):
        print(f"| {name} | {size / stand:,.0f} |")


if __name__ == "__main__":
    look_seldom()
    chosen = [int(each) for each in sys.argv[1:]]
    most, every = (*chosen, *(1_000_000, 100_000)[len(chosen) :])
    with tempfile.TemporaryDirectory(prefix="doorstep-filling-") as folder:
        asyncio.run(measure(most, every, Path(folder, "store.db")))
