"""A value's JSON without what is null or empty, by a function made for its dataclass: what is empty is never written.

It gives what `codec.encode` gives, in a third of the time, for dataclasses that hold no mappings.
"""

import functools
import types
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

import orjson

from schema.store.codec import as_text

Teller = Callable[[Any], Any]  # Any: from a field's value to one that orjson knows


def encode(value: object) -> bytes:
    """Compact JSON of a dataclass without mappings; the same bytes as `codec.encode` gives."""
    kind: Any = type(value)  # Any: mypy does not take a type for hashable
    return orjson.dumps(teller_of(kind)(value), default=as_text)


@functools.cache
def teller_of(kind: Any) -> Teller:  # Any: a dataclass
    """A function from a value of `kind` to the members that it says, and its last one, as in `codec.without_empty`."""
    scope: dict[str, Any] = {}  # Any: what the function refers to, and the function
    exec(_source(kind, scope), scope)  # as dataclasses itself makes its __init__
    made: Teller = scope["tell"]
    return made


def _source(kind: Any, scope: dict[str, Any]) -> str:  # Any: as above
    hints = typing.get_type_hints(kind)
    *rest, last = (field.name for field in fields(kind))
    lines = ["def tell(of):", "    said = {}"]
    for name in rest:
        many, told = _told(name, hints[name], scope)
        given = "value" if many else "value is not None"
        lines += [f"    value = of.{name}", f"    if {given}:", f'        said["{name}"] = {told}']
    _, told = _told(last, hints[last], scope)
    lines += [f"    value = of.{last}", f'    said["{last}"] = None if value is None else {told}']
    return "\n".join([*lines, "    return said"])


def _told(name: str, hint: Any, scope: dict[str, Any]) -> tuple[bool, str]:  # Any: as above
    """Whether a field is of many, and the expression of what is said for its `value`."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        hint = next(arm for arm in typing.get_args(hint) if arm is not type(None))
    many = typing.get_origin(hint) is tuple
    inner: Any = typing.get_args(hint)[0] if many else hint  # Any: a type, as above
    if inner is Decimal:
        scope[f"tell_{name}"] = as_text
    elif is_dataclass(inner):
        scope[f"tell_{name}"] = teller_of(typing.cast(Any, inner))
    else:
        return many, "value"
    return many, f"[tell_{name}(each) for each in value]" if many else f"tell_{name}(value)"
