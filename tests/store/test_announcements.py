"""What each commit touched is announced with it, to every process, on both databases."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from schema.records import Gone
from schema.store import intake, sources
from schema.store.announcements import announce, announcement, table_written
from schema.store.engine import Database
from schema.store.news import News, NewsReader, news_of
from schema.store.tables import employer, job
from schema.tags import touched
from tests.store.making import NOW, register, take
from tests.store.making import posting as made


@pytest.fixture
async def news(database: Database) -> AsyncIterator[NewsReader]:
    """Of another process: it has its own connection and shares nothing but the database."""
    elsewhere = Database(database.dsn)
    reader = news_of(elsewhere)
    await reader.read()
    yield reader
    await reader.close()
    await elsewhere.close()


async def tags_of(news: NewsReader) -> set[str] | None:
    """What the news tell; nothing where there is none."""
    read = await news.read()
    return set() if read is None else None if read.tags is None else set(read.tags)


async def test_a_run_tells_what_it_touched(database: Database, news: NewsReader) -> None:
    source = await register(database)
    report = await take(database, [made(1), made(2)])
    told = await tags_of(news)
    assert told is not None
    assert touched(report) <= told
    assert {"jobs", "changes", "jobs:d440103", "jobs:d440100", f"jobs:o{source.id}", f"seen:{source.id}"} <= told
    assert not any(tag.startswith("jobs:d3714") for tag in told)


async def test_a_run_that_finds_all_as_it_was_touches_no_job(database: Database, news: NewsReader) -> None:
    source = await register(database)
    await take(database, [made(1)])
    await news.read()
    report = await take(database, [made(1)], now=NOW + timedelta(hours=1))
    told = await tags_of(news)
    assert told is not None
    assert {tag.partition(":")[0] for tag in told} == {"run", "runs", "seen", "source", "sources"}
    assert f"run:{report.run_id}" in told
    assert f"seen:{source.id}" in told


async def test_a_posting_that_changes_where_a_job_was_seen_tells_the_job(database: Database, news: NewsReader) -> None:
    await register(database)
    report = await take(database, [made(1, url="https://jobs.example/1")])
    await news.read()
    again = await take(database, [made(1, url="https://jobs.example/one")], now=NOW + timedelta(hours=1))
    assert again.changed == ()
    told = await tags_of(news)
    assert told is not None
    assert f"job:{report.changed[0].job_id}" in told


async def test_a_withdrawn_job_is_told_with_the_lists_that_it_stood_in(database: Database, news: NewsReader) -> None:
    await register(database)
    first = await take(database, [made(1), made(2)])
    await news.read()
    await take(database, [Gone(external_id="A-1", reason="招满")], complete=False, now=NOW + timedelta(hours=1))
    told = await tags_of(news)
    assert told is not None
    assert {f"job:{first.changed[0].job_id}", "jobs:d440103"} <= told
    assert f"job:{first.changed[1].job_id}" not in told


async def test_staging_touches_nothing(database: Database, news: NewsReader) -> None:
    await register(database)
    handle = await intake.begin(database, "tea", NOW)
    await news.read()
    await handle.stage([made(1)], checkpoint="page 1")
    await handle.heartbeat()
    assert await tags_of(news) == set()


async def test_sources_are_told_as_they_change(database: Database, news: NewsReader) -> None:
    source = await register(database)
    mine = {f"source:{source.id}", "sources"}
    assert await tags_of(news) == mine
    await sources.pause(database, "tea", "搬迁")
    assert await tags_of(news) == mine
    await sources.change(database, sources.SourceEntry(key="tea", name="茶", connector="board"))
    assert await tags_of(news) == mine


async def test_who_says_nothing_has_touched_everything(database: Database, news: NewsReader) -> None:
    async with database.writing() as connection:
        await connection.execute(update(job).values(title="改过"))
    assert await tags_of(news) is None
    async with database.writing() as connection:
        await connection.execute(update(employer).values(name="改过"))
        announce(connection, ["employers"])
    assert await tags_of(news) == {"employers"}


async def test_what_was_rolled_back_is_not_told(database: Database, news: NewsReader) -> None:
    async def fails() -> None:
        async with database.writing() as connection:
            announce(connection, ["jobs"])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fails()
    async with database.writing():
        pass
    assert await tags_of(news) == set()


async def test_several_commits_are_read_at_once_and_in_order(database: Database, news: NewsReader) -> None:
    for number in range(3):
        async with database.writing() as connection:
            announce(connection, [f"job:{number}"])
    read = await news.read()
    assert read is not None
    assert read.tags == frozenset({"job:0", "job:1", "job:2"})
    assert await news.read() is None


async def test_rows_dropped_before_they_were_read_count_as_everything(database: Database, news: NewsReader) -> None:
    for number in range(3):
        async with database.writing() as connection:
            announce(connection, [f"job:{number}"])
    async with database.writing() as connection:
        await connection.execute(delete(announcement).where(announcement.c.tags_json != '["job:2"]'))
    assert await tags_of(news) is None


async def test_announcements_are_kept_for_a_day(database_url: str) -> None:
    now = NOW
    database = Database(database_url, clock=lambda: now)
    news = news_of(database)
    await news.read()
    async with database.writing() as connection:
        announce(connection, ["job:1"])
    now += timedelta(days=2)
    async with database.writing() as connection:
        announce(connection, ["job:2"])
    assert await tags_of(news) is None
    await news.close()
    await database.close()


async def test_nobody_is_behind_who_has_read_and_everybody_is_after_a_commit(database: Database) -> None:
    news = news_of(database)
    assert news.behind()
    first = await news.read()
    assert first == News(first.upto if first else 0, frozenset(), 0)
    if database.is_sqlite:  # on PostgreSQL a notification follows, and a look twice a second
        assert not news.behind()
        await register(database)
        assert news.behind()
    await news.close()


WRITES = [
    ("INSERT INTO job (id) VALUES (?)", "job"),
    ('INSERT INTO "job" (id) VALUES (?)', "job"),
    ("UPDATE job SET title = ?", "job"),
    ("DELETE FROM posting WHERE id = 1", "posting"),
    ("\n update Job set title = 1", "Job"),
    ("SELECT 1 FROM job", None),
    ("PRAGMA data_version", None),
]


@pytest.mark.parametrize(("statement", "table"), WRITES, ids=[each[0].strip()[:30] for each in WRITES])
def test_the_table_that_a_statement_writes_to_is_known(statement: str, table: str | None) -> None:
    assert table_written(statement) == table


async def test_a_job_that_another_source_shows_too_is_told_in_that_sources_lists(
    database: Database, news: NewsReader
) -> None:
    await register(database)
    other = await register(database, "notice")
    shown = made(1)
    first = await take(database, [shown])
    await news.read()
    await take(database, [replace(shown, external_id="N-1")], key="notice", now=NOW + timedelta(hours=1))
    told = await tags_of(news)
    assert told is not None
    assert {f"job:{first.changed[0].job_id}", f"jobs:o{other.id}", "jobs"} <= told
