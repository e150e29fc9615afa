"""Tags: what an answer was made of, and what a change touches. The only place that spells them.

An answer holds the tag of every node that it shows (`job:12`) and, for every list, the narrowest scope that decides
who is in it (`jobs:d440103`). A change touches the tags of its node and of every scope that the node was or is in. An
answer that holds a touched tag may have changed; one that holds none has not. Where the scope is touched by every
change of a job in the list (`tell_jobs`), the jobs' own tags are left out.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from schema.changes import Changed, JobDelta, JobFacts, RunReport
from schema.divisions import ancestors
from schema.grid import ranges_around
from schema.store.reads.queries import (
    EmployerQuery,
    EventQuery,
    JobQuery,
    PolicyQuery,
    Query,
    RejectQuery,
    RunQuery,
    SourceQuery,
    StationQuery,
)

ALL_JOBS = "jobs"
CHANGES = "changes"
MOST_CELLS = 64
"""A circle of more cells than this is told by every job."""


def of_row(table: str, number: object) -> str:
    """One row: of_row("job", 12)."""
    return f"{table}:{number}"


def of_rows(table: str) -> str:
    """Every row of a table other than job, new ones too."""
    return f"{table}s"


def of_sightings(source_id: object) -> str:
    """When and where a source was last seen to show its jobs: each of its runs moves that."""
    return f"seen:{source_id}"


def of_list(query: Query) -> Sequence[str]:
    """What decides who is in a list, and in what order."""
    if isinstance(query, JobQuery):
        return _of_jobs(query)
    if isinstance(query, RunQuery):
        return (f"runs:{query.source}",)
    if isinstance(query, RejectQuery):
        return (f"run:{query.run}",)
    for kind, table in _TABLES:
        if isinstance(query, kind):
            return (of_rows(table),)
    return (CHANGES,)


_TABLES: Sequence[tuple[type[Query], str]] = (
    (StationQuery, "station"),
    (EmployerQuery, "employer"),
    (EventQuery, "event"),
    (PolicyQuery, "policy"),
    (SourceQuery, "source"),
)


def tell_jobs(query: Query) -> bool:
    """Whether the tags of a list are touched by whatever changes a job in it, but for the job's postings.

    Who shows its postings notes the job itself. A list that its sources tell is left out: a job that has lost all its
    postings changes without naming the sources that it had.
    """
    return type(query) is JobQuery and not query.sources


def _of_jobs(query: JobQuery) -> Sequence[str]:
    """The narrowest of: event, station, employer, divisions, cells of the map, sources; else every job."""
    if query.nothing:
        return ()
    letter, members = _narrowest(query)
    return [f"jobs:{letter}{member}" for member in members] if members else (ALL_JOBS,)


def _narrowest(query: JobQuery) -> tuple[str, Sequence[object]]:
    if query.events:
        return "v", query.events
    if query.stations:
        return "s", query.stations
    if query.employers:
        return "e", query.employers
    if query.divisions:
        return "d", query.divisions
    return ("c", cells) if (cells := _cells(query)) else ("o", query.sources)


def _cells(query: JobQuery) -> Sequence[int]:
    if query.circle is None:
        return ()
    spans = ranges_around(query.circle.latitude, query.circle.longitude, query.circle.metres)
    if sum(last - first + 1 for first, last in spans) > MOST_CELLS:
        return ()
    return [cell for first, last in spans for cell in range(first, last + 1)]


def touched(report: RunReport) -> set[str]:
    """Every tag that a run's commit touches."""
    found = {*touched_by_source(report.source_id), *touched_by_beginning(report.source_id, report.run_id)}
    found.add(of_sightings(report.source_id))
    for table, numbers in (
        ("station", report.station_ids),
        ("employer", report.employer_ids),
        ("event", report.event_ids),
        ("policy", report.policy_ids),
    ):
        if numbers:
            found.add(of_rows(table))
            found.update(of_row(table, number) for number in numbers)
    found.update(_touched_by_changes(report.changed))
    found.update(_touched_by_retelling(report.retold))
    return found


def touched_outside(changed: Changed) -> set[str]:
    """Every tag that is touched where jobs expire or are split."""
    return {*touched_by_jobs(changed.jobs), *_touched_by_retelling(changed.retold)}


def touched_by_source(source_id: int) -> Sequence[str]:
    """Every tag that a change of a source's own row touches."""
    return of_row("source", source_id), of_rows("source")


def touched_by_beginning(source_id: int, run_id: int) -> Sequence[str]:
    """Every tag that the beginning of a run touches."""
    return f"runs:{source_id}", of_row("run", run_id)


def touched_by_jobs(deltas: Iterable[JobDelta]) -> set[str]:
    """Every tag that changes of jobs touch."""
    return set(_touched_by_changes(deltas))


def _touched_by_changes(deltas: Iterable[JobDelta]) -> Iterable[str]:
    for delta in deltas:
        yield ALL_JOBS
        yield CHANGES
        yield from _touched_by_job(delta)


def _touched_by_retelling(deltas: Iterable[JobDelta]) -> Iterable[str]:
    """Jobs that are as they were: lists change only where one is shown by other sources than before."""
    for delta in deltas:
        if delta.before is None or delta.before.source_ids != delta.after.source_ids:
            yield ALL_JOBS
            yield from _touched_by_job(delta)
        else:
            yield of_row("job", delta.job_id)


def _touched_by_job(delta: JobDelta) -> Iterable[str]:
    yield of_row("job", delta.job_id)
    for facts in (delta.before, delta.after):
        if facts is not None:
            yield from _scopes(facts)


def _scopes(facts: JobFacts) -> Iterable[str]:
    """Every list scope that a job with these facts stands in."""
    for letter, member in (
        ("v", facts.event_id),
        ("s", facts.station_id),
        ("e", facts.employer_id),
        ("c", facts.cell),
    ):
        if member is not None:
            yield f"jobs:{letter}{member}"
    if facts.division is not None:
        yield from _down_to(facts.division)
    for source in facts.source_ids:
        yield f"jobs:o{source}"


@lru_cache(maxsize=16_384)
def _down_to(division: str) -> Sequence[str]:
    """The scopes of a division and of all above it."""
    return tuple(f"jobs:d{code}" for code in (*ancestors(division), division))
