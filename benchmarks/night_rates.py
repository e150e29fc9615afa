"""How many postings a second each step takes on one core: parse, normalise, match, store."""

import time
from collections.abc import AsyncIterator, Awaitable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks.night_pages import PAGE, areas, feed_pages
from connectors.context import OfflineContext, PagesByAddress
from connectors.pages import FetchedPage
from connectors.registry import connector
from gateway.running import value_of
from gateway.sourcing import frame_of
from schema.records import Record
from schema.store import intake, postings, sources
from schema.store.engine import Database
from schema.store.instants import SHANGHAI
from schema.store.migrating import migrate
from schema.store.rows import Seen
from schema.store.sources import SourceEntry
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


async def rates(folder: Path, night: int = NIGHT) -> dict[str, Any]:  # Any: JSON values
    """Of the two largest feeds, the second of which shares postings with the first."""
    clock, count = Clock(), 0
    database = Database(f"sqlite:///{folder}/rates.db")
    await migrate(database)
    places = areas()

    async def timed(connection: AsyncConnection, new: Sequence[Seen], source_id: int) -> United:
        return await clock.time("match", unite(connection, new, source_id))

    with patch.object(postings, "unite", timed):
        for number in (0, 1):
            count += await one_feed(database, clock, number, feed_pages(number, night, 1, places))
    clock.spent["apply"] -= clock.spent["match"]
    clock.spent["store"] = clock.spent["stage"] + clock.spent["apply"]
    told: dict[str, Any] = {"postings": count}  # Any: JSON values
    told |= {f"{step}_per_cpu_second": round(count / spent) for step, spent in clock.spent.items()}
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
