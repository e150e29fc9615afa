"""The report of a night says what failed and what to do, what is held, what drifts, what was refused, how fresh."""

import dataclasses
from datetime import date, datetime, timedelta

import pytest

from gateway.nightly.night import Night, night_of, read_night, span
from gateway.nightly.page import night_page
from gateway.nightly.telling import as_json
from gateway.nightly.webhook import summary
from schema.problems import Problem
from schema.records import Reject
from schema.store import intake, runs
from schema.store.engine import Database
from schema.store.instants import SHANGHAI
from schema.values import Pay
from schema.vocabulary import RunOutcome
from tests.store.making import A_NIGHT, NOW, posting, register, take

MORNING = NOW + timedelta(hours=6)
DOWN = Problem("STATUS_5XX", "来源的服务器出错：503", "the source's server failed: 503")


async def fail(database: Database, key: str, now: datetime) -> None:
    handle = await intake.begin(database, key, now)
    await handle.fail(DOWN)


async def report(database: Database, now: datetime = MORNING) -> Night:
    return await read_night(database, night_of(now), now)


@pytest.mark.parametrize(
    ("now", "of"),
    [
        pytest.param(datetime(2026, 11, 22, 8, 0, tzinfo=SHANGHAI), date(2026, 11, 22), id="in the morning"),
        pytest.param(datetime(2026, 11, 22, 17, 59, tzinfo=SHANGHAI), date(2026, 11, 22), id="before six"),
        pytest.param(datetime(2026, 11, 22, 18, 0, tzinfo=SHANGHAI), date(2026, 11, 23), id="at six the next begins"),
    ],
)
def test_a_night_ends_at_six_in_the_evening(now: datetime, of: date) -> None:
    assert night_of(now) == of
    since, until = span(of)
    assert since <= now < until


async def test_a_night_without_trouble_is_well(database: Database) -> None:
    await register(database)
    await take(database, [posting(number) for number in range(3)])
    night = await report(database)
    assert night.is_well
    assert [(line.key, line.outcome, line.created, line.open_jobs) for line in night.lines] == [
        ("tea", "SUCCEEDED", 3, 3)
    ]
    assert "一切正常" in night_page(night)
    assert "一切正常" in summary(night)


async def test_what_failed_is_told_with_a_sentence_and_the_next_step(database: Database) -> None:
    await register(database)
    await register(database, "herbs", url="https://herbs.example/jobs?token=verysecret")
    await take(database, [posting(1)])
    await fail(database, "herbs", NOW)
    night = await report(database)
    [trouble] = night.troubles
    assert (trouble.source_key, trouble.problem.code) == ("herbs", "STATUS_5XX")
    told = as_json(night)
    assert told["failed"][0]["nextStep"]["zh"].startswith("多半是暂时的")
    page = night_page(night)
    assert "来源的服务器出错：503" in page
    assert "其余 1 个不受影响" in page
    assert "verysecret" not in page


async def test_the_last_run_of_the_night_counts(database: Database) -> None:
    await register(database)
    await fail(database, "tea", NOW)
    await take(database, [posting(1)], now=NOW + timedelta(hours=1))
    assert (await report(database)).is_well


async def test_a_source_that_was_due_and_did_not_run_is_told(database: Database) -> None:
    await register(database, schedule="0 5 * * *")
    assert (await report(database, NOW + timedelta(hours=2))).is_well
    [trouble] = (await report(database, NOW + timedelta(hours=4))).troubles
    assert (trouble.outcome, trouble.problem.code) == ("NOT_RUN", "NOT_RUN")
    assert "doorstep worker" in trouble.advice.en


async def test_what_is_held_says_how_to_confirm_it(database: Database) -> None:
    await register(database)
    await take(database, [posting(number) for number in range(20)], now=NOW - A_NIGHT)
    held = await take(database, [posting(number) for number in range(4)])
    assert held.outcome is RunOutcome.HELD
    [trouble] = (await report(database)).held
    assert f"doorstep runs confirm {held.run_id}" in trouble.advice.zh
    assert [run.id for run in await runs.held(database)] == [held.run_id]
    await runs.confirm(database, held.run_id, MORNING)
    assert (await report(database)).is_well
    assert await runs.held(database) == []


@pytest.mark.parametrize("confirmed", [False, True], ids=["the next run agrees", "a person confirms"])
async def test_a_source_that_shrank_for_good_is_held_once(database: Database, confirmed: bool) -> None:
    await register(database)
    small = [posting(number) for number in range(4)]
    for night in range(3):
        await take(database, [posting(number) for number in range(20)], now=NOW + night * A_NIGHT)
    outcomes = []
    for night in range(3, 7):
        taken = await take(database, small, now=NOW + night * A_NIGHT)
        outcomes.append(taken.outcome)
        if confirmed and taken.outcome is RunOutcome.HELD:
            await runs.confirm(database, taken.run_id, NOW + night * A_NIGHT)
    assert outcomes == [RunOutcome.HELD, *[RunOutcome.SUCCEEDED] * 3]


async def test_drift_is_told_with_a_sample_before_and_after(database: Database) -> None:
    await register(database)
    await take(database, [posting(number) for number in range(12)], now=NOW - A_NIGHT)
    bare = [dataclasses.replace(posting(number), pay=Pay("见详情")) for number in range(12)]
    await take(database, bare)
    drift = {each.field: each for each in (await report(database)).drift}
    assert (drift["pay"].before, drift["pay"].after) == (1.0, 0.0)
    assert drift["pay"].sample_before["pay"] != drift["pay"].sample_after["pay"]
    assert "见详情" in night_page(await report(database))


async def test_rejects_are_counted_by_reason_and_new_reasons_are_marked(database: Database) -> None:
    await register(database)
    old = Reject(reason="PLACE_UNKNOWN", message="没有这个地方 / no such place", external_id="a")
    new = Reject(reason="RECORD_WITHOUT_TITLE", message="没有名称 / no title", external_id="b<script>")
    await take(database, [posting(1), old], now=NOW - A_NIGHT)
    await take(database, [posting(1), old, new, dataclasses.replace(new, external_id="c")])
    night = await report(database)
    assert [(one.reason, one.count, one.is_new) for one in night.rejects] == [
        ("RECORD_WITHOUT_TITLE", 2, True),
        ("PLACE_UNKNOWN", 1, False),
    ]
    assert "<script>" not in night_page(night)
