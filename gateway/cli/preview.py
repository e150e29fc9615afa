"""`doorstep preview`: what a source would yield, without keeping anything."""

import asyncio
from collections import Counter
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import typer
import yaml
from rich.table import Table

from connectors.context import BaseContext, FetchContext, file_context, is_fetched
from connectors.errors import AddressInvalid
from connectors.fetch import Fetcher, Request
from connectors.previewing import Preview
from connectors.registry import connector
from connectors.secrets import OpenSecret, SecretText
from connectors.settings import whole_schema
from connectors.urls import host_of
from gateway.cli.output import AsJson, Exit, err, out, print_json
from gateway.entries import config_of, read_said
from gateway.installation import SHANGHAI, fetch_settings, now_in_china
from gateway.partners.trying import try_source
from gateway.settings import settings_from
from gateway.sourcing import check_source
from schema.store.sources import SourceEntry

Kind = typer.Argument(help="The kind of connector: board, notice, jobonline, delivery, manifest …")
Address = typer.Argument(help="An address (https://…) or a file: a saved page, a spreadsheet, a manifest in YAML.")
Set = typer.Option([], "--set", metavar="KEY=VALUE", help="A key of the source's config; repeat for more.")
Secret = typer.Option([], "--secret", metavar="NAME=VALUE", help="A secret that the config names; it is not kept.")
Division = typer.Option(None, "--division", help="The code of the division it is about, e.g. 440103.")
Clock = typer.Option(
    None, "--clock", help="Read 昨天 and dates without a year as of then (ISO 8601), or as of the `source`'s own clock."
)
Limit = typer.Option(None, "--limit", min=1, help="Stop after this many jobs.")


PATIENT_SECONDS = 3600.0
"""A person who waits may stop it."""


def preview(
    kind: str = Kind,
    address: str = Address,
    settings: list[str] = Set,
    secret: list[str] = Secret,
    division: str | None = Division,
    clock: str | None = Clock,
    limit: int | None = Limit,
    as_json: bool = AsJson,
) -> None:
    """Read a page, a file or a described source, and show what it would yield: raw words beside what they became.

    Nothing is kept. Exit code 3 where the source itself did not go well.
    """
    given = {**_pairs(settings, "--set"), **({"division": division} if division else {})}
    config = whole_config(kind, address, given)
    found = asyncio.run(_preview(kind, config, _pairs(secret, "--secret"), clock, limit))
    if as_json:
        print_json(found.json())
    else:
        show(found)
    if found.problems:
        raise typer.Exit(Exit.SOME_SOURCES_FAILED)


def whole_config(kind: str, address: str, given: dict[str, Any]) -> dict[str, Any]:  # Any: config values
    """The config that an address stands for: a page's, a file's, or what a manifest says; what is given wins."""
    path = Path(address)
    given = {name: _as_told(kind, name, value) for name, value in given.items()}
    if is_fetched(address):
        return {"url": address, **given}
    if path.is_dir() and kind == "delivery":
        return {"url": f"{path.resolve().as_uri()}/", **given}
    if not path.is_file():
        raise AddressInvalid(path.name)
    if kind != "stations" and path.suffix in (".yaml", ".yml"):
        config = {**config_of(read_said(path)), **given}
        beside = path.parent / str(config.get("url", ""))
        return {**config, "url": beside.resolve().as_uri()} if beside.is_file() else config
    return {"url": path.resolve().as_uri(), **given}


def _as_told(kind: str, name: str, value: Any) -> Any:  # Any: config values
    """A value whose key takes words as words: --set division=440103 is no number."""
    about = whole_schema(connector(kind).config_schema).get("properties", {}).get(name, {})
    return str(value) if about.get("type") == "string" and not isinstance(value, str) else value


async def _preview(
    kind: str, config: dict[str, Any], secrets: dict[str, str], clock: str | None, limit: int | None
) -> Preview:  # Any: config values
    problems = check_source(kind, config)
    if problems:
        return Preview(problems=list(problems))
    async with Fetcher(fetch_settings(settings_from())) as fetcher:
        now = await now_by(clock, str(config.get("url", "")), fetcher)
        context = _context(config, secrets, now, fetcher)
        entry = SourceEntry(key="preview", name="preview", connector=kind, config=config)
        return await try_source(entry, context, limit, seconds=PATIENT_SECONDS)


async def now_by(clock: str | None, url: str, fetcher: Fetcher) -> datetime:
    """The instant that `--clock` means: the real one, one in ISO 8601, or that of the source's server by its Date."""
    if clock != "source":
        return _clock(clock)
    page = await fetcher.fetch(Request(url, expect=frozenset(range(200, 500)), source="preview"))
    return parsedate_to_datetime(page.headers.get("date", "")).astimezone(SHANGHAI)


