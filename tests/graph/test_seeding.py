"""The seeded data of benchmarks and tests is what the store itself would have derived."""

from pathlib import Path
from typing import Any

import apsw
from sqlalchemy import text

from benchmarks.country import Country
from benchmarks.data import JOB, World, fill
from schema.grid import cell_of
from schema.store.engine import Database
from schema.store.reads.upkeep import refresh
from schema.store.rows import JOB_COLUMNS, levels
from schema.store.tables import job


def dump(path: Path, sql: str) -> list[tuple[Any, ...]]:  # Any: SQL values
    connection = apsw.Connection(str(path))
    rows = list(connection.execute(sql))
    connection.close()
    return rows


def test_the_same_seed_makes_the_same_rows() -> None:
    first, again, other = (list(World(Country(seed), 300, seed).jobs(1, 300)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_every_column_of_a_job_is_filled() -> None:
    assert (
        {column.name for column in job.columns}
        == {"id", *JOB_COLUMNS, "updated_at", "hash", "merged_into_id"}
        == set(JOB)
    )


def test_levels_and_cells_are_those_that_the_store_derives(seeded_file: Path) -> None:
    columns = "division_code, province_code, city_code, district_code, street_code, cell, latitude, longitude"
    for code, *found, cell, latitude, longitude in dump(seeded_file, f"SELECT {columns} FROM job"):
        assert tuple(found) == levels(str(code))
        assert cell == (None if latitude is None else cell_of(latitude, longitude))


async def test_indexes_and_tallies_are_those_that_upkeep_makes(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    database = Database(f"sqlite:///{path}")
    await fill(database, 300)
    queries = (
        "SELECT sql FROM sqlite_master WHERE name LIKE 'ix_%' ORDER BY sql",
        "SELECT * FROM search_tally ORDER BY scope, status, facet, value",
        "SELECT * FROM search_shadow ORDER BY job_id",
    )
    filled = [dump(path, query) for query in queries]
    async with database.writing() as connection:
        for table in ("search_tally", "search_shadow"):
            await connection.execute(text(f"DELETE FROM {table}"))
        await connection.execute(text("INSERT INTO search_text (search_text) VALUES ('delete-all')"))
        await refresh(connection, range(1, 301))
    assert all(filled)
    assert filled == [dump(path, query) for query in queries]
    await database.close()


async def test_a_store_that_was_filled_is_whole(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'store.db'}")
    await fill(database, 200)
    await database.close()
    assert dump(tmp_path / "store.db", "PRAGMA foreign_key_check") == []
    assert dump(tmp_path / "store.db", "PRAGMA integrity_check") == [("ok",)]
