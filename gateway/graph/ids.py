"""Node ids: base64url of "Job:12" without padding, opaque to callers."""

import re
from base64 import urlsafe_b64decode
from binascii import Error, a2b_base64, b2a_base64
from collections.abc import Callable
from functools import cache
from typing import Final

from schema.problems import DoorstepError

TABLES: Final = {
    "Job": "job",
    "Station": "station",
    "Employer": "employer",
    "Event": "event",
    "Policy": "policy",
    "Source": "source",
    "Run": "run",
}
"""The types that have ids, and the table of each."""
TYPES: Final = {table: name for name, table in TABLES.items()}

_PADDING: Final = ("", "===", "==", "=")
_MOST: Final = 10**18
_FORMATS: dict[object, bytes] = {}
_PLAIN = re.compile(r"([A-Z][a-z]+):([1-9][0-9]{0,17})")


@cache
def global_id(typename: str) -> Callable[[int], str]:
    """The function from a row's id to its node's."""

    prefix = typename.encode() + b":%d"

    def encode(number: int) -> str:
        return b2a_base64(prefix % number, newline=False).decode().rstrip("=")

    _FORMATS[encode] = prefix
    return encode


def id_format(convert: object) -> bytes | None:
    """What a function of `global_id` formats before it encodes, for code that does so in place; None: another function.

    The code is `b2a_base64(format % number, newline=False).decode().rstrip("=")`.
    """
    return _FORMATS.get(convert)


def nullable_id(typename: str) -> Callable[[int | None], str | None]:
    """As `global_id`, None for None."""
    encode = global_id(typename)
    return lambda number: None if number is None else encode(number)


def parse_id(text: str, argument: str = "id") -> tuple[str, int]:
    """(type name, row's id) of an id. Raises DoorstepError INVALID_ID for what is no id of this graph."""
    try:
        plain = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
    except (Error, ValueError):
        plain = ""
    match = _PLAIN.fullmatch(plain)
    if match is None or match[1] not in TABLES or global_id(match[1])(int(match[2])) != text.rstrip("="):
        raise _invalid_id(text, "节点", "a node of this graph", argument)
    return match[1], int(match[2])


def row_id(typename: str, text: str, argument: str = "id") -> int:
    """The row's id of a node of this type. Raises DoorstepError INVALID_ID, also for a node of another type."""
    try:  # an id as we write it, which is what nearly all are
        number = int(a2b_base64(text + _PADDING[len(text) % 4])[len(typename) + 1 :])
    except ValueError:
        number = 0
    if 0 < number < _MOST and global_id(typename)(number) == text:
        return number
    found, number = parse_id(text, argument)
    if found != typename:
        raise _invalid_id(text, f" {typename} ", f"a {typename} (it is one of a {found})", argument)
    return number


def _invalid_id(text: str, zh: str, en: str, argument: str) -> DoorstepError:
    shown = text if len(text) <= 40 else text[:40] + "…"
    return DoorstepError(
        "INVALID_ID",
        f"“{shown}”不是{zh}的 id，请使用查询结果中的 id",
        f'"{shown}" is no id of {en}; take ids from an answer',
        (argument,),
    )
