"""The server's door for requests that came before, byte for byte: what it writes, when it opens, when it stays shut."""

import asyncio

import pytest

from gateway.app import create_app
from gateway.http.wires import Wires
from gateway.settings import Settings
from tests.http.conftest import standing
from tests.http.serving import connected, request_of, served
from tests.http.tiny import tiny_gateway

BODY = b'{"query":"{ hello }"}'


def post(*headers: bytes, version: bytes = b"1.1") -> bytes:
    return request_of(BODY, *headers, version=version)


GET = b"GET /graphql?query=%7B%20hello%20%7D HTTP/1.1\r\nHost: doorstep.test\r\nAccept: application/json\r\n\r\n"
HEAD = GET.replace(b"GET", b"HEAD", 1)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The requests that a wire was found for by their bytes."""
    requests: list[bytes] = []
    look = Wires.of_request

    def looked(self: Wires, request: bytes) -> object:
        wire = look(self, request)
        if wire is not None:
            requests.append(request)
        return wire

    monkeypatch.setattr(Wires, "of_request", looked)
    monkeypatch.setattr("gateway.http.wires.HOLDS_SECONDS", 600.0)
    return requests


@pytest.mark.parametrize(
    "request_", [post(), GET, HEAD, post(b"Accept-Encoding: gzip")], ids=["POST", "GET", "HEAD", "gzip"]
)
async def test_an_answer_at_once_is_the_answer(found: list[bytes], request_: bytes) -> None:
    app = tiny_gateway(Settings(compress_from_bytes=1))
    async with served(app) as base, connected(base) as one, connected(base) as other:
        first = [await one.ask(request_) for _ in range(2)]
        assert not found
        again = [await one.ask(request_), await other.ask(request_), await other.ask(request_)]
    assert len(found) == 3
    assert {*first, *again} == {first[0]}


async def test_answers_at_once_are_counted() -> None:
    app = tiny_gateway()
    async with served(app) as base, connected(base) as one:
        for _ in range(5):
            await one.ask(post())
    told = app.metrics.text().decode()
    assert 'doorstep_requests_total{route="graphql",status="200"} 5.0' in told
    assert 'doorstep_cache_total{outcome="hit"} 4.0' in told


async def test_a_change_shuts_the_door(found: list[bytes]) -> None:
    app = tiny_gateway()
    async with served(app) as base, connected(base) as one:
        for _ in range(3):
            await one.ask(post())
        assert len(found) == 1
        await app.forget_all()
        await one.ask(post())
        assert len(found) == 1


@pytest.mark.parametrize(
    "other",
    [
        post(b"Connection: close"),
        post(version=b"1.0"),
        post(b"Authorization: Bearer nobody"),
        post(b"Expect: 100-continue"),
    ],
    ids=["close", "HTTP/1.0", "key", "expect"],
)
async def test_requests_that_ask_for_more_go_the_usual_way(found: list[bytes], other: bytes) -> None:
    app = tiny_gateway()
    async with served(app) as base:
        for _ in range(3):
            async with connected(base) as one:
                await one.ask(other)
    assert not found


async def test_requests_in_one_piece_and_in_many_are_answered_in_turn(found: list[bytes]) -> None:
    app = tiny_gateway()
    async with served(app) as base, connected(base) as one:
        whole = [await one.ask(post()) for _ in range(3)][-1]
        assert len(found) == 1
        one.writer.write(post() + GET + post())
        assert [b"".join(await one.answer()) for _ in range(3)] == [whole] * 3
        for piece in (post()[:40], post()[40:90], post()[90:]):
            one.writer.write(piece)
            await asyncio.sleep(0.02)
        assert b"".join(await one.answer()) == whole
        one.writer.write(post()[:-5])
        await asyncio.sleep(0.02)
        one.writer.write(post()[-5:])
        assert b"".join(await one.answer()) == whole


@pytest.mark.parametrize(
    "settings",
    [Settings(cors_origins=("https://jobs.example.cn",)), Settings(access_log=True)],
    ids=["cors", "access log"],
)
async def test_what_must_see_every_request_sees_it(found: list[bytes], settings: Settings) -> None:
    app = tiny_gateway(settings)
    async with served(app) as base, connected(base) as one:
        for _ in range(4):
            await one.ask(post(b"Origin: https://jobs.example.cn"))
    assert not found


async def test_a_connection_that_says_nothing_more_is_closed(found: list[bytes]) -> None:
    app = tiny_gateway()
    async with served(app, timeout_keep_alive=0) as base, connected(base) as one:
        await one.ask(post())
        assert await one.reader.read() == b""


async def test_other_bodies_under_a_head_that_came_before_are_answered_alike(
    sample: Settings, usual: list[str]
) -> None:
    asked = [b'{"query":"{ jobs(first: %d) { totalCount nodes { id title } } }"}' % first for first in range(1, 9)]
    wrong = [asked[0].replace(b"title", b"titel"), asked[0].replace(b"} }", b"] ]"), b"x" * len(asked[0])]
    wanted = []
    async with standing(sample) as (_app, client):
        for body in asked + wrong:
            answer = await client.post("/graphql", content=body, headers={"content-type": "application/json"})
            wanted.append((answer.status_code, answer.headers.get("etag"), answer.content))
    usual.clear()
    async with served(create_app(sample)) as base, connected(base) as one:
        for body, (status, etag, content) in zip(asked + wrong, wanted, strict=True):
            one.writer.write(request_of(body))
            head, answered = await one.answer()
            assert head.startswith(b"HTTP/1.1 %d " % status)
            assert (etag is None) == (b"etag" not in head)
            assert etag is None or etag.encode() in head
            assert answered == content
    assert len(usual) == 1 + len(wrong), "the first opens the door; what is wrong is told in the usual way"
