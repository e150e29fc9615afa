"""Employers, HR agencies among them."""

import strawberry

import gateway.graph.asking as asking
from gateway.graph import converting as show
from gateway.graph.arguments import JOB_FILTER, ORDER_BY
from gateway.graph.declaring import both, planned
from gateway.graph.lazies import LazyJobs
from gateway.graph.nodes import Node, identity
from gateway.graph.parts import FORWARD, PageInfo, part
from gateway.graph.places import Place
from gateway.plan.fields import Connection, Inline, Read
from schema import vocabulary as terms


@strawberry.federation.type(
    keys=["id"], description=both("用人单位，也包括人力资源机构。", "Who employs; HR agencies too.")
)
class Employer(Node):
    id: strawberry.ID = identity("Employer")
    name: str = planned(Read(("name",)), "名称。", "Its name.")
    kind: terms.EmployerKind = planned(Read(("kind",)), "类型。", "What kind of employer.")
    credit_code: str | None = planned(
        Read(("credit_code",)),
        "统一社会信用代码，已知且校验位正确时给出。",
        "Its unified social credit code, where known and its check digit holds.",
    )
    aliases: list[str] = planned(Read(("aliases_json",), show.items), "其他写法。", "Other spellings of its name.")
    place: Place | None = planned(Inline("place_text"), "所在地。", "Where it is.")
    jobs: LazyJobs = planned(
        Connection("job", asking.prepare_jobs, asking.jobs_of_employer, ("id",)),
        "招聘的岗位。",
        "Its jobs.",
        arguments=(JOB_FILTER, ORDER_BY, *FORWARD),
    )


@strawberry.type(description=both("用人单位列表中的一项。", "An employer in a list."))
class EmployerEdge:
    node: Employer = part("node")
    cursor: str = part("cursor")


@strawberry.type(description=both("用人单位列表的一页。", "A page of a list of employers."))
class EmployerConnection:
    edges: list[EmployerEdge] = part("edges")
    nodes: list[Employer] = part("nodes")
    page_info: PageInfo = part("pageInfo")
    total_count: int = part("totalCount")
