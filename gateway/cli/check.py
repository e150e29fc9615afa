"""`doorstep record` keeps a source's pages; `doorstep check` reads them offline, on good days and on bad ones."""

import asyncio
from pathlib import Path

import typer

from connectors.checking import check as check_recording
from connectors.judging import Expected
from connectors.recording import Recording, load, save
from connectors.recording import record as record_source
from connectors.registry import kinds
from connectors.reports import CheckReport
from gateway.cli.house import in_house
from gateway.cli.output import AsJson, Exit, err, fail_with, out
from gateway.installation import Installation
from schema.problems import DoorstepError
from schema.store import sources

What = typer.Argument(metavar="SOURCE-OR-FOLDER", help="A folder that `doorstep record` wrote, or a registered source.")
Junit = typer.Option(None, "--junit", metavar="FILE", help="Write the report as JUnit for a CI system.")


def record(
    source: str = typer.Argument(help="The key of a registered source."),
    folder: Path = typer.Argument(help="Where its pages are kept; made where it is not there."),
) -> None:
    """Read a source once and keep every page, secrets hidden, for `doorstep check` and for a bug report."""
    recording, failure = in_house(lambda house: _record(house, source))
    save(recording, folder)
    err.print(f"{len(recording.exchanges)} pages kept in {folder}; next: doorstep check {folder}")
    if failure is not None:
        fail_with(failure, Exit.SOME_SOURCES_FAILED)


def check(what: str = What, junit: Path | None = Junit, as_json: bool = AsJson) -> None:
    """Check a connector on recorded pages, without a network: keys, fill rates, encodings, paging, repeatability,
    then the same pages as a captcha, an empty list, half a page, renamed, garbled, 500 and 429.

    Exit codes: 0 all passed, 3 something failed.
    """
    recording = load(Path(what)) if Path(what).is_dir() else in_house(lambda house: _recorded(house, what))
    report = asyncio.run(_check(recording))
    if junit is not None:
        junit.write_text(report.to_junit(), encoding="utf-8")
    print(report.to_json()) if as_json else out.print(report.for_person(), soft_wrap=True)
    if not report.passed:
        raise typer.Exit(Exit.SOME_SOURCES_FAILED)


async def _check(recording: Recording) -> CheckReport:
    kind = kinds().get(recording.connector)
    if kind is None or kind.make is None:
        raise DoorstepError(
            "UNKNOWN_CONNECTOR",
            f"录制所用的连接器“{recording.connector}”没有安装",
            f"the connector “{recording.connector}” of this recording is not installed",
        )
    expect = recording.config.get("expect", {})
    return await check_recording(recording, kind.make, Expected(least=int(expect.get("records", 1))))


async def _recorded(house: Installation, key: str) -> Recording:
    recording, failure = await _record(house, key)
    if failure is not None and not recording.exchanges:
        raise failure
    return recording


async def _record(house: Installation, key: str) -> tuple[Recording, DoorstepError | None]:
    source = await sources.get(house.database, key)
    kind = kinds()[source.connector]
    assert kind.make is not None  # a registered source's connector loads, or registering it failed
    return await record_source(kind.make(), await house.looking(source))
