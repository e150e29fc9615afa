"""The server's door where an answer must be waited for: it is the usual answer, in its turn, whoever leaves or ends."""

import asyncio
import struct
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from socket import SO_LINGER, SOL_SOCKET
from typing import Any

import pytest

from gateway.app import Gateway, Parts
from gateway.engine import Engine
from gateway.execution import Executed, PreparedOperation
from gateway.graph.viewer import Viewer
from gateway.http.direct import Direct
from gateway.settings import Settings
from tests.http.serving import Connection, connected, request_of, served
from tests.http.tiny import TinyEngine


def post(name: str) -> bytes:
    return request_of(b'{"query":"{ hello(name: \\"%s\\") }"}' % name.encode())


class Waiting(TinyEngine):
    """Executes when it is let, and has nothing at once."""

    def __init__(self) -> None:
        super().__init__()
        self.let = asyncio.Event()
        self.begun = asyncio.Event()
        self.let.set()

    async def execute(
        self,
        operation: PreparedOperation,
        variables: Mapping[str, Any],  # Any: JSON values
        viewer: Viewer,
        /,
    ) -> Executed:
        self.begun.set()
        await self.let.wait()
        if "fail" in str(variables):
            raise RuntimeError("password=123456")
        return await super().execute(operation, variables, viewer)

    @property
    def engine(self) -> Engine:
        return replace(super().engine, at_once=lambda *_: None)

    def hold(self) -> None:
        self.let.clear()
        self.begun.clear()


def gateway_of(waiting: Waiting) -> Gateway:
    return Gateway(Settings(response_cache_bytes=0), Parts(waiting.engine))


@asynccontextmanager
async def opened(waiting: Waiting) -> AsyncIterator[tuple[str, Connection]]:
    """A gateway whose door knows the heads of `post`, and a connection to it."""
    async with served(gateway_of(waiting)) as base, connected(base) as one:
        await one.ask(post("a"))
        yield base, one


async def test_an_answer_that_is_waited_for_is_the_usual_answer(usual: list[str]) -> None:
    async with opened(Waiting()) as (base, one), connected(base) as other:
        first = [await one.ask(post("b")), await other.ask(post("b"))]
        assert usual == ["POST"]
        again = await other.ask(post("b").replace(b"Host", b"host"))
        assert usual == ["POST", "POST"]
    assert {*first, again} == {again}
    assert "你好，b".encode() in again


async def test_what_comes_meanwhile_is_answered_in_its_turn() -> None:
    waiting = Waiting()
    async with opened(waiting) as (_base, one):
        waiting.hold()
        one.writer.write(post("b"))
        await waiting.begun.wait()
        one.writer.write(post("c")[:30])
        await asyncio.sleep(0.02)
        one.writer.write(post("c")[30:] + post("d") + post("e"))
        waiting.let.set()
        answers = [(await one.answer())[1] for _ in range(4)]
    assert answers == [f'{{"data":{{"hello":"你好，{name}"}}}}'.encode() for name in "bcde"]


async def test_who_leaves_while_waiting_leaves_all_others_as_they_were() -> None:
    waiting = Waiting()
    async with opened(waiting) as (base, one):
        waiting.hold()
        async with connected(base) as other:
            other.writer.write(post("b"))
            await waiting.begun.wait()
            other.writer.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
            other.writer.transport.abort()
        await asyncio.sleep(0.02)
        waiting.let.set()
        assert "你好，c".encode() in await one.ask(post("c"))
    assert waiting.executed == 3


async def test_a_server_that_ends_gives_the_answer_first(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting, end = Waiting(), Direct.shutdown

    def ended(self: Direct) -> None:
        end(self)
        waiting.let.set()

    monkeypatch.setattr(Direct, "shutdown", ended)
    async with AsyncExitStack() as after:
        async with served(gateway_of(waiting)) as base:
            one = await after.enter_async_context(connected(base))
            await one.ask(post("a"))
            waiting.hold()
            one.writer.write(post("b"))
            await waiting.begun.wait()
        head, body = await one.answer()
        assert await one.reader.read() == b""
    assert b"connection: close\r\n" in head
    assert "你好，b".encode() in body


async def test_what_fails_while_it_is_waited_for_is_told_as_usual(usual: list[str]) -> None:
    query = b'{"query":"query($name: String!) { hello(name: $name) }","variables":{"name":"%s"}}'
    async with opened(Waiting()) as (_base, one):
        await one.ask(request_of(query % b"good"))
        failed = await one.ask(request_of(query % b"fail"))
        assert usual == ["POST"] * 2
    assert failed.startswith(b"HTTP/1.1 500 ")
    assert b"INTERNAL" in failed
    assert b"password" not in failed
