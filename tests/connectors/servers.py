"""A small real server on loopback whose every answer a test writes, byte by byte where it must."""

import asyncio
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """An answer. `cut`: close after so many bytes of the body; `silent`: seconds before anything is said."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None
    silent: float = 0
    drip: float = 0
    """Seconds between two bytes of the body."""
    reset: bool = False


Script = Reply | Sequence[Reply] | Callable[[Asked], Reply]


class Everywhere(defaultdict[str, Script]):
    """The same script for every path."""

    def __init__(self, script: Script) -> None:
        super().__init__(lambda: script)
        self.script = script

    def get(self, key: str, default: object = None) -> Script:
        return self.script


@dataclass
class Server:
    """`script` answers by path; a sequence is used up and its last reply stays. What is not there is 404."""

    script: dict[str, Script]
    base: str = ""
    port: int = 0
    asked: list[Asked] = field(default_factory=list)

    def paths(self) -> list[str]:
        """The targets asked for, robots.txt left out."""
        return [each.target for each in self.asked if each.target != "/robots.txt"]

    def _reply(self, asked: Asked) -> Reply:
        found = self.script.get(asked.target, self.script.get(urlsplit(asked.target).path, Reply(b"none", 404)))
        if isinstance(found, Reply):
            return found
        if callable(found):
            return found(asked)
        before = sum(1 for each in self.asked if urlsplit(each.target).path == urlsplit(asked.target).path)
        return found[min(before, len(found)) - 1]

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError):
            while await self._once(reader, writer):
                pass
        writer.close()

    async def _once(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        asked = await _read(reader)
        self.asked.append(asked)
        reply = self._reply(asked)
        await asyncio.sleep(reply.silent)
        if reply.reset:
            writer.transport.abort()
            return False
        writer.write(_head(reply))
        for piece in [reply.body[: reply.cut]] if not reply.drip else [bytes([byte]) for byte in reply.body]:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(reply.drip)
        return reply.cut is None


async def _read(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(method, target, headers, body)


def _head(reply: Reply) -> bytes:
    headers = {"content-type": "text/html; charset=utf-8", "content-length": str(len(reply.body)), **reply.headers}
    lines = [f"HTTP/1.1 {reply.status} Said", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


@asynccontextmanager
async def serve(script: dict[str, Script], tls: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    server = Server(script)
    listening = await asyncio.start_server(server.answer, "127.0.0.1", 0, ssl=tls)
    server.port = listening.sockets[0].getsockname()[1]
    server.base = f"{'https' if tls else 'http'}://127.0.0.1:{server.port}"
    try:
        yield server
    finally:
        listening.close()
