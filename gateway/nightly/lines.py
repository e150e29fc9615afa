"""A run told in log lines, where no person watches."""

import logging

from schema.changes import RunReport

log = logging.getLogger("doorstep.run")


class Lines:
    """A `watching.Watcher` that writes log lines."""

    def begun(self, key: str, run_id: int) -> None:
        log.info("run %d of %s begins", run_id, key)

    def moved(self, key: str, run_id: int, done: int, total: int | None) -> None:
        log.info("run %d of %s: %d records read", run_id, key, done)

    def ended(self, report: RunReport) -> None:
        outcome = f"{report.outcome} ({report.problem.code})" if report.problem else report.outcome
        log.info("run %d of %s: %s in %.1f s", report.run_id, report.source_key, outcome, report.seconds)
