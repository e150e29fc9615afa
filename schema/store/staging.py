"""What a run has read, laid down batch by batch with its checkpoint, before any of it is applied.

A posting that the store already has just so is laid down without its words, so a night that changes little costs
little. One that comes twice in a run stands once: the later one counts.
"""

import dataclasses
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from schema.matchkeys import blocks_of, shelved
from schema.matchviews import hints_of
from schema.records import Gone, Reject
from schema.store import members
from schema.store.bulk import among, insert_rows, listed
from schema.store.codec import clean_text, encode, scrubbed
from schema.store.drafts import write_draft
from schema.store.instants import epoch, epoch_or_none
from schema.store.shape import mask_of
from schema.store.tables import posting as posting_table
from schema.store.worktables import staged
from schema.values import Event, Policy, Posting, Station
from schema.vocabulary import JobStatus

Taken = Posting | Event | Policy | Station | Gone | Reject
COLUMNS = (
    *("run_id", "seq", "kind", "state", "known_id", "external_id", "hash", "status", "payload"),
    *("words_key", "filled", "draft"),
)

POSTED_AT = b'"posted_at":"'
NAMES_AND_DATES = (b'"external_id":"', b'"url":"', POSTED_AT, b'"expires_at":"')
POSTED_READING = b'{"field":"postedAt",'
POSTED_WORDS = re.compile(rb'\{"field":"postedAt","text":"(?:[^"\\]|\\.)*"\},?')
"""The reading of when it was posted; inside a string its quotes would be escaped."""
NUL = b"\\u0000"
A_DAY = 86_400
"""A date of posting that moved by less than a day is the same: "3 hours ago" is read anew at every visit."""


@dataclass(frozen=True, slots=True)
class Known:
    """A posting as the store has it."""

    id: int
    hash: str
    status: str
    posted_at: int | None
    expires_at: int | None = None
    words_key: int | None = None
    filled: int | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A posting's record, read only where the store has no posting of the same key (schema.normalising.sameness)."""

    external_id: str
    key: int | None
    """None: it must be read."""
    posted_at: datetime | None
    raw: Mapping[str, object]
    """By the source's own names."""
    read: Callable[[], Taken]


@dataclass(frozen=True, slots=True)
class Laid:
    """A record ready to be laid down."""

    kind: str
    external_id: str | None
    hash: str
    payload: str
    status: str | None = None
    posting: Posting | None = None
    words_key: int | None = None
    filled: int | None = None
    as_known: int | None = None
    """The posting that it is, where it was not read because nothing in it can have changed."""

    @property
    def posted_at(self) -> int | None:
        return epoch_or_none(self.posting.posted_at) if self.posting else None


@dataclass(slots=True)
class Ledger:
    """Where each record of a run was laid, by kind and external id; rebuilt from the table when a run is resumed."""

    last: int = 0
    places: dict[int, int] = dataclasses.field(default_factory=dict)
    """By `place_key`, the row's seq and 64 bits of its hash in one integer: a large source has 100,000 of them."""


@dataclass(frozen=True, slots=True)
class Lot:
    """A batch ready to be written: rows of `staged`, the rows of before that they stand for, the ledger's additions."""

    rows: Sequence[tuple[object, ...]]
    superseded: Sequence[int]
    ledger: Ledger
    checkpoint: str | None = None
    """How far the source was read with it."""


def lot_of(run_id: int, source_id: int, records: Sequence[Laid], known: Mapping[str, Known], ledger: Ledger) -> Lot:
    """What a batch writes, and what it adds to the ledger."""
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
    return Lot([row for row in rows if row[1] not in gone], superseded, Ledger(seq, places))


async def lay(connection: AsyncConnection, run_id: int, lot: Lot) -> None:
    """Write a batch."""
    await insert_rows(connection, staged, COLUMNS, lot.rows)
    await drop(connection, run_id, lot.superseded)


def laid_of(item: Taken | Unread, known: Mapping[str, Known], now: int) -> Laid:
    """A record made ready; one that the store has from the very same words is not read."""
    if not isinstance(item, Unread):
        return prepare(item, now)
    stands = known.get(item.external_id)
    if stands is not None and is_unchanged(item, stands, now):
        return Laid("J", item.external_id, stands.hash, "", stands.status, filled=stands.filled, as_known=stands.id)
    laid = prepare(item.read(), now)
    return dataclasses.replace(laid, words_key=item.key) if laid.kind == "J" else laid


def is_unchanged(item: Unread, known: Known, now: int) -> bool:
    """Reading it would give the posting that stands: its key is the same, it is open, and its date has not passed.

    An open posting was open when it was read, for nothing else makes one open.
    """
    if item.key is None or item.key != known.words_key or known.filled is None or known.status != JobStatus.OPEN.value:
        return False
    return (known.expires_at is None or known.expires_at > now) and is_same_day(
        epoch_or_none(item.posted_at), known.posted_at
    )


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
    same = record.as_known is not None or (known is not None and is_same(record, known))
    state = "S" if same else "N" if known is None else "C"
    read_anew = not same or known is None or record.words_key != known.words_key
    return (
        record.kind,
        state,
        None if known is None else known.id,
        record.external_id,
        record.hash,
        record.status,
        None if same else record.payload,
        record.words_key if read_anew else None,
        record.filled,
        draft_of(record, source_id) if read_anew else None,
    )


