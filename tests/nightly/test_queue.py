"""Workers on PostgreSQL: a source waits once and runs once, what died is taken up again, and nothing is done twice."""

import asyncio
import contextlib
import os
import random
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import orjson
import pytest
from sqlalchemy import select

from fixtures.server import Server, serve
from gateway.installation import Installation, installation
from gateway.nightly.following import follow
from gateway.nightly.retries import AGAIN_AFTER, BUSY_AGAIN_AFTER, RunFailed, wait_for
from gateway.nightly.working import open_queue
from gateway.settings import Settings
from schema.problems import DoorstepError, Problem
from schema.store import runs, sources
from schema.store.engine import Database
from schema.store.migrating import migrate
from schema.store.tables import employer, event, job, source, station
from schema.vocabulary import RunOutcome
from tests.gateway.house import Quiet, register_samples, run
from tests.servers import Postgres, postgres
from tests.store.test_killed import content

ROOT = Path(__file__).parents[2]
REFERENCES = {
    "employer_id": "employer",
    "agency_id": "employer",
    "station_id": "station",
    "event_id": "event",
    "source_id": "source",
}
"""Columns of a job that hold an id, and the table that it is of."""
DIRECTORY = "stations-liwan"
KEYS = [DIRECTORY, "market-tea", "market-herbs", "feed-jobonline"]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve() as samples:
        yield samples


def settings_on(url: str, folder: Path, server: Server) -> Settings:
    allowed = (server.url.removeprefix("http://"),)
    return Settings(state_dir=folder, database_url=url, allow_addresses=allowed)


@pytest.fixture
async def house(
    postgres_server: Postgres, postgres_template: str, tmp_path: Path, server: Server
) -> AsyncIterator[Installation]:
    name = postgres_server.create_database(postgres_template)
    async with installation(settings_on(postgres_server.database_url(name), tmp_path, server)) as opened:
        await register_samples(opened, server, KEYS)
        yield opened
    postgres_server.drop_database(name)


async def worker(house: Installation, *options: str) -> asyncio.subprocess.Process:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DOORSTEP_DATABASE_URL": house.settings.database_url,
        "DOORSTEP_STATE_DIR": str(house.settings.state_dir),
        "DOORSTEP_ALLOW_ADDRESSES": house.settings.allow_addresses[0],
    }
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "gateway", "worker", *options)
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, stderr=pipe, stdout=pipe)


async def said(process: asyncio.subprocess.Process, words: str, seconds: float = 600.0) -> str:
    """Wait for a line with these words."""
    assert process.stderr is not None
    async with asyncio.timeout(seconds):
        while line := (await process.stderr.readline()).decode():
            if words in line:
                return line
    raise AssertionError(f"the worker ended without saying {words!r}")


async def test_a_source_waits_once(house: Installation) -> None:
    async with open_queue(house.database) as queue:
        assert await queue.put("market-tea") is not None
        assert await queue.put("market-tea") is None
        assert await queue.left() == {"market-tea": "todo"}


async def test_opening_the_queue_twice_at_once_makes_its_tables_once(house: Installation) -> None:
    async def opened() -> None:
        async with open_queue(house.database):
            pass

    await asyncio.gather(*(opened() for _ in range(3)))


