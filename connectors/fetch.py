"""The way out that nothing goes around: guarded, bounded, polite, conditional, retried, and spared when it fails.

In this order for every hop: scheme, circuit, robots.txt, the host's turn, the address guard, the bounds; then for the
answer: status, redirects, stand-ins (captcha, blank, half a page). Every failure is a `FetchError`.
"""

import asyncio
import re
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from http.cookiejar import CookieJar
from time import monotonic, time
from types import TracebackType
from typing import Self

import httpx

from connectors.addresses import AllowList, Resolver, SystemResolver, connection_pool
from connectors.bodies import ACCEPT_ENCODING
from connectors.breaker import Breaker, CircuitMemory, CircuitsInMemory
from connectors.errors import (
    AddressInvalid,
    CaptchaPage,
    ConnectFailed,
    DnsFailed,
    HttpsRequired,
    RateLimited,
    RedirectElsewhere,
    RedirectLoop,
    RedirectsTooMany,
    Status5xx,
    TimedOut,
    TlsFailed,
    TooSlow,
    status_error,
)
from connectors.exchange import Answer, Limits, exchange
from connectors.folders import Folders, is_file
from connectors.memory import PageMemory, RememberedPage, memory_key
from connectors.pages import FetchedPage
from connectors.rates import HostRates, Sleep, TurnBook
from connectors.retrying import retry_after_seconds, retrying
from connectors.robots import Manners, Robots
from connectors.urls import SCHEMES, absolute, host_of, keeps_credentials, port_of, shown, site_of

USER_AGENT = "Mozilla/5.0 (compatible; Doorstep/0.1)"
HOST = re.compile(r"[^\s%/\\<>\"'`^{|}\x00-\x1f]+")
REDIRECTS_AT_MOST = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS"})
TRAVELS = frozenset({"accept", "accept-language", "accept-encoding", "user-agent"})
"""Headers that go along when a redirect leads to another host; any other may carry a credential."""
UNREACHABLE = (DnsFailed, ConnectFailed, TlsFailed)
ANSWERS_BADLY = (TimedOut, TooSlow, Status5xx, RateLimited, CaptchaPage)


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """What the operator decides. The defaults are for a server on the internet."""

    allowed: AllowList = field(default_factory=AllowList)
    allow_http: bool = False
    """Plain http anywhere; hosts on the allow list may always use it."""
    limits: Limits = field(default_factory=Limits)
    requests_per_second: float = 3
    """For each host, over all sources; 0: no limit. Hosts on the allow list have none."""
    burst: int = 6
    manners: Manners = field(default_factory=Manners)
    user_agent: str = USER_AGENT
    folders: Folders = field(default_factory=Folders)
    """Of this machine, for deliveries; none by default."""


@dataclass(frozen=True, slots=True)
class Request:
    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    content: bytes | None = field(default=None, repr=False)
    expect: frozenset[int] = frozenset({200})
    idempotent: bool | None = None
    """Whether it may be sent twice; None: as its method says."""
    source: str = ""
    """The source that asks: its circuits and remembered pages are its own."""


