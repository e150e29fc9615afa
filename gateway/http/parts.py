"""An answer in parts as multipart/mixed: what Apollo Client, urql, Relay and GraphiQL read of @defer and @stream.

https://github.com/graphql/graphql-over-http/blob/main/rfcs/IncrementalDelivery.md : the boundary is one hyphen, and the
delimiter behind a part is sent with the part, so that a client need not wait for the next one to know its end.
"""

from collections.abc import AsyncIterator
from typing import Final

from starlette.types import Receive, Send

from gateway.errors import mask
from gateway.http.asgi import while_connected

_HEADERS: Final = [
    (b"content-type", b'multipart/mixed; boundary="-"'),
    (b"cache-control", b"no-store"),
    (b"vary", b"Accept"),
    (b"x-accel-buffering", b"no"),  # nginx would hold parts back
]
_HEAD: Final = b"\r\ncontent-type: application/json; charset=utf-8\r\n\r\n"
_DELIMITER: Final = b"\r\n---"


async def send_parts(parts: AsyncIterator[bytes], receive: Receive, send: Send) -> None:
    """Send all parts; ends when they do or the client leaves."""
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    await while_connected(_send_all(parts, send), receive)


async def _send_all(parts: AsyncIterator[bytes], send: Send) -> None:
    delimiter = b"---"
    try:
        async for part in parts:
            await _send(send, delimiter + _HEAD + part)
            await _send(send, _DELIMITER)
            delimiter = b""
        await _send(send, b"--\r\n", more=False)
    except Exception as error:  # the last door: the status is sent by now, and a part that is missing tells the client
        mask(error, "parts")
        await _send(send, b"--\r\n", more=False)


async def _send(send: Send, body: bytes, *, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})
