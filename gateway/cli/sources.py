"""`doorstep sources`: the sources of this installation."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import typer
import yaml

from gateway.cli.output import AsJson, Exit, err, fail, print_json, print_rows
from gateway.installation import Installation, installation
from gateway.settings import settings_from
from gateway.sourcing import check_source
from schema.problems import DoorstepError
from schema.store import sources as store
from schema.store.migrating import require_current

app = typer.Typer(help="List, add, pause, resume and retire sources.", invoke_without_command=True)

Key = typer.Argument(help="The source's key.")
Reason = typer.Option(None, "--reason", help="Why, for those who look at it later.")
COLUMNS = ("key", "name", "connector", "health", "open jobs", "fresh at", "stale at", "schedule")


@app.callback()
def sources(context: typer.Context, as_json: bool = AsJson) -> None:
    """List the sources; `doorstep sources --help` shows what else can be done with them."""
    if context.invoked_subcommand is None:
        rows = asyncio.run(_with(_rows))
        if as_json:
            print_json(rows)
        elif rows:
            print_rows(rows, COLUMNS)
        else:
            err.print("no source yet: `doorstep sources add`, or `doorstep demo` for samples")


@app.command()
def add(
    key: str = Key,
    connector: str | None = typer.Option(None, "--connector", help="A kind that `doorstep connectors` lists."),
    name: str | None = typer.Option(None, "--name", help="What people call it; default: its key."),
    url: str | None = typer.Option(None, "--url", help="Where it is (goes into its config)."),
    file: Path | None = typer.Option(
        None, "--file", "-f", exists=True, dir_okay=False, help="YAML: name, connector, config …"
    ),
    division: str | None = typer.Option(None, "--division", help="The code of the division it is about, e.g. 440103."),
    schedule: str | None = typer.Option(
        None, "--schedule", help="A cron expression in Asia/Shanghai; default: nightly."
    ),
    owner: str | None = typer.Option(None, "--owner", help="The agency whose keys may change it."),
) -> None:
    """Register a source, from options or from a YAML file; its config is checked, nothing is fetched."""
    said = _file(file) if file else {}
    config = dict(said.get("config", {}))
    if url:
        config["url"] = url
    kind = connector or said.get("connector")
    if kind is None:
        raise typer.BadParameter("which kind? `doorstep connectors` lists them", param_hint="--connector")
    problems = check_source(kind, config)
    if problems:
        for problem in problems[1:]:
            err.print(f"{problem.code} ({'.'.join(problem.path)}): {problem.message}")
        fail(problems[0], Exit.USAGE)
    entry = store.SourceEntry(
        key=key,
        name=name or str(said.get("name", key)),
        connector=kind,
        config=config,
        url=config.get("url"),
        division=division or _text(said.get("division")),
        schedule=schedule or _text(said.get("schedule")),
        owner=owner or _text(said.get("owner")),
    )
    asyncio.run(_with(lambda house: store.register(house.database, entry, house.now())))
    err.print(f"registered; run it with: doorstep ingest {key}")


@app.command()
def pause(key: str = Key, reason: str | None = Reason) -> None:
    """Stop running a source; what it has shown stays."""
    asyncio.run(_with(lambda house: store.pause(house.database, key, reason)))


@app.command()
def resume(key: str = Key) -> None:
    """Run a paused source again."""
    asyncio.run(_with(lambda house: store.resume(house.database, key)))


async def _with(act: Callable[[Installation], Awaitable[Any]]) -> Any:  # Any: whatever the act gives
    async with installation(settings_from()) as house:
        await require_current(house.database)
        return await act(house)


async def _rows(house: Installation) -> list[dict[str, object]]:
    now = house.now()
    return [
        {
            "key": one.key,
            "name": one.name,
            "connector": one.connector,
            "health": store.health_at(one, now).value,
            "open jobs": one.open_jobs,
            "fresh at": one.fresh_at and one.fresh_at.isoformat(timespec="minutes"),
            "stale at": one.stale_at and one.stale_at.isoformat(timespec="minutes"),
            "schedule": one.schedule or store.NIGHTLY,
        }
        for one in await store.listing(house.database)
    ]


def _file(path: Path) -> dict[str, Any]:  # Any: YAML's values, checked below and by the kind's schema
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _unreadable(path) from error
    if not isinstance(said, dict):
        raise _unreadable(path)
    return said


def _unreadable(path: Path) -> DoorstepError:
    return DoorstepError(
        "SOURCE_FILE_UNREADABLE",
        f"{path.name} 不是 UTF-8 的 YAML 文件，或顶层不是键值",
        f"{path.name} is not a YAML file in UTF-8 with keys at its top",
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
