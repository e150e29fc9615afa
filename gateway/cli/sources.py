"""`doorstep sources`: the sources of this installation."""

from dataclasses import asdict
from pathlib import Path

import typer
import yaml

from connectors.previewing import Preview
from gateway.cli.check import check as check_source_or_folder
from gateway.cli.house import in_house
from gateway.cli.output import AsJson, Exit, err, fail, out, print_json, print_rows
from gateway.cli.preview import Clock, Limit, now_by
from gateway.cli.preview import preview as preview_kind
from gateway.cli.preview import show as show_preview
from gateway.entries import config_of, entry_of, read_said
from gateway.installation import Installation
from gateway.partners.trying import try_source
from gateway.sourcing import check_source
from schema.store import retiring
from schema.store import sources as store
from schema.store.comparing import Difference, compare

app = typer.Typer(help="List, add, pause, resume and retire sources.", invoke_without_command=True)

Key = typer.Argument(help="The source's key.")
Reason = typer.Option(None, "--reason", help="Why, for those who look at it later.")
COLUMNS = ("key", "name", "connector", "health", "open jobs", "fresh at", "stale at", "schedule")


@app.callback()
def sources(context: typer.Context, as_json: bool = AsJson) -> None:
    """List the sources; `doorstep sources --help` shows what else can be done with them."""
    if context.invoked_subcommand is None:
        rows = in_house(_rows)
        if as_json:
            print_json(rows)
        elif rows:
            print_rows(rows, COLUMNS)
        else:
            err.print("no source yet: `doorstep sources add`, or `doorstep demo` for samples")


@app.command()
def add(
    what: str = typer.Argument(metavar="KEY-OR-FILE", help="The source's key, or a YAML file that says all of it."),
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
    replace: bool = typer.Option(False, "--replace", help="Change it where it is registered already."),
) -> None:
    """Register a source, from options or from a YAML file; its config is checked, nothing is fetched."""
    named = Path(what) if what.endswith((".yaml", ".yml")) else None
    path = named or file
    said = read_said(path) if path else {}
    config = config_of(said) if said else {}
    given = {"connector": connector, "name": name, "schedule": schedule, "owner": owner}
    said = {**said, **({} if named else {"key": what}), **{key: value for key, value in given.items() if value}}
    config |= {key: value for key, value in (("url", url), ("division", division)) if value}
    kind = said.get("connector") or ("manifest" if "fields" in config else None)
    if kind is None:
        raise typer.BadParameter("which kind? `doorstep connectors` lists them", param_hint="--connector")
    problems = check_source(str(kind), config)
    if problems:
        for problem in problems[1:]:
            err.print(f"{problem.code} ({'.'.join(problem.path)}): {problem.message}")
        fail(problems[0], Exit.USAGE)
    entry = entry_of(said, str(kind), config)
    act = store.declare if replace else store.register
    in_house(lambda house: act(house.database, entry, house.now()))
    for line in next_step(entry.key, entry.connector):
        err.print(line, soft_wrap=True)


def next_step(key: str, connector: str) -> tuple[str, str]:
    """What to do with a source that has just been registered, in Chinese and in English."""
    if connector == "push":
        command = f"doorstep submit FILE --source {key}"
        return (
            f"已登记。推送来源无须读取，用这条命令提交文件：{command}",
            f"registered; hand in a file with: {command}",
        )
    return (f"已登记。现在读取一次：doorstep ingest {key}", f"registered; run it with: doorstep ingest {key}")


@app.command()
def show(key: str = Key, as_json: bool = AsJson) -> None:
    """One source with its config; its secrets are names."""
    source = in_house(lambda house: store.get(house.database, key))
    told = {
        "key": source.key,
        "name": source.name,
        "connector": source.connector,
        "owner": source.owner,
        "state": source.state,
        "reason": source.state_reason,
        "health": source.health.value,
        "open jobs": source.open_jobs,
        "schedule": source.schedule or store.NIGHTLY,
        "config": source.config,
    }
    if as_json:
        print_json(told)
    else:
        out.print(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), end="")


@app.command()
def preview(
    what: str = typer.Argument(metavar="KEY-OR-FILE", help="A registered source's key, or a YAML file that says all."),
    clock: str | None = Clock,
    limit: int | None = Limit,
    as_json: bool = AsJson,
) -> None:
    """Read a source now and keep nothing; of a registered one, show what would change of what stands."""
    if what.endswith((".yaml", ".yml")):
        preview_kind("manifest", what, [], [], None, clock, limit, as_json)
        return
    found, against = in_house(lambda house: _preview(house, what, clock, limit))
    if as_json:
        print_json({**found.json(), "difference": asdict(against) if against else None})
    else:
        show_preview(found)
        if against:
            _show_difference(against)
    if found.problems:
        raise typer.Exit(Exit.SOME_SOURCES_FAILED)


async def _preview(
    house: Installation, key: str, clock: str | None, limit: int | None
) -> tuple[Preview, Difference | None]:
    source = await store.get(house.database, key)
    now = await now_by(clock, str(source.config.get("url", "")), house.fetcher)
    found = await try_source(source, await house.looking(source, now), limit)
    gone = [str(each["externalId"]) for each in found.gone]
    if not found.postings and not gone:
        return found, None
    told = await compare(house.database, source.id, found.postings, gone, house.now(), complete=found.complete)
    return found, told


def _show_difference(against: Difference) -> None:
    err.print(
        f"against what stands: {len(against.added)} added, {len(against.changed)} changed, {len(against.gone)} gone, "
        f"{against.unchanged} unchanged"
    )
    for key, fields in list(against.changed.items())[:20]:
        err.print(f"  changed {key}: {', '.join(fields)}")
    for key in against.gone[:20]:
        err.print(f"  gone {key}")


app.command(name="check", help=check_source_or_folder.__doc__)(check_source_or_folder)


@app.command()
def retire(key: str = Key, reason: str | None = Reason) -> None:
    """Forget a source: its jobs are withdrawn, not deleted; `doorstep sources resume` takes it back."""
    in_house(lambda house: retiring.retire(house.database, key, house.now(), reason))


@app.command()
def pause(key: str = Key, reason: str | None = Reason) -> None:
    """Stop running a source; what it has shown stays."""
    in_house(lambda house: store.pause(house.database, key, reason))


@app.command()
def resume(key: str = Key) -> None:
    """Run a paused source again."""
    in_house(lambda house: store.resume(house.database, key))


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
