"""How often a host is visited, by all sources of the process together."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

Sleep = Callable[[float], Awaitable[None]]
Clock = Callable[[], float]


class HostRates:
    """Each host's requests, evenly spaced after a first burst (the generic cell rate algorithm, ITU-T I.371).

    `per_second` 0 means no limit. `slow_down` lowers one host's rate, for its robots.txt's Crawl-delay.
    """

    def __init__(
        self, per_second: float = 3, burst: int = 6, *, clock: Clock = monotonic, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._interval = 1 / per_second if per_second else 0.0
        self._burst = burst
        self._clock = clock
        self._sleep = sleep
        self._due: dict[str, float] = {}
        self._intervals: dict[str, float] = {}

    def slow_down(self, host: str, seconds: float) -> None:
        """At least `seconds` between two requests to `host` from now on."""
        self._intervals[host] = max(seconds, self._interval)

    async def turn(self, host: str) -> float:
        """Wait for this host's next turn; returns the seconds waited."""
        wait = self._reserve(host)
        if wait > 0:
            await self._sleep(wait)
        return wait

    def _reserve(self, host: str) -> float:
        interval = self._intervals.get(host, self._interval)
        tolerance = 0.0 if host in self._intervals else interval * (self._burst - 1)
        now = self._clock()
        due = max(self._due.get(host, now), now)
        self._due[host] = due + interval
        return max(0.0, due - tolerance - now)
