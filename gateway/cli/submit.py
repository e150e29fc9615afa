"""`doorstep submit`: hand a file of jobs over to a source that is pushed to."""

from pathlib import Path

import typer

from connectors.deliveries.submitting import read_file
from gateway.cli.house import in_house
from gateway.cli.ingest import nothing_to_tell
from gateway.cli.output import AsJson, Exit, err, print_json, print_rows
from gateway.graph.context import Submission
from gateway.installation import Installation
from gateway.partners.pushing import Pusher
from schema.records import Record
from schema.store import sources

File = typer.Argument(exists=True, dir_okay=False, help="CSV, Excel, a zip of them, or JSON.")
Source = typer.Option(..., "--source", "-s", help="The key of a source of the kind push.")
COUNTS = ("accepted", "created", "updated", "unchanged", "withdrawn")


def submit(file: Path = File, source: str = Source, as_json: bool = AsJson) -> None:
    """Submit jobs from a file; the same id again is an update. Columns are recognised by their Chinese names.

    Exit codes: 0 all were taken, 3 some were not.
    """
    records = list(read_file(file))
    done = in_house(lambda house: _submit(house, source, records))
    if as_json:
        print_json(_plain(done))
    else:
        _show(done)
    if done.rejects or done.problems:
        raise typer.Exit(Exit.SOME_SOURCES_FAILED)


async def _submit(house: Installation, key: str, records: list[Record]) -> Submission:
    known = await sources.get(house.database, key)
    return await Pusher(house, nothing_to_tell).submit(known, records)


def _plain(done: Submission) -> dict[str, object]:
    return {
        **{name: getattr(done, name) for name in COUNTS},
        "rejects": [
            {"reason": each.reason, "message": each.message, "field": each.field, "externalId": each.external_id}
            for each in done.rejects
        ],
        "problems": [{"code": each.code, "message": each.message} for each in done.problems],
    }


def _show(done: Submission) -> None:
    print_rows([{name: getattr(done, name) for name in COUNTS}], COUNTS)
    for reject in done.rejects:
        err.print(f"[yellow]not taken[/] {reject.external_id or ''} {reject.reason}: {reject.message}")
    for problem in done.problems:
        err.print(f"[bold red]{problem.code}[/] {problem.zh}\n  {problem.en}")
