"""Small things that outlive a process: circuits of hosts that fail, sealed secrets, settings of the store itself."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Float, bindparam, delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from schema.store.announcements import announce
from schema.store.engine import Database
from schema.store.instants import epoch, instant
from schema.store.worktables import circuit, secret, setting


@dataclass(frozen=True, slots=True)
class Circuit:
    """`failures` in a row; `open_until` (seconds since 1970, 0: closed) and the rest that was given last."""

    failures: int = 0
    open_until: float = 0.0
    rest_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class SealedSecret:
    """A secret as it is kept. `owner`: the agency whose sources may use it."""

    owner: str
    name: str
    host: str
    sealed: bytes = field(repr=False)


CIRCUIT = select(circuit).where(circuit.c.key == bindparam("key"))
SECRETS = select(secret).where(secret.c.owner == bindparam("owner")).order_by(secret.c.name)


async def read_circuit(database: Database, key: str) -> Circuit:
    async with database.reading() as connection:
        row = (await connection.execute(CIRCUIT, {"key": key})).first()
    return Circuit() if row is None else Circuit(row.failures, row.open_until, row.rest_seconds)


async def write_circuit(database: Database, key: str, value: Circuit) -> None:
    """A closed circuit leaves no row."""
    async with database.writing() as connection:
        await connection.execute(delete(circuit).where(circuit.c.key == key))
        if value != Circuit():
            row = {"failures": value.failures, "open_until": value.open_until, "rest_seconds": value.rest_seconds}
            await connection.execute(insert(circuit).values(key=key, **row))


NEXT_TURN = {
    "postgresql": "extract(epoch FROM clock_timestamp())",
    "sqlite": "((julianday('now') - 2440587.5) * 86400.0)",
}
"""The database's clock, in seconds since 1970: those of the workers may differ."""


async def take_turn_of(database: Database, host: str, interval: float) -> float:
    """Take a host's next turn among all processes: seconds until it; the one after it is `interval` later."""
    now = NEXT_TURN["sqlite" if database.is_sqlite else "postgresql"]
    larger = "max" if database.is_sqlite else "greatest"
    statement = text(
        f"INSERT INTO host_turn (host, due) VALUES (:host, {now} + :interval) "
        f"ON CONFLICT (host) DO UPDATE SET due = {larger}(host_turn.due, {now}) + :interval "
        f"RETURNING due - :interval - {now}"
    ).bindparams(bindparam("interval", type_=Float()))
    async with database.writing() as connection:
        announce(connection, ())
        ahead = await connection.scalar(statement, {"host": host[:300], "interval": interval})
    return max(0.0, float(ahead or 0.0))


async def put_secret(database: Database, kept: SealedSecret, now: datetime) -> None:
    """Keep it in place of one of the same owner and name."""
    async with database.writing() as connection:
        await connection.execute(delete(secret).where(secret.c.owner == kept.owner, secret.c.name == kept.name))
        row = {"owner": kept.owner, "name": kept.name, "host": kept.host, "sealed": kept.sealed, "at": epoch(now)}
        await connection.execute(insert(secret).values(**row))


async def secrets_of(database: Database, owner: str) -> list[SealedSecret]:
    """All of one owner, by name."""
    async with database.reading() as connection:
        rows = await connection.execute(SECRETS, {"owner": owner})
        return [SealedSecret(row.owner, row.name, row.host, bytes(row.sealed)) for row in rows]


async def remove_secret(database: Database, owner: str, name: str) -> bool:
    """Whether there was one."""
    async with database.writing() as connection:
        mine = delete(secret).where(secret.c.owner == owner, secret.c.name == name)
        return (await connection.execute(mine)).rowcount > 0


async def read_setting(database: Database, key: str) -> str | None:
    async with database.reading() as connection:
        value: str | None = await connection.scalar(select(setting.c.value).where(setting.c.key == key))
    return value


async def read_clock(database: Database, key: str) -> datetime | None:
    """Where a clock of the store stands; None before it was first moved."""
    kept = await read_setting(database, key)
    return None if kept is None else instant(int(kept))


async def move_clock(database: Database, key: str, before: datetime | None, now: datetime) -> bool:
    """Move a clock of the store on from where it stood; False where another process has moved it meanwhile."""
    values = {"value": str(epoch(now))}
    try:
        async with database.writing() as connection:
            if before is None:
                await connection.execute(insert(setting).values(key=key, **values))
                return True
            mine = (setting.c.key == key) & (setting.c.value == str(epoch(before)))
            return (await connection.execute(update(setting).where(mine).values(**values))).rowcount == 1
    except IntegrityError:
        return False
