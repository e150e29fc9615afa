"""A list that was asked for: the question, its window, and what a change must touch for the list to change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gateway.graph.cursors import DISTANCES
from schema import tags
from schema.quick import quickly_made
from schema.store.reads.listing import Window
from schema.store.reads.queries import (
    ChangeQuery,
    EmployerQuery,
    EventQuery,
    JobQuery,
    PolicyQuery,
    Query,
    RejectQuery,
    RunQuery,
    SourceQuery,
    StationQuery,
)
from schema.vocabulary import JobOrder


@quickly_made
@dataclass(frozen=True, slots=True)
class Asked:
    """One list and one page of it. Hashable: equal ones are read once."""

    query: Query
    window: Window

    @property
    def kind(self) -> str:
        """What its cursors are marked with."""
        return cursor_kind(self.query)

    @property
    def keys(self) -> int:
        """How many order keys stand behind a row's columns."""
        return key_count(self.query)

    @property
    def has_distance(self) -> bool:
        return getattr(self.query, "circle", None) is not None

    @property
    def nearest_first(self) -> bool:
        """Whether cursors hold a distance, or a time by streets."""
        return self.kind in DISTANCES

    @property
    def tags(self) -> Sequence[str]:
        return tags.of_list(self.query)


_KINDS: Final[dict[JobOrder, str]] = {
    JobOrder.NEWEST: "N",
    JobOrder.NEAREST: "D",
    JobOrder.RELEVANCE: "R",
    JobOrder.HIGHEST_PAID: "P",
    JobOrder.CLOSING_SOON: "C",
}
_OTHERS: Final[dict[type[Query], str]] = {
    StationQuery: "s",
    EmployerQuery: "e",
    EventQuery: "v",
    PolicyQuery: "p",
    SourceQuery: "o",
    RunQuery: "r",
    RejectQuery: "x",
    ChangeQuery: "c",
}


def cursor_kind(query: Query) -> str:
    """The mark of a list's cursors: its type and its order."""
    if isinstance(query, JobQuery):
        return _KINDS[query.order]
    near = isinstance(query, StationQuery | EventQuery) and query.circle is not None
    return _OTHERS[type(query)] + ("d" if near else "")


def key_count(query: Query) -> int:
    if isinstance(query, JobQuery):
        return 3 if query.order is JobOrder.RELEVANCE else 2
    if isinstance(query, EventQuery):
        return 2
    return 2 if isinstance(query, StationQuery) and query.circle is not None else 1
