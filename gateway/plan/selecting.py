"""Selections: the fields of a type that an operation asks for: fragments merged, directives decided, in order.

The rules are CollectFields of the specification (October 2021, 6.3.2); `flags` are the values of the Boolean variables
that @include and @skip name, so that one plan has no conditions left in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graphql import (
    BooleanValueNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    is_abstract_type,
)
from graphql.language import ast


@dataclass(frozen=True, slots=True)
class Chosen:
    """One field of an answer: the name it gets there, its first node (for arguments), and all its selections."""

    key: str
    node: FieldNode
    selections: tuple[SelectionSetNode, ...]


@dataclass(frozen=True, slots=True)
class Selector:
    """Collects fields of one document under one choice of its flags."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    flags: Mapping[str, bool]

    def fields(self, parent: GraphQLObjectType, selections: Sequence[SelectionSetNode]) -> list[Chosen]:
        """The fields of `parent` in the order of the answer."""
        found: dict[str, list[FieldNode]] = {}
        visited: set[str] = set()
        for selection in selections:
            for node in self._visit(parent, selection, visited):
                found.setdefault(node.alias.value if node.alias else node.name.value, []).append(node)
        return [
            Chosen(key, nodes[0], tuple(node.selection_set for node in nodes if node.selection_set))
            for key, nodes in found.items()
        ]

    def _visit(self, parent: GraphQLObjectType, chosen: SelectionSetNode, visited: set[str]) -> Iterator[FieldNode]:
        for node in chosen.selections:
            if not self._included(node.directives):
                continue
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, InlineFragmentNode):
                if node.type_condition is None or self._applies(node.type_condition.name.value, parent):
                    yield from self._visit(parent, node.selection_set, visited)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in visited:
                visited.add(node.name.value)
                fragment = self.fragments[node.name.value]
                if self._applies(fragment.type_condition.name.value, parent):
                    yield from self._visit(parent, fragment.selection_set, visited)

    def _applies(self, condition: str, parent: GraphQLObjectType) -> bool:
        if condition == parent.name:
            return True
        named = self.schema.get_type(condition)
        return named is not None and is_abstract_type(named) and self.schema.is_sub_type(named, parent)

    def _included(self, directives: Sequence[DirectiveNode] | None) -> bool:
        for directive in directives or ():
            name = directive.name.value
            if name in ("include", "skip") and self._condition(directive) != (name == "include"):
                return False
        return True

    def _condition(self, directive: DirectiveNode) -> bool:
        value = _if(directive)
        if isinstance(value, VariableNode):
            return self.flags[value.name.value]
        assert isinstance(value, BooleanValueNode)
        return value.value


def fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    return {each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)}


def flags_of(document: DocumentNode, operation: OperationDefinitionNode) -> tuple[str, ...]:
    """The variables that @include and @skip name, anywhere in the operation or a fragment."""
    found: dict[str, None] = {}
    fragments = [each for each in document.definitions if isinstance(each, FragmentDefinitionNode)]
    for node in _directives([operation, *fragments]):
        if node.name.value in ("include", "skip") and isinstance(value := _if(node), VariableNode):
            found[value.name.value] = None
    return tuple(found)


def _if(directive: DirectiveNode) -> ast.Node:
    """The condition of @include or @skip."""
    assert directive.arguments
    return directive.arguments[0].value


def _directives(nodes: Sequence[ast.Node]) -> Iterator[DirectiveNode]:
    """Every directive on a selection below."""
    for node in nodes:
        yield from getattr(node, "directives", None) or ()
        selection = getattr(node, "selection_set", None)
        if selection is not None:
            yield from _directives(selection.selections)
