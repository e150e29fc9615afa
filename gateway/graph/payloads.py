"""What mutations answer: payloads with the problems to mend, made from what stands behind the protocol `Partners`."""

from collections.abc import Sequence
from typing import Any

import orjson
import strawberry

from gateway.graph.context import Against, Preview, Submission, Trial
from gateway.graph.declaring import both, plain
from gateway.graph.jobs import Caution
from gateway.graph.rows import RowOf
from gateway.graph.scalars import JSON
from gateway.graph.sources import Reject, Run, Source
from schema.problems import Problem as ProblemValue
from schema.records import Reject as RejectValue


@strawberry.type(description=both("调用方可以修正的问题。", "What the caller can mend."))
class Problem:
    code: str = plain("问题代码。", "Its code, of docs/errors.md.")
    message: str = plain("说明，中文与英文。", "What to mend, in Chinese and English.")
    path: list[str] = plain("涉及哪里。", "What it is about.")


@strawberry.type(description=both("试读得到的一个岗位。", "A job as a source would yield it."))
class JobPreview:
    external_id: str = plain("在来源中的编号。", "Its id in the source.")
    url: str | None = plain("原文链接。", "Where it was read.")
    normalised: JSON = plain("规范化之后。", "As the graph would show it.")
    raw: JSON = plain("原始记录。", "As it was read.")
    cautions: list[Caution] = plain("应核对的事项。", "What to check before showing it.")


@strawberry.type(description=both("某字段的填写率。", "How often a field is filled."))
class FieldFill:
    field: str = plain("字段。", "The field.")
    share: float = plain("有值的岗位所占比例，0 到 1。", "The share of jobs that have it, 0 to 1.")


@strawberry.type(description=both("会被修改的一个岗位。", "A job that would change."))
class PostingChange:
    external_id: str = plain("在来源中的编号。", "Its id in the source.")
    fields: list[str] = plain("哪些字段不同。", "The fields that differ.")


@strawberry.type(description=both("与现有内容相比的变化（来源中的编号）。", "What would change, by ids in the source."))
class SourceDifference:
    added: list[str] = plain("新增。", "Added.")
    changed: list[PostingChange] = plain("修改。", "Changed.")
    gone: list[str] = plain("不再出现；仅在读完整时判断。", "Gone; told only where the source was read whole.")
    unchanged: int = plain("未变的条数。", "How many stay as they are.")


@strawberry.type(description=both("试读的结果；不保存任何内容。", "What a source would yield; nothing is kept."))
class SourcePreview:
    jobs: list[JobPreview] = plain("岗位。", "Jobs.")
    rejects: list[Reject] = plain("被拒的记录。", "Records that would be rejected.")
    problems: list[Problem] = plain("需要修正的问题。", "What to mend.")
    requests: int = plain("发出的请求数。", "Requests that were made.")
    found: int = plain("读到的岗位数，可多于所列。", "Jobs that were found; more than those listed, it may be.")
    complete: bool = plain("是否读完整个来源。", "Whether the whole source was read.")
    fill: list[FieldFill] = plain("各字段的填写率。", "How often each field is filled.")
    events: list[JSON] = plain("活动。", "Events.")
    policies: list[JSON] = plain("政策。", "Policies.")
    stations: list[JSON] = plain("站点。", "Stations.")
    difference: SourceDifference | None = plain(
        "已登记的来源与现有内容相比的变化。", "For a registered source: what would change of what stands."
    )


@strawberry.type(description=both("对来源操作的结果。", "What became of a change to a source."))
class SourcePayload:
    source: Source | None = plain("来源。", "The source.")
    problems: list[Problem] = plain("需要修正的问题。", "What to mend.")


@strawberry.type(description=both("启动采集的结果。", "What became of the wish for a run."))
class RunPayload:
    run: Run | None = plain("采集。", "The run.")
    problems: list[Problem] = plain("需要修正的问题。", "What to mend.")


@strawberry.type(description=both("推送的结果。", "What became of pushed jobs."))
class SubmitPayload:
    accepted: int = plain("收下的条数。", "Taken.")
    created: int = plain("新增。", "Created.")
    updated: int = plain("更新。", "Updated.")
    unchanged: int = plain("未变。", "Unchanged.")
    withdrawn: int = plain("下架。", "Withdrawn.")
    rejects: list[Reject] = plain("被拒的记录。", "Rejected, with why.")
    problems: list[Problem] = plain("需要修正的问题。", "What to mend.")


@strawberry.type(description=both("设置密钥的结果。", "What became of a secret, which is never shown."))
class SecretPayload:
    name: str = plain("名称。", "Its name.")
    problems: list[Problem] = plain("需要修正的问题。", "What to mend.")


def preview_of(trial: Trial) -> SourcePreview:
    return SourcePreview(
        jobs=[_preview(each) for each in trial.jobs],
        rejects=_rejects(trial.rejects),
        problems=problems_of(trial.problems),
        requests=trial.requests,
        found=trial.found,
        complete=trial.complete,
        fill=[FieldFill(field=name, share=share) for name, share in trial.fill.items()],
        events=[JSON(each) for each in trial.events],
        policies=[JSON(each) for each in trial.policies],
        stations=[JSON(each) for each in trial.stations],
        difference=_difference(trial.against),
    )


def submission_of(done: Submission) -> SubmitPayload:
    return SubmitPayload(
        accepted=done.accepted,
        created=done.created,
        updated=done.updated,
        unchanged=done.unchanged,
        withdrawn=done.withdrawn,
        rejects=_rejects(done.rejects),
        problems=problems_of(done.problems),
    )


def problems_of(problems: Sequence[ProblemValue]) -> list[Problem]:
    return [Problem(code=each.code, message=each.message, path=list(each.path)) for each in problems]


def _rejects(rejects: Sequence[RejectValue]) -> list[Reject]:
    return [
        RowOf(
            "reject",
            {
                "reason": each.reason,
                "message": each.message,
                "field": each.field,
                "external_id": each.external_id,
                "url": each.url,
                "raw_json": orjson.dumps(each.raw, default=str).decode(),
            },
        )  # type: ignore[misc]  # a RowOf stands for Reject
        for each in rejects
    ]


def _difference(against: Against | None) -> SourceDifference | None:
    if against is None:
        return None
    changed = [PostingChange(external_id=key, fields=list(fields)) for key, fields in against.changed.items()]
    return SourceDifference(
        added=list(against.added), changed=changed, gone=list(against.gone), unchanged=against.unchanged
    )


def _preview(each: Preview) -> JobPreview:
    cautions: Any = [{"kind": kind, "text": text} for kind, text in each.cautions]  # Any: as items of cautions_json
    return JobPreview(
        external_id=each.external_id,
        url=each.url,
        normalised=JSON(each.normalised),
        raw=JSON(each.raw),
        cautions=cautions,
    )
