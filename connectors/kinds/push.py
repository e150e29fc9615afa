"""`push`: a source that hands its jobs over itself, by `submitJobs` or `doorstep submit`. Nothing is fetched."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, ClassVar

from connectors.protocol import Context
from schema.problems import DoorstepError
from schema.records import Record

NOTHING_TO_FETCH = "NOTHING_TO_FETCH"


class Push:
    """Has nowhere to read from: a run of it is SKIPPED."""

    kind: ClassVar[str] = "push"
    summary: ClassVar[str] = "jobs that a partner submits itself; nothing is fetched"
    config_schema: ClassVar[Mapping[str, Any]] = {  # Any: a JSON Schema
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "push: 主动推送 / jobs that are pushed",
        "description": "合作方用 submitJobs 或 doorstep submit 推送 / submitted by the partner, never fetched",
        "type": "object",
        "additionalProperties": False,
        "properties": {},
    }

    async def read(self, context: Context) -> AsyncIterator[Record]:
        """Raises NOTHING_TO_FETCH."""
        raise nothing_to_fetch(context.source_key)
        yield  # an async generator, as every connector's read is


def nothing_to_fetch(key: str) -> DoorstepError:
    return DoorstepError(
        NOTHING_TO_FETCH,
        f"来源 {key} 由合作方推送，无需采集；用 submitJobs 或 doorstep submit 提交岗位。",
        f"The source {key} is pushed to, there is nothing to fetch: submit its jobs with submitJobs or "
        "`doorstep submit`.",
        ("connector",),
    )
