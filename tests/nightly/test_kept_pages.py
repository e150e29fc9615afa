"""The pages of a run are kept without their secrets, and a source can be read again from them without fetching."""

import dataclasses
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest

from connectors.context import BaseContext
from fixtures.server import serve
from gateway.installation import Installation
from gateway.nightly.rereading import kept_or_fetched, read_again
from gateway.running import Runner
from schema.changes import RunReport
from schema.store import pages
from schema.vocabulary import RunOutcome
from tests.gateway.house import Quiet, house_on, run

TEA, FEED = "market-tea", "feed-jobonline"


async def again(house: Installation, key: str, how: Callable[..., Awaitable[BaseContext]] = read_again) -> RunReport:
    async def nobody(report: RunReport) -> None:
        """Nobody is told."""

    return await Runner(house.database, partial(how, house), house.now, nobody, Quiet()).run(key)


@pytest.mark.parametrize("key", [TEA, FEED])
async def test_a_source_is_read_again_without_a_request(tmp_path: Path, key: str) -> None:
    with serve() as server:
        async with house_on(tmp_path, server, [key]) as house:
            first = (await run(house, key))[key]
            assert isinstance(first, RunReport)
            asked = len(server.log)
            second = await again(house, key)
            assert len(server.log) == asked
    assert second.outcome is RunOutcome.SUCCEEDED
    assert (second.fetched, second.unchanged, second.withdrawn) == (first.fetched, first.created, 0)


async def test_a_source_is_fetched_where_no_page_is_kept_and_only_there(tmp_path: Path) -> None:
    with serve() as server:
        async with house_on(tmp_path, server, [TEA]) as house:
            first = await again(house, TEA, kept_or_fetched)
            asked = len(server.log)
            second = await again(house, TEA, kept_or_fetched)
            assert 0 < asked == len(server.log)
    assert (first.outcome, second.outcome) == (RunOutcome.SUCCEEDED, RunOutcome.SUCCEEDED)


async def test_no_secret_is_kept(tmp_path: Path) -> None:
    with serve() as server:
        secret = next(one for one in server.sources() if one.key == FEED).secrets["jobonline"]
        async with house_on(tmp_path, server, [FEED]) as house:
            await run(house, FEED)
            kept = await pages.raw_pages(house.database, FEED)
    assert len(kept) > 10
    assert not any(secret in f"{one.url} {one.sent} {one.final_url}" or secret.encode() in one.content for one in kept)


async def test_where_nothing_is_kept_it_says_so(tmp_path: Path) -> None:
    with serve() as server:
        async with house_on(tmp_path, server, [TEA]) as house:
            unkept = dataclasses.replace(house, settings=dataclasses.replace(house.settings, keep_pages_days=0))
            await run(unkept, TEA)
            report = await again(house, TEA)
    assert report.problem is not None
    assert (report.outcome, report.problem.code) == (RunOutcome.FAILED, "NO_KEPT_PAGES")
