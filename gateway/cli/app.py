"""The command `doorstep`, assembled: the order here is the order in `doorstep --help`."""

import sys

import typer

from gateway.cli import (
    check,
    connectors,
    demo,
    doctor,
    documents,
    housekeeping,
    ingest,
    keys,
    migrate,
    new,
    normalise,
    preview,
    rejects,
    report,
    runs,
    schedule,
    schema,
    secrets,
    serve,
    sources,
    submit,
    worker,
)
from gateway.cli.output import Exit, err, fail_with
from schema.problems import DoorstepError

app = typer.Typer(
    name="doorstep",
    help="家门口 Doorstep: one graph of the jobs within reach of a person's door.\n\n"
    "Start with `doorstep demo`: it serves sample sources, ingests them and serves the graph.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command(name="demo")(demo.demo)
app.command(name="serve")(serve.serve)
app.command(name="ingest")(ingest.ingest)
app.command(name="worker")(worker.worker)
app.command(name="schedule")(schedule.schedule)
app.command(name="preview")(preview.preview)
app.add_typer(sources.app, name="sources")
app.command(name="submit")(submit.submit)
app.command(name="record")(check.record)
app.command(name="check")(check.check)
app.add_typer(rejects.app, name="rejects")
app.add_typer(keys.app, name="keys")
app.add_typer(secrets.app, name="secrets")
app.add_typer(new.app, name="new")
app.add_typer(runs.app, name="runs")
app.command(name="report")(report.report)
app.command(name="connectors")(connectors.connectors)
app.command(name="migrate")(migrate.migrate)
app.command(name="backup")(housekeeping.backup)
app.command(name="restore")(housekeeping.restore)
app.command(name="prune")(housekeeping.prune)
app.command(name="normalise")(normalise.normalise)
app.command(name="schema")(schema.schema)
app.add_typer(documents.app, name="documents")
app.command(name="doctor")(doctor.doctor)


def main() -> None:
    """Run the command; an error that can be mended is a sentence, never a traceback."""
    try:
        app()
    except DoorstepError as error:
        try:
            fail_with(error)
        except typer.Exit as leave:
            sys.exit(leave.exit_code)
    except KeyboardInterrupt:
        err.print("stopped")
        sys.exit(Exit.FAILED + 129)
