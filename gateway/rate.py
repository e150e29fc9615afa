"""What a caller may still spend: the graph's `rateLimit` reads it from here."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Rate:
    """Points: the limit of a window, what this request cost, what remains, and when the window ends (epoch seconds)."""

    limit: int
    cost: int
    remaining: int
    reset_at: int


RATE: Final[ContextVar[Rate | None]] = ContextVar("doorstep_rate", default=None)
"""Of the request that is being answered; None: the operator set no limit."""
