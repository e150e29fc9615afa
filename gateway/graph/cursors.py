"""Cursors: base64url of a list's keys under its order's mark. Opaque, stable, refused by another order."""

from base64 import b64encode, urlsafe_b64decode
from binascii import Error
from collections.abc import Sequence

import orjson

from schema.problems import DoorstepError
from schema.store.reads.listing import Value

DISTANCES = frozenset({"D", "sd", "vd"})
"""Lists whose first key is the square of a distance (a float), or the seconds of a way (a whole number)."""
_NULLABLE = frozenset({"P", "C", "v"})
"""Lists whose first key may be null."""


def encode(kind: str, keys: Sequence[Value]) -> str:
    """The cursor of a row whose order keys are `keys`."""
    return b64encode(orjson.dumps([kind, *keys]), b"-_").decode().rstrip("=")


def decode(kind: str, text: str, width: int, argument: str = "after") -> tuple[Value, ...]:
    """The keys of a cursor of this kind of list. Raises DoorstepError INVALID_CURSOR."""
    try:
        keys = orjson.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (Error, ValueError):
        keys = None
    if not (isinstance(keys, list) and len(keys) == width + 1 and keys[0] == kind and _well_formed(kind, keys[1:])):
        shown = text if len(text) <= 40 else text[:40] + "…"
        raise DoorstepError(
            "INVALID_CURSOR",
            f"“{shown}”不是此列表此排序的游标，请使用同一查询返回的 cursor",
            f'"{shown}" is no cursor of this list in this order; take one from an answer to the same question',
            (argument,),
        )
    return tuple(keys[1:])


def _well_formed(kind: str, keys: Sequence[object]) -> bool:
    """Whole numbers, but for a distance or a null in the first place of some lists."""
    first = _whole(keys[0])
    if kind in DISTANCES:
        first = first or isinstance(keys[0], float)
    elif kind in _NULLABLE:
        first = first or keys[0] is None
    return first and all(_whole(key) for key in keys[1:])


def _whole(key: object) -> bool:
    return type(key) is int and abs(key) < 2**62
