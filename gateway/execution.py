"""From a validated document to an answer: planned where the plan covers it, Strawberry's executor where not.

HTTP parses, validates and costs a document once, calls `prepare` once, and `execute` for every request.
"""

import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
)
from graphql import experimental_execute_incrementally as execute_graphql
from graphql import subscribe as subscribe_graphql

from gateway.abandoned import closing_abandoned
from gateway.errors import of_graphql_error
from gateway.graph.context import Context, Services
from gateway.graph.schema import graphql_schema
from gateway.graph.viewer import Viewer
from gateway.incremental import in_parts, without
from gateway.plan.compiling import NotPlanned
from gateway.plan.planning import Plan, plan_of
from gateway.plan.steps import GiveWay
from schema.problems import DoorstepError
from schema.quick import quickly_made


@dataclass(slots=True)
class Tally:
    """How many operations were planned, and why others were not. What `/metrics` shows."""

    planned: int = 0
    fallbacks: Counter[str] = field(default_factory=Counter)


tally = Tally()
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PreparedOperation:
    """One operation of a validated document, ready to be executed any number of times."""

    document: DocumentNode
    operation: OperationDefinitionNode
    name: str | None
    plan: Plan | None
    """None: Strawberry's executor answers, `fallback` says why."""
    fallback: str | None = None
    deferring: DocumentNode | None = None
    """The document with its @defer and @stream, where it has any and the executor answers."""
    schema: GraphQLSchema = field(default_factory=graphql_schema)

    @property
    def kind(self) -> str:
        """query, mutation or subscription."""
        return self.operation.operation.value


@quickly_made
@dataclass(frozen=True, slots=True)
class Executed:
    """An answer: the JSON object with `data` and `errors` as UTF-8, and what it was made of."""

    body: bytes
    tags: frozenset[str]
    """What must change for this answer to change (schema.tags). Empty for mutations."""
    sources: frozenset[int]
    """Sources whose data stands in the answer: the least fresh one decides how long it may be kept."""
    planned: bool
    has_errors: bool
    cacheable: bool = True
    """False: it depends on more than the store (mutations, the clock), or it holds errors."""


def prepare(
    document: DocumentNode, operation_name: str | None, schema: GraphQLSchema | None = None
) -> PreparedOperation:
    """Choose the operation and plan it. `document` must have passed validation against `schema` (None: the usual one).

    Raises DoorstepError OPERATION_NOT_FOUND where the name is unknown, or missing though there are several.
    """
    whole = without(document) or document
    operation = _chosen(whole, operation_name)
    name = operation.name.value if operation.name else None
    schema = schema or graphql_schema()
    try:
        return PreparedOperation(whole, operation, name, plan_of(schema, whole, operation), schema=schema)
    except NotPlanned as missing:
        deferring = None if whole is document else document
        return PreparedOperation(whole, operation, name, None, str(missing), deferring, schema)


async def execute(
    operation: PreparedOperation, variables: Mapping[str, Any], viewer: Viewer, services: Services
) -> Executed:
    """Answer a query or a mutation. `variables` as decoded from JSON (any JSON values)."""
    reason = operation.fallback
    if operation.plan is not None:
        context = Context(services, viewer)
        try:
            body = await operation.plan.run(variables, context)
        except DoorstepError:
            reason = "error"
        except GiveWay as met:
            reason = str(met)
        except Exception:  # whatever it is, the executor answers it field by field, and the log tells of it
            log.exception("a plan failed")
            reason = "failure"
        else:
            return _planned(body, context)
    tally.fallbacks[reason or "not planned"] += 1
    return await run_executor(operation, variables, Context(services, viewer))


def at_once(
    operation: PreparedOperation, variables: Mapping[str, Any], viewer: Viewer, services: Services
) -> Executed | None:
    """What a plan answers without waiting, from an embedded store; None: `execute` answers, or tells what is wrong."""
    if operation.plan is None or not services.waits_for_nothing:
        return None
    context = Context(services, viewer)
    running = operation.plan.run(variables, context)
    try:
        running.send(None)
    except StopIteration as ended:
        return _planned(ended.value, context)
    except Exception:  # whatever it is, `execute` meets it again
        return None
    running.close()
    return None


