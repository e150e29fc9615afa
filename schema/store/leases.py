"""One run of a source at a time: leases that run out, and are free at once when their process has died."""

import functools
import os
import secrets
import socket
from pathlib import Path

from sqlalchemy import CursorResult, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from schema.problems import DoorstepError
from schema.store.worktables import lease

LEASE_SECONDS = 300
"""How long a run may be silent before another process takes it over. Every staged batch renews it."""


FREED = delete(lease).where(lease.c.source_id == bindparam("of"))
HELD = select(lease).where(lease.c.source_id == bindparam("of"))
RENEWED = (
    update(lease)
    .where(lease.c.source_id == bindparam("of"), lease.c.holder == bindparam("by"))
    .values(expires_at=bindparam("until"))
)
RELEASED = delete(lease).where(lease.c.source_id == bindparam("of"), lease.c.holder == bindparam("by"))
"""Statements are made once: SQLAlchemy takes longer to make one anew than SQLite to run it."""


async def take(connection: AsyncConnection, source_id: int, run_id: int, holder: str, at: int) -> None:
    await connection.execute(FREED, {"of": source_id})
    row = {"source_id": source_id, "run_id": run_id, "holder": holder, "expires_at": at + LEASE_SECONDS}
    await connection.execute(insert(lease), row)


async def is_taken(connection: AsyncConnection, source_id: int, at: int) -> bool:
    """Whether a living process runs the source now."""
    row = (await connection.execute(HELD, {"of": source_id})).first()
    return row is not None and row.expires_at > at and not has_died(row.holder)


async def renew(connection: AsyncConnection, source_id: int, holder: str, at: int) -> None:
    """Raises DoorstepError RUN_TAKEN_OVER where another process has taken the run: nothing more may be written."""
    given = {"of": source_id, "by": holder, "until": at + LEASE_SECONDS}
    result: CursorResult[tuple[()]] = await connection.execute(RENEWED, given)
    if result.rowcount != 1:
        raise DoorstepError(
            "RUN_TAKEN_OVER",
            "这次运行太久没有动静，已由另一个进程接手；这里停下即可。",
            "This run was silent for too long and another process has taken it over; nothing needs to be done here.",
        )


async def release(connection: AsyncConnection, source_id: int, holder: str) -> None:
    await connection.execute(RELEASED, {"of": source_id, "by": holder})


def new_holder() -> str:
    """This process, so that others on the same machine can tell whether it still lives."""
    return f"{socket.gethostname()}|{os.getpid()}|{started(os.getpid())}|{secrets.token_hex(8)}"


def has_died(holder: str) -> bool:
    """True only where it is sure: a process of this machine that is no more, or whose number another one has now."""
    host, pid, start, _token = holder.split("|")
    return host == socket.gethostname() and started(int(pid)) != start


def started(pid: int) -> str:
    """When a process of this machine started, by boot and the kernel's ticks; "gone" where there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return "gone" if Path("/proc/self/stat").exists() else alive(pid)
    fields = stat.rpartition(")")[2].split()
    return "gone" if fields[0] in {"Z", "X"} else f"{boot()}.{fields[19]}"


def alive(pid: int) -> str:
    """Where there is no /proc (macOS): only whether the number is in use."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return "gone"
    except PermissionError:
        return "running"
    return "running"


@functools.cache
def boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""
