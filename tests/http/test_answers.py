"""Answers over HTTP: who gets what, from where, for how long, in which bytes."""

import gzip
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest
import zstandard

from gateway.app import Gateway, Parts
from gateway.freshness import SourceState
from gateway.graph.viewer import Viewer
from gateway.http.documents import sha256_of
from gateway.settings import Settings
from tests.http.tiny import TinyEngine, tiny_gateway

HELLO = "{ hello }"
JSON = "application/json"
RESPONSE = "application/graphql-response+json"


class TwoKeys:
    """An agency's key and an administrator's."""

    async def viewer_of(self, key: str) -> Viewer | None:
        return {
            "key-a": Viewer(1, "agency-a", frozenset({"contact:read"})),
            "key-b": Viewer(2, "agency-b", frozenset()),
        }.get(key)


@dataclass
class States:
    """The states of sources as a store would tell them."""

    states: Mapping[int, SourceState] = field(default_factory=dict)

    async def __call__(self) -> Mapping[int, SourceState]:
        return self.states


@asynccontextmanager
async def talking_to(app: Gateway, address: str = "203.0.113.7") -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, client=(address, 1234))
    async with httpx.AsyncClient(transport=transport, base_url="http://doorstep.test") as client:
        yield client


URQL = (
    "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed"
)
ACCEPTED = [
    ("", JSON, 200),
    ("*/*", JSON, 200),
    ("application/json", JSON, 200),
    ("application/*", JSON, 200),
    ("application/graphql-response+json", RESPONSE, 200),
    ("application/graphql-response+json;q=0.5, application/json", JSON, 200),
    ("application/graphql-response+json, application/json;q=0.9", RESPONSE, 200),
    (URQL, RESPONSE, 200),
    ("multipart/mixed;deferSpec=20220824, application/graphql-response+json, application/json;q=0.9", RESPONSE, 200),
    ("text/event-stream", "text/event-stream", 200),
    ("text/event-stream, application/json;q=0.1", JSON, 200),
    ("application/json;q=0, */*", RESPONSE, 200),
    ("application/json;q=x, application/graphql-response+json", RESPONSE, 200),
    ("image/png", JSON, 406),
    ("multipart/mixed", JSON, 406),
]  # fmt: skip


@pytest.mark.parametrize(("accept", "media_type", "status"), ACCEPTED, ids=[one[0] or "none" for one in ACCEPTED])
async def test_the_accept_header_decides_the_media_type(accept: str, media_type: str, status: int) -> None:
    async with talking_to(tiny_gateway()) as client:
        answer = await client.post("/graphql", json={"query": HELLO}, headers={"accept": accept})
    assert (status, media_type) == (answer.status_code, answer.headers["content-type"].partition(";")[0])


QUERY_STRINGS = [
    ("query={hello}", 200),
    ("query=%7Bhello%7D&variables=", 200),
    ("query=query($a:String!){hello(name:$a)}&variables={\"a\":\"x\"}", 200),
    ("query=query a{hello} query b{hello}&operationName=b", 200),
    ("query={hello}&operationName=", 200),
    ("", 400),
    ("query=", 400),
    ("query=%ff%fe", 400),
    ("query={hello}&query={hello}", 400),
    ("query={hello}&variables=[1]", 400),
    ("query={hello}&variables={", 400),
    ("query={hello}&extensions=1", 400),
    ("query=mutation{touch}", 405),
    ("query=subscription{count}", 406),
]  # fmt: skip


@pytest.mark.parametrize(("query_string", "status"), QUERY_STRINGS, ids=[one[0] or "none" for one in QUERY_STRINGS])
async def test_get_is_for_queries(query_string: str, status: int) -> None:
    async with talking_to(tiny_gateway()) as client:
        answer = await client.get(f"/graphql?{query_string}", headers={"accept": RESPONSE})
    assert status == answer.status_code
    assert ("data" if status == 200 else "errors") in answer.json()


async def test_other_methods_are_refused_and_say_which_are_not() -> None:
    async with talking_to(tiny_gateway()) as client:
        put, options = await client.put("/graphql"), await client.options("/graphql")
    assert (put.status_code, put.headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS")
    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")


async def test_head_answers_as_get_without_a_body() -> None:
    async with talking_to(tiny_gateway()) as client:
        got, head = await client.get("/graphql?query={hello}"), await client.head("/graphql?query={hello}")
    assert head.content == b""
    assert (got.headers["etag"], got.headers["content-length"]) == (
        head.headers["etag"],
        head.headers["content-length"],
    )


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/x-www-form-urlencoded", "application/json;charset=gbk"]
)
async def test_another_content_type_is_refused(content_type: str) -> None:
    async with talking_to(tiny_gateway()) as client:
        answer = await client.post("/graphql", content=b'{"query":"{hello}"}', headers={"content-type": content_type})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (415, "CONTENT_TYPE_UNSUPPORTED")


