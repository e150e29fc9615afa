"""/graphql: a raw ASGI application, so that an answer from the cache costs little more than the server itself."""

import logging
import time
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Final

from starlette.types import Receive, Scope, Send

from gateway.answering import Answer, Answering, Asked
from gateway.errors import Refused, as_refused, mask, refused
from gateway.graph.viewer import PUBLIC, Viewer
from gateway.http.asgi import ClientLeft, address_of, headers_of, read_body, respond, wanted_of, with_length
from gateway.http.compression import Compressed, coding_for
from gateway.http.negotiation import MediaType, Parts, for_answer, takes_events, takes_parts
from gateway.http.parts import send_parts
from gateway.http.request import GraphRequest, from_body, from_query_string
from gateway.http.sse import EventStreams
from gateway.http.wires import REQUEST, Headers, Telling, Told, Wire, WireKey, Wires, rest_of
from gateway.keys import Keys, key_in
from schema.problems import DoorstepError

access = logging.getLogger("doorstep.access")

VARY: Final = (b"vary", b"Accept, Accept-Encoding, Authorization, X-Doorstep-Key, X-Doorstep-Extensions")
MOST_LANES: Final = 1_024
_METHODS: Final = frozenset({"GET", "HEAD", "POST"})
_ALLOW: Final = (b"allow", b"GET, HEAD, POST, OPTIONS")


@dataclass(frozen=True, slots=True)
class Lane:
    """A head of a POST that came before and asks for nothing special: what it says, and its body's length."""

    headers: Mapping[bytes, str]
    media_type: MediaType
    length: int


