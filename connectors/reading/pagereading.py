"""What one document told."""

from collections import Counter
from dataclasses import dataclass, field

from connectors.reading.drafts import Draft


@dataclass
class PageReading:
    """What one document told: drafts in their order, the page's own facts, and what was left out, counted."""

    title: str
    drafts: list[Draft] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    empty: bool = False
    """The page itself says that there is nothing (暂无记录)."""
    untold: list[str] = field(default_factory=list)
    """Lines from which no record was read."""
    teasers: bool = False
    """It shows how articles begin, and leads to them."""
    tabular: bool = False
    """Jobs of it stand in tables or cards."""

    def of(self, kind: str) -> list[Draft]:
        return [draft for draft in self.drafts if draft.kind == kind]
