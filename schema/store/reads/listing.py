"""A list, as SQL can read it: columns, conditions, ranges of an index, orders and windows.

Fragments of SQL use `?` for a parameter and `t` for the row of the table that is listed; both databases take them (the
PostgreSQL side numbers the parameters).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from schema.quick import quickly_made

Value = str | int | float | None
Row = tuple[Value, ...]


@dataclass(frozen=True)
class Join:
    """A row that a column of another (`parent`) points to; `alias` is its name."""

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
    keyed: bool = True
    """Whether anybody looks at the keys of a list's order; they stand behind the columns even so where it is merged."""

    @cached_property
    def width(self) -> int:
        return len(self.columns)

    @cached_property
    def texts(self) -> dict[object, str]:
        """Statements that were made for these columns, by their form (see `quick`)."""
        return {}

    @cached_property
    def columns_sql(self) -> str:
        return "".join(f"{alias}.{column}, " for alias, column in self.columns)

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
    """One expression that a list is ordered by. The last key is unique; none is ever NULL but a constant."""

    sql: str
    descending: bool = False
    parameters: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Constant:
    """The first key's value where a branch has but one."""

    value: Value
    rank: int
    """Branches of a lower rank come first."""


@dataclass(frozen=True, slots=True)
class Packed:
    """One descending integer that stands for (posted_at, id): the row id of the text index."""

    sql: str
    base: int
    shift: int

    def pack(self, posted_at: Value, number: Value) -> int:
        assert isinstance(posted_at, int)
        assert isinstance(number, int)
        return self.base + (posted_at << self.shift) + number


@dataclass(frozen=True, slots=True)
class Branch:
    """One range of an index. Branches of a listing do not overlap."""

    conditions: tuple[Condition, ...] = ()
    index: str | None = None
    """The index (SQLite) that must be used."""
    ordered: bool = True
    """Whether the index yields the list's order; if not the rows are sorted before their links are read."""
    source: str | None = None
    """What stands in FROM instead of the table; it must name the table's row `t`."""
    order: tuple[Key, ...] | None = None
    """The list's order as this range spells it."""
    constant: Constant | None = None
    packed: Packed | None = None
    source_parameters: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of rows of one table: what all share, the ranges that make it up, and its order."""

    table: str
    order: tuple[Key, ...]
    conditions: tuple[Condition, ...] = ()
    branches: tuple[Branch, ...] = (Branch(),)
    extras: tuple[Key, ...] = ()
    """Expressions read beside the columns: a distance."""
    counted: tuple[Branch, ...] | None = None
    """The ranges to count, where others than the branches are cheaper."""
    total: Condition | None = None
    """A statement that yields the total without counting."""


@quickly_made
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


def one_of(expression: str, values: Sequence[Value]) -> Condition:
    """`expression` is one of `values`."""
    if len(values) == 1:
        return Condition(f"{expression} = ?", (values[0],))
    return Condition(f"{expression} IN ({', '.join('?' * len(values))})", tuple(values))


def all_of(conditions: Iterable[Condition]) -> Condition:
    """One condition of several; an empty one has no SQL."""
    given = [condition for condition in conditions if condition.sql]
    sql = " AND ".join(condition.sql for condition in given)
    return Condition(sql, tuple(value for condition in given for value in condition.parameters))
