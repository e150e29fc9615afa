"""Pages kept compressed: the last answer of a URL for conditional requests, and a run's pages for reading it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import orjson
import zstandard
from sqlalchemy import bindparam, delete, func, insert, select

from schema.store.bulk import insert_rows
from schema.store.engine import Database
from schema.store.instants import epoch, instant
from schema.store.tables import run, source
from schema.store.worktables import page_memory, raw_page
from schema.vocabulary import RunOutcome

LEVEL = 3
"""Of zstd: 6 takes five times as long, and what it makes of a page is a seventh smaller."""
LARGEST_BYTES = 64 * 1024 * 1024
"""A page that inflates beyond this is damaged or hostile; none larger was ever kept."""


@dataclass(frozen=True, slots=True)
class RememberedPage:
    """A page with its validators (RFC 9110, 8.8); `headers` are those needed to read it again."""

    url: str
    etag: str | None
    last_modified: str | None
    headers: Mapping[str, str]
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as a run fetched it, and how it was asked for; whoever keeps it has hidden secrets in all of this."""

    url: str
    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)
    at: datetime
    method: str = "GET"
    sent: str | None = None
    """The body of the request."""
    final_url: str | None = None
    """Where redirects led to; None: nowhere else."""


REMEMBERED = select(page_memory).where(page_memory.c.key == bindparam("key"))


async def recall(database: Database, key: str) -> RememberedPage | None:
    """The last answer kept under an opaque key."""
    async with database.reading() as connection:
        row = (await connection.execute(REMEMBERED, {"key": key})).first()
    if row is None:
        return None
    return RememberedPage(row.url, row.etag, row.last_modified, orjson.loads(row.headers_json), inflated(row.body))


async def keep(database: Database, key: str, page: RememberedPage, now: datetime) -> None:
    """In place of what was kept under the key before."""
    row = {
        "key": key,
        "url": page.url,
        "etag": page.etag,
        "last_modified": page.last_modified,
        "headers_json": orjson.dumps(dict(page.headers)).decode(),
        "body": deflated(page.content),
        "at": epoch(now),
    }
    async with database.writing() as connection:
        await connection.execute(delete(page_memory).where(page_memory.c.key == key))
        await connection.execute(insert(page_memory).values(**row))


async def keep_raw(database: Database, source_id: int, run_id: int, kept: Sequence[RawPage]) -> None:
    """Keep pages of a run, to be read again after a mend; pruned after some days (housekeeping.Retention)."""
    columns = (
        "source_id",
        "run_id",
        "method",
        "url",
        "sent",
        "final_url",
        "status",
        "headers_json",
        "body",
        "size",
        "at",
    )
    rows = [
        (
            *(source_id, run_id, one.method, one.url, one.sent, one.final_url, one.status),
            orjson.dumps(dict(one.headers)).decode(),
            *(deflated(one.content), len(one.content), epoch(one.at)),
        )
        for one in kept
    ]
    async with database.writing() as connection:
        await insert_rows(connection, raw_page, columns, rows)


async def raw_pages(database: Database, source_key: str, run_id: int | None = None) -> list[RawPage]:
    """The pages of a run, in the order in which they were fetched; without `run_id` of the last run that kept any."""
    async with database.reading() as connection:
        mine = raw_page.c.source_id == select(source.c.id).where(source.c.key == source_key).scalar_subquery()
        if run_id is None:
            last = select(raw_page.c.run_id).where(mine).order_by(raw_page.c.id.desc()).limit(1)
            run_id = await connection.scalar(last)
        query = select(raw_page).where(mine, raw_page.c.run_id == run_id).order_by(raw_page.c.id)
        rows = (await connection.execute(query)).all()
    return [
        RawPage(
            url=row.url,
            status=row.status,
            headers=orjson.loads(row.headers_json),
            content=inflated(row.body),
            at=instant(row.at),
            method=row.method,
            sent=row.sent,
            final_url=row.final_url,
        )
        for row in rows
    ]


async def last_kept(database: Database, source_key: str) -> tuple[int, str | None] | None:
    """The last run of a source that kept pages, and the watermark that it began with."""
    async with database.reading() as connection:
        mine = select(source.c.id).where(source.c.key == source_key).scalar_subquery()
        run_id = await connection.scalar(select(func.max(raw_page.c.run_id)).where(raw_page.c.source_id == mine))
        if run_id is None:
            return None
        good = run.c.outcome.in_((RunOutcome.SUCCEEDED.value, RunOutcome.HELD.value)) & run.c.watermark.is_not(None)
        before = select(run.c.watermark).where(run.c.source_id == mine, run.c.id < run_id, good)
        watermark: str | None = await connection.scalar(before.order_by(run.c.id.desc()).limit(1))
    return run_id, watermark


def deflated(content: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=LEVEL).compress(content)


def inflated(body: bytes) -> bytes:
    return zstandard.ZstdDecompressor().decompress(body, max_output_size=LARGEST_BYTES)
