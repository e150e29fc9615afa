"""How much memory one large source takes, in one process on SQLite: `python -m benchmarks.night_memory [100000]`.

Its pages are made as they are asked for, so that what is measured is the reading and applying of them and not the
making. Prints the resident megabytes now and at their highest after each fifth that was read, and after each night.
"""

import asyncio
import itertools
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import orjson

from benchmarks.night_pages import PAGE, areas, firms, posts
from connectors.context import BaseContext, OfflineContext
from connectors.fetch import Request
from connectors.pages import FetchedPage
from gateway.collecting import collect_seldom, look_seldom
from gateway.running import Runner
from schema.changes import RunReport
from schema.store import sources
from schema.store.engine import Database
from schema.store.instants import SHANGHAI
from schema.store.intake import RunHandle
from schema.store.migrating import migrate
from schema.store.sources import Source, SourceEntry

URL: Final = "http://127.0.0.1/feed"
CONFIG: Final = {"url": URL, "pageParam": "pageNo", "pageSizeParam": "pageSize", "pageSize": PAGE}
JSON: Final = {"content-type": "application/json"}
EMPLOYERS_OF: Final = 8_000


@dataclass(frozen=True)
class PagesAsAsked:
    """The pages of one night, one after the other, whatever number is asked for."""

    rows: Iterator[dict[str, object]]

    def find(self, _request: Request) -> FetchedPage:
        page = list(itertools.islice(self.rows, PAGE))
        data = {"hasMore": len(page) == PAGE, "list": page}
        return FetchedPage(URL, 200, JSON, orjson.dumps({"code": 0, "data": data}))


@dataclass
class Telling:
    """A `running.Watcher` that tells of memory."""

    every: int
    told: int = 0

    def begun(self, key: str, run_id: int) -> None:
        self.told = 0

    def moved(self, key: str, run_id: int, done: int, total: int | None) -> None:
        if done >= self.told + self.every:
            self.told = done
            tell(f"{done:,} read")

    def ended(self, report: RunReport) -> None:
        tell(f"{report.created:,} created, {report.updated:,} updated, {report.unchanged:,} unchanged")


def tell(what: str) -> None:
    print(f"{what}: {resident('VmRSS')} MB, {resident('VmHWM')} at the highest", flush=True)


def resident(name: str) -> int:
    """Megabytes of this process, of Linux's /proc: VmRSS now, VmHWM at the highest."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1]) // 1024


async def announce_nothing(report: RunReport) -> None:
    """Nobody listens."""


async def measure(postings: int, folder: Path) -> None:
    now = datetime.now(SHANGHAI)
    database = Database(f"sqlite:///{folder}/store.db")
    await migrate(database)
    entry = SourceEntry(key="feed", name="feed", connector="jobonline", config=CONFIG)
    await sources.register(database, entry, now)
    employers = firms(0, EMPLOYERS_OF, areas())
    collect_seldom()
    tell("ready")
    for night in (1, 2):
        rows = posts(0, postings, night, employers)

        async def context(source: Source, _handle: RunHandle, rows: Iterator[dict[str, object]] = rows) -> BaseContext:
            return OfflineContext(source.key, source.config, now, answers=PagesAsAsked(rows))

        begun = time.process_time()
        runner = Runner(database, context, lambda: now, announce_nothing, Telling(max(1, postings // 5)))
        await runner.run("feed")
        print(f"night {night}: {time.process_time() - begun:.0f} s of CPU", flush=True)
    await database.close()


if __name__ == "__main__":
    look_seldom()
    with tempfile.TemporaryDirectory(prefix="doorstep-memory-") as chosen:
        asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, Path(chosen)))