def draft_of(record: Laid, source_id: int) -> str | None:
    if record.posting is None or record.status is None:
        return None
    blocks = blocks_of(hints_of(record.posting))
    keys = [words_key(record.payload.encode(), source_id), *blocks.own]
    return write_draft(record.posting, source_id, record.status, keys, blocks.beyond)


def words_key(words: bytes, source_id: int) -> int:
    """The block of a source's postings that say the very same under different ids."""
    for member in NAMES_AND_DATES:
        words = without(words, member)
    digested = hashlib.blake2b(words, digest_size=8, salt=b"%d" % source_id).digest()
    return shelved(int.from_bytes(digested, "big") >> 1, f"source {source_id}")


def without(words: bytes, member: bytes) -> bytes:
    """JSON without a member of text, which is given by its beginning.

    >>> without(b'{"url":"x","title":"y"}', b'"url":"')
    b'{"title":"y"}'
    """
    start = words.find(member)
    end = words.find(b'",', start + len(member)) if start >= 0 else -1
    return words if end < 0 else words[:start] + words[end + 2 :]


def is_same(record: Laid, known: Known) -> bool:
    if record.hash != known.hash or record.status != known.status:
        return False
    return is_same_day(record.posted_at, known.posted_at)


def is_same_day(one: int | None, other: int | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) < A_DAY


_POSTING = posting_table.c
KNOWN = select(_POSTING.external_id, *(_POSTING[field.name] for field in dataclasses.fields(Known))).where(
    _POSTING.source_id == bindparam("source"), listed(_POSTING.external_id, "ids")
)


async def find_known(connection: AsyncConnection, source_id: int, external_ids: Sequence[str]) -> dict[str, Known]:
    if not external_ids:
        return {}
    rows = await connection.execute(KNOWN, {"source": source_id, "ids": external_ids})
    return {row[0]: Known(*row[1:]) for row in rows}


def ids_of(batch: Sequence[Taken | Unread]) -> list[str]:
    """The external ids of a batch's postings."""
    return [clean_text(one.external_id) for one in batch if isinstance(one, (Posting, Unread))]


async def recall(connection: AsyncConnection, run_id: int, up_to: int) -> Ledger:
    """The ledger of a run that is resumed: what was laid after its checkpoint is dropped, for it will come again."""
    await connection.execute(delete(staged).where(staged.c.run_id == run_id, staged.c.seq > up_to))
    columns = (staged.c.kind, staged.c.external_id, staged.c.seq, staged.c.hash)
    rows = await connection.execute(select(*columns).where(staged.c.run_id == run_id, staged.c.kind != "R"))
    return Ledger(up_to, {place_key(row[0], row[1]): packed(row[2], row[3]) for row in rows})


def prepare(record: Taken, now: int) -> Laid:
    record, payload = as_payload(record)
    if isinstance(record, Posting):
        status, hashed, words = status_at(record, now), steady_hash(payload), payload.decode()
        return Laid("J", record.external_id, hashed, words, status, record, filled=mask_of(record))
    if isinstance(record, Reject):
        return Laid("R", record.external_id, "", payload.decode())
    if isinstance(record, Station):
        return Laid("S", record.key, digest(payload), payload.decode())
    kind = "E" if isinstance(record, Event) else "P" if isinstance(record, Policy) else "G"
    return Laid(kind, record.external_id, digest(payload), payload.decode())


def as_payload(record: Taken) -> tuple[Taken, bytes]:
    """The record and its JSON, without what neither JSON nor PostgreSQL can hold: NUL and lone surrogates."""
    try:
        payload = members.encode(record) if isinstance(record, Posting) else encode(record)
    except TypeError:
        payload = NUL
    if NUL not in payload:
        return record, payload
    clean: Taken = scrubbed(record)
    return clean, encode(clean)


def status_at(posting: Posting, now: int) -> str:
    """A posting whose own date has passed is expired, whatever its source still calls it."""
    if posting.status is JobStatus.OPEN and posting.expires_at is not None and epoch(posting.expires_at) <= now:
        return JobStatus.EXPIRED.value
    return posting.status.value


def steady_hash(payload: bytes) -> str:
    """A hash without what moves by itself: when it was posted, told as so many hours ago."""
    words = without(payload, POSTED_AT)
    return digest(POSTED_WORDS.sub(b"", words) if POSTED_READING in words else words)


def digest(payload: bytes) -> str:
    return hashlib.blake2b(payload, digest_size=16).hexdigest()
