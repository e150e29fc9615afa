"""A generated night on this machine: 253 sources, 300,000 postings, and the night after it.

    python -m benchmarks.nightly [--postings 300000] [--on sqlite,sqlite-2,postgresql-1,postgresql-2] [--out FILE]

On the second night 5 % of the postings have changed, 2 % are gone, 2 % are new, and three sources fail in three ways.
`sqlite-2`: two processes share the sources. `postgresql-N`: N workers take them from the queue. Wall and CPU are those
of the whole command with its children (and, on PostgreSQL, of the workers; the server's CPU stands apart); memory is
that of the largest process. Bulk writing beside bare writing is measured by `benchmarks.store`. Prints one JSON object.
"""

import argparse
import asyncio
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.night_pages import entries
from benchmarks.night_rates import rates
from schema.store import sources
from schema.store.engine import Database
from schema.store.instants import SHANGHAI
from schema.store.migrating import migrate
from schema.store.sources import SourceEntry
from tests.servers import postgres

ROOT = Path(__file__).parents[1]
ME = (sys.executable, "-m", "gateway")


@dataclass
class Usage:
    """CPU seconds and the largest memory of processes and their children, sampled from /proc while they live."""

    pids: list[int]
    cpu: dict[int, float] = field(default_factory=dict)
    megabytes: float = 0.0
    _over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Usage":
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    @property
    def cpu_seconds(self) -> float:
        return round(sum(self.cpu.values()), 1)

    def _watch(self) -> None:
        while True:
            for pid in family(self.pids):
                with contextlib.suppress(OSError, IndexError, ValueError, StopIteration):
                    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                    self.cpu[pid] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
                    status = Path(f"/proc/{pid}/status").read_text()
                    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
                    self.megabytes = max(self.megabytes, int(peak.split()[1]) / 1024)
            if self._over.wait(0.2):
                return


def family(pids: list[int]) -> list[int]:
    """The processes and all below them."""
    found, parents = list(pids), list(pids)
    while parents:
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", ",".join(map(str, parents))], capture_output=True, text=True, check=False
        )
        parents = [int(pid) for pid in listed.stdout.split()]
        found += parents
    return found


@contextlib.contextmanager
def pages(postings: int) -> Iterator[str]:
    """The address of a server of both nights, in a process of its own."""
    command = (sys.executable, "-m", "benchmarks.night_pages", str(postings))
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
    finally:
        server.kill()
        server.wait()


async def prepare(url: str, base: str) -> None:
    database = Database(url)
    await migrate(database)
    for entry in entries(base):
        await sources.declare(database, SourceEntry(**entry), datetime.now(SHANGHAI))  # type: ignore[arg-type]  # as made
    await database.close()


def night(environment: dict[str, str], on: str, server_pid: int | None) -> dict[str, Any]:  # Any: JSON values
    """One night by one way of running it."""
    kind, _, count = on.partition("-")
    workers = [
        subprocess.Popen((*ME, "worker", "--at-once", "3"), cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
        for _ in range(int(count) if kind == "postgresql" else 0)
    ]
    how = ("--workers",) if workers else ("--processes", count) if count else ()
    before = server_cpu(server_pid)
    begun = time.monotonic()
    command = subprocess.Popen(
        (*ME, "ingest", "--all", "--json", *how),
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        stderr=subprocess.DEVNULL,
    )
    with Usage([command.pid, *(each.pid for each in workers)]) as usage:
        assert command.stdout is not None
        told = json.loads(command.stdout.read())
        command.wait()
    wall = time.monotonic() - begun
    for each in workers:
        each.terminate()
        each.wait(30)
    fetched = sum(row.get("fetched", 0) for row in told)
    return {
        "wall_seconds": round(wall, 1),
        "cpu_seconds": usage.cpu_seconds,
        "server_cpu_seconds": round(server_cpu(server_pid) - before, 1),
        "largest_process_megabytes": round(usage.megabytes),
        "fetched": fetched,
        "postings_per_wall_second": round(fetched / wall),
        "postings_per_cpu_second": round(fetched / usage.cpu_seconds),
        "outcomes": {name: sum(row["outcome"] == name for row in told) for name in {row["outcome"] for row in told}},
        **{name: sum(row.get(name, 0) for row in told) for name in ("created", "updated", "unchanged", "withdrawn")},
        "exit": command.returncode,
    }


def server_cpu(pid: int | None) -> float:
    """CPU seconds of a PostgreSQL server, ended backends included."""
    if pid is None:
        return 0.0
    total = 0.0
    for each in family([pid]):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            total += sum(map(int, fields[11:15] if each == pid else fields[11:13])) / os.sysconf("SC_CLK_TCK")
    return total


@contextlib.contextmanager
def database_of(on: str, folder: Path) -> Iterator[tuple[str, int | None]]:
    """A URL, and the process of the server where there is one."""
    if not on.startswith("postgresql"):
        yield f"sqlite:///{folder}/{on}.db", None
        return
    with postgres(("synchronous_commit = off", "shared_buffers = '256MB'", "max_wal_size = '4GB'")) as server:
        yield server.database_url(server.create_database()), server.pid


def two_nights(on: str, base: str, folder: Path) -> dict[str, Any]:  # Any: JSON values
    with database_of(on, folder) as (url, server_pid):
        environment = {
            **os.environ,
            "DOORSTEP_DATABASE_URL": url,
            "DOORSTEP_STATE_DIR": str(folder),
            "DOORSTEP_ALLOW_ADDRESSES": "127.0.0.1",
        }
        asyncio.run(prepare(url, base))
        found: dict[str, Any] = {}  # Any: JSON values
        for number in (1, 2):
            urllib.request.urlopen(f"{base}/night/{number}").read()
            found[f"night {number}"] = night(environment, on, server_pid)
            print(on, number, found[f"night {number}"], file=sys.stderr, flush=True)
        if on == "sqlite":
            found["database_megabytes"] = round((folder / "sqlite.db").stat().st_size / 1e6)
        return found


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--postings", type=int, default=300_000)
    options.add_argument("--on", default="sqlite,sqlite-2,postgresql-1,postgresql-2")
    options.add_argument("--out", type=Path)
    options.add_argument("--no-rates", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="doorstep-night-") as folder, pages(chosen.postings) as base:
        found: dict[str, Any] = {"postings": chosen.postings, "load_before": os.getloadavg()}  # Any: JSON values
        if not chosen.no_rates:
            found["rates"] = asyncio.run(rates(Path(folder), chosen.postings))
        for on in filter(None, chosen.on.split(",")):
            found[on] = two_nights(on, base, Path(folder))
    text = json.dumps(found, ensure_ascii=False, indent=1)
    print(text)
    if chosen.out:
        chosen.out.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
