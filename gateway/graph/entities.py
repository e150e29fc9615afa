"""What a gateway above us asks: entities by their keys (Apollo Federation 2, `Query._entities`)."""

from collections.abc import Mapping, Sequence
from typing import Final

from gateway.graph.checking import few
from gateway.graph.ids import row_id
from gateway.plan.fields import Arguments, ByKeys, Key
from schema.divisions import division
from schema.problems import DoorstepError

ENTITIES: Final = frozenset({"Job", "Station", "Employer", "Event", "Source", "Division"})
"""The types that have a key."""
MOST_ENTITIES: Final = 1000


def representations(arguments: Arguments) -> Sequence[object]:
    return few(arguments["representations"], "representations", MOST_ENTITIES)


def key_of(representation: object) -> Key:
    """What a representation names. Raises DoorstepError for what names no entity."""
    given: Mapping[str, object] = representation if isinstance(representation, dict) else {}
    typename = given.get("__typename")
    if not isinstance(typename, str) or typename not in ENTITIES:
        raise DoorstepError(
            "ENTITY_UNKNOWN",
            f"没有实体类型“{str(typename)[:40]}”，有：{'、'.join(sorted(ENTITIES))}",
            f'there is no entity "{str(typename)[:40]}"; there are {", ".join(sorted(ENTITIES))}',
            ("__typename",),
        )
    if typename == "Division":
        return typename, "code", _key(given, "code")
    if typename == "Source" and "id" not in given:
        return typename, "key", _key(given, "key")
    return typename, "id", row_id(typename, _key(given, "id"))


ENTITY: Final = ByKeys(
    representations,
    key_of,
    (*((name, "id") for name in sorted(ENTITIES - {"Division"})), ("Source", "key"), ("Division", "code")),
    {"Division": division},
)
"""`Query._entities`: all rows of one table are read at once, and a wrong representation is its own error."""


def _key(given: Mapping[str, object], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str):
        raise DoorstepError(
            "ENTITY_KEY_MISSING",
            f"实体 {given['__typename']} 缺少字符串键 {name}",
            f"the entity {given['__typename']} needs its key {name}, a string",
            (name,),
        )
    return value
