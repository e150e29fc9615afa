"""The segments of SQLite's text index (FTS5): each commit writes one, and a search looks into every one of them.

A run's commit merges them only where many have come together, for it has the database meanwhile: to merge by four, as
FTS5 does by itself, wrote the words of a night four times. When the night is over they are merged at once (`merge`).
"""

from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

PENDING_BYTES: Final = 16 << 20
"""How much the text index holds in memory before it writes a segment (its own default is 1 MB): the words of a run of
some 10,000 postings make one segment then, and fewer are merged."""
TOGETHER: Final = 16
"""So many segments of one age a commit merges (its own default is 4)."""
PAGES: Final = 2_000
"""Pages of 4 KB that one step merges, at the least: a quarter of a second of one core."""


def _set(name: str, value: int) -> str:
    return f"""INSERT INTO search_text (search_text, rank) SELECT '{name}', {value}
        WHERE NOT EXISTS (SELECT 1 FROM search_text_config WHERE k = '{name}' AND v = {value})"""


SETTINGS: Final = (_set("hashsize", PENDING_BYTES), _set("automerge", TOGETHER))
"""Statements that set them where they are not set; the index keeps them."""

_CHANGES: Final = text("SELECT total_changes()")
_MERGED: Final = text(f"INSERT INTO search_text (search_text, rank) VALUES ('merge', {PAGES})")


async def merge(connection: AsyncConnection) -> bool:
    """Merge segments a step on, where four of one age are left or a merge is begun; whether there was anything to do.

    FTS5 says so by its changes: a step that did nothing makes less than two (sqlite.org/fts5.html, 6.7).
    """
    before = await connection.scalar(_CHANGES)
    await connection.execute(_MERGED)
    return int(await connection.scalar(_CHANGES)) - int(before) >= 2