async def test_workers_need_postgresql(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/a.db")
    with pytest.raises(DoorstepError, match="QUEUE_NEEDS_POSTGRESQL"):
        async with open_queue(database):
            pass
    await database.close()


FAILED = Problem("STATUS_5XX", "出错", "failed")


@pytest.mark.parametrize(
    ("error", "attempts", "wait"),
    [
        pytest.param(RunFailed(FAILED), 0, AGAIN_AFTER[0], id="what may pass, soon"),
        pytest.param(RunFailed(FAILED), 2, AGAIN_AFTER[2], id="what may pass, later and later"),
        pytest.param(RunFailed(FAILED), 3, None, id="not for ever"),
        pytest.param(RunFailed(Problem("EMPTY_SNAPSHOT", "空", "empty")), 0, None, id="what a person must mend"),
        pytest.param(DoorstepError("RUN_BUSY", "忙", "busy"), 0, BUSY_AGAIN_AFTER, id="busy"),
        pytest.param(DoorstepError("SOURCE_UNKNOWN", "无", "none"), 0, None, id="what waiting does not mend"),
        pytest.param(DoorstepError("STORE_UNAVAILABLE", "无", "away"), 0, timedelta(seconds=2), id="the store said it"),
        pytest.param(ConnectionError(), 0, timedelta(seconds=2), id="the store was away"),
        pytest.param(ConnectionError(), 99, timedelta(seconds=256), id="the store was away for long"),
    ],
)
def test_what_is_tried_again_and_when(error: BaseException, attempts: int, wait: timedelta | None) -> None:
    assert wait_for(error, attempts) == wait


@pytest.mark.slow
async def test_killed_workers_lose_nothing_and_do_nothing_twice(
    house: Installation, server: Server, tmp_path: Path
) -> None:
    """Workers are killed at random moments until the night is done; then the store is as after an undisturbed one."""
    seed = int.from_bytes(os.urandom(4), "big")
    print("seed", seed)
    chance = random.Random(seed)
    await run(house, DIRECTORY)  # what is read beside a directory has its points only the next time
    async with open_queue(house.database) as queue:
        for key in KEYS:
            await queue.put(key)
        for _ in range(4):
            doomed = await worker(house, "--at-once", "2")
            with contextlib.suppress(AssertionError):
                await said(doomed, "begins")
                await asyncio.sleep(chance.uniform(0, 1.5))
            with contextlib.suppress(ProcessLookupError):
                doomed.kill()
            await doomed.communicate()
            await queue.app.connector.execute_query_async(
                "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
            )
            await queue.rescue()
        steady = await worker(house, "--until-idle")
        await steady.communicate()
    assert steady.returncode == 0
    await same_as_undisturbed(house, server, tmp_path)


@pytest.mark.slow
async def test_postgresql_killed_under_a_worker_costs_nothing(server: Server, tmp_path: Path) -> None:
    with postgres(()) as own:
        url = own.database_url(own.create_database())
        database = Database(url)
        await migrate(database)
        await database.close()
        async with installation(settings_on(url, tmp_path, server)) as house:
            await register_samples(house, server, KEYS)
            await run(house, DIRECTORY)
            async with open_queue(house.database) as queue:
                for key in KEYS:
                    await queue.put(key)
            steady = await worker(house, "--at-once", "2")
            await said(steady, "run 3 of")
            own.kill()
            await asyncio.to_thread(own.start_again)
            await until_done(house)
            steady.terminate()
            await steady.communicate()
            await same_as_undisturbed(house, server, tmp_path)


async def until_done(house: Installation, seconds: float = 600.0) -> None:
    async with asyncio.timeout(seconds):
        while True:
            with contextlib.suppress(Exception):  # the server is away for a while
                ended = await runs.recent(house.database)
                if {one.source_key for one in ended if one.outcome is RunOutcome.SUCCEEDED} == set(KEYS):
                    return
            await asyncio.sleep(1)


async def same_as_undisturbed(house: Installation, server: Server, folder: Path) -> None:
    """What the sources show now is what stands in the store, once; as it is after a run that nobody disturbed."""
    calm_url = f"sqlite:///{folder}/calm.db"
    async with installation(settings_on(calm_url, folder / "calm", server)) as calm:
        await migrate(calm.database)
        await register_samples(calm, server, KEYS)
        await run(calm, *KEYS)
    disturbed_url = house.settings.database_url
    expected, found = await content(calm_url), await content(disturbed_url)
    assert without_ids(found["postings"]) == without_ids(expected["postings"])
    assert await jobs_by_name(disturbed_url) == await jobs_by_name(calm_url)
    assert len({row[0] for row in found["changes"]}) == len({row[0] for row in expected["changes"]})
    assert (found["staged"], found["leases"]) == ([], [])


def without_ids(rows: list[tuple[object, ...]]) -> list[str]:
    return sorted(str([value for value in row if not isinstance(value, int)]) for row in rows)


async def jobs_by_name(url: str) -> list[str]:
    """Every job with all that is said of it, in JSON; what it refers to by name, for ids come in the order of runs."""
    database = Database(url)
    names = {employer: "matching_key", station: "key", event: "title", source: "key"}
    async with database.reading() as connection:
        name_of = {
            table.name: {row.id: row[1] for row in await connection.execute(select(table.c.id, table.c[name]))}
            for table, name in names.items()
        }
        rows = [
            {str(name): value for name, value in row._mapping.items()} for row in await connection.execute(select(job))
        ]
    await database.close()
    for row in rows:
        for column in ("id", "hash", "updated_at"):
            del row[column]
        for column, table in REFERENCES.items():
            row[column] = name_of[table].get(row[column])
        readings = orjson.loads(row["readings_json"])
        row["readings_json"] = sorted(str({**each, "source": name_of["source"][each["source"]]}) for each in readings)
    return sorted(orjson.dumps(row, option=orjson.OPT_SORT_KEYS, default=str).decode() for row in rows)


async def test_a_night_by_hand_is_followed_to_its_end(house: Installation) -> None:
    async with open_queue(house.database) as queue:
        since = house.now()
        for key in KEYS[:2]:
            await queue.put(key)
        busy = await worker(house, "--until-idle")
        ended = await follow(house.database, queue, KEYS[:2], Quiet(), since)
        await busy.communicate()
    assert {key: getattr(report, "outcome", None) for key, report in ended} == dict.fromkeys(
        KEYS[:2], RunOutcome.SUCCEEDED
    )
    assert (await sources.get(house.database, "market-tea")).open_jobs > 0
