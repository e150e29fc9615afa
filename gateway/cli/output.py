"""How commands speak: a table for a person, JSON for a program, and exit codes that mean something.

Exit codes: 0 all well; 1 the command itself failed; 2 it was called wrongly; 3 some sources did not go well.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from typing import Any, NoReturn

import orjson
import typer
from rich.console import Console
from rich.table import Table

from schema.problems import DoorstepError, Problem

WIDE = 160
"""Columns of a table that goes to a file or a pipe."""

out = Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)
"""Results. What is not a result (progress, hints, errors) goes to `err`, so that a pipe gets results only."""
err = Console(stderr=True, highlight=False, width=None if sys.stderr.isatty() else WIDE)

AsJson = typer.Option(False, "--json", help="Print JSON for a program instead of a table.")


class Exit(IntEnum):
    """What the exit code of a command says."""

    WELL = 0
    FAILED = 1
    USAGE = 2
    SOME_SOURCES_FAILED = 3


def print_json(value: Any) -> None:  # Any: whatever orjson can write
    """Print one JSON document, UTF-8 as it is."""
    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS).decode() + "\n")


def print_rows(rows: Sequence[Mapping[str, object]], columns: Iterable[str], title: str | None = None) -> None:
    """Print rows as a table; numbers stand on the right, an absent value is blank."""
    columns = list(columns)
    table = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        number = any(isinstance(row.get(column), int | float) for row in rows)
        table.add_column(column, justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*("" if row.get(column) is None else str(row[column]) for column in columns))
    out.print(table)


def fail(problem: Problem, code: Exit = Exit.FAILED) -> NoReturn:
    """Say what to mend, in both languages, and leave."""
    where = f" ({'.'.join(problem.path)})" if problem.path else ""
    err.print(f"[bold red]{problem.code}[/]{where}: {problem.zh}", soft_wrap=True)
    err.print(problem.en, soft_wrap=True)
    raise typer.Exit(code)


def fail_with(error: DoorstepError, code: Exit = Exit.FAILED) -> NoReturn:
    """`fail` for an error that was caught."""
    fail(error.problem, code)
