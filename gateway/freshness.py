"""How fresh the sources are behind an answer are: their state is kept at hand, so that asking costs nothing."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from math import inf
from typing import Any, Final, Protocol

import orjson

from schema.quick import quickly_made
from schema.vocabulary import SourceHealth

_BEIJING: Final = timezone(timedelta(hours=8))
JUDGED_SECONDS: Final = 0.5
"""How long it is taken as said which sources are past their time."""
NOWHERE: Final = 1 << 60
"""The place of a source that nobody knows: behind all others."""
_NOT_WELL: Final = frozenset({SourceHealth.FAILING.name, SourceHealth.HELD.name, SourceHealth.STALE.name})


@dataclass(frozen=True, slots=True)
class SourceState:
    """One source: read last at `fresh_at`, current until `stale_at` (epoch seconds)."""

    key: str
    health: str
    fresh_at: int | None
    stale_at: int | None


class ReadStates(Protocol):
    """Reads the state of every source."""

    async def __call__(self) -> Mapping[int, SourceState]: ...


@quickly_made
@dataclass(frozen=True, slots=True)
class Freshness:
    """Of one answer. `least` is None for an answer that no source stands behind."""

    least: SourceState | None
    unwell: tuple[SourceState, ...]

    @property
    def notable(self) -> bool:
        """Whether a client should be told without asking."""
        return bool(self.unwell)

    def seconds_left(self, now: float, at_most: int) -> int:
        """How long the answer may be kept: until its least fresh source is due, and no longer than `at_most`."""
        if self.unwell:
            return 0
        if self.least is None or self.least.stale_at is None:
            return at_most
        return max(0, min(at_most, int(self.least.stale_at - now)))

    def as_json(self) -> dict[str, Any]:  # Any: JSON values, states as fragments of it
        return {"leastFresh": self.least and _as_json(self.least), "failed": [_as_json(one) for one in self.unwell]}


class _Places(dict[int, int]):
    def __missing__(self, source: int) -> int:
        return NOWHERE


class FreshnessTable:
    """The states of all sources, read anew after a change or `ttl_seconds`, whichever is first."""

    def __init__(
        self,
        read: ReadStates,
        ttl_seconds: float = 30.0,
        clock: Callable[[], float] = time.time,
        on_stale: Callable[[SourceState], None] | None = None,
    ) -> None:
        self._read = read
        self._on_stale = on_stale
        self._ttl_seconds = ttl_seconds
        self._clock = clock
        self._states: Mapping[int, SourceState] = {}
        self._due = 0.0
        self._judged_at = 0.0
        self._places = _Places()
        """Where each source stands among all, the least fresh first."""
        self._ordered: Sequence[SourceState] = ()
        self._past: frozenset[int] = frozenset()
        self._unwell: frozenset[int] = frozenset()
        self.version = 0
        """Moves with every change that was announced."""

    def expire(self) -> None:
        """Something was announced: read anew before the next answer."""
        self._due = 0.0
        self.version += 1

    async def of(self, sources: Iterable[int]) -> Freshness:
        """The freshness of an answer made of these sources."""
        if not self.at_hand:
            await self._at_hand()
        return self.known(sources)

    @property
    def at_hand(self) -> bool:
        """Whether nothing has to be read anew before `known`; what is at hand is judged by the clock."""
        now = self._clock()
        if now >= self._due:
            return False
        self._judge(now)
        return True

    def known(self, sources: Iterable[int]) -> Freshness:
        """As `of`, of what is at hand."""
        first = min(map(self._places.__getitem__, sources), default=NOWHERE)
        if first == NOWHERE:
            return Freshness(None, ())
        least = self._ordered[first]
        return Freshness(least, self._not_well(sources) if self._unwell else ())

    def _not_well(self, sources: Iterable[int]) -> tuple[SourceState, ...]:
        """Those that are not well; whoever refreshes is told of those that are past their time."""
        states = self._states
        known = [one for one in sources if one in states]
        if self._past and self._on_stale is not None and not self._past.isdisjoint(known):
            for one in known:
                if one in self._past:
                    self._on_stale(states[one])
        return tuple([states[one] for one in known if one in self._unwell])

    async def all(self) -> Sequence[SourceState]:
        """Every source."""
        await self._at_hand()
        return list(self._states.values())

    async def _at_hand(self) -> None:
        now = self._clock()
        if now >= self._due:
            self._due = now + self._ttl_seconds
            self._states = await self._read()
            ordered = sorted(self._states, key=self._due_of)
            self._places = _Places({one: place for place, one in enumerate(ordered)})
            self._ordered = [self._states[one] for one in ordered]
            self._judged_at = 0.0
        self._judge(now)

    def _judge(self, now: float) -> None:
        """Say which sources are past their time, twice a second."""
        if self._judged_at <= now < self._judged_at + JUDGED_SECONDS:
            return
        self._judged_at = now
        self._past = frozenset(one for one, state in self._states.items() if _is_past(state, now))
        self._unwell = frozenset(one for one, state in self._states.items() if _unwell(state, now))

    def _due_of(self, source: int) -> tuple[float, int]:
        return _due(self._states[source])


def _due(state: SourceState) -> tuple[float, int]:
    """The least fresh first: the one that is longest past its time, or that is due the soonest."""
    return (inf if state.stale_at is None else state.stale_at, state.fresh_at or 0)


def _is_past(state: SourceState, now: float) -> bool:
    return state.stale_at is not None and state.stale_at <= now


def _unwell(state: SourceState, now: float) -> bool:
    return state.health in _NOT_WELL or _is_past(state, now)


@lru_cache(maxsize=4096)
def _as_json(state: SourceState) -> orjson.Fragment:
    told = {
        "source": state.key,
        "health": state.health,
        "freshAt": _instant(state.fresh_at),
        "staleAt": _instant(state.stale_at),
    }
    return orjson.Fragment(orjson.dumps(told))


def _instant(seconds: int | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).astimezone(_BEIJING).isoformat()
