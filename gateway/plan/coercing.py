"""Variables and arguments brought into the graph's types by functions that are made once for each document.

graphql-core walks type and value anew for every request. These functions do the usual case only, to the same result;
what is unusual (a wrong value, a single item for a list) raises Slow, and graphql-core does it, errors included.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graphql import (
    FieldNode,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    GraphQLSchema,
    ListValueNode,
    ObjectValueNode,
    Undefined,
    ValueNode,
    VariableDefinitionNode,
    VariableNode,
    is_input_type,
    is_required_argument,
    is_required_input_field,
    type_from_ast,
)
from graphql.utilities.coerce_input_value import coerce_default_value, coerce_input_literal

Values = Mapping[str, Any]
"""Coerced variables by name (Any: of the graph's types)."""
Coerce = Callable[[Any], Any]  # Any: from a JSON value to one of the graph's
Evaluate = Callable[[Values], Any]  # Any: Undefined where a variable is missing


class Slow(Exception):
    """Not the usual case."""


def variables_coercer(
    schema: GraphQLSchema, definitions: Sequence[VariableDefinitionNode]
) -> Callable[[Values], Values]:
    """The function from a request's variables to coerced ones. It raises Slow."""
    made = []
    for each in definitions:
        kind = type_from_ast(schema, each.type)
        if not is_input_type(kind):
            raise Slow
        default = Undefined if each.default_value is None else coerce_input_literal(each.default_value, kind)
        made.append((each.variable.name.value, coercer(kind), default, isinstance(kind, GraphQLNonNull)))

    def coerce(given: Values) -> Values:
        found = {}
        for name, to_type, default, needed in made:
            if name in given:
                found[name] = to_type(given[name])
            elif default is not Undefined:
                found[name] = default
            elif needed:
                raise Slow
        return found

    return coerce


def coercer(kind: GraphQLInputType) -> Coerce:
    """The function from a JSON value to one of a type."""
    if isinstance(kind, GraphQLNonNull):
        return _coercer_of(kind.of_type)
    inner = _coercer_of(kind)
    return lambda value: None if value is None else inner(value)


def _coercer_of(kind: GraphQLInputType) -> Coerce:
    """As `coercer`, for values that may not be null."""
    if isinstance(kind, GraphQLList):
        return _list_coercer(coercer(kind.of_type))
    if isinstance(kind, GraphQLInputObjectType):
        return _object_coercer(kind)
    if isinstance(kind, GraphQLScalarType) and kind.name in _PLAIN:
        return _PLAIN[kind.name]
    assert isinstance(kind, GraphQLScalarType | GraphQLEnumType)
    return _leaf_coercer(kind)


def _list_coercer(item: Coerce) -> Coerce:
    def coerce(value: Any) -> Any:
        if type(value) is not list:
            raise Slow
        return [item(each) for each in value]

    return coerce


def _object_coercer(kind: GraphQLInputObjectType) -> Coerce:
    made: dict[str, Coerce] = {}
    required = {name for name, each in kind.fields.items() if is_required_input_field(each)}
    if any(coerce_default_value(each) is not Undefined for each in kind.fields.values()):
        raise Slow  # no input of this graph has defaults

    def coerce(value: Any) -> Any:
        if type(value) is not dict or not required <= value.keys():
            raise Slow
        found = {}
        for name, each in value.items():
            if name not in made:
                if name not in kind.fields:
                    raise Slow
                made[name] = coercer(kind.fields[name].type)
            found[name] = made[name](each)
        return found

    return coerce


def _leaf_coercer(kind: GraphQLScalarType | GraphQLEnumType) -> Coerce:
    def coerce(value: Any) -> Any:
        if value is None:
            raise Slow
        try:
            return kind.coerce_input_value(value)
        except Exception as wrong:
            raise Slow from wrong

    return coerce


def _of(kind: type) -> Coerce:
    def coerce(value: Any) -> Any:
        if type(value) is not kind:
            raise Slow
        return value

    return coerce


def _whole(value: Any) -> Any:
    if type(value) is not int or not -(2**31) <= value < 2**31:
        raise Slow
    return value


_PLAIN: dict[str, Coerce] = {"String": _of(str), "ID": _of(str), "Boolean": _of(bool), "Int": _whole}


def arguments_evaluator(found: GraphQLField, node: FieldNode) -> Callable[[Values], Mapping[str, Any]]:
    """The function from coerced variables to a field's coerced arguments. It raises Slow."""
    given = {each.name.value: each.value for each in node.arguments or ()}
    fixed: dict[str, Any] = {}
    moving: list[tuple[str, Evaluate, Any, bool]] = []
    for name, argument in found.args.items():
        default = coerce_default_value(argument)
        if name not in given:
            if default is not Undefined:
                fixed[name] = default
        elif not has_variables(given[name]):
            fixed[name] = coerce_input_literal(given[name], argument.type)
        else:
            moving.append((name, evaluator(given[name], argument.type), default, is_required_argument(argument)))
    if not moving:
        return lambda _: fixed

    def evaluate(variables: Values) -> Mapping[str, Any]:
        arguments = dict(fixed)
        for name, value_of, default, required in moving:
            value = value_of(variables)
            if value is not Undefined:
                arguments[name] = value
            elif default is not Undefined:
                arguments[name] = default
            elif required:
                raise Slow
        return arguments

    return evaluate


def evaluator(node: ValueNode, kind: GraphQLInputType) -> Evaluate:
    """The function from coerced variables to the value of a literal that holds some."""
    if isinstance(node, VariableNode):
        name, needed = node.name.value, isinstance(kind, GraphQLNonNull)

        def read(variables: Values) -> Any:
            value = variables.get(name, Undefined)
            if value is None and needed:
                raise Slow
            return value

        return read
    if not has_variables(node):
        value = coerce_input_literal(node, kind)
        return lambda _: value
    inner = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if isinstance(node, ListValueNode) and isinstance(inner, GraphQLList):
        return _list_evaluator([evaluator(each, inner.of_type) for each in node.values], inner.of_type)
    if isinstance(node, ObjectValueNode) and isinstance(inner, GraphQLInputObjectType):
        return _object_evaluator(node, inner)
    raise Slow


def _list_evaluator(items: Sequence[Evaluate], kind: GraphQLInputType) -> Evaluate:
    needed = isinstance(kind, GraphQLNonNull)

    def evaluate(variables: Values) -> Any:
        found = [None if (value := item(variables)) is Undefined else value for item in items]
        if needed and None in found:
            raise Slow
        return found

    return evaluate


def _object_evaluator(node: ObjectValueNode, kind: GraphQLInputObjectType) -> Evaluate:
    fields = [(each.name.value, evaluator(each.value, kind.fields[each.name.value].type)) for each in node.fields]
    required = {name for name, each in kind.fields.items() if is_required_input_field(each)}

    def evaluate(variables: Values) -> Any:
        found = {name: value for name, value_of in fields if (value := value_of(variables)) is not Undefined}
        if not required <= found.keys():
            raise Slow
        return found

    return evaluate


def has_variables(node: ValueNode) -> bool:
    """Whether a variable stands in a literal."""
    if isinstance(node, VariableNode):
        return True
    if isinstance(node, ListValueNode):
        return any(has_variables(each) for each in node.values)
    return isinstance(node, ObjectValueNode) and any(has_variables(each.value) for each in node.fields)


NAMING = frozenset({"station", "stations", "employers", "events", "sources"})
"""Arguments and fields of inputs that name rows, which may come and move."""


def is_settled(node: FieldNode) -> bool:
    """Whether a field's arguments mean the same at every time, but for the size of the page."""
    return not any(
        (has_variables(each.value) and each.name.value not in ("first", "last")) or _names_rows(each.value)
        for each in node.arguments or ()
    )


def _names_rows(node: ValueNode) -> bool:
    return isinstance(node, ObjectValueNode) and any(
        each.name.value in NAMING or _names_rows(each.value) for each in node.fields
    )
