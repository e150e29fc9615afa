"""Every list of the root is paged to its end from either side."""

from typing import Any

import orjson
import pytest
from graphql import parse

from gateway.execution import execute, prepare, run_executor
from gateway.graph.context import Context, Services
from gateway.graph.viewer import PUBLIC
from schema.store.reads.reader import Reader

NEAR = "near: {point: {latitude: 23.1054, longitude: 113.2443, system: WGS84}, withinMetres: 50000}, "


async def pages(reader: Reader, field: str, size: str, cursor: str, more: str) -> list[list[str]]:
    """The cursors of each page, up to forty pages, planned and executed alike."""
    name, _, given = field.partition("(")
    document = (
        f"query($size: Int, $at: String) {{ {name}({given}{size}: $size, {cursor}: $at) {{ edges {{ cursor }} "
        "pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"
    )
    operation = prepare(parse(document), None)
    found: list[list[str]] = []
    at: str | None = None
    while len(found) < 40:
        variables: dict[str, Any] = {"size": 7, "at": at}  # Any: JSON values
        planned = await execute(operation, variables, PUBLIC, Services(reader))
        executed = await run_executor(operation, variables, Context(Services(reader)))
        assert planned.body == executed.body
        page = orjson.loads(planned.body)["data"][name]
        found.append([edge["cursor"] for edge in page["edges"]])
        if not page["pageInfo"][more]:
            break
        at = page["pageInfo"]["endCursor" if cursor == "after" else "startCursor"]
    return found


@pytest.mark.parametrize(
    "field",
    ["stations", f"stations({NEAR}", "employers", "events", "policies", "sources"],
    ids=["stations", "stations near", "employers", "events", "policies", "sources"],
)
async def test_a_list_is_the_same_from_either_side(reader: Reader, field: str) -> None:
    forward = await pages(reader, field, "first", "after", "hasNextPage")
    backward = await pages(reader, field, "last", "before", "hasPreviousPage")
    whole = [cursor for page in forward for cursor in page]
    assert len(whole) == len(set(whole)) > 0
    assert whole == [cursor for page in reversed(backward) for cursor in page]
