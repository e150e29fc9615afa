"""What a gateway above us asks: entities by their keys (Apollo Federation 2, `Query._entities`)."""

from collections.abc import Mapping
from typing import Any, Final

from gateway.graph.checking import few
from gateway.graph.context import Context
from gateway.graph.ids import TABLES, row_id
from gateway.graph.rows import RowOf, Waiting, found_by, named
from gateway.plan.fields import Arguments
from schema import tags
from schema.divisions import Division
from schema.divisions import division as known_division
from schema.problems import DoorstepError

ENTITIES: Final = frozenset({"Job", "Station", "Employer", "Event", "Source", "Division"})
"""The types that have a key."""
MOST_ENTITIES: Final = 1000

Entity = RowOf | Division | None


async def entities(context: Context, _parent: object, arguments: Arguments) -> list[Any]:  # Any: waiting for an Entity
    """Each representation's entity; all rows of one table are read at once. A wrong one is its own error."""
    given = few(arguments["representations"], "representations", MOST_ENTITIES)
    return [Waiting(lambda one=one: _entity(context, one)) for one in given]  # type: ignore[misc]  # a default binds it


async def _entity(context: Context, representation: object) -> Entity:
    given: Mapping[str, object] = representation if isinstance(representation, dict) else {}
    typename = given.get("__typename")
    if typename not in ENTITIES:
        raise DoorstepError(
            "ENTITY_UNKNOWN",
            f"没有实体类型“{str(typename)[:40]}”，有：{'、'.join(sorted(ENTITIES))}",
            f'there is no entity "{str(typename)[:40]}"; there are {", ".join(sorted(ENTITIES))}',
            ("__typename",),
        )
    if typename == "Division":
        return known_division(_key(given, "code"))
    if typename == "Source" and "id" not in given:
        context.tags.add(tags.of_rows("source"))
        return await found_by(context, "source", "key", _key(given, "key"))
    return await named(context, TABLES[str(typename)], row_id(str(typename), _key(given, "id")))


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
