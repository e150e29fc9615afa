"""Planned answers equal Strawberry's, byte for byte, and one database's answers equal the other's."""

import os
import random
import re

import orjson
import pytest

from gateway.graph.schema import graphql_schema
from gateway.graph.viewer import ADMIN, PUBLIC, Viewer
from schema.store.reads.reader import Reader
from tests.plan.comparing import answers
from tests.plan.generating import Generator

OPERATIONS = int(os.environ.get("DOORSTEP_OPERATIONS", "80"))
"""How many are tried in each of the four runs; `make equality` asks for 20,000 in all."""
pytestmark = [
    # graphql-core cancels the rest of a list whose item failed before it began, and Python warns of what never ran
    pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
_CURSOR = re.compile(rb'"(?:cursor|endCursor|startCursor)[0-9]*":"([^"]+)"')


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
async def test_planned_and_executed_answers_are_equal(sqlite_reader: Reader, seed: int) -> None:
    generator = Generator(graphql_schema(), random.Random(seed))
    viewer = PUBLIC if seed % 2 else Viewer(scopes=frozenset({ADMIN}))
    planned = errors = 0
    for _ in range(OPERATIONS):
        document, variables = generator.operation()
        both = await answers(sqlite_reader, document, variables, viewer)
        assert both.planned.body == both.executed.body, (document, variables)
        assert both.planned.tags == both.executed.tags, (document, variables)
        assert both.planned.sources == both.executed.sources, (document, variables)
        planned += both.planned.planned
        errors += both.planned.has_errors
        generator.cursors += [cursor.decode() for cursor in _CURSOR.findall(both.planned.body)][:3]
    assert planned > OPERATIONS * 0.4, "the plan covers most operations"
    assert errors > OPERATIONS * 0.02, "some operations are wrong"


async def test_what_hangs_from_a_part_that_is_null_is_not_asked(sqlite_reader: Reader) -> None:
    document = "{ jobs(first: 100) { nodes { place { division { jobs(first: 1) { totalCount } } } } } }"
    both = await answers(sqlite_reader, document, {})
    assert both.planned.planned
    assert b'"place":null' in both.planned.body
    assert (both.planned.body, both.planned.tags) == (both.executed.body, both.executed.tags)


async def test_both_databases_answer_alike(sqlite_reader: Reader, postgres_reader: Reader) -> None:
    generator = Generator(graphql_schema(), random.Random(7))
    for _ in range(OPERATIONS // 2):
        document, variables = generator.operation()
        one = await answers(sqlite_reader, document, variables)
        other = await answers(postgres_reader, document, variables)
        if one.planned.has_errors and other.planned.has_errors:  # of several errors the first to happen is told
            assert orjson.loads(one.planned.body).get("data") == orjson.loads(other.planned.body).get("data")
        else:
            assert one.planned.body == other.planned.body, (document, variables)
            assert one.executed.body == other.executed.body, (document, variables)
        generator.cursors += [cursor.decode() for cursor in _CURSOR.findall(one.planned.body)][:3]
