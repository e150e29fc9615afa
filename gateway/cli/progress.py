"""How a command shows a run that goes on: a live display for a person, log lines when no one watches."""

import logging
from types import TracebackType
from typing import Self

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from gateway.cli.output import err
from schema.changes import RunReport
from schema.vocabulary import RunOutcome

log = logging.getLogger("doorstep.run")

MARKS = {
    RunOutcome.SUCCEEDED: "[green]✓[/]",
    RunOutcome.PARTIAL: "[yellow]~[/]",
    RunOutcome.HELD: "[yellow]‖[/]",
    RunOutcome.FAILED: "[red]✗[/]",
    RunOutcome.SKIPPED: "[dim]-[/]",
}


class Display:
    """A `watching.Watcher` on the terminal: one line a source."""

    def __init__(self) -> None:
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=err,
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}
        self._live = err.is_terminal

    def __enter__(self) -> Self:
        if self._live:
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def begun(self, key: str, run_id: int) -> None:
        if self._live:
            self._tasks[key] = self._progress.add_task(key, total=None)
        else:
            log.info("run %d of %s begins", run_id, key)

    def moved(self, key: str, run_id: int, done: int, total: int | None) -> None:
        if self._live:
            self._progress.update(self._tasks[key], completed=done, total=total)
        else:
            log.info("run %d of %s: %d records read", run_id, key, done)

    def ended(self, report: RunReport) -> None:
        if self._live:
            mark = MARKS.get(report.outcome, "")
            self._progress.update(
                self._tasks[report.source_key],
                description=f"{mark} {report.source_key}",
                completed=report.fetched,
                total=report.fetched,
            )
        else:
            log.info("run %d of %s: %s", report.run_id, report.source_key, report.outcome)
