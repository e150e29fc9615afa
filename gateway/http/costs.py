"""What an operation costs: the objects it may answer with, counted from the document and the variables alone.

A field that answers an object costs 1 for each object, a scalar nothing. A connection has `first` or `last` objects
(20 where neither is given), `nodes(ids:)` as many as there are ids, another list 10. What stands inside is multiplied.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLType,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    is_composite_type,
    is_leaf_type,
    value_from_ast_untyped,
)

from gateway.http.complexity import fragments_of

PAGE: Final = 20
"""Objects on a page where neither `first` nor `last` is given."""
LARGEST_PAGE: Final = 100
MOST_KNOWN: Final = 256
"""Costs of one operation that are kept by their sizes."""
LIST: Final = 10
"""Objects of a list that takes no size."""
_PAGING: Final = ("first", "last", "top", "limit", "ids", "representations")


@dataclass(frozen=True, slots=True)
class Size:
    """How many objects a list has: what a variable says, else `otherwise`."""

    variable: str
    otherwise: int

    def of(self, variables: Mapping[str, Any]) -> int:  # Any: JSON values, not yet coerced
        return _length(variables.get(self.variable), self.otherwise)


@dataclass(frozen=True, slots=True)
class Term:
    """`size` times (`own` and what stands inside)."""

    size: int | Size
    own: int
    inside: tuple["Term", ...] = ()

    def of(self, variables: Mapping[str, Any]) -> int:  # Any: JSON values
        size = self.size if isinstance(self.size, int) else self.size.of(variables)
        return size * (self.own + sum(term.of(variables) for term in self.inside))

    @property
    def sizes(self) -> frozenset[Size]:
        """What varies in it."""
        own = () if isinstance(self.size, int) else (self.size,)
        return frozenset(own).union(*(term.sizes for term in self.inside))


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of one operation: `fixed`, and terms that depend on variables, by way of their `sizes` alone."""

    fixed: int
    varying: tuple[Term, ...] = ()
    sizes: tuple[Size, ...] = ()
    _known: dict[tuple[int, ...], int] = field(default_factory=dict)

    def of(self, variables: Mapping[str, Any]) -> int:  # Any: JSON values
        """Objects that the operation may answer with; at least 1."""
        if not self.varying:
            return self.fixed
        sizes = tuple([size.of(variables) for size in self.sizes])
        known = self._known.get(sizes)
        if known is None:
            known = max(1, self.fixed + sum(term.of(variables) for term in self.varying))
            if len(self._known) < MOST_KNOWN:
                self._known[sizes] = known
        return known


def cost_of(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) -> Cost:
    """Cost an operation of a validated document."""
    root = schema.get_root_type(operation.operation)
    if root is None:
        return Cost(1)
    terms = _Costing(schema, document, operation).inside(operation.selection_set, root, PAGE)
    fixed = sum(term.of({}) for term in terms if not term.sizes)
    varying = tuple(term for term in terms if term.sizes)
    if not varying:
        return Cost(max(1, fixed))
    return Cost(fixed, varying, tuple(frozenset[Size]().union(*(term.sizes for term in varying))))


class _Costing:
    def __init__(self, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) -> None:
        self._schema = schema
        self._fragments: dict[str, FragmentDefinitionNode] = fragments_of(document)
        self._defaults = {
            one.variable.name.value: value_from_ast_untyped(one.default_value)
            for one in operation.variable_definitions or ()
            if one.default_value is not None
        }

    def inside(self, selections: SelectionSetNode | None, on: GraphQLType, page: int | Size) -> list[Term]:
        """The terms of a selection on a type; `page` is the size of the connection that it stands in."""
        terms: list[Term] = []
        for selection in selections.selections if selections else ():
            if isinstance(selection, FieldNode):
                terms.extend(self._field(selection, on, page))
            elif isinstance(selection, FragmentSpreadNode):
                fragment = self._fragments[selection.name.value]
                narrowed = self._schema.get_type(fragment.type_condition.name.value) or on
                terms.extend(self.inside(fragment.selection_set, narrowed, page))
            elif isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition
                narrowed = (self._schema.get_type(condition.name.value) if condition else None) or on
                terms.extend(self.inside(selection.selection_set, narrowed, page))
        return terms

    def _field(self, node: FieldNode, on: GraphQLType, page: int | Size) -> list[Term]:
        name = node.name.value
        if name.startswith("__") or not isinstance(on, GraphQLObjectType | GraphQLInterfaceType):
            return []
        field = on.fields[name]
        named = get_named_type(field.type)
        if is_leaf_type(named):
            return []
        own = self._page(node, field)
        if not _is_list(field.type):
            return [Term(1, 1, tuple(self.inside(node.selection_set, named, PAGE if own is None else own)))]
        if own is None:
            own = page if name in ("edges", "nodes") else LIST
        inner_page = own if is_composite_type(named) else PAGE
        return [Term(own, 1, tuple(self.inside(node.selection_set, named, inner_page)))]

    def _page(self, node: FieldNode, field: GraphQLField) -> int | Size | None:
        """What the field's own arguments say of its size; None: they say nothing."""
        given = {one.name.value: one.value for one in node.arguments or ()}
        for name in _PAGING:
            if name in given:
                return self._size(given[name])
        for name in _PAGING:
            if name in field.args and isinstance(field.args[name].default_value, int):
                return int(field.args[name].default_value)
        return None

    def _size(self, value: ValueNode) -> int | Size:
        if isinstance(value, VariableNode):
            name = value.name.value
            return Size(name, _length(self._defaults.get(name), PAGE))
        if isinstance(value, IntValueNode):
            return _length(int(value.value), PAGE)
        if isinstance(value, ListValueNode):
            return len(value.values)
        return PAGE


def _length(value: object, otherwise: int) -> int:
    if type(value) is int:  # as nearly all are
        return 0 if value < 0 else min(value, LARGEST_PAGE)
    if isinstance(value, bool) or value is None:
        return otherwise
    if isinstance(value, int | float):
        return int(min(max(value, 0), LARGEST_PAGE))
    return len(value) if isinstance(value, list) else otherwise


def _is_list(kind: GraphQLType) -> bool:
    while isinstance(kind, GraphQLNonNull):
        kind = kind.of_type
    return isinstance(kind, GraphQLList)
