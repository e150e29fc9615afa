"""GraphQL over HTTP: what is answered, and how what breaks the rules is refused."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.http.tiny import tiny_gateway

JSON = "application/json"
RESPONSE = "application/graphql-response+json"


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(tiny_gateway())
    async with httpx.AsyncClient(transport=transport, base_url="http://doorstep.test") as client:
        yield client


async def post(client: httpx.AsyncClient, body: bytes, accept: str = RESPONSE) -> httpx.Response:
    return await client.post("/graphql", content=body, headers={"content-type": JSON, "accept": accept})


def code_of(answer: httpx.Response) -> str:
    told: Any = answer.json()  # Any: JSON values
    error = told["errors"][0]
    assert error["extensions"]["zh"]
    assert error["extensions"]["en"]
    return str(error["extensions"]["code"])


BAD_BODIES = [
    (b'"x"', 400, "BODY_NOT_OBJECT"),
    (b"1", 400, "BODY_NOT_OBJECT"),
    (b"null", 400, "BODY_NOT_OBJECT"),
    (b"", 400, "BODY_NOT_JSON"),
    (b"  ", 400, "BODY_NOT_JSON"),
    (b"{", 400, "BODY_NOT_JSON"),
    (b"\xff\xfe{}", 400, "BODY_NOT_JSON"),
    (b'\xef\xbb\xbf{"query":"{hello}"}', 400, "BODY_NOT_JSON"),
    (b'{"query":"\\ud800"}', 400, "BODY_NOT_JSON"),
    (b"[" * 100_000, 400, "BODY_NOT_JSON"),
    (b'{"query":"{hello}","variables":' + b'{"a":' * 600 + b"1" + b"}" * 600 + b"}", 200, ""),
    (b'[{"query":"{hello}"}]', 400, "BATCHING_OFF"),
    (b"[]", 400, "BATCHING_OFF"),
    (b"{}", 400, "QUERY_MISSING"),
    (b'{"query":""}', 400, "QUERY_MISSING"),
    (b'{"query":null}', 400, "QUERY_MISSING"),
    (b'{"query":1}', 400, "PARAMETER_INVALID"),
    (b'{"query":"{hello}","variables":"x"}', 400, "PARAMETER_INVALID"),
    (b'{"query":"{hello}","variables":[1]}', 400, "PARAMETER_INVALID"),
    (b'{"query":"{hello}","extensions":7}', 400, "PARAMETER_INVALID"),
    (b'{"query":"{hello}","operationName":{}}', 400, "PARAMETER_INVALID"),
    (b'{"extensions":{"persistedQuery":7}}', 400, "PARAMETER_INVALID"),
    (b'{"extensions":{"persistedQuery":{"sha256Hash":"x"}}}', 400, "PARAMETER_INVALID"),
    (b'{"documentId":"md5:x"}', 400, "PARAMETER_INVALID"),
    (b'{"documentId":7}', 400, "PARAMETER_INVALID"),
    (b'{"query":"{"}', 400, "GRAPHQL_PARSE_FAILED"),
    (b'{"query":"{helo}"}', 400, "GRAPHQL_VALIDATION_FAILED"),
    (b'{"query":"{hello}","operationName":"x"}', 400, "OPERATION_NOT_FOUND"),
    (b'{"query":"query a{hello} query b{hello}"}', 400, "OPERATION_NOT_FOUND"),
    (b'{"query":"query($n:Int!){jobs(first:$n){totalCount}}"}', 400, "VARIABLES_INVALID"),
    (b'{"query":"query($n:Int){jobs(first:$n){totalCount}}","variables":{"n":"3"}}', 400, "VARIABLES_INVALID"),
    (b'{"query":"query($n:Int){jobs(first:$n){totalCount}}","variables":{"n":1e400}}', 400, "BODY_NOT_JSON"),
    (b'{"query":"' + b"{a" * 5_000 + b'"}', 400, "DOCUMENT_TOO_DEEP"),
    (b'{"query":"{' + b"hello " * 20_000 + b'}"}', 400, "DOCUMENT_TOO_LARGE"),
    (b'{"query":"subscription{count}"}', 406, "SUBSCRIPTION_NEEDS_STREAM"),
]


@pytest.mark.parametrize(("body", "status", "code"), BAD_BODIES, ids=[repr(body[:40]) for body, _, _ in BAD_BODIES])
async def test_a_wrong_body_is_refused_with_a_code(
    client: httpx.AsyncClient, body: bytes, status: int, code: str
) -> None:
    answer = await post(client, body)
    assert (status, code) == (answer.status_code, code_of(answer) if code else "")


async def test_chinese_is_sent_as_it_is(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json={"query": "{ hello }"})
    assert '{"data":{"hello":"你好，邻居"}}'.encode() == answer.content
