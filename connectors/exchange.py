"""One request and its one answer, raw and within bounds: the only user of httpx and the network.

Redirects, retries and manners are `fetch.py`'s. Environment proxies are not read: a proxy would connect past the guard.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import httpcore
import httpx

from connectors.bodies import inflate, megabytes
from connectors.errors import (
    AddressInvalid,
    ConnectFailed,
    ConnectionLost,
    FetchError,
    TimedOut,
    TlsFailed,
    TooLarge,
    TooSlow,
    TruncatedBody,
)
from connectors.urls import host_of, shown


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one exchange. Bytes as they come over the wire, and after they are unpacked."""

    wire_bytes: int = 24 * 1024 * 1024
    unpacked_bytes: int = 64 * 1024 * 1024
    connect_seconds: float = 10
    read_seconds: float = 20
    """Between two pieces of the answer."""
    total_seconds: float = 90


@dataclass(frozen=True, slots=True)
class Answer:
    url: str
    status: int
    headers: httpx.Headers
    content: bytes
    """Unpacked."""


async def exchange(pool: httpcore.AsyncConnectionPool, request: httpx.Request, limits: Limits) -> Answer:
    """Send `request` once and read its answer; every failure is a FetchError."""
    url = str(request.url)
    try:
        async with asyncio.timeout(limits.total_seconds):
            return await _exchange(pool, request, url, limits)
    except TimeoutError as error:
        raise TooSlow(shown(url), seconds=round(limits.total_seconds)) from error
    except httpcore.TimeoutException as error:
        raise TimedOut(shown(url), seconds=round(limits.read_seconds)) from error
    except (httpcore.UnsupportedProtocol, httpcore.LocalProtocolError) as error:
        raise AddressInvalid(shown(url)) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise _network_error(error, url) from error


async def _exchange(pool: httpcore.AsyncConnectionPool, request: httpx.Request, url: str, limits: Limits) -> Answer:
    answer = await pool.handle_async_request(_as_core(request, limits))
    try:
        headers = httpx.Headers(answer.headers)
        wire = await _read(answer, headers, url, limits)
    finally:
        await answer.aclose()
    content = inflate(wire, headers.get("content-encoding", ""), limits.unpacked_bytes, shown(url))
    if len(content) > limits.unpacked_bytes:
        raise TooLarge(shown(url), limit=megabytes(limits.unpacked_bytes))
    return Answer(url, answer.status, headers, content)


def _as_core(request: httpx.Request, limits: Limits) -> httpcore.Request:
    timeout = {
        "connect": limits.connect_seconds,
        "read": limits.read_seconds,
        "write": limits.read_seconds,
        "pool": limits.total_seconds,
    }
    return httpcore.Request(
        method=request.method,
        url=httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        ),
        headers=request.headers.raw,
        content=request.content,
        extensions={"timeout": timeout},
    )


async def _read(answer: httpcore.Response, headers: httpx.Headers, url: str, limits: Limits) -> bytes:
    declared = headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limits.wire_bytes:
        raise TooLarge(shown(url), limit=megabytes(limits.wire_bytes))
    body = bytearray()
    try:
        async for piece in _pieces(answer):
            body += piece
            if len(body) > limits.wire_bytes:
                raise TooLarge(shown(url), limit=megabytes(limits.wire_bytes))
    except (httpcore.RemoteProtocolError, httpcore.ReadError) as error:
        raise TruncatedBody(shown(url)) from error
    return bytes(body)


async def _pieces(answer: httpcore.Response) -> AsyncIterator[bytes]:
    async for piece in answer.aiter_stream():
        yield piece


def _network_error(error: Exception, url: str) -> FetchError:
    if any(isinstance(each, ssl.SSLError) for each in _causes(error)):
        return TlsFailed(host_of(url))
    if isinstance(error, httpcore.ConnectError):
        return ConnectFailed(host_of(url))
    return ConnectionLost(shown(url))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
