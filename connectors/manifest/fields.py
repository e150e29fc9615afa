"""What a manifest's words become: a record of the kind that it yields, or a Reject where it has no name."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum

from connectors.feeds.post import instant_words, pay_text
from connectors.kinds.stations import KIND_WORDS
from schema.records import EventRecord, JobRecord, PolicyRecord, Record, Reject, StationRecord
from schema.vocabulary import EventKind, PolicyKind, StationKind, Term

YIELDS = {"jobs": JobRecord, "events": EventRecord, "policies": PolicyRecord, "stations": StationRecord}
KINDS: Mapping[type, type[Term]] = {EventRecord: EventKind, PolicyRecord: PolicyKind, StationRecord: StationKind}
INSTANTS = frozenset({"posted_at", "expires_at", "starts_at", "ends_at"})


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


NUMBERS = frozenset({"age_min", "age_max"})
"""Limits that a source states as numbers of their own; 0 and 99 are how such sources write 不限."""
PAY_PARTS = ("pay_min", "pay_max", "pay_unit")
"""Pay that a source states as numbers and a unit's word apart: they become words, 4000-6000元/月."""
FIELD_OF = {_camel(each.name): each.name for kind in YIELDS.values() for each in fields(kind)} | {
    _camel(name): name for name in sorted(NUMBERS.union(PAY_PARTS))
}
"""The graph's names of fields to the record's."""


def record_of(yields: str, key: str | None, said: Mapping[str, str], raw: Mapping[str, object], where: str) -> Record:
    """The record that `said` (words by the record's names) makes; RECORD_WITHOUT_TITLE where it has no name."""
    kind = YIELDS[yields]
    known = {each.name for each in fields(kind)}
    words: dict[str, object] = {name: _typed(kind, name, value) for name, value in said.items() if name in known}
    if not words.get("name" if kind is StationRecord else "title"):
        return Reject(
            reason="RECORD_WITHOUT_TITLE",
            message="记录没有名称 / the record has no title",
            field="title",
            external_id=key,
            url=said.get("url", where),
            raw=raw,
        )
    words["key" if kind is StationRecord else "external_id"] = key or digest(said)
    if kind is JobRecord:
        words |= {"given": _given(said), "pay": said.get("pay") or pay_text(*map(said.get, PAY_PARTS))}
    made: Record = kind(**words, raw=raw)
    return made


def _given(said: Mapping[str, str]) -> dict[str, object]:
    limits = {name: said[name] for name in sorted(NUMBERS & said.keys())}
    return {f"requirements.{name}": int(n) for name, n in limits.items() if n.isdecimal() and 0 < int(n) < 99}


def digest(said: Mapping[str, str]) -> str:
    """An id for a source that has none: of what stays the same when pay or dates change."""
    lasting = [said.get(name, "") for name in ("url", "title", "name", "employer", "address")]
    return hashlib.sha256("\0".join(lasting).encode()).hexdigest()[:20]


def _typed(kind: type, name: str, words: str) -> object:
    if name in INSTANTS:
        return instant_words(words)
    if name == "kind":
        return _term(KINDS[kind], words)
    return words


def _term(kind: type[Term], words: str) -> StrEnum | None:
    if kind is StationKind and words in KIND_WORDS:
        return KIND_WORDS[words]
    return next((term for term in kind if words in (term.value, term.label)), None)
