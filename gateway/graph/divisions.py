"""Administrative divisions, held in memory; their stations and jobs are read."""

import strawberry

import gateway.graph.asking as asking
from gateway.graph.arguments import JOB_FILTER, ORDER_BY, STATION_FILTER
from gateway.graph.declaring import both, planned
from gateway.graph.lazies import LazyJobs, LazyStations
from gateway.graph.parts import FORWARD
from gateway.graph.resolving import network
from gateway.plan.fields import Attribute, Computed, Connection
from schema import vocabulary as terms
from schema.divisions import children
from schema.divisions import division as known


@strawberry.type(description=both("一个区划的 1+22+N 网络。", "The 1+22+N network of a division."))
class StationNetwork:
    hubs: int = planned(Attribute(lambda network: network.hubs), "总站数。", "Hubs.")
    streets: int = planned(Attribute(lambda network: network.streets), "街道驿站数。", "Street stations.")
    communities: int = planned(Attribute(lambda network: network.communities), "社区驿站数。", "Community stations.")
    markets: int = planned(Attribute(lambda network: network.markets), "市场驿站数。", "Market stations.")
    mobile: int = planned(Attribute(lambda network: network.mobile), "流动站数。", "Mobile stations.")
    streets_without_station: list["Division"] = planned(
        Attribute(lambda network: network.streets_without_station),
        "还没有站点的街道。",
        "Streets that have no station yet.",
    )


@strawberry.federation.type(
    keys=["code"],
    description=both(
        "行政区划：6 位（省、市、区县）、9 位（街道）或 12 位（社区）代码。",
        "An administrative division by its code: 6 digits (province, city, district), 9 (street) or 12 (community).",
    ),
)
class Division:
    code: str = planned(Attribute(lambda division: division.code), "代码。", "Its code.")
    name: str = planned(Attribute(lambda division: division.name), "名称。", "Its name.")
    full_name: str = planned(
        Attribute(lambda division: division.full_name),
        "全称，例如广东省广州市荔湾区。",
        "From the province down: 广东省广州市荔湾区.",
    )
    level: terms.DivisionLevel = planned(Attribute(lambda division: division.level.value), "级别。", "Its level.")
    parent: "Division | None" = planned(
        Attribute(lambda division: known(division.parent) if division.parent else None),
        "上级区划。",
        "The division above it.",
    )
    children: list["Division"] = planned(
        Attribute(lambda division: children(division.code)), "下级区划。", "The divisions straight below it."
    )
    stations: LazyStations = planned(
        Connection("station", asking.prepare_stations, asking.stations_in_division, of_value=True),
        "辖区内的站点。",
        "The stations in it.",
        arguments=(STATION_FILTER, *FORWARD),
    )
    jobs: LazyJobs = planned(
        Connection("job", asking.prepare_jobs, asking.jobs_in_division, of_value=True),
        "辖区内的岗位。",
        "The jobs in it.",
        arguments=(JOB_FILTER, ORDER_BY, *FORWARD),
    )
    network: StationNetwork = planned(Computed(network), "1+22+N 网络。", "The 1+22+N of this division.")