class Fetcher:
    """One for the process, used as an async context manager; its rates and circuits hold for all sources.

    With `circuits` and `turns` that processes share, they hold for all of those.
    """

    def __init__(
        self,
        settings: FetchSettings | None = None,
        *,
        circuits: CircuitMemory | None = None,
        turns: TurnBook | None = None,
        resolver: Resolver | None = None,
        trust: ssl.SSLContext | None = None,
        clock: Callable[[], float] = monotonic,
        now: Callable[[], float] = time,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.settings = settings or FetchSettings()
        self._now = now
        self._sleep = sleep
        rate = (self.settings.requests_per_second, self.settings.burst)
        self._rates = HostRates(*rate, clock=clock, sleep=sleep, turns=turns)
        self._breaker = Breaker(circuits or CircuitsInMemory(), now=now)
        self._robots = Robots(self._read_robots, self._rates.slow_down, self.settings.manners, clock)
        self._pool = connection_pool(
            resolver or SystemResolver(), self.settings.allowed, trust or httpx.create_ssl_context(trust_env=False)
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections that are kept open."""
        await self._pool.aclose()

    async def fetch(self, request: Request, memory: PageMemory | None = None) -> FetchedPage:
        """The page, or a FetchError. With `memory`, a GET is conditional and a 304 gives the page it remembers."""
        if is_file(request.url):
            page = await asyncio.to_thread(self.settings.folders.read, request.url)
            page.raise_for_stand_in()
            return page
        idempotent = request.method in IDEMPOTENT if request.idempotent is None else request.idempotent
        remembered, key = None, ""
        if memory and request.method == "GET":
            key = memory_key(request.source, request.url, request.headers)
            remembered = await memory.recall(key)
        page = await retrying(lambda: self._attempt(request, remembered), idempotent=idempotent, sleep=self._sleep)
        if memory and key and not page.unchanged and page.status == 200:
            await _remember(memory, key, page)
        return page

    async def _attempt(self, request: Request, remembered: RememberedPage | None) -> FetchedPage:
        """One try, with its circuits told how it went."""
        host = site_of(request.url)
        circuits = (host, f"{request.source}@{host}") if request.source else (host,)
        await self._breaker.admit(circuits, host_of(request.url))
        try:
            page = self._page(await self._follow(request, remembered), request, remembered)
        except UNREACHABLE as error:
            if error.where == host_of(request.url):
                await self._breaker.failed(circuits[0])
            raise
        except ANSWERS_BADLY:
            await self._breaker.failed(circuits[-1])
            raise
        await self._breaker.succeeded(circuits)
        return page

    def _page(self, answer: Answer, request: Request, remembered: RememberedPage | None) -> FetchedPage:
        if answer.status == 304 and remembered:
            return FetchedPage(remembered.url, 200, remembered.headers, remembered.content, unchanged=True)
        page = FetchedPage(answer.url, answer.status, answer.headers, answer.content)
        if request.method != "HEAD":
            page.raise_for_stand_in()
        if answer.status not in request.expect:
            wait = retry_after_seconds(answer.headers.get("retry-after"), self._now())
            raise status_error(answer.status, shown(answer.url), wait)
        return page

    async def _follow(self, request: Request, remembered: RememberedPage | None) -> Answer:
        """The answer at the end of the redirects, each hop checked as if it were asked for itself."""
        cookies = httpx.Cookies(CookieJar())
        seen: set[tuple[str, str, str]] = set()
        hop = replace(request, headers={**_validators(remembered), **request.headers})
        for _ in range(REDIRECTS_AT_MOST + 1):
            built = self._build(hop, cookies)
            step = (hop.method, hop.url, built.headers.get("cookie", ""))
            if step in seen:
                raise RedirectLoop(shown(request.url))
            seen.add(step)
            await self._robots.check(hop.url)
            answer = await self._send(built)
            location = _location(answer)
            if answer.status not in REDIRECTS or answer.status in request.expect or not location:
                return answer
            cookies.extract_cookies(httpx.Response(answer.status, headers=answer.headers, request=built))
            hop = _next_hop(hop, answer.status, absolute(hop.url, location))
        raise RedirectsTooMany(shown(request.url), limit=REDIRECTS_AT_MOST)

    def _build(self, request: Request, cookies: httpx.Cookies) -> httpx.Request:
        self._require_https(request.url)
        headers = {
            "user-agent": self.settings.user_agent,
            "accept": "text/html,application/xhtml+xml,application/json,application/xml;q=0.9,*/*;q=0.8",
            "accept-language": "zh-CN,zh;q=0.9,en;q=0.5",
            "accept-encoding": ACCEPT_ENCODING,
        }
        try:
            built = httpx.Request(request.method, request.url, content=request.content, headers=headers)
            built.headers.update(request.headers)
        except (httpx.InvalidURL, ValueError, UnicodeError) as error:
            raise AddressInvalid(shown(request.url)) from error
        if cookies.jar:
            cookies.set_cookie_header(built)
        return built

    def _require_https(self, url: str) -> None:
        scheme = url.partition("://")[0].lower()
        if scheme not in SCHEMES or not HOST.fullmatch(host_of(url)) or port_of(url) is None:
            raise AddressInvalid(shown(url))
        if scheme == "http" and not self.settings.allow_http and not self._is_allowed(url):
            raise HttpsRequired(shown(url))

    def _is_allowed(self, url: str) -> bool:
        return self.settings.allowed.names(host_of(url), port_of(url))

    async def _send(self, request: httpx.Request) -> Answer:
        url = str(request.url)
        if not self._is_allowed(url):
            await self._rates.turn(site_of(url))
        return await exchange(self._pool, request, self.settings.limits)

    async def _read_robots(self, url: str) -> bytes:
        """A robots.txt, its redirects followed (RFC 9309, 2.3.1.2) without asking for another robots.txt."""
        hop = Request(url)
        for _ in range(REDIRECTS_AT_MOST + 1):
            answer = await self._send(self._build(hop, httpx.Cookies(CookieJar())))
            location = _location(answer)
            if answer.status not in REDIRECTS or not location:
                break
            hop = replace(hop, url=absolute(hop.url, location))
        if answer.status == 200:
            return answer.content
        if answer.status in REDIRECTS:
            return b""
        raise status_error(
            answer.status, shown(url), retry_after_seconds(answer.headers.get("retry-after"), self._now())
        )


def _location(answer: Answer) -> str:
    """The Location header, whose bytes may be in any charset: those beyond ASCII are percent-encoded as they are."""
    found = next((value for name, value in answer.headers.raw if name.lower() == b"location"), b"")
    return "".join(chr(byte) if byte < 128 else f"%{byte:02X}" for byte in found)


def _next_hop(request: Request, status: int, url: str) -> Request:
    """303, and 301 and 302 after a POST, become a GET without its body, as browsers have it (RFC 9110, 15.4)."""
    same = keeps_credentials(request.url, url)
    kept = {name: value for name, value in request.headers.items() if same or name.lower() in TRAVELS}
    if status == 303 or (status in (301, 302) and request.method == "POST"):
        bodiless = {name: value for name, value in kept.items() if not name.lower().startswith("content-")}
        return replace(request, url=url, method="GET", content=None, headers=bodiless)
    if request.content and not same:
        raise RedirectElsewhere(shown(request.url))
    return replace(request, url=url, headers=kept)


def _validators(remembered: RememberedPage | None) -> dict[str, str]:
    if remembered is None:
        return {}
    given = {"if-none-match": remembered.etag, "if-modified-since": remembered.last_modified}
    return {name: value for name, value in given.items() if value}


async def _remember(memory: PageMemory, key: str, page: FetchedPage) -> None:
    etag, modified = page.headers.get("etag"), page.headers.get("last-modified")
    if etag or modified:
        kept = {name: page.headers[name] for name in ("content-type", "link") if name in page.headers}
        await memory.keep(key, RememberedPage(page.url, etag, modified, kept, page.content))