def _context(
    config: dict[str, Any], secrets: dict[str, str], now: datetime, fetcher: Fetcher
) -> BaseContext:  # Any: config values
    url = str(config.get("url", ""))
    if not is_fetched(url):
        return file_context("preview", config, now, Path(unquote(urlsplit(url).path)))
    host = host_of(url)
    opened = {name: OpenSecret(name, host, SecretText(value)) for name, value in secrets.items()}
    return FetchContext(source_key="preview", config=config, now=now, secrets=opened, fetcher=fetcher)


def _pairs(given: list[str], option: str) -> dict[str, Any]:  # Any: numbers and flags as YAML reads them
    pairs = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals:
            raise typer.BadParameter(f"{one!r} is not KEY=VALUE", param_hint=option)
        pairs[name.strip()] = value if option == "--secret" else yaml.safe_load(value)
    return pairs


def _clock(given: str | None) -> datetime:
    if given is None:
        return now_in_china()
    try:
        clock = datetime.fromisoformat(given)
    except ValueError as error:
        raise typer.BadParameter("write ISO 8601: 2026-11-22T16:30:00+08:00", param_hint="--clock") from error
    return clock if clock.tzinfo else clock.replace(tzinfo=SHANGHAI)


def show(found: Preview) -> None:
    """What a person looks at: the jobs with their words, what else was found, what was not taken and why."""
    if found.jobs:
        out.print(_jobs(found.jobs))
        out.print(_fill(found.jobs))
    for name, rows in (("events", found.events), ("policies", found.policies), ("stations", found.stations)):
        if rows:
            out.print(_others(name, rows))
    for reject in found.rejects:
        err.print(f"[yellow]not taken[/] {reject.get('externalId') or ''} {reject['reason']}: {reject['message']}")
    for problem in found.problems:
        err.print(f"[bold red]{problem.code}[/] {problem.zh}\n  {problem.en}")
    counted = ", ".join(f"{name} {times}" for name, times in sorted(found.counters.items()))
    err.print(
        f"{len(found.jobs)} jobs, {len(found.events)} events, {len(found.policies)} policies, "
        f"{len(found.stations)} stations, {len(found.rejects)} not taken; {found.requests} requests"
        + (f"; {counted}" if counted else "")
    )


def _jobs(jobs: list[dict[str, Any]]) -> Table:  # Any: JSON values
    table = Table(title="jobs", title_justify="left", header_style="bold")
    for column in ("title", "employer", "pay: words", "pay: read", "headcount", "place", "status"):
        table.add_column(column, overflow="fold")
    for job in (one["normalised"] for one in jobs):
        pay, place, employer = job.get("pay") or {}, job.get("place") or {}, job.get("employer") or {}
        table.add_row(
            job["title"],
            employer.get("name") or "",
            pay.get("text") or "",
            _pay(pay),
            str(job.get("headcount") or job.get("headcountText") or ""),
            f"{place.get('text') or ''} {(place.get('division') or {}).get('code') or ''}".strip(),
            job.get("status") or "",
        )
    return table


def _pay(pay: dict[str, Any]) -> str:  # Any: JSON values
    if pay.get("negotiable"):
        return "negotiable"
    low, high, unit = pay.get("min"), pay.get("max"), pay.get("unit") or "?"
    if low is None and high is None:
        return ""
    span = str(low) if low == high else f"{low or ''}–{high or ''}"
    return f"{span} / {unit}"


FILLED = ("pay", "employer", "place", "headcount", "schedule", "contact", "description", "postedAt", "occupation")


def _fill(jobs: list[dict[str, Any]]) -> Table:  # Any: JSON values
    counts: Counter[str] = Counter()
    for job in (one["normalised"] for one in jobs):
        counts.update(name for name in FILLED if _is_filled(_pay(job["pay"]) if name == "pay" else job.get(name)))
    table = Table(title="filled", title_justify="left", header_style="bold")
    for name in FILLED:
        table.add_column(name, justify="right")
    table.add_row(*(f"{counts[name] / len(jobs):.0%}" for name in FILLED))
    return table


def _is_filled(value: object) -> bool:
    return any(_is_filled(each) for each in value.values()) if isinstance(value, dict) else bool(value)


def _others(title: str, rows: list[dict[str, Any]]) -> Table:  # Any: JSON values
    table = Table(title=title, title_justify="left", header_style="bold")
    for column in ("kind", "title", "what"):
        table.add_column(column, overflow="fold")
    for row in rows:
        what = {name: value for name, value in row.items() if name not in ("kind", "title", "name", "raw") and value}
        words = "; ".join(f"{name}: {_plain(value)}" for name, value in what.items() if _plain(value))
        table.add_row(str(row.get("kind") or ""), str(row.get("title") or row.get("name") or ""), words)
    return table


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(text for each in value.values() if (text := _plain(each)))
    if isinstance(value, list):
        return "、".join(_plain(each) for each in value)
    return str(value)
