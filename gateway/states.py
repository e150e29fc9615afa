"""The states of the sources, and whether the store answers, by the reader's own verbs."""

from collections.abc import Mapping
from typing import Final

from gateway.freshness import SourceState
from schema.store.reads.listing import Condition, Key, Listing, Select, Window
from schema.store.reads.reader import Reader

_COLUMNS: Final = ("id", "key", "health", "fresh_at", "stale_at")
_SELECT: Final = Select("source", tuple(("t", column) for column in _COLUMNS))
_ALL: Final = Listing("source", (Key("t.id"),))
_BATCH: Final = 1_000


async def read_states(reader: Reader) -> Mapping[int, SourceState]:
    """The state of every source by its id."""
    states: dict[int, SourceState] = {}
    after = 0
    while True:
        listing = _ALL.within(Condition("t.id > ?", (after,)))
        rows = (await reader.page(listing, Window(_BATCH), _SELECT)).rows
        for id_, key, health, fresh_at, stale_at, *_ in rows:
            after = _integer(id_) or after
            states[after] = SourceState(str(key), str(health), _integer(fresh_at), _integer(stale_at))
        if len(rows) < _BATCH:
            return states


async def check_store(reader: Reader) -> None:
    """Raises where the store cannot be read or is not migrated."""
    await reader.page(_ALL, Window(1), _SELECT)


def _integer(value: object) -> int | None:
    return value if isinstance(value, int) else None
