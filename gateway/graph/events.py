"""Events and policies: what the notices announce beside jobs."""

import strawberry

import gateway.graph.asking as asking
from gateway.graph import converting as show
from gateway.graph.arguments import JOB_FILTER
from gateway.graph.declaring import both, planned
from gateway.graph.lazies import LazyDivision, LazyJobs, LazyStation
from gateway.graph.nodes import Node, identity
from gateway.graph.parts import FORWARD, PageInfo, part
from gateway.graph.places import Place
from gateway.graph.scalars import DateTime, Decimal
from gateway.plan.fields import Connection, Inline, Link, Read
from schema import vocabulary as terms


@strawberry.federation.type(
    keys=["id"],
    description=both(
        "招聘会、招工大篷车的一站或培训班。", "A job fair, a stop of a recruiting caravan, or a training course."
    ),
)
class Event(Node):
    id: strawberry.ID = identity("Event")
    kind: terms.EventKind = planned(Read(("kind",)), "类型。", "What kind of event.")
    title: str = planned(Read(("title",)), "名称。", "Its title.")
    starts_at: DateTime | None = planned(Read(("starts_at",), show.instant), "开始时间。", "When it begins.")
    ends_at: DateTime | None = planned(Read(("ends_at",), show.instant), "结束时间。", "When it ends.")
    place: Place | None = planned(Inline("place_text"), "地点。", "Where it is.")
    station: LazyStation | None = planned(Link("station_id", "station"), "站点。", "The station that holds it.")
    organiser: str | None = planned(Read(("organiser",)), "主办方。", "Who organises it.")
    openings: int | None = planned(
        Read(("openings",), show.whole), "整场公布的岗位数，例如 500。", "Openings announced as a whole, e.g. 500."
    )
    free: bool | None = planned(Read(("free",), show.nullable_flag), "是否免费。", "Whether it is free.")
    cancelled: bool = planned(Read(("cancelled",), show.flag), "是否已取消。", "Whether it was called off.")
    url: str | None = planned(Read(("url",)), "原文链接。", "Where it can be read.")
    jobs: LazyJobs = planned(
        Connection("job", asking.prepare_jobs, asking.jobs_of_event, ("id",)),
        "活动上招聘的岗位。",
        "Jobs offered there.",
        arguments=(JOB_FILTER, *FORWARD),
    )


@strawberry.type(description=both("活动列表中的一项。", "An event in a list."))
class EventEdge:
    node: Event = part("node")
    cursor: str = part("cursor")
    distance_metres: int | None = part("distanceMetres")
    travel_minutes: int | None = part("travelMinutes")


@strawberry.type(description=both("活动列表的一页。", "A page of a list of events."))
class EventConnection:
    edges: list[EventEdge] = part("edges")
    nodes: list[Event] = part("nodes")
    page_info: PageInfo = part("pageInfo")
    total_count: int = part("totalCount")


@strawberry.type(
    description=both("通知中公布的补贴、贷款或服务。", "A subsidy, a loan, a service that the notices announce.")
)
class Policy(Node):
    id: strawberry.ID = identity("Policy")
    kind: terms.PolicyKind = planned(Read(("kind",)), "类型。", "What kind of policy.")
    title: str = planned(Read(("title",)), "名称。", "Its title.")
    summary: str | None = planned(Read(("summary",)), "概要。", "In short.")
    amount_min: Decimal | None = planned(
        Read(("amount_min",), show.money), "金额下限，元。", "The least amount, in yuan."
    )
    amount_max: Decimal | None = planned(Read(("amount_max",), show.money), "金额上限，元。", "The most, in yuan.")
    audience: list[str] = planned(Read(("audience_json",), show.items), "面向哪些人。", "For whom.")
    division: LazyDivision | None = planned(
        Read(("division_code",), show.known_division), "适用的区划。", "The division it is for."
    )
    url: str | None = planned(Read(("url",)), "原文链接。", "Where it can be read.")


@strawberry.type(description=both("政策列表中的一项。", "A policy in a list."))
class PolicyEdge:
    node: Policy = part("node")
    cursor: str = part("cursor")


@strawberry.type(description=both("政策列表的一页。", "A page of a list of policies."))
class PolicyConnection:
    edges: list[PolicyEdge] = part("edges")
    nodes: list[Policy] = part("nodes")
    page_info: PageInfo = part("pageInfo")
    total_count: int = part("totalCount")
