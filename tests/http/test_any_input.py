"""No input is answered with a 500 or shows an internal, whatever it is."""

import asyncio
from typing import Any

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.http.tiny import tiny_gateway

APP = tiny_gateway()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
QUERIES = st.sampled_from(
    [
        "{hello}",
        "query($n:Int){jobs(first:$n){nodes{id}}}",
        "mutation{touch}",
        "subscription{count}",
        "{broken}",
        "{",
        "",
    ]
)
BODIES = st.fixed_dictionaries(
    {},
    optional={
        "query": QUERIES | JSON,
        "variables": st.dictionaries(st.sampled_from("nab"), JSON) | JSON,
        "operationName": JSON,
        "extensions": st.fixed_dictionaries({}, optional={"persistedQuery": JSON, "doorstep": JSON}) | JSON,
    },
)
HEADERS = st.dictionaries(
    st.sampled_from(["accept", "accept-encoding", "if-none-match", "x-doorstep-extensions", "authorization"]),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30),
)


def ask(method: str, headers: dict[str, str], **options: Any) -> httpx.Response:  # Any: httpx's options
    async def asking() -> httpx.Response:
        transport = httpx.ASGITransport(APP)
        async with httpx.AsyncClient(transport=transport, base_url="http://doorstep.test") as client:
            return await client.request(method, "/graphql", headers=headers, **options)

    return asyncio.run(asking())


def assert_answered(answer: httpx.Response) -> None:
    assert answer.status_code < 500, answer.text
    assert "Traceback" not in answer.text
    if answer.status_code >= 400:
        assert answer.json()["errors"][0]["extensions"]["code"]


@settings(max_examples=80, deadline=None)
@given(BODIES | JSON, HEADERS)
def test_any_json_is_answered(body: object, headers: dict[str, str]) -> None:
    assert_answered(ask("POST", headers, json=body))


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_answered(body: bytes) -> None:
    assert_answered(ask("POST", {"content-type": "application/json"}, content=body))


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["query", "variables", "extensions", "operationName", "x"]), st.text(max_size=20))
)
def test_any_query_string_is_answered(parameters: dict[str, str]) -> None:
    assert_answered(ask("GET", {}, params=parameters))
