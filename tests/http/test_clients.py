"""Front ends' clients and generators, in their default settings, against a served gateway with the sample sources."""

import asyncio
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.app import create_app
from gateway.http.gallery import gallery
from gateway.settings import Settings
from tests.http.npm import SCRIPTS, packages, run_script
from tests.http.serving import served

pytestmark = pytest.mark.xdist_group("sample")

ROOT = Path(__file__).parents[2]
CLIENTS = {
    "@apollo/client": "4.3.8",
    "@urql/core": "6.0.3",
    "graphql": "16.15.0",
    "graphql-sse": "2.6.1",
    "graphql-ws": "6.4.2",
    "relay-runtime": "21.0.1",
    "rxjs": "7.8.2",
    "ws": "8.23.0",
}
ANSWERED = ("urql", "urql by GET", "apollo", "apollo persisted", "relay", "graphql-ws", "graphql-sse")
DEFERRED = ("apollo defer", "apollo 3 defer", "urql defer")
REFUSED = ("urql error", "apollo error", "graphql-ws error")


async def test_clients_of_front_ends_are_answered_unchanged(sample: Settings) -> None:
    folder = await asyncio.to_thread(packages, "clients", CLIENTS)
    async with served(create_app(replace(sample, defer=True))) as base:
        ran = await asyncio.to_thread(run_script, folder, "clients.mjs", f"{base}/graphql")
    assert not ran.returncode, ran.stderr
    outcomes = json.loads(ran.stdout)
    titles = {name: len((outcomes[name].get("jobs") or {}).get("nodes", [])) for name in ANSWERED}
    assert titles == dict.fromkeys(ANSWERED, 3), outcomes
    assert {name: outcomes[name] for name in REFUSED} == dict.fromkeys(REFUSED, "GRAPHQL_VALIDATION_FAILED")
    assert outcomes["apollo persisted"]["requests"] == ["GET", "POST", "GET"]
    for name in DEFERRED:
        nodes = outcomes[name]["jobs"]["nodes"]
        assert [len(node["similar"]) for node in nodes] == [2, 2, 2], outcomes[name]
    assert "streaming" in outcomes["apollo defer"]["states"]
    assert outcomes["urql defer"]["told"][0] is True


async def test_graphql_codegen_generates_types_from_the_served_graph(sample: Settings) -> None:
    wanted = {"@graphql-codegen/cli": "7.4.3", "@graphql-codegen/client-preset": "6.2.0", "graphql": "16.15.0"}
    folder = await asyncio.to_thread(packages, "codegen", wanted)
    operations = str(ROOT / "gateway" / "http" / "gallery")
    async with served(create_app(sample)) as base:
        ran = await asyncio.to_thread(run_script, folder, "codegen.mjs", f"{base}/graphql", operations)
    assert not ran.returncode, ran.stderr
    generated = "\n".join(json.loads(ran.stdout).values())
    names = [example.query.split("query ")[1].split()[0].split("(")[0] for example in gallery()]
    assert [name for name in names if f"type {name}Query" not in generated] == []


async def test_relay_compiles_a_connection_and_a_node(tmp_path: Path) -> None:
    folder = await asyncio.to_thread(packages, "relay", {"relay-compiler": "21.0.1"})
    source = tmp_path / "src"
    source.mkdir()
    shutil.copy(SCRIPTS / "JobsPage.js", source)
    shutil.copy(ROOT / "docs" / "schema.graphql", tmp_path)
    config = {"src": "src", "schema": "schema.graphql", "language": "javascript"}
    (tmp_path / "relay.config.json").write_text(json.dumps(config))
    compiler = ["node", str(folder / "node_modules" / "relay-compiler" / "cli.js")]
    ran = await asyncio.to_thread(
        subprocess.run, compiler, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert not ran.returncode, ran.stdout + ran.stderr
    made = {path.name for path in source.rglob("*.graphql.js")}
    assert {"JobsPageQuery.graphql.js", "JobsPageMoreQuery.graphql.js", "JobsPageJobQuery.graphql.js"} <= made
