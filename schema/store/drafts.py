"""What a posting will write, worked out while it is staged: applying a run then only fills in ids.

A draft is a JSON array, for speed: names of employer and agency, references to station and event, the dates, the
values of JOB_COLUMNS with the ids still null, and the keys of the blocks that it is matched in.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson

from schema.store.employers import Named, named
from schema.store.instants import epoch_or_none
from schema.store.rows import Seen, job_values
from schema.values import Posting
from schema.vocabulary import JobStatus


class Draft(NamedTuple):
    """What `read_draft` gives back."""

    employer: Named | None
    agency: Named | None
    station_key: str | None
    event_key: str | None
    division: str | None
    url: str | None
    posted_at: int | None
    expires_at: int | None
    values: Sequence[Any]  # Any: the values of JOB_COLUMNS, each of its own type
    keys: Sequence[int]
    """The blocks that it stands in: first that of its very words, then those of `schema.matchkeys`."""
    beyond: Sequence[tuple[int, int]] = ()
    """Where else it looks for its like."""


def write_draft(
    posting: Posting, source_id: int, status: str, keys: Sequence[int], beyond: Sequence[tuple[int, int]]
) -> str:
    place = posting.place
    draft = (
        tuple(named(posting.employer, posting) or ()),
        tuple(named(posting.agency, posting) or ()),
        posting.station_key,
        posting.event_key,
        place.division if place else None,
        posting.url,
        epoch_or_none(posting.posted_at),
        epoch_or_none(posting.expires_at),
        job_values(Seen(0, source_id, "", JobStatus[status], 0, read=posting)),
        keys,
        beyond,
    )
    return orjson.dumps(draft).decode()


def read_draft(text: str) -> Draft:
    employer, agency, *rest = orjson.loads(text)
    return Draft(Named(*employer) if employer else None, Named(*agency) if agency else None, *rest)
