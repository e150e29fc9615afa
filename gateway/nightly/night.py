"""One night as the operator reads it at eight: what failed and what to do, what is held, what drifts, how fresh it is.

The night of a date are the 24 hours that end at 18:00 of it in Asia/Shanghai, so that the runs of a day and of the
night before it stand in one report.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim

from gateway.nightly.advice import Advice, advice_for
from schema.changes import NUMBERS
from schema.problems import Problem
from schema.store import rejects, runs, sources
from schema.store.engine import Database
from schema.store.rejects import RejectTally
from schema.store.runs import Run
from schema.store.sources import NIGHTLY, Source
from schema.vocabulary import RunOutcome, SourceHealth

SHANGHAI = ZoneInfo("Asia/Shanghai")
ENDS_AT = time(18, 0)
GRACE = timedelta(minutes=30)
"""How long after its time a source may begin before it counts as not run."""
FAILED = frozenset({RunOutcome.FAILED, RunOutcome.PARTIAL})

NOT_RUN = Problem(
    "NOT_RUN",
    "到了时间却没有运行",
    "It was due and was not run",
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A source that did not go well: what happened, and the next step."""

    source_key: str
    source_name: str
    outcome: str
    problem: Problem
    advice: Advice
    run_id: int | None
    fresh_at: datetime | None


@dataclass(frozen=True, slots=True)
class Drift:
    """A field of a source that was filled and no longer is: shares before and after, with one posting of each."""

    source_key: str
    field: str
    before: float
    after: float
    sample_before: Mapping[str, object]
    sample_after: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source's night: its runs summed, its health now."""

    key: str
    name: str
    outcome: str
    health: SourceHealth
    runs: int
    fetched: int
    created: int
    updated: int
    unchanged: int
    withdrawn: int
    gone: int
    rejected: int
    seconds: float
    open_jobs: int
    fresh_at: datetime | None
    stale_at: datetime | None


@dataclass(frozen=True, slots=True)
class Night:
    """The whole report. `troubles` come first in every form of it."""

    date: date
    since: datetime
    until: datetime
    made_at: datetime
    lines: Sequence[SourceLine]
    troubles: Sequence[Trouble]
    held: Sequence[Trouble]
    drift: Sequence[Drift]
    rejects: Sequence[RejectTally]

    @property
    def is_well(self) -> bool:
        """Nothing failed and nothing waits for a person."""
        return not self.troubles and not self.held

    def total(self, name: str) -> int:
        """The sum of a number over all sources."""
        return sum(int(getattr(line, name)) for line in self.lines)


def night_of(now: datetime) -> date:
    """The date of the night that is going on: from 18:00 on it is tomorrow's."""
    here = now.astimezone(SHANGHAI)
    return here.date() + timedelta(days=int(here.time() >= ENDS_AT))


def span(of: date) -> tuple[datetime, datetime]:
    """From when to when the night of a date lasts."""
    until = datetime.combine(of, ENDS_AT, SHANGHAI)
    return until - timedelta(days=1), until


async def read_night(database: Database, of: date, now: datetime) -> Night:
    """Read the night of a date out of the store."""
    since, until = span(of)
    found = await runs.between(database, since, until)
    known = [one for one in await sources.listing(database) if one.state != "RETIRED"]
    by_source = {one.key: [run for run in found if run.source_id == one.id] for one in known}
    return Night(
        date=of,
        since=since,
        until=until,
        made_at=now,
        lines=[line_of(one, by_source[one.key], now) for one in known],
        troubles=[*failed(known, by_source), *not_run(known, by_source, since, min(until, now))],
        held=held(known, by_source),
        drift=[each for key, mine in by_source.items() for each in drift_of(key, mine)],
        rejects=await rejects.between(database, since, until),
    )


def line_of(source: Source, mine: Sequence[Run], now: datetime) -> SourceLine:
    def total(name: str) -> int:
        return sum(int(getattr(run, name)) for run in mine)

    return SourceLine(
        key=source.key,
        name=source.name,
        outcome=mine[-1].outcome.value if mine else "",
        health=sources.health_at(source, now),
        runs=len(mine),
        **{name: total(name) for name in NUMBERS},
        seconds=round(sum(run.seconds or 0.0 for run in mine), 1),
        open_jobs=source.open_jobs,
        fresh_at=source.fresh_at,
        stale_at=source.stale_at,
    )


def failed(known: Sequence[Source], by_source: Mapping[str, Sequence[Run]]) -> list[Trouble]:
    """Sources whose last run of the night did not succeed."""
    last = [(one, by_source[one.key][-1]) for one in known if by_source[one.key]]
    return [trouble_of(one, run) for one, run in last if run.outcome in FAILED]


def held(known: Sequence[Source], by_source: Mapping[str, Sequence[Run]]) -> list[Trouble]:
    """Sources whose last run waits for a confirmation."""
    return [
        trouble_of(one, mine[-1])
        for one in known
        if (mine := by_source[one.key]) and mine[-1].outcome is RunOutcome.HELD
    ]


def trouble_of(source: Source, run: Run) -> Trouble:
    problem = run.problem or Problem("UNKNOWN", "原因没有记录", "No reason was kept")
    advice = advice_for(problem.code, source.key, source.connector, run.id)
    return Trouble(source.key, source.name, run.outcome.value, problem, advice, run.id, source.fresh_at)


def not_run(
    known: Sequence[Source], by_source: Mapping[str, Sequence[Run]], since: datetime, until: datetime
) -> list[Trouble]:
    """Active sources that were due in that time and did not begin."""
    return [
        Trouble(
            one.key,
            one.name,
            "NOT_RUN",
            NOT_RUN,
            advice_for(NOT_RUN.code, one.key, one.connector, None),
            None,
            one.fresh_at,
        )
        for one in known
        if one.state == "ACTIVE"
        and not by_source[one.key]
        and is_due(one.schedule, max(since, one.created_at), until - GRACE)
    ]


def is_due(schedule: str | None, since: datetime, until: datetime) -> bool:
    """Whether a cron expression (Asia/Shanghai) fires in (since, until]."""
    return since < until and next(CronSim(schedule or NIGHTLY, since.astimezone(SHANGHAI))) <= until


def drift_of(key: str, mine: Sequence[Run]) -> list[Drift]:
    """What the last run of a source that told drift told."""
    told = next((run.drift for run in reversed(mine) if run.drift), ())
    return [
        Drift(key, one["field"], one["before"], one["after"], one["sampleBefore"], one["sampleAfter"]) for one in told
    ]
