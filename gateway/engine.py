"""The graph as HTTP needs it: what `gateway.execution` does, with the services bound."""

from collections.abc import AsyncIterator, Awaitable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from graphql import GraphQLSchema

from gateway.execution import Executed, PreparedOperation
from gateway.graph.viewer import Viewer
from gateway.http.documents import Prepare


class Execute(Protocol):
    """`gateway.execution.execute` with the services bound."""

    def __call__(
        self,
        operation: PreparedOperation,
        variables: Mapping[str, Any],  # Any: JSON values
        viewer: Viewer,
        /,
    ) -> Awaitable[Executed]: ...


class Subscribe(Protocol):
    """`gateway.execution.subscribe` with the services bound."""

    def __call__(
        self,
        operation: PreparedOperation,
        variables: Mapping[str, Any],  # Any: JSON values
        viewer: Viewer,
        /,
    ) -> AsyncIterator[Executed]: ...


class InParts(Protocol):
    """`gateway.execution.execute_in_parts` with the services bound."""

    def __call__(
        self,
        operation: PreparedOperation,
        variables: Mapping[str, Any],  # Any: JSON values
        viewer: Viewer,
        /,
        *,
        older: bool,
    ) -> AsyncIterator[bytes]: ...


class AtOnce(Protocol):
    """`gateway.execution.at_once` with the services bound."""

    def __call__(
        self,
        operation: PreparedOperation,
        variables: Mapping[str, Any],  # Any: JSON values
        viewer: Viewer,
        /,
    ) -> Executed | None: ...


@dataclass(frozen=True, slots=True)
class Engine:
    """The graph as HTTP needs it."""

    schema: GraphQLSchema
    prepare: Prepare
    execute: Execute
    subscribe: Subscribe
    in_parts: InParts | None = None
    """None: every answer is whole."""
    at_once: AtOnce | None = None
    """None: every answer is awaited."""
