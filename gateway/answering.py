"""How a query or a mutation becomes an answer: one list of steps, in `Answering.answer`."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Coroutine, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

import orjson

from cache.responses import Response, ResponseCache
from gateway.announcing import UpToDate
from gateway.engine import Engine
from gateway.errors import Refused, refused
from gateway.execution import Executed
from gateway.freshness import Freshness, FreshnessTable
from gateway.graph.viewer import PUBLIC, Viewer
from gateway.http.documents import Documents, Operation
from gateway.http.limits import Limits
from gateway.http.negotiation import MediaType
from gateway.http.request import GraphRequest
from gateway.metrics import Metrics
from gateway.rate import RATE, Rate
from schema.problems import DoorstepError, Problem
from schema.quick import quickly_made

Headers = list[tuple[bytes, bytes]]

_CONTENT_TYPES: Final = {one: one.content_type.encode() for one in MediaType}
SOFT: Final = frozenset(
    {
        "COST_TOO_HIGH",
        "DOCUMENT_TOO_COMPLEX",
        "DOCUMENT_TOO_DEEP",
        "DOCUMENT_TOO_LARGE",
        "GRAPHQL_PARSE_FAILED",
        "GRAPHQL_VALIDATION_FAILED",
        "OPERATION_NOT_FOUND",
        "PERSISTED_QUERY_NOT_FOUND",
        "TOO_MANY_ALIASES",
        "VARIABLES_INVALID",
    }
)
"""Refusals of a well-formed request: 200 as application/json, as that media type's clients expect (section 6.4.1)."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Asked:
    """A request and how its answer is wanted."""

    request: GraphRequest
    media_type: MediaType
    safe: bool = False
    """By GET: queries only, and the answer may be kept by others."""
    if_none_match: str = ""
    address: str = ""
    wants: frozenset[str] = frozenset()
    """Extensions asked for: cost, freshness."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer, not compressed yet."""

    status: int
    headers: Headers
    body: bytes
    kept: tuple[str, Response] | None = None
    """Under which key the response cache had what it is made of; None: it was just made, or is the caller's own."""


