"""Mutation: what partners do to their sources. What it does stands behind the protocol `Partners`."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from enum import Enum
from typing import Annotated, Any

import orjson
import strawberry
from strawberry.types import Info

from gateway.graph.context import Against, Context, Outcome, Partners, Preview, SourceDraft, Submission
from gateway.graph.converting import instant
from gateway.graph.declaring import both, mutation, plain
from gateway.graph.inputs import JobInput, SourceInput
from gateway.graph.jobs import Caution
from gateway.graph.rows import RowOf, found_by, linked
from gateway.graph.scalars import JSON
from gateway.graph.sources import Reject, Run, Source
from schema.problems import DoorstepError
from schema.problems import Problem as ProblemValue
from schema.records import Reject as RejectValue

MOST_JOBS = 1000
MOST_PREVIEWED = 100


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


def _argument(zh: str, en: str) -> Any:  # Any: what Annotated takes
    return strawberry.argument(description=both(zh, en))


Key = Annotated[str, _argument("来源的 key。", "The source's key.")]
OF_SOURCE: Any = _argument(  # Any: as in `_argument`
    "哪个来源的密钥；没有机构的管理员必须写明。",
    "The source whose secret it is; an administrator of no agency must name it.",
)


@strawberry.type(description=both("合作方的操作。", "What partners may do."))
class Mutation:
    @mutation(
        "试读一个来源，不保存任何内容：会得到什么、会拒绝什么。",
        "Try a source without keeping anything: what it would yield and what it would reject.",
    )
    async def preview_source(
        self,
        info: Info,
        input: Annotated[SourceInput, _argument("来源。", "The source.")],
        limit: Annotated[int | None, _argument("最多读几条，最多 100。", "At most so many records, up to 100.")] = 20,
    ) -> SourcePreview:
        count = 20 if limit is None else limit
        if not 1 <= count <= MOST_PREVIEWED:
            raise DoorstepError("INVALID_ARGUMENT", "limit：须在 1 到 100 之间", "limit: takes 1 to 100", ("limit",))
        trial = await _partners(info).preview_source(info.context.viewer, _draft(input), count)
        return SourcePreview(
            jobs=[_preview(each) for each in trial.jobs],
            rejects=_rejects(trial.rejects),
            problems=_problems(trial.problems),
            requests=trial.requests,
            found=trial.found,
            complete=trial.complete,
            fill=[FieldFill(field=name, share=share) for name, share in trial.fill.items()],
            events=[JSON(each) for each in trial.events],
            policies=[JSON(each) for each in trial.policies],
            stations=[JSON(each) for each in trial.stations],
            difference=_difference(trial.against),
        )

    @mutation("登记一个来源。", "Register a source.")
    async def register_source(
        self, info: Info, input: Annotated[SourceInput, _argument("来源。", "The source.")]
    ) -> SourcePayload:
        return await _source(info, await _partners(info).register_source(info.context.viewer, _draft(input)))

    @mutation("修改一个来源。", "Change a source.")
    async def update_source(
        self, info: Info, key: Key, input: Annotated[SourceInput, _argument("新的内容。", "What it shall be.")]
    ) -> SourcePayload:
        return await _source(info, await _partners(info).update_source(info.context.viewer, key, _draft(input)))

    @mutation("暂停一个来源。", "Pause a source.")
    async def pause_source(
        self, info: Info, key: Key, reason: Annotated[str | None, _argument("原因。", "Why.")] = None
    ) -> SourcePayload:
        return await _source(info, await _partners(info).pause(info.context.viewer, key, reason))

    @mutation("恢复一个来源。", "Resume a source.")
    async def resume_source(self, info: Info, key: Key) -> SourcePayload:
        return await _source(info, await _partners(info).resume(info.context.viewer, key))

    @mutation("停用一个来源；其岗位下架，但不删除。", "Forget a source; its jobs are withdrawn, not deleted.")
    async def retire_source(self, info: Info, key: Key) -> SourcePayload:
        return await _source(info, await _partners(info).retire(info.context.viewer, key))

    @mutation("立即采集一个来源。", "Run a source now.")
    async def run_source(self, info: Info, key: Key) -> RunPayload:
        outcome = await _partners(info).run_source(info.context.viewer, key)
        run = await linked(info.context, "run", outcome.id)
        return RunPayload(run=run, problems=_problems(outcome.problems))  # type: ignore[arg-type]  # a RowOf stands for Run

    @mutation(
        "推送岗位，而不是等待采集。以 (来源, externalId) 为准，可重复推送。",
        "Push jobs instead of being polled. Idempotent by (source, externalId).",
    )
    async def submit_jobs(
        self,
        info: Info,
        source: Key,
        jobs: Annotated[list[JobInput], _argument("岗位，最多 1000 个。", "At most 1,000.")],
    ) -> SubmitPayload:
        _at_most(len(jobs), "jobs")
        submitted = [_plain(asdict(job)) for job in jobs]
        return _submission(await _partners(info).submit_jobs(info.context.viewer, source, submitted))

    @mutation("下架推送过的岗位。", "Withdraw jobs that were pushed.")
    async def withdraw_jobs(
        self,
        info: Info,
        source: Key,
        external_ids: Annotated[list[str], _argument("编号，最多 1000 个。", "Their ids, at most 1,000.")],
    ) -> SubmitPayload:
        _at_most(len(external_ids), "externalIds")
        return _submission(await _partners(info).withdraw_jobs(info.context.viewer, source, external_ids))

    @mutation(
        "设置机构的一个密钥：只写不读，加密保存，只发往所绑定的主机。",
        "Set a secret of one's agency: written only, kept encrypted, sent to its one host alone.",
    )
    async def set_secret(
        self,
        info: Info,
        name: Annotated[str, _argument("名称，来源的配置用它引用。", "Its name, by which configs refer to it.")],
        host: Annotated[str, _argument("只能发往的主机，如 hr.example.cn。", "The one host that it may be sent to.")],
        value: Annotated[str, _argument("密钥本身。", "The secret itself.")],
        source: Annotated[str | None, OF_SOURCE] = None,
    ) -> SecretPayload:
        problems = await _partners(info).set_secret(info.context.viewer, name, host, value, source)
        return SecretPayload(name=name, problems=_problems(problems))

    @mutation("删除机构的一个密钥。", "Remove a secret of one's agency.")
    async def remove_secret(
        self,
        info: Info,
        name: Annotated[str, _argument("名称。", "Its name.")],
        source: Annotated[str | None, OF_SOURCE] = None,
    ) -> SecretPayload:
        problems = await _partners(info).remove_secret(info.context.viewer, name, source)
        return SecretPayload(name=name, problems=_problems(problems))


def _partners(info: Info) -> Partners:
    context: Context = info.context
    if context.services.partners is None:
        raise DoorstepError("UNAVAILABLE", "此服务只读，不接受修改", "this gateway only reads; it takes no changes")
    return context.services.partners


def _at_most(count: int, name: str) -> None:
    if count > MOST_JOBS:
        raise DoorstepError(
            "INVALID_ARGUMENT", f"{name}：一次最多 {MOST_JOBS} 个", f"{name}: at most {MOST_JOBS} at once", (name,)
        )


def _draft(given: SourceInput) -> SourceDraft:
    config = given.config
    if not isinstance(config, Mapping):
        raise DoorstepError(
            "INVALID_ARGUMENT", "config：须是一个 JSON 对象", "config: takes a JSON object", ("config",)
        )
    schedule = given.schedule if isinstance(given.schedule, str) else None
    return SourceDraft(given.key, given.name, given.connector, config, schedule)


_NAMES = {
    "external_id": "externalId",
    "employer_credit_code": "employerCreditCode",
    "contact_name": "contactName",
    "contact_phone": "contactPhone",
    "posted_at": "postedAt",
    "expires_at": "expiresAt",
}


def _plain(given: Mapping[str, Any]) -> dict[str, object]:  # Any: the values of an input
    """A JobInput as the JSON that a partner wrote: the graph's names, nothing that was not given."""
    found = {_NAMES.get(name, name): value for name, value in given.items() if value not in (None, strawberry.UNSET)}
    for name in ("postedAt", "expiresAt"):
        if name in found:
            found[name] = instant(found[name])
    if isinstance(found.get("point"), Mapping):
        found["point"] = {
            name: value.value if isinstance(value, Enum) else value for name, value in found["point"].items()
        }
    return found


async def _source(info: Info, outcome: Outcome) -> SourcePayload:
    source = await found_by(info.context, "source", "id", outcome.id) if outcome.id is not None else None
    return SourcePayload(source=source, problems=_problems(outcome.problems))  # type: ignore[arg-type]  # a RowOf stands for Source


def _submission(done: Submission) -> SubmitPayload:
    return SubmitPayload(
        accepted=done.accepted,
        created=done.created,
        updated=done.updated,
        unchanged=done.unchanged,
        withdrawn=done.withdrawn,
        rejects=_rejects(done.rejects),
        problems=_problems(done.problems),
    )


def _problems(problems: Sequence[ProblemValue]) -> list[Problem]:
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
