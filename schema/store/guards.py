"""How a run ended, judged by what it took against what its source's good runs took. Pure."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from schema.problems import Problem
from schema.vocabulary import RunOutcome

GOOD_RUNS = 7
"""How many good runs the median is taken over."""
LEAST_SHARE = 0.5
"""A complete run that took less than this share of the median looks wrong as a whole."""
AGREEMENT = 0.25
"""A run agrees with the held one before it when their numbers differ by at most this share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a run is judged by. `taken`: records read and not rejected, withdrawals among them."""

    complete: bool
    taken: int
    rejected: int
    problem: Problem | None = None
    may_be_empty: bool = False
    continues: bool = False
    """It asked only for what changed since a watermark: nothing new is no failure."""
    good_runs: Sequence[int] = ()
    """`taken` of the last good complete runs, newest first."""
    held_before: int | None = None
    """`taken` of the run just before, where that one was held."""
    unmet: Problem | None = None
    """What the source's own `expect` asks for and the run lacks."""


@dataclass(frozen=True, slots=True)
class Verdict:
    outcome: RunOutcome
    problem: Problem | None = None
    counts_absence: bool = False
    """Postings that were not seen are counted as absent once more."""
    withdraws: bool = False
    """Postings absent often enough are withdrawn."""


def judge(evidence: Evidence) -> Verdict:
    """The outcome of a run that has ended."""
    if evidence.problem is not None:
        outcome = RunOutcome.PARTIAL if evidence.taken else RunOutcome.FAILED
        return Verdict(outcome, evidence.problem)
    if evidence.taken == 0:
        return judge_empty(evidence)
    if not evidence.complete:
        return Verdict(RunOutcome.SUCCEEDED)
    if evidence.unmet is not None:
        return Verdict(RunOutcome.HELD, evidence.unmet, counts_absence=True)
    if looks_wrong(evidence) and not agrees(evidence):
        return Verdict(RunOutcome.HELD, too_few(evidence), counts_absence=True)
    return Verdict(RunOutcome.SUCCEEDED, counts_absence=True, withdraws=True)


def judge_empty(evidence: Evidence) -> Verdict:
    if evidence.rejected:
        return Verdict(RunOutcome.FAILED, all_rejected(evidence.rejected))
    if evidence.may_be_empty:
        return Verdict(RunOutcome.SUCCEEDED, counts_absence=evidence.complete, withdraws=evidence.complete)
    if evidence.continues and not evidence.complete:
        return Verdict(RunOutcome.SUCCEEDED)
    return Verdict(RunOutcome.FAILED, EMPTY_SNAPSHOT)


def looks_wrong(evidence: Evidence) -> bool:
    runs = evidence.good_runs[:GOOD_RUNS]
    return bool(runs) and evidence.taken < LEAST_SHARE * statistics.median(runs)


def agrees(evidence: Evidence) -> bool:
    before = evidence.held_before
    return before is not None and abs(evidence.taken - before) <= AGREEMENT * max(before, evidence.taken)


EMPTY_SNAPSHOT = Problem(
    "EMPTY_SNAPSHOT",
    "来源一条记录也没有，可能改版或出错；原有岗位都保留。确实可以为空时，在配置里写 expect.empty: true。",
    "The source had not one record, so it has probably changed or broken; all its jobs are kept. "
    "Where it may be empty, set expect.empty: true in its config.",
)


def all_rejected(rejected: int) -> Problem:
    return Problem(
        "ALL_REJECTED",
        f"读到的 {rejected} 条记录都不能用，来源可能改版；原因见退回记录，原有岗位都保留。",
        f"Not one of the {rejected} records could be taken, so the source has probably changed; "
        "see the rejects for why. All its jobs are kept.",
    )


def too_few(evidence: Evidence) -> Problem:
    usual = int(statistics.median(evidence.good_runs[:GOOD_RUNS]))
    return Problem(
        "TOO_FEW",
        f"只有 {evidence.taken} 条，平时约 {usual} 条；"
        "暂不下架任何岗位，等下次运行或人工确认（doorstep runs confirm）。",
        f"Only {evidence.taken} records where about {usual} are usual: nothing is withdrawn until the next run agrees "
        "or an operator confirms (`doorstep runs confirm`).",
    )
