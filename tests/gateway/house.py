"""An installation on a folder of its own, with the sample sources registered: what tests of runs start from."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from fixtures.server import Server
from gateway.installation import Installation, installation
from gateway.running import Runner
from gateway.settings import Settings
from schema.changes import RunReport
from schema.problems import Problem
from schema.store import sources
from schema.store.migrating import migrate


class Quiet:
    """A watcher that keeps what it was told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def begun(self, key: str, run_id: int) -> None:
        self.told.append(f"{key} begun")

    def moved(self, key: str, run_id: int, done: int, total: int | None) -> None:
        self.told.append(f"{key} moved")

    def ended(self, report: RunReport) -> None:
        self.told.append(f"{report.source_key} {report.outcome}")


@contextlib.asynccontextmanager
async def house_on(folder: Path, server: Server, keys: list[str]) -> AsyncIterator[Installation]:
    """The installation, with these of the sample sources registered."""
    settings = Settings(state_dir=folder, allow_addresses=(server.url.removeprefix("http://"),))
    async with installation(settings) as house:
        await migrate(house.database)
        await register_samples(house, server, keys)
        yield house


async def register_samples(house: Installation, server: Server, keys: list[str]) -> None:
    """Register these of the sample sources, with their secrets."""
    for sample in server.sources():
        if sample.key in keys:
            entry = sources.SourceEntry(
                key=sample.key,
                name=sample.name,
                connector=sample.connector,
                config=sample.config,
                division=sample.division,
                schedule=sample.schedule,
            )
            await sources.declare(house.database, entry, house.now())
            for name, value in sample.secrets.items():
                await house.vault.set(entry.key, name, "127.0.0.1", value)


async def run(house: Installation, *keys: str) -> dict[str, RunReport | Problem]:
    """Run sources side by side: how each ended."""

    async def nobody(report: RunReport) -> None:
        """Nobody is told."""

    runner = Runner(house.database, house.context_for, house.now, nobody, Quiet())
    return {key: ended async for key, ended in runner.run_all(keys)}
