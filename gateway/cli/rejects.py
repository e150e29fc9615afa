"""`doorstep rejects`: what was read and not taken, and another try at it."""

from functools import partial

import typer

from connectors.feeds.post import Meanings
from connectors.feeds.post import record_of as feed_record
from connectors.feeds.rows import find_rows
from gateway.cli.house import in_house
from gateway.cli.ingest import nothing_to_tell, run_them
from gateway.cli.output import AsJson, Exit, err, print_json, print_rows
from gateway.cli.reports import exit_code, print_report
from gateway.graph.context import Submission
from gateway.installation import Installation
from gateway.nightly.rereading import kept_or_fetched
from gateway.partners.pushing import Pusher, record_of
from schema.changes import RunReport
from schema.records import Record
from schema.store import rejects as store
from schema.store import sources
from schema.store.rejects import Kept
from schema.vocabulary import RunOutcome

app = typer.Typer(help="List what a source's runs did not take, and try it again.", no_args_is_help=True)

Source = typer.Argument(help="The source's key.")
Replayed = typer.Option(False, "--replayed", help="Those that were tried again too.")
COLUMNS = ("id", "run", "reason", "field", "external id", "message")
DONE = frozenset({RunOutcome.SUCCEEDED, RunOutcome.PARTIAL, RunOutcome.HELD})


@app.command("list")
def list_(source: str = Source, replayed: bool = Replayed, as_json: bool = AsJson) -> None:
    """What was not taken of a source, oldest first, each with its reason and (--json) its raw words."""
    found = in_house(lambda house: store.listing(house.database, source, replayed=replayed))
    if as_json:
        print_json([{**row_of(each), "url": each.url, "raw": dict(each.raw)} for each in found])
    elif found:
        print_rows([row_of(each) for each in found], COLUMNS)
    else:
        err.print("nothing: all that was read was taken")


@app.command()
def replay(source: str = Source, as_json: bool = AsJson) -> None:
    """Try again, after a mend: what was pushed is read anew from its own words, any other source from the pages that
    its last run kept; nothing is fetched, unless no page is kept (DOORSTEP_KEEP_PAGES_DAYS).

    What fails once more is kept once more, with its reason. Exit code 3 where something does.
    """
    code = in_house(lambda house: _replay(house, source, as_json))
    raise typer.Exit(code)


async def _replay(house: Installation, key: str, as_json: bool) -> Exit:
    kept = await store.listing(house.database, key)
    known = await sources.get(house.database, key)
    if not kept:
        err.print("nothing to try again")
        return Exit.WELL
    if known.connector == "push":
        return await _push_again(house, known, kept)
    [(_, ended)] = await run_them(house, [key], context_for=partial(kept_or_fetched, house))
    if isinstance(ended, RunReport) and ended.outcome in DONE:
        await store.mark_replayed(house.database, [each.id for each in kept], house.now())
    print_report([(key, ended)], as_json)
    return exit_code([(key, ended)])


async def _push_again(house: Installation, known: sources.Source, kept: list[Kept]) -> Exit:
    done: Submission = await Pusher(house, nothing_to_tell).submit(known, [again(each) for each in kept])
    if done.accepted:
        await store.mark_replayed(house.database, [each.id for each in kept], house.now())
    err.print(f"{done.accepted} taken, {len(done.rejects)} not")
    return Exit.SOME_SOURCES_FAILED if done.rejects or done.problems else Exit.WELL


def again(kept: Kept) -> Record:
    """A pushed record from its own words: a JobInput's names, else those of a row or an object of a file."""
    rows = [] if "externalId" in kept.raw else list(find_rows([kept.raw]))
    return feed_record(rows[0], Meanings()) if rows else record_of(kept.raw)


def row_of(kept: Kept) -> dict[str, object]:
    return {
        "id": kept.id,
        "run": kept.run_id,
        "reason": kept.reason,
        "field": kept.field,
        "external id": kept.external_id,
        "message": kept.message,
    }
