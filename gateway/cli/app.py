"""The command `doorstep`, assembled: the order here is the order in `doorstep --help`."""

import sys
from collections import UserDict
from importlib import import_module
from typing import Any, Final, Literal

import typer
from typer.core import TyperGroup

from gateway.cli.output import Exit, err, fail_with
from gateway.collecting import look_seldom
from schema.problems import DoorstepError

MARKUP: Final[Literal["markdown"]] = "markdown"
COMMANDS: Final = {
    "demo": "demo:demo",
    "serve": "serve:serve",
    "ingest": "ingest:ingest",
    "worker": "worker:worker",
    "schedule": "schedule:schedule",
    "preview": "preview:preview",
    "sources": "sources:app",
    "submit": "submit:submit",
    "record": "check:record",
    "check": "check:check",
    "rejects": "rejects:app",
    "keys": "keys:app",
    "secrets": "secrets:app",
    "new": "new:app",
    "runs": "runs:app",
    "report": "report:report",
    "connectors": "connectors:connectors",
    "migrate": "migrate:migrate",
    "backup": "housekeeping:backup",
    "restore": "housekeeping:restore",
    "prune": "housekeeping:prune",
    "normalise": "normalise:normalise",
    "schema": "schema:schema",
    "documents": "documents:app",
    "doctor": "doctor:doctor",
}
"""Each command: its module here, and its function or its group there."""


class Imported(UserDict[str, Any]):  # Any: typer's commands and groups, whose classes it keeps to itself
    """The commands by name, each imported when it is taken out: `serve` need not wait for what reads spreadsheets."""

    def __getitem__(self, name: str) -> Any:
        module, attribute = self.data[name].split(":")
        found = getattr(import_module(f"gateway.cli.{module}"), attribute)
        if isinstance(found, typer.Typer):
            group = typer.main.get_group(found)
            group.name = name
            return group
        single = typer.Typer(rich_markup_mode=MARKUP, pretty_exceptions_enable=False, add_completion=False)
        single.command(name=name)(found)
        return typer.main.get_command(single)


class Commands(TyperGroup):
    """The group of all commands, over `Imported`."""

    def __init__(self, **given: Any) -> None:  # Any: what typer makes a group of
        super().__init__(**given)
        self.commands = Imported(COMMANDS)


app = typer.Typer(
    name="doorstep",
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=MARKUP,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def doorstep() -> None:
    """家门口 Doorstep: one graph of the jobs within reach of a person's door.

    Start with `doorstep demo`: it serves sample sources, ingests them and serves the graph.
    """


def main() -> None:
    """Run the command; an error that can be mended is a sentence, never a traceback."""
    look_seldom()
    try:
        app()
    except DoorstepError as error:
        try:
            fail_with(error)
        except typer.Exit as leave:
            sys.exit(leave.exit_code)
    except KeyboardInterrupt:
        err.print("stopped")
        sys.exit(Exit.FAILED + 129)
