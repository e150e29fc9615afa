"""The little of ASGI that the raw endpoint needs."""

from collections.abc import Mapping
from typing import Any, Final

from starlette.types import Receive, Scope, Send

from gateway.errors import refused

_WANTED: Final = frozenset(
    {
        b"accept",
        b"accept-encoding",
        b"authorization",
        b"content-length",
        b"content-type",
        b"if-none-match",
        b"x-doorstep-extensions",
        b"x-doorstep-key",
    }
)


class ClientLeft(Exception):
    """The client closed the connection before its request was read."""


def headers_of(scope: Scope) -> Mapping[bytes, str]:
    """The headers of a request that Doorstep reads; a repeated one is joined by commas."""
    found: dict[bytes, str] = {}
    for name, value in scope["headers"]:
        if name in _WANTED:
            text = value.decode("latin-1")
            found[name] = f"{found[name]}, {text}" if name in found else text
    return found


async def read_body(receive: Receive, declared: str, max_bytes: int) -> bytes:
    """The whole body. Raises Refused BODY_TOO_LARGE, or ClientLeft."""
    if declared.isdigit() and int(declared) > max_bytes:
        raise _too_large(max_bytes)
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientLeft
        part = message.get("body", b"")
        if not message.get("more_body", False) and not parts:
            if len(part) > max_bytes:
                raise _too_large(max_bytes)
            return bytes(part)
        parts.append(part)
        size += len(part)
        if size > max_bytes:
            raise _too_large(max_bytes)
        if not message.get("more_body", False):
            return b"".join(parts)


async def respond(
    send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes, *, head: bool = False
) -> None:
    """Send a whole answer."""
    length = [] if status == 304 else [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers + length})
    await send({"type": "http.response.body", "body": b"" if head else body})


def address_of(scope: Scope) -> str:
    """The caller's address, as the server (and the proxies it trusts) tells."""
    client: tuple[str, Any] | None = scope.get("client")  # Any: a port
    return client[0] if client else ""


def _too_large(max_bytes: int) -> Exception:
    return refused("BODY_TOO_LARGE", f"请求体超过 {max_bytes} 字节", f"the body is larger than {max_bytes} bytes")
