"""What an execution gives up (a part under an error that bubbles, a whole past its time) it leaves tidy."""

import asyncio
import gc
from typing import cast

import orjson
import pytest
import strawberry
from graphql import get_operation_ast, parse

from gateway.execution import Executed, PreparedOperation, run_executor
from gateway.graph.context import Context, Services
from gateway.graph.viewer import PUBLIC


@strawberry.type
class Leaf:
    number: int

    @strawberry.field
    async def twice(self) -> int:
        await asyncio.sleep(0)
        return 2 * self.number

    @strawberry.field
    async def leaves(self) -> list["Leaf"]:
        return [Leaf(number=number) for number in range(5)]


@strawberry.type
class Branch:
    @strawberry.field
    async def leaves(self) -> list[Leaf]:
        return [Leaf(number=number) for number in range(50)]

    @strawberry.field
    async def broken(self, after: int) -> int:
        """The error bubbles up to the whole branch, after so many turns of the loop."""
        for _ in range(after):
            await asyncio.sleep(0)
        raise ValueError("broken")


@strawberry.type
class Query:
    @strawberry.field
    async def branch(self) -> Branch | None:
        return Branch()


SCHEMA = strawberry.Schema(Query)._schema
NO_SERVICES = cast(Services, None)
"""Nothing here reads the store."""


async def answered(text: str) -> Executed:
    document = parse(text)
    operation = get_operation_ast(document)
    assert operation is not None
    prepared = PreparedOperation(document, operation, None, plan=None, schema=SCHEMA)
    return await run_executor(prepared, {}, Context(NO_SERVICES, PUBLIC))


@pytest.mark.parametrize("after", range(12))
async def test_what_a_bubbling_error_gives_up_is_not_left_unawaited(after: int) -> None:
    answer = await answered(
        f"{{ branch {{ leaves {{ twice leaves {{ twice leaves {{ twice }} }} }} broken(after: {after}) }} }}"
    )
    gc.collect()
    told = orjson.loads(answer.body)
    assert told["data"] == {"branch": None}
    assert [error["path"] for error in told["errors"]] == [["branch", "broken"]]


@pytest.mark.parametrize("turns", range(8))
async def test_an_execution_that_is_cancelled_leaves_nothing_unawaited(turns: int) -> None:
    execution = asyncio.ensure_future(answered("{ a: branch { leaves { twice } } b: branch { leaves { twice } } }"))
    for _ in range(turns):
        await asyncio.sleep(0)
    execution.cancel()
    with pytest.raises(asyncio.CancelledError):
        await execution
    gc.collect()
