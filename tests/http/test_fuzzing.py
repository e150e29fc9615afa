"""Schemathesis makes operations of the served schema, right and wrong: each is answered, and what is wrong is told.

Its own check `not_a_server_error` takes every entry of `errors` for a fault of the server, so answers are checked here:
no 5xx, and every error has a documented code and both languages. `DOORSTEP_FUZZ=500` tries as many of each field.
"""

import asyncio
import os
import re
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from graphql import print_schema
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from gateway.graph.schema import graphql_schema
from gateway.settings import Settings
from tests.http.conftest import standing

pytestmark = pytest.mark.xdist_group("sample")

EACH = int(os.environ.get("DOORSTEP_FUZZ", "4"))
"""Operations tried of each root field."""
DOCUMENTED = frozenset(
    re.findall(r"^\| `([A-Z_]+)` \|", (Path(__file__).parents[2] / "docs" / "errors.md").read_text("utf-8"), re.M)
)
TEXT = st.text(max_size=12) | st.sampled_from(
    ["搬运", "440103", "4-02-05-01", "market-tea", "Sm9iOjE", "'; --", "\u0000"]
)
STRINGS = TEXT.map(nodes.String)
INTEGERS = st.integers(-(2**31), 2**31 - 1).map(nodes.Int)
SCALARS = {
    "Decimal": st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str).map(nodes.String) | STRINGS,
    "DateTime": st.datetimes().map(lambda at: nodes.String(at.isoformat() + "+08:00")) | STRINGS,
    "Time": st.sampled_from(["09:00", "24:00", "25:61", "9"]).map(nodes.String) | STRINGS,
    "JSON": STRINGS | INTEGERS,
}


@dataclass
class House:
    """A started gateway over the sample sources, and the loop that it belongs to."""

    runner: asyncio.Runner
    client: httpx.AsyncClient

    def ask(self, body: object) -> httpx.Response:
        return self.runner.run(self.client.post("/graphql", json=body))


@pytest.fixture(scope="module")
def house(sample: Settings) -> Iterator[House]:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        _, client = runner.run(stack.enter_async_context(standing(sample)))
        yield House(runner, client)
        runner.run(stack.aclose())


def operations() -> dict[str, Any]:  # Any: schemathesis.APIOperation
    """Every root field that answers at once, by type and name."""
    for name, strategy in SCALARS.items():
        schemathesis.graphql.scalar(name, strategy)
    made = schemathesis.graphql.from_file(print_schema(graphql_schema()))
    made.config.update(base_url="http://doorstep.test/graphql")
    found = [each.ok() for each in made.get_all_operations() if isinstance(each, Ok)]
    return {each.label: each for each in found}


OPERATIONS = operations()


def test_every_root_field_is_tried() -> None:
    schema = graphql_schema()
    assert schema.query_type is not None
    assert schema.mutation_type is not None
    fields = {f"Query.{name}" for name in schema.query_type.fields}
    fields |= {f"Mutation.{name}" for name in schema.mutation_type.fields}
    assert set(OPERATIONS) == {field for field in fields if "._" not in field}, (
        "those of a federation gateway are left out"
    )


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_whatever_is_asked_is_answered(house: House, name: str) -> None:
    @settings(
        max_examples=EACH,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(OPERATIONS[name].as_strategy() | OPERATIONS[name].as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def answered(case: Any) -> None:  # Any: schemathesis.Case
        answer = house.ask({"query": case.body})
        assert answer.status_code < 500, answer.text
        told = answer.json()
        assert set(told) <= {"data", "errors", "extensions"}
        for error in told.get("errors", ()):
            code = error["extensions"]["code"]
            assert code in DOCUMENTED, code
            assert code != "INTERNAL_ERROR", error
            assert error["extensions"]["zh"]
            assert error["extensions"]["en"]

    answered()
