"""The way out, against a real server on loopback: manners, redirects, retries, circuits and every failure's name."""

import gzip
import json
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from connectors.addresses import AllowList
from connectors.breaker import FAILURES_TO_OPEN, REST_SECONDS, CircuitMemory, CircuitsInMemory
from connectors.errors import FetchError
from connectors.exchange import Limits
from connectors.fetch import REDIRECTS_AT_MOST, Fetcher, FetchSettings, Request
from connectors.retrying import ATTEMPTS
from connectors.robots import Manners
from gateway.installation import now_in_china
from gateway.keeping import CircuitsInStore, PagesInStore
from schema.store.engine import Database
from tests.connectors.servers import Asked, Reply, Script, Server, serve

LIST = "<html><body><ul><li>搬运工 300元/天</li></ul></body></html>".encode()
CAPTCHA = "<html><title>安全验证</title><body><p id=captcha>请完成下方验证后继续</p></body></html>".encode()
SMALL = Limits(wire_bytes=20_000, unpacked_bytes=40_000, connect_seconds=2, read_seconds=0.25, total_seconds=0.4)


class Clock:
    """A clock that only sleeping moves; the sleeps are noted."""

    def __init__(self) -> None:
        self.time = 1_000_000.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.time += seconds


@asynccontextmanager
async def fetching(
    script: dict[str, Script],
    clock: Clock,
    circuits: CircuitMemory | None = None,
    manners: Manners | None = None,
) -> AsyncIterator[tuple[Server, Fetcher]]:
    settings = FetchSettings(allowed=AllowList.parse(["127.0.0.0/8"]), limits=SMALL, manners=manners or Manners())
    async with (
        serve(script) as server,
        Fetcher(settings, circuits=circuits, clock=clock.now, now=clock.now, sleep=clock.sleep) as fetcher,
    ):
        yield server, fetcher


async def code_of(fetcher: Fetcher, request: Request) -> str:
    try:
        await fetcher.fetch(request)
    except FetchError as error:
        return error.code
    return "OK"


@pytest.mark.parametrize(
    ("reply", "code", "attempts"),
    [
        (Reply(LIST), "OK", 1),
        (Reply(b"", 500), "STATUS_5XX", ATTEMPTS),
        (Reply(b"", 502), "STATUS_5XX", ATTEMPTS),
        (Reply(b"", 503, {"retry-after": "3"}), "RATE_LIMITED", ATTEMPTS),
        (Reply(b"", 429), "RATE_LIMITED", ATTEMPTS),
        (Reply(b"", 429, {"retry-after": "3600"}), "RATE_LIMITED", 1),
        (Reply(b"", 400), "STATUS_4XX", 1),
        (Reply(b"", 401), "STATUS_401", 1),
        (Reply(b"", 403), "STATUS_403", 1),
        (Reply(b"gone", 404), "STATUS_404", 1),
        (Reply(b"gone", 410), "STATUS_410", 1),
        (Reply(b"ok", 206), "STATUS_UNEXPECTED", 1),
        (Reply(CAPTCHA), "CAPTCHA_PAGE", 1),
        (Reply(CAPTCHA, 403), "CAPTCHA_PAGE", 1),
        (Reply(b""), "BLANK_PAGE", ATTEMPTS),
        (Reply(b" \r\n\t"), "BLANK_PAGE", ATTEMPTS),
        (Reply(LIST, cut=20), "TRUNCATED_BODY", ATTEMPTS),
        (Reply(LIST[:46]), "TRUNCATED_BODY", ATTEMPTS),
        (Reply(LIST, reset=True), "CONNECTION_LOST", ATTEMPTS),
        (Reply(LIST, silent=0.3), "TIMEOUT", ATTEMPTS),
        (Reply(LIST, drip=0.1), "TOO_SLOW", ATTEMPTS),
        (Reply(b"x" * 30_000), "TOO_LARGE", 1),
        (Reply(gzip.compress(b"x" * 1_000_000), headers={"content-encoding": "gzip"}), "INFLATES_TOO_LARGE", 1),
        (Reply(gzip.compress(LIST)[:-12], headers={"content-encoding": "gzip"}), "TRUNCATED_BODY", ATTEMPTS),
        (Reply(LIST, headers={"content-encoding": "br"}), "CONTENT_ENCODING_UNKNOWN", 1),
        (Reply(b"", 302, {"location": "/page"}), "REDIRECT_LOOP", 1),
        (Reply(b"", 302, {"location": "file:///etc/passwd"}), "ADDRESS_INVALID", 1),
        (Reply(b"", 302, {"location": "http://10.0.0.1/"}), "HTTPS_REQUIRED", 1),
        (Reply(b"", 302, {"location": "https://169.254.169.254/latest"}), "ADDRESS_FORBIDDEN", 1),
        (Reply(b"", 302), "STATUS_UNEXPECTED", 1),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
async def test_each_failure_has_its_code_and_its_number_of_attempts(reply: Reply, code: str, attempts: int) -> None:
    async with fetching({"/page": reply}, Clock()) as (server, fetcher):
        assert (code, attempts) == (await code_of(fetcher, Request(f"{server.base}/page")), len(server.paths()))


async def test_a_server_that_is_not_there_is_connect_failed() -> None:
    async with fetching({}, Clock()) as (server, fetcher):
        base = server.base
    async with fetching({}, Clock()) as (_, fetcher):
        assert await code_of(fetcher, Request(base)) == "CONNECT_FAILED"


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "javascript:alert(1)", "//a.example", "", "https://", "https://a:b/"]
)
async def test_what_is_no_web_address_is_refused(url: str) -> None:
    async with Fetcher() as fetcher:
        assert await code_of(fetcher, Request(url)) == "ADDRESS_INVALID"


