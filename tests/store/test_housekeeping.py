"""Expiry, retention, the compacted log; sources retired, unions split, held runs confirmed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from schema.problems import DoorstepError
from schema.store import housekeeping, rejects, retiring, runs, sources, splitting
from schema.store.engine import Database
from schema.store.housekeeping import Retention
from schema.store.tables import change, job, posting
from schema.vocabulary import ChangeKind, JobStatus, RunOutcome, SourceHealth
from tests.store.making import A_NIGHT, NOW, register, take
from tests.store.making import posting as made
from tests.store.test_intake import statuses
from tests.store.test_uniting import IN_FEED, ON_BOARD
from tests.store.test_uniting import jobs as jobs_of_postings


async def log(database: Database) -> list[tuple[int, str]]:
    async with database.reading() as connection:
        rows = await connection.execute(select(change.c.job_id, change.c.kind).order_by(change.c.seq))
        return [(row[0], row[1]) for row in rows]


async def test_a_job_expires_on_time_and_the_log_tells_it(database: Database) -> None:
    await register(database)
    await take(database, [made(1, expires_at=NOW + timedelta(hours=3)), made(2)])
    assert (await housekeeping.expire(database, NOW + timedelta(hours=2))).jobs == ()
    changed = await housekeeping.expire(database, NOW + timedelta(hours=3))
    assert [delta.after.status for delta in changed.jobs] == [JobStatus.EXPIRED]
    assert await statuses(database) == ["EXPIRED", "OPEN"]
    assert (await log(database))[-1][1] == ChangeKind.UPSERTED
    assert (await housekeeping.expire(database, NOW + timedelta(hours=4))).jobs == ()


async def test_an_expired_job_that_its_source_still_shows_is_unchanged(database: Database) -> None:
    await register(database)
    batch = [made(1, expires_at=NOW + timedelta(hours=3))]
    await take(database, batch)
    await housekeeping.expire(database, NOW + A_NIGHT)
    report = await take(database, batch, now=NOW + A_NIGHT)
    assert (report.unchanged, report.changed, await statuses(database)) == (1, (), ["EXPIRED"])


async def test_a_job_with_a_later_date_elsewhere_lives_on(database: Database) -> None:
    await register(database)
    await register(database, "feed")
    await take(database, [replace(ON_BOARD, expires_at=NOW + timedelta(hours=3))])
    await take(database, [replace(IN_FEED, expires_at=NOW + timedelta(days=9))], key="feed")
    await housekeeping.expire(database, NOW + timedelta(hours=4))
    assert await statuses(database) == ["OPEN"]


async def test_pruning_drops_what_is_over_and_tells_mirrors(database: Database) -> None:
    await register(database)
    await take(database, [made(1, expires_at=NOW + timedelta(hours=3)), made(2)])
    await housekeeping.expire(database, NOW + A_NIGHT)
    pruned = await housekeeping.prune(database, NOW + timedelta(days=40), Retention(jobs=30))
    assert (pruned.jobs, await statuses(database)) == (1, ["OPEN"])
    assert (1, ChangeKind.WITHDRAWN) in await log(database)
    async with database.reading() as connection:
        assert len((await connection.execute(select(posting.c.id))).all()) == 1


async def test_a_job_id_is_never_given_out_again(database: Database) -> None:
    await register(database, config={"withdraw_after": 1})
    await take(database, [made(1), made(2)])
    await take(database, [made(1)], now=NOW + A_NIGHT)
    await housekeeping.prune(database, NOW + timedelta(days=900))
    await take(database, [made(1), made(3)], now=NOW + timedelta(days=901))
    async with database.reading() as connection:
        ids = [row[0] for row in await connection.execute(select(job.c.id).order_by(job.c.id))]
    assert ids == [1, 3]


async def test_compaction_keeps_the_last_row_of_each_job_and_everything_young(database: Database) -> None:
    await register(database)
    for night in range(4):
        await take(database, [made(1, title=f"搬运工{'甲乙丙丁'[night]}"), made(2)], now=NOW + night * A_NIGHT)
    before = await log(database)
    await housekeeping.prune(database, NOW + timedelta(days=31, hours=12))
    after = await log(database)
    assert len(before) == 5
    assert [row[0] for row in after] == [2, 1, 1]
    await housekeeping.prune(database, NOW + timedelta(days=90))
    assert [row[0] for row in await log(database)] == [2, 1]


async def test_a_retired_source_takes_its_jobs_with_it_but_not_those_others_show(database: Database) -> None:
    await register(database)
    await register(database, "feed")
    await take(database, [ON_BOARD, made(9)])
    await take(database, [IN_FEED], key="feed")
    retired, changed = await retiring.retire(database, "tea", NOW)
    assert (retired.state, sources.health_at(retired, NOW)) == ("RETIRED", SourceHealth.RETIRED)
    assert [delta.after.status for delta in changed.jobs if delta.job_id == 2] == [JobStatus.WITHDRAWN]
    assert await statuses(database) == ["OPEN", "WITHDRAWN"]
    with pytest.raises(DoorstepError, match="SOURCE_PAUSED"):
        await take(database, [made(9)])


async def test_a_split_union_stays_split(database: Database) -> None:
    await register(database)
    await register(database, "feed")
    await take(database, [ON_BOARD])
    await take(database, [IN_FEED], key="feed")
    [job_id] = set(await jobs_of_postings(database))
    async with database.reading() as connection:
        _, second = await connection.scalars(select(posting.c.id).order_by(posting.c.id))
    new_id, changed = await splitting.split(database, job_id, [second], NOW, who="operator")
    assert await jobs_of_postings(database) == [job_id, new_id]
    assert {delta.job_id for delta in changed.jobs} == {job_id, new_id}
    await take(database, [replace(IN_FEED, headcount=2, description="改了")], key="feed", now=NOW + A_NIGHT)
    assert await jobs_of_postings(database) == [job_id, new_id]


async def test_splitting_off_everything_or_nothing_is_refused(database: Database) -> None:
    await register(database)
    await take(database, [made(1)])
    for ids in ([], [1], [99]):
        with pytest.raises(DoorstepError, match="SPLIT_POSTINGS"):
            await splitting.split(database, 1, ids, NOW)


async def test_an_operator_confirms_a_held_run(database: Database) -> None:
    await register(database)
    whole = [made(number) for number in range(10)]
    await take(database, whole)
    held = await take(database, whole[:3], now=NOW + A_NIGHT)
    changed = await runs.confirm(database, held.run_id, NOW + A_NIGHT)
    assert len(changed.jobs) == 7
    assert (await statuses(database)).count("WITHDRAWN") == 7
    confirmed = await runs.get(database, held.run_id)
    assert (confirmed.outcome, confirmed.withdrawn) == (RunOutcome.SUCCEEDED, 7)
    with pytest.raises(DoorstepError, match="RUN_NOT_HELD"):
        await runs.confirm(database, held.run_id, NOW)


async def test_a_held_run_that_is_not_the_last_cannot_be_confirmed(database: Database) -> None:
    await register(database)
    whole = [made(number) for number in range(10)]
    await take(database, whole)
    held = await take(database, whole[:3], now=NOW + A_NIGHT)
    await take(database, whole, now=NOW + 2 * A_NIGHT)
    with pytest.raises(DoorstepError, match="RUN_NOT_LAST"):
        await runs.confirm(database, held.run_id, NOW)


async def test_rejects_are_listed_until_they_are_replayed(database: Database) -> None:
    from schema.records import Reject

    await register(database)
    await take(database, [made(1), Reject(reason="TITLE_MISSING", message="没有标题", raw={"a": 1})])
    [kept] = await rejects.listing(database, "tea")
    assert (kept.reason, kept.raw) == ("TITLE_MISSING", {"a": 1})
    await rejects.mark_replayed(database, [kept.id], NOW)
    assert await rejects.listing(database, "tea") == []
    assert len(await rejects.listing(database, "tea", replayed=True)) == 1


async def test_a_source_is_stale_once_its_interval_has_passed(database: Database) -> None:
    await register(database, config={"fresh_for": "6h"})
    await take(database, [made(1)])
    source = await sources.get(database, "tea")
    assert sources.health_at(source, NOW + timedelta(hours=5)) is SourceHealth.HEALTHY
    assert sources.health_at(source, NOW + timedelta(hours=7)) is SourceHealth.STALE
