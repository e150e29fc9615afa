"""Who is told how runs go on: a progress display, log lines, subscribers."""

from typing import Protocol

from schema.changes import RunReport


class Watcher(Protocol):
    """Told of every run, in the order of things."""

    def begun(self, key: str, run_id: int) -> None: ...
    def moved(self, key: str, run_id: int, done: int, total: int | None) -> None: ...
    def ended(self, report: RunReport) -> None: ...
