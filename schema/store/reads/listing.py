"""What is asked of the store, before it is SQL for one database: columns, conditions, orders and windows.

Fragments of SQL use `?` for a parameter and `t` for the row of the table that is listed; both databases take them (the
PostgreSQL side numbers the parameters).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

Value = str | int | float | None
Row = tuple[Value, ...]


@dataclass(frozen=True)
class Join:
    """A row that a column of another row points to: `alias` is its row's name, `parent` that of the pointing row."""

    alias: str
    table: str
    parent: str
    column: str

    @property
    def sql(self) -> str:
        return f'LEFT JOIN "{self.table}" {self.alias} ON {self.alias}.id = {self.parent}.{self.column}'


@dataclass(frozen=True)
class Select:
    """Columns to read of a table (alias `t`) and of the rows it points to, in the order in which they come back."""

    table: str
    columns: tuple[tuple[str, str], ...]
    """(alias, column)."""
    joins: tuple[Join, ...] = ()

    @cached_property
    def width(self) -> int:
        return len(self.columns)

    @cached_property
    def columns_sql(self) -> str:
        return ", ".join(f"{alias}.{column}" for alias, column in self.columns) or "1"

    @cached_property
    def joins_sql(self) -> str:
        return " ".join(join.sql for join in self.joins)


@dataclass(frozen=True, slots=True)
class Condition:
    """A piece of a WHERE clause and its parameters."""

    sql: str
    parameters: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """One column or expression that a list is ordered by. The last key of an order is unique."""

    sql: str
    descending: bool = False
    nullable: bool = False
    """NULL sorts after everything, in either direction."""
    parameters: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """One range of an index: the conditions that it answers, and the index (SQLite) that must be used for it."""

    conditions: tuple[Condition, ...] = ()
    index: str | None = None
    ordered: bool = True
    """Whether the index yields the rows in the list's order; if not they are sorted before the links are read."""
    source: str | None = None
    """What stands in FROM instead of the table; it must name the table's row `t`."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of rows of one table: what all share, the ranges that make it up (without overlap), and its order."""

    table: str
    order: tuple[Key, ...]
    conditions: tuple[Condition, ...] = ()
    branches: tuple[Branch, ...] = (Branch(),)
    extras: tuple[Key, ...] = ()
    """Expressions read beside the columns: a distance."""
    total: tuple[Condition, ...] | None = None

    def within(self, *conditions: Condition) -> "Listing":
        return replace(self, conditions=(*self.conditions, *conditions))


@dataclass(frozen=True, slots=True)
class Window:
    """One page: at most `limit` rows after one cursor's keys and before another's, from the end where `backward`."""

    limit: int
    backward: bool = False
    after: tuple[Value, ...] | None = None
    before: tuple[Value, ...] | None = None


@dataclass(slots=True)
class Page:
    """Rows in the list's order. Behind the selected columns a row has the order's keys, then the listing's extras."""

    rows: Sequence[Row]
    has_next: bool
    has_previous: bool
