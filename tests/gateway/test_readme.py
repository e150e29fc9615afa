"""The README's query gets the README's answer."""

import json
import re
from pathlib import Path

import pytest
from graphql import parse

from fixtures.server import serve
from gateway.execution import execute, prepare
from gateway.graph.context import Services
from gateway.graph.viewer import PUBLIC
from schema.store.reads.sqlite import SqliteReader
from tests.gateway.house import house_on, run

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_both_readmes_show_the_same_answer(name: str) -> None:
    first, other = (_block(ROOT / each, "json") for each in ("README.md", name))
    assert json.loads(first) == json.loads(other)


async def test_the_readmes_query_gets_its_answer(tmp_path: Path) -> None:
    with serve() as server:
        keys = [sample.key for sample in server.sources()]
        async with house_on(tmp_path, server, keys) as house:
            await run(house, *keys)
            reader = SqliteReader(house.database.path or "")
            operation = prepare(parse(_block(ROOT / "README.md", "graphql")), None)
            answer = await execute(operation, {}, PUBLIC, Services(reader))
            await reader.close()
    assert json.loads(answer.body) == json.loads(_block(ROOT / "README.md", "json"))


def _block(path: Path, language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
    assert found, f"{path.name} shows no {language}"
    return found[1]