async def test_a_body_that_is_too_large_is_refused_with_and_without_a_declared_length() -> None:
    async def in_parts() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 100

    async with talking_to(tiny_gateway(Settings(max_body_bytes=1_000))) as client:
        headers = {"content-type": JSON}
        answers = [
            await client.post("/graphql", content=b" " * 1_001, headers=headers),
            await client.post("/graphql", content=in_parts(), headers=headers),
        ]
    assert [answer.status_code for answer in answers] == [413, 413]


async def test_a_persons_browser_is_shown_the_ide() -> None:
    async with talking_to(tiny_gateway()) as client:
        answer = await client.get("/graphql", headers={"accept": "text/html,*/*;q=0.8"})
    assert (answer.status_code, answer.headers["location"]) == (307, "/ide")


async def test_what_a_resolver_raises_unexpectedly_is_masked_and_logged_under_its_id(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with talking_to(tiny_gateway()) as client:
        answer = await client.post("/graphql", json={"query": "{ broken hello }"})
    error = answer.json()["errors"][0]
    assert "123456" not in answer.text
    assert (answer.status_code, error["extensions"]["code"], error["path"]) == (200, "INTERNAL_ERROR", ["broken"])
    ours = [record for record in caplog.records if record.name == "doorstep.errors"]
    assert any(error["message"].split("编号 ")[1][:12] in record.getMessage() for record in ours)


async def test_our_own_error_in_a_resolver_keeps_its_code_and_sentences() -> None:
    async with talking_to(tiny_gateway()) as client:
        error = (await client.post("/graphql", json={"query": "{ refused }"})).json()["errors"][0]
    assert error["extensions"] == {
        "code": "NODE_NOT_FOUND",
        "zh": "没有这个岗位",
        "en": "no such job",
        "argument": ["id"],
    }
    assert error["path"] == ["refused"]


async def test_a_query_that_takes_too_long_is_answered_and_kept_nowhere() -> None:
    tiny = TinyEngine()
    async with talking_to(tiny_gateway(Settings(max_seconds=0.05), tiny=tiny)) as client:
        answers = [await client.post("/graphql", json={"query": "{ slow }"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [503, 503]
    assert answers[0].json()["errors"][0]["extensions"]["code"] == "OPERATION_TOO_SLOW"
    assert tiny.executed == 2


async def test_an_answer_is_executed_once_until_what_it_was_made_of_changes() -> None:
    tiny = TinyEngine()
    app = tiny_gateway(tiny=tiny)
    async with talking_to(app) as client:
        for _ in range(3):
            await client.post("/graphql", json={"query": HELLO})
        assert tiny.executed == 1
        await app.forget({"job:2"})
        await client.post("/graphql", json={"query": HELLO})
        assert tiny.executed == 1
        await app.forget({"job:1"})
        await client.post("/graphql", json={"query": HELLO})
        assert tiny.executed == 2


async def test_variables_in_another_order_and_ones_not_declared_are_the_same_request() -> None:
    tiny = TinyEngine()
    query = "query($a: String!, $b: Int) { hello(name: $a) jobs(first: $b) { totalCount } }"
    async with talking_to(tiny_gateway(tiny=tiny)) as client:
        for variables in ({"a": "x", "b": 1}, {"b": 1, "a": "x"}, {"a": "x", "b": 1, "other": 7}):
            await client.post("/graphql", json={"query": query, "variables": variables})
    assert tiny.executed == 1


async def test_viewers_who_may_see_different_things_never_share_an_answer() -> None:
    tiny = TinyEngine()
    async with talking_to(tiny_gateway(keys=TwoKeys(), tiny=tiny)) as client:
        seen = []
        for headers in ({}, {"authorization": "Bearer key-a"}, {"x-doorstep-key": "key-b"}, {}):
            answer = await client.post("/graphql", json={"query": "{ viewer }"}, headers=headers)
            seen.append(answer.json()["data"]["viewer"])
    assert seen == ["", "agency-a", "agency-b", ""]
    assert tiny.executed == 3


async def test_an_unknown_key_is_refused_rather_than_taken_for_nobody() -> None:
    async with talking_to(tiny_gateway(keys=TwoKeys())) as client:
        answer = await client.post("/graphql", json={"query": HELLO}, headers={"authorization": "Bearer nobody"})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (401, "KEY_UNKNOWN")


async def test_a_mutation_an_error_and_a_refusal_are_never_kept() -> None:
    tiny = TinyEngine()
    async with talking_to(tiny_gateway(tiny=tiny)) as client:
        for query in ("mutation { touch }", "{ refused }", "{ helo }"):
            for _ in range(2):
                answer = await client.post("/graphql", json={"query": query})
                assert answer.headers["cache-control"] == "no-store"
                assert "etag" not in answer.headers
    assert tiny.executed == 4


async def test_an_etag_that_still_holds_is_answered_304_without_executing() -> None:
    tiny = TinyEngine()
    app = tiny_gateway(tiny=tiny)
    async with talking_to(app) as client:
        first = await client.get("/graphql?query={hello}")
        for sent in (first.headers["etag"], f'"x", {first.headers["etag"]}', "*"):
            again = await client.get("/graphql?query={hello}", headers={"if-none-match": sent})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"] == first.headers["etag"]
        changed = await client.get("/graphql?query={hello}", headers={"if-none-match": '"x"'})
    assert (changed.status_code, tiny.executed) == (200, 1)


async def test_how_long_an_answer_may_be_kept_is_that_of_its_least_fresh_source() -> None:
    now = int(time.time())
    well = SourceState("market", "HEALTHY", now, now + 3_600)
    due = SourceState("notices", "HEALTHY", now, now + 20)
    dead = SourceState("feed", "FAILING", now - 99_999, now - 9_999)
    tiny = TinyEngine()
    app = Gateway(Settings(), Parts(tiny.engine, read_states=States({1: well, 2: due, 3: dead})))
    told = []
    async with talking_to(app) as client:
        for sources in ({1}, {1, 2}, {1, 2, 3}):
            tiny.sources = frozenset(sources)
            await app.forget({"job:1"})
            answer = await client.get("/graphql?query={hello}")
            told.append((answer.headers["cache-control"], sorted(answer.json().get("extensions", {}))))
    seconds = int(told[1][0].rpartition("=")[2])
    assert told[0] == ("public, max-age=60", [])
    assert 0 < seconds <= 20
    assert told[2] == ("public, no-cache", ["freshness"])


async def test_an_answer_says_how_fresh_it_is_where_it_is_asked() -> None:
    now = int(time.time())
    states = {
        1: SourceState("market", "HEALTHY", now, now + 3_600),
        2: SourceState("feed", "FAILING", now - 99_999, now - 9_999),
    }
    tiny = TinyEngine()
    tiny.sources = frozenset({1, 2})
    app = Gateway(Settings(), Parts(tiny.engine, read_states=States(states)))
    async with talking_to(app) as client:
        answer = await client.post("/graphql", json={"query": HELLO, "extensions": {"doorstep": {"freshness": True}}})
    freshness = answer.json()["extensions"]["freshness"]
    assert freshness["leastFresh"]["source"] == "feed"
    assert [one["source"] for one in freshness["failed"]] == ["feed"]


async def test_the_cost_is_told_where_it_is_asked_and_bounded() -> None:
    query = "query($n: Int) { jobs(first: $n) { nodes { similar(first: 100) { id } } } }"
    async with talking_to(tiny_gateway(Settings(max_cost=1_000))) as client:
        cheap = await client.post(
            "/graphql", json={"query": query, "variables": {"n": 2}}, headers={"x-doorstep-extensions": "cost"}
        )
        dear = await client.post("/graphql", json={"query": query}, headers={"accept": RESPONSE})
    assert cheap.json()["extensions"]["cost"] == {"objects": 1 + 2 * 101}
    assert (dear.status_code, dear.json()["errors"][0]["extensions"]["code"]) == (400, "COST_TOO_HIGH")


@pytest.mark.parametrize(
    ("taken", "coding"),
    [
        ("gzip, deflate, br", "gzip"),
        ("gzip, deflate, br, zstd", "gzip"),
        ("zstd, gzip", "zstd"),
        ("gzip;q=0.5, zstd", "zstd"),
        ("br", ""),
        ("gzip;q=0", ""),
    ],
)
async def test_a_large_answer_is_compressed_as_the_client_takes_it(taken: str, coding: str) -> None:
    async with talking_to(tiny_gateway()) as client:
        request = client.build_request(
            "POST",
            "/graphql",
            json={"query": "{ jobs(first: 100) { nodes { id title } } }"},
            headers={"accept-encoding": taken},
        )
        answer = await client.send(request, stream=True)
        raw = b"".join([part async for part in answer.aiter_raw()])
    assert coding == answer.headers.get("content-encoding", "")
    body = gzip.decompress(raw) if coding == "gzip" else zstandard.decompress(raw) if coding == "zstd" else raw
    assert body.startswith('{"data":{"jobs":{"nodes":[{"id":"0","title":"包装工 0"}'.encode())
    assert answer.headers["content-length"] == str(len(raw))


async def test_small_answers_are_not_compressed() -> None:
    async with talking_to(tiny_gateway()) as client:
        answer = await client.post("/graphql", json={"query": HELLO}, headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in answer.headers


async def test_pages_of_other_origins_may_ask_where_the_operator_says_so() -> None:
    asked = {"origin": "https://jobs.example.cn", "access-control-request-method": "POST"}
    async with talking_to(tiny_gateway()) as client:
        closed = await client.options("/graphql", headers=asked)
    async with talking_to(tiny_gateway(Settings(cors_origins=("https://jobs.example.cn",)))) as client:
        opened = await client.options("/graphql", headers=asked)
        other = await client.options("/graphql", headers={**asked, "origin": "https://evil.example"})
    assert "access-control-allow-origin" not in closed.headers
    assert opened.headers["access-control-allow-origin"] == "https://jobs.example.cn"
    assert "access-control-allow-origin" not in other.headers


async def test_automatic_persisted_queries_work_by_get() -> None:
    async with talking_to(tiny_gateway()) as client:
        extensions = '{"persistedQuery":{"version":1,"sha256Hash":"' + sha256_of(HELLO) + '"}}'
        unknown = await client.get("/graphql", params={"extensions": extensions})
        sent = await client.get("/graphql", params={"extensions": extensions, "query": HELLO})
        known = await client.get("/graphql", params={"extensions": extensions})
        named = await client.get("/graphql", params={"documentId": "sha256:" + sha256_of(HELLO)})
    assert unknown.json()["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"
    assert sent.json() == known.json() == named.json() == {"data": {"hello": "你好，邻居"}}


async def test_an_address_is_told_what_it_may_spend_and_refused_beyond_it() -> None:
    app = tiny_gateway(Settings(limit_per_address="3/hour"))
    query = {"query": "{ rateLimit { limit cost remaining } }"}
    async with talking_to(app) as client:
        spent = [await client.post("/graphql", json=query) for _ in range(4)]
    async with talking_to(app, "203.0.113.8") as client:
        other = await client.post("/graphql", json=query)
    assert [one.json()["data"]["rateLimit"]["remaining"] for one in spent[:3]] == [2, 1, 0]
    assert [one.headers["x-ratelimit-remaining"] for one in spent[:3]] == ["2", "1", "0"]
    assert (spent[3].status_code, spent[3].json()["errors"][0]["extensions"]["code"]) == (429, "RATE_LIMITED")
    assert 0 < int(spent[3].headers["retry-after"]) <= 3_601
    assert other.status_code == 200


async def test_a_dear_operation_spends_more_points() -> None:
    app = tiny_gateway(Settings(limit_per_address="100/hour"))
    dear = {"query": "{ jobs(first: 10) { nodes { similar(first: 100) { id } } } rateLimit { cost } }"}
    async with talking_to(app) as client:
        answer = await client.post("/graphql", json=dear)
    assert answer.json()["data"]["rateLimit"]["cost"] == 10


async def test_addresses_of_one_ipv6_network_share_a_limit() -> None:
    app = tiny_gateway(Settings(limit_per_address="1/hour"))
    statuses = []
    for address in ("2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:3::1"):
        async with talking_to(app, address) as client:
            statuses.append((await client.post("/graphql", json={"query": HELLO})).status_code)
    assert statuses == [200, 429, 200]


async def test_a_key_is_limited_by_itself() -> None:
    app = tiny_gateway(Settings(limit_per_address="1/hour", limit_per_key="2/hour"), keys=TwoKeys())
    async with talking_to(app) as client:
        keyed = [
            (await client.post("/graphql", json={"query": HELLO}, headers={"x-doorstep-key": "key-a"})).status_code
            for _ in range(3)
        ]
        anonymous = (await client.post("/graphql", json={"query": HELLO})).status_code
    assert (keyed, anonymous) == ([200, 200, 429], 200)


async def test_metrics_count_requests_hits_and_refusals() -> None:
    async with talking_to(tiny_gateway()) as client:
        for query in (HELLO, HELLO, "{ helo }"):
            await client.post("/graphql", json={"query": query})
        text = (await client.get("/metrics")).text
    for line in (
        'doorstep_requests_total{route="graphql",status="200"} 3.0',
        'doorstep_cache_total{outcome="hit"} 1.0',
        'doorstep_cache_total{outcome="miss"} 1.0',
        'doorstep_refusals_total{code="GRAPHQL_VALIDATION_FAILED"} 1.0',
        'doorstep_executions_total{by="executor"} 1.0',
    ):
        assert line in text
