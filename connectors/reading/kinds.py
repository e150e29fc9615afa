"""What a table holds: the kind of its records, by the fields that it has, and what reading it gave."""

import re
from dataclasses import dataclass, field

from connectors.reading.drafts import Draft, DraftKind, Facts


@dataclass(frozen=True, slots=True)
class Grid:
    """A table read: the kind of its records, and the drafts; `facts` where the table is about the page itself."""

    kind: DraftKind | None
    drafts: tuple[Draft, ...] = ()
    facts: Facts | None = None
    dropped: int = 0
    persons: bool = False
    names: tuple[str, ...] = ()
    last: Facts = field(default_factory=dict)
    """The names of the columns and the last row under them: a table that goes on below takes it for a blank cell."""


def kind_of(fields: frozenset[str], near: str = "") -> DraftKind | None:
    """What kind of record has these fields."""
    if "station_name" in fields and "pay" not in fields:
        return "station"
    when = fields & {"time", "date", "schedule", "expires_at"}
    if "policy_title" in fields and fields & {"amount", "audience", "pay", "requirements"}:
        return "policy"
    if ("event_title" in fields or "venue" in fields) and (when or "openings" in fields) and "pay" not in fields:
        return "event"
    if "title" in fields and "person" not in fields:
        return "job"
    if fields >= {"employer", "headcount"} or (fields >= {"employer", "pay"}):
        return "job"
    if when and fields & {"venue", "address", "event_title"} and not fields & {"pay", "title"}:
        return (
            "event"
            if re.search(r"招聘会|大篷车|行程|培训|课程|开班|直播|活动|专场|日程|排期", near) or "venue" in fields
            else None
        )
    if "amount" in fields and "audience" in fields:
        return "policy"
    return None
