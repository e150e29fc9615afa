"""Subscriptions as server-sent events, one connection an operation.

The protocol is "distinct connections mode" of https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md : events
`next` with an answer each, then `complete`. Queries and mutations too, for clients that take nothing but events.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

import orjson
from starlette.types import Receive, Send

from gateway.answering import Answering, Asked
from gateway.errors import Refused, as_refused, mask
from gateway.graph.viewer import Viewer
from gateway.http.asgi import while_connected
from gateway.http.negotiation import MediaType
from gateway.http.subscriptions import Subscriptions
from schema.problems import DoorstepError

KEEP_ALIVE_SECONDS: Final = 12.0
_COMMENT: Final = b":\n\n"
"""What clients pass over: it shows that the stream stands."""
_HEADERS: Final = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would hold events back
]


class EventStreams:
    """Streams of one gateway."""

    def __init__(
        self, answering: Answering, subscriptions: Subscriptions, keep_alive_seconds: float = KEEP_ALIVE_SECONDS
    ) -> None:
        self._answering = answering
        self._subscriptions = subscriptions
        self._keep_alive_seconds = keep_alive_seconds

    def wants_stream(self, asked: Asked) -> bool:
        """Whether to answer with a stream: a subscription, or a client that takes nothing else."""
        if asked.media_type is MediaType.EVENTS:
            return True
        try:
            return self._answering.operation(asked.request).prepared.kind == "subscription"
        except DoorstepError:
            return False

    async def stream(self, asked: Asked, viewer: Viewer, receive: Receive, send: Send) -> None:
        """Send the whole stream; ends when the operation does or the client leaves."""
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        self._answering.metrics.request("graphql", 200)
        await while_connected(self._send_all(self._events(asked, viewer), send), receive)

    async def _events(self, asked: Asked, viewer: Viewer) -> AsyncIterator[bytes]:
        try:
            operation = self._answering.operation(asked.request)
            if operation.prepared.kind != "subscription":
                parts = await self._answering.parts(asked, viewer, older=False)
                if parts is None:
                    yield (await self._answering.answer(asked, viewer)).body
                    return
                async for part in parts:
                    yield part
                return
            async for body in self._subscriptions.events(operation, asked.request, viewer, asked.address, "sse"):
                yield body
        except DoorstepError as error:
            yield _errors(as_refused(error))
        except Exception as error:  # the last door, as in the endpoint: the status is sent by now
            yield _errors(Refused(mask(error, "sse").problem))

    async def _send_all(self, events: AsyncIterator[bytes], send: Send) -> None:
        await _send_part(
            send, _COMMENT
        )  # servers keep the headers back until there is a body: the client may wait long
        stream = events.__aiter__()
        waiting = asyncio.ensure_future(anext(stream, None))
        try:
            while True:
                done, _ = await asyncio.wait((waiting,), timeout=self._keep_alive_seconds)
                if not done:
                    await _send_part(send, _COMMENT)
                    continue
                body = waiting.result()
                if body is None:
                    break
                await _send_part(send, b"event: next\ndata: " + body + b"\n\n")
                waiting = asyncio.ensure_future(anext(stream, None))
            await _send_part(send, b"event: complete\ndata:\n\n", more=False)
        finally:
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
            await events.aclose()  # type: ignore[attr-defined]  # our own generator, see _events


def _errors(refusal: Refused) -> bytes:
    errors: Mapping[str, Any] = {"errors": refusal.errors}  # Any: JSON values
    return orjson.dumps(errors)


async def _send_part(send: Send, body: bytes, *, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})
