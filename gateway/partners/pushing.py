"""Jobs that are pushed: normalised, staged and applied as an increment, in one run of their source."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.graph.context import Submission
from gateway.installation import Installation
from gateway.running import Announce, value_of
from gateway.sourcing import frame_of
from schema.problems import DoorstepError, Problem
from schema.records import Gone, JobRecord, Record, Reject
from schema.store.intake import RunHandle, begin
from schema.store.sources import Source
from schema.store.staging import Taken

TRIES = 20
WAIT_SECONDS = 0.25
"""A push waits for another push to the same source, five seconds at most."""

NAMES: Mapping[str, str] = {
    "externalId": "external_id",
    "title": "title",
    "description": "description",
    "employer": "employer",
    "employerCreditCode": "employer_credit_code",
    "agency": "agency",
    "occupation": "occupation",
    "pay": "pay",
    "settlement": "settlement",
    "headcount": "headcount",
    "schedule": "schedule",
    "employment": "employment",
    "workplace": "workplace",
    "requirements": "requirements",
    "age": "age",
    "gender": "gender",
    "education": "education",
    "experience": "experience",
    "benefits": "benefits",
    "address": "address",
    "division": "division",
    "station": "station",
    "contactName": "contact_name",
    "contactPhone": "contact_phone",
    "url": "url",
    "postedAt": "posted_at",
    "expiresAt": "expires_at",
    "status": "status",
    "text": "text",
}
"""The graph's names of a JobInput (and the further ones that a file may have) to those of a JobRecord."""


def record_of(job: Mapping[str, object]) -> JobRecord | Reject:
    """A job as a partner wrote it; lists are joined, a point is taken apart. A Reject without id or title."""
    words: dict[str, Any] = {  # Any: the words of a JobRecord's fields
        own: _words(job[name]) for name, own in NAMES.items() if job.get(name) not in (None, "", [])
    }
    for name, zh, en in (("external_id", "编号 externalId", "an externalId"), ("title", "岗位名称 title", "a title")):
        if not words.get(name, "").strip():
            return Reject(
                reason="ID_MISSING" if name == "external_id" else "TITLE_MISSING",
                message=f"岗位缺少{zh}。 / The job lacks {en}.",
                field="externalId" if name == "external_id" else "title",
                external_id=words.get("external_id"),
                raw=dict(job),
            )
    point = job.get("point")
    if isinstance(point, Mapping):
        words |= {"latitude": str(point.get("latitude")), "longitude": str(point.get("longitude"))}
        words |= {"coordinate_system": str(point.get("system"))}
    return JobRecord(**words, raw=dict(job))


def _words(value: object) -> str:
    return "、".join(str(each) for each in value) if isinstance(value, list | tuple) else str(value)


@dataclass(frozen=True, slots=True)
class Pusher:
    """Takes what is pushed to one installation's sources."""

    house: Installation
    announce: Announce

    async def submit(self, source: Source, records: Sequence[Record]) -> Submission:
        """Take jobs, or what is said to be gone; repeated, it changes nothing."""
        if source.connector != "push":
            return Submission(problems=(_not_pushed(source),))
        frame = frame_of(source, self.house.now())
        taken = [value_of(record, frame) for record in records]
        try:
            return await self._apply(source, taken)
        except DoorstepError as error:
            return Submission(problems=(error.problem,))

    async def withdraw(self, source: Source, external_ids: Sequence[str]) -> Submission:
        """Withdraw jobs by their ids in the source; one that is not known is no error."""
        gone = [Gone(external_id=each, reason="withdrawn by its source") for each in dict.fromkeys(external_ids)]
        return await self.submit(source, gone)

    async def _apply(self, source: Source, taken: Sequence[Taken]) -> Submission:
        rejects = tuple(each for each in taken if isinstance(each, Reject))
        if not taken:
            return Submission(problems=(_nothing_given(),))
        handle = await _begun(self.house, source.key)
        try:
            await handle.stage(list(taken))
            report = await handle.finish(complete=False)
        except BaseException:
            await asyncio.shield(handle.release())
            raise
        await self.announce(report)
        return Submission(
            accepted=len(taken) - len(rejects),
            created=report.created,
            updated=report.updated,
            unchanged=report.unchanged,
            withdrawn=report.withdrawn,
            rejects=rejects,
            problems=(report.problem,) if report.problem else (),
        )


async def _begun(house: Installation, key: str) -> RunHandle:
    for _ in range(TRIES):
        try:
            return await begin(house.database, key, house.now())
        except DoorstepError as error:
            if error.code != "RUN_BUSY":
                raise
            await asyncio.sleep(WAIT_SECONDS)
    return await begin(house.database, key, house.now())


def _not_pushed(source: Source) -> Problem:
    return Problem(
        "SOURCE_NOT_PUSHED",
        f"来源 {source.key} 由连接器 {source.connector} 采集，不接受推送；请另登记一个 connector: push 的来源。",
        f"The source {source.key} is read by the connector {source.connector} and takes no pushes: "
        "register one with connector: push.",
        ("source",),
    )


def _nothing_given() -> Problem:
    return Problem("NOTHING_GIVEN", "没有给出任何岗位。", "No job was given.", ("jobs",))
