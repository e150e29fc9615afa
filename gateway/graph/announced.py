"""Subscription: what is told as it happens. Who tells it stands behind the protocol `Announcements`."""

import strawberry

import gateway.graph.watching as watching
from gateway.graph.arguments import JOB_FILTER
from gateway.graph.declaring import argument, both, planned
from gateway.graph.jobs import JobChange
from gateway.graph.sources import Run
from gateway.plan.fields import Attribute, Watched


@strawberry.type(description=both("一次采集进行到哪里。", "How far a run is."))
class RunProgress:
    run: Run = planned(Attribute(lambda progress: progress.run), "采集。", "The run.")
    stage: str = planned(Attribute(lambda progress: progress.stage), "阶段。", "What it is doing.")
    done: int = planned(Attribute(lambda progress: progress.done), "已完成。", "How much is done.")
    total: int | None = planned(
        Attribute(lambda progress: progress.total), "总数，未知时为空。", "Of how much; null where it is not known."
    )


@strawberry.type(description=both("订阅。", "What is told as it happens."))
class Subscription:
    job_changes: JobChange = planned(
        Watched(watching.job_changes),
        "岗位的变化，逐条推送，包括下架。filter 按变化之后的岗位判断；不写 status 时任何状态都算。",
        "Changes of jobs as they happen, withdrawals included. A filter judges the job as it is after the change; "
        "without status, in any.",
        arguments=(JOB_FILTER,),
    )
    run_progress: RunProgress = planned(
        Watched(watching.run_progress),
        "采集的进度。",
        "How runs progress.",
        arguments=(argument("source", str | None, "只看这个来源（key）。", "Only this source, by its key."),),
    )
