"""A tiny graph of Strawberry's own executor, to try HTTP on without the store: what it answers is known by heart."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import orjson
import strawberry
from graphql import DocumentNode, GraphQLError, get_operation_ast
from graphql.execution import ExecutionResult

from gateway.app import Gateway, Parts
from gateway.engine import Engine
from gateway.errors import of_graphql_error
from gateway.execution import Executed, PreparedOperation
from gateway.graph.viewer import Viewer
from gateway.keys import Keys, NoKeys
from gateway.rate import RATE
from gateway.settings import Settings
from schema.problems import DoorstepError


@strawberry.type
class Job:
    id: strawberry.ID
    title: str

    @strawberry.field
    def similar(self, first: int = 5) -> list["Job"]:
        return [Job(id=strawberry.ID(f"{self.id}.{n}"), title=self.title) for n in range(first)]


@strawberry.type
class JobConnection:
    nodes: list[Job]
    total_count: int


@strawberry.type
class RateLimit:
    limit: int
    cost: int
    remaining: int


@strawberry.type
class Query:
    @strawberry.field
    def hello(self, name: str = "邻居") -> str:
        return f"你好，{name}"

    @strawberry.field
    def jobs(self, first: int | None = None) -> JobConnection:
        made = [Job(id=strawberry.ID(str(n)), title=f"包装工 {n}") for n in range(first or 20)]
        return JobConnection(nodes=made, total_count=300)

    @strawberry.field
    async def slow(self) -> str:
        await asyncio.sleep(60)
        return "late"

    @strawberry.field
    def refused(self) -> str | None:
        raise DoorstepError("NODE_NOT_FOUND", "没有这个岗位", "no such job", ("id",))

    @strawberry.field
    def broken(self) -> str | None:
        raise RuntimeError("password=123456")

    @strawberry.field
    def viewer(self, info: strawberry.Info) -> str:
        viewer: Viewer = info.context
        return viewer.agency or ""

    @strawberry.field
    def rate_limit(self) -> RateLimit | None:
        rate = RATE.get()
        return RateLimit(limit=rate.limit, cost=rate.cost, remaining=rate.remaining) if rate else None


@strawberry.type
class Mutation:
    @strawberry.mutation
    def touch(self) -> int:
        return 1


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def count(self, to: int = 3, seconds: float = 0) -> AsyncIterator[int]:
        for n in range(to):
            await asyncio.sleep(seconds)
            yield n


SCHEMA = strawberry.Schema(Query, Mutation, Subscription)


def prepare(document: DocumentNode, operation_name: str | None) -> PreparedOperation:
    operation = get_operation_ast(document, operation_name)
    if operation is None:
        raise DoorstepError("OPERATION_NOT_FOUND", "文档里没有这个操作", "the document has no such operation")
    return PreparedOperation(document, operation, operation.name.value if operation.name else None, plan=None)


def _text(operation: PreparedOperation) -> str:
    assert operation.document.loc is not None
    return operation.document.loc.source.body


class TinyEngine:
    """Counts what it executes, so that a test can see what came from the cache."""

    def __init__(self) -> None:
        self.executed = 0
        self.tags = frozenset({"job:1"})
        self.sources: frozenset[int] = frozenset()

    async def execute(
        self,
        operation: PreparedOperation,
        variables: Mapping[str, Any],  # Any: JSON values
        viewer: Viewer,
        /,
    ) -> Executed:
        self.executed += 1
        result = await SCHEMA.execute(
            _text(operation), dict(variables), context_value=viewer, operation_name=operation.name
        )
        return self._made(result.data, result.errors)

    async def subscribe(
        self,
        operation: PreparedOperation,
        variables: Mapping[str, Any],  # Any: JSON values
        viewer: Viewer,
        /,
    ) -> AsyncIterator[Executed]:
        results = await SCHEMA.subscribe(_text(operation), dict(variables), context_value=viewer)
        assert not isinstance(results, ExecutionResult)
        async for result in results:
            assert hasattr(result, "data")
            yield self._made(result.data, result.errors)

    def _made(self, data: Any, errors: list[GraphQLError] | None) -> Executed:  # Any: a GraphQL answer
        body: dict[str, Any] = (
            {"errors": [of_graphql_error(one, "VARIABLES_INVALID") for one in errors]} if errors else {}
        )
        if data is not None or not errors or any(one.path for one in errors):
            body = {"data": data, **body}
        return Executed(orjson.dumps(body), self.tags, self.sources, planned=False, has_errors=bool(errors))

    @property
    def engine(self) -> Engine:
        return Engine(SCHEMA._schema, prepare, self.execute, self.subscribe)


def tiny_gateway(settings: Settings | None = None, keys: Keys | None = None, tiny: TinyEngine | None = None) -> Gateway:
    return Gateway(settings or Settings(), Parts((tiny or TinyEngine()).engine, keys or NoKeys()))