async def test_http_needs_the_operators_leave() -> None:
    async with Fetcher() as fetcher:
        assert await code_of(fetcher, Request("http://jobs.example/")) == "HTTPS_REQUIRED"


async def test_a_server_that_recovers_is_asked_again_and_retry_after_is_waited_for() -> None:
    clock = Clock()
    script: dict[str, Script] = {"/page": [Reply(b"", 429, {"retry-after": "7"}), Reply(b"", 500), Reply(LIST)]}
    async with fetching(script, clock) as (server, fetcher):
        page = await fetcher.fetch(Request(f"{server.base}/page"))
    assert (page.content, clock.slept[0], len(clock.slept)) == (LIST, 7.0, 2)


async def test_retry_after_may_be_a_date() -> None:
    clock = Clock()
    later = format_datetime(datetime.fromtimestamp(clock.time, UTC) + timedelta(seconds=9), usegmt=True)
    script: dict[str, Script] = {"/page": [Reply(b"", 503, {"retry-after": later}), Reply(LIST)]}
    async with fetching(script, clock) as (server, fetcher):
        await fetcher.fetch(Request(f"{server.base}/page"))
    assert clock.slept == [9.0]


@pytest.mark.parametrize(("idempotent", "attempts"), [(None, 1), (True, ATTEMPTS)])
async def test_a_post_is_repeated_only_where_it_only_reads(idempotent: bool | None, attempts: int) -> None:
    async with fetching({"/page": Reply(b"", 500)}, Clock()) as (server, fetcher):
        request = Request(f"{server.base}/page", "POST", content=b"{}", idempotent=idempotent)
        assert ("STATUS_5XX", attempts) == (await code_of(fetcher, request), len(server.paths()))


async def test_redirects_are_followed_to_their_end_but_not_forever() -> None:
    hops = {f"/{n}": Reply(b"", 302, {"location": f"/{n + 1}"}) for n in range(10)}
    script: dict[str, Script] = {**hops, "/5": Reply(LIST)}
    async with fetching(script, Clock()) as (server, fetcher):
        page = await fetcher.fetch(Request(f"{server.base}/0"))
        assert f"{server.base}/5" == page.url
    async with fetching({**hops}, Clock()) as (server, fetcher):
        assert await code_of(fetcher, Request(f"{server.base}/0")) == "REDIRECTS_TOO_MANY"
        assert len(server.paths()) == REDIRECTS_AT_MOST + 1


async def test_a_redirect_may_be_written_in_any_charset() -> None:
    script: dict[str, Script] = {
        "/page": Reply(b"", 302, {"location": "/列表".encode("gbk").decode("latin-1")}),
        "/%C1%D0%B1%ED": Reply(LIST),
    }
    async with fetching(script, Clock()) as (server, fetcher):
        assert (await fetcher.fetch(Request(f"{server.base}/page"))).content == LIST


