"""The tables that only the writing side works with: leases, staged records, blocks and matches, memories and keys."""

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from schema.store.tables import Id, Instant, Name, metadata

lease = Table(
    "lease",
    metadata,
    Column("source_id", Id, ForeignKey("source.id"), primary_key=True, autoincrement=False),
    Column("run_id", Id, ForeignKey("run.id"), nullable=False),
    Column("holder", Text, nullable=False),  # host:pid:start:token of the process that runs it
    Column("expires_at", Instant, nullable=False),
)
"""One run of a source at a time. A lease that ran out, or whose process died, may be taken over."""

staged = Table(
    "staged",
    metadata,
    Column("run_id", Id, ForeignKey("run.id"), primary_key=True, autoincrement=False),
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("kind", String(1), nullable=False),  # J posting, E event, P policy, S station, G gone, R reject
    Column("state", String(1), nullable=False),  # N new, C changed, S seen and the same
    Column("known_id", Id),  # the posting it changes or is the same as
    Column("external_id", Text),
    Column("hash", String(32)),
    Column("status", Name),
    Column("payload", Text),  # JSON of the value; NULL where state is S
    Column("words_key", BigInteger),  # as in `posting`
    Column("filled", Integer),
    Column("draft", Text),  # of a posting: what schema.store.drafts made of it, so that applying need not read it
)
"""What a run has read so far. Committed batch by batch with the checkpoint, applied and emptied when the run ends."""

block = Table(
    "block",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("source_id", Id, primary_key=True, autoincrement=False),
    Column("posting_id", Id, primary_key=True, autoincrement=False),
    Index(None, "posting_id"),
    sqlite_with_rowid=False,
)
"""Postings that share a key are compared with each other, and no others (schema.matching)."""

match = Table(
    "match",
    metadata,
    Column("posting_id", Id, ForeignKey("posting.id"), primary_key=True, autoincrement=False),
    Column("other_id", Id, ForeignKey("posting.id"), primary_key=True, autoincrement=False),
    Column("verdict", Name, nullable=False),  # ONE, POSSIBLE
    Column("score", Float, nullable=False),
    Column("reasons_json", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "other_id"),
)
"""Why a posting was taken for the same job as another, or might be."""

apart = Table(
    "apart",
    metadata,
    Column("posting_id", Id, ForeignKey("posting.id"), primary_key=True, autoincrement=False),
    Column("other_id", Id, ForeignKey("posting.id"), primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("who", Text),
    Index(None, "other_id"),
)
"""Pairs that a person split: never one job again. posting_id < other_id."""

page_memory = Table(
    "page_memory",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("url", Text, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("headers_json", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),  # zstandard
    Column("at", Instant, nullable=False),
    Index(None, "at"),
)
"""What a conditional request needs to know of the last answer."""

raw_page = Table(
    "raw_page",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source_id", Id, ForeignKey("source.id"), nullable=False),
    Column("run_id", Id, ForeignKey("run.id"), nullable=False),
    Column("method", String(10), nullable=False, server_default="GET"),
    Column("url", Text, nullable=False),  # as it was asked for; secrets are hidden before they come here
    Column("sent", Text),  # the request's body, likewise
    Column("final_url", Text),  # where redirects led to; NULL: nowhere else
    Column("status", Integer, nullable=False),
    Column("headers_json", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),  # zstandard
    Column("size", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "run_id", "id"),
    Index(None, "source_id", "at"),
    Index(None, "at"),
)
"""Pages as they were fetched, so that a mended source can be read again without fetching."""

circuit = Table(
    "circuit",
    metadata,
    Column("key", String(300), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("open_until", Float, nullable=False),  # seconds since 1970; 0: closed
    Column("rest_seconds", Float, nullable=False),
)

host_turn = Table(
    "host_turn",
    metadata,
    Column("host", String(300), primary_key=True),
    Column("due", Float, nullable=False),  # seconds since 1970, by the database's clock: when its next turn is
)
"""Many workers keep one host's rate by it."""

secret = Table(
    "secret",
    metadata,
    Column("owner", String(80), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("host", String(255), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
)
"""Secrets of sources, sealed before they come here; each bound to the one host it may be sent to."""

api_key = Table(
    "api_key",
    metadata,
    Column("id", Id, primary_key=True),
    Column("hash", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("agency", String(80)),
    Column("scopes_json", Text, nullable=False, server_default="[]"),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("revoked_at", Instant),
    Column("last_used_at", Instant),
)

setting = Table(
    "setting",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("value", Text, nullable=False),
)
"""Facts about the store itself, such as how far the log of changes has been compacted."""
