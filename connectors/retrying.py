"""The one retry policy: what may answer another time is asked again, and Retry-After is honoured."""

from collections.abc import Awaitable, Callable
from email.utils import parsedate_to_datetime
from typing import TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from connectors.errors import ConnectFailed, DnsFailed, FetchError, RateLimited
from connectors.rates import Sleep

Answer = TypeVar("Answer")

ATTEMPTS = 4
FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 20.0
LONGEST_RETRY_AFTER_SECONDS = 60.0
"""A server that asks for more is not waited for: the source's next run comes then."""

_backoff = wait_exponential_jitter(multiplier=FIRST_WAIT_SECONDS, max=LONGEST_WAIT_SECONDS, jitter=FIRST_WAIT_SECONDS)


async def retrying(ask: Callable[[], Awaitable[Answer]], *, idempotent: bool, sleep: Sleep) -> Answer:
    """`ask()` until it answers, fails for good, or has been tried ATTEMPTS times; then its last error.

    A request that is not idempotent is repeated only where it surely was not carried out.
    """
    policy = AsyncRetrying(
        stop=stop_after_attempt(ATTEMPTS),
        wait=_wait,
        retry=retry_if_exception(lambda error: _may_be_repeated(error, idempotent)),
        sleep=sleep,
        reraise=True,
    )

    async def once() -> Answer:  # tenacity awaits only what is declared async
        return await ask()

    return await policy(once)


def _may_be_repeated(error: BaseException, idempotent: bool) -> bool:
    if not isinstance(error, FetchError) or not error.retryable:
        return False
    if error.retry_after is not None and error.retry_after > LONGEST_RETRY_AFTER_SECONDS:
        return False
    return idempotent or isinstance(error, RateLimited | DnsFailed | ConnectFailed)


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, FetchError) else None
    return asked if asked is not None else _backoff(state)


def retry_after_seconds(value: str | None, now: float) -> float | None:
    """Retry-After (RFC 9110, 10.2.3): seconds, or a date against `now` (seconds since 1970); None where unreadable.

    >>> retry_after_seconds("120", now=0)
    120.0
    """
    if not value:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except (ValueError, OverflowError):
        return None
