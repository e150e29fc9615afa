"""The gateway as one ASGI application: everything that answers HTTP is composed here."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from cache.responses import ResponseCache
from gateway.announcing import Announcer, Following, UpToDate
from gateway.answering import Answering
from gateway.caching import cache_of
from gateway.composing import Standing, standing_on_store
from gateway.engine import Engine
from gateway.execution import tally
from gateway.freshness import FreshnessTable, ReadStates, SourceState
from gateway.graph.schema import deferring_schema, graphql_schema
from gateway.graph.travelling import circles
from gateway.http.complexity import Bounds
from gateway.http.documents import Documents
from gateway.http.endpoint import GraphEndpoint
from gateway.http.faults import on_doorstep_error, on_http_exception, on_unexpected
from gateway.http.health import Check, health_routes
from gateway.http.ide import ide_routes
from gateway.http.limits import Limits
from gateway.http.pages.asking import Asking
from gateway.http.pages.routes import page_routes
from gateway.http.schemas import schema_routes
from gateway.http.sse import EventStreams
from gateway.http.subscriptions import Subscriptions
from gateway.http.trusted import read_trusted
from gateway.http.websocket import GraphSocket
from gateway.http.wires import Wires
from gateway.installation import now_in_china
from gateway.keys import Keys, NoKeys
from gateway.metrics import Metrics
from gateway.partners.keys import KeysInStore
from gateway.settings import Settings
from gateway.tracing import traced
from schema.problems import DoorstepError

Forget = Callable[[frozenset[str], int], Awaitable[None]]
Open = Callable[[Forget, Callable[[int], Awaitable[None]]], AbstractAsyncContextManager[Announcer]]


async def no_states() -> Mapping[int, SourceState]:
    """For a graph without sources."""
    return {}


@dataclass(frozen=True, slots=True)
class Parts:
    """What the gateway is composed of beside the settings."""

    engine: Engine
    keys: Keys = field(default_factory=NoKeys)
    read_states: ReadStates = no_states
    checks: Mapping[str, Check] | None = None
    """What /readyz asks: a name and what raises where it is not well."""
    on_stale: Callable[[SourceState], None] | None = None
    """Told of a source whose time is past when an answer touches it."""
    standing: Open | None = None
    """Opened when the application starts: what it stands on, and who tells it of changes."""


class Gateway(Starlette):
    """The application. Requests to /graphql go straight to the raw endpoint."""

    def __init__(self, settings: Settings, parts: Parts) -> None:
        self.settings = settings
        self.metrics = Metrics()
        self.cache = cache_of(settings, self.metrics)
        self.freshness = FreshnessTable(parts.read_states, on_stale=parts.on_stale)
        self.following = Following()
        self.answering = answering_of(settings, parts, self.cache, self.following, self.freshness, self.metrics)
        subscriptions = Subscriptions(self.answering, settings.max_subscriptions)
        endpoint = GraphEndpoint(
            self.answering,
            parts.keys,
            EventStreams(self.answering, subscriptions),
            Wires(self.cache, self.freshness),
            max_body_bytes=settings.max_body_bytes,
            compress_from_bytes=settings.compress_from_bytes,
            ide_path="/ide" if settings.ide else None,
            log_access=settings.access_log,
            direct=not (settings.cors_origins or settings.otlp_url),
        )
        self.at_once = endpoint.at_once
        self._open = parts.standing
        self._graph: ASGIApp = _with_cors(traced(endpoint, settings), settings)
        socket = GraphSocket(self.answering, subscriptions, parts.keys)
        super().__init__(
            routes=self._routes(settings, parts, socket),
            exception_handlers={
                HTTPException: on_http_exception,
                DoorstepError: on_doorstep_error,
                Exception: on_unexpected,
            },
            lifespan=_standing,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/graphql":
            await self._graph(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)

    async def forget(self, tags: Iterable[str], upto: int = 0) -> None:
        """Something changed: answers made of it are dropped, and the sources' freshness is read anew."""
        tags = frozenset(tags)
        if tags:
            self.freshness.expire()
        self.metrics.forgot(tags, await self.cache.drop(tags, upto))

    async def forget_all(self, upto: int = 0) -> None:
        """Anything may have changed."""
        self.freshness.expire()
        self.metrics.forgot(("all:",), await self.cache.clear(upto))

    @asynccontextmanager
    async def stand(self) -> AsyncIterator[None]:
        """Open what the gateway stands on."""
        if self._open is None:
            yield
            return
        try:
            async with self._open(self.forget, self.forget_all) as announcer:
                announcer.on_run = self.metrics.ran
                self.following.announcer = announcer
                yield
        finally:
            await self.cache.close()

    def _routes(self, settings: Settings, parts: Parts, socket: GraphSocket) -> list[BaseRoute]:
        routes: list[BaseRoute] = [WebSocketRoute("/graphql", socket.serve)]
        routes += health_routes(self.metrics, dict(parts.checks or {}), self._observe)
        there = {"/ide": settings.ide, "/schema.graphql": settings.introspection}
        left_out = frozenset(path for path, is_there in there.items() if not is_there)
        routes += page_routes(Asking(self.answering, settings), left_out)
        routes += schema_routes(introspection=settings.introspection)
        if settings.ide:
            routes += ide_routes()
        return routes

    async def _observe(self) -> None:
        for state in await self.freshness.all():
            self.metrics.observe_source(state)
        self.metrics.observe_fallbacks(tally.fallbacks)
        self.metrics.observe_circles(circles)


def answering_of(
    settings: Settings,
    parts: Parts,
    cache: ResponseCache,
    news: UpToDate,
    freshness: FreshnessTable,
    metrics: Metrics,
) -> Answering:
    """What answers operations, under these settings."""
    bounds = Bounds(tokens=settings.max_tokens, depth=settings.max_depth, aliases=settings.max_aliases)
    trusted_only = settings.documents == "trusted"
    documents = Documents(
        parts.engine.schema,
        parts.engine.prepare,
        bounds,
        trusted=read_trusted(settings.documents_file),
        only_trusted=trusted_only,
        introspection=settings.introspection,
    )
    return Answering(
        parts.engine,
        documents,
        cache,
        news,
        Limits(settings),
        freshness,
        metrics,
        max_cost=settings.max_cost,
        max_seconds=settings.max_seconds,
        max_age_seconds=settings.max_age_seconds,
    )


@asynccontextmanager
async def _standing(app: Starlette) -> AsyncIterator[None]:
    assert isinstance(app, Gateway)  # Starlette hands over the application that it is given to
    async with app.stand():
        yield


def _with_cors(app: ASGIApp, settings: Settings) -> ASGIApp:
    """The application, open to the pages of other origins where the operator says so. No cookies are used."""
    if not settings.cors_origins:
        return app
    return CORSMiddleware(
        app,
        allow_origins=settings.cors_origins,
        allow_methods=("GET", "POST"),
        allow_headers=("*",),
        expose_headers=("ETag", "Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"),
        max_age=86_400,
    )


def create_app(settings: Settings, *, keys: Keys | None = None) -> Gateway:
    """The gateway over the settings' store: what `doorstep serve` and `doorstep demo` run.

    The store is opened when the server starts the application, and closed when it ends it.
    """
    standing = Standing(deferring_schema() if settings.defer else graphql_schema())
    parts = Parts(
        standing.engine,
        keys or KeysInStore(lambda: standing.database, now_in_china),
        standing.read_states,
        {"store": standing.check_store},
        standing.found_stale,
        partial(standing_on_store, standing, settings),
    )
    return Gateway(settings, parts)
