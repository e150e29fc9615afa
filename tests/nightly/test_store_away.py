"""A store that is away amid a page: the run stops where it was, and what was not read is no page's failure."""

from dataclasses import replace
from pathlib import Path

import pytest

from connectors.context import BaseContext, FetchContext
from connectors.memory import RememberedPage
from fixtures.server import serve
from gateway.installation import Installation
from gateway.laying import StoreFailed
from gateway.running import Runner
from schema.changes import RunReport
from schema.store import rejects
from schema.store.engine import unavailable
from schema.store.intake import RunHandle
from schema.store.sources import Source
from tests.gateway.house import Quiet, house_on, run


class Away:
    """A page memory whose database is away from the n-th page on."""

    def __init__(self, left: int) -> None:
        self.left = left

    async def recall(self, key: str) -> RememberedPage | None:
        self.left -= 1
        if self.left < 0:
            raise unavailable()
        return None

    async def keep(self, key: str, page: RememberedPage) -> None:
        """Nothing is kept."""


async def disturbed(house: Installation, key: str, after: int) -> None:
    async def context_for(source: Source, handle: RunHandle) -> BaseContext:
        context = await house.context_for(source, handle)
        assert isinstance(context, FetchContext)
        return replace(context, memory=Away(after))

    async def nobody(report: RunReport) -> None:
        """Nobody is told."""

    await Runner(house.database, context_for, house.now, nobody, Quiet()).run(key)


@pytest.mark.parametrize("key", ["market-tea", "market-herbs", "feed-jobonline", "stations-liwan"])
@pytest.mark.parametrize("after", [0, 1, 3])
async def test_a_run_stops_where_the_store_is_away_and_then_goes_on(tmp_path: Path, key: str, after: int) -> None:
    with serve() as server:
        async with house_on(tmp_path / "calm", server, [key]) as calm:
            expected = (await run(calm, key))[key]
        async with house_on(tmp_path / "other", server, [key]) as house:
            try:
                await disturbed(house, key, after)
            except StoreFailed:
                found = (await run(house, key))[key]
                assert isinstance(found, RunReport)
                assert isinstance(expected, RunReport)
                assert (found.outcome, found.fetched) == (expected.outcome, expected.fetched)
                assert (found.created, found.rejected) == (expected.created, expected.rejected)
            else:
                assert after > 0  # it has no more pages than that
            told = await rejects.between(house.database, house.now().replace(year=2000), house.now())
            assert all("STORE" not in one.reason for one in told)
