"""The beat starts what is due, once, by each source's cron in Asia/Shanghai, and keeps the house."""

import dataclasses
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gateway.installation import Installation, installation
from gateway.nightly.beat import Beat, due
from gateway.nightly.night import is_due
from gateway.settings import Settings
from schema.store import keeping, sources
from schema.store.instants import SHANGHAI
from schema.store.migrating import migrate
from schema.store.reads.listing import Select, Window
from schema.store.reads.queries import ChangeQuery
from schema.store.reads.sqlite import SqliteReader
from schema.store.sources import SourceEntry
from tests.store.making import posting, take

MIDNIGHT = datetime(2026, 11, 22, 0, 0, tzinfo=SHANGHAI)
SOURCES = {"tea": ("board", "0 */3 * * *"), "nightly": ("board", None), "places": ("stations", "0 3 * * *")}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Installation]:
    async with installation(Settings(state_dir=tmp_path)) as opened:
        await migrate(opened.database)
        for key, (connector, schedule) in SOURCES.items():
            entry = SourceEntry(key=key, name=key, connector=connector, schedule=schedule)
            await sources.register(opened.database, entry, MIDNIGHT)
        yield opened


def at(house: Installation, hours: float) -> Installation:
    return dataclasses.replace(house, now=lambda: MIDNIGHT + timedelta(hours=hours))


async def beat(house: Installation, hours: float, started: list[str]) -> list[str]:
    async def start(key: str) -> None:
        started.append(key)

    return await Beat(at(house, hours), start).once()


@pytest.mark.parametrize(
    ("cron", "since", "until", "fires"),
    [
        pytest.param("0 2 * * *", 1, 2, True, id="on the minute"),
        pytest.param("0 2 * * *", 2, 3, False, id="not again"),
        pytest.param("0 2 * * *", 3, 27, True, id="the next night"),
        pytest.param(None, 1, 2, True, id="nightly without a schedule"),
        pytest.param("0 2 * * *", 2, 1, False, id="a clock that was set back"),
    ],
)
def test_a_cron_expression_is_read_in_asia_shanghai(cron: str | None, since: int, until: int, fires: bool) -> None:
    assert is_due(cron, MIDNIGHT + timedelta(hours=since), MIDNIGHT + timedelta(hours=until)) is fires


async def test_the_first_beat_starts_nothing(house: Installation) -> None:
    assert await beat(house, 10, []) == []


async def test_each_time_is_started_once_and_directories_first(house: Installation) -> None:
    started: list[str] = []
    for hours in (1, 1.5, 2, 2.1, 3.1, 3.2):
        await beat(house, hours, started)
    assert started == ["nightly", "places", "tea"]


async def test_what_was_missed_is_started_once_and_not_for_ever(house: Installation) -> None:
    started: list[str] = []
    await beat(house, 1, started)
    await beat(house, 1 + 24 * 9, started)
    assert sorted(started) == ["nightly", "places", "tea"]


async def test_paused_sources_are_not_started(house: Installation) -> None:
    await sources.pause(house.database, "tea")
    assert await due(house, MIDNIGHT, MIDNIGHT + timedelta(hours=4)) == ["places", "nightly"]


async def test_a_beat_that_dies_before_it_moved_the_clock_leaves_nothing_out(house: Installation) -> None:
    await beat(house, 1, [])

    async def dies(key: str) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await Beat(at(house, 2.5), dies).once()
    assert await beat(house, 2.6, []) == ["nightly"]


async def test_only_one_of_two_moves_the_clock(house: Installation) -> None:
    first, second = MIDNIGHT + timedelta(hours=1), MIDNIGHT + timedelta(hours=2)
    assert await keeping.move_clock(house.database, "c", None, first)
    assert not await keeping.move_clock(house.database, "c", None, second)
    assert await keeping.move_clock(house.database, "c", first, second)
    assert not await keeping.move_clock(house.database, "c", first, second)
    assert await keeping.read_clock(house.database, "c") == second


async def test_jobs_expire_at_their_time(house: Installation) -> None:
    ends = MIDNIGHT + timedelta(hours=5)
    await take(house.database, [posting(1, expires_at=ends), posting(2)], now=MIDNIGHT)
    changes = [await count_changes(house)]
    for hours in (4.9, 5.1, 5.2):
        await beat(house, hours, [])
        changes.append(await count_changes(house))
    assert changes == [2, 2, 3, 3]


async def count_changes(house: Installation) -> int:
    assert house.database.path is not None
    reader = SqliteReader(house.database.path)
    [page] = await reader.pages([ChangeQuery()], Window(100), Select("change", (("t", "seq"),)))
    await reader.close()
    return len(page.rows)
