"""The response cache in the process's memory: bounded by bytes, exact under concurrent drops, single flight."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable

from cache.responses import Make, Response

_OVERHEAD_BYTES = 600
"""What an entry costs beside its body and key: the objects, the tags' sets (measured, CPython 3.11)."""
_TAG_BYTES = 20
"""What a tag adds to that."""


class MemoryCache:
    """Answers of one process; the least recently used fall first. `max_bytes` 0 keeps nothing."""

    local = True

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.bytes = 0
        self._kept: OrderedDict[str, Response] = OrderedDict()
        self._keys_of: dict[str, set[str]] = {}
        self._flights: dict[str, _Flight] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: str) -> Response | None:
        response = self._kept.get(key)
        if response is not None:
            self._kept.move_to_end(key)
        return response

    def keep(self, key: str, response: Response) -> None:
        if response.keep:
            self._keep(key, response)

    async def get_or_make(self, key: str, make: Make) -> Response:
        while True:
            if (kept := self.get(key)) is not None:
                return kept
            flight = self._flights.get(key)
            if flight is None or flight.stale:
                flight = self._flights[key] = _Flight()
                return await self._make(key, make, flight)
            if (response := await flight.wait()) is not None:
                return response

    async def drop(self, tags: Iterable[str], upto: int = 0) -> int:
        gone = set(tags)
        for flight in self._flights.values():
            flight.dropped |= gone
        keys = {key for tag in gone for key in self._keys_of.get(tag, ())}
        for key in keys:
            self._forget(key)
        return len(keys)

    async def clear(self, upto: int = 0) -> int:
        gone = len(self._kept)
        self._kept.clear()
        self._keys_of.clear()
        self._flights.clear()  # a making that is not listed here is not kept
        self.bytes = 0
        return gone

    async def close(self) -> None:
        """Nothing is open."""

    async def _make(self, key: str, make: Make, flight: "_Flight") -> Response:
        """Made by who asked first, without a task of its own: most answers are there at once."""
        made: Response | Exception | None = None
        try:
            made = response = await make()
            if response.keep and self._flights.get(key) is flight and flight.dropped.isdisjoint(response.tags):
                self._keep(key, response)
            return response
        except Exception as error:  # whatever it is, it is what the others who wait are told too
            made = error
            raise
        finally:
            if self._flights.get(key) is flight:
                del self._flights[key]
            flight.land(made)

    def _keep(self, key: str, response: Response) -> None:
        size = _size(key, response)
        if size > self.max_bytes:
            return
        self._forget(key)
        self._kept[key] = response
        self.bytes += size
        for tag in response.tags:
            self._keys_of.setdefault(tag, set()).add(key)
        while self.bytes > self.max_bytes:
            self._forget(next(iter(self._kept)))

    def _forget(self, key: str) -> None:
        response = self._kept.pop(key, None)
        if response is None:
            return
        self.bytes -= _size(key, response)
        for tag in response.tags:
            keys = self._keys_of[tag]
            keys.discard(key)
            if not keys:
                del self._keys_of[tag]


class _Flight:
    """One making in progress, and the tags that were dropped since it began."""

    __slots__ = ("dropped", "waiting")

    def __init__(self) -> None:
        self.dropped: set[str] = set()
        self.waiting: list[asyncio.Future[Response | None]] = []

    async def wait(self) -> Response | None:
        """What is made; None: who made it was stopped, and another must begin anew."""
        future: asyncio.Future[Response | None] = asyncio.get_running_loop().create_future()
        self.waiting.append(future)
        return await future

    def land(self, made: Response | Exception | None) -> None:
        """Give it to all who wait and have not gone."""
        for future in self.waiting:
            if future.done():
                continue
            if isinstance(made, Exception):
                future.set_exception(made)
            else:
                future.set_result(made)

    @property
    def stale(self) -> bool:
        """Whether something was dropped since it began: who asks from now on must not be given what it reads."""
        return bool(self.dropped)


def _size(key: str, response: Response) -> int:
    return len(response.body) + len(key) + _OVERHEAD_BYTES + len(response.tags) * _TAG_BYTES
