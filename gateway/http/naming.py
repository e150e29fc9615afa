"""What there is, where a document names what there is not: fields of a type, arguments of a field, values of an enum.

graphql-core names the nearest by spelling; where nothing is near, one would have to look the schema up.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from graphql import GraphQLError, GraphQLSchema, is_enum_type, is_input_object_type, is_interface_type, is_object_type

MOST: Final = 16
"""Names in a sentence; of more, the first are told and an ellipsis."""

_FIELD: Final = re.compile(r"Cannot query field '\w+' on type '(?P<type>\w+)'\.")
_ARGUMENT: Final = re.compile(r"Unknown argument '\w+' on field '(?P<type>\w+)\.(?P<field>\w+)'\.")
_INPUT: Final = re.compile(
    r"Expected value of type '(?P<type>\w+)' not to include unknown field '\w+', found: .*", re.S
)
_VALUE: Final = re.compile(r"Value '\w+' does not exist in '(?P<type>\w+)' enum\.")


def naming_what_there_is(error: GraphQLError, schema: GraphQLSchema) -> GraphQLError:
    """The error with the names that would be right, where graphql-core suggested none; else the error as it is."""
    for pattern in (_FIELD, _ARGUMENT, _INPUT, _VALUE):
        if found := pattern.fullmatch(error.message):
            names = _names(schema, **found.groupdict())
            return GraphQLError(f"{error.message.split(', found: ')[0].rstrip('.')}. {names}", error.nodes)
    return error


def _names(schema: GraphQLSchema, type: str, field: str | None = None) -> str:
    of: Any = schema.get_type(type)  # Any: which kind of type it is decides what it has
    known: Mapping[str, Any] = {}  # Any: fields or arguments, of which the names are taken
    if is_object_type(of) or is_interface_type(of):
        known = of.fields[field].args if field is not None else of.fields
    elif is_input_object_type(of):
        known = of.fields
    elif is_enum_type(of):
        known = of.values
    return f"It has {_listed(known)}." if known else "It has none."


def _listed(names: Iterable[str]) -> str:
    told = [name for name in names if not name.startswith("_")]
    return ", ".join(told[:MOST]) + (" …" if len(told) > MOST else "")
