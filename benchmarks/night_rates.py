"""How many postings a second each step takes on one core, and bulk writing against the bare driver."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

import apsw
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks.night_pages import PAGE, areas, feed_pages
from connectors.context import OfflineContext, PagesByAddress
from connectors.pages import FetchedPage
from connectors.registry import connector
from gateway.running import value_of
from gateway.sourcing import frame_of
from schema.records import Record
from schema.store import intake, postings, sources
from schema.store.bulk import insert_rows, insert_statement
from schema.store.engine import PRAGMAS, Database
from schema.store.instants import SHANGHAI
from schema.store.migrating import migrate
from schema.store.rows import Seen
from schema.store.sources import SourceEntry
from schema.store.tables import posting_body
from schema.store.uniting import United, unite

NIGHT = 300_000
BATCH = 500
T = TypeVar("T")


class Clock:
    """CPU seconds of this process, summed by step."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    async def time(self, step: str, work: Awaitable[T]) -> T:
        begun = time.process_time()
        try:
            return await work
        finally:
            self.spent[step] = self.spent.get(step, 0.0) + time.process_time() - begun


async def rates(folder: Path) -> dict[str, Any]:  # Any: JSON values
    """Of the two largest feeds, the second of which shares postings with the first."""
    clock, count = Clock(), 0
    database = Database(f"sqlite:///{folder}/rates.db")
    await migrate(database)
    places = areas()

    async def timed(connection: AsyncConnection, new: Sequence[Seen], source_id: int) -> United:
        return await clock.time("match", unite(connection, new, source_id))

    with patch.object(postings, "unite", timed):
        for number in (0, 1):
            count += await one_feed(database, clock, number, feed_pages(number, NIGHT, 1, places))
    clock.spent["apply"] -= clock.spent["match"]
    clock.spent["store"] = clock.spent["stage"] + clock.spent["apply"]
    told: dict[str, Any] = {"postings": count}  # Any: JSON values
    told |= {f"{step}_per_cpu_second": round(count / spent) for step, spent in clock.spent.items()}
    told["bulk_share_of_bare_driver"] = await bulk(database, folder)
    await database.close()
    return told


async def one_feed(database: Database, clock: Clock, number: int, pages: list[bytes]) -> int:
    now = datetime.now(SHANGHAI)
    url = f"http://127.0.0.1/feed/{number}"
    config = {"url": url, "pageParam": "pageNo", "pageSizeParam": "pageSize", "pageSize": PAGE}
    await sources.register(
        database, SourceEntry(key=f"feed-{number}", name="x", connector="jobonline", config=config), now
    )
    kept = {
        f"{url}?pageNo={place}&pageSize={PAGE}": FetchedPage(url, 200, {"content-type": "application/json"}, body)
        for place, body in enumerate(pages, 1)
    }
    context = OfflineContext(f"feed-{number}", config, now, answers=PagesByAddress(kept))
    records = await clock.time("parse", collected(connector("jobonline").read(context)))
    handle = await intake.begin(database, f"feed-{number}", now)
    frame = frame_of(handle.source, now)
    begun = time.process_time()
    values = [value_of(record, frame) for record in records]
    clock.spent["normalise"] = clock.spent.get("normalise", 0.0) + time.process_time() - begun
    for start in range(0, len(values), BATCH):
        await clock.time("stage", handle.stage(values[start : start + BATCH], str(start)))
    await clock.time("apply", handle.finish(complete=True))
    return len(records)


async def collected(records: AsyncIterator[Record]) -> list[Record]:
    return [record async for record in records]


async def bulk(database: Database, folder: Path) -> dict[str, float]:
    """The store's bulk insert against the driver alone: the same rows into the same table, medians of five."""
    async with database.reading() as connection:
        rows = [tuple(row) for row in await connection.execute(text("SELECT * FROM posting_body LIMIT 30000"))]
    await migrate(scratch := Database(f"sqlite:///{folder}/bulk.db"))
    columns = [column.name for column in posting_body.columns]

    async def ours() -> None:
        async with scratch.writing() as connection:
            await insert_rows(connection, posting_body, columns, rows)

    async def bare() -> None:
        driver = apsw.Connection(str(folder / "bulk.db"))
        for pragma in PRAGMAS:
            driver.execute(pragma)
        driver.execute("PRAGMA foreign_keys=OFF")
        with driver:
            driver.executemany(insert_statement(posting_body, columns), rows)
        driver.close()

    async def emptied() -> None:
        async with scratch.writing() as connection:
            await connection.execute(text("DELETE FROM posting_body"))

    share = await compared(ours, bare, emptied)
    await scratch.close()
    return {"sqlite executemany": share}


async def compared(
    ours: Callable[[], Awaitable[None]], bare: Callable[[], Awaitable[None]], emptied: Callable[[], Awaitable[None]]
) -> float:
    ratios = []
    for _ in range(5):
        spent = []
        for each in (bare, ours):
            await emptied()
            begun = time.monotonic()
            await each()
            spent.append(time.monotonic() - begun)
        ratios.append(spent[0] / spent[1])
    return round(sorted(ratios)[2], 2)