class GraphEndpoint:
    """Answers the graph over HTTP. Nothing that a client sends makes it raise."""

    def __init__(
        self,
        answering: Answering,
        keys: Keys,
        streams: EventStreams,
        wires: Wires,
        *,
        max_body_bytes: int,
        compress_from_bytes: int,
        ide_path: str | None,
        log_access: bool,
        direct: bool,
    ) -> None:
        """`direct`: nothing stands around this endpoint that must see every request."""
        self._answering = answering
        self._news = answering.news
        self._keys = keys
        self._streams = streams
        self._wires = wires
        self._compressed = Compressed()
        self._max_body_bytes = max_body_bytes
        self._compress_from_bytes = compress_from_bytes
        self._ide_path = ide_path
        self._log_access = log_access
        self._direct = direct and not log_access
        self._lanes: dict[bytes, Lane] = {}

    def at_once(self, request: bytes) -> Told | Telling | None:
        """The answer to the bytes of a whole request that is like those that came before, or what makes it.

        It is there where giving it waits for nothing. None: it must go the usual way.
        """
        wire = self._wires.of_request(request)
        if wire is not None and not self._news.behind():
            self._answering.metrics.answered_at_once(wire.status)
            return wire.status, wire.rest
        cut = request.find(b"\r\n\r\n") + 4
        lane = self._lanes.get(request[:cut])
        if lane is None or len(request) - cut != lane.length:
            return None
        return self._along(lane, request, request[cut:])

    def _along(self, lane: Lane, request: bytes, body: bytes) -> Told | Telling | None:
        """The answer to a body under a head that came before."""
        try:
            answer = self._answering.at_once(_asked_by_post(lane.headers, body, lane.media_type, ""), PUBLIC)
            if answer is None:
                return None
        except Exception:  # whatever it is, it is told or logged when the request goes the usual way
            return None
        return self._told(lane, request, answer) if isinstance(answer, Answer) else self._later(lane, request, answer)

    async def _later(self, lane: Lane, request: bytes, answering: Awaitable[Answer]) -> Told:
        try:
            answer = await self._answering.told(answering, lane.media_type)
        except Exception as error:  # the last door, as in `_answer`
            answer = self._answering.refuse(Refused(mask(error, "/graphql").problem), lane.media_type)
        return self._told(lane, request, answer)

    def _told(self, lane: Lane, request: bytes, answer: Answer) -> Told:
        headers, body = self._dressed(lane.headers, answer)
        self._answering.metrics.request("graphql", answer.status)
        if answer.kept and (wire := self._wires.wire(answer.kept, answer.status, headers, body)) is not None:
            self._wires.keep_request(request, wire)
        return answer.status, rest_of(headers, body)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        wanted = wanted_of(scope)
        try:
            payload = await self._payload(scope, receive)
            key = (scope["method"], payload if isinstance(payload, bytes) else b"", wanted)
            wire = self._wires.get(key)
            if wire is not None and self._news.behind():  # without a wire, `answer` looks for news
                await self._news.catch_up()
                wire = self._wires.get(key)
            if wire is not None:
                self._known_again(scope, wire)
                self._answering.metrics.hit()
                await respond(send, wire.status, wire.headers, wire.body)
                self._done(scope, wire.status, began)
                return
            headers = headers_of(wanted)
            answer = await self._answer(scope, headers, payload, receive, send)
            if answer is None:  # a stream, which is sent by now
                return
            await self._send(headers, key, answer, scope, send)
            status = answer.status
        except ClientLeft:
            return
        self._done(scope, status, began)

    async def _payload(self, scope: Scope, receive: Receive) -> bytes | Refused:
        """What is asked: the body of a POST, else the query string. What cannot be read is refused in its turn."""
        if scope["method"] != "POST":
            return bytes(scope["query_string"])
        try:
            return await read_body(receive, self._max_body_bytes)
        except Refused as refusal:
            return refusal

    async def _answer(
        self, scope: Scope, headers: Mapping[bytes, str], payload: bytes | Refused, receive: Receive, send: Send
    ) -> Answer | None:
        media_type = MediaType.JSON
        try:
            if scope["method"] not in _METHODS:
                return _other_method(scope["method"])
            accept = headers.get(b"accept", "")
            if self._ide_path and _is_browser(scope, accept):
                return Answer(307, [(b"location", self._ide_path.encode())], b"")
            media_type = for_answer(accept)
            viewer = await self._viewer(headers)
            asked = _asked(scope, headers, payload, media_type)
            if takes_events(accept) and self._streams.wants_stream(asked):
                await self._streams.stream(asked, viewer, receive, send)
                return None
            if (how := takes_parts(accept)) is not None:
                parts = await self._answering.parts(asked, viewer, older=how is Parts.OLDER)
                if parts is not None:
                    self._answering.metrics.request("graphql", 200)
                    await send_parts(parts, receive, send)
                    return None
            return await self._answering.answer(asked, viewer)
        except DoorstepError as error:
            return self._answering.refuse(as_refused(error), media_type)
        except Exception as error:  # the last door: whatever it is, the client gets an id and the log the rest
            return self._answering.refuse(Refused(mask(error, "/graphql").problem), media_type)

    async def _viewer(self, headers: Mapping[bytes, str]) -> Viewer:
        key = key_in(headers.get(b"authorization", ""), headers.get(b"x-doorstep-key", ""))
        if not key:
            return PUBLIC
        viewer = await self._keys.viewer_of(key)
        if viewer is None:
            raise unknown_key()
        return viewer

    async def _send(self, headers: Mapping[bytes, str], key: WireKey, answer: Answer, scope: Scope, send: Send) -> None:
        sent, body = self._dressed(headers, answer)
        body = b"" if key[0] == "HEAD" else body
        await respond(send, answer.status, sent, body)
        if b"authorization" in headers or b"x-doorstep-key" in headers:
            return
        self._learn(scope, headers, key[1])
        if answer.kept and (wire := self._wires.wire(answer.kept, answer.status, sent, body)) is not None:
            self._wires.keep(key, wire)
            self._known_again(scope, wire)

    def _dressed(self, headers: Mapping[bytes, str], answer: Answer) -> tuple[Headers, bytes]:
        """The headers and the body of an answer, compressed where that is worth while and the client takes it."""
        body, sent = answer.body, [*answer.headers, VARY]
        if len(body) >= self._compress_from_bytes and (coding := coding_for(headers.get(b"accept-encoding", ""))):
            etag = next((value.decode() for name, value in answer.headers if name == b"etag"), "")
            body = self._compressed.body(body, coding, etag)
            sent.append((b"content-encoding", coding.encode()))
        return with_length(answer.status, sent, body), body

    def _learn(self, scope: Scope, headers: Mapping[bytes, str], body: bytes) -> None:
        """Let the server ask for answers to other bodies under this very head by itself."""
        request: bytes | None = scope.get(REQUEST)
        accept = headers.get(b"accept", "")
        if request is None or not self._direct or scope["method"] != "POST" or takes_parts(accept):
            return
        try:
            media_type = for_answer(accept)
        except Refused:
            return
        head = request[: request.find(b"\r\n\r\n") + 4]
        if media_type is not MediaType.EVENTS and len(head) + len(body) == len(request):
            self._lanes[head] = Lane(headers, media_type, len(body))
            if len(self._lanes) > MOST_LANES:
                del self._lanes[next(iter(self._lanes))]

    def _known_again(self, scope: Scope, wire: Wire) -> None:
        """Let the server answer these very bytes by itself (gateway.http.direct)."""
        request: bytes | None = scope.get(REQUEST)
        if request is not None and self._direct:
            self._wires.keep_request(request, wire)

    def _done(self, scope: Scope, status: int, began: float) -> None:
        self._answering.metrics.request("graphql", status)
        if self._log_access:
            milliseconds = round((time.perf_counter() - began) * 1000, 1)
            access.info("%s %s %d %.1f ms", scope["method"], "/graphql", status, milliseconds)


