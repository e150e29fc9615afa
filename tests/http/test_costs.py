"""What operations cost: one for each object that may be answered with."""

from typing import Any

import pytest
from graphql import get_operation_ast, parse

from gateway.http.costs import cost_of
from tests.http.tiny import SCHEMA

COSTS: list[tuple[str, dict[str, Any], int]] = [  # Any: JSON values
    ("{ hello }", {}, 1),
    ("{ jobs { totalCount } }", {}, 1),
    ("{ jobs { nodes { id } } }", {}, 21),
    ("{ jobs(first: 5) { nodes { id } } }", {}, 6),
    ("{ jobs(first: 5) { nodes { similar(first: 3) { id } } } }", {}, 1 + 5 * (1 + 3)),
    ("{ jobs(first: 5) { nodes { similar { id } } } }", {}, 1 + 5 * (1 + 5)),
    ("query($n: Int) { jobs(first: $n) { nodes { id } } }", {"n": 7}, 8),
    ("query($n: Int) { jobs(first: $n) { nodes { id } } }", {}, 21),
    ("query($n: Int = 4) { jobs(first: $n) { nodes { id } } }", {}, 5),
    ("query($n: Int) { jobs(first: $n) { nodes { id } } }", {"n": 10**9}, 101),
    ("query($n: Int) { jobs(first: $n) { nodes { id } } }", {"n": -3}, 1),
    ("query($n: Int) { jobs(first: $n) { nodes { id } } }", {"n": "many"}, 21),
    ("{ ...f } fragment f on Query { jobs(first: 2) { nodes { id } } }", {}, 3),
    ("{ ... on Query { jobs(first: 2) { nodes { id } } } hello }", {}, 3),
    ("{ __schema { types { fields { name } } } }", {}, 1),
]


@pytest.mark.parametrize(("text", "variables", "expected"), COSTS, ids=[f"{one[0]} {one[1]}" for one in COSTS])
def test_an_operation_costs_the_objects_it_may_answer_with(text: str, variables: dict[str, Any], expected: int) -> None:
    document = parse(text)
    operation = get_operation_ast(document)
    assert operation is not None
    assert expected == cost_of(SCHEMA._schema, document, operation).of(variables)
