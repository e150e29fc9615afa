"""Cursors: base64url of a list's keys under its order's mark. Opaque, stable, refused by another order."""

from base64 import b64encode, urlsafe_b64decode
from binascii import Error
from collections.abc import Sequence

import orjson

from schema.problems import DoorstepError
from schema.store.reads.listing import Value

_NUMBER = (int, float)


def encode(kind: str, keys: Sequence[Value]) -> str:
    """The cursor of a row whose order keys are `keys`."""
    return b64encode(orjson.dumps([kind, *keys]), b"-_").decode().rstrip("=")


def decode(kind: str, text: str, width: int) -> tuple[Value, ...]:
    """The keys of a cursor of this kind of list. Raises DoorstepError INVALID_CURSOR."""
    try:
        keys = orjson.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (Error, ValueError):
        keys = None
    if not (isinstance(keys, list) and len(keys) == width + 1 and keys[0] == kind and _well_formed(keys[1:])):
        shown = text if len(text) <= 40 else text[:40] + "…"
        raise DoorstepError(
            "INVALID_CURSOR",
            f"“{shown}”不是此列表此排序的游标，请使用同一查询返回的 cursor",
            f'"{shown}" is no cursor of this list in this order; take one from an answer to the same question',
        )
    return tuple(keys[1:])


def _well_formed(keys: Sequence[object]) -> bool:
    """Numbers, the first of which may be null; nothing else ever stands in a cursor."""
    numbers = all(isinstance(key, _NUMBER) and not isinstance(key, bool) and abs(key) < 2**63 for key in keys[1:])
    first = keys[0] is None or (isinstance(keys[0], _NUMBER) and not isinstance(keys[0], bool) and abs(keys[0]) < 2**63)
    return numbers and (first if len(keys) > 1 else keys[0] is not None and first)
