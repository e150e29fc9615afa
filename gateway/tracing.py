"""Traces by OpenTelemetry, where the operator names a collector: one span a request, not what was asked or by whom."""

from typing import TYPE_CHECKING

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.settings import Settings
from schema.problems import DoorstepError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor


def traced(app: ASGIApp, settings: Settings) -> ASGIApp:
    """The application, traced where DOORSTEP_OTLP_URL is set. Raises DoorstepError where the library is missing."""
    if not settings.otlp_url:
        return app
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise DoorstepError(
            "SETTING_INVALID",
            "设置了 DOORSTEP_OTLP_URL，但没有安装 OpenTelemetry：请运行 pip install 'doorstep[telemetry]'",
            "DOORSTEP_OTLP_URL is set and OpenTelemetry is not installed: pip install 'doorstep[telemetry]'",
            ("DOORSTEP_OTLP_URL",),
        ) from error
    return Traced(app, BatchSpanProcessor(OTLPSpanExporter(endpoint=settings.otlp_url)))


class Traced:
    """An ASGI application with a span around each HTTP request; a trace that a caller began is gone on with."""

    def __init__(self, app: ASGIApp, processor: "SpanProcessor") -> None:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider

        self._app = app
        provider = TracerProvider(resource=Resource({"service.name": "doorstep"}))
        provider.add_span_processor(processor)
        self._tracer = provider.get_tracer("doorstep")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from opentelemetry import trace
        from opentelemetry.propagate import extract

        carried = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        name = f"{scope['method']} {scope['path']}"
        with self._tracer.start_as_current_span(name, extract(carried), kind=trace.SpanKind.SERVER) as span:
            span.set_attribute("http.request.method", scope["method"])
            span.set_attribute("url.path", scope["path"])

            async def told(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.set_attribute("http.response.status_code", message["status"])
                await send(message)

            await self._app(scope, receive, told)
