"""Blocks of postings as the database has them: written, kept up, and looked into no further than they may be full."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter

import orjson
from sqlalchemy import delete, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from schema.matchkeys import MOST_IN_BLOCK
from schema.store.bulk import insert_rows, listed, on_sqlite
from schema.store.worktables import block

Span = tuple[int, int]
"""From key to key, both included; of one block they are equal."""
COLUMNS = ("key", "source_id", "posting_id")
ENOUGH = MOST_IN_BLOCK + 1
"""So many members tell that a block is too full."""

IN_ONE = f"""
    SELECT posting_id FROM (SELECT posting_id FROM block WHERE key = s.key AND source_id < :source LIMIT {ENOUGH}) a
    UNION ALL
    SELECT posting_id FROM (SELECT posting_id FROM block WHERE key = s.key AND source_id > :source LIMIT {ENOUGH}) b
"""
"""Two ranges of the index, so that a source with a hundred thousand members of its own is stepped over."""
IN_SEVERAL = f"""
    SELECT posting_id
    FROM (SELECT posting_id, source_id FROM block WHERE key BETWEEN s.low AND s.high LIMIT {ENOUGH}) a
    WHERE source_id <> :source
"""
EMBEDDED_IN_ONE = text(
    f"""SELECT key, members FROM (
        SELECT key, (SELECT json_group_array(posting_id) FROM ({IN_ONE})) AS members
        FROM (SELECT value AS key FROM json_each(:keys)) s
    ) WHERE members <> '[]'"""
)
EMBEDDED_IN_SEVERAL = text(
    f"""SELECT low, high, members FROM (
        SELECT low, high, (SELECT json_group_array(posting_id) FROM ({IN_SEVERAL})) AS members
        FROM (SELECT value ->> 0 AS low, value ->> 1 AS high FROM json_each(:spans)) s
    ) WHERE members <> '[]'"""
)
SERVED_IN_ONE = text(
    f"""SELECT key, members FROM (
        SELECT s.key, (SELECT json_agg(posting_id)::text FROM ({IN_ONE}) m) AS members
        FROM unnest(CAST(:keys AS bigint[])) s(key)
    ) found WHERE members IS NOT NULL"""
)
SERVED_IN_SEVERAL = text(
    f"""SELECT low, high, members FROM (
        SELECT s.low, s.high, (SELECT json_agg(posting_id)::text FROM ({IN_SEVERAL}) m) AS members
        FROM unnest(CAST(:lows AS bigint[]), CAST(:highs AS bigint[])) s(low, high)
    ) found WHERE members IS NOT NULL"""
)


async def members(connection: AsyncConnection, spans: Iterable[Span], source_id: int) -> dict[Span, list[int]]:
    """The postings of other sources that stand in blocks; of a block that is too full no more than tell so."""
    wanted = set(spans)
    keys = sorted([low for low, high in wanted if low == high])  # as the table, so that a page of it is read once
    several = sorted([span for span in wanted if span[0] != span[1]])
    return await _in_one(connection, keys, source_id) | await _in_several(connection, several, source_id)


async def _in_one(connection: AsyncConnection, keys: Sequence[int], source_id: int) -> dict[Span, list[int]]:
    if not keys:
        return {}
    embedded = on_sqlite(connection)
    given = {"keys": orjson.dumps(keys).decode() if embedded else keys, "source": source_id}
    rows = await connection.execute(EMBEDDED_IN_ONE if embedded else SERVED_IN_ONE, given)
    return {(row[0], row[0]): orjson.loads(row[1]) for row in rows}


async def _in_several(connection: AsyncConnection, spans: Sequence[Span], source_id: int) -> dict[Span, list[int]]:
    if not spans:
        return {}
    if on_sqlite(connection):
        given: dict[str, object] = {"spans": orjson.dumps(spans).decode(), "source": source_id}
        rows = await connection.execute(EMBEDDED_IN_SEVERAL, given)
    else:
        given = {"lows": [low for low, _ in spans], "highs": [high for _, high in spans], "source": source_id}
        rows = await connection.execute(SERVED_IN_SEVERAL, given)
    return {(row[0], row[1]): orjson.loads(row[2]) for row in rows}


STANDING = select(block.c.posting_id, block.c.key).where(listed(block.c.posting_id, "ids"))
"""Statements are made once: SQLAlchemy takes longer to make one anew than SQLite to run it."""
MOVED = delete(block).where(listed(block.c.posting_id, "ids"))


async def add(connection: AsyncConnection, rows: Sequence[tuple[int, int, int]]) -> None:
    """Rows of key, source and posting, written by their keys as the table has them: it is a large one, and they are
    random. By whole rows they would take twice as long to sort.
    """
    await insert_rows(connection, block, COLUMNS, sorted(rows, key=itemgetter(0)))


async def keep_up(connection: AsyncConnection, source_id: int, keys: Mapping[int, Sequence[int]]) -> set[int]:
    """Put postings of a source into just the blocks given by posting; returns those that stood in others."""
    if not keys:
        return set()
    standing: dict[int, set[int]] = defaultdict(set)
    for row in await connection.execute(STANDING, {"ids": keys}):
        standing[row[0]].add(row[1])
    moved = {posting_id for posting_id, mine in keys.items() if standing[posting_id] != set(mine)}
    if moved:
        await connection.execute(MOVED, {"ids": moved})
        await add(
            connection, [(key, source_id, posting_id) for posting_id in moved for key in sorted(set(keys[posting_id]))]
        )
    return moved
