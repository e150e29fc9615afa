"""A run of a source: staged, applied, repeated, withdrawn."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select, text

from schema.problems import DoorstepError
from schema.records import Gone, Reject
from schema.store import intake
from schema.store.engine import Database
from schema.store.intake import put_in_words
from schema.store.postings import read_chunk
from schema.store.reads.upkeep import FORESEEN, _foreseen, foresee
from schema.store.tables import change, job, posting, reject
from schema.store.worktables import staged
from schema.vocabulary import ChangeKind, JobStatus, RunOutcome
from tests.store.making import A_NIGHT, NOW, company, register, take
from tests.store.making import posting as made


async def count(database: Database, table: object) -> int:
    async with database.reading() as connection:
        return int(await connection.scalar(select(func.count()).select_from(table)) or 0)  # type: ignore[arg-type]  # any table


async def statuses(database: Database) -> list[str]:
    async with database.reading() as connection:
        return [row[0] for row in await connection.execute(select(job.c.status).order_by(job.c.id))]


async def test_a_first_run_creates_a_job_for_each_posting(database: Database) -> None:
    await register(database)
    report = await take(database, [made(number) for number in range(5)])
    assert (report.outcome, report.fetched, report.created) == (RunOutcome.SUCCEEDED, 5, 5)
    assert [delta.before for delta in report.changed] == [None] * 5
    assert await count(database, job) == 5
    assert await count(database, staged) == 0


async def test_the_words_that_are_foreseen_are_those_put_in(database: Database) -> None:
    source = await register(database)
    handle = await intake.begin(database, source.key, NOW)
    await handle.stage([made(number, description=f"第{number}车间，包吃住") for number in range(20)])
    _foreseen.clear()
    async with database.reading() as connection:
        await put_in_words(await read_chunk(connection, handle.run_id))
    assert len(_foreseen) == 20
    _foreseen.update({description: f"{words} marked" for description, words in _foreseen.items()})
    await handle.finish(complete=True)
    _foreseen.clear()
    if database.is_sqlite:  # PostgreSQL's words are made as they are written
        async with database.reading() as connection:
            marked = text("SELECT count(*) FROM search_text WHERE search_text MATCH 'marked'")
            assert await connection.scalar(marked) == 20


def test_no_more_is_foreseen_than_two_chunks() -> None:
    for number in range(FORESEEN + 10):
        foresee("", "", f"第{number}车间", "")
    assert (len(_foreseen), "第9车间" in _foreseen, "第10车间" in _foreseen) == (FORESEEN, False, True)
    _foreseen.clear()


async def test_taking_the_same_twice_changes_nothing(database: Database) -> None:
    await register(database)
    batch = [made(number) for number in range(5)]
    first = await take(database, batch)
    second = await take(database, batch, now=NOW + A_NIGHT)
    assert (second.created, second.updated, second.unchanged, second.changed) == (0, 0, 5, ())
    assert second.last_seq is None
    assert await count(database, change) == len(first.changed)


async def title_of(database: Database, job_id: int) -> str:
    async with database.reading() as connection:
        return str(await connection.scalar(select(job.c.title).where(job.c.id == job_id)))


async def test_a_changed_posting_changes_its_job(database: Database) -> None:
    await register(database)
    await take(database, [made(1), made(2)])
    report = await take(database, [made(1), replace(made(2), title="夜班搬运工")], now=NOW + A_NIGHT)
    assert (report.updated, report.unchanged) == (1, 1)
    [delta] = report.changed
    assert delta.before == delta.after, "its words changed, and no list that it stands in"
    assert await title_of(database, delta.job_id) == "夜班搬运工"


async def test_absence_withdraws_in_the_second_complete_run(database: Database) -> None:
    await register(database)
    await take(database, [made(1), made(2), made(3)])
    once = await take(database, [made(1), made(2)], now=NOW + A_NIGHT)
    assert (once.withdrawn, await statuses(database)) == (0, ["OPEN"] * 3)
    twice = await take(database, [made(1), made(2)], now=NOW + 2 * A_NIGHT)
    assert (twice.withdrawn, await statuses(database)) == (1, ["OPEN", "OPEN", "WITHDRAWN"])
    [delta] = twice.changed
    assert delta.after.status is JobStatus.WITHDRAWN


async def test_a_posting_that_comes_back_is_open_again(database: Database) -> None:
    await register(database, config={"withdraw_after": 1})
    await take(database, [made(1), made(2)])
    await take(database, [made(1)], now=NOW + A_NIGHT)
    report = await take(database, [made(1), made(2)], now=NOW + 2 * A_NIGHT)
    assert (report.updated, await statuses(database)) == (1, ["OPEN", "OPEN"])


async def test_an_incomplete_run_withdraws_nothing(database: Database) -> None:
    await register(database, config={"withdraw_after": 1})
    await take(database, [made(1), made(2)])
    report = await take(database, [made(1)], now=NOW + A_NIGHT, complete=False)
    assert (report.outcome, report.withdrawn) == (RunOutcome.SUCCEEDED, 0)


async def test_what_the_source_calls_gone_is_withdrawn_at_once(database: Database) -> None:
    await register(database)
    await take(database, [made(1), made(2)])
    report = await take(
        database, [made(1), Gone(external_id="A-2", reason="已招满")], now=NOW + A_NIGHT, complete=False
    )
    assert (report.withdrawn, await statuses(database)) == (1, ["OPEN", "WITHDRAWN"])
    async with database.reading() as connection:
        kinds = [row[0] for row in await connection.execute(select(change.c.kind).order_by(change.c.seq))]
    assert kinds == [ChangeKind.UPSERTED, ChangeKind.UPSERTED, ChangeKind.WITHDRAWN]


async def test_far_fewer_than_usual_is_held_until_the_next_run_agrees(database: Database) -> None:
    await register(database)
    whole = [made(number) for number in range(10)]
    for night in range(3):
        await take(database, whole, now=NOW + night * A_NIGHT)
    held = await take(database, whole[:4], now=NOW + 3 * A_NIGHT)
    assert (held.outcome, held.withdrawn) == (RunOutcome.HELD, 0)
    assert held.problem is not None
    assert held.problem.code == "TOO_FEW"
    agreed = await take(database, whole[:4], now=NOW + 4 * A_NIGHT)
    assert (agreed.outcome, agreed.withdrawn) == (RunOutcome.SUCCEEDED, 6)


async def test_an_empty_snapshot_fails_and_keeps_what_is_there(database: Database) -> None:
    await register(database)
    await take(database, [made(1)])
    report = await take(database, [], now=NOW + A_NIGHT)
    assert (report.outcome, await statuses(database)) == (RunOutcome.FAILED, ["OPEN"])
    assert report.problem is not None
    assert report.problem.code == "EMPTY_SNAPSHOT"


async def test_a_failed_run_keeps_what_it_staged_and_withdraws_nothing(database: Database) -> None:
    await register(database, config={"withdraw_after": 1})
    await take(database, [made(1), made(2)])
    handle = await intake.begin(database, "tea", NOW + A_NIGHT)
    await handle.stage([made(3)])
    report = await handle.fail(DoorstepError("FETCH_TIMEOUT", "超时", "timed out").problem)
    assert (report.outcome, report.created, await statuses(database)) == (RunOutcome.PARTIAL, 1, ["OPEN"] * 3)


async def test_rejects_are_kept_with_their_words(database: Database) -> None:
    await register(database)
    bad = Reject(reason="TITLE_MISSING", message="没有标题", raw={"薪资": "300元/天"})
    report = await take(database, [made(1), bad])
    assert (report.fetched, report.rejected) == (2, 1)
    async with database.reading() as connection:
        row = (await connection.execute(select(reject))).one()
    assert (row.reason, row.raw_json) == ("TITLE_MISSING", '{"薪资":"300元/天"}')


async def test_only_one_run_of_a_source_at_a_time(database: Database) -> None:
    await register(database)
    await intake.begin(database, "tea", NOW)
    with pytest.raises(DoorstepError, match="RUN_BUSY"):
        await intake.begin(database, "tea", NOW)


async def test_a_released_run_goes_on_at_its_checkpoint_and_repeats_nothing(database: Database) -> None:
    await register(database)
    first = await intake.begin(database, "tea", NOW)
    await first.stage([made(1), made(2)], checkpoint="page 2")
    await first.stage([made(3)])
    await first.release()
    second = await intake.begin(database, "tea", NOW)
    assert (second.run_id, second.resume_from) == (first.run_id, "page 2")
    await second.stage([made(3), made(4)], checkpoint="page 3")
    report = await second.finish(complete=True)
    assert (report.fetched, report.created, await count(database, posting)) == (4, 4, 4)


async def test_a_posting_shown_twice_in_a_run_counts_once_and_its_last_words_count(database: Database) -> None:
    await register(database)
    report = await take(database, [made(1), made(1), replace(made(1), title="最后的")])
    assert (report.fetched, report.created) == (1, 1)
    assert [await title_of(database, delta.job_id) for delta in report.changed] == ["最后的"]


async def test_one_employer_by_its_credit_code_and_by_its_name(database: Database) -> None:
    await register(database)
    code = "91440101MA59ABCD1X"
    batch = [
        replace(made(1), employer=company(1, code)),
        replace(made(2), employer=company(1)),
        replace(made(3), employer=replace(company(7), credit_code=code)),
    ]
    report = await take(database, batch)
    assert len({delta.after.employer_id for delta in report.changed}) == 1
