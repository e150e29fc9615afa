"""Pages kept compressed: the last answer of a URL for conditional requests, and a run's pages for reading it again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import orjson
import zstandard
from sqlalchemy import delete, insert, select

from schema.store.engine import Database
from schema.store.instants import epoch, instant
from schema.store.tables import source
from schema.store.worktables import page_memory, raw_page

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
    """A page as a run fetched it."""

    url: str
    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)
    at: datetime


async def recall(database: Database, key: str) -> RememberedPage | None:
    """The last answer kept under an opaque key."""
    async with database.reading() as connection:
        row = (await connection.execute(select(page_memory).where(page_memory.c.key == key))).first()
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


async def keep_raw(
    database: Database,
    source_id: int,
    run_id: int,
    url: str,
    status: int,
    headers: Mapping[str, str],
    content: bytes,
    now: datetime,
) -> None:
    """Keep a page of a run, to be read again after a mend; pruned after some days (housekeeping.Retention)."""
    row = {
        "source_id": source_id,
        "run_id": run_id,
        "url": url,
        "status": status,
        "headers_json": orjson.dumps(dict(headers)).decode(),
        "body": deflated(content),
        "size": len(content),
        "at": epoch(now),
    }
    async with database.writing() as connection:
        await connection.execute(insert(raw_page).values(**row))


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
        RawPage(row.url, row.status, orjson.loads(row.headers_json), inflated(row.body), instant(row.at))
        for row in rows
    ]


def deflated(content: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=6).compress(content)


def inflated(body: bytes) -> bytes:
    return zstandard.ZstdDecompressor().decompress(body, max_output_size=LARGEST_BYTES)
