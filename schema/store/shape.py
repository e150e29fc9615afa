"""How often each field and each column of a source is filled, and how that differs from its last good run: drift.

Fields are those of a posting; columns are the source's own names (headings of a table, keys of a feed).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from schema.reading.contacts import mask_phones
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

BITS = {name: 1 << place for place, name in enumerate(FIELDS)}
"""In the order of FIELDS, whose new members come last: masks are kept with postings."""
UNSAMPLED = frozenset({"contact", "description", "readings"})
PERSONAL = re.compile(r"联系|电话|手机|姓名|contact|phone|tel|mobile|link", re.IGNORECASE)
"""Columns whose words are no sample: they tell of a person."""
MOST_COLUMNS = 100
"""A source with more names than this has no columns: what it calls so are values."""
LONGEST_SAMPLE = 80
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
    records: int = 0
    """Those that had columns of their own."""
    columns: dict[str, int] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    """The first words of each column, without telephone numbers."""

    def add(self, batch: Sequence[object]) -> None:
        for one in batch:
            if isinstance(one, Posting):
                self.count(mask_of(one))
                self.sample = self.sample or sample_of(one)

    def count(self, filled: int) -> None:
        """Count a posting by its mask."""
        self.postings += 1
        for name, bit in BITS.items():
            if filled & bit:
                self.filled[name] = self.filled.get(name, 0) + 1

    def see(self, raw: Mapping[str, object]) -> None:
        """Count the columns that a record fills."""
        if not raw:
            return
        self.records += 1
        for name, value in raw.items():
            if value is None or value == "":
                continue
            if name in self.columns:
                self.columns[name] += 1
            elif len(self.columns) < MOST_COLUMNS:
                self.columns[name] = 1
                self.words[name] = words_of(name, value)

    def to_json(self) -> str:
        return orjson.dumps(self).decode()


def shape_of(text: str) -> Shape:
    return Shape(**orjson.loads(text))


def mask_of(posting: Posting) -> int:
    """Bit n: the n-th of FIELDS is filled."""
    return sum(BITS[name] for name, is_filled in FIELDS.items() if is_filled(posting))


def sample_of(posting: Posting) -> dict[str, Any]:  # Any: as in Shape
    return sample_in(encode(scrubbed(posting)))


def sample_in(text: str | bytes) -> dict[str, Any]:  # Any: as in Shape
    """The sample that a posting's JSON makes."""
    whole: dict[str, Any] = orjson.loads(text)  # Any: as in Shape
    return {name: value for name, value in whole.items() if name not in UNSAMPLED and value}


def words_of(name: str, value: object) -> str:
    """What a column holds, cut short; nothing of a person."""
    return "…" if PERSONAL.search(name) else mask_phones(str(scrubbed(str(value)))[:LONGEST_SAMPLE])


def drift(before: Shape, after: Shape) -> list[dict[str, Any]]:  # Any: JSON values
    """What was filled and no longer is, and columns that are new: {field, before, after, sampleBefore, sampleAfter}.

    `before` and `after` are shares of the records; a column is told as `raw.` and the source's own name of it.
    """
    return [*drift_of_fields(before, after), *drift_of_columns(before, after)]


def drift_of_columns(before: Shape, after: Shape) -> list[dict[str, Any]]:  # Any: JSON values
    full = max(len(before.columns), len(after.columns)) >= MOST_COLUMNS
    if full or before.records < ENOUGH or after.records < ENOUGH:
        return []
    found = []
    for name in (*before.columns, *(name for name in after.columns if name not in before.columns)):
        was = before.columns.get(name, 0) / before.records
        now = after.columns.get(name, 0) / after.records
        if was - now >= FALL or (name not in before.columns and now >= FALL):
            told = {
                one: {name: shape.words[name]} if name in shape.words else {}
                for one, shape in (("sampleBefore", before), ("sampleAfter", after))
            }
            found.append({"field": f"raw.{name}", "before": round(was, 3), "after": round(now, 3), **told})
    return found


def drift_of_fields(before: Shape, after: Shape) -> list[dict[str, Any]]:  # Any: JSON values
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
