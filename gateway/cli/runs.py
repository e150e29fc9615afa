"""`doorstep runs`: the runs of sources, and those that wait for a person."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import typer

from gateway.cli.output import AsJson, err, print_json, print_rows
from gateway.installation import Installation, installation
from gateway.settings import settings_from
from schema.changes import NUMBERS
from schema.store import runs as store
from schema.store.migrating import require_current
from schema.store.runs import Run

app = typer.Typer(help="List runs; confirm one that is held.", invoke_without_command=True)

COLUMNS = ("run", "source", "outcome", "started", *NUMBERS, "seconds", "problem")
Source = typer.Option(None, "--source", help="Only runs of this source.")
Limit = typer.Option(20, "--limit", min=1, max=1000, help="How many, newest first.")
Held = typer.Option(False, "--held", help="Only those that wait for `doorstep runs confirm`.")


@app.callback()
def runs(
    context: typer.Context, source: str | None = Source, limit: int = Limit, held: bool = Held, as_json: bool = AsJson
) -> None:
    """List the latest runs; `doorstep runs confirm RUN` accepts one that is held."""
    if context.invoked_subcommand is None:
        found = asyncio.run(_with(lambda house: _read(house, source, limit, held)))
        if as_json:
            print_json([plain(one) for one in found])
        elif found:
            print_rows([row_of(one) for one in found], COLUMNS)
        else:
            err.print("no such run yet")


@app.command()
def confirm(
    run: int = typer.Argument(help="The number of the run, as `doorstep runs --held` lists it."),
    as_json: bool = AsJson,
) -> None:
    """Accept a held run: what its source no longer showed is withdrawn."""
    changed = asyncio.run(_with(lambda house: store.confirm(house.database, run, house.now())))
    if as_json:
        print_json({"run": run, "jobsChanged": len(changed.jobs)})
    else:
        err.print(f"run {run} is confirmed; jobs that changed with it: {len(changed.jobs)}")


async def _read(house: Installation, source: str | None, limit: int, held: bool) -> list[Run]:
    if held:
        return [one for one in await store.held(house.database) if source in (None, one.source_key)][:limit]
    return await store.recent(house.database, source_key=source, limit=limit)


def row_of(one: Run) -> dict[str, object]:
    seen = plain(one)
    started = f"{one.started_at:%m-%d %H:%M:%S}"
    return {**seen, "started": started, "problem": one.problem and one.problem.code}


def plain(one: Run) -> dict[str, object]:
    """A run as JSON values."""
    problem = one.problem and {"code": one.problem.code, "zh": one.problem.zh, "en": one.problem.en}
    return {
        "run": one.id,
        "source": one.source_key,
        "outcome": one.outcome.value,
        "started": one.started_at.isoformat(),
        "finished": one.finished_at and one.finished_at.isoformat(),
        **{name: getattr(one, name) for name in (*NUMBERS, "seconds")},
        "problem": problem,
        "counters": dict(one.counters),
        "drift": list(one.drift),
        "confirmed": one.confirmed_at and one.confirmed_at.isoformat(),
    }


async def _with(act: Callable[[Installation], Awaitable[Any]]) -> Any:  # Any: whatever the act gives
    async with installation(settings_from()) as house:
        await require_current(house.database)
        return await act(house)
