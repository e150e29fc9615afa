"""How often a host is visited by all sources together: of this process, or of all that share a `TurnBook`."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Protocol

Sleep = Callable[[float], Awaitable[None]]
Clock = Callable[[], float]


class TurnBook(Protocol):
    """Where the turns of hosts are written down."""

    async def reserve(self, host: str, interval: float) -> float:
        """Take a host's next turn: the seconds until it, 0 where it is due; the one after it is `interval` later."""


class TurnsInMemory:
    """The book of one process."""

    def __init__(self, clock: Clock = monotonic) -> None:
        self._clock = clock
        self._due: dict[str, float] = {}

    async def reserve(self, host: str, interval: float) -> float:
        now = self._clock()
        due = max(self._due.get(host, now), now)
        self._due[host] = due + interval
        return due - now


class HostRates:
    """Each host's requests, evenly spaced after a first burst (the generic cell rate algorithm, ITU-T I.371).

    `per_second` 0 means no limit. `slow_down` lowers one host's rate, for its robots.txt's Crawl-delay.
    """

    def __init__(
        self,
        per_second: float = 3,
        burst: int = 6,
        *,
        clock: Clock = monotonic,
        sleep: Sleep = asyncio.sleep,
        turns: TurnBook | None = None,
    ) -> None:
        self._interval = 1 / per_second if per_second else 0.0
        self._burst = burst
        self._sleep = sleep
        self._turns = turns or TurnsInMemory(clock)
        self._intervals: dict[str, float] = {}

    def slow_down(self, host: str, seconds: float) -> None:
        """At least `seconds` between two requests to `host` from now on."""
        self._intervals[host] = max(seconds, self._interval)

    async def turn(self, host: str) -> float:
        """Wait for this host's next turn; returns the seconds waited."""
        interval = self._intervals.get(host, self._interval)
        if not interval:
            return 0.0
        tolerance = 0.0 if host in self._intervals else interval * (self._burst - 1)
        wait = max(0.0, await self._turns.reserve(host, interval) - tolerance)
        if wait > 0:
            await self._sleep(wait)
        return wait
