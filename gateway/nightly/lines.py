"""A run told in log lines, where no person watches."""

import logging

from schema.changes import RunReport

log = logging.getLogger("doorstep.run")


class Lines:
    """A `running.Watcher` that writes log lines."""

    def begun(self, key: str, run_id: int) -> None:
        log.info("run %d of %s begins", run_id, key)

    def moved(self, key: str, run_id: int, done: int, total: int | None) -> None:
        log.info("run %d of %s: %d records read", run_id, key, done)

    def ended(self, report: RunReport) -> None:
        log.info("run %d of %s: %s in %.1f s", report.run_id, report.source_key, report.outcome, report.seconds)