def _planned(body: bytes, context: Context) -> Executed:
    tally.planned += 1
    tags, sources = frozenset(context.tags), frozenset(context.sources)
    return Executed(body, tags, sources, planned=True, has_errors=False, cacheable=context.cacheable)


async def run_executor(operation: PreparedOperation, variables: Mapping[str, Any], context: Context) -> Executed:
    """Answer with Strawberry's executor, field by field."""
    with closing_abandoned() as coroutines:
        # the schema may have @defer, this document has none any more
        answer = execute_graphql(**_asked(operation, variables, context), is_awaitable=coroutines.is_awaitable)
        result = await answer if isinstance(answer, Awaitable) else answer
    assert isinstance(result, ExecutionResult)
    return _executed(result, operation, context)


def _asked(
    operation: PreparedOperation, variables: Mapping[str, Any], context: Context
) -> dict[str, Any]:  # Any: JSON values, and the executor's own arguments
    return {
        "schema": operation.schema,
        "document": operation.document,
        "context_value": context,
        "variable_values": dict(variables),
        "operation_name": operation.name,
    }


async def execute_in_parts(
    operation: PreparedOperation, variables: Mapping[str, Any], viewer: Viewer, services: Services, *, older: bool
) -> AsyncIterator[bytes]:
    """Answer what has @defer or @stream part by part (gateway.incremental), each a JSON object as UTF-8."""
    document = operation.deferring or operation.document
    if older:
        document = without(document, frozenset({"stream"})) or document
    context = Context(services, viewer)
    async for part in in_parts(operation.schema, document, operation.name, variables, context, older=older):
        yield orjson.dumps(part)


async def subscribe(
    operation: PreparedOperation, variables: Mapping[str, Any], viewer: Viewer, services: Services
) -> AsyncIterator[Executed]:
    """Answer a subscription: one answer an event. Closing the iterator ends it."""
    context = Context(services, viewer)
    with closing_abandoned() as coroutines:
        answer = subscribe_graphql(**_asked(operation, variables, context), is_awaitable=coroutines.is_awaitable)
        results = answer if isinstance(answer, ExecutionResult) or hasattr(answer, "__aiter__") else await answer
        if isinstance(results, ExecutionResult):
            yield _executed(results, operation, context)
            return
        async for result in results:
            coroutines.close()
            yield _executed(result, operation, context)


def formatted(error: GraphQLError) -> dict[str, Any]:  # Any: JSON
    """One error as it is shown: with a code, never with an internal."""
    return of_graphql_error(error, "VARIABLES_INVALID")


def _executed(result: ExecutionResult, operation: PreparedOperation, context: Context) -> Executed:
    answer: dict[str, Any] = {}
    if result.data is not None or not result.errors or any(error.path for error in result.errors):
        answer["data"] = result.data
    if result.errors:
        answer["errors"] = [formatted(error) for error in sorted(result.errors, key=_place)]
    query = operation.operation.operation is OperationType.QUERY
    return Executed(
        orjson.dumps(answer),
        frozenset(context.tags) if query else frozenset(),
        frozenset(context.sources),
        planned=False,
        has_errors=bool(result.errors),
        cacheable=query and context.cacheable and not result.errors,
    )


def _place(error: GraphQLError) -> tuple[str, ...]:
    """Errors come in the order of their fields' paths, not of their happening."""
    return tuple(f"{part:09}" if isinstance(part, int) else part for part in error.path or ())


def _chosen(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    operations = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    if name is None and len(operations) == 1:
        return operations[0]
    for each in operations:
        if name is not None and each.name is not None and each.name.value == name:
            return each
    raise DoorstepError(
        "OPERATION_NOT_FOUND",
        "文档中有多个操作，请用 operationName 指定其一" if name is None else f"文档中没有名为“{name[:40]}”的操作",
        "the document has several operations; name one in operationName"
        if name is None
        else f'the document has no operation "{name[:40]}"',
    )
