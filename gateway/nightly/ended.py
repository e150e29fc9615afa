"""A run that another process carried out, as the report that it had there."""

from schema.changes import RunReport
from schema.store.runs import Run


def report_of(run: Run) -> RunReport:
    """A run of the store as the report that its worker had."""
    return RunReport(
        run_id=run.id,
        source_id=run.source_id,
        source_key=run.source_key,
        outcome=run.outcome,
        started_at=run.started_at,
        finished_at=run.finished_at or run.started_at,
        seconds=run.seconds or 0.0,
        fetched=run.fetched,
        created=run.created,
        updated=run.updated,
        unchanged=run.unchanged,
        withdrawn=run.withdrawn,
        rejected=run.rejected,
        gone=run.gone,
        counters=run.counters,
        problem=run.problem,
        drift=run.drift,
    )
