"""Postings of several sources that are one job, and those that stay apart."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import orjson
from sqlalchemy import func, select

from schema.store.engine import Database
from schema.store.splitting import split
from schema.store.tables import job, posting
from schema.store.worktables import match
from schema.values import Contact, EmployerName, Pay, Place
from schema.vocabulary import EmployerKind, JobStatus, PlacePrecision
from tests.store.making import A_NIGHT, NOW, register, take
from tests.store.making import posting as made

DOOR = Place("广州市荔湾区茶滘路83号", "440103018", PlacePrecision.STREET)
ON_BOARD = made(
    1,
    title="收银员",
    place=replace(DOOR, text="荔湾区茶滘路83号"),
    employer=EmployerName("众禾超市茶滘店", EmployerKind.SOLE_TRADER, None, "众禾超市茶滘店"),
    headcount=2,
)
IN_FEED = replace(
    ON_BOARD,
    external_id="F-77",
    place=DOOR,
    employer=EmployerName(
        "广州市众禾生活超市有限公司", EmployerKind.COMPANY, "91440101MA59ABCD1X", "广州市众禾生活超市有限公司"
    ),
    description="收银、理货，早晚两班轮换。",
    posted_at=NOW - timedelta(days=3),
)


async def jobs(database: Database) -> list[int]:
    async with database.reading() as connection:
        return [row[0] for row in await connection.execute(select(posting.c.job_id).order_by(posting.c.id))]


async def test_one_job_in_two_sources_is_one_job_with_both_postings(database: Database) -> None:
    await register(database)
    await register(database, "feed")
    await take(database, [ON_BOARD])
    report = await take(database, [IN_FEED], key="feed")
    one, other = await jobs(database)
    assert one == other
    [delta] = report.changed
    assert delta.before is not None
    assert (len(delta.before.source_ids), len(delta.after.source_ids)) == (1, 2)
    async with database.reading() as connection:
        row = (await connection.execute(select(job))).one()
        reasons = orjson.loads((await connection.scalar(select(match.c.reasons_json))) or "[]")
    assert (row.description, row.headcount) == (IN_FEED.description, 2)
    assert {reason["feature"] for reason in reasons} >= {"title", "phone", "pay"}


async def test_look_alikes_of_one_employer_stay_two(database: Database) -> None:
    await register(database)
    await register(database, "feed")
    await take(database, [ON_BOARD])
    await take(database, [replace(IN_FEED, title="理货员")], key="feed")
    assert len(set(await jobs(database))) == 2


async def test_a_posting_gone_from_one_source_leaves_the_job_open(database: Database) -> None:
    await register(database, config={"withdraw_after": 1})
    await register(database, "feed")
    await take(database, [ON_BOARD, made(9), made(10)])
    await take(database, [IN_FEED], key="feed")
    report = await take(database, [made(9), made(10)], now=NOW + A_NIGHT)
    assert report.withdrawn == 1
    async with database.reading() as connection:
        first = (await connection.execute(select(job).order_by(job.c.id).limit(1))).one()
    assert (first.status, first.employer_id is not None) == (JobStatus.OPEN, True)


async def test_a_source_that_shows_one_job_under_two_ids_shows_one_job(database: Database) -> None:
    await register(database)
    await take(database, [made(1), replace(made(1), external_id="A-1-again")])
    assert len(set(await jobs(database))) == 1


async def test_a_source_tells_its_own_postings_apart(database: Database) -> None:
    await register(database)
    await take(database, [ON_BOARD, replace(ON_BOARD, external_id="A-2", headcount=3)])
    assert len(set(await jobs(database))) == 2


async def test_pay_that_does_not_meet_keeps_two_jobs(database: Database) -> None:
    await register(database)
    await register(database, "feed")
    await take(database, [ON_BOARD])
    higher = replace(IN_FEED, pay=Pay("400元/天", ON_BOARD.pay.max and ON_BOARD.pay.max * 2, None, ON_BOARD.pay.unit))
    await take(database, [higher], key="feed")
    assert len(set(await jobs(database))) == 2


async def test_reasons_never_quote_a_telephone_number(database: Database) -> None:
    await register(database)
    await register(database, "feed")
    number = "13800001001"
    await take(database, [replace(ON_BOARD, contact=Contact("罗", number))])
    await take(database, [replace(IN_FEED, contact=Contact("罗", number))], key="feed")
    async with database.reading() as connection:
        count = await connection.scalar(
            select(func.count()).select_from(match).where(match.c.reasons_json.contains(number))
        )
    assert count == 0


async def test_a_posting_that_turns_into_another_job_leaves_the_union(database: Database) -> None:
    await register(database)
    await register(database, "feed")
    await take(database, [ON_BOARD])
    await take(database, [IN_FEED], key="feed")
    [job_id] = set(await jobs(database))
    report = await take(database, [replace(IN_FEED, title="理货员")], key="feed", now=NOW + A_NIGHT)
    first, second = await jobs(database)
    assert (first, second != job_id) == (job_id, True)
    assert {delta.job_id for delta in report.changed} == {first, second}
    [left] = [delta for delta in report.changed if delta.job_id == job_id]
    assert left.before is not None
    assert (len(left.before.source_ids), len(left.after.source_ids)) == (2, 1)


async def test_a_change_that_keeps_the_job_the_same_keeps_the_union(database: Database) -> None:
    await register(database)
    await register(database, "feed")
    await take(database, [ON_BOARD])
    await take(database, [IN_FEED], key="feed")
    await take(database, [replace(IN_FEED, description="换了说明")], key="feed", now=NOW + A_NIGHT)
    assert len(set(await jobs(database))) == 1


async def test_sources_that_end_at_once_still_share_their_job(database: Database) -> None:
    for key in ("tea", "feed", "street"):
        await register(database, key)
    batches = {"tea": [ON_BOARD], "feed": [IN_FEED], "street": [replace(IN_FEED, external_id="S-1", agency=None)]}
    await asyncio.gather(*(take(database, batch, key=key) for key, batch in batches.items()))
    assert len(set(await jobs(database))) == 1


WORDLESS = replace(
    ON_BOARD, external_id="B-1", contact=None, employer=None, place=Place("荔湾区", "440103", PlacePrecision.DISTRICT)
)
"""The same opening told in so few words that nobody could know."""


async def two_that_stand(database: Database) -> tuple[int, int]:
    """The elder job, in the feed; the younger, on the board, in too few words."""
    await register(database)
    await register(database, "feed")
    await take(database, [IN_FEED], key="feed")
    await take(database, [WORDLESS])
    elder, younger = await jobs(database)
    assert elder < younger
    return elder, younger


async def merged_into(database: Database, job_id: int) -> tuple[str, int | None]:
    async with database.reading() as connection:
        row = (await connection.execute(select(job.c.status, job.c.merged_into_id).where(job.c.id == job_id))).one()
    return row[0], row[1]


async def test_a_later_wording_that_tells_that_two_jobs_are_one_merges_the_younger(database: Database) -> None:
    elder, younger = await two_that_stand(database)
    report = await take(database, [replace(ON_BOARD, external_id="B-1")], now=NOW + A_NIGHT)
    assert await jobs(database) == [elder, elder]
    assert await merged_into(database, younger) == (JobStatus.WITHDRAWN, elder)
    told = {delta.job_id: delta for delta in (*report.changed, *report.retold)}
    assert set(told) == {elder, younger}
    went = told[younger]
    assert went.before is not None
    assert (went.before.status, went.after.status) == (JobStatus.OPEN, JobStatus.WITHDRAWN)
    assert len(told[elder].after.source_ids) == 2


async def test_a_third_posting_that_shows_it_merges_two_standing_jobs(database: Database) -> None:
    """One names the employer, one the telephone, the third both."""
    for key in ("feed", "tea", "street"):
        await register(database, key)
    await take(database, [replace(IN_FEED, contact=None)], key="feed")
    await take(database, [replace(WORDLESS, contact=ON_BOARD.contact)])
    elder, younger = await jobs(database)
    assert elder < younger
    await take(database, [replace(ON_BOARD, external_id="S-1")], key="street", now=NOW + A_NIGHT)
    assert await jobs(database) == [elder, elder, elder]
    assert await merged_into(database, younger) == (JobStatus.WITHDRAWN, elder)


async def test_a_second_night_in_the_same_words_merges_nothing_more(database: Database) -> None:
    await two_that_stand(database)
    await take(database, [replace(ON_BOARD, external_id="B-1")], now=NOW + A_NIGHT)
    again = await take(database, [replace(ON_BOARD, external_id="B-1")], now=NOW + 2 * A_NIGHT)
    assert (again.unchanged, again.changed) == (1, ())


async def test_jobs_that_a_person_split_are_not_merged_by_a_later_wording(database: Database) -> None:
    await register(database)
    await register(database, "feed")
    await take(database, [IN_FEED], key="feed")
    await take(database, [ON_BOARD])
    [job_id] = set(await jobs(database))
    async with database.reading() as connection:
        [leaving] = await connection.scalars(select(posting.c.id).where(posting.c.external_id == ON_BOARD.external_id))
    new_id, _changed = await split(database, job_id, [leaving], NOW)
    await take(database, [replace(ON_BOARD, description="换了说明")], now=NOW + A_NIGHT)
    assert await jobs(database) == [job_id, new_id]


async def test_what_went_into_a_merged_job_before_follows_it(database: Database) -> None:
    """The third goes into the second by a later wording, then both into the first by another."""
    for key in ("feed", "tea", "street"):
        await register(database, key)
    await take(database, [IN_FEED], key="feed")
    await take(database, [WORDLESS])
    other = replace(WORDLESS, external_id="S-1", headcount=None)
    await take(database, [other], key="street")
    first, second, third = await jobs(database)
    phone = Contact("罗", "13800001009")
    await take(database, [replace(WORDLESS, contact=phone, employer=ON_BOARD.employer)], now=NOW + A_NIGHT)
    later = replace(other, contact=phone, employer=ON_BOARD.employer)
    report = await take(database, [later], key="street", now=NOW + A_NIGHT)
    assert await jobs(database) == [first, second, second]
    assert {delta.job_id for delta in (*report.changed, *report.retold)} == {second, third}
    report = await take(database, [replace(ON_BOARD, external_id="B-1")], now=NOW + 2 * A_NIGHT)
    assert await jobs(database) == [first, first, first]
    assert [await merged_into(database, each) for each in (second, third)] == [(JobStatus.WITHDRAWN, first)] * 2
    assert {delta.job_id for delta in (*report.changed, *report.retold)} == {first, second, third}


async def test_reasons_are_those_of_the_latest_wording(database: Database) -> None:
    await register(database)
    await register(database, "feed")
    await take(database, [ON_BOARD])
    await take(database, [IN_FEED], key="feed")
    before = await reasons_of(database)
    await take(database, [replace(IN_FEED, contact=None)], key="feed", now=NOW + A_NIGHT)
    after = await reasons_of(database)
    assert len(set(await jobs(database))) == 1
    assert before - after >= {"phone"}


async def reasons_of(database: Database) -> set[str]:
    """What the one pair that is kept agrees or differs in."""
    async with database.reading() as connection:
        [told] = (await connection.scalars(select(match.c.reasons_json))).all()
    return {reason["feature"] for reason in orjson.loads(told)}
