"""The least that an ASGI server can do: read the body, answer a constant one of BYTES bytes (the environment's)."""

import os

from starlette.types import Receive, Scope, Send

BODY = b"x" * int(os.environ.get("BYTES", "4000"))
HEADERS = [(b"content-type", b"application/json"), (b"content-length", str(len(BODY)).encode())]


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """The application."""
    if scope["type"] != "http":
        return
    await receive()
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": BODY})
