"""Mutation: what partners do to their sources. What it does stands behind the protocol `Partners`."""

from collections.abc import Mapping
from dataclasses import asdict
from enum import Enum
from typing import Annotated, Any

import strawberry
from strawberry.types import Info

from gateway.graph.checking import few, in_range, invalid
from gateway.graph.context import Context, Outcome, Partners, SourceDraft
from gateway.graph.converting import instant
from gateway.graph.declaring import both, mutation
from gateway.graph.inputs import JobInput, SourceInput
from gateway.graph.payloads import (
    RunPayload,
    SecretPayload,
    SourcePayload,
    SourcePreview,
    SubmitPayload,
    preview_of,
    problems_of,
    submission_of,
)
from gateway.graph.rows import found_by, linked
from schema.problems import DoorstepError

MOST_JOBS = 1000
MOST_PREVIEWED = 100


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
        count = in_range("limit", 20 if limit is None else limit, 1, MOST_PREVIEWED)
        trial = await _partners(info).preview_source(info.context.viewer, _draft(input), count)
        return preview_of(trial)

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
        return RunPayload(run=run, problems=problems_of(outcome.problems))  # type: ignore[arg-type]  # a RowOf stands for Run

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
        submitted = [_plain(asdict(job)) for job in few(jobs, "jobs", MOST_JOBS)]
        return submission_of(await _partners(info).submit_jobs(info.context.viewer, source, submitted))

    @mutation("下架推送过的岗位。", "Withdraw jobs that were pushed.")
    async def withdraw_jobs(
        self,
        info: Info,
        source: Key,
        external_ids: Annotated[list[str], _argument("编号，最多 1000 个。", "Their ids, at most 1,000.")],
    ) -> SubmitPayload:
        few(external_ids, "externalIds", MOST_JOBS)
        return submission_of(await _partners(info).withdraw_jobs(info.context.viewer, source, external_ids))

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
        return SecretPayload(name=name, problems=problems_of(problems))

    @mutation("删除机构的一个密钥。", "Remove a secret of one's agency.")
    async def remove_secret(
        self,
        info: Info,
        name: Annotated[str, _argument("名称。", "Its name.")],
        source: Annotated[str | None, OF_SOURCE] = None,
    ) -> SecretPayload:
        problems = await _partners(info).remove_secret(info.context.viewer, name, source)
        return SecretPayload(name=name, problems=problems_of(problems))


def _partners(info: Info) -> Partners:
    context: Context = info.context
    if context.services.partners is None:
        raise DoorstepError("UNAVAILABLE", "此服务只读，不接受修改", "this gateway only reads; it takes no changes")
    return context.services.partners


def _draft(given: SourceInput) -> SourceDraft:
    config = given.config
    if not isinstance(config, Mapping):
        raise invalid("config", "须是一个 JSON 对象", "takes a JSON object")
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
    return SourcePayload(source=source, problems=problems_of(outcome.problems))  # type: ignore[arg-type]  # a RowOf stands for Source
