"""API keys: shown once when they are made, kept only as hashes; each with its agency, its scopes and its end."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import insert, select, update

from schema.problems import DoorstepError
from schema.store.bulk import Found
from schema.store.engine import Database
from schema.store.instants import epoch, epoch_or_none, instant, instant_or_none
from schema.store.worktables import api_key as table

PREFIX = "dsk_"
"""So that scanners of repositories recognise a key that leaked."""
USED_EVERY_SECONDS = 300
"""`last_used_at` is written at most this often: reading must not become writing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key without its secret. `scopes` are those of the gateway's viewer."""

    id: int
    name: str
    agency: str | None
    scopes: frozenset[str]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None

    def is_good(self, now: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


async def create(
    database: Database,
    *,
    name: str,
    agency: str | None,
    scopes: Collection[str],
    now: datetime,
    expires_at: datetime | None = None,
) -> tuple[str, ApiKey]:
    """Make a key; returns its text, which nobody can be told again."""
    text = PREFIX + secrets.token_urlsafe(32)
    row = {
        "hash": hashed(text),
        "name": name,
        "agency": agency,
        "scopes_json": orjson.dumps(sorted(scopes)).decode(),
        "created_at": epoch(now),
        "expires_at": epoch_or_none(expires_at),
    }
    async with database.writing() as connection:
        made = (await connection.execute(insert(table).values(**row).returning(table))).one()
    return text, key_of(made)


async def find(database: Database, text: str, now: datetime) -> ApiKey | None:
    """The key of that text where it is good: known, not revoked, not past its end."""
    async with database.reading() as connection:
        row = (await connection.execute(select(table).where(table.c.hash == hashed(text)))).first()
    key = None if row is None else key_of(row)
    if key is None or not key.is_good(now):
        return None
    if key.last_used_at is None or (now - key.last_used_at).total_seconds() > USED_EVERY_SECONDS:
        async with database.writing() as connection:
            await connection.execute(update(table).where(table.c.id == key.id).values(last_used_at=epoch(now)))
    return key


async def revoke(database: Database, key_id: int, now: datetime) -> None:
    """Good no more; raises DoorstepError KEY_UNKNOWN."""
    async with database.writing() as connection:
        mine = update(table).where(table.c.id == key_id, table.c.revoked_at.is_(None))
        if (await connection.execute(mine.values(revoked_at=epoch(now)))).rowcount == 0:
            raise DoorstepError(
                "KEY_UNKNOWN",
                f"没有可撤销的密钥 {key_id}；doorstep keys 列出全部密钥。",
                f"There is no key {key_id} to revoke: `doorstep keys` lists them.",
            )


async def listing(database: Database) -> list[ApiKey]:
    async with database.reading() as connection:
        return [key_of(row) for row in await connection.execute(select(table).order_by(table.c.id))]


def key_of(row: Found) -> ApiKey:
    return ApiKey(
        id=row.id,
        name=row.name,
        agency=row.agency,
        scopes=frozenset(orjson.loads(row.scopes_json)),
        created_at=instant(row.created_at),
        expires_at=instant_or_none(row.expires_at),
        revoked_at=instant_or_none(row.revoked_at),
        last_used_at=instant_or_none(row.last_used_at),
    )


def hashed(text: str) -> str:
    """SHA-256: a key has 256 bits of chance, so it needs no slow hash."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
