"""What an answer costs as jobs grow.

    python -m benchmarks.growth FOLDER 100000 1000000 3000000 [--seconds 1] [--rounds 3]

FOLDER has, or is given, `JOBS.db` for each number (see benchmarks.data; three million take most of an hour). One server
over each, cold, all distinct, 16 connections, in interleaved rounds. Figures are medians over rounds of requests in a
second of the server's own processor time; the last column is the cost at the most jobs to that at the fewest. Beside
them the server's memory at the end: resident, and of that its own. Prints Markdown.
"""

import argparse
import contextlib
import sqlite3
import statistics
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import uvloop

from benchmarks.graph import DISTINCT, WELL, Server, cpu_of, fill, free_port, started
from benchmarks.load import run
from benchmarks.operations import OPERATIONS, bodies, drawn

CONNECTIONS: Final = 16

Figures = dict[tuple[str, int], list[float]]
"""By operation and jobs: requests in a second of the processor, one a round."""


def servers(folder: Path, counts: Sequence[int]) -> dict[int, Server]:
    found = {}
    for jobs in counts:
        url, port = f"sqlite:///{folder}/{jobs}.db", free_port()
        command = (sys.executable, "-m", "gateway", "serve", "--port", str(port))
        environment = {"DOORSTEP_DATABASE_URL": url, "DOORSTEP_RESPONSE_CACHE_BYTES": "0"}
        found[jobs] = Server(f"doorstep {jobs}", "doorstep", command, environment, port)
    return found


def measure(found: Mapping[int, Server], pids: Mapping[str, int], seconds: float, rounds: int) -> Figures:
    sets = {jobs: drawn(jobs, DISTINCT, 7) for jobs in found}
    figures: Figures = {}
    for number in range(-1, rounds):  # the first is for warming up, and is not kept
        for operation in OPERATIONS:
            for jobs, server in found.items():
                asked = bodies(operation.doorstep, sets[jobs])
                spent = cpu_of(pids[server.name])
                made = uvloop.run(run(server.port, asked, CONNECTIONS, seconds))
                spent = cpu_of(pids[server.name]) - spent
                assert not made.failed, (operation.name, jobs)
                if number >= 0:
                    figures.setdefault((operation.name, jobs), []).append(len(made.latencies) / max(spent, 1e-6))
    return figures


def megabytes(pid: int) -> str:
    """Resident memory, and what of it is the process's own."""
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    resident, own = (int(status[name].split()[0]) // 1024 for name in ("VmRSS", "RssAnon"))
    return f"{resident} ({own})"


def main(folder: Path, counts: Sequence[int], seconds: float, rounds: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for jobs in counts:
        if not (folder / f"{jobs}.db").exists():
            fill(f"sqlite:///{folder}/{jobs}.db", jobs)
        with contextlib.closing(sqlite3.connect(folder / f"{jobs}.db")) as embedded, embedded:
            embedded.execute(WELL)
    found = servers(folder, counts)
    with started(list(found.values()), folder) as pids:
        figures = measure(found, pids, seconds, rounds)
        memory = [megabytes(pids[server.name]) for server in found.values()]
    print(f"| operation | {' | '.join(f'{jobs:,}' for jobs in counts)} | times the cost |")
    print("|---" * (len(counts) + 2) + "|")
    for operation in OPERATIONS:
        told = [statistics.median(figures[operation.name, jobs]) for jobs in counts]
        print(f"| {operation.name} | {' | '.join(f'{one:,.0f}' for one in told)} | {told[0] / told[-1]:.2f} |")
    print(f"| MB | {' | '.join(memory)} | |")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("folder", type=Path)
    options.add_argument("jobs", type=int, nargs="+")
    options.add_argument("--seconds", type=float, default=1.0)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    main(given.folder.resolve(), sorted(given.jobs), given.seconds, given.rounds)
