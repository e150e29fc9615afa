"""What a run did: its report, and each job as it was and as it became, for whoever must be told after the commit."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from schema.problems import Problem
from schema.vocabulary import JobStatus, RunOutcome

NUMBERS: Final = ("fetched", "created", "updated", "unchanged", "withdrawn", "gone", "rejected")
"""The numbers of a run (`RunReport` says what each counts), in the order in which every report tells them."""


@dataclass(frozen=True, slots=True)
class JobFacts:
    """The little of a job that decides which lists it stands in. Ids are the store's integers."""

    status: JobStatus
    source_ids: tuple[int, ...]
    """Every source in its provenance, its leading one first."""
    division: str | None = None
    station_id: int | None = None
    employer_id: int | None = None
    agency_id: int | None = None
    event_id: int | None = None
    occupation: str | None = None
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class JobDelta:
    """A job before and after; `before` is None for a new one. A withdrawn or expired job has an `after`."""

    job_id: int
    before: JobFacts | None
    after: JobFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """How a run ended and what it changed, once it is committed."""

    run_id: int
    source_id: int
    source_key: str
    outcome: RunOutcome
    started_at: datetime
    finished_at: datetime
    seconds: float
    fetched: int = 0
    """Records that the source yielded; one that was yielded twice counts once.

    The sum of `created`, `updated`, `unchanged`, `gone` and `rejected`.
    """
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    """Whatever is no longer offered: said to be gone, or absent so often."""
    rejected: int = 0
    gone: int = 0
    """Records that said of a posting that it is gone, which may be known, withdrawn already or unknown."""
    counters: Mapping[str, int] = dataclasses.field(default_factory=dict)
    problem: Problem | None = None
    drift: Sequence[Mapping[str, object]] = ()
    changed: Sequence[JobDelta] = ()
    retold: Sequence[JobDelta] = ()
    """Jobs that are as they were though a posting of theirs is not."""
    station_ids: frozenset[int] = frozenset()
    employer_ids: frozenset[int] = frozenset()
    event_ids: frozenset[int] = frozenset()
    policy_ids: frozenset[int] = frozenset()
    last_seq: int | None = None
    """The last row that it wrote to the log of changes; None where no job changed."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Jobs that changed outside a run: expired, split, withdrawn with their source. To be announced like a run's."""

    jobs: Sequence[JobDelta] = ()
    last_seq: int | None = None
    retold: Sequence[JobDelta] = ()
    """Jobs that are as they were though a posting of theirs is not."""
