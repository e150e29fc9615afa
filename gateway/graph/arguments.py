"""Arguments that several fields take."""

from typing import Final

import strawberry

from gateway.graph.declaring import argument
from gateway.graph.inputs import EventFilter, JobFilter, Near, StationFilter
from schema import vocabulary as terms

ID: Final = argument("id", strawberry.ID, "节点的 id。", "A node's id.")
JOB_FILTER: Final = argument("filter", JobFilter | None, "筛选条件。", "What the jobs must be.")
STATION_FILTER: Final = argument("filter", StationFilter | None, "筛选条件。", "What the stations must be.")
EVENT_FILTER: Final = argument("filter", EventFilter | None, "筛选条件。", "What the events must be.")
NEAR: Final = argument("near", Near | None, "只看附近。", "Only those near a place; each edge has its distance.")
ORDER_BY: Final = argument(
    "orderBy",
    terms.JobOrder | None,
    "排序；不写时：有 near 则最近的在前，否则最新的在前。",
    "The order; unless given, nearest first with near, else newest first.",
)
