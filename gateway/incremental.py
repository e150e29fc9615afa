"""@defer and @stream: the directives, documents without them, and answers in parts where the executor answers.

A server may always answer whole, and a plan does: its answer is there sooner than a first part would be sent. What is
left to the executor (recommendations, what a run rejected) is answered in parts to who takes them.
"""

from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from typing import Any, Final

from graphql import (
    REMOVE,
    DirectiveNode,
    DocumentNode,
    ExecutionResult,
    GraphQLArgument,
    GraphQLDeferDirective,
    GraphQLDirective,
    GraphQLError,
    GraphQLSchema,
    GraphQLStreamDirective,
    Visitor,
    experimental_execute_incrementally,
    visit,
)

from gateway.abandoned import closing_abandoned
from gateway.errors import of_graphql_error

Json = dict[str, Any]  # Any: JSON values


def _described(directive: GraphQLDirective, description: str, words: Mapping[str, str]) -> GraphQLDirective:
    arguments = {
        name: GraphQLArgument(one.type, one.default_value, words[name]) for name, one in directive.args.items()
    }
    return GraphQLDirective(directive.name, directive.locations, arguments, description=description)


_IF = "为假时不分批。\nFalse: at once after all."
_LABEL = "这一批的名字，文档内唯一。\nA name of the part, one of a kind in the document."
DIRECTIVES: Final = (
    _described(
        GraphQLDeferDirective,
        "这一段可以晚些再答；服务端也可以一次答完。\nThis may come later; the server may also answer all at once.",
        {"if": _IF, "label": _LABEL},
    ),
    _described(
        GraphQLStreamDirective,
        "列表可以分批作答；服务端也可以一次答完。\nThe list may come bit by bit; the server may also answer at once.",
        {"if": _IF, "label": _LABEL, "initialCount": "第一批几项。\nHow many at first."},
    ),
)
DEFER_AND_STREAM: Final = frozenset({"defer", "stream"})


class _Without(Visitor):
    def __init__(self, names: frozenset[str]) -> None:
        super().__init__()
        self.names = names
        self.found = False

    def enter_directive(self, node: DirectiveNode, *_: object) -> Any:  # Any: what a visitor may say
        if node.name.value not in self.names:
            return None
        self.found = True
        return REMOVE


def without(document: DocumentNode, names: frozenset[str] = DEFER_AND_STREAM) -> DocumentNode | None:
    """The document without these directives; None where it has none of them."""
    visitor = _Without(names)
    rest: DocumentNode = visit(document, visitor)
    return rest if visitor.found else None


async def in_parts(
    schema: GraphQLSchema,
    document: DocumentNode,
    name: str | None,
    variables: Mapping[str, Any],  # Any: JSON values
    context: object,
    *,
    older: bool,
) -> AsyncIterator[Json]:
    """The parts of an answer, as JSON objects: `pending`, `incremental` and `completed` by id.

    `older`: as the draft of 2022-08-24 had them, which Apollo Client 3 reads: `incremental` by path and label, and no
    lists bit by bit.
    """
    with closing_abandoned() as coroutines:
        answer = experimental_execute_incrementally(
            schema,
            document,
            context_value=context,
            variable_values=dict(variables),
            operation_name=name,
            is_awaitable=coroutines.is_awaitable,
        )
        result = await answer if isinstance(answer, Awaitable) else answer
        if isinstance(result, ExecutionResult):
            yield _with_errors({"data": result.data, "hasNext": False}, result.errors)
            return
        paths = _Paths()
        first = result.initial_result
        told = _with_errors(dict(first.formatted), first.errors)
        yield paths.translated(told) if older else told
        async for part in result.subsequent_results:
            told = dict(part.formatted)
            for name, found in (("incremental", part.incremental), ("completed", part.completed)):
                if found:
                    told[name] = [_with_errors(dict(one.formatted), one.errors) for one in found]
            yield paths.translated(told) if older else told


def _with_errors(told: Json, errors: Sequence[GraphQLError] | None) -> Json:
    """The same with errors as they are shown: with a code, never with an internal."""
    if errors:
        told["errors"] = [of_graphql_error(error, "VARIABLES_INVALID") for error in errors]
    return told


class _Paths:
    """Where each part that is announced belongs, for clients that want to be told with the part itself."""

    def __init__(self) -> None:
        self._pending: dict[str, Json] = {}

    def translated(self, told: Json) -> Json:
        for one in told.pop("pending", ()):
            self._pending[one["id"]] = one
        found = [self._placed(one) for one in told.get("incremental", ())]
        failed = [self._failed(one) for one in told.pop("completed", ()) if "errors" in one]
        if found or failed:
            told["incremental"] = found + failed
        return told

    def _placed(self, one: Json) -> Json:
        place = self._place(one.pop("id"))
        path = [*place["path"], *one.pop("subPath", ())]
        return {**place, **one, "path": path}

    def _failed(self, one: Json) -> Json:
        return {**self._place(one["id"]), "data": None, "errors": one["errors"]}

    def _place(self, id_: str) -> Json:
        pending = self._pending[id_]
        return {name: pending[name] for name in ("path", "label") if name in pending}
