"""The little of ASGI that the raw endpoint needs."""

import asyncio
from collections.abc import Coroutine, Iterable, Mapping
from typing import Any, Final

from starlette.types import Receive, Scope, Send

from gateway.errors import refused

Headers = list[tuple[bytes, bytes]]

_WANTED: Final = frozenset(
    {
        b"accept",
        b"accept-encoding",
        b"authorization",
        b"content-type",
        b"if-none-match",
        b"x-doorstep-extensions",
        b"x-doorstep-key",
    }
)


class ClientLeft(Exception):
    """The client closed the connection before its request was read."""


def wanted_of(scope: Scope) -> tuple[tuple[bytes, bytes], ...]:
    """The headers of a request that Doorstep reads, as they came."""
    return tuple([(name, value) for name, value in scope["headers"] if name in _WANTED])


def headers_of(wanted: Iterable[tuple[bytes, bytes]]) -> Mapping[bytes, str]:
    """The same as text by name; a repeated one is joined by commas."""
    found: dict[bytes, str] = {}
    for name, value in wanted:
        text = value.decode("latin-1")
        found[name] = f"{found[name]}, {text}" if name in found else text
    return found


async def read_body(receive: Receive, max_bytes: int) -> bytes:
    """The whole body. Raises Refused BODY_TOO_LARGE as soon as it is more than that, or ClientLeft."""
    message = await receive()
    if message["type"] == "http.disconnect":
        raise ClientLeft
    body: bytes = message.get("body", b"")
    if message.get("more_body", False):
        body = await _rest(receive, body, max_bytes)
    if len(body) > max_bytes:
        raise _too_large(max_bytes)
    return body


async def _rest(receive: Receive, first: bytes, max_bytes: int) -> bytes:
    parts, size, more = [first], len(first), True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientLeft
        part = message.get("body", b"")
        parts.append(part)
        size += len(part)
        if size > max_bytes:
            raise _too_large(max_bytes)
        more = message.get("more_body", False)
    return b"".join(parts)


def with_length(status: int, headers: Headers, body: bytes) -> Headers:
    """The headers with the body's length; 304 has none."""
    return headers if status == 304 else [*headers, (b"content-length", str(len(body)).encode())]


async def respond(send: Send, status: int, headers: Headers, body: bytes) -> None:
    """Send a whole answer."""
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def address_of(scope: Scope) -> str:
    """The caller's address, as the server (and the proxies it trusts) tells."""
    client: tuple[str, Any] | None = scope.get("client")  # Any: a port
    return client[0] if client else ""


def _too_large(max_bytes: int) -> Exception:
    return refused("BODY_TOO_LARGE", f"请求体超过 {max_bytes} 字节", f"the body is larger than {max_bytes} bytes")


async def while_connected(sending: Coroutine[Any, Any, None], receive: Receive) -> None:  # Any: a coroutine's usual
    """Send until all is sent or the client leaves. The request's body must have been read."""
    tasks = [asyncio.ensure_future(sending), asyncio.ensure_future(_until_left(receive))]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _until_left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
