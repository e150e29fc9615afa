"""How often each field of a source is filled, and how that differs from its last good run: the drift of its pages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from schema.store.codec import encode, scrubbed
from schema.values import Posting

FIELDS: Mapping[str, Callable[[Posting], bool]] = {
    "pay": lambda one: one.pay.min is not None or one.pay.max is not None or one.pay.negotiable,
    "payUnit": lambda one: one.pay.unit is not None,
    "settlement": lambda one: bool(one.pay.settlement),
    "headcount": lambda one: one.headcount is not None or one.headcount_text is not None,
    "schedule": lambda one: one.schedule is not None,
    "place": lambda one: one.place is not None,
    "division": lambda one: one.place is not None and one.place.division is not None,
    "point": lambda one: one.place is not None and one.place.point is not None,
    "employer": lambda one: one.employer is not None,
    "contact": lambda one: one.contact is not None and one.contact.phone is not None,
    "description": lambda one: bool(one.description),
    "requirements": lambda one: bool(one.requirements.text),
    "benefits": lambda one: bool(one.benefits),
    "occupation": lambda one: one.occupation is not None,
    "postedAt": lambda one: one.posted_at is not None,
    "url": lambda one: one.url is not None,
}

UNSAMPLED = frozenset({"contact", "description", "readings"})
ENOUGH = 10
"""Fewer postings than this say nothing of a source's shape."""
FALL = 0.3
"""A field's share of filled postings that fell by this much is drift."""


@dataclass(slots=True)
class Shape:
    """Counts of one run. A resumed run counts what it read after it was resumed."""

    postings: int = 0
    filled: dict[str, int] = field(default_factory=dict)
    sample: dict[str, Any] = field(default_factory=dict)  # Any: a posting as JSON values
    """The first posting, without its contact."""

    def add(self, batch: Sequence[object]) -> None:
        for one in batch:
            if isinstance(one, Posting):
                self.postings += 1
                if not self.sample:
                    self.sample = sample_of(one)
                for name, is_filled in FIELDS.items():
                    if is_filled(one):
                        self.filled[name] = self.filled.get(name, 0) + 1

    def to_json(self) -> str:
        return orjson.dumps(self).decode()


def shape_of(text: str) -> Shape:
    return Shape(**orjson.loads(text))


def sample_of(posting: Posting) -> dict[str, Any]:  # Any: as in Shape
    whole: dict[str, Any] = orjson.loads(encode(scrubbed(posting)))  # Any: as in Shape
    return {
        name: value for name, value in whole.items() if name not in {"contact", "description", "readings"} and value
    }


def drift(before: Shape, after: Shape) -> list[dict[str, Any]]:  # Any: JSON values
    """Fields that were filled and no longer are: {field, before, after (shares), sampleBefore, sampleAfter}."""
    if before.postings < ENOUGH or after.postings < ENOUGH:
        return []
    found = []
    for name in FIELDS:
        was = before.filled.get(name, 0) / before.postings
        now = after.filled.get(name, 0) / after.postings
        if was - now >= FALL:
            samples = {"sampleBefore": before.sample, "sampleAfter": after.sample}
            found.append({"field": name, "before": round(was, 3), "after": round(now, 3), **samples})
    return found
