"""Every operation of the gallery is answered, with something in it, from the sample sources."""

from pathlib import Path
from typing import Any

import pytest

from gateway.http.gallery import Example, gallery
from gateway.settings import Settings
from tests.http.conftest import standing

pytestmark = pytest.mark.xdist_group("sample")

MAY_BE_EMPTY = {"rateLimit"}
"""Fields whose answer is rightly null: nothing limits a test."""


@pytest.mark.parametrize("example", gallery(), ids=[one.name for one in gallery()])
async def test_an_example_is_answered_without_an_error(example: Example, sample: Settings) -> None:
    async with standing(sample) as (_, client):
        asked = {"query": example.query, "variables": example.variables}
        answer: dict[str, Any] = (await client.post("/graphql", json=asked)).json()  # Any: JSON values
    assert "errors" not in answer
    for name, value in answer["data"].items():
        assert name in MAY_BE_EMPTY or _has_something(value), name


def test_there_are_fifteen_examples_or_more_and_some_open_at_once() -> None:
    assert len(gallery()) >= 15
    assert 3 <= sum(one.tab for one in gallery()) <= 8


def test_the_cookbook_tells_of_every_example() -> None:
    cookbook = (Path(__file__).parents[2] / "docs" / "cookbook.md").read_text("utf-8")
    told = [one.name for one in gallery() if f"`{one.name}`" in cookbook and _operation(one) in cookbook]
    assert told == [one.name for one in gallery()]


def _operation(example: Example) -> str:
    return "\n".join(line for line in example.query.splitlines() if not line.startswith("#")).strip()


def _has_something(value: object) -> bool:
    """Whether an answer shows at least one thing, and not only empty lists."""
    if isinstance(value, dict):
        listed = [value[name] for name in ("nodes", "edges") if name in value]
        return all(listed) if listed else any(_has_something(one) for one in value.values())
    return bool(value)
