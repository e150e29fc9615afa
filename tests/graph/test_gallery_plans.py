"""No operation of the gallery scans a table that grows with the jobs; nor do those that are measured.

`DOORSTEP_FILLED=/a/file.db` tries it on a database of any size that `benchmarks.data` has filled.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apsw
import asyncpg  # type: ignore[import-untyped]  # ships no types
import pytest
from graphql import parse

from benchmarks.operations import OPERATIONS, drawn
from gateway.execution import execute, prepare
from gateway.graph.context import Services
from gateway.graph.viewer import PUBLIC
from gateway.http.gallery import gallery
from schema.store.reads.postgres import PostgresReader, postgres_sql
from schema.store.reads.sqlite import SqliteReader

SCAN = re.compile(r"SCAN (\w+)$")
"""Every row of a table. A walk along another index that ends early is SCAN … USING INDEX."""
GROWING = frozenset({"job", "posting", "change", "employer", "run"})
DRAWN = drawn(1500, 1, 1)[0]
ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    **{each.name: (each.query, each.variables) for each in gallery()},
    **{each.name: (each.doorstep, dict(DRAWN)) for each in OPERATIONS},
}


class Traced(SqliteReader):
    """A reader that notes what it runs."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.ran: list[tuple[str, tuple[Any, ...]]] = []

    def _run(self, sql: str, parameters: Any) -> list[Any]:  # Any: as the reader's own
        self.ran.append((sql, tuple(parameters)))
        return super()._run(sql, parameters)


def scanned(path: Path, ran: list[tuple[str, tuple[Any, ...]]]) -> Iterator[str]:
    """Statements that read a whole table. In the order of its key up to a LIMIT is no whole table."""
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    for sql, parameters in ran:
        steps = [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)]
        walks = sql.endswith("LIMIT ?") and not any("TEMP B-TREE" in step for step in steps)
        aliases = {found[1] for step in steps if (found := SCAN.search(step))}
        tables = {alias: name for name, alias in re.findall(r'(?:FROM|JOIN) "?(\w+)"? (\w+)', sql)}
        if not walks and any(tables.get(alias, alias) in GROWING for alias in aliases):
            yield sql
    connection.close()


@pytest.mark.parametrize("name", ASKED)
async def test_no_operation_scans_what_grows(seeded_file: Path, name: str) -> None:
    path = Path(os.environ.get("DOORSTEP_FILLED", seeded_file))
    query, variables = ASKED[name]
    reader = Traced(path)
    await execute(prepare(parse(query), None), variables, PUBLIC, Services(reader))
    await reader.close()
    assert list(scanned(path, reader.ran)) == []
    assert reader.ran or name == "20-what-may-i-ask"


class Noted(PostgresReader):
    """As `Traced`, of PostgreSQL."""

    def __init__(self, dsn: str) -> None:
        super().__init__(dsn)
        self.ran: list[tuple[str, tuple[Any, ...]]] = []

    async def _fetch(self, sql: str, parameters: Any) -> list[Any]:  # Any: as the reader's own
        self.ran.append((postgres_sql(sql), tuple(parameters)))
        return await super()._fetch(sql, parameters)


@pytest.mark.parametrize("name", ASKED)
async def test_every_operation_can_do_without_a_scan_on_postgresql(seeded_dsn: str, name: str) -> None:
    """What tables this small are read by tells little: here whatever can be read by an index is."""
    query, variables = ASKED[name]
    reader = Noted(seeded_dsn)
    await execute(prepare(parse(query), None), variables, PUBLIC, Services(reader))
    await reader.close()
    connection = await asyncpg.connect(seeded_dsn, server_settings={"enable_seqscan": "off"})
    try:
        found = [
            sql
            for sql, parameters in reader.ran
            for (step,) in await connection.fetch(f"EXPLAIN {sql}", *parameters)
            if (scan := re.search(r"Seq Scan on (\w+)", step)) and scan[1] in GROWING
        ]
    finally:
        await connection.close()
    assert found == []
    assert reader.ran or name == "20-what-may-i-ask"
