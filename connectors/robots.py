"""What a site's robots.txt lets us fetch (RFC 9309), read once a day."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic

from protego import Protego

from connectors.charsets import decode
from connectors.errors import RobotsForbids, StatusError
from connectors.urls import host_of, shown, site_of

AGENT = "doorstep"
"""The product token that a site writes to address Doorstep in its robots.txt."""
BYTES_AT_MOST = 500 * 1024
KEPT_SECONDS = 24 * 3600
LONGEST_DELAY_SECONDS = 10.0
"""A Crawl-delay beyond this is taken as this: a nightly run must end before the morning."""

ReadText = Callable[[str], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class Manners:
    """Hosts whose robots.txt the operator does not obey, each with the reason (an agreement, a letter)."""

    disregarded: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for host, reason in self.disregarded.items():
            if not reason.strip():
                raise ValueError(f"robots.txt of {host} is disregarded without a reason")


@dataclass(frozen=True, slots=True)
class _Rules:
    read_at: float
    rules: Protego


class Robots:
    """`read`: fetches a robots.txt, raising FetchError. `slow_down`: told a site's Crawl-delay in seconds."""

    def __init__(
        self,
        read: ReadText,
        slow_down: Callable[[str, float], None],
        manners: Manners,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._read = read
        self._slow_down = slow_down
        self._manners = manners
        self._clock = clock
        self._known: dict[str, _Rules] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def check(self, url: str) -> None:
        """Raise ROBOTS_FORBIDS, or what kept robots.txt itself from being read."""
        if host_of(url) in self._manners.disregarded:
            return
        rules = await self._rules(url)
        if not rules.can_fetch(url, AGENT):
            raise RobotsForbids(shown(url))

    async def _rules(self, url: str) -> Protego:
        site = site_of(url)
        async with self._locks.setdefault(site, asyncio.Lock()):
            known = self._known.get(site)
            if known and self._clock() - known.read_at < KEPT_SECONDS:
                return known.rules
            rules = Protego.parse(await self._text(url))
            self._known[site] = _Rules(self._clock(), rules)
        if delay := rules.crawl_delay(AGENT):
            self._slow_down(site, min(float(delay), LONGEST_DELAY_SECONDS))
        return rules

    async def _text(self, url: str) -> str:
        """RFC 9309, 2.3.1: a 4xx allows all; a site that cannot answer is not fetched, and its error stands."""
        scheme, _, rest = url.partition("://")
        host = rest.partition("/")[0].partition("?")[0].rpartition("@")[2]
        try:
            content = await self._read(f"{scheme}://{host}/robots.txt")
        except StatusError as error:
            if 400 <= error.status < 500 and error.status != 429:
                return ""
            raise
        return decode(content[:BYTES_AT_MOST])[0]
