"""`doorstep doctor`: is this installation whole, and what to mend if not."""

import asyncio

import typer

from gateway.cli.output import AsJson, Exit, print_json, print_rows
from gateway.doctoring import examine
from gateway.settings import settings_from


def doctor(as_json: bool = AsJson) -> None:
    """Check the installation: Python, the rooms' packages, plugins, data files, database, Redis, the port."""
    findings = asyncio.run(examine(settings_from()))
    rows = [{"check": f.check, "well": "yes" if f.well else "NO", "what": f.what} for f in findings]
    if as_json:
        print_json([{"check": f.check, "well": f.well, "what": f.what} for f in findings])
    else:
        print_rows(rows, ("check", "well", "what"))
    if not all(f.well for f in findings):
        raise typer.Exit(Exit.FAILED)
