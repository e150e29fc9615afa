"""Which listing answers which question."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from schema.store.reads.jobs import job_listing
from schema.store.reads.listing import Listing
from schema.store.reads.lists import (
    change_listing,
    employer_listing,
    event_listing,
    policy_listing,
    reject_listing,
    run_listing,
    source_listing,
    station_listing,
)
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

_MAKERS: Final[dict[type[Query], Callable[[Any], Listing]]] = {  # Any: each takes the question it stands beside
    EmployerQuery: employer_listing,
    PolicyQuery: policy_listing,
    SourceQuery: source_listing,
    RunQuery: run_listing,
    RejectQuery: reject_listing,
    ChangeQuery: change_listing,
}


def listing_of(query: Query, dialect: str, crowded: bool | None = None) -> Listing:
    """How a question is read on a database (`dialect`: sqlite or postgresql; `crowded` as `job_listing` says)."""
    circle = getattr(query, "circle", None)
    if circle is not None and circle.ways is not None:
        return _made(query, dialect)  # the ways of one request: large, and never asked for again
    return _kept(query, dialect, crowded)


def _made(query: Query, dialect: str, crowded: bool | None = None) -> Listing:
    if isinstance(query, JobQuery):
        return job_listing(query, dialect, crowded)
    if isinstance(query, StationQuery):
        return station_listing(query, dialect)
    if isinstance(query, EventQuery):
        return event_listing(query, dialect)
    return _MAKERS[type(query)](query)


_kept = lru_cache(maxsize=4096)(_made)
