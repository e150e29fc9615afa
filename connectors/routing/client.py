"""Asking an engine over HTTP: in parts, within a time, remembering what was told, resting where it fails."""

import asyncio
import json
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from time import monotonic
from typing import Any, Final

import httpx

from connectors.routing.engines import Engine, Question, Refused, Seconds, Unreadable
from schema.travel import NoRouting, Place
from schema.vocabulary import TravelMode

AT_ONCE: Final = 4
"""Requests to one engine at a time."""
MOST_BYTES: Final = 4_000_000
MOST_REFUSALS: Final = 24
"""Refused requests of one question. One place that is off the streets costs seven of them."""
MOST_REMEMBERED: Final = 200_000
FAILURES_TO_REST: Final = 3
REST_SECONDS: Final = 15.0

log = logging.getLogger(__name__)
_Pair = tuple[TravelMode, Place, Place]


def rounded(place: Place) -> Place:
    """To a ten-thousandth of a degree, 11 m: as near as a door."""
    return round(place[0], 4), round(place[1], 4)


class EngineClient:
    """`schema.travel.Routing` over one engine for each way to travel."""

    def __init__(
        self,
        engines: Mapping[TravelMode, Engine],
        timeout_seconds: float,
        *,
        now: Callable[[], float] = monotonic,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._engines = engines
        self._timeout = timeout_seconds
        self._now = now
        self._client = httpx.AsyncClient(
            timeout=timeout_seconds,
            transport=transport,
            trust_env=False,
            headers={"accept": "application/json", "accept-encoding": "identity", "user-agent": "doorstep"},
        )
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._known: OrderedDict[_Pair, int | None] = OrderedDict()
        self._failures = 0
        self._rests_until = 0.0

    def knows(self, mode: TravelMode) -> bool:
        engine = self._engines.get(mode)
        return engine is not None and engine.knows(mode)

    async def seconds(self, origin: Place, targets: Sequence[Place], mode: TravelMode) -> Sequence[int | None]:
        start = rounded(origin)
        ends = [rounded(target) for target in targets]
        missing = [end for end in dict.fromkeys(ends) if (mode, start, end) not in self._known]
        told: dict[Place, int | None] = {}
        if missing:
            told = await self._ask(start, missing, mode)
        return [told[end] if end in told else self._recall((mode, start, end)) for end in ends]

    async def close(self) -> None:
        await self._client.aclose()

    async def _ask(self, start: Place, ends: Sequence[Place], mode: TravelMode) -> dict[Place, int | None]:
        if self._now() < self._rests_until:
            raise NoRouting("resting")
        try:
            async with asyncio.timeout(self._timeout):
                told = await _Asking(self._engines[mode], self._fetch, start, mode).all(ends)
        except Refused as refusal:  # the origin is off the streets: no fault of the engine's
            raise NoRouting(str(refusal)) from refusal
        except (TimeoutError, httpx.HTTPError, httpx.InvalidURL, Unreadable) as failure:
            self._failed(failure)
            raise NoRouting(str(failure)) from failure
        self._failures = 0
        for end, seconds in told.items():
            self._known[mode, start, end] = seconds
        while len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        return told

    def _recall(self, pair: _Pair) -> int | None:
        self._known.move_to_end(pair)
        return self._known[pair]

    def _failed(self, failure: Exception) -> None:
        self._failures += 1
        if self._failures >= FAILURES_TO_REST:
            self._rests_until = self._now() + REST_SECONDS
        log.warning(
            "the routing engine failed (%s, %d in a row): straight lines", type(failure).__name__, self._failures
        )

    async def _fetch(self, question: Question) -> tuple[int, Any]:  # Any: JSON values
        method = "GET" if question.body is None else "POST"
        async with self._gate, self._client.stream(method, question.url, json=question.body) as answer:
            body = bytearray()
            async for part in answer.aiter_raw():
                body += part
                if len(body) > MOST_BYTES:
                    raise Unreadable("too large")
            try:
                return answer.status_code, json.loads(body)
            except ValueError as error:
                raise Unreadable("not JSON") from error


_Fetch = Callable[[Question], Awaitable[tuple[int, Any]]]  # Any: JSON values


class _Asking:
    """One question: split where it is too large, halved where it is refused, until a single place is refused."""

    def __init__(self, engine: Engine, fetch: _Fetch, start: Place, mode: TravelMode) -> None:
        self._engine = engine
        self._fetch = fetch
        self._start = start
        self._mode = mode
        self._refusals = 0

    async def all(self, ends: Sequence[Place]) -> dict[Place, int | None]:
        most = self._engine.most
        parts = [ends[at : at + most] for at in range(0, len(ends), most)]
        tasks = [asyncio.create_task(self._part(part)) for part in parts]
        try:
            times = await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
        return {end: time for part, row in zip(parts, times, strict=True) for end, time in zip(part, row, strict=True)}

    async def _part(self, ends: Sequence[Place]) -> Seconds:
        status, answer = await self._fetch(self._engine.ask(self._start, ends, self._mode))
        try:
            return self._engine.read(status, answer, len(ends))
        except Refused:
            self._refusals += 1
            if self._refusals > MOST_REFUSALS:
                raise
        if len(ends) == 1:
            return [None]
        half = len(ends) // 2
        return [*await self._part(ends[:half]), *await self._part(ends[half:])]
