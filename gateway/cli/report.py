"""`doorstep report`: a night in one look."""

import asyncio
from datetime import date
from pathlib import Path

import typer

from gateway.cli.output import AsJson, Exit, err, fail_with, out, print_json, print_rows
from gateway.installation import installation
from gateway.nightly.night import Night, Trouble, night_of, read_night
from gateway.nightly.page import at, night_page
from gateway.nightly.telling import as_json as told
from gateway.nightly.webhook import post_night
from gateway.settings import settings_from
from schema.changes import NUMBERS
from schema.problems import DoorstepError
from schema.store.migrating import require_current

COLUMNS = ("source", "outcome", "health", *NUMBERS, "seconds", "open", "fresh at")

TheNight = typer.Option(False, "--night", help="The report of a night; so far the only one there is.")
Day = typer.Option(None, "--date", metavar="YYYY-MM-DD", help="The night that ends on this date; default: this one.")
Page = typer.Option(None, "--html", dir_okay=False, help="Write the report as one HTML page to this file.")
Send = typer.Option(False, "--send", help="Post the report to DOORSTEP_REPORT_WEBHOOK.")


def report(
    night: bool = TheNight,
    day: str | None = Day,
    as_json: bool = AsJson,
    html: Path | None = Page,
    send: bool = Send,
) -> None:
    """What happened in the night: what failed and what to do, what is held, drift, rejects, freshness.

    Exit codes: 0 all went well, 3 a source failed or waits for a person, 1 the command itself failed.
    """
    read = asyncio.run(_read(_date(day), send))
    if html is not None:
        html.write_text(night_page(read), "utf-8")
        err.print(f"written: {html}")
    if as_json:
        print_json(told(read))
    elif html is None:
        show(read)
    raise typer.Exit(Exit.WELL if read.is_well else Exit.SOME_SOURCES_FAILED)


async def _read(day: date | None, send: bool) -> Night:
    async with installation(settings_from()) as house:
        await require_current(house.database)
        now = house.now()
        read = await read_night(house.database, day or night_of(now), now)
        if send:
            try:
                await post_night(house, read)
            except DoorstepError as error:
                fail_with(error)
        return read


def _date(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text}: write it as 2026-11-22", param_hint="--date") from error


def show(night: Night) -> None:
    """The report on a terminal: the table, then what asks for a person."""
    rows = [
        {
            "source": one.key,
            "outcome": one.outcome or None,
            "health": one.health.value,
            **{name: getattr(one, name) for name in (*NUMBERS, "seconds")},
            "open": one.open_jobs,
            "fresh at": at(one.fresh_at),
        }
        for one in night.lines
    ]
    print_rows(rows, COLUMNS, title=f"The night of {night.date}: {at(night.since)} to {at(night.until)}")
    for title, troubles in (("Failed", night.troubles), ("Held", night.held)):
        if troubles:
            out.print(f"\n[bold]{title}[/]")
        for one in troubles:
            _show_trouble(one)
    if night.drift:
        out.print("\n[bold]Drift[/]")
        for each in night.drift:
            out.print(f"  {each.source_key}: {each.field} {each.before:.0%} → {each.after:.0%}")
    if night.rejects:
        rejects = [
            {"source": one.source_key, "reason": one.reason, "times": one.count, "new": "new" if one.is_new else None}
            for one in night.rejects
        ]
        print_rows(rejects, ("source", "reason", "times", "new"), title="\nRejects")
    if night.is_well:
        out.print("\n[green]All went well / 一切正常[/]")


def _show_trouble(one: Trouble) -> None:
    out.print(f"  [bold]{one.source_key}[/] {one.outcome}: {one.problem.zh}", soft_wrap=True)
    out.print(f"    {one.problem.en} [dim]({one.problem.code})[/]", soft_wrap=True)
    out.print(f"    → {one.advice.zh}\n    → {one.advice.en}", soft_wrap=True, markup=False)
