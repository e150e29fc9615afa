"""What has an id of its own, and the field that is it."""

from typing import Any

import strawberry

from gateway.graph.declaring import both, planned
from gateway.graph.ids import global_id
from gateway.plan.fields import Read


def identity(typename: str) -> Any:  # Any: as `planned`
    """The id of a node of this type."""
    return planned(Read(("id",), global_id(typename)), "全图唯一的标识，不透明。", "Its id in the whole graph, opaque.")


@strawberry.interface(description=both("有全图唯一标识的对象。", "What has an id in the whole graph."))
class Node:
    id: strawberry.ID = identity("Node")
