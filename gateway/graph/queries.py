"""Query: where every question begins."""

from typing import Annotated

import strawberry
from strawberry.federation.schema import FederationAny

import gateway.graph.asking as asking
from gateway.graph.arguments import EVENT_FILTER, ID, JOB_FILTER, NEAR, ORDER_BY, STATION_FILTER
from gateway.graph.declaring import argument, both, planned
from gateway.graph.divisions import Division
from gateway.graph.employers import Employer, EmployerConnection
from gateway.graph.entities import ENTITY
from gateway.graph.events import Event, EventConnection, PolicyConnection
from gateway.graph.inputs import Seeker
from gateway.graph.jobs import Job, JobChangeConnection, JobConnection, JobMatch
from gateway.graph.matching import recommend
from gateway.graph.nodes import Node
from gateway.graph.parts import BOTH_WAYS
from gateway.graph.rates import RateLimit, rate_limit
from gateway.graph.resolving import NODES
from gateway.graph.sources import Run, Source, SourceConnection
from gateway.graph.stations import Station, StationConnection
from gateway.plan.fields import ById, ByValue, Connection, Resolved
from schema import vocabulary as terms

Entity = Annotated[
    Job | Station | Employer | Event | Division | Source,
    strawberry.union(
        "_Entity", description=both("联邦网关可以引用的对象。", "What a federation gateway may refer to.")
    ),
]


@strawberry.type(description=both("从这里提问。", "Where every question begins."))
class Query:
    node: Node | None = planned(
        ById(None), "按 id 取任意节点。", "Any node by its id; null where there is none.", arguments=(ID,)
    )
    nodes: list[Node | None] = planned(
        NODES,
        "按 id 取多个节点，次序相同。",
        "Nodes by their ids, in the same order; null where there is none.",
        arguments=(argument("ids", list[strawberry.ID], "至多 100 个 id。", "At most 100 ids."),),
    )
    job: Job | None = planned(ById("job"), "按 id 取岗位。", "A job by its id.", arguments=(ID,))
    jobs: JobConnection = planned(
        Connection("job", asking.prepare_jobs),
        "岗位列表。",
        "Jobs: filtered, near a place, in an order, page by page.",
        arguments=(JOB_FILTER, NEAR, ORDER_BY, *BOTH_WAYS),
    )
    recommend_jobs: list[JobMatch] = planned(
        Resolved(recommend, "scored in memory"),
        "为一个人推荐岗位，并说明理由；不保存此人的任何信息。",
        "Jobs ranked for one person, each with the reasons; nothing about the person is stored.",
        arguments=(
            argument("seeker", Seeker, "找工作的人。", "The person."),
            argument("first", int | None, "最多几项，最多 100。", "At most so many, up to 100.", 10),
        ),
    )
    changes: JobChangeConnection = planned(
        Connection("change", asking.prepare_changes),
        "某游标之后的全部变化，依次排列，包括下架：用于在别处镜像本图。",
        "Everything that changed since a cursor, in order, withdrawals included: to mirror the graph elsewhere.",
        arguments=(
            argument("after", str | None, "从这个游标之后开始。", "Those behind this cursor."),
            argument("first", int | None, "最多几项，最多 1000。", "At most so many, up to 1,000.", 100),
        ),
    )
    station: Station | None = planned(ById("station"), "按 id 取站点。", "A station by its id.", arguments=(ID,))
    stations: StationConnection = planned(
        Connection("station", asking.prepare_stations),
        "站点列表。",
        "Stations.",
        arguments=(STATION_FILTER, NEAR, *BOTH_WAYS),
    )
    employer: Employer | None = planned(
        ById("employer"), "按 id 取用人单位。", "An employer by its id.", arguments=(ID,)
    )
    employers: EmployerConnection = planned(
        Connection("employer", asking.prepare_employers),
        "用人单位列表。",
        "Employers.",
        arguments=(
            argument("text", str | None, "名称中的字词。", "Words of the name."),
            argument("kind", terms.EmployerKind | None, "类型。", "Only this kind."),
            argument("division", str | None, "区划代码（含其下级）。", "A division code; it covers all below it."),
            *BOTH_WAYS,
        ),
    )
    event: Event | None = planned(ById("event"), "按 id 取活动。", "An event by its id.", arguments=(ID,))
    events: EventConnection = planned(
        Connection("event", asking.prepare_events),
        "活动列表，先开始的在前。",
        "Events, the earliest first.",
        arguments=(EVENT_FILTER, NEAR, *BOTH_WAYS),
    )
    policies: PolicyConnection = planned(
        Connection("policy", asking.prepare_policies),
        "政策列表。",
        "Policies.",
        arguments=(
            argument(
                "division",
                str | None,
                "区划代码（含其下级）。",
                "A division code; it covers all below it.",
            ),
            argument("kind", terms.PolicyKind | None, "类型。", "Only this kind."),
            *BOTH_WAYS,
        ),
    )
    division: Division | None = planned(
        ByValue(asking.division_of),
        "按代码（6、9 或 12 位）取行政区划，例如 440103 为荔湾区。",
        "An administrative division by its code (6, 9 or 12 digits), e.g. 440103 for 荔湾区.",
        arguments=(argument("code", str, "区划代码。", "Its code."),),
    )
    source: Source | None = planned(
        ByValue(lambda arguments: arguments["key"], "source", "key"),
        "按 key 取来源。",
        "A source by its key.",
        arguments=(argument("key", str, "来源的 key。", "Its key."),),
    )
    sources: SourceConnection = planned(
        Connection("source", asking.prepare_sources),
        "来源列表。",
        "Sources.",
        arguments=(argument("health", terms.SourceHealth | None, "状况。", "Only those that do so."), *BOTH_WAYS),
    )
    run: Run | None = planned(ById("run"), "按 id 取一次采集。", "A run by its id.", arguments=(ID,))
    rate_limit: RateLimit | None = planned(
        Resolved(rate_limit, "of one caller"),
        "调用者的额度；不限时为 null。",
        "What the caller may still ask; null where nothing limits it.",
    )
    entities: list[Entity | None] = planned(
        ENTITY,
        "供联邦网关按键取对象。",
        "For federation gateways: objects by their keys.",
        arguments=(argument("representations", list[FederationAny], "类型与键。", "Types and keys, at most 1,000."),),
        name="_entities",
    )
