"""The typed example client of docs/examples/typescript: it compiles, and does what it says against a served graph."""

import asyncio
import contextlib
import json
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from gateway.app import Gateway, create_app
from gateway.settings import Settings
from schema.store.engine import Database
from schema.store.migrating import migrate
from schema.values import Pay, Place, Point, Posting, Schedule, Station
from schema.vocabulary import CoordinateSystem, PayUnit, PlacePrecision, StationKind
from tests.http.npm import packages
from tests.http.serving import served
from tests.store.making import NOW, posting, register, take

pytestmark = pytest.mark.xdist_group("typescript")

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "typescript"
HERE = (23.11, 113.24)
JOBS = 27
"""More than one page."""


def place(metres: int) -> Place:
    point = Point(HERE[0] + metres / 111_195, HERE[1], CoordinateSystem.WGS84)
    return Place(f"大策直街{metres}号", "440103013", PlacePrecision.EXACT, point)


def job(number: int, hours: tuple[int, int] = (9, 15)) -> Posting:
    text = f"{hours[0]}:00-{hours[1]}:00"
    schedule = Schedule(text, time(hours[0]), time(hours[1]), Decimal(hours[1] - hours[0]))
    pay = Pay(f"{20 + number}元/小时", Decimal(20 + number), None, PayUnit.HOUR, hourly_estimate=Decimal(20 + number))
    return posting(number, place=place(10 * number), schedule=schedule, pay=pay)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example compiled, beside the schema, as it stands in the docs."""
    manifest = json.loads((EXAMPLE / "package.json").read_text())
    had = packages("typescript", {**manifest["dependencies"], **manifest["devDependencies"]})
    docs = tmp_path_factory.mktemp("docs")
    shutil.copy(ROOT / "docs" / "schema.graphql", docs)
    folder = docs / "examples" / "typescript"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("node_modules", "dist", "schema.d.ts"))
    (folder / "node_modules").symlink_to(had / "node_modules")
    asyncio.run(_compile(folder))
    return folder


async def _compile(folder: Path) -> None:
    for command in (("gql-tada", "generate-output"), ("tsc",)):
        ran = await _node(folder, f"node_modules/.bin/{command[0]}", *command[1:])
        said, _ = await ran.communicate()
        assert ran.returncode == 0, said.decode()


async def _node(folder: Path, *arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        "node",
        *arguments,
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, "NODE_NO_WARNINGS": "1"},
    )


@asynccontextmanager
async def village(folder: Path) -> AsyncIterator[tuple[Database, Gateway, str]]:
    """A station with jobs around it, served."""
    settings = Settings(state_dir=folder)
    database = Database(settings.database_url)
    await migrate(database)
    await register(database)
    station = Station("s1", "耀华社区就业驿站", StationKind.COMMUNITY, place(0))
    late = job(90, (13, 21))
    await take(database, [station, *(job(number) for number in range(JOBS)), late])
    app = create_app(settings)
    async with served(app) as base:
        yield database, app, f"{base}/graphql"
    await database.close()


async def test_it_lists_page_after_page_what_fits_the_hours_nearest_first(compiled: Path, tmp_path: Path) -> None:
    async with village(tmp_path) as (_, _, url):
        ran = await _node(compiled, "dist/main.js", "--url", url, "--station", "耀华", "--minutes", "15")
        said = (await ran.communicate())[0].decode()
    lines = said.splitlines()
    assert ran.returncode == 0, said
    assert lines[0] == "耀华社区就业驿站：09:00–15:00，15 分钟内"
    assert [line.split(" · ")[1] for line in lines[1:]] == [f"{20 + number}元/小时" for number in range(JOBS)]
    assert {line.split(" · ")[2] for line in lines[1:]} == {"09:00–15:00"}


async def test_it_tells_what_changes_while_it_watches(compiled: Path, tmp_path: Path) -> None:
    async with village(tmp_path) as (database, app, url):
        ran = await _node(compiled, "dist/main.js", "--url", url, "--watch")
        try:
            assert ran.stdout is not None
            lines = [(await _line(ran.stdout)) for _ in range(JOBS + 2)]
            assert lines[-1] == "…"
            await _subscribed(app)
            await take(database, [job(50), job(51, (13, 21))], now=NOW + timedelta(hours=1), complete=False)
            told = await _line(ran.stdout)
        finally:
            with contextlib.suppress(ProcessLookupError):
                ran.kill()
            await ran.wait()
    assert told.startswith("UPSERTED  ")
    assert told.split(" · ")[1:3] == ["70元/小时", "09:00–15:00"]


async def test_it_says_what_is_wrong_in_words(compiled: Path, tmp_path: Path) -> None:
    async with village(tmp_path) as (_, _, url):
        ran = await _node(compiled, "dist/main.js", "--url", url, "--minutes", "500")
        said = (await ran.communicate())[0].decode()
    assert ran.returncode == 1
    assert "withinMinutes：须在 1 到 120 之间" in said


async def test_a_field_that_the_schema_has_not_does_not_compile(compiled: Path) -> None:
    jobs = compiled / "src" / "jobs.ts"
    right = jobs.read_text()
    jobs.write_text(right.replace("job.title,", "job.titel,"))
    ran = await _node(compiled, "node_modules/.bin/tsc", "--noEmit")
    said = (await ran.communicate())[0].decode()
    jobs.write_text(right)
    assert ran.returncode != 0
    assert "titel" in said


async def _line(stream: asyncio.StreamReader) -> str:
    async with asyncio.timeout(30):
        return (await stream.readline()).decode().rstrip("\n")


async def _subscribed(app: Gateway) -> None:
    async with asyncio.timeout(30):
        while b'doorstep_subscriptions{transport="sse"} 1.0' not in app.metrics.text():  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.05)
