"""The queue of runs on PostgreSQL (procrastinate): one job a source, taken by any number of workers on any machines.

A source stands in the queue once at most (queueing lock), and is run by one worker at a time (lock, and the store's
lease beneath it). What a killed worker had in hand is put back by the others, and goes on at its last checkpoint.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from procrastinate import App, JobContext
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job

from gateway.nightly.retries import RunFailed
from gateway.running import Runner
from schema.problems import DoorstepError
from schema.vocabulary import RunOutcome

log = logging.getLogger("doorstep.queue")

QUEUE: Final = "sources"
TASK: Final = "doorstep.run"
STALLED_AFTER_SECONDS: Final = 60.0
FIRST: Final = 10
"""Priority of directories of stations: what is posted at a station then finds it."""
SOON: Final = timedelta(seconds=60)


async def run_source(context: JobContext, key: str) -> str:
    """Run a source; its outcome is the job's result. A source that may not run now is no failure of the queue."""
    runner: Runner = context.additional_context["runner"]
    try:
        report = await runner.run(key)
    except DoorstepError as error:
        if error.code in {"SOURCE_PAUSED", "SOURCE_UNKNOWN"}:
            log.info("%s is not run: %s", key, error.problem.en)
            return error.code
        raise
    if report.outcome in (RunOutcome.FAILED, RunOutcome.PARTIAL) and report.problem is not None:
        raise RunFailed(report.problem)
    return report.outcome.value


@dataclass(frozen=True, slots=True)
class Queue:
    """An open queue."""

    app: App

    async def put(self, key: str, *, first: bool = False) -> int | None:
        """Queue a run of a source; None where it waits or runs already."""
        lock = f"source:{key}"
        if any(await self.app.job_manager.list_jobs_async(queue=QUEUE, lock=lock, status="doing")):
            return None
        task = self.app.configure_task(TASK, queue=QUEUE, lock=lock, queueing_lock=lock, priority=FIRST if first else 0)
        try:
            return await task.defer_async(key=key)
        except AlreadyEnqueued:
            return None

    async def left(self, now: datetime | None = None) -> dict[str, str]:
        """Sources that wait ("todo") or are being run ("doing"). Those put off to later are not among them."""
        soon = (now or datetime.now(UTC)) + SOON
        return {
            str(job.task_kwargs["key"]): status
            for status in ("todo", "doing")
            for job in await self.app.job_manager.list_jobs_async(queue=QUEUE, task=TASK, status=status)
            if status == "doing" or job.scheduled_at is None or job.scheduled_at <= soon
        }

    async def rescue(self) -> list[str]:
        """Put back what stalled workers had in hand; returns the sources."""
        stalled: Sequence[Job] = list(
            await self.app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=STALLED_AFTER_SECONDS)
        )
        return [key for job in stalled if (key := await self._put_back(job)) is not None]

    async def _put_back(self, job: Job) -> str | None:
        try:
            await self.app.job_manager.retry_job(job)
        except ConnectorException:
            log.info("job %s was put back by another, or its source waits again", job.id)
            return None
        return str(job.task_kwargs["key"])
