"""A night shared among processes ends as in one, and a process that dies costs no source its run."""

import asyncio
import contextlib
from pathlib import Path

import pytest

import gateway.nightly.sharing as sharing
from fixtures.server import serve
from gateway.nightly.sharing import Shares
from schema.changes import RunReport
from schema.store import sources
from schema.vocabulary import RunOutcome
from tests.gateway.house import Quiet, house_on

KEYS = ["stations-liwan", "market-tea", "market-herbs"]


class Killing(Quiet):
    """A watcher that kills the process of the first run it hears of."""

    def __init__(self, started: list[asyncio.subprocess.Process]) -> None:
        super().__init__()
        self.started = started
        self.killed = False

    def begun(self, key: str, run_id: int) -> None:
        super().begun(key, run_id)
        if not self.killed:
            self.killed = True
            with contextlib.suppress(ProcessLookupError):
                self.started[-1].kill()


async def test_a_process_that_dies_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[asyncio.subprocess.Process] = []
    start = sharing.start

    async def remembered(at_once: int) -> asyncio.subprocess.Process:
        started.append(await start(at_once))
        return started[-1]

    monkeypatch.setattr(sharing, "start", remembered)
    with serve() as server:
        monkeypatch.setenv("DOORSTEP_STATE_DIR", str(tmp_path))
        monkeypatch.setenv("DOORSTEP_ALLOW_ADDRESSES", server.url.removeprefix("http://"))
        async with house_on(tmp_path, server, KEYS) as house:
            watcher = Killing(started)
            chosen = [await sources.get(house.database, key) for key in KEYS]
            ended = dict(await Shares(house, watcher, 2, 2).run(chosen))
            open_jobs = {key: (await sources.get(house.database, key)).open_jobs for key in KEYS}
    assert watcher.killed
    assert {key: one.outcome for key, one in ended.items() if isinstance(one, RunReport)} == dict.fromkeys(
        KEYS, RunOutcome.SUCCEEDED
    )
    assert watcher.told.index("stations-liwan SUCCEEDED") < watcher.told.index("market-tea begun")
    assert open_jobs["market-tea"] > 30
