"""A run that is killed at any point loses nothing, repeats nothing and ends as an undisturbed one does."""

import asyncio
import os
import random
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from schema.store.engine import Database
from schema.store.tables import change, job, posting, posting_body, run
from schema.store.worktables import lease, staged
from tests.store import killed
from tests.store.making import register

ROOT = Path(__file__).parents[2]
LINES = 2 * killed.PAGES + 2
"""Lines that an undisturbed process prints before it applies."""


async def start(url: str, night: int) -> asyncio.subprocess.Process:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = (sys.executable, "-m", "tests.store.killed", url, "tea", str(night))
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe)


async def kill_after(url: str, night: int, lines: int, moment: float) -> bool:
    """Start a process and kill it `moment` seconds after its n-th line; whether it had ended before."""
    process = await start(url, night)
    assert process.stdout is not None
    for _ in range(lines):
        if not await process.stdout.readline():
            break
    await asyncio.sleep(moment)
    ended = process.returncode is not None
    if not ended:
        process.kill()
    await process.communicate()
    return ended


async def undisturbed(url: str, night: int) -> None:
    process = await start(url, night)
    out, err = await process.communicate()
    assert process.returncode == 0, (out, err)


async def content(url: str) -> dict[str, list[tuple[Any, ...]]]:  # Any: values
    """All that a run leaves, without the times at which it was done."""
    database = Database(url)
    columns = {
        "postings": (posting.c.external_id, posting.c.job_id, posting.c.hash, posting.c.status, posting.c.absent_runs),
        "bodies": (posting_body.c.posting_id, posting_body.c.posting_json),
        "jobs": (job.c.id, job.c.title, job.c.status, job.c.hash, job.c.employer_id),
        "changes": (change.c.kind, change.c.job_id),
        "runs": (run.c.outcome, run.c.fetched, run.c.created, run.c.updated, run.c.unchanged, run.c.withdrawn),
        "staged": (staged.c.seq,),
        "leases": (lease.c.source_id,),
    }
    async with database.reading() as connection:
        found = {
            name: sorted(tuple(row) for row in await connection.execute(select(*c))) for name, c in columns.items()
        }
    await database.close()
    return found


@pytest.fixture
def calm_url(tmp_path: Path, sqlite_template: Path) -> str:
    """A second database, for the run that nobody disturbs."""
    shutil.copy(sqlite_template, tmp_path / "calm.db")
    return f"sqlite:///{tmp_path}/calm.db"


async def test_killed_at_random_points_it_ends_as_if_undisturbed(database_url: str, calm_url: str) -> None:
    seed = int.from_bytes(os.urandom(4), "big")
    print("seed", seed)  # pytest shows it where the test fails
    chance = random.Random(seed)
    for url in (calm_url, database_url):
        database = Database(url)
        await register(database)
        await database.close()
    await killed.run(calm_url, "tea", 0)
    await kill_after(database_url, 0, chance.randint(2, LINES - 1), 0)
    await kill_after(database_url, 0, LINES, chance.uniform(0, 0.1))
    await undisturbed_or_done(database_url)
    assert await content(database_url) == await content(calm_url)


async def undisturbed_or_done(url: str) -> None:
    """Bring the first night to its end, where it has not come there before it was killed."""
    database = Database(url)
    async with database.reading() as connection:
        outcomes = [row[0] for row in await connection.execute(select(run.c.outcome))]
    await database.close()
    if outcomes != ["SUCCEEDED"]:
        await undisturbed(url, 0)
