"""How a field is had: said once beside its Strawberry type, read by the planner and by the executor alike.

A parent is either a row (of its type's table; a part of it: `Inline`) or a value in memory (a division, an
occupation, an item of a JSON column). `Read`, `Inline`, `Link` and `Children` start from a row, `Attribute`
from a value, `Connection` from either or from nothing (a root field).
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gateway.graph.asked import Asked
from gateway.graph.context import Context
from schema.store.reads.listing import Row, Select

Arguments = Mapping[str, Any]
"""Coerced arguments under the graph's names; Any: their types are the graph's, checked by coercion."""


@dataclass(frozen=True, slots=True)
class Read:
    """From columns of the row: a leaf, a value in memory, or a list of either. NULLs are handed to `convert`.

    `convert` takes the columns' values, then the coerced arguments where `arguments`, then the viewer where `viewer`;
    None: the one column's value as it stands.
    """

    columns: tuple[str, ...]
    convert: Callable[..., Any] | None = None
    arguments: bool = False
    viewer: bool = False


@dataclass(frozen=True, slots=True)
class Attribute:
    """From a value in memory: a leaf, another value, or a list."""

    get: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Inline:
    """A part of the same row under another type; null where the column `present` is NULL."""

    present: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """The row of `table` that `column` points to; null where it is NULL."""

    column: str
    table: str


@dataclass(frozen=True, slots=True)
class Children:
    """The rows of `table` whose `column` is this row's id, newest first by `order`."""

    table: str
    column: str
    order: str


def as_prepared(prepared: Asked) -> Asked:
    """The list of a root field: nothing is added."""
    return prepared


@dataclass(frozen=True, slots=True)
class Connection:
    """A page of rows of `table`, the type's keys in `columns` (or the value in memory, or nothing at the root).

    `prepare` checks the arguments once (it may read, and raises DoorstepError); `ask` makes one parent's list of them.
    """

    table: str
    prepare: Callable[[Context, Arguments], Awaitable[Any]]
    ask: Callable[..., Asked] = as_prepared
    columns: tuple[str, ...] = ()
    of_value: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A field of a connection, of its edges or of its pageInfo: `name` is the graph's name of it."""

    name: str


@dataclass(frozen=True, slots=True)
class ById:
    """A root field: the row of `table` (None: of any) that the argument `id` names, null where there is none."""

    table: str | None


@dataclass(frozen=True, slots=True)
class ByValue:
    """A root field: a value in memory, or the row of `table` whose `column` equals what `find` makes of the arguments.

    `find` raises DoorstepError for what cannot be.
    """

    find: Callable[[Arguments], Any]
    table: str | None = None
    column: str = "id"


Key = tuple[str, str, Any]
"""A type's name, the column (of a value in memory: the key) that names one of it, and the value there (Any: its)."""


@dataclass(frozen=True, slots=True)
class ByKeys:
    """A root field: a list of what its arguments name, in their order; null where there is none.

    `ask` takes the items out of the arguments, `key_of` reads one; either raises DoorstepError for what cannot be, the
    second for that item alone. `keys` are the (type, column) that may come of it; `known` finds values in memory.
    """

    ask: Callable[[Arguments], Sequence[Any]]
    key_of: Callable[[Any], Key]
    keys: tuple[tuple[str, str], ...]
    known: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Rows of `table` that must be looked for, given a row's `columns`.

    `gather` does so for several rows at once: it reads `select`, which has the id, and notes the lists that it asks.
    """

    table: str
    columns: tuple[str, ...]
    gather: Callable[[Context, Sequence[tuple[Any, ...]], Arguments, Select], Awaitable[list[list[Row]]]]


@dataclass(frozen=True, slots=True)
class Pointed:
    """From a value in memory: the row of `table` with the id that `get` yields; null for None."""

    get: Callable[[Any], int | None]
    table: str


@dataclass(frozen=True, slots=True)
class Computed:
    """From a value in memory: another, which must be asked for, one parent at a time."""

    compute: Callable[[Context, Any, Arguments], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Resolved:
    """Only Strawberry's executor answers: `resolve(context, parent, arguments)`. A plan that meets it gives way."""

    resolve: Callable[[Context, Any, Arguments], Awaitable[Any]]
    why: str = field(default="")


@dataclass(frozen=True, slots=True)
class Watched:
    """A subscription's field: `watch(context, arguments)` yields the values that are told."""

    watch: Callable[[Context, Arguments], AsyncIterator[Any]]


Spec = (
    Read
    | Attribute
    | Inline
    | Link
    | Children
    | Connection
    | Part
    | ById
    | ByValue
    | ByKeys
    | Gathered
    | Pointed
    | Computed
    | Resolved
    | Watched
)
