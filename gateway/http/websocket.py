"""Operations over WebSocket by graphql-transport-ws.

The protocol: https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverWebSocket.md
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect

from gateway.answering import Answering, Asked
from gateway.errors import Refused, as_refused, mask
from gateway.graph.viewer import PUBLIC, Viewer
from gateway.http.asgi import address_of, headers_of, wanted_of
from gateway.http.negotiation import MediaType
from gateway.http.request import from_value
from gateway.http.subscriptions import Subscriptions
from gateway.keys import Keys, key_in
from schema.problems import DoorstepError

PROTOCOL: Final = "graphql-transport-ws"
INIT_SECONDS: Final = 5.0
MAX_OPERATIONS: Final = 100
"""Operations that one connection may have open."""

Json = Mapping[str, Any]  # Any: JSON values


class Closed(Exception):
    """The connection is to be closed, with a code of the protocol."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class GraphSocket:
    """Serves WebSocket connections to the graph."""

    def __init__(
        self, answering: Answering, subscriptions: Subscriptions, keys: Keys, init_seconds: float = INIT_SECONDS
    ) -> None:
        self._answering = answering
        self._subscriptions = subscriptions
        self._keys = keys
        self._init_seconds = init_seconds

    async def serve(self, socket: WebSocket) -> None:
        """One connection, until it is closed."""
        if PROTOCOL not in socket.scope.get("subprotocols", ()):
            await socket.accept()
            await socket.close(4406, "Subprotocol not acceptable")
            return
        await socket.accept(subprotocol=PROTOCOL)
        connection = _Connection(socket, self._answering, self._subscriptions, self._keys)
        try:
            await connection.serve(self._init_seconds)
        except WebSocketDisconnect:
            pass
        except Closed as closed:
            await socket.close(closed.code, closed.reason)
        except Exception as error:  # the last door: the client gets a code of the protocol and the log the rest
            mask(error, "websocket")
            await socket.close(1011, "Internal server error")
        finally:
            await connection.end()


class _Connection:
    def __init__(self, socket: WebSocket, answering: Answering, subscriptions: Subscriptions, keys: Keys) -> None:
        self._socket = socket
        self._answering = answering
        self._subscriptions = subscriptions
        self._keys = keys
        self._viewer: Viewer | None = None
        self._running: dict[str, asyncio.Task[None]] = {}

    async def serve(self, init_seconds: float) -> None:
        try:
            first = await asyncio.wait_for(self._receive(), init_seconds)
        except TimeoutError as error:
            raise Closed(4408, "Connection initialisation timeout") from error
        while first.get("type") in ("ping", "pong"):
            await self._take(first)
            first = await self._receive()
        await self._initialise(first)
        while True:
            await self._take(await self._receive())

    async def end(self) -> None:
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _initialise(self, message: Json) -> None:
        if message.get("type") != "connection_init":
            raise Closed(4401, "Unauthorized")
        key = self._key(message.get("payload"))
        viewer = await self._keys.viewer_of(key) if key else PUBLIC
        if viewer is None:
            raise Closed(4403, "Forbidden")
        self._viewer = viewer
        await self._send({"type": "connection_ack"})

    def _key(self, payload: object) -> str:
        """The key of the connection: in its first message, where browsers can put it, or in its headers."""
        headers = headers_of(wanted_of(self._socket.scope))
        given = {str(name).lower(): value for name, value in payload.items()} if isinstance(payload, dict) else {}
        return key_in(
            str(given.get("authorization") or headers.get(b"authorization", "")),
            str(given.get("x-doorstep-key") or headers.get(b"x-doorstep-key", "")),
        )

    async def _take(self, message: Json) -> None:
        match message.get("type"):
            case "ping":
                await self._send({"type": "pong"})
            case "pong":
                pass
            case "connection_init":
                raise Closed(4429, "Too many initialisation requests")
            case "subscribe":
                self._subscribe(message)
            case "complete" if isinstance(message.get("id"), str):
                if task := self._running.pop(message["id"], None):
                    task.cancel()
            case _:
                raise Closed(4400, "Invalid message")

    def _subscribe(self, message: Json) -> None:
        id_, payload = message.get("id"), message.get("payload")
        if self._viewer is None:
            raise Closed(4401, "Unauthorized")
        if not isinstance(id_, str) or not id_ or not isinstance(payload, dict):
            raise Closed(4400, "Invalid message")
        if id_ in self._running:
            raise Closed(4409, f"Subscriber for {id_} already exists"[:120])
        if len(self._running) >= MAX_OPERATIONS:
            raise Closed(4429, "Too many operations")
        self._running[id_] = asyncio.ensure_future(self._run(id_, payload, self._viewer))

    async def _run(self, id_: str, payload: Json, viewer: Viewer) -> None:
        """One operation: `next` for each answer and `complete`, or `error` where it was refused."""
        try:
            async for body in self._answers(payload, viewer):
                await self._send_text(id_, body)
            await self._send({"type": "complete", "id": id_})
        except DoorstepError as error:
            await self._send({"type": "error", "id": id_, "payload": as_refused(error).errors})
        except WebSocketDisconnect:
            pass
        except Exception as error:  # the last door, as above, for one operation
            refusal = Refused(mask(error, "websocket").problem)
            await self._send({"type": "error", "id": id_, "payload": refusal.errors})
        finally:
            if self._running.get(id_) is asyncio.current_task():
                del self._running[id_]

    async def _answers(self, payload: Json, viewer: Viewer) -> AsyncIterator[bytes]:
        request = from_value(payload)
        operation = self._answering.operation(request)
        address = address_of(self._socket.scope)
        if operation.prepared.kind == "subscription":
            async for body in self._subscriptions.events(operation, request, viewer, address, "websocket"):
                yield body
            return
        asked = Asked(request, MediaType.RESPONSE, address=address)
        answer = await self._answering.answer(asked, viewer)
        if answer.status != 200:  # refused before execution: an `error` message by the protocol
            raise _refusal_in(answer.body)
        yield answer.body

    async def _receive(self) -> Json:
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1005))
        text = message.get("text")
        if text is None:
            raise Closed(4400, "Invalid message")
        try:
            value = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            raise Closed(4400, "Invalid message") from error
        if not isinstance(value, dict):
            raise Closed(4400, "Invalid message")
        return value

    async def _send(self, message: Json) -> None:
        await self._socket.send_text(orjson.dumps(message).decode())

    async def _send_text(self, id_: str, body: bytes) -> None:
        text = '{"type":"next","id":' + orjson.dumps(id_).decode() + ',"payload":' + body.decode() + "}"
        await self._socket.send_text(text)


def _refusal_in(body: bytes) -> Refused:
    errors = orjson.loads(body)["errors"]
    first = errors[0]["extensions"]
    return Refused(as_refused(DoorstepError(first["code"], first["zh"], first["en"])).problem, errors=errors)
