"""A record while it is being read: facts in the source's words under field names, before they become a record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from connectors.documents.model import Link

Facts = Mapping[str, str]
DraftKind = Literal["job", "event", "policy", "station"]


@dataclass(frozen=True, slots=True)
class Draft:
    """One record to be. `facts` are under the names of `reading.columns`; `unit` is what a header says of its pay."""

    kind: DraftKind
    facts: Facts
    links: tuple[Link, ...] = ()
    struck: bool = False
    unit: str | None = None
    raw: Mapping[str, str] = field(default_factory=dict)
    order: int = 0
    path: str = ""
    """Path of the page that it stands on."""

    def get(self, name: str) -> str | None:
        return self.facts.get(name) or None

    def lacking(self, facts: Facts) -> "Draft":
        """This draft with what `facts` know and it does not; what is text of both is joined."""
        merged = {**facts, **{k: v for k, v in self.facts.items() if v}}
        for name in ("text", "note"):
            both = [value for value in (self.facts.get(name), facts.get(name)) if value]
            if both:
                merged[name] = "\n".join(dict.fromkeys(both))
        return replace(self, facts=merged)

    def with_facts(self, facts: Facts) -> "Draft":
        """This draft with `facts` in place of its own under those names."""
        return replace(self, facts={**self.facts, **facts})


def joined(values: Iterable[str | None], by: str = "，") -> str | None:
    """The different values that there are, in their order."""
    kept: list[str] = []
    for value in values:
        if value and not any(value in other for other in kept):
            kept.append(value)
    return by.join(kept) or None
