"""A query that touches a stale source starts one background run of it, where its config says so; never more."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.freshness import FreshnessTable, SourceState
from gateway.refreshing import Refresher
from schema.problems import DoorstepError
from schema.store import sources
from schema.store.engine import Database
from schema.store.sources import SourceEntry
from tests.store.making import NOW

NOON = NOW.timestamp()


class Starts:
    """Counts what was started."""

    def __init__(self, error: Exception | None = None) -> None:
        self.keys: list[str] = []
        self.error = error

    async def __call__(self, key: str) -> int:
        self.keys.append(key)
        if self.error:
            raise self.error
        return len(self.keys)


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0.01)


@pytest.fixture
async def stored(database: Database) -> Database:
    for key, config in (("tea", {"refresh_on_read": True}), ("herbs", {})):
        await sources.register(database, SourceEntry(key=key, name=key, connector="board", config=config), NOW)
    return database


def table(refresher: Refresher, stale: dict[str, bool]) -> FreshnessTable:
    async def read() -> dict[int, SourceState]:
        late = int((NOW - timedelta(hours=1)).timestamp())
        soon = int((NOW + timedelta(hours=1)).timestamp())
        return {
            place: SourceState(key, "HEALTHY", late, late if is_stale else soon)
            for place, (key, is_stale) in enumerate(stale.items(), 1)
        }

    return FreshnessTable(read, clock=lambda: NOON, on_stale=refresher.stale)


async def test_one_run_however_many_queries(stored: Database) -> None:
    start = Starts()
    refresher = Refresher(stored, start)
    freshness = table(refresher, {"tea": True})
    await asyncio.gather(*(freshness.of([1]) for _ in range(50)))
    await settle()
    assert start.keys == ["tea"]


@pytest.mark.parametrize(
    ("stale", "asked"),
    [
        pytest.param({"tea": False}, [1], id="it is fresh"),
        pytest.param({"tea": True}, [], id="the query does not touch it"),
        pytest.param({"herbs": True}, [1], id="its config does not say so"),
    ],
)
async def test_nothing_is_started_where(stored: Database, stale: dict[str, bool], asked: list[int]) -> None:
    start = Starts()
    await table(Refresher(stored, start), stale).of(asked)
    await settle()
    assert start.keys == []


async def test_a_source_that_keeps_failing_is_left_alone_for_a_while(stored: Database) -> None:
    moment = [0.0]
    start = Starts(DoorstepError("RUN_BUSY", "忙", "busy"))
    refresher = Refresher(stored, start, clock=lambda: moment[0])
    freshness = table(refresher, {"tea": True})
    for moment[0] in (0.0, 10.0, 299.0, 301.0, 400.0):
        answer = await freshness.of([1])
        await settle()
        assert [one.key for one in answer.unwell] == ["tea"]
    assert start.keys == ["tea", "tea"]


async def test_a_store_that_is_away_disturbs_no_query(tmp_path: Path) -> None:
    empty = Database(f"sqlite:///{tmp_path}/empty.db")
    start = Starts()
    answer = await table(Refresher(empty, start), {"tea": True}).of([1])
    await settle()
    await empty.close()
    assert (answer.least is not None, start.keys) == (True, [])
