"""The sample sources, ingested once: what tests of the whole gateway ask about."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from asgi_lifespan import LifespanManager
from starlette.types import Receive, Scope, Send

from fixtures.server import Server, serve
from gateway.app import Gateway, create_app
from gateway.cli.demo import declare
from gateway.cli.ingest import run_them
from gateway.http.endpoint import GraphEndpoint
from gateway.installation import installation
from gateway.settings import Settings
from schema.store.migrating import migrate

READ = frozenset({"stations", "board", "notice", "jobonline"})
"""The connectors whose sample sources are read: enough for every example of the gallery."""


@pytest.fixture
def usual(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The methods of the requests that went the usual way rather than through the server's door."""
    requests: list[str] = []
    call = GraphEndpoint.__call__

    async def noted(self: GraphEndpoint, scope: Scope, receive: Receive, send: Send) -> None:
        requests.append(scope["method"])
        await call(self, scope, receive, send)

    monkeypatch.setattr(GraphEndpoint, "__call__", noted)
    return requests


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an installation that has read the sample sources."""
    folder: Path = tmp_path_factory.mktemp("sample")
    settings = Settings(state_dir=folder)
    with serve() as samples:
        opened = replace(settings, allow_addresses=(samples.url.removeprefix("http://"),))
        asyncio.run(_ingested(opened, samples))
    return settings


async def _ingested(settings: Settings, samples: Server) -> None:
    wanted = [one for one in samples.sources() if one.connector in READ]
    async with installation(settings) as house:
        await migrate(house.database)
        await declare(house, wanted)
        await run_them(house, [one.key for one in wanted])


@asynccontextmanager
async def standing(settings: Settings) -> AsyncIterator[tuple[Gateway, httpx.AsyncClient]]:
    """A started gateway and a client of it."""
    app = create_app(settings)
    async with LifespanManager(app):
        transport = httpx.ASGITransport(app, client=("203.0.113.7", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://doorstep.test") as client:
            yield app, client
