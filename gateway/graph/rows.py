"""What Strawberry's executor walks: rows of the store, read whole and in batches."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from strawberry.dataloader import DataLoader

from gateway.graph.context import Context
from gateway.graph.ids import TYPES
from schema import tags
from schema.store.reads.listing import Row, Value
from schema.store.reads.reader import column_names, whole


class Waiting:
    """An answer that is asked for when it is awaited: one that never is leaves nothing behind to warn of."""

    __slots__ = ("_ask",)

    def __init__(self, ask: Callable[[], Any]) -> None:
        self._ask = ask

    def __await__(self) -> Generator[Any, None, Any]:
        return self._answer().__await__()

    async def _answer(self) -> Any:
        asked = self._ask()
        return await asked if inspect.isawaitable(asked) else asked


@dataclass(frozen=True, slots=True)
class RowOf:
    """One row of a table, all its columns by name."""

    table: str
    values: dict[str, Value]

    @property
    def typename(self) -> str:
        return TYPES[self.table]


def row_of(context: Context, table: str, row: Row, told: bool = False) -> RowOf:
    """A row as read with `whole(table)`; what it is made of is noted. `told`: its list's tags tell of it."""
    values = dict(zip(column_names(table), row, strict=False))
    note(context, table, values, told)
    return RowOf(table, values)


def note(context: Context, table: str, values: dict[str, Value], told: bool) -> None:
    """Note the row's tag and the sources behind it."""
    if table in TYPES and not told:
        context.tags.add(tags.of_row(table, values["id"]))
    elif table == "posting":  # a run moves its last_seen_at and touches no more than the source
        context.tags.add(tags.of_row("source", values["source_id"]))
    source = values.get("id") if table == "source" else values.get("source_id")
    if isinstance(source, int):
        context.sources.add(source)
    if table == "posting":
        context.tags.add(tags.of_sightings(source))


async def linked(context: Context, table: str, number: int | None) -> RowOf | None:
    """The row that another points to; all that are asked for at once are read at once. What was dropped stays so."""
    if number is None:
        return None
    return cast(RowOf | None, await loader(context, ("row", table), _by_id(context, table)).load(number))


async def named(context: Context, table: str, number: int) -> RowOf | None:
    """The row whose id a caller gives, who may ask before it is there: its absence is noted, too."""
    context.tags.add(tags.of_row(table, number))
    return await linked(context, table, number)


async def found_by(context: Context, table: str, column: str, value: Value) -> RowOf | None:
    """The row whose unique `column` has this value."""
    rows = await context.services.reader.rows(whole(table), column, (value,))
    return row_of(context, table, rows[0]) if rows else None


async def children(context: Context, table: str, column: str, number: int, order: str) -> list[RowOf]:
    """The rows that point to a parent, newest first."""
    batch = loader(context, ("children", table, column), _by_parent(context, table, column, order))
    return cast(list[RowOf], await batch.load(number))


class Loader(DataLoader[Any, Any]):  # Any: keys and values are the batch's own
    """Strawberry's, but who is cancelled takes nothing from those who wait for the same.

    As of 0.341.2 all who ask for a key await one future: cancel one of them, as graphql-core does beside a field that
    failed, and the others are cancelled with it, up to the whole operation.
    """

    def load(self, key: Any) -> Awaitable[Any]:
        future = asyncio.ensure_future(super().load(key))
        future.add_done_callback(_look_at)
        return asyncio.shield(future)


def _look_at(future: asyncio.Future[Any]) -> None:
    """Its error may have nobody left to be told to."""
    if not future.cancelled():
        future.exception()


def loader(context: Context, key: object, load: Any) -> Loader:  # Any: an async function from keys to values
    """The batch of this execution for `key`."""
    found = context.loaders.get(key)
    if found is None:
        found = context.loaders[key] = Loader(load_fn=load)
    return cast(Loader, found)


def _by_id(context: Context, table: str) -> Any:  # Any: an async function of ids
    async def load(numbers: list[int]) -> Sequence[RowOf | None]:
        rows = await context.services.reader.rows(whole(table), "id", numbers)
        found = {row[-1]: row_of(context, table, row) for row in rows}
        return [found.get(number) for number in numbers]

    return load


def _by_parent(context: Context, table: str, column: str, order: str) -> Any:  # Any: an async function of ids
    async def load(numbers: list[int]) -> Sequence[list[RowOf]]:
        found: dict[Value, list[RowOf]] = {number: [] for number in numbers}
        for row in await context.services.reader.rows(whole(table), column, numbers, order):
            found[row[-1]].append(row_of(context, table, row))
        return [found[number] for number in numbers]

    return load
