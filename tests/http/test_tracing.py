"""Traces: one span a request, in the caller's trace, without what was asked."""

import httpx
import pytest

from gateway.settings import Settings
from gateway.tracing import Traced, traced
from tests.http.tiny import tiny_gateway

sdk = pytest.importorskip("opentelemetry.sdk.trace.export", reason="doorstep[telemetry] is not installed")
memory = pytest.importorskip("opentelemetry.sdk.trace.export.in_memory_span_exporter")


async def test_a_request_is_one_span_of_its_callers_trace() -> None:
    exporter = memory.InMemorySpanExporter()
    transport = httpx.ASGITransport(Traced(tiny_gateway(), sdk.SimpleSpanProcessor(exporter)))
    headers = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
    async with httpx.AsyncClient(transport=transport, base_url="http://doorstep.test") as client:
        await client.post("/graphql", json={"query": '{ hello(name: "13812345678") }'}, headers=headers)
    [span] = exporter.get_finished_spans()
    assert span.name == "POST /graphql"
    assert span.attributes["http.response.status_code"] == 200
    assert f"{span.context.trace_id:032x}" == "0af7651916cd43dd8448eb211c80319c"
    assert "13812345678" not in span.to_json()


def test_nothing_is_traced_unless_a_collector_is_named() -> None:
    app = tiny_gateway()
    assert traced(app, Settings()) is app
    assert isinstance(traced(app, Settings(otlp_url="http://127.0.0.1:9/v1/traces")), Traced)
