"""Which new postings are other views of jobs that are there, or of each other."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from schema.store.rows import Seen


@dataclass(slots=True)
class United:
    """New postings told apart: those that join a job of before, and groups that each make a new job."""

    joined: dict[int, int] = dataclasses.field(default_factory=dict)
    """Posting id to job id."""
    groups: list[list[Seen]] = dataclasses.field(default_factory=list)

    async def write(self, connection: AsyncConnection, at: int) -> None:
        """Keep the blocks and the reasons; after the postings themselves are written."""


async def unite(connection: AsyncConnection, seen: Sequence[Seen]) -> United:
    return United(groups=[[one] for one in seen])