class Answering:
    """Answers operations from the cache or by executing them."""

    def __init__(
        self,
        engine: Engine,
        documents: Documents,
        cache: ResponseCache,
        news: UpToDate,
        limits: Limits,
        freshness: FreshnessTable,
        metrics: Metrics,
        *,
        max_cost: int,
        max_seconds: float,
        max_age_seconds: int,
    ) -> None:
        self.engine = engine
        self.documents = documents
        self.limits = limits
        self.metrics = metrics
        self.news = news
        self._cache = cache
        self._freshness = freshness
        self._max_cost = max_cost
        self._max_seconds = max_seconds
        self._max_age_seconds = max_age_seconds

    async def answer(self, asked: Asked, viewer: Viewer) -> Answer:
        """Answer a query or a mutation. A refusal is an answer too; nothing of ours is raised."""
        return await self.told(self._answered(asked, viewer), asked.media_type)

    async def told(self, answering: Awaitable[Answer], media_type: MediaType) -> Answer:
        """What is awaited, or why it was refused."""
        try:
            return await answering
        except Refused as refusal:
            return self.refuse(refusal, media_type)
        except DoorstepError as error:
            return self.refuse(Refused(error.problem), media_type)

    def at_once(self, asked: Asked, viewer: Viewer) -> Answer | Coroutine[Any, Any, Answer] | None:  # Any: as always
        """The answer to a query of anybody's, or what makes it; None: `answer` gives it. Raises DoorstepError.

        Only where this process alone keeps answers, nothing is news and nobody is limited. The answer is there where it
        is kept, or its plan reads an embedded store; else what is returned must be awaited, and `told`.
        """
        operation = self.operation(asked.request)
        if not operation.is_query or operation.asks_rate or self.limits.any or not self._cache.local:
            return None
        if self.engine.at_once is None or self.news.behind() or not self._freshness.at_hand:
            return None
        cost = self.check_cost(operation, asked.request)
        key = cache_key(operation, asked.request, viewer)
        kept = self._cache.get(key)
        if kept is not None:
            self.metrics.hit()
            return self._answer(asked, operation, viewer, kept, self._freshness.known(kept.sources), cost, None, key)
        began = time.perf_counter()
        made = self.engine.at_once(operation.prepared, asked.request.variables, viewer)
        if made is None:
            return self._missed(asked, operation, viewer, cost, key)
        self.metrics.missed()
        response = self._made(operation, made, began)
        self._cache.keep(key, response)
        freshness = self._freshness.known(response.sources)
        return self._answer(asked, operation, viewer, response, freshness, cost, None, None)

    async def _answered(self, asked: Asked, viewer: Viewer) -> Answer:
        """The answer. Raises DoorstepError."""
        found = self.at_once(asked, viewer)
        if found is not None:
            return found if isinstance(found, Answer) else await found
        operation = self.operation(asked.request)
        self._check_method(asked, operation)
        cost = self.check_cost(operation, asked.request)
        rate = await self.limits.spend(viewer, asked.address, cost)
        response, key = await self._response(operation, asked.request, viewer, rate)
        freshness = await self._freshness.of(response.sources)
        return self._answer(asked, operation, viewer, response, freshness, cost, rate, key)

    async def _missed(self, asked: Asked, operation: Operation, viewer: Viewer, cost: int, key: str) -> Answer:
        """The answer that nobody keeps under this key."""
        response = await self._making(key, operation, asked.request, viewer, None)
        freshness = await self._freshness.of(response.sources)
        return self._answer(asked, operation, viewer, response, freshness, cost, None, None)

    async def data(
        self, text: str, variables: Mapping[str, Any], address: str
    ) -> Mapping[str, Any]:  # Any: JSON values
        """The `data` of an operation of our own, for anybody to see. Raises Refused with the graph's errors."""
        operation = self.documents.of(text).operation(None)
        request = GraphRequest(text, variables=variables)
        rate = await self.limits.spend(PUBLIC, address, operation.cost.of(variables))
        answer = orjson.loads((await self._response(operation, request, PUBLIC, rate))[0].body)
        if "errors" in answer:
            first = answer["errors"][0]
            told = first["extensions"]
            raise Refused(
                Problem(told["code"], told.get("zh", first["message"]), told.get("en", "")), errors=answer["errors"]
            )
        data: Mapping[str, Any] = answer["data"]
        return data

    async def parts(self, asked: Asked, viewer: Viewer, *, older: bool) -> AsyncIterator[bytes] | None:
        """The answer part by part, where the operation defers any of it; None: answer it whole. Raises Refused."""
        operation = self.operation(asked.request)
        if operation.prepared.deferring is None or self.engine.in_parts is None:
            return None
        self._check_method(asked, operation)
        RATE.set(await self.limits.spend(viewer, asked.address, self.check_cost(operation, asked.request)))
        return self.engine.in_parts(operation.prepared, asked.request.variables, viewer, older=older)

    def operation(self, request: GraphRequest) -> Operation:
        """The operation that a request names. Raises DoorstepError."""
        return self.documents.find(request).operation(request.operation_name)

    def check_cost(self, operation: Operation, request: GraphRequest) -> int:
        """The operation's cost. Raises Refused COST_TOO_HIGH."""
        cost = operation.cost.of(request.variables)
        if cost > self._max_cost:
            raise refused(
                "COST_TOO_HIGH",
                f"此操作最多会取 {cost} 个对象，上限是 {self._max_cost}；请减小 first 或少取几层列表",
                f"the operation may answer with {cost} objects, and {self._max_cost} is the most: "
                "ask for a smaller first, or fewer lists within lists",
            )
        return cost

    def refuse(self, refusal: Refused, media_type: MediaType) -> Answer:
        """A refusal as an answer."""
        self.metrics.refusals.labels(refusal.code).inc()
        status = 200 if refusal.code in SOFT and media_type is not MediaType.RESPONSE else refusal.status
        headers = [
            (b"content-type", media_type.content_type.encode()),
            (b"cache-control", b"no-store"),
            *((name.encode(), value.encode()) for name, value in refusal.headers.items()),
        ]
        return Answer(status, headers, orjson.dumps({"errors": refusal.errors}))

    def _check_method(self, asked: Asked, operation: Operation) -> None:
        if operation.is_query:
            return
        if operation.prepared.kind == "subscription":
            raise refused(
                "SUBSCRIPTION_NEEDS_STREAM",
                "订阅请用 graphql-transport-ws，或在 Accept 中接受 text/event-stream",
                "subscribe over graphql-transport-ws, or accept text/event-stream",
            )
        if asked.safe:
            raise refused(
                "METHOD_NOT_ALLOWED",
                "GET 只用于查询，请用 POST",
                "GET is for queries only: use POST",
                headers={"allow": "POST"},
            )

    async def _response(
        self, operation: Operation, request: GraphRequest, viewer: Viewer, rate: Rate | None
    ) -> tuple[Response, str | None]:
        """The answer, and its key where it came from the cache."""
        if not operation.is_query or operation.asks_rate:
            return await self._execute(operation, request, viewer, rate), None
        if self.news.behind():
            await self.news.catch_up()
        key = cache_key(operation, request, viewer)
        if (kept := self._cache.get(key)) is not None:
            self.metrics.hit()
            return kept, key
        return await self._making(key, operation, request, viewer, rate), None

    async def _making(
        self, key: str, operation: Operation, request: GraphRequest, viewer: Viewer, rate: Rate | None
    ) -> Response:
        self.metrics.missed()
        return await self._cache.get_or_make(key, lambda: self._execute(operation, request, viewer, rate))

    async def _execute(
        self, operation: Operation, request: GraphRequest, viewer: Viewer, rate: Rate | None
    ) -> Response:
        RATE.set(rate)
        began = time.perf_counter()
        made = await self._in_time(operation, request.variables, viewer)
        return self._made(operation, made, began)

    def _made(self, operation: Operation, made: Executed, began: float) -> Response:
        self.metrics.executed(made.planned, time.perf_counter() - began)
        keep = made.cacheable and not made.has_errors and not operation.asks_rate and operation.is_query
        return Response(made.body, made.tags, made.sources, etag_of(made.body), keep)

    async def _in_time(
        self, operation: Operation, variables: Mapping[str, Any], viewer: Viewer
    ) -> Executed:  # Any: JSON values
        """What a query made within its time. Raises Refused OPERATION_TOO_SLOW. A mutation bounds itself."""
        executing = self.engine.execute(operation.prepared, variables, viewer)
        if operation.prepared.kind != "query":
            return await executing
        deadline = asyncio.timeout(self._max_seconds)
        try:
            async with deadline:
                return await executing
        except TimeoutError:
            if not deadline.expired():
                raise
            raise refused(
                "OPERATION_TOO_SLOW",
                f"此操作 {self._max_seconds:g} 秒内没有完成；请少取一些，或稍后再试",
                f"the operation took longer than {self._max_seconds:g} seconds: ask for less, or try again later",
            ) from None

    def _answer(
        self,
        asked: Asked,
        operation: Operation,
        viewer: Viewer,
        response: Response,
        freshness: Freshness,
        cost: int,
        rate: Rate | None,
        key: str | None,
    ) -> Answer:
        kept = (key, response) if key is not None and rate is None else None
        body, etag = response.body, response.etag
        extensions = _extensions(asked.wants, freshness, cost) if freshness.unwell or asked.wants else None
        if extensions:
            told = orjson.dumps(extensions)
            body = body[:-1] + b',"extensions":' + told + b"}"
            etag = etag_of(etag.encode() + told)
        headers = [
            (b"content-type", _CONTENT_TYPES[asked.media_type]),
            (b"cache-control", self._cache_control(viewer, response, freshness)),
        ]
        if rate is not None:
            headers += _rate_headers(rate)
        if operation.is_query and response.keep:
            headers.append((b"etag", etag.encode()))
            if asked.safe and _matches(asked.if_none_match, etag):
                return Answer(304, headers, b"", kept)
            return Answer(200, headers, body, kept)
        status = 400 if asked.media_type is MediaType.RESPONSE and not has_data(body) else 200
        return Answer(status, headers, body)

    def _cache_control(self, viewer: Viewer, response: Response, freshness: Freshness) -> bytes:
        if not response.keep:
            return b"no-store"
        seconds = freshness.seconds_left(time.time(), self._max_age_seconds)
        whose = "public" if viewer.key_id is None else "private"
        return f"{whose}, max-age={seconds}".encode() if seconds else f"{whose}, no-cache".encode()


