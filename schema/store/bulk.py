"""Many rows at once, as each database takes them fastest: executemany on SQLite, COPY on PostgreSQL."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy import ARRAY, BigInteger, ColumnElement, Dialect, Integer, Table, bindparam, func, text
from sqlalchemy import Row as SqlRow
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Text as TextType
from sqlalchemy.types import TypeDecorator, TypeEngine

from schema.store.announcements import table_written, wrote

Found = SqlRow[*tuple[Any, ...]]  # Any: a row that was read, by its columns' names or places
Row = tuple[Any, ...]  # Any: a row of a table, column by column


def on_sqlite(connection: AsyncConnection) -> bool:
    return connection.dialect.name == "sqlite"


async def insert_rows(
    connection: AsyncConnection, table: Table | str, columns: Sequence[str], rows: Iterable[Row]
) -> None:
    """Insert rows of plain values (int, float, str, bytes, bool, None) in the order of `columns`.

    Rows of an iterator are made one after the other, as the database takes them.
    """
    if not rows:
        return
    name = table if isinstance(table, str) else table.name
    wrote(connection, name)
    raw = await connection.get_raw_connection()
    driver: Any = raw.driver_connection  # Any: aiosqlite's or asyncpg's own connection
    if on_sqlite(connection):
        await driver.executemany(insert_statement(name, columns), rows)
    else:
        await driver.copy_records_to_table(name, records=rows, columns=list(columns))


async def run_many(connection: AsyncConnection, statement: str, rows: Sequence[Row]) -> None:
    """Run one statement with `?` placeholders for each row."""
    if not rows:
        return
    wrote(connection, table_written(statement) or "")
    raw = await connection.get_raw_connection()
    driver: Any = raw.driver_connection  # Any: as above
    await driver.executemany(statement if on_sqlite(connection) else numbered(statement), rows)


def numbered(statement: str) -> str:
    """`?` as PostgreSQL's $1, $2 …"""
    first, *rest = statement.split("?")
    return first + "".join(f"${number}{part}" for number, part in enumerate(rest, 1))


def insert_statement(table: str, columns: Sequence[str]) -> str:
    return f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES ({", ".join("?" * len(columns))})'


EACH = text("(SELECT value FROM json_each(:among))")
"""As text: it is put together fifteen times a run, and `func.json_each(…).table_valued` takes three times as long."""


def among(connection: AsyncConnection, column: ColumnElement[Any], values: Iterable[int | str]) -> ColumnElement[bool]:
    """`column` is one of `values`, with one parameter however many they are."""
    listed = list(values)
    if on_sqlite(connection):
        given = bindparam("among", orjson.dumps(listed).decode(), TextType(), unique=True)
        return column.bool_op("IN")(EACH.bindparams(given))
    kind: TypeEngine[Any] = BigInteger() if isinstance(column.type, (BigInteger, Integer)) else TextType()
    return column == func.any(bindparam(None, listed, ARRAY(kind)))


class Values(TypeDecorator[Any]):  # Any: a parameter of many values, as each database takes it
    """The values that `listed` compares with: JSON on SQLite, an array on PostgreSQL."""

    impl = TextType
    cache_ok = True

    def __init__(self, are_text: bool) -> None:
        super().__init__()
        self.are_text = are_text

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:  # Any: as above
        if dialect.name == "sqlite":
            return dialect.type_descriptor(TextType())
        return dialect.type_descriptor(ARRAY(TextType() if self.are_text else BigInteger()))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # Any: as above
        return orjson.dumps(list(value)).decode() if dialect.name == "sqlite" else list(value)


class listed(FunctionElement[bool]):
    """`column` is one of a parameter's values: `among` for a statement that is made once and given them each time."""

    inherit_cache = True  # and no type: of a boolean SQLAlchemy makes `… = 1` for SQLite, which finds no index then

    def __init__(self, column: ColumnElement[Any], parameter: str) -> None:  # Any: any column
        are_text = not isinstance(column.type, (BigInteger, Integer))
        super().__init__(column, bindparam(parameter, type_=Values(are_text)))


@compiles(listed)
def _in_array(element: listed, compiler: SQLCompiler, **options: Any) -> str:  # Any: the compiler's own
    column, values = element.clauses
    return f"{compiler.process(column, **options)} = ANY ({compiler.process(values, **options)})"


@compiles(listed, "sqlite")
def _in_json(element: listed, compiler: SQLCompiler, **options: Any) -> str:  # Any: as above
    column, values = element.clauses
    return f"{compiler.process(column, **options)} IN (SELECT value FROM json_each({compiler.process(values)}))"


async def reserve_ids(connection: AsyncConnection, table: Table, count: int) -> range | list[int]:
    """Keys for `count` new rows, never given out before."""
    if on_sqlite(connection):
        also = ", (SELECT coalesce(max(job_id), 0) FROM change)" if table.name == "job" else ", 0"
        last = await connection.scalar(text(f'SELECT max((SELECT coalesce(max(id), 0) FROM "{table.name}"){also})'))
        return range(last + 1, last + 1 + count)
    found = await connection.execute(
        text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)"),
        {"name": table.name, "count": count},
    )
    return [row[0] for row in found]


APPLYING = 0x646F6F72
"""The advisory lock under which runs are applied on PostgreSQL, one after the other."""


async def take_turn(connection: AsyncConnection) -> None:
    """Apply one run at a time: matching sees every job before it, and the log of changes commits in its own order."""
    if not on_sqlite(connection):
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": APPLYING})
