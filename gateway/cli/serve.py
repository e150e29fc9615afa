"""`doorstep serve`: serve the graph."""

import asyncio
import dataclasses
import socket

import typer
import uvicorn

from gateway.app import Gateway, create_app
from gateway.cli.output import err
from gateway.collecting import collect_seldom
from gateway.http.direct import Direct
from gateway.logs import configure_logs
from gateway.settings import Settings, settings_from
from schema.store.engine import Database
from schema.store.migrating import migrate

TRIES = 50

Port = typer.Option(None, "--port", help="The port; default: DOORSTEP_PORT or 8000. Taken: the next free one.")
Host = typer.Option(None, "--host", help="The address to listen on; default: DOORSTEP_HOST or 127.0.0.1.")
Workers = typer.Option(1, "--workers", min=1, help="Processes that answer: as many as there are cores to use.")


def serve(port: int | None = Port, host: str | None = Host, workers: int = Workers) -> None:
    """Serve the graph, its IDE and its health checks. Ctrl-C ends it."""
    settings = settings_from()
    settings = dataclasses.replace(settings, host=host or settings.host, port=port or settings.port)
    asyncio.run(_migrated(settings))
    serve_here(settings, workers)


def serve_here(settings: Settings, workers: int = 1) -> None:
    """Serve until Ctrl-C on the settings' port, or on the next free one, which is said.

    Several workers are processes of their own on one socket: each reads its settings from the environment again.
    """
    port = free_port(settings.host, settings.port)
    if port != settings.port:
        err.print(f"[yellow]port {settings.port} is taken; using {port}[/] (DOORSTEP_PORT chooses another)")
    base = f"http://{settings.host}:{port}"
    err.print(f"graph   [bold]{base}/graphql[/]\nIDE     [bold]{base}/ide[/]\nhealth  [bold]{base}/healthz[/]")
    err.print("Ctrl-C ends it.")
    configure_logs(settings)
    uvicorn.run(
        f"{__name__}:worker" if workers > 1 else _standing(settings),
        factory=workers > 1,
        workers=workers,
        host=settings.host,
        port=port,
        loop="uvloop",
        http=Direct,
        log_level="warning",
        access_log=False,
        log_config=None,
        ws="websockets-sansio",
        forwarded_allow_ips=settings.forwarded_allow_ips,
        timeout_graceful_shutdown=3,
        server_header=False,
    )


def worker() -> Gateway:
    """The application of one of several workers."""
    settings = settings_from()
    configure_logs(settings)
    return _standing(settings)


def _standing(settings: Settings) -> Gateway:
    app = create_app(settings)
    collect_seldom()
    return app


def free_port(host: str, wanted: int) -> int:
    """The first free port from `wanted` on; `wanted` itself where none of the next is."""
    for port in range(wanted, wanted + TRIES):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    return wanted


async def _migrated(settings: Settings) -> None:
    database = Database(settings.database_url)
    try:
        await migrate(database)
    finally:
        await database.close()
