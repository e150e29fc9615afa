"""Subscriptions over graphql-transport-ws and server-sent events, on a served gateway."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from gateway.app import Gateway
from gateway.graph.viewer import Viewer
from gateway.settings import Settings
from tests.http.serving import served
from tests.http.tiny import tiny_gateway

COUNT = "subscription($to: Int!, $seconds: Float! = 0) { count(to: $to, seconds: $seconds) }"
Message = dict[str, Any]  # Any: JSON values


class OneKey:
    async def viewer_of(self, key: str) -> Viewer | None:
        return Viewer(1, "agency-a", frozenset()) if key == "key-a" else None


class Socket:
    """A connection that speaks in JSON."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def say(self, **message: Any) -> None:  # Any: JSON values
        await self.connection.send(json.dumps(message))

    async def hear(self) -> Message:
        async with asyncio.timeout(10):
            heard: Message = json.loads(await self.connection.recv())
        return heard

    async def begin(self, **payload: str) -> None:
        await self.say(type="connection_init", payload=payload)
        assert await self.hear() == {"type": "connection_ack"}

    async def closed(self) -> int:
        async with asyncio.timeout(10):
            try:
                while True:
                    await self.connection.recv()
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd else 0


@asynccontextmanager
async def socket_to(app: Gateway, protocol: str = "graphql-transport-ws") -> AsyncIterator[Socket]:
    async with served(app) as base:
        address = base.replace("http", "ws") + "/graphql"
        async with connect(address, subprotocols=[Subprotocol(protocol)]) as connection:
            yield Socket(connection)


async def test_a_subscription_is_answered_event_by_event_and_completed() -> None:
    async with socket_to(tiny_gateway()) as socket:
        await socket.begin()
        await socket.say(type="subscribe", id="1", payload={"query": COUNT, "variables": {"to": 2}})
        heard = [await socket.hear() for _ in range(3)]
    assert heard == [
        {"type": "next", "id": "1", "payload": {"data": {"count": 0}}},
        {"type": "next", "id": "1", "payload": {"data": {"count": 1}}},
        {"type": "complete", "id": "1"},
    ]


async def test_queries_and_mutations_are_answered_too() -> None:
    async with socket_to(tiny_gateway()) as socket:
        await socket.begin()
        await socket.say(type="subscribe", id="q", payload={"query": "{ hello }"})
        heard = [await socket.hear() for _ in range(2)]
    assert heard == [
        {"type": "next", "id": "q", "payload": {"data": {"hello": "你好，邻居"}}},
        {"type": "complete", "id": "q"},
    ]


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"query": "{ helo }"}, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": "{"}, "GRAPHQL_PARSE_FAILED"),
        ({"query": 7}, "PARAMETER_INVALID"),
        ({}, "QUERY_MISSING"),
        ({"query": "query($n: Int!) { jobs(first: $n) { totalCount } }"}, "VARIABLES_INVALID"),
    ],
)
async def test_a_wrong_operation_is_an_error_message_and_the_connection_goes_on(payload: Message, code: str) -> None:
    async with socket_to(tiny_gateway()) as socket:
        await socket.begin()
        await socket.say(type="subscribe", id="1", payload=payload)
        heard = await socket.hear()
        assert ("error", "1", code) == (heard["type"], heard["id"], heard["payload"][0]["extensions"]["code"])
        await socket.say(type="ping")
        assert await socket.hear() == {"type": "pong"}


async def test_two_operations_go_side_by_side_and_one_can_be_completed() -> None:
    async with socket_to(tiny_gateway()) as socket:
        await socket.begin()
        await socket.say(type="subscribe", id="slow", payload={"query": COUNT, "variables": {"to": 9, "seconds": 60.0}})
        await socket.say(type="subscribe", id="quick", payload={"query": COUNT, "variables": {"to": 1}})
        heard = [await socket.hear() for _ in range(2)]
        assert [one["id"] for one in heard] == ["quick", "quick"]
        await socket.say(type="complete", id="slow")
        await socket.say(type="subscribe", id="slow", payload={"query": "{ hello }"})
        assert (await socket.hear())["payload"] == {"data": {"hello": "你好，邻居"}}


CLOSED: list[tuple[str, list[Message | str], int]] = [
    ("subscribe before init", [{"type": "subscribe", "id": "1", "payload": {"query": "{ hello }"}}], 4401),
    ("init twice", [{"type": "connection_init"}, {"type": "connection_init"}], 4429),
    ("not JSON", ["{"], 4400),
    ("no object", ["1"], 4400),
    ("no type", [{"type": "connection_init"}, {}], 4400),
    ("no id", [{"type": "connection_init"}, {"type": "subscribe", "payload": {"query": "{ hello }"}}], 4400),
    ("no payload", [{"type": "connection_init"}, {"type": "subscribe", "id": "1"}], 4400),
    ("unknown key", [{"type": "connection_init", "payload": {"authorization": "Bearer nobody"}}], 4403),
    (
        "one id twice",
        [
            {"type": "connection_init"},
            *[{"type": "subscribe", "id": "1", "payload": {"query": "subscription { count(seconds: 60) }"}}] * 2,
        ],
        4409,
    ),
]


