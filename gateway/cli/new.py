"""`doorstep new connector NAME`: a plugin of fourteen lines with its test."""

from pathlib import Path

import typer

from connectors.scaffold import new_connector
from gateway.cli.output import err

app = typer.Typer(help="Write a plugin.", no_args_is_help=True)


@app.callback()
def new() -> None:
    """Write something new for Doorstep."""


@app.command()
def connector(
    name: str = typer.Argument(help="Its kind: small letters and digits, such as teaboard."),
    folder: Path = typer.Option(Path(), "--folder", file_okay=False, help="Where; default: here."),
) -> None:
    """Write a package with a connector, its test and its entry point; `pip install -e` makes Doorstep find it."""
    made = new_connector(name, folder)
    err.print(f"written: {made}; next: pip install -e {made}, then doorstep connectors")
