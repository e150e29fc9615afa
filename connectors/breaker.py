"""Circuits: what fails again and again is left alone for a while, and tried once before it is trusted again.

A host that cannot be reached is spared by every source; one that answers badly (5xx, timeouts, captchas) only by the
source it answers so, for another page of the same host may be well.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import time
from typing import Protocol

from connectors.errors import BreakerOpen

FAILURES_TO_OPEN = 8
"""Attempts in a row, retries counted."""
REST_SECONDS = 300.0
REST_AT_MOST_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Circuit:
    """`failures` in a row; `open_until` (seconds since 1970, 0: closed) and the rest that was given last."""

    failures: int = 0
    open_until: float = 0.0
    rest_seconds: float = 0.0


class CircuitMemory(Protocol):
    """Where circuits are kept, so that they outlive the process."""

    async def read(self, key: str) -> Circuit: ...

    async def write(self, key: str, circuit: Circuit) -> None: ...


class CircuitsInMemory:
    def __init__(self) -> None:
        self._circuits: dict[str, Circuit] = {}

    async def read(self, key: str) -> Circuit:
        return self._circuits.get(key, Circuit())

    async def write(self, key: str, circuit: Circuit) -> None:
        if circuit == Circuit():
            self._circuits.pop(key, None)
        else:
            self._circuits[key] = circuit


class Breaker:
    def __init__(
        self, memory: CircuitMemory, *, now: Callable[[], float] = time, threshold: int = FAILURES_TO_OPEN
    ) -> None:
        self._memory = memory
        self._now = now
        self._threshold = threshold

    async def admit(self, keys: Sequence[str], where: str) -> None:
        """Raise BREAKER_OPEN where any of the circuits rests."""
        for key in keys:
            circuit = await self._memory.read(key)
            left = circuit.open_until - self._now()
            if left > 0:
                raise BreakerOpen(where, seconds=max(1, round(left)), retry_after=left)

    async def succeeded(self, keys: Sequence[str]) -> None:
        for key in keys:
            if await self._memory.read(key) != Circuit():
                await self._memory.write(key, Circuit())

    async def failed(self, key: str) -> None:
        """One more failure in a row; after a rest the first one is enough to open again, for twice as long."""
        circuit = await self._memory.read(key)
        failures = circuit.failures + 1
        if failures < self._threshold:
            await self._memory.write(key, Circuit(failures, 0.0, circuit.rest_seconds))
            return
        rest = min(circuit.rest_seconds * 2 or REST_SECONDS, REST_AT_MOST_SECONDS)
        await self._memory.write(key, Circuit(failures, self._now() + rest, rest))
