"""What a resolver may reach: the reader, the partners' door, the announcements, the clock, and who is asking."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from gateway.graph.viewer import PUBLIC, Viewer
from schema.problems import Problem
from schema.records import Reject
from schema.store.reads.reader import Reader
from schema.travel import Routing


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """What a partner says of a source (the graph's SourceInput)."""

    key: str
    name: str
    connector: str
    config: Mapping[str, object]
    schedule: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """One job as a source would yield it. `normalised` and `raw` are plain JSON values."""

    external_id: str
    url: str | None
    normalised: Mapping[str, object]
    raw: Mapping[str, object]
    cautions: Sequence[tuple[str, str]] = ()
    """(CautionKind, the words that raised it)."""


@dataclass(frozen=True, slots=True)
class Against:
    """A trial of a registered source against what stands of it, by external ids."""

    added: Sequence[str] = ()
    changed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    gone: Sequence[str] = ()
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Trial:
    """What a source would yield; nothing of it is kept. `jobs` are the first so many of `found`."""

    jobs: Sequence[Preview] = ()
    rejects: Sequence[Reject] = ()
    problems: Sequence[Problem] = ()
    requests: int = 0
    found: int = 0
    events: Sequence[Mapping[str, object]] = ()
    policies: Sequence[Mapping[str, object]] = ()
    stations: Sequence[Mapping[str, object]] = ()
    fill: Mapping[str, float] = field(default_factory=dict)
    """Each field's share of jobs that have it, 0 to 1."""
    complete: bool = False
    against: Against | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of a mutation on a source or run: the store's id of it, where there is one, and what to mend."""

    id: int | None = None
    problems: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """What became of pushed jobs."""

    accepted: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    rejects: Sequence[Reject] = ()
    problems: Sequence[Problem] = ()


class Partners(Protocol):
    """What partners may do to their sources. Refusals are a Problem FORBIDDEN, no exception."""

    async def preview_source(self, viewer: Viewer, draft: SourceDraft, limit: int) -> Trial: ...
    async def register_source(self, viewer: Viewer, draft: SourceDraft) -> Outcome: ...
    async def update_source(self, viewer: Viewer, key: str, draft: SourceDraft) -> Outcome: ...
    async def pause(self, viewer: Viewer, key: str, reason: str | None) -> Outcome: ...
    async def resume(self, viewer: Viewer, key: str) -> Outcome: ...
    async def retire(self, viewer: Viewer, key: str) -> Outcome: ...
    async def run_source(self, viewer: Viewer, key: str) -> Outcome: ...
    async def submit_jobs(self, viewer: Viewer, key: str, jobs: Sequence[Mapping[str, object]]) -> Submission:
        """`jobs`: each a JobInput as plain JSON values under the graph's names."""
        ...

    async def withdraw_jobs(self, viewer: Viewer, key: str, external_ids: Sequence[str]) -> Submission: ...
    async def set_secret(
        self, viewer: Viewer, name: str, host: str, value: str, source: str | None = None
    ) -> Sequence[Problem]: ...
    async def remove_secret(self, viewer: Viewer, name: str, source: str | None = None) -> Sequence[Problem]: ...


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. `source_key` tells whose it is."""

    run_id: int
    source_key: str
    stage: str
    done: int
    total: int | None = None


class Announcements(Protocol):
    """What is told after a commit, from whichever process made it."""

    def seqs(self) -> AsyncIterator[int]:
        """The log's last row after each commit; a listener reads the rows in between from the store."""
        ...

    def progress(self) -> AsyncIterator[Progress]: ...


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Services:
    """What one gateway composes; the same for all its requests."""

    reader: Reader
    partners: Partners | None = None
    announcements: Announcements | None = None
    routing: Routing | None = None
    """None: straight lines with a detour."""
    now: Callable[[], datetime] = _now

    @property
    def waits_for_nothing(self) -> bool:
        """Whether whatever is read is there at once: an embedded store, and no engine to ask for ways."""
        return self.reader.at_once and self.routing is None


@dataclass(slots=True)
class Context:
    """One execution: `info.context` of every resolver. `tags` and `sources` gather what the answer is made of."""

    services: Services
    viewer: Viewer = PUBLIC
    tags: set[str] = field(default_factory=set)
    sources: set[int] = field(default_factory=set)
    cacheable: bool = True
    """False once the answer depends on more than the store: the clock."""
    loaders: dict[object, object] = field(default_factory=dict)
    """Batches of this execution, by what they read."""
