"""One job from the postings that show it: the leading posting's words, filled up from the others.

The leading posting is the one that is open, then that of the source with the most authority, then the most complete,
then the oldest. What it leaves out is taken from the next in that order, a group of fields at a time, so that
a minimum of one source never meets a maximum of another.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar, overload

from schema.store.rows import Said, Seen, read_posting
from schema.values import Posting
from schema.vocabulary import JobStatus

T = TypeVar("T")
RANK_OF_STATUS = {JobStatus.OPEN: 2, JobStatus.EXPIRED: 1, JobStatus.WITHDRAWN: 0}
NOTHING: Said = {}


def join(seen: Sequence[Seen], authority: Mapping[int, int]) -> Seen:
    """The union of a job's postings; `authority` of sources by id, higher leads (0 where it names none)."""
    if len(seen) == 1:
        return seen[0]
    ranked = sorted(seen, key=lambda one: rank(one, authority), reverse=True)
    leading = ranked[0]
    open_ones = [one for one in ranked if one.status is leading.status]
    return dataclasses.replace(
        leading,
        read=union([one.said for one in open_ones]),
        values=None,
        first_seen_at=min(one.first_seen_at for one in ranked),
        employer_id=first(one.employer_id for one in open_ones),
        agency_id=first(one.agency_id for one in open_ones),
        station_id=first(one.station_id for one in open_ones),
        event_id=first(one.event_id for one in open_ones),
        readings=readings(ranked),
    )


def rank(one: Seen, authority: Mapping[int, int]) -> tuple[int, int, int, int]:
    return (
        RANK_OF_STATUS[one.status],
        authority.get(one.source_id, 0),
        completeness(one.said),
        -one.posting_id,
    )


def completeness(said: Said) -> int:
    """How much a posting says, counted by the groups that a reader looks for."""
    place, pay = said.get("place") or NOTHING, said["pay"]
    contact, employer = said.get("contact") or NOTHING, said.get("employer")
    return sum(
        (
            has_amount(said),
            pay.get("unit") is not None,
            bool(pay.get("settlement")),
            said.get("headcount") is not None,
            said.get("schedule") is not None,
            place.get("division") is not None,
            place.get("point") is not None,
            employer is not None,
            employer is not None and employer.get("credit_code") is not None,
            contact.get("phone") is not None,
            bool(said.get("description")),
            said.get("posted_at") is not None,
            said.get("expires_at") is not None,
            said.get("occupation") is not None,
            bool(said["requirements"].get("text")),
            bool(said.get("benefits")),
        )
    )


FILLED_UP = (
    *("description", "occupation", "headcount", "headcount_text", "schedule", "employer", "agency"),
    *("posted_at", "expires_at"),
)
"""Fields of a posting that the first one that has them says."""
LIMITS = ("text", "education", "experience_years", "gender")
"""Likewise of its requirements."""


def union(ranked: Sequence[Said]) -> Posting:
    """The first posting, with what it lacks taken from those after it; only the union is read as a Posting."""
    leading = ranked[0]
    said = {
        **leading,
        **{name: first(one.get(name) for one in ranked) for name in FILLED_UP},
        "pay": first((one["pay"] for one in ranked if has_amount(one)), leading["pay"]),
        "place": first((one["place"] for one in ranked if is_placed(one)), leading.get("place")),
        "contact": first((one["contact"] for one in ranked if has_phone(one)), leading.get("contact")),
        "requirements": joined_requirements([one["requirements"] for one in ranked]),
        "benefits": every(one.get("benefits") for one in ranked),
        "cautions": [caution for one in ranked for caution in one.get("cautions") or ()],
        "undisclosed": [
            element
            for element in leading.get("undisclosed") or ()
            if all(element in (one.get("undisclosed") or ()) for one in ranked)
        ],
        "readings": (),
    }
    joined = read_posting(said)
    return dataclasses.replace(joined, cautions=tuple(dict.fromkeys(joined.cautions)))


def has_amount(said: Said) -> bool:
    pay = said["pay"]
    return pay.get("min") is not None or pay.get("max") is not None


def has_phone(said: Said) -> bool:
    return bool((said.get("contact") or NOTHING).get("phone"))


def is_placed(said: Said) -> bool:
    """The deepest place is taken only from a posting whose own place has a division or a point."""
    place = said.get("place") or NOTHING
    return place.get("division") is not None or place.get("point") is not None


def joined_requirements(ranked: Sequence[Said]) -> Said:
    """Each limit from the first posting that states it; both ages come from one posting."""
    aged = first((one for one in ranked if one.get("age_min") is not None or one.get("age_max") is not None), ranked[0])
    return {
        **{name: first(one.get(name) for one in ranked) for name in LIMITS},
        "age_min": aged.get("age_min"),
        "age_max": aged.get("age_max"),
        "skills": every(one.get("skills") for one in ranked),
    }


def readings(ranked: Sequence[Seen]) -> tuple[tuple[int, str, str], ...]:
    told = ((one.source_id, each["field"], each["text"]) for one in ranked for each in one.said.get("readings") or ())
    return tuple(dict.fromkeys(told))


def every(ranked: Iterable[Sequence[T] | None]) -> list[T]:
    """What any of them names, once, in their order."""
    return list(dict.fromkeys(each for some in ranked for each in some or ()))


@overload
def first(values: Iterable[T | None]) -> T | None: ...
@overload
def first(values: Iterable[T], default: T) -> T: ...
def first(values: Iterable[T | None], default: T | None = None) -> T | None:
    """The first value that is not None."""
    return next((value for value in values if value is not None), default)
