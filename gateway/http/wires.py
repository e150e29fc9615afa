"""Answers as they went over the wire, for requests that come again byte for byte: nothing is parsed twice.

A wire holds only as long as the response cache still has the very response it was made from, and for a second at most,
since the headers tell how fresh the sources are.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from cache.responses import Response, ResponseCache
from gateway.freshness import FreshnessTable

Headers = list[tuple[bytes, bytes]]
WireKey = tuple[str, bytes, tuple[tuple[bytes, bytes], ...]]
"""Method, body or query string, and the headers that Doorstep reads."""

HOLDS_SECONDS: Final = 1.0
LARGEST_REQUEST: Final = 16_384
LARGEST_ANSWER: Final = 262_144


@dataclass(frozen=True, slots=True)
class Wire:
    """One answer with its headers, compressed where the client takes it so."""

    status: int
    headers: Headers
    body: bytes
    cache_key: str
    response: Response
    version: int
    until: float


class Wires:
    """The wires of one process; the least recently kept fall first."""

    def __init__(self, cache: ResponseCache, freshness: FreshnessTable, most: int = 2_048) -> None:
        self._cache = cache
        self._freshness = freshness
        self._most = most
        self._kept: OrderedDict[WireKey, Wire] = OrderedDict()

    def get(self, key: WireKey) -> Wire | None:
        """The wire of a request, where it still holds."""
        wire = self._kept.get(key)
        if wire is None:
            return None
        holds = wire.until > time.monotonic() and wire.version == self._freshness.version
        if holds and self._cache.get(wire.cache_key) is wire.response:
            return wire
        del self._kept[key]
        return None

    def keep(self, key: WireKey, made: tuple[str, Response], status: int, headers: Headers, body: bytes) -> None:
        """Keep an answer that came from the response cache, or is kept there by now."""
        if len(key[1]) > LARGEST_REQUEST or len(body) > LARGEST_ANSWER:
            return
        cache_key, response = made
        until = time.monotonic() + HOLDS_SECONDS
        self._kept[key] = Wire(status, headers, body, cache_key, response, self._freshness.version, until)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
