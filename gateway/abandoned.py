"""Coroutines that graphql-core's executor makes and then gives up: closed, so that Python warns of none.

Where an error bubbles up, or an execution is cancelled (past its time, or its client gone), graphql-core 3.3 cancels
the tasks that are under way; what a task was going to await it never starts, thousands of coroutines in a long list.
Python tells of each "was never awaited" whenever the garbage is collected (graphql-core, issues 217 and 269).
"""

from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from inspect import CORO_CREATED, getcoroutinestate
from types import CoroutineType
from typing import Any, TypeGuard

from graphql.pyutils import is_awaitable


class Coroutines:
    """The coroutines that an execution met: `is_awaitable`, which it asks of every value, notes them."""

    def __init__(self) -> None:
        self._met: list[CoroutineType[Any, Any, Any]] = []

    def is_awaitable(self, value: Any) -> TypeGuard[Awaitable[Any]]:  # Any: whatever a resolver returned
        if isinstance(value, CoroutineType):
            self._met.append(value)
            return True
        return is_awaitable(value)

    def close(self) -> None:
        """Close those that nobody started; forget all."""
        for coroutine in self._met:
            if getcoroutinestate(coroutine) == CORO_CREATED:
                coroutine.close()
        self._met.clear()


@contextmanager
def closing_abandoned() -> Iterator[Coroutines]:
    """For one execution: pass its `is_awaitable` on; what was not started when the block ends is closed."""
    coroutines = Coroutines()
    try:
        yield coroutines
    finally:
        coroutines.close()
