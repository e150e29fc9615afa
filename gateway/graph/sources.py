"""Sources, their runs, and what was rejected: what partners and operators look at."""

import strawberry

import gateway.graph.asking as asking
from gateway.graph import converting as show
from gateway.graph.declaring import both, planned
from gateway.graph.lazies import LazyEmployer
from gateway.graph.nodes import Node, identity
from gateway.graph.parts import FORWARD, PageInfo, part
from gateway.graph.resolving import rejects_of_run
from gateway.graph.scalars import JSON, DateTime
from gateway.plan.fields import Connection, Link, Read, Resolved
from schema import vocabulary as terms


@strawberry.federation.type(
    keys=["id", "key"],
    description=both(
        "岗位的一个来源，由一种连接器读取。", "One place that jobs come from, read by one kind of connector."
    ),
)
class Source(Node):
    id: strawberry.ID = identity("Source")
    key: str = planned(Read(("key",)), "唯一标识。", "Its key.")
    name: str = planned(Read(("name",)), "名称。", "Its name.")
    connector: str = planned(Read(("connector",)), "连接器类型。", "The kind of connector.")
    agency: LazyEmployer | None = planned(Link("agency_id", "employer"), "所属机构。", "The agency whose source it is.")
    url: str | None = planned(Read(("url",)), "网址。", "Its address.")
    schedule: str | None = planned(
        Read(("schedule",)), "cron 表达式（北京时间）；空为每夜。", "Cron in Asia/Shanghai; null: nightly."
    )
    health: terms.SourceHealth = planned(Read(("health",)), "状况。", "How it is doing.")
    fresh_at: DateTime | None = planned(
        Read(("fresh_at",), show.instant), "图中内容读取的时间。", "What stands in the graph was read then."
    )
    stale_at: DateTime | None = planned(
        Read(("stale_at",), show.instant), "此前可视为最新。", "It may be shown as current until then."
    )
    open_jobs: int = planned(Read(("open_jobs",)), "招聘中的岗位数。", "Jobs of it that are open.")
    last_run: "Run | None" = planned(Link("last_run_id", "run"), "最近一次采集。", "Its last run.")
    runs: "RunConnection" = planned(
        Connection("run", asking.prepare_runs, asking.runs_of_source, ("id",)),
        "采集记录，最近的在前。",
        "Its runs, newest first.",
        arguments=FORWARD,
    )
    config: JSON | None = planned(
        Read(("config_json", "owner"), show.owned_document, viewer=True),
        "配置，仅所有者与管理员可见，绝不含密钥。",
        "Seen by its owner and by administrators; secrets never.",
    )


@strawberry.type(description=both("来源列表中的一项。", "A source in a list."))
class SourceEdge:
    node: Source = part("node")
    cursor: str = part("cursor")


@strawberry.type(description=both("来源列表的一页。", "A page of a list of sources."))
class SourceConnection:
    edges: list[SourceEdge] = part("edges")
    nodes: list[Source] = part("nodes")
    page_info: PageInfo = part("pageInfo")
    total_count: int = part("totalCount")


@strawberry.type(
    description=both(
        "读到但未收下的记录及原因，可重放。", "A record that was read but not taken, with why; it can be replayed."
    )
)
class Reject:
    reason: str = planned(Read(("reason",)), "原因代码。", "The reason's code.")
    message: str = planned(Read(("message",)), "原因说明。", "The reason in a sentence.")
    field: str | None = planned(Read(("field",)), "哪个字段。", "The field it is about.")
    external_id: str | None = planned(Read(("external_id",)), "在来源中的编号。", "Its id in the source.")
    url: str | None = planned(Read(("url",)), "原文链接。", "Where it was read.")
    raw: JSON = planned(Read(("raw_json",), show.document), "原始记录。", "The record as it was read.")


@strawberry.type(description=both("被拒记录列表中的一项。", "A rejected record in a list."))
class RejectEdge:
    node: Reject = part("node")
    cursor: str = part("cursor")


@strawberry.type(description=both("被拒记录的一页。", "A page of rejected records."))
class RejectConnection:
    edges: list[RejectEdge] = part("edges")
    nodes: list[Reject] = part("nodes")
    page_info: PageInfo = part("pageInfo")
    total_count: int = part("totalCount")


@strawberry.type(description=both("一次采集。", "One reading of a source."))
class Run(Node):
    id: strawberry.ID = identity("Run")
    source: Source = planned(Link("source_id", "source"), "来源。", "The source that was read.")
    outcome: terms.RunOutcome = planned(Read(("outcome",)), "结果。", "How it ended.")
    started_at: DateTime = planned(Read(("started_at",), show.instant), "开始时间。", "When it began.")
    finished_at: DateTime | None = planned(Read(("finished_at",), show.instant), "结束时间。", "When it ended.")
    fetched: int = planned(Read(("fetched",)), "读到的记录数。", "Records read.")
    created: int = planned(Read(("created",)), "新增。", "Jobs created.")
    updated: int = planned(Read(("updated",)), "更新。", "Jobs updated.")
    unchanged: int = planned(Read(("unchanged",)), "未变。", "Jobs unchanged.")
    withdrawn: int = planned(Read(("withdrawn",)), "下架。", "Jobs withdrawn.")
    rejected: int = planned(Read(("rejected",)), "拒收。", "Records rejected.")
    error: str | None = planned(Read(("error",)), "出了什么问题、如何处理。", "What went wrong and what to do.")
    rejects: RejectConnection = planned(
        Resolved(rejects_of_run, "who may see them is decided by the source's owner"),
        "被拒的记录，仅所有者与管理员可见。",
        "What was rejected; seen by the source's owner and by administrators.",
        arguments=FORWARD,
    )


@strawberry.type(description=both("采集列表中的一项。", "A run in a list."))
class RunEdge:
    node: Run = part("node")
    cursor: str = part("cursor")


@strawberry.type(description=both("采集列表的一页。", "A page of runs."))
class RunConnection:
    edges: list[RunEdge] = part("edges")
    nodes: list[Run] = part("nodes")
    page_info: PageInfo = part("pageInfo")
    total_count: int = part("totalCount")
