"""What a run has read, laid down batch by batch with its checkpoint, before any of it is applied.

A posting that the store already has just so is laid down without its words, so a night that changes little costs
little. One that comes twice in a run stands once: the later one counts.
"""

import dataclasses
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from schema.matching import keys_of, view_of
from schema.matchkeys import hashed
from schema.records import Gone, Reject
from schema.store.bulk import among, insert_rows
from schema.store.codec import encode, scrubbed
from schema.store.drafts import write_draft
from schema.store.instants import epoch, epoch_or_none
from schema.store.tables import posting as posting_table
from schema.store.worktables import staged
from schema.values import Event, Policy, Posting, Station
from schema.vocabulary import JobStatus

Taken = Posting | Event | Policy | Station | Gone | Reject
COLUMNS = ("run_id", "seq", "kind", "state", "known_id", "external_id", "hash", "status", "payload", "draft")

NAMES_AND_DATES = re.compile(rb'"(?:external_id|url|posted_at|expires_at)":"[^"]*",')
POSTED_AT = re.compile(rb'"posted_at":"[^"]*",')
A_DAY = 86_400
"""A date of posting that moved by less than a day is the same: "3 hours ago" is read anew at every visit."""


@dataclass(frozen=True, slots=True)
class Known:
    """A posting as the store has it."""

    id: int
    hash: str
    status: str
    posted_at: int | None


@dataclass(frozen=True, slots=True)
class Laid:
    """A record ready to be laid down."""

    kind: str
    external_id: str | None
    hash: str
    payload: str
    status: str | None = None
    posting: Posting | None = None

    @property
    def posted_at(self) -> int | None:
        return epoch_or_none(self.posting.posted_at) if self.posting else None


@dataclass(slots=True)
class Ledger:
    """Where each record of a run was laid, by kind and external id; rebuilt from the table when a run is resumed."""

    last: int = 0
    places: dict[int, int] = dataclasses.field(default_factory=dict)
    """By `place_key`, the row's seq and 64 bits of its hash in one integer: a large source has 100,000 of them."""


async def lay(
    connection: AsyncConnection, run_id: int, source_id: int, batch: Sequence[Taken], ledger: Ledger, now: int
) -> Ledger:
    """Write a batch; returns what the ledger has become, to be kept only once the transaction is committed."""
    records = [prepare(record, now) for record in batch]
    known = await find_known(connection, source_id, [r.external_id for r in records if r.kind == "J" and r.external_id])
    rows, superseded, places, seq = [], [], dict[int, int](), ledger.last
    for record in records:
        key = place_key(record.kind, record.external_id)
        before = None if record.kind == "R" else places.get(key) or ledger.places.get(key)
        if before is not None and before == packed(before >> 64, record.hash):
            continue
        if before is not None:
            superseded.append(before >> 64)
        seq += 1
        if record.kind != "R":
            places[key] = packed(seq, record.hash)
        rows.append((run_id, seq, *row_of(record, known.get(record.external_id or ""), source_id)))
    gone = set(superseded)
    await insert_rows(connection, staged, COLUMNS, [row for row in rows if row[1] not in gone])
    await drop(connection, run_id, superseded)
    return Ledger(seq, places)


def place_key(kind: str, external_id: str | None) -> int:
    return int.from_bytes(hashlib.blake2b(f"{kind}{external_id}".encode(), digest_size=8).digest(), "big")


def packed(seq: int, hashed_words: str) -> int:
    return seq << 64 | int(hashed_words[:16] or "0", 16)


def merge(ledger: Ledger, laid: Ledger) -> None:
    ledger.last = laid.last
    ledger.places.update(laid.places)


async def drop(connection: AsyncConnection, run_id: int, seqs: Sequence[int]) -> None:
    if seqs:
        await connection.execute(delete(staged).where(staged.c.run_id == run_id, among(connection, staged.c.seq, seqs)))


