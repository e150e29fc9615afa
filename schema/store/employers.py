"""Employers: one row for one employer, by its credit code first, then by its name's matching key.

A full legal name is one employer all over the country. Any other name (众禾超市) is one within a city, and a person is
one with their telephone number.
"""

import dataclasses
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import orjson
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from schema.store.bulk import among, insert_rows, reserve_ids, run_many
from schema.store.tables import employer as table
from schema.values import EmployerName, Posting
from schema.vocabulary import EmployerKind

REGISTERED = "公司"
"""A name with it is a registered one, and belongs to one employer wherever it is."""
MOST_ALIASES = 20


@dataclass(slots=True)
class Known:
    """An employer's row, as it stands or as it will be written."""

    id: int
    name: str
    kind: str
    credit_code: str | None
    matching_key: str
    division: str | None
    aliases: list[str]
    is_new: bool = False
    is_changed: bool = False


class Named(NamedTuple):
    """An employer as a posting names it, with what tells namesakes apart."""

    name: str
    kind: str
    credit_code: str | None
    key: str
    division: str | None


@dataclass(slots=True)
class Register:
    """The employers that a chunk of postings may mean."""

    by_code: dict[str, Known] = dataclasses.field(default_factory=dict)
    by_key: dict[str, list[Known]] = dataclasses.field(default_factory=dict)

    def add(self, known: Known) -> None:
        if known.credit_code:
            self.by_code[known.credit_code] = known
        self.by_key.setdefault(known.matching_key, []).append(known)


def named(name: EmployerName | None, posting: Posting) -> Named | None:
    """`name` as the key it is looked up by; None where the posting names nobody."""
    if name is None or not name.name.strip():
        return None
    key = name.matching_key or name.name.strip().casefold()
    if name.kind is EmployerKind.PERSON:
        phone = posting.contact.phone if posting.contact else None
        key = f"{key}#{hashlib.blake2b((phone or posting.external_id).encode(), digest_size=6).hexdigest()}"
    division = posting.place.division if posting.place else None
    code = name.credit_code if name.credit_code and len(name.credit_code) <= 18 else None
    return Named(name.name.strip(), name.kind.value, code, key, division[:6] if division else None)


async def unify(connection: AsyncConnection, wanted: Sequence[Named | None]) -> tuple[list[int | None], set[int]]:
    """The ids of the employers meant, and which of them were created or changed."""
    present = [one for one in wanted if one is not None]
    if not present:
        return [None] * len(wanted), set()
    register = await look_up(connection, present)
    found = [None if one is None else settle(register, one) for one in wanted]
    new = list({id(known): known for known in found if known is not None and known.is_new}.values())
    for known, key in zip(new, await reserve_ids(connection, table, len(new)), strict=True):
        known.id = key
    changed = {known.id: known for known in found if known is not None and known.is_changed and not known.is_new}
    await write(connection, new, list(changed.values()))
    return [None if known is None else known.id for known in found], {known.id for known in new} | set(changed)


async def look_up(connection: AsyncConnection, present: Sequence[Named]) -> Register:
    keys = {one.key for one in present}
    codes = {one.credit_code for one in present if one.credit_code}
    register = Register()
    either = or_(among(connection, table.c.matching_key, keys), among(connection, table.c.credit_code, codes))
    query = select(
        table.c.id,
        table.c.name,
        table.c.kind,
        table.c.credit_code,
        table.c.matching_key,
        table.c.division_code,
        table.c.aliases_json,
    )
    for row in await connection.execute(query.where(either).order_by(table.c.id)):
        register.add(Known(row[0], row[1], row[2], row[3], row[4], row[5], orjson.loads(row[6])))
    return register


def settle(register: Register, wanted: Named) -> Known:
    """The employer that is meant, enriched by this mention; a new one where none is."""
    code = wanted.credit_code
    known = register.by_code.get(code) if code else None
    if known is None:
        known = namesake(register.by_key.get(wanted.key, ()), wanted)
    if known is None:
        known = Known(0, wanted.name, wanted.kind, code, wanted.key, wanted.division, [], is_new=True)
        register.add(known)
        return known
    enrich(register, known, wanted)
    return known


def namesake(candidates: Iterable[Known], wanted: Named) -> Known | None:
    code = wanted.credit_code
    for known in candidates:
        if code and known.credit_code and code != known.credit_code:
            continue
        if is_nationwide(known, wanted) or same_city(known.division, wanted.division):
            return known
    return None


def is_nationwide(known: Known, wanted: Named) -> bool:
    return REGISTERED in known.matching_key and REGISTERED in wanted.key


def same_city(one: str | None, other: str | None) -> bool:
    """Not known to be in different cities: GB/T 2260 codes of one city share their first four digits."""
    return one is None or other is None or one[:4] == other[:4]


def enrich(register: Register, known: Known, wanted: Named) -> None:
    if wanted.credit_code and known.credit_code is None:
        known.credit_code, known.is_changed = wanted.credit_code, True
        register.by_code[wanted.credit_code] = known
    if known.kind == EmployerKind.UNKNOWN and wanted.kind != EmployerKind.UNKNOWN:
        known.kind, known.is_changed = wanted.kind, True
    if known.division is None and wanted.division is not None:
        known.division, known.is_changed = wanted.division, True
    if wanted.name != known.name and wanted.name not in known.aliases and len(known.aliases) < MOST_ALIASES:
        known.aliases.append(wanted.name)
        known.is_changed = True


COLUMNS = ("id", "name", "kind", "credit_code", "matching_key", "division_code", "aliases_json")


async def write(connection: AsyncConnection, new: Sequence[Known], changed: Sequence[Known]) -> None:
    rows = [(one.id, one.name, one.kind, one.credit_code, one.matching_key, one.division, aliases(one)) for one in new]
    await insert_rows(connection, table, COLUMNS, rows)
    await run_many(
        connection,
        "UPDATE employer SET kind = ?, credit_code = ?, division_code = ?, aliases_json = ? WHERE id = ?",
        [(one.kind, one.credit_code, one.division, aliases(one), one.id) for one in changed],
    )


def aliases(known: Known) -> str:
    return orjson.dumps(known.aliases).decode()
