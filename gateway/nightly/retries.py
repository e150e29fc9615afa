"""When a run that ended badly is tried again: soon where it was busy, later and later where the trouble may pass."""

from datetime import timedelta
from typing import Final

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from gateway.laying import STORE_AWAY
from gateway.nightly.advice import ADVICE, WAIT
from schema.problems import DoorstepError, Problem

PASSING: Final = frozenset(code for code, step in ADVICE.items() if step is WAIT)
"""Codes of troubles that may pass by themselves within the night."""
AGAIN_AFTER: Final = (timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=45))
BUSY_AGAIN_AFTER: Final = timedelta(minutes=1)
BUSY_AT_MOST: Final = 60
BUSY: Final = frozenset({"RUN_BUSY", "RUN_TAKEN_OVER"})


class RunFailed(Exception):
    """A run ended as FAILED or PARTIAL, for this reason; it is written down already."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code)


class Again(BaseRetryStrategy):
    """The one policy of the queue."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """None: not again before its next time."""
        wait = wait_for(exception, job.attempts)
        return None if wait is None else RetryDecision(retry_in={"seconds": int(wait.total_seconds())})


def wait_for(error: BaseException, attempts: int) -> timedelta | None:
    """How long to wait after this error, when it has been tried again `attempts` times."""
    if isinstance(error, RunFailed):
        return AGAIN_AFTER[attempts] if error.problem.code in PASSING and attempts < len(AGAIN_AFTER) else None
    if isinstance(error, DoorstepError) and error.code in BUSY:
        return BUSY_AGAIN_AFTER if attempts < BUSY_AT_MOST else None
    if isinstance(error, DoorstepError) and error.code != STORE_AWAY:
        return None
    return timedelta(seconds=2 ** min(1 + attempts, 8))