def row_of(record: Laid, known: Known | None, source_id: int) -> tuple[object, ...]:
    same = known is not None and is_same(record, known)
    state = "S" if same else "N" if known is None else "C"
    return (
        record.kind,
        state,
        None if known is None else known.id,
        record.external_id,
        record.hash,
        record.status,
        None if same else record.payload,
        draft_of(record, source_id) if state != "S" else None,
    )


def draft_of(record: Laid, source_id: int) -> str | None:
    if record.posting is None or record.status is None:
        return None
    keys = [words_key(record.payload, source_id), *keys_of(view_of(record.posting, source_id))]
    return write_draft(record.posting, source_id, record.status, keys)


def words_key(payload: str, source_id: int) -> int:
    """The block of a source's postings that say the very same under different ids."""
    return hashed(("words", source_id, NAMES_AND_DATES.sub(b"", payload.encode())))


def is_same(record: Laid, known: Known) -> bool:
    if record.hash != known.hash or record.status != known.status:
        return False
    if record.posted_at is None or known.posted_at is None:
        return record.posted_at == known.posted_at
    return abs(record.posted_at - known.posted_at) < A_DAY


async def find_known(connection: AsyncConnection, source_id: int, external_ids: Sequence[str]) -> dict[str, Known]:
    if not external_ids:
        return {}
    table = posting_table.c
    rows = await connection.execute(
        select(table.external_id, table.id, table.hash, table.status, table.posted_at).where(
            table.source_id == source_id, among(connection, table.external_id, external_ids)
        )
    )
    return {row[0]: Known(row[1], row[2], row[3], row[4]) for row in rows}


async def recall(connection: AsyncConnection, run_id: int, up_to: int) -> Ledger:
    """The ledger of a run that is resumed: what was laid after its checkpoint is dropped, for it will come again."""
    await connection.execute(delete(staged).where(staged.c.run_id == run_id, staged.c.seq > up_to))
    columns = (staged.c.kind, staged.c.external_id, staged.c.seq, staged.c.hash)
    rows = await connection.execute(select(*columns).where(staged.c.run_id == run_id, staged.c.kind != "R"))
    return Ledger(up_to, {place_key(row[0], row[1]): packed(row[2], row[3]) for row in rows})


def prepare(record: Taken, now: int) -> Laid:
    record, payload = as_payload(record)
    if isinstance(record, Posting):
        status = status_at(record, now)
        return Laid("J", record.external_id, steady_hash(record, payload), payload, status, record)
    if isinstance(record, Reject):
        return Laid("R", record.external_id, "", payload)
    if isinstance(record, Station):
        return Laid("S", record.key, digest(payload.encode()), payload)
    kind = "E" if isinstance(record, Event) else "P" if isinstance(record, Policy) else "G"
    return Laid(kind, record.external_id, digest(payload.encode()), payload)


def as_payload(record: Taken) -> tuple[Taken, str]:
    """The record and its JSON, without what neither JSON nor PostgreSQL can hold: NUL and lone surrogates."""
    try:
        payload = encode(record).decode()
    except TypeError:
        payload = "\\u0000"
    if "\\u0000" not in payload:
        return record, payload
    clean: Taken = scrubbed(record)
    return clean, encode(clean).decode()


def status_at(posting: Posting, now: int) -> str:
    """A posting whose own date has passed is expired, whatever its source still calls it."""
    if posting.status is JobStatus.OPEN and posting.expires_at is not None and epoch(posting.expires_at) <= now:
        return JobStatus.EXPIRED.value
    return posting.status.value


def steady_hash(posting: Posting, payload: str) -> str:
    """A hash without what moves by itself: when it was posted, told as so many hours ago."""
    if '"postedAt"' in payload:
        readings = tuple(reading for reading in posting.readings if reading.field != "postedAt")
        payload = encode(dataclasses.replace(posting, readings=readings)).decode()
    return digest(POSTED_AT.sub(b"", payload.encode(), count=1))


def digest(payload: bytes) -> str:
    return hashlib.blake2b(payload, digest_size=16).hexdigest()
