"""Words that no database likes, sources that misbehave, and memory that stays bounded."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from schema.changes import JobDelta
from schema.problems import DoorstepError
from schema.records import Reject
from schema.store import intake, sources
from schema.store.engine import Database, normal_url
from schema.store.tables import job, posting
from schema.store.worktables import lease
from schema.values import Pay, Posting, Reading, Station
from schema.vocabulary import PayUnit, PlacePrecision, StationKind
from tests.store.making import A_NIGHT, NOW, TITLES, register, take
from tests.store.making import posting as made


async def test_nul_and_lone_surrogates_are_dropped_and_nothing_else(database: Database) -> None:
    await register(database)
    odd = replace(made(1), title="搬\x00运\ud800工", description='引号"\\u0000"与反斜杠\\')
    await take(
        database, [odd, Reject(reason="X", message="\x00", raw={"a\x00": "\ud800", "n": 10**40, "list": [NOW, 1.5]})]
    )
    async with database.reading() as connection:
        row = (await connection.execute(select(job.c.title, job.c.description))).one()
    assert tuple(row) == ("搬运?工", odd.description)


async def test_amounts_beyond_a_column_are_left_out(database: Database) -> None:
    await register(database)
    huge = Pay("很多", Decimal(10) ** 30, Decimal(10) ** 30, PayUnit.MONTH)
    await take(database, [replace(made(1), pay=huge, headcount=10**12)])
    async with database.reading() as connection:
        assert tuple((await connection.execute(select(job.c.pay_min, job.c.headcount))).one()) == (None, None)


async def test_a_posting_told_as_hours_ago_does_not_change_by_being_read_later(database: Database) -> None:
    await register(database)
    first = replace(made(1), posted_at=NOW, readings=(Reading("postedAt", "3小时前"), Reading("pay", "面议")))
    later = replace(
        first, posted_at=NOW + timedelta(hours=2), readings=(Reading("postedAt", "1小时前"), first.readings[1])
    )
    await take(database, [first])
    assert (await take(database, [later], now=NOW + A_NIGHT)).unchanged == 1
    reposted = replace(first, posted_at=NOW + timedelta(days=3))
    assert (await take(database, [reposted], now=NOW + 4 * A_NIGHT)).updated == 1


async def test_a_posting_without_a_date_was_posted_when_it_was_first_seen(database: Database) -> None:
    await register(database)
    await take(database, [made(1, posted_at=None)])
    await take(database, [made(1, posted_at=None, title="改")], now=NOW + A_NIGHT)
    async with database.reading() as connection:
        assert await connection.scalar(select(job.c.posted_at)) == int(NOW.timestamp())


async def test_a_station_that_comes_later_is_found_by_postings_that_named_it(database: Database) -> None:
    await register(database)
    await register(database, "network")
    await take(database, [made(1, station_key="茶滘驿站")])
    place = made(1).place
    assert place is not None
    station = Station("44010301801", "茶滘驿站", StationKind.STREET, replace(place, precision=PlacePrecision.STREET))
    report = await take(database, [station], key="network")
    [delta] = report.changed
    assert isinstance(delta, JobDelta)
    assert (delta.before and delta.before.station_id, delta.after.station_id) == (None, min(report.station_ids))


async def test_a_run_that_was_taken_over_can_write_no_more(database: Database) -> None:
    await register(database)
    first = await intake.begin(database, "tea", NOW)
    async with database.writing() as connection:
        await connection.execute(lease.update().values(expires_at=0))
    second = await intake.begin(database, "tea", NOW)
    with pytest.raises(DoorstepError, match="RUN_TAKEN_OVER"):
        await first.stage([made(1)])
    with pytest.raises(DoorstepError, match="RUN_TAKEN_OVER"):
        await first.finish(complete=True)
    await second.stage([made(1)])
    assert (await second.finish(complete=True)).created == 1


async def test_a_run_interrupted_long_ago_is_closed_and_not_continued(database: Database) -> None:
    await register(database)
    old = await intake.begin(database, "tea", NOW)
    await old.stage([made(1)], checkpoint="page 2")
    await old.release()
    new = await intake.begin(database, "tea", NOW + A_NIGHT)
    assert (new.run_id != old.run_id, new.resume_from) == (True, None)
    await new.stage([made(2)])
    await new.finish(complete=True)
    async with database.reading() as connection:
        assert [row[0] for row in await connection.execute(select(posting.c.external_id))] == ["A-2"]


def shaped(number: int, *, paid: bool) -> Posting:
    one = made(number, title=TITLES[number % len(TITLES)])
    return one if paid else replace(one, pay=Pay("见详情"))


async def test_a_field_that_is_filled_no_more_is_told_as_drift(database: Database) -> None:
    await register(database)
    await take(database, [shaped(number, paid=True) for number in range(20)])
    report = await take(database, [shaped(number, paid=False) for number in range(20)], now=NOW + A_NIGHT)
    assert {(each["field"], each["before"], each["after"]) for each in report.drift} >= {("pay", 1.0, 0.0)}
    assert "138" not in str(report.drift)


@pytest.mark.parametrize("url", ["mysql://a/b", "nonsense", "sqlite://", "sqlite:///:memory:", ""])
def test_other_databases_are_refused_with_what_to_write(url: str) -> None:
    with pytest.raises(DoorstepError, match="STORE_URL"):
        normal_url(url)


NOWHERE = ("postgresql://nobody@127.0.0.1:1/x", "postgresql:///x?host=/nowhere", "sqlite:////proc/x")


@pytest.mark.parametrize("url", NOWHERE)
async def test_a_database_that_is_not_there_is_a_problem_with_what_to_look_at(url: str) -> None:
    database = Database(url)
    with pytest.raises(DoorstepError, match="STORE_UNAVAILABLE"):
        await sources.listing(database)
    await database.close()
