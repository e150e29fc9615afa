"""When what was committed is copied from SQLite's log into the file itself."""

from pathlib import Path

import pytest
from sqlalchemy import text

from schema.store.engine import PAGES_COPIED, Database

BEFORE = 5_000
"""Bytes of the file: smaller than any that a log of rows was copied into."""
SERIES_OF_ROWS = """WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < :rows)
    INSERT INTO kept SELECT zeroblob(4000) FROM series"""


@pytest.mark.parametrize(
    ("in_loop", "pages", "copied"),
    [(False, 500, False), (False, 2_000, True), (True, 2_000, False), (True, PAGES_COPIED + 500, True)],
    ids=["few pages", "a gateway's", "a night's", "a night's, more"],
)
async def test_a_night_copies_its_log_seldom(tmp_path: Path, in_loop: bool, pages: int, copied: bool) -> None:
    database = Database(f"sqlite:///{tmp_path}/store.db", in_loop=in_loop)
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE kept (words BLOB)"))
        await connection.execute(text(SERIES_OF_ROWS), {"rows": pages})
    assert (database.path is not None and database.path.stat().st_size > BEFORE) is copied
    await database.close()
