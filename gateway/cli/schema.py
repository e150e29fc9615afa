"""`doorstep schema`: the graph's SDL."""

import sys
from pathlib import Path

import typer
from graphql import GraphQLError, build_schema
from graphql.utilities import find_breaking_changes

from gateway.cli.output import Exit, err, out
from gateway.graph.schema import graphql_schema, sdl
from schema.problems import DoorstepError

Check = typer.Option(None, "--check", help="An older SDL: name what the present graph breaks in it.", exists=True)


def schema(check: Path | None = Check) -> None:
    """Print the graph's SDL, or with --check name the breaking changes since an older one (exit code 1)."""
    if check is None:
        sys.stdout.write(sdl() + "\n")
        return
    broken = breaking_changes(check.read_text(encoding="utf-8"))
    for change in broken:
        out.print(change, markup=False)
    if broken:
        raise typer.Exit(Exit.FAILED)
    err.print("nothing breaks")


def breaking_changes(older: str) -> list[str]:
    """What a client of the older schema would miss in the present one; raises DoorstepError SDL_UNREADABLE."""
    try:
        known = build_schema(older, assume_valid_sdl=True)
    except GraphQLError as error:
        raise DoorstepError(
            "SDL_UNREADABLE", "这份 SDL 无法解析", f"this SDL cannot be read: {error.message}"
        ) from error
    return [f"{change.type.name}: {change.description}" for change in find_breaking_changes(known, graphql_schema())]
