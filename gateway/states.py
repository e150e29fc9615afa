"""The states of the sources, and whether the store answers, by the reader's own verbs."""

from collections.abc import Mapping
from typing import Final

from gateway.freshness import SourceState
from schema.store.reads.listing import Select, Window
from schema.store.reads.queries import SourceQuery
from schema.store.reads.reader import Reader

_SELECT: Final = Select("source", tuple(("t", name) for name in ("id", "key", "health", "fresh_at", "stale_at")))
_BATCH: Final = 1_000


async def read_states(reader: Reader) -> Mapping[int, SourceState]:
    """The state of every source by its id."""
    states: dict[int, SourceState] = {}
    window = Window(_BATCH)
    while True:
        [page] = await reader.pages([SourceQuery()], window, _SELECT)
        for id_, key, health, fresh_at, stale_at, *_ in page.rows:
            states[_integer(id_) or 0] = SourceState(str(key), str(health), _integer(fresh_at), _integer(stale_at))
        if not page.has_next:
            return states
        window = Window(_BATCH, after=tuple(page.rows[-1][len(_SELECT.columns) :]))


def _integer(value: object) -> int | None:
    return value if isinstance(value, int) else None
