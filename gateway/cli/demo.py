"""`doorstep demo`: the whole of Doorstep on one machine, on sample sources."""

import asyncio
import dataclasses
from collections.abc import Iterable

import typer

from fixtures.server import DEFAULT_PORT, Server
from fixtures.server import serve as serve_samples
from fixtures.sources import SampleSource
from gateway.cli.ingest import run_them
from gateway.cli.output import err
from gateway.cli.reports import Ended, exit_code, print_report
from gateway.cli.serve import free_port, serve_here
from gateway.installation import Installation, installation
from gateway.settings import Settings, settings_from
from schema.store import sources
from schema.store.migrating import migrate

Once = typer.Option(False, "--once", help="Ingest and report, then leave instead of serving.")


def demo(once: bool = Once) -> None:
    """Serve sample sources, ingest them, report, and serve the graph. Run again, it finds everything unchanged."""
    settings = settings_from()
    with serve_samples(port=free_port("127.0.0.1", DEFAULT_PORT)) as samples:
        err.print(f"sample sources at {samples.url}")
        opened = dataclasses.replace(
            settings, allow_addresses=(*settings.allow_addresses, samples.url.removeprefix("http://"))
        )
        ended = asyncio.run(_ingest(opened, samples))
        print_report(ended, as_json=False)
        if once:
            raise typer.Exit(exit_code(ended))
        serve_here(opened)


async def _ingest(settings: Settings, samples: Server) -> list[Ended]:
    async with installation(settings) as house:
        await migrate(house.database)
        await declare(house, samples.sources())
        return await run_them(house, [sample.key for sample in samples.sources()])


async def declare(house: Installation, samples: Iterable[SampleSource]) -> None:
    """Register sample sources with their secrets."""
    for sample in samples:
        entry = sources.SourceEntry(
            key=sample.key,
            name=sample.name,
            connector=sample.connector,
            config=sample.config,
            url=sample.config.get("url"),
            division=sample.division,
            schedule=sample.schedule,
        )
        await sources.declare(house.database, entry, house.now())
        for name, value in sample.secrets.items():
            await house.vault.set(entry.owner or entry.key, name, "127.0.0.1", value)
