"""The built-in connectors against the sample sources, through the real way out, on good days and bad ones."""

import asyncio
from collections.abc import Iterator
from datetime import date, datetime

import pytest

from connectors.addresses import AllowList
from connectors.checking import check
from connectors.context import FetchContext
from connectors.errors import FetchError
from connectors.exchange import Limits
from connectors.fetch import Fetcher, FetchSettings, Request
from connectors.recording import record
from connectors.registry import connector
from connectors.secrets import OpenSecret, SecretText
from fixtures.dates import CHINA
from fixtures.faults import FaultKind
from fixtures.server import Server, serve
from fixtures.sources import SampleSource, sample_sources

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 16, 30, tzinfo=CHINA)
SOURCES = [
    "stations-liwan",
    "market-clothing",
    "market-stationery",
    "notice-jingshan",
    "feed-jobonline",
    "delivery-weekly",
    "delivery-gigs",
    "api-vacancies",
    "rss-gigs",
]
"""One of each shape: a file, lines, a table, articles with attachments, a signed feed, deliveries in CSV and XLSX, and
manifests over JSON and RSS."""
SETTINGS = FetchSettings(
    allowed=AllowList.parse(["127.0.0.0/8"]), limits=Limits(read_seconds=0.4, total_seconds=0.6, connect_seconds=2)
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve(today=TODAY) as running:
        yield running


def sample(server: Server, key: str) -> SampleSource:
    return next(each for each in sample_sources(server.url) if each.key == key)


def context(source: SampleSource, fetcher: Fetcher) -> FetchContext:
    secrets = {name: OpenSecret(name, "127.0.0.1", SecretText(value)) for name, value in source.secrets.items()}
    return FetchContext(source.key, source.config, NOW, secrets=secrets, fetcher=fetcher)


@pytest.mark.parametrize("key", SOURCES)
async def test_a_source_is_read_well_and_its_bad_days_noticed(server: Server, key: str) -> None:
    source = sample(server, key)
    made = connector(source.connector)
    async with Fetcher(SETTINGS) as fetcher:
        recording, failure = await record(made, context(source, fetcher))
    report = await check(recording, lambda: made)
    assert failure is None
    assert report.passed, report.for_person()


async def ending(server: Server, key: str) -> str:
    """The code that reading a source ends with; where it ends well, how many jobs it found."""

    async def no_pause(_: float) -> None:
        await asyncio.sleep(0)

    source = sample(server, key)
    async with Fetcher(SETTINGS, sleep=no_pause) as fetcher:
        found = 0
        try:
            async for _ in connector(source.connector).read(context(source, fetcher)):
                found += 1
        except FetchError as error:
            return error.code
    return f"{found} records"


@pytest.mark.parametrize(
    ("kind", "facts", "code"),
    [
        (FaultKind.STATUS, {"status": 500}, "STATUS_5XX"),
        (FaultKind.STATUS, {"status": 404}, "STATUS_404"),
        (FaultKind.STATUS, {"status": 429, "retry_after": 1}, "RATE_LIMITED"),
        (FaultKind.SLOW, {"seconds": 0.25}, "TOO_SLOW"),
        (FaultKind.HANG, {"seconds": 0.5}, "TIMEOUT"),
        (FaultKind.TRUNCATE, {}, "TRUNCATED_BODY"),
        (FaultKind.SHORT, {}, "TRUNCATED_BODY"),
        (FaultKind.CAPTCHA, {}, "CAPTCHA_PAGE"),
        (FaultKind.BLANK, {}, "BLANK_PAGE"),
        (FaultKind.RESET, {}, "CONNECTION_LOST"),
        (FaultKind.REDIRECT, {}, "REDIRECT_LOOP"),
    ],
)
async def test_a_fault_has_its_code(server: Server, kind: FaultKind, facts: dict[str, float], code: str) -> None:
    server.faults.set("/herbs/*", kind, **facts)  # type: ignore[arg-type]  # a table of keywords
    try:
        assert await ending(server, "market-herbs") == code
    finally:
        server.faults.clear()


async def test_a_wrong_declaration_of_the_encoding_costs_nothing(server: Server) -> None:
    sound = await ending(server, "market-clothing")
    server.faults.set("/clothing/*", FaultKind.WRONG_ENCODING)
    try:
        assert await ending(server, "market-clothing") == sound
    finally:
        server.faults.clear()


async def test_a_fault_that_passes_costs_nothing(server: Server) -> None:
    sound = await ending(server, "market-clothing")
    server.faults.set("/clothing/*", FaultKind.RESET, times=2)
    assert await ending(server, "market-clothing") == sound


async def test_robots_of_the_sample_server_are_obeyed(server: Server) -> None:
    async with Fetcher(SETTINGS) as fetcher:
        with pytest.raises(FetchError) as raised:
            await fetcher.fetch(Request(f"{server.url}/private/list"))
    assert raised.value.code == "ROBOTS_FORBIDS"
