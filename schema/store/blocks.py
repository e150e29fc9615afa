"""Blocks of postings as the database has them: written, kept up, and looked into no further than they may be full."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import orjson
from sqlalchemy import delete, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from schema.matchkeys import MOST_IN_BLOCK
from schema.store.bulk import among, insert_rows, on_sqlite
from schema.store.worktables import block

Span = tuple[int, int]
"""From key to key, both included; of one block they are equal."""
COLUMNS = ("key", "source_id", "posting_id")
ENOUGH = MOST_IN_BLOCK + 1
"""So many members tell that a block is too full."""

IN_ONE = """
    SELECT posting_id FROM (SELECT posting_id FROM block WHERE key = {low} AND source_id < :source LIMIT {enough}) a
    UNION ALL
    SELECT posting_id FROM (SELECT posting_id FROM block WHERE key = {low} AND source_id > :source LIMIT {enough}) b
"""
"""Two ranges of the index, so that a source with a hundred thousand members of its own is stepped over."""
IN_SEVERAL = """
    SELECT posting_id
    FROM (SELECT posting_id, source_id FROM block WHERE key BETWEEN {low} AND {high} LIMIT {enough}) a
    WHERE source_id <> :source
"""
EMBEDDED = """
    SELECT low, high, members FROM (
        SELECT s.value ->> 0 AS low, s.value ->> 1 AS high,
            (SELECT json_group_array(posting_id) FROM ({members})) AS members
        FROM json_each(:spans) s
    ) WHERE members <> '[]'
"""
SERVED = """
    SELECT low, high, members FROM (
        SELECT s.low, s.high, (SELECT json_agg(posting_id)::text FROM ({members}) m) AS members
        FROM unnest(CAST(:lows AS bigint[]), CAST(:highs AS bigint[])) s(low, high)
    ) found WHERE members IS NOT NULL
"""


async def members(connection: AsyncConnection, spans: Iterable[Span], source_id: int) -> dict[Span, list[int]]:
    """The postings of other sources that stand in blocks; of a block that is too full no more than tell so."""
    wanted = sorted(set(spans))  # in the order of the table, so that a page of it is read once
    one = [span for span in wanted if span[0] == span[1]]
    several = [span for span in wanted if span[0] != span[1]]
    return await _found(connection, IN_ONE, one, source_id) | await _found(connection, IN_SEVERAL, several, source_id)


async def _found(
    connection: AsyncConnection, within: str, spans: Sequence[Span], source_id: int
) -> dict[Span, list[int]]:
    if not spans:
        return {}
    given: dict[str, object]
    if on_sqlite(connection):
        statement = EMBEDDED.format(members=within.format(low="s.value ->> 0", high="s.value ->> 1", enough=ENOUGH))
        given = {"spans": orjson.dumps(spans).decode()}
    else:
        statement = SERVED.format(members=within.format(low="s.low", high="s.high", enough=ENOUGH))
        given = {"lows": [low for low, _ in spans], "highs": [high for _, high in spans]}
    rows = await connection.execute(text(statement), {**given, "source": source_id})
    return {(row[0], row[1]): orjson.loads(row[2]) for row in rows}


async def add(connection: AsyncConnection, rows: Sequence[tuple[int, int, int]]) -> None:
    """Rows of key, source and posting, written in the order of the table: keys are random, and it is a large one."""
    await insert_rows(connection, block, COLUMNS, sorted(rows))


async def keep_up(connection: AsyncConnection, source_id: int, keys: Mapping[int, Sequence[int]]) -> set[int]:
    """Put postings of a source into just the blocks given by posting; returns those that stood in others."""
    standing: dict[int, set[int]] = defaultdict(set)
    query = select(block.c.posting_id, block.c.key).where(among(connection, block.c.posting_id, keys))
    for row in await connection.execute(query):
        standing[row[0]].add(row[1])
    moved = {posting_id for posting_id, mine in keys.items() if standing[posting_id] != set(mine)}
    if moved:
        await connection.execute(delete(block).where(among(connection, block.c.posting_id, moved)))
        await add(
            connection, [(key, source_id, posting_id) for posting_id in moved for key in sorted(set(keys[posting_id]))]
        )
    return moved
