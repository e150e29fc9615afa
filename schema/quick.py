"""Frozen values that are quickly made: the dataclass stays what it is, only its `__init__` costs a third.

A frozen dataclass sets every field through `object.__setattr__`, which is a tenth of the time of normalising. Here the
object is of an open twin (same slots, no `__setattr__` of its own) while its fields are set, and of the frozen class
before anybody sees it. Equality, hashing, copying, pickling and `replace` are the dataclass's, and so is the refusal
to be changed.
"""

from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar

_T = TypeVar("_T")


def quickly_made(cls: type[_T]) -> type[_T]:
    """`cls`, a dataclass(frozen=True, slots=True) without `__post_init__`, with a faster `__init__` alike."""
    # Any: a field may hold whatever its class says.
    of: tuple[Field[Any], ...] = fields(cls)  # type: ignore[arg-type]  # the decorator's callers pass dataclasses
    names = tuple(field.name for field in of)
    if getattr(cls, "__slots__", None) != names or hasattr(cls, "__post_init__"):
        raise TypeError(f"{cls.__name__} must be a dataclass with slots and without __post_init__")
    scope: dict[str, Any] = {  # Any: what the generated function refers to
        "_set": object.__setattr__,
        "_Open": type(cls.__name__, (), {"__slots__": names}),
        "_Frozen": cls,
        "_new": {field.name: field.default_factory for field in of},
        "_of": {field.name: field.default for field in of},
        "_MISSING": MISSING,
    }
    exec(_source(of), scope)  # as dataclasses itself makes its __init__
    init = scope["__init__"]
    init.__qualname__, init.__doc__ = f"{cls.__name__}.__init__", cls.__init__.__doc__
    init.__annotations__ = dict(cls.__init__.__annotations__)
    cls.__init__ = init  # type: ignore[method-assign]  # the point of it
    return cls


def _source(of: tuple[Field[Any], ...]) -> str:  # Any: see above
    named = [field for field in of if not field.kw_only]
    keyword = [field for field in of if field.kw_only]
    parameters = ", ".join([*map(_parameter, named), *(["*", *map(_parameter, keyword)] if keyword else [])])
    sets = "\n".join(f"    self.{field.name} = {_value(field)}" for field in of)
    head = f'def __init__(self, {parameters}):\n    _set(self, "__class__", _Open)'
    return f"{head}\n{sets}\n    self.__class__ = _Frozen\n"


def _parameter(field: Field[Any]) -> str:  # Any: see above
    if field.default is not MISSING:
        return f'{field.name}=_of["{field.name}"]'
    return field.name if field.default_factory is MISSING else f"{field.name}=_MISSING"


def _value(field: Field[Any]) -> str:  # Any: see above
    if field.default_factory is MISSING:
        return field.name
    return f'_new["{field.name}"]() if {field.name} is _MISSING else {field.name}'
