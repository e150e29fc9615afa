"""The example of docs/federation.md as one starts it: both composers, Apollo and Hive Gateway, a partner's subgraph."""

import asyncio
import importlib
import json
import os
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from gateway.app import create_app
from gateway.settings import Settings
from tests.http.conftest import standing
from tests.http.npm import packages
from tests.http.serving import served

pytestmark = pytest.mark.xdist_group("sample")

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "federation"
QUERY = "{ stations(first: 3) { nodes { id name photographs waiting } } photographer }"


@pytest.fixture
def partner(monkeypatch: pytest.MonkeyPatch) -> ASGIApp:
    """The partner's subgraph, from the example's own file."""
    monkeypatch.syspath_prepend(EXAMPLE)
    app: ASGIApp = importlib.import_module("partner").app
    return app


@asynccontextmanager
async def gateway(script: str, folder: Path) -> AsyncIterator[str]:
    """Apollo Gateway or Hive Gateway over the composed graph."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started = await asyncio.create_subprocess_exec(
        "node", script, cwd=folder, env={**os.environ, "PORT": str(port)}, stdout=subprocess.PIPE
    )
    try:
        assert started.stdout is not None
        async with asyncio.timeout(30):
            said = b""
            while b"gateway at" not in said:
                said = await started.stdout.readline()
                assert said, "it ended before it listened"
        yield said.decode().split()[-1]
    finally:
        started.kill()
        await started.wait()


async def test_a_partners_fields_and_ours_are_answered_as_one_graph(sample: Settings, partner: ASGIApp) -> None:
    wanted = json.loads((EXAMPLE / "package.json").read_text())["dependencies"]
    folder = await asyncio.to_thread(packages, "federation", wanted)
    for script in EXAMPLE.glob("*.mjs"):
        shutil.copy(script, folder)
    async with served(create_app(sample)) as ours, served(partner) as theirs:
        composing = ["node", "compose.mjs", f"{ours}/graphql", f"{theirs}/graphql"]
        composed = await asyncio.to_thread(
            subprocess.run, composing, cwd=folder, capture_output=True, text=True, timeout=60, check=False
        )
        assert not composed.returncode, composed.stderr
        assert [line.split()[0] for line in composed.stdout.splitlines()] == ["Apollo", "Guild"]
        answers = [await answer_of(script, folder) for script in ("apollo.mjs", "hive.mjs")]
    for answer in answers:
        assert "errors" not in answer, answer
        stations = answer["data"]["stations"]["nodes"]
        assert len(stations) == 3
        assert all(one["id"] in one["photographs"][0] and one["name"] for one in stations)
    assert answers[0] == answers[1]


async def answer_of(script: str, folder: Path) -> dict[str, Any]:  # Any: JSON values
    async with gateway(script, folder) as url, httpx.AsyncClient(timeout=30) as client:
        told: dict[str, Any] = (await client.post(url, json={"query": QUERY})).json()
        return told


ENTITIES = "query($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Station { name } } }"


async def test_references_are_resolved_and_wrong_ones_say_so(sample: Settings) -> None:
    async with served(create_app(sample)) as base, httpx.AsyncClient(base_url=base) as client:
        listed = (await client.post("/graphql", json={"query": "{ stations(first: 1) { nodes { id name } } }"})).json()
        known = listed["data"]["stations"]["nodes"][0]

        async def entity(reference: dict[str, str]) -> Any:  # Any: JSON values
            asked = {"query": ENTITIES, "variables": {"r": [reference]}}
            return (await client.post("/graphql", json=asked)).json()

        found = await entity({"__typename": "Station", "id": known["id"]})
        absent = await entity({"__typename": "Station", "id": "U3RhdGlvbjo5OTk5OTk"})
        wrong = await entity({"__typename": "Station", "id": "no id"})
    assert found["data"]["_entities"] == [{"__typename": "Station", "name": known["name"]}]
    assert absent["data"] == {"_entities": [None]}
    assert wrong["errors"][0]["extensions"]["code"] == "INVALID_ID"


EVERY_KEY = [
    ({"__typename": "Source", "key": "market-tea"}, "Source"),
    ({"__typename": "Division", "code": "440103"}, "Division"),
    ({"__typename": "Job", "id": "Sm9iOjE"}, "Job"),
    ({"__typename": "Employer", "id": "RW1wbG95ZXI6MQ"}, "Employer"),
    ({"__typename": "Event", "id": "RXZlbnQ6MQ"}, "Event"),
    ({"__typename": "Policy", "id": "UG9saWN5OjE"}, "ENTITY_UNKNOWN"),
    ({"__typename": "Station"}, "ENTITY_KEY_MISSING"),
    ({"__typename": "Division", "code": 440103}, "ENTITY_KEY_MISSING"),
    ({"id": "Sm9iOjE"}, "ENTITY_UNKNOWN"),
    ("Station", "ENTITY_UNKNOWN"),
]


@pytest.mark.parametrize(("reference", "expected"), EVERY_KEY, ids=[str(one[0]) for one in EVERY_KEY])
async def test_every_key_leads_to_its_entity(reference: object, expected: str, sample: Settings) -> None:
    async with standing(sample) as (_, client):
        asked = {"query": ENTITIES.replace("... on Station { name }", ""), "variables": {"r": [reference]}}
        answer = (await client.post("/graphql", json=asked)).json()
    if "errors" in answer:
        assert answer["errors"][0]["extensions"]["code"] == expected
    else:
        assert answer["data"]["_entities"] == [{"__typename": expected}]
