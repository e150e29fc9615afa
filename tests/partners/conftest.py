"""A gateway with its partners' door, over a folder of its own and the sample sources."""

import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from fixtures.server import Server, serve
from gateway.app import Gateway, create_app
from gateway.installation import Installation, installation, now_in_china
from gateway.settings import Settings
from schema.store import keys
from schema.store.engine import Database
from schema.store.migrating import migrate


@pytest.fixture(scope="session")
def samples() -> Iterator[Server]:
    with serve(today=date(2026, 11, 22)) as running:
        yield running


@dataclass
class Graph:
    """A running gateway, asked over HTTP."""

    app: Gateway
    client: httpx.AsyncClient
    settings: Settings

    async def ask(self, document: str, variables: Mapping[str, object] | None = None, key: str = "") -> dict[str, Any]:
        """The answer's data; Any: JSON. An answer with errors fails the test."""
        headers = {"authorization": f"Bearer {key}"} if key else {}
        body = {"query": document, "variables": variables or {}}
        answer = await self.client.post("/graphql", json=body, headers=headers)
        told: dict[str, Any] = answer.json()  # Any: JSON
        assert "errors" not in told, told
        return dict(told["data"])

    async def key(self, agency: str | None, *scopes: str) -> str:
        """A new key's text."""
        database = Database(self.settings.database_url)
        try:
            text, _ = await keys.create(database, name="test", agency=agency, scopes=scopes, now=now_in_china())
            return text
        finally:
            await database.close()


@pytest.fixture
def settings(tmp_path: Path, samples: Server) -> Settings:
    return Settings(state_dir=tmp_path, allow_addresses=(samples.url.removeprefix("http://"),))


@contextlib.asynccontextmanager
async def graph_on(settings: Settings) -> AsyncIterator[Graph]:
    database = Database(settings.database_url)
    await migrate(database)
    await database.close()
    app = create_app(settings)
    async with app.stand():
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://graph.example") as client:
            yield Graph(app, client, settings)


@pytest.fixture
async def graph(settings: Settings) -> AsyncIterator[Graph]:
    async with graph_on(settings) as running:
        yield running


@pytest.fixture
async def house(settings: Settings) -> AsyncIterator[Installation]:
    async with installation(settings) as opened:
        await migrate(opened.database)
        yield opened
