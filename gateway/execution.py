"""From a validated document to an answer: planned where the plan covers it, Strawberry's executor where not.

HTTP parses, validates and costs a document once, calls `prepare` once, and `execute` for every request.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import DocumentNode, OperationDefinitionNode

from gateway.graph.context import Services
from gateway.graph.viewer import Viewer


@dataclass(frozen=True, slots=True)
class PreparedOperation:
    """One operation of a validated document, ready to be executed any number of times."""

    document: DocumentNode
    operation: OperationDefinitionNode
    name: str | None
    plan: object | None
    """gateway.plan's Plan; None: Strawberry's executor answers, `fallback` says why."""
    fallback: str | None = None

    @property
    def kind(self) -> str:
        """query, mutation or subscription."""
        return self.operation.operation.value


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
    """False: it depends on more than the store (mutations, the clock)."""


def prepare(document: DocumentNode, operation_name: str | None) -> PreparedOperation:
    """Choose the operation and plan it. `document` must have passed validation.

    Raises DoorstepError OPERATION_NOT_FOUND where the name is unknown or needed and missing.
    """
    raise NotImplementedError


async def execute(
    operation: PreparedOperation, variables: Mapping[str, Any], viewer: Viewer, services: Services
) -> Executed:
    """Answer a query or a mutation. `variables` as decoded from JSON (any JSON values)."""
    raise NotImplementedError


def subscribe(
    operation: PreparedOperation, variables: Mapping[str, Any], viewer: Viewer, services: Services
) -> AsyncIterator[Executed]:
    """Answer a subscription: one answer an event. Closing the iterator ends it."""
    raise NotImplementedError
