"""What subscriptions tell: the log of changes read on after every commit, and the progress of runs."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from gateway.graph.asking import job_query
from gateway.graph.checking import source_ids
from gateway.graph.context import Announcements, Context
from gateway.graph.rows import RowOf, linked, row_of
from gateway.plan.fields import Arguments
from schema.problems import DoorstepError
from schema.store.reads.listing import Row, Select, Value, Window
from schema.store.reads.queries import ChangeQuery, JobQuery
from schema.store.reads.reader import column_names, whole
from schema.vocabulary import JobStatus

BATCH = 500
"""Changes read at once."""


@dataclass(frozen=True, slots=True)
class ProgressOf:
    """One step of a run."""

    run: RowOf
    stage: str
    done: int
    total: int | None


async def job_changes(context: Context, arguments: Arguments) -> AsyncIterator[RowOf]:
    """Every change from now on of jobs that the filter lets through, in the log's order."""
    news = _announcements(context)
    given = arguments.get("filter") or {}
    query = await job_query(context, given)
    if not given.get("status"):
        query = query._replace(statuses=tuple(JobStatus))
    seen = await _last(context)
    async for _ in news.seqs():
        while rows := await _since(context, seen):
            seen = rows[-1][0]
            for row in await _let_through(context, rows, query if given else None):
                context.loaders.clear()
                yield row_of(context, "change", row)


async def run_progress(context: Context, arguments: Arguments) -> AsyncIterator[ProgressOf]:
    """The steps of every run, or of one source's."""
    news, key = _announcements(context), arguments.get("source")
    if key is not None:
        await source_ids(context, [key])
    async for progress in news.progress():
        if key in (None, progress.source_key):
            context.loaders.clear()
            run = await linked(context, "run", progress.run_id)
            if run is not None:
                yield ProgressOf(run, progress.stage, progress.done, progress.total)


async def _last(context: Context) -> Value:
    select = Select("change", (("t", "seq"),))
    rows = (await context.services.reader.pages([ChangeQuery()], Window(1, backward=True), select))[0].rows
    return rows[0][0] if rows else 0


async def _since(context: Context, seq: Value) -> list[Row]:
    page = await context.services.reader.pages([ChangeQuery()], Window(BATCH, after=(seq,)), whole("change"))
    return list(page[0].rows)


async def _let_through(context: Context, rows: list[Row], query: JobQuery | None) -> list[Row]:
    if query is None:
        return rows
    at = column_names("change").index("job_id")
    only = tuple(sorted({int(row[at] or 0) for row in rows}))
    page = await context.services.reader.pages(
        [query._replace(only=only)], Window(len(only)), Select("job", (("t", "id"),))
    )
    matching = {row[0] for row in page[0].rows}
    return [row for row in rows if row[at] in matching]


def _announcements(context: Context) -> Announcements:
    if context.services.announcements is None:
        raise DoorstepError("UNAVAILABLE", "此服务不提供订阅", "this gateway tells no news")
    return context.services.announcements
