"""Who is asking, and what they may see."""

from dataclasses import dataclass
from typing import Final

CONTACT_READ: Final = "contact:read"
"""See telephone numbers whole."""
SOURCES_WRITE: Final = "sources:write"
"""Register and change the sources of one's own agency, and set their secrets."""
JOBS_SUBMIT: Final = "jobs:submit"
"""Push jobs to the sources of one's own agency."""
RUNS_WRITE: Final = "runs:write"
"""Run the sources of one's own agency."""
ADMIN: Final = "admin"
"""See and change every source."""
SCOPES: Final = (SOURCES_WRITE, JOBS_SUBMIT, RUNS_WRITE, CONTACT_READ, ADMIN)


@dataclass(frozen=True, slots=True)
class Viewer:
    """One caller. `agency` owns sources (column source.owner); nobody in particular has neither key nor scopes."""

    key_id: int | None = None
    agency: str | None = None
    scopes: frozenset[str] = frozenset()

    @property
    def sees_contacts(self) -> bool:
        return CONTACT_READ in self.scopes or ADMIN in self.scopes

    def sees_inside(self, owner: str | None) -> bool:
        """Whether the configuration and the rejects of a source with this owner may be shown."""
        return ADMIN in self.scopes or (owner is not None and owner == self.agency)

    @property
    def cache_key(self) -> str:
        """Equal for viewers who are shown the same answers."""
        return f"{self.agency or ''}|{' '.join(sorted(self.scopes))}"


PUBLIC: Final = Viewer()
"""Anybody without a key."""