async def test_a_site_that_first_sets_a_cookie_is_entered() -> None:
    def door(asked: Asked) -> Reply:
        if "seen=1" in asked.headers.get("cookie", ""):
            return Reply(LIST)
        return Reply(b"", 302, {"location": "/page", "set-cookie": "seen=1; Path=/"})

    async with fetching({"/page": door}, Clock()) as (server, fetcher):
        assert (await fetcher.fetch(Request(f"{server.base}/page"))).content == LIST


CREDENTIALS = {"authorization": "Bearer 8d1f", "x-api-key": "8d1f", "cookie": "sid=8d1f", "accept": "application/json"}


async def test_credentials_do_not_follow_a_redirect_to_another_host() -> None:
    async with serve({"/end": Reply(LIST)}) as other:
        script: dict[str, Script] = {
            "/away": Reply(b"", 302, {"location": f"{other.base}/end"}),
            "/home": Reply(b"", 302, {"location": "/end"}),
            "/end": Reply(LIST),
        }
        async with fetching(script, Clock()) as (server, fetcher):
            await fetcher.fetch(Request(f"{server.base}/away", headers=CREDENTIALS))
            await fetcher.fetch(Request(f"{server.base}/home", headers=CREDENTIALS))
            at_home = server.asked[-1].headers
    away = other.asked[-1].headers
    assert "8d1f" not in json.dumps(dict(away))
    assert ("application/json", CREDENTIALS["x-api-key"]) == (away["accept"], at_home["x-api-key"])


async def test_a_body_does_not_follow_a_redirect_to_another_host() -> None:
    async with serve({"/end": Reply(LIST)}) as other:
        script: dict[str, Script] = {"/page": Reply(b"", 307, {"location": f"{other.base}/end"})}
        async with fetching(script, Clock()) as (server, fetcher):
            code = await code_of(fetcher, Request(f"{server.base}/page", "POST", content=b"key=8d1f"))
    assert (code, other.paths()) == ("REDIRECT_ELSEWHERE", [])


async def test_a_post_that_is_redirected_becomes_a_get() -> None:
    script: dict[str, Script] = {"/page": Reply(b"", 303, {"location": "/end"}), "/end": Reply(LIST)}
    async with fetching(script, Clock()) as (server, fetcher):
        await fetcher.fetch(Request(f"{server.base}/page", "POST", content=b"a=1"))
    assert [each.method for each in server.asked if each.target != "/robots.txt"] == ["POST", "GET"]


async def test_an_unchanged_page_is_remembered_and_the_server_spared(store: Database) -> None:
    def tagged(asked: Asked) -> Reply:
        if asked.headers.get("if-none-match") == '"v1"':
            return Reply(b"", 304, {"etag": '"v1"'})
        return Reply(LIST, headers={"etag": '"v1"'})

    memory = PagesInStore(store, now_in_china)
    async with fetching({"/page": tagged}, Clock()) as (server, fetcher):
        request = Request(f"{server.base}/page", source="tea")
        first, second = [await fetcher.fetch(request, memory) for _ in range(2)]
        other = await fetcher.fetch(Request(f"{server.base}/page", source="herbs"), memory)
    assert (first.unchanged, second.unchanged, other.unchanged) == (False, True, False)
    assert (first.content, first.text) == (second.content, second.text)


async def test_what_robots_forbids_is_not_fetched() -> None:
    robots = b"User-agent: *\nDisallow: /private/\nAllow: /\n"
    script: dict[str, Script] = {"/robots.txt": Reply(robots), "/private/page": Reply(LIST), "/page": Reply(LIST)}
    async with fetching(script, Clock()) as (server, fetcher):
        assert await code_of(fetcher, Request(f"{server.base}/private/page")) == "ROBOTS_FORBIDS"
        assert await code_of(fetcher, Request(f"{server.base}/page")) == "OK"
        assert (server.paths(), sum(each.target == "/robots.txt" for each in server.asked)) == (["/page"], 1)
    manners = Manners({"127.0.0.1": "agreed in writing on 2026-11-01"})
    async with fetching(script, Clock(), manners=manners) as (server, fetcher):
        assert await code_of(fetcher, Request(f"{server.base}/private/page")) == "OK"


def test_robots_is_not_disregarded_without_a_reason() -> None:
    with pytest.raises(ValueError, match="without a reason"):
        Manners({"jobs.example": " "})


