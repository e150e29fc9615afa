"""Runs of sources end to end: over the sample sites, on good days and on bad ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fixtures.faults import FaultKind
from fixtures.server import Server, serve
from schema.changes import RunReport
from schema.problems import Problem
from schema.vocabulary import RunOutcome
from tests.gateway.house import house_on, run

TEA, HERBS = "market-tea", "market-herbs"


@pytest.fixture(scope="module")
def samples() -> Iterator[Server]:
    with serve() as server:
        yield server


@pytest.fixture
def server(samples: Server) -> Iterator[Server]:
    yield samples
    samples.faults.clear()


def report(ended: RunReport | Problem) -> RunReport:
    assert isinstance(ended, RunReport)
    return ended


async def test_a_second_run_finds_everything_unchanged(tmp_path: Path, server: Server) -> None:
    keys = ["stations-liwan", TEA, "feed-jobonline"]
    async with house_on(tmp_path, server, keys) as house:
        first, second = await run(house, *keys), await run(house, *keys)
    for key in keys:
        one, other = report(first[key]), report(second[key])
        assert (one.outcome, other.outcome) == (RunOutcome.SUCCEEDED, RunOutcome.SUCCEEDED)
        assert one.created > 0
        assert (other.created, other.updated, other.withdrawn) == (0, 0, 0)
        # The feed is asked only for what changed since.
        assert other.unchanged == (0 if key == "feed-jobonline" else one.created)


async def test_directories_of_stations_run_before_the_sources_that_name_their_stations(
    tmp_path: Path, server: Server
) -> None:
    async with house_on(tmp_path, server, [TEA, "stations-liwan"]) as house:
        assert list(await run(house, TEA, "stations-liwan")) == ["stations-liwan", TEA]


@pytest.mark.parametrize(
    ("fault", "facts", "code"),
    [
        (FaultKind.STATUS, {"status": 500}, "STATUS_5XX"),
        (FaultKind.STATUS, {"status": 404}, "STATUS_404"),
        (FaultKind.CAPTCHA, {}, "CAPTCHA_PAGE"),
        (FaultKind.BLANK, {}, "BLANK_PAGE"),
        (FaultKind.TRUNCATE, {"share": 0.5}, "TRUNCATED_BODY"),
        (FaultKind.RESET, {}, "CONNECTION_LOST"),
        (FaultKind.REDIRECT, {}, "REDIRECT_LOOP"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
async def test_a_bad_day_of_one_source_is_its_own(
    tmp_path: Path, server: Server, fault: FaultKind, facts: dict[str, float], code: str
) -> None:
    async with house_on(tmp_path, server, [TEA, HERBS]) as house:
        before = await run(house, TEA, HERBS)
        server.faults.set("/tea/*", fault, **facts)  # type: ignore[arg-type]  # each fault takes its own facts
        after = await run(house, TEA, HERBS)
        bad, good = report(after[TEA]), report(after[HERBS])
        assert bad.problem is not None
        assert (RunOutcome.FAILED, code, 0) == (bad.outcome, bad.problem.code, bad.withdrawn)
        assert (RunOutcome.SUCCEEDED, report(before[HERBS]).created) == (good.outcome, good.unchanged)
        server.faults.clear()
        again = report((await run(house, TEA))[TEA])
        assert (RunOutcome.SUCCEEDED, report(before[TEA]).created) == (again.outcome, again.unchanged)


async def test_an_empty_page_is_never_a_success(tmp_path: Path, server: Server) -> None:
    async with house_on(tmp_path, server, [TEA]) as house:
        await run(house, TEA)
        server.faults.set("/tea/*", FaultKind.EMPTY)
        ended = report((await run(house, TEA))[TEA])
    assert ended.outcome in (RunOutcome.FAILED, RunOutcome.HELD)
    assert (ended.withdrawn, ended.problem is not None) == (0, True)


async def test_a_wrong_declaration_of_the_encoding_changes_nothing(tmp_path: Path, server: Server) -> None:
    async with house_on(tmp_path, server, [TEA]) as house:
        before = report((await run(house, TEA))[TEA])
        server.faults.set("/tea/*", FaultKind.WRONG_ENCODING)
        after = report((await run(house, TEA))[TEA])
        server.faults.clear()
    assert (RunOutcome.SUCCEEDED, before.created, 0) == (after.outcome, after.unchanged, after.updated)


async def test_a_source_that_is_not_there_says_so(tmp_path: Path, server: Server) -> None:
    async with house_on(tmp_path, server, []) as house:
        ended = (await run(house, "nobody"))["nobody"]
    assert isinstance(ended, Problem)
    assert ended.code == "SOURCE_UNKNOWN"
