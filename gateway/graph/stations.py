"""Stations: the places that serve job seekers, in the 1+22+N tree."""

import strawberry

import gateway.graph.asking as asking
from gateway.graph import converting as show
from gateway.graph.arguments import EVENT_FILTER, JOB_FILTER, ORDER_BY
from gateway.graph.declaring import argument, both, planned
from gateway.graph.lazies import LazyEvents, LazyJobs
from gateway.graph.nodes import Node, identity
from gateway.graph.parts import FORWARD, PageInfo, part
from gateway.graph.places import Place
from gateway.plan.fields import Connection, Inline, Link, Read
from schema import vocabulary as terms


@strawberry.federation.type(
    keys=["id"],
    description=both(
        "就业服务站点：为求职者服务的地方，属于 1+22+N 网络。", "A place that serves job seekers, in the 1+22+N tree."
    ),
)
class Station(Node):
    id: strawberry.ID = identity("Station")
    name: str = planned(Read(("name",)), "名称。", "Its name.")
    kind: terms.StationKind = planned(Read(("kind",)), "类型。", "What kind of station.")
    place: Place = planned(Inline(), "地点。", "Where it is.")
    parent: "Station | None" = planned(Link("parent_id", "station"), "上级站点。", "The station above it.")
    children: "StationConnection" = planned(
        Connection("station", asking.prepare_stations, asking.stations_below, ("id",)),
        "下级站点。",
        "The stations below it.",
        arguments=FORWARD,
    )
    trades: list[str] = planned(
        Read(("trades_json",), show.items), "市场站点的行业，例如茶叶。", "The trades of a market station, e.g. 茶叶."
    )
    services: list[str] = planned(Read(("services_json",), show.items), "提供的服务。", "What it offers.")
    hours: str | None = planned(Read(("hours",)), "开放时间。", "When it is open.")
    phone: str | None = planned(Read(("phone",)), "站点电话（公开）。", "Its public telephone.")
    jobs: LazyJobs = planned(
        Connection("job", asking.prepare_jobs, asking.jobs_of_station, ("id",)),
        "该站点发布的岗位。",
        "Jobs that it posts.",
        arguments=(JOB_FILTER, ORDER_BY, *FORWARD),
    )
    jobs_nearby: LazyJobs = planned(
        Connection("job", asking.prepare_nearby, asking.jobs_near_station, ("id", "latitude", "longitude")),
        "15 分钟圈内的所有岗位，不论谁发布，近的在前。",
        "Every job in its 15-minute circle, whoever posted it, nearest first.",
        arguments=(
            argument("withinMinutes", int | None, "路程分钟数。", "Minutes to get there.", 15),
            argument("mode", terms.TravelMode | None, "出行方式。", "How the person travels.", terms.TravelMode.WALK),
            JOB_FILTER,
            *FORWARD,
        ),
    )
    events: LazyEvents = planned(
        Connection("event", asking.prepare_events, asking.events_of_station, ("id",)),
        "该站点的活动。",
        "Events that it holds.",
        arguments=(EVENT_FILTER, *FORWARD),
    )


@strawberry.type(description=both("站点列表中的一项。", "A station in a list."))
class StationEdge:
    node: Station = part("node")
    cursor: str = part("cursor")
    distance_metres: int | None = part("distanceMetres")
    travel_minutes: int | None = part("travelMinutes")


@strawberry.type(description=both("站点列表的一页。", "A page of a list of stations."))
class StationConnection:
    edges: list[StationEdge] = part("edges")
    nodes: list[Station] = part("nodes")
    page_info: PageInfo = part("pageInfo")
    total_count: int = part("totalCount")
