"""One job from the postings that show it: the leading posting's words, filled up from the others.

The leading posting is the one that is open, then that of the source with the most authority, then the most complete,
then the oldest. What it leaves out is taken from the next in that order, a group of fields at a time, so that
a minimum of one source never meets a maximum of another.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar, overload

from schema.store.rows import Seen
from schema.values import Posting, Requirements
from schema.vocabulary import JobStatus

T = TypeVar("T")
RANK_OF_STATUS = {JobStatus.OPEN: 2, JobStatus.EXPIRED: 1, JobStatus.WITHDRAWN: 0}


def join(seen: Sequence[Seen], authority: Mapping[int, int]) -> Seen:
    """The union of a job's postings; `authority` of sources by id, higher leads (0 where it names none)."""
    if len(seen) == 1:
        return seen[0]
    ranked = sorted(seen, key=lambda one: rank(one, authority), reverse=True)
    leading = ranked[0]
    open_ones = [one for one in ranked if one.status is leading.status]
    return dataclasses.replace(
        leading,
        read=union([one.posting for one in open_ones]),
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
        completeness(one.posting),
        -one.posting_id,
    )


def completeness(posting: Posting) -> int:
    """How much a posting says, counted by the groups that a reader looks for."""
    place, pay, contact, employer = posting.place, posting.pay, posting.contact, posting.employer
    return sum(
        (
            pay.min is not None or pay.max is not None,
            pay.unit is not None,
            bool(pay.settlement),
            posting.headcount is not None,
            posting.schedule is not None,
            place is not None and place.division is not None,
            place is not None and place.point is not None,
            employer is not None,
            employer is not None and employer.credit_code is not None,
            contact is not None and contact.phone is not None,
            bool(posting.description),
            posting.posted_at is not None,
            posting.expires_at is not None,
            posting.occupation is not None,
            bool(posting.requirements.text),
            bool(posting.benefits),
        )
    )


def union(ranked: Sequence[Posting]) -> Posting:
    """The first posting, with what it lacks taken from those after it."""
    leading = ranked[0]
    return dataclasses.replace(
        leading,
        pay=first((one.pay for one in ranked if has_amount(one)), leading.pay),
        requirements=joined_requirements([one.requirements for one in ranked]),
        description=first(one.description for one in ranked),
        occupation=first(one.occupation for one in ranked),
        headcount=first(one.headcount for one in ranked),
        headcount_text=first(one.headcount_text for one in ranked),
        schedule=first(one.schedule for one in ranked),
        benefits=tuple(dict.fromkeys(benefit for one in ranked for benefit in one.benefits)),
        place=first((one.place for one in ranked if is_placed(one)), leading.place),
        employer=first(one.employer for one in ranked),
        agency=first(one.agency for one in ranked),
        contact=first(one.contact for one in ranked if one.contact and one.contact.phone) or leading.contact,
        posted_at=first(one.posted_at for one in ranked),
        expires_at=first(one.expires_at for one in ranked),
        cautions=tuple(dict.fromkeys(caution for one in ranked for caution in one.cautions)),
        undisclosed=tuple(
            element for element in leading.undisclosed if all(element in one.undisclosed for one in ranked)
        ),
    )


def has_amount(posting: Posting) -> bool:
    return posting.pay.min is not None or posting.pay.max is not None


def is_placed(posting: Posting) -> bool:
    """The deepest place is taken only from a posting whose own place has a division or a point."""
    return posting.place is not None and (posting.place.division is not None or posting.place.point is not None)


def joined_requirements(ranked: Sequence[Requirements]) -> Requirements:
    """Each limit from the first posting that states it; both ages come from one posting."""
    aged = first((one for one in ranked if one.age_min is not None or one.age_max is not None), ranked[0])
    return Requirements(
        text=first(one.text for one in ranked),
        education=first(one.education for one in ranked),
        experience_years=first(one.experience_years for one in ranked),
        age_min=aged.age_min,
        age_max=aged.age_max,
        gender=first(one.gender for one in ranked),
        skills=tuple(dict.fromkeys(skill for one in ranked for skill in one.skills)),
    )


def readings(ranked: Sequence[Seen]) -> tuple[tuple[int, str, str], ...]:
    every = ((one.source_id, reading.field, reading.text) for one in ranked for reading in one.posting.readings)
    return tuple(dict.fromkeys(every))


@overload
def first(values: Iterable[T | None]) -> T | None: ...
@overload
def first(values: Iterable[T], default: T) -> T: ...
def first(values: Iterable[T | None], default: T | None = None) -> T | None:
    """The first value that is not None."""
    return next((value for value in values if value is not None), default)
