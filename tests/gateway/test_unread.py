"""A record that is not read because its words are those of the night before leaves the store as reading it would."""

import asyncio
import dataclasses
import shutil
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from gateway.running import item_of
from schema.normalising import Frame
from schema.normalising.sameness import ground
from schema.records import JobRecord
from schema.store import housekeeping, intake, sources
from schema.store.engine import Database
from schema.store.instants import SHANGHAI
from schema.store.migrating import migrate
from schema.store.sources import SourceEntry
from schema.store.staging import Known, Unread, laid_of
from schema.store.tables import change, job, posting, posting_body, reject, run

NOW = datetime(2026, 12, 30, 2, 0, tzinfo=SHANGHAI)
Night = tuple[timedelta, Sequence[JobRecord]]

FRAME = Frame(now=NOW, division="440103")
WORDS = JobRecord(external_id="1", title="缝纫工", pay="2600元/月", address="荔湾区茶滘路83号", expires_at="2027-03-01")


def records() -> st.SearchStrategy[JobRecord]:
    """Two ids with few words each, so that nights repeat them: absolute and relative dates, ends, and states."""
    dates = ("2026-12-29 08:00", "12-29", "昨天", "3小时前", "20小时前", "2026-12-29 21:00", "2027-01-20", None)
    ends = ("2027-01-02", "明天", "1月5日", "长期", None)
    return st.builds(
        JobRecord,
        external_id=st.sampled_from(("1", "2")),
        title=st.sampled_from(("缝纫工", "缝纫工（急聘）", " ")),
        pay=st.sampled_from(("2600元/月", "18元/小时", None)),
        posted_at=st.sampled_from(dates),
        expires_at=st.sampled_from(ends),
        status=st.sampled_from((None, None, None, "已招满")),
        raw=st.sampled_from(({"岗位": "x"}, {"岗位": "x", "薪资": "2600"})),
    )


def nights() -> st.SearchStrategy[Sequence[Night]]:
    gaps = st.sampled_from((timedelta(hours=3), timedelta(days=1), timedelta(days=2), timedelta(days=20)))
    return st.lists(st.tuples(gaps, st.lists(records(), max_size=3)), min_size=2, max_size=5)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("unread") / "store.db"

    async def made() -> None:
        database = Database(f"sqlite:///{path}")
        await migrate(database)
        entry = SourceEntry(key="tea", name="茶叶市场", connector="board", config={"expect": {"empty": True}})
        await sources.register(database, entry, NOW)
        await database.close()

    asyncio.run(made())
    return path


async def outcome(template: Path, shown: Sequence[Night], *, always: bool) -> list[list[tuple[Any, ...]]]:  # Any: rows
    """Everything that the nights leave in the store; `always`: with every record read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        shutil.copy(template, path)
        now = NOW
        database = Database(f"sqlite:///{path}", clock=lambda: now)
        for gap, batch in shown:
            now += gap
            await housekeeping.expire(database, now)
            on = ground(dataclasses.replace(FRAME, now=now))
            items = [item_of(record, on) for record in batch]
            if always:
                items = [dataclasses.replace(each, key=None) for each in items if isinstance(each, Unread)]
            handle = await intake.begin(database, "tea", now)
            await handle.stage(items)
            await handle.finish(complete=True)
        async with database.reading() as connection:
            written = [
                [tuple(row) for row in await connection.execute(select(*columns))]
                for columns in (
                    [column for column in posting.c if column.name != "words_key"],
                    posting_body.c,
                    job.c,
                    change.c,
                    reject.c,
                    [column for column in run.c if column.name != "seconds"],
                )
            ]
        await database.close()
    return written


@settings(max_examples=10, deadline=None)
@given(shown=nights())
def test_what_is_not_read_leaves_the_store_as_if_it_had_been(template: Path, shown: Sequence[Night]) -> None:
    unread = asyncio.run(outcome(template, shown, always=False))
    assert unread == asyncio.run(outcome(template, shown, always=True))


def key_of(record: JobRecord, frame: Frame = FRAME) -> int:
    same = ground(frame).of(record)
    assert same is not None
    return same.key


@pytest.mark.parametrize(
    ("record", "frame", "is_same"),
    [
        pytest.param(WORDS, FRAME, True, id="the same"),
        pytest.param(dataclasses.replace(WORDS, raw={"seen": 2}), FRAME, True, id="raw, which nothing is read from"),
        pytest.param(WORDS, dataclasses.replace(FRAME, now=NOW + timedelta(days=1)), True, id="a day later"),
        pytest.param(dataclasses.replace(WORDS, pay="2700元/月"), FRAME, False, id="other words"),
        pytest.param(dataclasses.replace(WORDS, given={"headcount": 2}), FRAME, False, id="other data"),
        pytest.param(WORDS, dataclasses.replace(FRAME, division="440104"), False, id="another district"),
        pytest.param(WORDS, dataclasses.replace(FRAME, defaults={"settlement": "日结"}), False, id="other defaults"),
        pytest.param(WORDS, dataclasses.replace(FRAME, now=datetime(2027, 3, 2, 2, tzinfo=SHANGHAI)), False, id="over"),
        pytest.param(WORDS, dataclasses.replace(FRAME, now=datetime(2020, 1, 2, tzinfo=SHANGHAI)), False, id="wages"),
    ],
)
def test_a_key_is_made_of_all_that_a_reading_depends_on(record: JobRecord, frame: Frame, is_same: bool) -> None:
    assert (key_of(record, frame) == key_of(WORDS)) is is_same


def test_an_end_told_by_the_clock_is_another_each_day() -> None:
    words = dataclasses.replace(WORDS, expires_at="明天")
    assert key_of(words) != key_of(words, dataclasses.replace(FRAME, now=NOW + timedelta(days=1)))


def test_what_json_cannot_hold_is_always_read() -> None:
    assert ground(FRAME).of(dataclasses.replace(WORDS, title="\ud800")) is None


async def test_a_record_of_the_same_words_is_not_read(template: Path, tmp_path: Path) -> None:
    shutil.copy(template, tmp_path / "store.db")
    database = Database(f"sqlite:///{tmp_path}/store.db", clock=lambda: NOW)
    handle = await intake.begin(database, "tea", NOW)
    await handle.stage([item_of(WORDS, ground(FRAME))])
    await handle.finish(complete=True)
    item = item_of(WORDS, ground(dataclasses.replace(FRAME, now=NOW + timedelta(days=1))))
    async with database.reading() as connection:
        row = (await connection.execute(select(posting))).one()
    await database.close()
    known = {row.external_id: Known(row.id, row.hash, row.status, row.posted_at, row.expires_at,
                                                    row.words_key, row.filled)}  # fmt: skip
    assert laid_of(item, known, int(NOW.timestamp())).as_known == row.id
