"""A load generator: connections that stay open, each asking the next request when it has its answer.

It speaks as much of HTTP/1.1 as the servers measured answer with: Content-Length, or chunks.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle

ACCEPTED_SECONDS = 0.05
"""By then an idle server has accepted what was opened."""


@dataclass
class Measured:
    """What one run measured. Latencies are in seconds."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    failed: int = 0
    bytes: int = 0

    @property
    def a_second(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def request_of(body: bytes, port: int) -> bytes:
    """A POST of a JSON body, as it goes over the wire."""
    head = (
        f"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        f"Accept: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def run(port: int, bodies: Sequence[bytes], connections: int, seconds: float) -> Measured:
    """Ask for so many seconds over so many connections, all of which stand before the first request.

    A server on libuv accepts one connection a turn of its loop: while others ask, the last of 64 waits for 64 turns.
    """
    measured = Measured()
    requests = cycle([request_of(body, port) for body in bodies])
    opened = [await asyncio.open_connection("127.0.0.1", port, limit=1 << 24) for _ in range(connections)]
    await asyncio.sleep(ACCEPTED_SECONDS)
    began = time.perf_counter()
    until = began + seconds
    await asyncio.gather(*(_ask(reader, writer, requests, until, measured) for reader, writer in opened))
    measured.seconds = time.perf_counter() - began
    return measured


async def ask_all(port: int, bodies: Sequence[bytes]) -> None:
    """Ask each once, one after the other: to warm a cache up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 24)
    for body in bodies:
        writer.write(request_of(body, port))
        await _answer(reader)
    writer.close()


async def answer_of(port: int, body: bytes) -> bytes:
    """One answer's body; raises AssertionError where its status is not 200."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 24)
    writer.write(request_of(body, port))
    status, answer = await _answer(reader)
    writer.close()
    assert status == 200, answer
    return answer


async def _ask(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    requests: Iterator[bytes],
    until: float,
    measured: Measured,
) -> None:
    while (began := time.perf_counter()) < until:
        writer.write(next(requests))
        status, body = await _answer(reader)
        measured.latencies.append(time.perf_counter() - began)
        measured.bytes += len(body)
        measured.failed += status != 200 or b'"errors"' in body
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    status, lowered = int(head[9:12]), head.lower()
    place = lowered.find(b"content-length:")
    if place >= 0:
        return status, await reader.readexactly(int(lowered[place + 15 : lowered.index(b"\r\n", place)]))
    parts = []
    while size := int(await reader.readline(), 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readexactly(2)
    return status, b"".join(parts)