def unknown_key() -> Refused:
    """The refusal of a key that nobody has."""
    return refused(
        "KEY_UNKNOWN",
        "此密钥不存在、已过期或已吊销；不带密钥也可以查询",
        "this key is unknown, expired or revoked; reading needs none",
        headers={"www-authenticate": "Bearer"},
    )


def _other_method(method: str) -> Answer:
    if method == "OPTIONS":
        return Answer(204, [_ALLOW], b"")
    raise refused("METHOD_NOT_ALLOWED", "请用 GET 或 POST", "use GET or POST", headers={"allow": _ALLOW[1].decode()})


def _is_browser(scope: Scope, accept: str) -> bool:
    """A person who opens /graphql wants the IDE."""
    return scope["method"] == "GET" and "text/html" in accept and b"query=" not in scope["query_string"]


def _asked(scope: Scope, headers: Mapping[bytes, str], payload: bytes | Refused, media_type: MediaType) -> Asked:
    if isinstance(payload, Refused):
        raise payload
    if scope["method"] == "POST":
        return _asked_by_post(headers, payload, media_type, address_of(scope))
    request = from_query_string(payload)
    return Asked(
        request,
        media_type,
        safe=True,
        if_none_match=headers.get(b"if-none-match", ""),
        address=address_of(scope),
        wants=_wants(headers, request),
    )


def _asked_by_post(headers: Mapping[bytes, str], body: bytes, media_type: MediaType, address: str) -> Asked:
    request = from_body(headers.get(b"content-type"), body)
    return Asked(request, media_type, address=address, wants=_wants(headers, request))


def _wants(headers: Mapping[bytes, str], request: GraphRequest) -> frozenset[str]:
    text = headers.get(b"x-doorstep-extensions")
    named = {one.strip().lower() for one in text.split(",")} if text else set()
    asked = request.extensions.get("doorstep") if request.extensions else None
    if isinstance(asked, dict):
        named |= {name for name, wanted in asked.items() if wanted is True}
    return frozenset(named)