def cache_key(operation: Operation, request: GraphRequest, viewer: Viewer) -> str:
    """What an answer depends on beside the data: the operation, its variables, and what the viewer may see."""
    names = operation.variables
    variables = {name: value for name, value in request.variables.items() if name in names} if names else {}
    try:
        canonical = orjson.dumps(variables, option=orjson.OPT_SORT_KEYS).decode() if variables else ""
    except orjson.JSONEncodeError as error:  # it writes 254 levels, and reads 1,024
        raise refused("VARIABLES_INVALID", "变量嵌套太深", "the variables are nested too deeply") from error
    return f"{operation.key}{viewer.cache_key}|{canonical}"


def etag_of(body: bytes) -> str:
    """A weak validator: the same for every compression of the body."""
    return f'W/"{blake2b(body, digest_size=12).hexdigest()}"'


def has_data(body: bytes) -> bool:
    """Whether an answer has `data` at all; without it the request was refused before execution."""
    return body.startswith(b'{"data"') or "data" in orjson.loads(body)


def _extensions(wants: frozenset[str], freshness: Freshness, cost: int) -> dict[str, Any]:  # Any: JSON values
    extensions: dict[str, Any] = {}
    if freshness.notable or "freshness" in wants:
        extensions["freshness"] = freshness.as_json()
    if "cost" in wants:
        extensions["cost"] = {"objects": cost}
    return extensions


def _rate_headers(rate: Rate) -> Headers:
    return [
        (b"x-ratelimit-limit", str(rate.limit).encode()),
        (b"x-ratelimit-remaining", str(rate.remaining).encode()),
        (b"x-ratelimit-reset", str(rate.reset_at).encode()),
    ]


def _matches(if_none_match: str, etag: str) -> bool:
    return bool(if_none_match) and (
        if_none_match.strip() == "*" or etag in (one.strip() for one in if_none_match.split(","))
    )
