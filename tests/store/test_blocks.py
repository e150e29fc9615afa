"""Blocks in the database: who is found in them, and that a block that is too full is told and not read whole."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, select

from schema.matchkeys import CITY, MOST_IN_BLOCK, SHELF, blocks_of
from schema.matchviews import hints_of
from schema.store import blocks
from schema.store.blocks import Span
from schema.store.engine import Database
from schema.store.migrating import migrate
from schema.store.staging import Unread
from schema.store.worktables import block
from schema.values import Place
from schema.vocabulary import PlacePrecision
from tests.store.making import company, register, take
from tests.store.making import posting as made

MINE, OTHER, THIRD = 2, 1, 3
BASE = 7 << 20
ROWS = [
    (5, OTHER, 10),
    (5, MINE, 11),
    (5, THIRD, 12),
    (6, MINE, 13),
    (BASE | 4401, OTHER, 14),
    (BASE | 3714, THIRD, 15),
    (BASE | CITY, MINE, 16),
    (BASE + CITY + 1, OTHER, 17),
    *((8, OTHER, 100 + number) for number in range(MOST_IN_BLOCK)),
    *((9, OTHER, 1_000 + number) for number in range(MOST_IN_BLOCK + 50)),
]


@pytest.mark.parametrize(
    ("span", "count", "some"),
    [
        ((4, 4), 0, set[int]()),
        ((5, 5), 2, {10, 12}),
        ((6, 6), 0, set[int]()),
        ((BASE, BASE | CITY), 2, {14, 15}),
        ((8, 8), MOST_IN_BLOCK, {100}),
        ((9, 9), MOST_IN_BLOCK + 1, set[int]()),
    ],
    ids=["empty", "without its own", "only its own", "every city", "just full", "too full"],
)
async def test_members_are_those_of_other_sources(database: Database, span: Span, count: int, some: set[int]) -> None:
    async with database.writing() as connection:
        await blocks.add(connection, ROWS)
    async with database.reading() as connection:
        found = await blocks.members(connection, [span, (6, 6)], MINE)
    members = found.get(span, [])
    assert (len(members), some <= set(members)) == (count, True)


async def test_keeping_up_moves_only_what_stands_elsewhere(database: Database) -> None:
    async with database.writing() as connection:
        await blocks.add(connection, [(1, MINE, 10), (2, MINE, 10), (1, MINE, 11)])
        assert await blocks.keep_up(connection, MINE, {10: [2, 1], 11: [3, 4, 3], 12: [5]}) == {11, 12}
        assert await blocks.keep_up(connection, MINE, {10: [1, 2], 11: [4, 3], 12: [5]}) == set()
        assert await blocks.members(connection, [(1, 1), (3, 3), (5, 5)], OTHER) == {
            (1, 1): [10],
            (3, 3): [11],
            (5, 5): [12],
        }


async def test_blocks_of_before_are_mended_when_a_posting_is_read_anew(database: Database) -> None:
    """Other readers, as after an upgrade, give another key of the words and may give other blocks."""
    await register(database)

    def record(key: int) -> Unread:
        return Unread("A-1", key, made(1).posted_at, {}, lambda: made(1))

    await take(database, [record(1)])
    async with database.writing() as connection:
        right = await connection.scalars(select(block.c.key).order_by(block.c.key))
        wanted = right.all()
        await connection.execute(delete(block))
        await blocks.add(connection, [(77, 1, 1)])
    assert (await take(database, [record(1)])).unchanged == 1
    assert await keys(database) == [77]
    assert (await take(database, [record(2)])).unchanged == 1
    assert await keys(database) == wanted


async def test_blocks_that_an_upgrade_emptied_are_made_anew(database: Database) -> None:
    """Every posting stands where staging put it, so that none of before is overlooked."""
    await register(database)
    await take(database, [made(1), made(2), made(3, place=None, contact=None), made(4, employer=None)])
    async with database.writing() as connection:
        rows = (await connection.execute(select(block).order_by(block.c.key, block.c.posting_id))).all()
        await connection.execute(delete(block))
    assert len({row.posting_id for row in rows}) == 4
    await migrate(database)
    async with database.reading() as connection:
        assert (await connection.execute(select(block).order_by(block.c.key, block.c.posting_id))).all() == rows


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        ({}, 0),
        ({"place": Place("荔湾区", "440103", PlacePrecision.DISTRICT)}, 1),
        ({"place": made(1).place}, 2),
        ({"contact": made(1).contact}, 1),
        ({"employer": replace(company(2), matching_key="第1书店")}, 1),
    ],
    ids=["another district", "the district of pay", "district and door", "a telephone", "how an employer begins"],
)
def test_keys_of_what_a_source_has_much_of_stand_together(other: dict[str, Any], shared: int) -> None:
    """Though no key of the one is a key of the other."""
    far = Place("德州市德城区", "371402", PlacePrecision.DISTRICT)
    one, two = (blocks_of(hints_of(each)).own for each in (made(1), made(2, **({"place": far} | other))))
    assert not set(one) & set(two)
    assert len(shelves(one) & shelves(two)) == shared


def shelves(own: Sequence[int]) -> set[int]:
    return {key >> 63 - SHELF for key in own}


async def keys(database: Database) -> Sequence[int]:
    async with database.reading() as connection:
        return (await connection.scalars(select(block.c.key).order_by(block.c.key))).all()
