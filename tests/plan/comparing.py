"""One operation answered three ways: planned, by Strawberry's executor, and on the other database."""

from dataclasses import dataclass
from typing import Any

from graphql import parse, validate

from gateway.execution import Executed, execute, prepare, run_executor
from gateway.graph.context import Context, Services
from gateway.graph.schema import graphql_schema
from gateway.graph.viewer import PUBLIC, Viewer
from schema.store.reads.reader import Reader


@dataclass(frozen=True)
class Answers:
    """`planned` may have given way to the executor; `planned.planned` tells."""

    planned: Executed
    executed: Executed


async def answers(reader: Reader, document: str, variables: dict[str, Any], viewer: Viewer = PUBLIC) -> Answers:
    """Both answers on one database."""
    parsed = parse(document)
    problems = validate(graphql_schema(), parsed)
    assert problems == [], (document, problems)
    operation = prepare(parsed, None)
    services = Services(reader)
    return Answers(
        await execute(operation, variables, viewer, services),
        await run_executor(operation, variables, Context(services, viewer)),
    )
