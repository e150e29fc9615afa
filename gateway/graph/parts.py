"""The parts that all lists share: pageInfo, and how connections and edges declare their fields."""

from collections.abc import Sequence
from typing import Any, Final

import strawberry
from strawberry.types.arguments import StrawberryArgument

from gateway.graph.declaring import argument, both, planned
from gateway.plan.fields import Part

_WORDS: Final = {
    "edges": ("本页各项及其游标。", "This page's nodes with their cursors."),
    "nodes": ("本页各项。", "This page's nodes."),
    "pageInfo": ("前后是否还有。", "Whether there is more."),
    "totalCount": ("全部项数。", "How many there are in all."),
    "travelBasis": ("路程时间的依据；没有 near 时为空。", "How travelMinutes were had; null without near."),
    "facets": ("分面计数；每个分面不受自身条件限制。", "Counts by facet, each ignoring its own filter."),
    "node": ("这一项。", "The node."),
    "cursor": ("游标，用于 after 与 before。", "For after and before; opaque."),
    "distanceMetres": ("直线距离，米；没有 near 时为空。", "Metres in a straight line; null without near."),
    "travelMinutes": ("路程分钟数；没有 near 时为空。", "Minutes to get there; null without near."),
    "hasNextPage": ("后面是否还有。", "Whether there is more behind."),
    "hasPreviousPage": ("前面是否还有。", "Whether there is more before."),
    "startCursor": ("本页第一项的游标。", "The cursor of the first."),
    "endCursor": ("本页最后一项的游标。", "The cursor of the last."),
}


def part(name: str, arguments: Sequence[StrawberryArgument] = ()) -> Any:  # Any: as `planned`
    """A field of a connection, an edge or pageInfo."""
    return planned(Part(name), *_WORDS[name], arguments=arguments)


@strawberry.type(description=both("分页信息。", "Where this page stands in its list."))
class PageInfo:
    has_next_page: bool = part("hasNextPage")
    has_previous_page: bool = part("hasPreviousPage")
    start_cursor: str | None = part("startCursor")
    end_cursor: str | None = part("endCursor")


FIRST: Final = argument(
    "first", int | None, "最多几项，默认 20，最多 100。", "At most so many; 20 unless given, at most 100."
)
AFTER: Final = argument("after", str | None, "从这个游标之后开始。", "Those behind this cursor.")
LAST: Final = argument("last", int | None, "从末尾起最多几项。", "At most so many, from the end.")
BEFORE: Final = argument("before", str | None, "到这个游标之前为止。", "Those before this cursor.")
FORWARD: Final = (FIRST, AFTER)
BOTH_WAYS: Final = (*FORWARD, LAST, BEFORE)
