"""Answers as they went over the wire, for requests that come again byte for byte: nothing is parsed twice.

A wire holds only as long as the response cache still has the very response it was made from, and for a second at most,
since the headers tell how fresh the sources are. It is found by what the endpoint reads of a request, and, where the
server hands them over (gateway.http.direct), by the very bytes of the request.
"""

import time
from collections import OrderedDict
from collections.abc import Coroutine
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeVar

from cache.responses import Response, ResponseCache
from gateway.freshness import FreshnessTable

Headers = list[tuple[bytes, bytes]]
WireKey = tuple[str, bytes, tuple[tuple[bytes, bytes], ...]]
"""Method, body or query string, and the headers that Doorstep reads."""

Told = tuple[int, bytes]
"""A status, and what goes over the wire behind the server's own headers."""
Telling = Coroutine[Any, Any, Told]  # Any: as always of a coroutine
"""What makes an answer."""
REQUEST: Final = "doorstep.request"
"""The key of an ASGI scope under which `Direct` leaves the bytes of a request."""
HOLDS_SECONDS: Final = 1.0
LARGEST_REQUEST: Final = 16_384
LARGEST_ANSWER: Final = 262_144

Key = TypeVar("Key")


@dataclass(frozen=True)
class Wire:
    """One answer with its headers, compressed where the client takes it so."""

    status: int
    headers: Headers
    body: bytes
    cache_key: str
    response: Response
    version: int
    until: float

    @cached_property
    def rest(self) -> bytes:
        """As `rest_of`."""
        return rest_of(self.headers, self.body)


def rest_of(headers: Headers, body: bytes) -> bytes:
    """All that goes over the wire behind the status line and the server's own headers."""
    return b"".join([*[b"%b: %b\r\n" % header for header in headers], b"\r\n", body])


class Wires:
    """The wires of one process; the least recently kept fall first."""

    def __init__(self, cache: ResponseCache, freshness: FreshnessTable, most: int = 2_048) -> None:
        self._cache = cache
        self._freshness = freshness
        self._most = most
        self._kept: OrderedDict[WireKey, Wire] = OrderedDict()
        self._by_request: OrderedDict[bytes, Wire] = OrderedDict()

    def get(self, key: WireKey) -> Wire | None:
        """The wire of what a request asks, where it still holds."""
        return self._held(self._kept, key)

    def of_request(self, request: bytes) -> Wire | None:
        """The wire of a whole request, where it still holds."""
        return self._held(self._by_request, request)

    def wire(self, made: tuple[str, Response], status: int, headers: Headers, body: bytes) -> Wire | None:
        """The wire of an answer that came from the response cache; None where it is too large to be kept twice."""
        if len(body) > LARGEST_ANSWER:
            return None
        cache_key, response = made
        until = time.monotonic() + HOLDS_SECONDS
        return Wire(status, headers, body, cache_key, response, self._freshness.version, until)

    def keep(self, key: WireKey, wire: Wire) -> None:
        """Let a wire be found by what a request asks."""
        if len(key[1]) <= LARGEST_REQUEST:
            self._put(self._kept, key, wire)

    def keep_request(self, request: bytes, wire: Wire) -> None:
        """Let a wire be found by the request's own bytes."""
        self._put(self._by_request, request, wire)

    def _held(self, kept: OrderedDict[Key, Wire], key: Key) -> Wire | None:
        wire = kept.get(key)
        if wire is None:
            return None
        holds = wire.until > time.monotonic() and wire.version == self._freshness.version
        if holds and self._cache.get(wire.cache_key) is wire.response:
            return wire
        del kept[key]
        return None

    def _put(self, kept: OrderedDict[Key, Wire], key: Key, wire: Wire) -> None:
        kept[key] = wire
        if len(kept) > self._most:
            kept.popitem(last=False)
