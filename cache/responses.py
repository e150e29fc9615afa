"""The seam of the response cache: whole answers as bytes, kept with the tags of what they were made of."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from schema.quick import quickly_made


@quickly_made
@dataclass(frozen=True, slots=True)
class Response:
    """One answer: its bytes, what must change for it to change, and the sources whose data stands in it."""

    body: bytes
    tags: frozenset[str]
    sources: frozenset[int] = frozenset()
    etag: str = ""
    keep: bool = True
    """False: it is given to whoever waits for it and not kept."""


Make = Callable[[], Awaitable[Response]]
"""Makes an answer that is not kept yet."""


class ResponseCache(Protocol):
    """Keeps answers until one of their tags is dropped. Never gives one that was made before a drop of its tags."""

    def get(self, key: str) -> Response | None:
        """The answer, where this process has it at hand."""
        ...

    local: bool
    """Whether nobody else keeps answers for this process: what it makes without waiting needs no single flight."""

    def keep(self, key: str, response: Response) -> None:
        """Keep an answer that was made since `get` did not have it, without anything being awaited in between."""
        ...

    async def get_or_make(self, key: str, make: Make) -> Response:
        """The answer, made where nobody keeps it; who asks for it meanwhile waits for the same making."""
        ...

    async def drop(self, tags: Iterable[str], upto: int = 0) -> int:
        """Forget every answer with one of these tags; how many this process forgot.

        `upto` counts announcements up (schema.store.announcements): answers made from now on know all up to this one.
        """
        ...

    async def clear(self, upto: int = 0) -> int:
        """Forget every answer; how many this process forgot."""
        ...

    async def close(self) -> None:
        """Let go of what the cache holds open."""
        ...
