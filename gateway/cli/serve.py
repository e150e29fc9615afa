"""`doorstep serve`: serve the graph."""

import asyncio
import dataclasses
import gc
import socket
from functools import partial

import typer
import uvicorn

from gateway.app import create_app
from gateway.cli.output import err
from gateway.http.direct import Direct
from gateway.logs import configure_logs
from gateway.settings import Settings, settings_from
from schema.store.engine import Database
from schema.store.migrating import migrate

TRIES = 50

Port = typer.Option(None, "--port", help="The port; default: DOORSTEP_PORT or 8000. Taken: the next free one.")
Host = typer.Option(None, "--host", help="The address to listen on; default: DOORSTEP_HOST or 127.0.0.1.")


def serve(port: int | None = Port, host: str | None = Host) -> None:
    """Serve the graph, its IDE and its health checks. Ctrl-C ends it."""
    settings = settings_from()
    settings = dataclasses.replace(settings, host=host or settings.host, port=port or settings.port)
    asyncio.run(_migrated(settings))
    serve_here(settings)


def serve_here(settings: Settings) -> None:
    """Serve until Ctrl-C on the settings' port, or on the next free one, which is said."""
    port = free_port(settings.host, settings.port)
    if port != settings.port:
        err.print(f"[yellow]port {settings.port} is taken; using {port}[/] (DOORSTEP_PORT chooses another)")
    base = f"http://{settings.host}:{port}"
    err.print(f"graph   [bold]{base}/graphql[/]\nIDE     [bold]{base}/ide[/]\nhealth  [bold]{base}/healthz[/]")
    err.print("Ctrl-C ends it.")
    configure_logs(settings)
    app = create_app(settings)
    collect_seldom()
    uvicorn.run(
        app,
        host=settings.host,
        port=port,
        loop="uvloop",
        http=partial(Direct, at_once=app.at_once),  # type: ignore[arg-type]  # it is only called, as the class is
        log_level="warning",
        access_log=False,
        log_config=None,
        ws="websockets-sansio",
        forwarded_allow_ips=settings.forwarded_allow_ips,
        timeout_graceful_shutdown=3,
        server_header=False,
    )


def collect_seldom() -> None:
    """What stands now (the graph, the tables of places) stays: the collector need not walk it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


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
