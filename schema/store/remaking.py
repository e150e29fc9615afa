"""Blocks made anew from the words of postings, where an upgrade has brought other keys: its migration empties them."""

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from schema.matchkeys import blocks_of
from schema.matchviews import view_in
from schema.store import blocks
from schema.store.staging import words_key
from schema.store.tables import posting, posting_body
from schema.store.worktables import block

CHUNK = 20_000


async def are_missing(connection: AsyncConnection) -> bool:
    """Whether there are postings, and no blocks."""
    return (
        await connection.scalar(select(posting.c.id).limit(1)) is not None
        and await connection.scalar(select(block.c.key).limit(1)) is None
    )


async def remake(connection: AsyncConnection) -> None:
    """Put every posting into its blocks; none of them stands in any."""
    last = 0
    words = select(posting.c.id, posting.c.source_id, posting_body.c.posting_json).join_from(posting, posting_body)
    ordered = words.order_by(posting.c.id).limit(CHUNK)
    while rows := (await connection.execute(ordered.where(posting.c.id > last))).all():
        last = rows[-1][0]
        await blocks.add(connection, [(key, row[1], row[0]) for row in rows for key in keys_of(row[2], row[1])])


def keys_of(words: str, source_id: int) -> set[int]:
    """The blocks of a posting, from its JSON."""
    return {words_key(words.encode(), source_id), *blocks_of(view_in(orjson.loads(words), source_id)).own}