@pytest.mark.parametrize(("messages", "code"), [one[1:] for one in CLOSED], ids=[one[0] for one in CLOSED])
async def test_a_client_that_breaks_the_protocol_is_closed_with_its_code(
    messages: list[Message | str], code: int
) -> None:
    async with socket_to(tiny_gateway(keys=OneKey())) as socket:
        for message in messages:
            await socket.connection.send(message if isinstance(message, str) else json.dumps(message))
        assert code == await socket.closed()


async def test_another_subprotocol_is_closed() -> None:
    async with served(tiny_gateway()) as base:
        address = base.replace("http", "ws") + "/graphql"
        async with connect(address) as connection:
            assert await Socket(connection).closed() == 4406


async def test_a_key_may_stand_in_the_first_message() -> None:
    async with socket_to(tiny_gateway(keys=OneKey())) as socket:
        await socket.begin(Authorization="Bearer key-a")
        await socket.say(type="subscribe", id="1", payload={"query": "{ viewer }"})
        assert (await socket.hear())["payload"] == {"data": {"viewer": "agency-a"}}


async def test_a_caller_may_have_only_so_many_subscriptions_open() -> None:
    slow = {"query": COUNT, "variables": {"to": 1, "seconds": 60.0}}
    async with socket_to(tiny_gateway(Settings(max_subscriptions=2))) as socket:
        await socket.begin()
        for id_ in ("1", "2", "3"):
            await socket.say(type="subscribe", id=id_, payload=slow)
        heard = await socket.hear()
    assert (heard["id"], heard["payload"][0]["extensions"]["code"]) == ("3", "TOO_MANY_SUBSCRIPTIONS")


async def events(base: str, query: str, accept: str = "text/event-stream", **options: Any) -> list[tuple[str, str]]:
    """The events of one answer: (event, data)."""
    found: list[tuple[str, str]] = []
    async with (
        httpx.AsyncClient(base_url=base, timeout=10) as client,
        client.stream("POST", "/graphql", json={"query": query, **options}, headers={"accept": accept}) as answer,
    ):
        assert answer.headers["content-type"].startswith("text/event-stream")
        text = "".join([part async for part in answer.aiter_text()])
    for block in text.split("\n\n"):
        lines = dict(line.split(":", 1) for line in block.splitlines() if not line.startswith(":"))
        if lines:
            found.append((lines["event"].strip(), lines["data"].strip()))
    return found


async def test_a_stream_says_at_once_that_it_stands() -> None:
    """Servers keep the headers back until there is a body, and a client waits for them."""
    body = {"query": COUNT, "variables": {"to": 1, "seconds": 60}}
    async with (
        served(tiny_gateway()) as base,
        httpx.AsyncClient(base_url=base, timeout=10) as client,
        client.stream("POST", "/graphql", json=body, headers={"accept": "text/event-stream"}) as answer,
    ):
        async for part in answer.aiter_text():
            assert (answer.status_code, part) == (200, ":\n\n")
            break


@pytest.mark.parametrize("accept", ["text/event-stream", "application/json, text/event-stream"])
async def test_a_subscription_is_a_stream_of_events(accept: str) -> None:
    async with served(tiny_gateway()) as base:
        heard = await events(base, COUNT, accept, variables={"to": 2})
    assert heard == [("next", '{"data":{"count":0}}'), ("next", '{"data":{"count":1}}'), ("complete", "")]


async def test_who_takes_nothing_but_events_gets_a_query_as_one() -> None:
    async with served(tiny_gateway()) as base:
        heard = await events(base, "{ hello }")
        wrong = await events(base, "{ helo }")
    assert heard == [("next", '{"data":{"hello":"你好，邻居"}}'), ("complete", "")]
    assert "GRAPHQL_VALIDATION_FAILED" in wrong[0][1]


async def test_a_subscription_ends_when_its_client_leaves() -> None:
    app = tiny_gateway()
    gauge = app.metrics.subscriptions.labels("sse")
    body = {"query": COUNT, "variables": {"to": 1000, "seconds": 0.05}}
    async with served(app) as base, httpx.AsyncClient(base_url=base, timeout=10) as client:
        async with client.stream("POST", "/graphql", json=body, headers={"accept": "text/event-stream"}) as answer:
            async for _ in answer.aiter_lines():
                break
            assert _value(gauge) == 1
        async with asyncio.timeout(5):
            while _value(gauge):  # noqa: ASYNC110 - the server notices in its own time
                await asyncio.sleep(0.01)


def _value(gauge: Any) -> float:  # Any: prometheus-client types a labelled gauge as its family
    return float(gauge._value.get())
