"""Bounds on a document, checked before validation: what they let through is validated in milliseconds.

Fragments count where they are spread, so that a short document cannot stand for a huge one.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)

from gateway.errors import refused

_INTROSPECTION: Final = frozenset({"__schema", "__type"})
_MAX_NESTING: Final = 200
"""Levels of fields and fragments together; within Python's recursion limit."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one document may be. Depth counts fields; introspection is free of it."""

    characters: int = 100_000
    tokens: int = 10_000
    depth: int = 15
    aliases: int = 100
    fields: int = 3_000
    comparisons: int = 200_000
    """Sum over names of (uses of the name)²: validation compares fields of one name pair by pair."""


@dataclass(slots=True)
class _Tally:
    """What a selection comes to with its fragments spread."""

    depth: int = 0
    aliases: int = 0
    fields: int = 0
    names: Counter[str] = field(default_factory=Counter)

    def add(self, other: "_Tally", levels: int = 0) -> None:
        self.depth = max(self.depth, other.depth + levels)
        self.aliases += other.aliases
        self.fields += other.fields
        self.names.update(other.names)


class _Counting:
    """One walk over a document; each fragment is tallied once."""

    def __init__(self, document: DocumentNode, bounds: Bounds) -> None:
        self._bounds = bounds
        self._fragments = fragments_of(document)
        self._tallied: dict[str, _Tally] = {}
        self._open: set[str] = set()

    def tally(self, selections: SelectionSetNode | None, nesting: int = 0) -> _Tally:
        total = _Tally()
        if nesting > _MAX_NESTING:
            raise _too_deep(self._bounds.depth)
        for selection in selections.selections if selections else ():
            total.add(*self._one(selection, nesting + 1))
            if total.fields > self._bounds.fields:
                raise _too_complex(self._bounds)
        return total

    def _one(self, selection: SelectionNode, nesting: int) -> tuple[_Tally, int]:
        if isinstance(selection, FieldNode):
            inner = self.tally(selection.selection_set, nesting)
            if selection.name.value in _INTROSPECTION:
                inner.depth = 0
            inner.fields += 1
            inner.aliases += selection.alias is not None
            inner.names[(selection.alias or selection.name).value] += 1
            return inner, 1
        if isinstance(selection, FragmentSpreadNode):
            return self._fragment(selection.name.value, nesting), 0
        return self.tally(getattr(selection, "selection_set", None), nesting), 0

    def _fragment(self, name: str, nesting: int) -> _Tally:
        if name in self._open or name not in self._fragments:
            return _Tally()  # a cycle or an unknown name: validation says so
        if name not in self._tallied:
            self._open.add(name)
            self._tallied[name] = self.tally(self._fragments[name].selection_set, nesting)
            self._open.discard(name)
        return self._tallied[name]


def check_complexity(document: DocumentNode, bounds: Bounds) -> None:
    """Raise Refused where a document is beyond the bounds."""
    counting = _Counting(document, bounds)
    whole = _Tally()
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode):
            whole.add(counting.tally(definition.selection_set))
    if whole.depth > bounds.depth:
        raise _too_deep(bounds.depth)
    if whole.aliases > bounds.aliases:
        raise refused(
            "TOO_MANY_ALIASES",
            f"别名超过 {bounds.aliases} 个，请分成几次请求",
            f"more than {bounds.aliases} aliases: ask in several requests",
        )
    if whole.fields > bounds.fields or sum(uses * uses for uses in whole.names.values()) > bounds.comparisons:
        raise _too_complex(bounds)


def fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    """The fragments of a document by name."""
    return {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}


def selects_field(operation: OperationDefinitionNode, document: DocumentNode, name: str) -> bool:
    """Whether an operation selects a top-level field of that name, directly or through fragments."""
    return any(found.name.value == name for found in root_fields(operation, document))


def root_fields(operation: OperationDefinitionNode, document: DocumentNode) -> Iterator[FieldNode]:
    """The top-level fields of an operation with its fragments spread; of a validated document."""
    fragments = fragments_of(document)
    waiting = list(operation.selection_set.selections)
    while waiting:
        selection = waiting.pop(0)
        if isinstance(selection, FieldNode):
            yield selection
        elif isinstance(selection, FragmentSpreadNode):
            waiting.extend(fragments[selection.name.value].selection_set.selections)
        else:
            waiting.extend(getattr(selection, "selection_set").selections)  # noqa: B009 - an inline fragment


def _too_deep(depth: int) -> Exception:
    return refused(
        "DOCUMENT_TOO_DEEP",
        f"查询嵌套超过 {depth} 层，请分成几次请求",
        f"the document is nested deeper than {depth} levels: ask in several requests",
    )


def _too_complex(bounds: Bounds) -> Exception:
    return refused(
        "DOCUMENT_TOO_COMPLEX",
        f"文档展开片段后超过 {bounds.fields} 个字段，或同名字段太多，请分成几次请求",
        f"with its fragments spread the document has more than {bounds.fields} fields, or too many of one name: "
        "ask in several requests",
    )