async def test_a_site_whose_robots_cannot_be_had_is_not_fetched() -> None:
    async with fetching({"/robots.txt": Reply(b"", 500), "/page": Reply(LIST)}, Clock()) as (server, fetcher):
        assert (await code_of(fetcher, Request(f"{server.base}/page")), server.paths()) == ("STATUS_5XX", [])


async def test_a_redirect_into_what_robots_forbids_is_not_followed() -> None:
    script: dict[str, Script] = {
        "/robots.txt": Reply(b"User-agent: *\nDisallow: /private/\n"),
        "/page": Reply(b"", 302, {"location": "/private/page"}),
    }
    async with fetching(script, Clock()) as (server, fetcher):
        assert await code_of(fetcher, Request(f"{server.base}/page")) == "ROBOTS_FORBIDS"


@pytest.mark.parametrize("kind", ["memory", "store"])
async def test_a_failing_host_is_left_alone_even_by_the_next_process(kind: str, store: Database) -> None:
    clock, shared = Clock(), CircuitsInMemory()

    def circuits() -> CircuitMemory:
        return CircuitsInStore(store) if kind == "store" else shared

    script: dict[str, Script] = {"/page": Reply(b"", 500), "/other": Reply(LIST)}
    async with fetching(script, clock, circuits()) as (server, fetcher):
        request = Request(f"{server.base}/page", source="tea")
        codes = [await code_of(fetcher, request) for _ in range(FAILURES_TO_OPEN // ATTEMPTS + 1)]
        asked = len(server.paths())
        assert (codes, asked) == (["STATUS_5XX", "STATUS_5XX", "BREAKER_OPEN"], FAILURES_TO_OPEN)
        assert await code_of(fetcher, Request(f"{server.base}/other", source="herbs")) == "OK"
        settings = FetchSettings(allowed=AllowList.parse(["127.0.0.0/8"]), limits=SMALL)
        async with Fetcher(settings, circuits=circuits(), now=clock.now, sleep=clock.sleep) as next_process:
            assert await code_of(next_process, request) == "BREAKER_OPEN"
            clock.time += REST_SECONDS + 1
            assert await code_of(next_process, Request(request.url, "POST", content=b"", source="tea")) == "STATUS_5XX"
            assert await code_of(next_process, request) == "BREAKER_OPEN"
            clock.time += REST_SECONDS * 2 + 1
            server.script["/page"] = Reply(LIST)
            assert [await code_of(next_process, request) for _ in range(2)] == ["OK", "OK"]


async def test_an_unreachable_host_is_spared_by_every_source() -> None:
    clock = Clock()
    async with fetching({}, clock) as (server, _):
        gone = server.base
    async with fetching({}, clock) as (_, fetcher):
        codes = [await code_of(fetcher, Request(gone, source=f"s{n}")) for n in range(3)]
    assert codes == ["CONNECT_FAILED", "CONNECT_FAILED", "BREAKER_OPEN"]


async def test_no_message_shows_a_query_or_a_password() -> None:
    async with fetching({"/page": Reply(b"", 404)}, Clock()) as (server, fetcher):
        url = f"{server.base}/page?key=8d1f".replace("http://", "http://user:8d1f@")
        with pytest.raises(FetchError) as raised:
            await fetcher.fetch(Request(url))
    assert "8d1f" not in str(raised.value)


class Local:
    """Every name is this machine."""

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        return ["127.0.0.1"]


@pytest.mark.parametrize(("host", "code"), [("jobs.example", "OK"), ("other.example", "TLS_FAILED")])
async def test_the_certificate_is_verified_for_the_name_not_the_address(host: str, code: str, tmp_path: Path) -> None:
    certificate = _certificate("jobs.example", tmp_path)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate)
    trust = ssl.create_default_context(cafile=str(certificate))
    settings = FetchSettings(allowed=AllowList.parse(["127.0.0.0/8"]), limits=SMALL)
    async with (
        serve({"/page": Reply(LIST)}, tls=serving) as server,
        Fetcher(settings, resolver=Local(), trust=trust, sleep=Clock().sleep) as fetcher,
    ):
        assert code == await code_of(fetcher, Request(f"https://{host}:{server.port}/page"))


def _certificate(host: str, folder: Path) -> Path:
    """A certificate that signs itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "certificate.pem"
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path
