"""What a reading of a source would change, told without changing anything."""

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from schema.store.bulk import among
from schema.store.codec import decode
from schema.store.engine import Database
from schema.store.instants import epoch
from schema.store.staging import find_known, is_same, prepare
from schema.store.tables import posting as table
from schema.store.tables import posting_body
from schema.values import Posting
from schema.vocabulary import JobStatus


@dataclass(frozen=True, slots=True)
class Difference:
    """External ids of a source's postings. `changed` names the fields that would change, by the names of a Posting."""

    added: Sequence[str] = ()
    changed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    gone: Sequence[str] = ()
    unchanged: int = 0


async def compare(
    database: Database,
    source_id: int,
    postings: Sequence[Posting],
    gone: Collection[str],
    now: datetime,
    *,
    complete: bool,
) -> Difference:
    """A reading against what stands. What is absent is gone only where the reading was `complete`."""
    found = {each.external_id: each for each in postings}
    async with database.reading() as connection:
        known = await find_known(connection, source_id, list(found))
        laid = {key: prepare(each, epoch(now)) for key, each in found.items()}
        differing = [key for key in found if key in known and not is_same(laid[key], known[key])]
        ids = [known[key].id for key in differing]
        bodies = {
            row[0]: row[1]
            for row in await connection.execute(
                select(posting_body.c.posting_id, posting_body.c.posting_json).where(
                    among(connection, posting_body.c.posting_id, ids)
                )
            )
        }
        shown = select(table.c.external_id).where(
            table.c.source_id == source_id, table.c.status != JobStatus.WITHDRAWN.value
        )
        standing = {row[0] for row in await connection.execute(shown)}
    leaving = {key for key in gone if key in standing and key not in found}
    if complete:
        leaving |= standing - found.keys()
    return Difference(
        added=[key for key in found if key not in known],
        changed={key: _fields(bodies.get(known[key].id), found[key]) for key in differing},
        gone=sorted(leaving),
        unchanged=len(found.keys() & known.keys()) - len(differing),
    )


def _fields(before: str | None, after: Posting) -> Sequence[str]:
    if before is None:
        return ()
    old = decode(Posting, before)
    names = [each.name for each in dataclasses.fields(Posting) if each.name not in ("readings", "undisclosed")]
    return [name for name in names if getattr(old, name) != getattr(after, name)] or ["status"]
