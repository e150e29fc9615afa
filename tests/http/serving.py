"""A gateway served by uvicorn on loopback, as it is in production, for clients that need a socket."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import uvicorn
from starlette.types import ASGIApp

from gateway.http.direct import Direct


@asynccontextmanager
async def served(app: ASGIApp, timeout_keep_alive: int = 5) -> AsyncIterator[str]:
    """The base URL of the application while the block runs."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        config = uvicorn.Config(
            app,
            http=Direct,
            log_config=None,
            lifespan="on",
            ws="websockets-sansio",
            timeout_keep_alive=timeout_keep_alive,
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve([listening]))
        while not server.started:  # noqa: ASYNC110 - uvicorn sets a flag, there is no event
            await asyncio.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            await serving


def request_of(body: bytes, *headers: bytes, version: bytes = b"1.1") -> bytes:
    """A POST to the graph as it goes over the wire."""
    lines = [
        b"POST /graphql HTTP/" + version,
        b"Host: doorstep.test",
        b"Content-Type: application/json",
        b"Content-Length: %d" % len(body),
        *headers,
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


class Connection:
    """One connection to a server, for requests byte for byte."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def ask(self, request: bytes) -> bytes:
        """What comes back for a request, the date left out."""
        self.writer.write(request)
        return b"".join(await self.answer(with_body=not request.startswith(b"HEAD")))

    async def answer(self, *, with_body: bool = True) -> tuple[bytes, bytes]:
        """The next answer's head, the date left out, and its body."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head)
        body = await self.reader.readexactly(int(length[1])) if length and with_body else b""
        return re.sub(rb"date: [^\r]+\r\n", b"", head), body


@asynccontextmanager
async def connected(base: str) -> AsyncIterator[Connection]:
    """A connection to the server at a base URL."""
    at = urlsplit(base)
    reader, writer = await asyncio.open_connection(at.hostname, at.port, limit=1 << 24)
    try:
        yield Connection(reader, writer)
    finally:
        writer.close()
        await writer.wait_closed()
