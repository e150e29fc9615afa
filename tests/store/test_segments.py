"""The segments of SQLite's text index: they come together run by run, and are merged when the night is over."""

from sqlalchemy import text

from schema.store import housekeeping
from schema.store.engine import Database
from schema.store.reads import segments
from tests.store.making import NOW, posting, register, take

RUNS = 7
SEGMENTS = text("SELECT count(DISTINCT segid) FROM search_text_idx")
FOUND = text("SELECT rowid FROM search_text WHERE search_text MATCH :words ORDER BY rowid")


async def counted(database: Database) -> int:
    async with database.reading() as connection:
        return int(await connection.scalar(SEGMENTS) or 0)


async def found(database: Database, words: str) -> list[int]:
    async with database.reading() as connection:
        return [row[0] for row in await connection.execute(FOUND, {"words": words})]


async def a_night(database: Database) -> None:
    for number in range(RUNS):
        await register(database, f"source-{number}")
        await take(database, [posting(number, title=f"搬运工{number}")], key=f"source-{number}")


async def test_runs_leave_their_segments_and_the_end_of_the_night_merges_them(database: Database) -> None:
    await a_night(database)
    if not database.is_sqlite:
        await housekeeping.merge_texts(database)  # PostgreSQL keeps its own index
        return
    before = await found(database, '"搬运 运工"')
    assert (await counted(database), len(before)) == (RUNS, RUNS)
    await housekeeping.merge_texts(database)
    assert (await counted(database), await found(database, '"搬运 运工"')) == (1, before)


async def test_merging_goes_on_step_by_step_until_nothing_is_left(database: Database) -> None:
    if not database.is_sqlite:
        return
    await a_night(database)
    async with database.writing() as connection:
        assert [await segments.merge(connection) for _ in range(3)] == [True, False, False]


async def test_pruning_merges_too(database: Database) -> None:
    if not database.is_sqlite:
        return
    await a_night(database)
    await housekeeping.prune(database, NOW)
    assert await counted(database) == 1
