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
    StationQuery: station_listing,
    EmployerQuery: employer_listing,
    EventQuery: event_listing,
    PolicyQuery: policy_listing,
    SourceQuery: source_listing,
    RunQuery: run_listing,
    RejectQuery: reject_listing,
    ChangeQuery: change_listing,
}


@lru_cache(maxsize=4096)
def listing_of(query: Query, dialect: str) -> Listing:
    """How a question is read on a database (`dialect`: sqlite or postgresql)."""
    if isinstance(query, JobQuery):
        return job_listing(query, dialect)
    return _MAKERS[type(query)](query)
