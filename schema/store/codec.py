"""The values of `schema.values` to JSON and back, exactly: decimals and times as their own text."""

import functools
import re
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

import orjson

T = TypeVar("T")
Decoder = Callable[[Any], Any]  # Any: from JSON's values to a field's

EMPTY = re.compile(rb'"[a-z_]+":(?:null|\[\]),')
"""A member that says nothing. Inside a string the quotes would be escaped, so only members match."""
EMPTIES = (b'":null,', b'":[],')


def encode(value: object) -> bytes:
    """Compact JSON of a value, without what is null or empty; equal values give equal bytes."""
    return without_empty(orjson.dumps(value, default=as_text, option=orjson.OPT_NON_STR_KEYS))


def without_empty(text: bytes) -> bytes:
    """JSON without its empty members; the last member of an object stays.

    >>> without_empty(b'{"a":null,"b":[],"c":1,"d":null}')
    b'{"c":1,"d":null}'
    """
    if b'\\"' in text:
        return EMPTY.sub(b"", text)
    for empty in EMPTIES:  # no string has a quote in it, so what looks like a member is one: several times as fast
        *parts, last = text.split(empty)
        text = b"".join(part[: part.rindex(b'"')] for part in parts) + last
    return text


def as_text(value: object) -> object:
    if type(value) is Decimal:
        return format(value.normalize(), "f")
    if isinstance(value, (frozenset, set)):
        return sorted(value)
    return str(value)


def decode(kind: type[T], text: str | bytes) -> T:
    """The value of dataclass `kind` that `encode` wrote."""
    whole: Any = kind  # Any: mypy does not take a type for hashable
    value: T = decoder_of(whole)(orjson.loads(text))
    return value


def scrubbed(value: Any) -> Any:  # Any: any value of a record, and the same with clean strings
    """`value` with NUL dropped and lone surrogates replaced in every string of it, and integers of 64 bits at most."""
    if type(value) is int and value.bit_length() > 63:
        return str(value)
    if isinstance(value, str) and not isinstance(value, Enum):
        return clean_text(value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: scrubbed(getattr(value, field.name)) for field in fields(value)})
    if isinstance(value, Mapping):
        return {scrubbed(key): scrubbed(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(scrubbed(item) for item in value)
    return value


def clean_text(text: str) -> str:
    """`text` as JSON and PostgreSQL can hold it."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


@functools.cache
def decoder_of(kind: Any) -> Decoder:  # Any: a type or a form of typing
    """A function from JSON to `kind`. Fields that are missing take their default: older rows stay readable."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        inner = [decoder_of(arm) for arm in typing.get_args(kind) if arm is not type(None)]
        return functools.partial(optional, inner[0])
    if origin is tuple:
        item = decoder_of(typing.get_args(kind)[0])
        return lambda values: tuple(map(item, values)) if values else ()
    if is_dataclass(kind):
        return dataclass_decoder(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return DECODERS.get(kind, as_it_is)


def optional(inner: Decoder, value: Any) -> Any:  # Any: as in Decoder
    return None if value is None else inner(value)


def as_it_is(value: Any) -> Any:  # Any: as in Decoder
    return value


def dataclass_decoder(kind: Any) -> Decoder:  # Any: a dataclass
    hints = typing.get_type_hints(kind)
    plain = {field.name for field in fields(kind) if decoder_of(hints[field.name]) is as_it_is}
    decoders = {field.name: decoder_of(hints[field.name]) for field in fields(kind)}

    def decode_fields(values: dict[str, Any]) -> Any:  # Any: as in Decoder
        return kind(
            **{
                name: value if value is None or name in plain else decoders[name](value)
                for name, value in values.items()
                if name in decoders
            }
        )

    return decode_fields


DECODERS: dict[Any, Decoder] = {  # Any: types
    Decimal: Decimal,
    datetime: datetime.fromisoformat,
    time: time.fromisoformat,
}
