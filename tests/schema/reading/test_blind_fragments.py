"""Fragments written blind, before the rules that read them: every label is read exactly. See docs/readings.md."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from schema.reading.fragments import KINDS, read_fragment

_FILE = Path(__file__).parents[2] / "data" / "fragments.jsonl"
_CORE = {
    "pay": ("min", "max", "unit", "unitCount", "negotiable", "currency", "monthsPerYear"),
    "headcount": ("headcount",),
    "requirements": ("ageMin", "ageMax", "gender"),
    "education": ("education",),
    "benefits": ("benefits",),
    "settlement": ("settlement", "payDay"),
    "schedule": ("startsAt", "endsAt", "hoursPerDay", "hoursPerDayMin", "hoursPerDayMax", "shifts"),
    "address": ("divisionCode", "streetCode", "communityCode"),
    "date": ("start", "end", "yearMissing"),
    "contact": ("type", "e164"),
}
"""The keys of a kind that a reading must have right; the others are said beside them."""
# Any: what a label of JSON holds.
ROWS: list[dict[str, Any]] = [json.loads(line) for line in _FILE.read_text(encoding="utf-8").splitlines()]


def _plain(key: str, value: object) -> object:
    """One writing for what is equal: nothing and false, 6 and 6.0, lists in any order."""
    if value is None or value is False or (key == "unitCount" and value == 1):
        return None
    if isinstance(value, list):
        return sorted(map(str, value))
    return Decimal(str(value)).normalize() if isinstance(value, (int, float)) and value is not True else value


@pytest.mark.parametrize("kind", KINDS)
def test_every_blind_fragment_of_a_kind_is_read_as_its_label_says(kind: str) -> None:
    misses = []
    for row in ROWS:
        if row["kind"] == kind:
            read = read_fragment(kind, row["text"])
            wrong = [key for key in _CORE[kind] if _plain(key, read.get(key)) != _plain(key, row["value"].get(key))]
            misses += [(row["text"], key, read.get(key)) for key in wrong]
    assert misses == []


def test_the_corpus_has_every_kind_and_no_fragment_twice() -> None:
    assert set(KINDS) == {row["kind"] for row in ROWS}
    assert Counter((row["kind"], row["text"]) for row in ROWS).most_common(1)[0][1] == 1
