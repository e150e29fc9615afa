"""Values that a source states as data: taken before words are read, if they are what their field needs."""

from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

_E = TypeVar("_E", bound=StrEnum)
_V = TypeVar("_V")
_LARGEST = 10**12


def decimal_of(values: Mapping[str, object], name: str) -> Decimal | None:
    """A finite amount of zero or more, from a number or a string of one; None for anything else."""
    value = values.get(name)
    if value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value).replace(",", "").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number < _LARGEST else None


def whole_of(values: Mapping[str, object], name: str) -> int | None:
    """A whole number of zero or more."""
    number = decimal_of(values, name)
    return int(number) if number is not None and number == number.to_integral_value() else None


def term_of(values: Mapping[str, object], name: str, kind: type[_E]) -> _E | None:
    """A term of the vocabulary, from itself or its name."""
    value = values.get(name)
    return kind[value] if isinstance(value, str) and value in kind.__members__ else None


def terms_of(values: Mapping[str, object], name: str, kind: type[_E]) -> tuple[_E, ...]:
    """Several terms, from one or from a list of them."""
    value = values.get(name)
    if value is None:
        return ()
    items = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
    return tuple(term for term in kind if term in items or str(term) in items)


def text_of(values: Mapping[str, object], name: str) -> str | None:
    value = values.get(name)
    return value.strip() or None if isinstance(value, str) else None


def instant_of(values: Mapping[str, object], name: str) -> datetime | None:
    """An aware datetime."""
    value = values.get(name)
    return value if isinstance(value, datetime) and value.tzinfo is not None else None


def time_of(values: Mapping[str, object], name: str) -> time | None:
    value = values.get(name)
    return value if isinstance(value, time) else None


def flag_of(values: Mapping[str, object], name: str) -> bool | None:
    value = values.get(name)
    return value if isinstance(value, bool) else None


def under(values: Mapping[str, object], head: str) -> bool:
    """Whether anything is given under `head` ("pay" for "pay.min")."""
    return any(name == head or name.startswith(f"{head}.") for name in values)


def either(stated: _V | None, read: _V) -> _V:
    """What is given, where anything is (also 0 and False); else what was read."""
    return read if stated is None else stated
