"""The report of runs: a table for a person, rows for a program, and the exit code that sums them up."""

from collections.abc import Sequence

from gateway.cli.output import Exit, err, print_json, print_rows
from schema.changes import NUMBERS, RunReport
from schema.problems import Problem
from schema.vocabulary import RunOutcome

COLUMNS = ("source", "outcome", *NUMBERS, "seconds")
WELL = frozenset({RunOutcome.SUCCEEDED, RunOutcome.SKIPPED})

Ended = tuple[str, RunReport | Problem]


def row_of(key: str, ended: RunReport | Problem) -> dict[str, object]:
    """One run as a row; one that could not begin has only its problem."""
    if isinstance(ended, Problem):
        return {"source": key, "outcome": "NOT BEGUN", "problem": _plain(ended)}
    return {
        "source": key,
        "outcome": ended.outcome.value,
        **{name: getattr(ended, name) for name in NUMBERS},
        "seconds": round(ended.seconds, 1),
        "problem": _plain(ended.problem) if ended.problem else None,
        "counters": dict(ended.counters),
        "drift": list(ended.drift),
        "run": ended.run_id,
    }


def print_report(ended: Sequence[Ended], as_json: bool) -> None:
    """Print how the runs ended; what went wrong stands below the table, a sentence for each source."""
    rows = [row_of(key, each) for key, each in sorted(ended, key=lambda one: one[0])]
    if as_json:
        print_json(rows)
        return
    print_rows(rows, COLUMNS, title="Runs")
    for row in rows:
        if isinstance(problem := row["problem"], dict):
            err.print(f"[bold]{row['source']}[/]: {problem['zh']}")
            err.print(f"  {problem['en']} [dim]({problem['code']})[/]")


def exit_code(ended: Sequence[Ended]) -> Exit:
    """0 all went well, 3 some sources did not."""
    well = all(isinstance(each, RunReport) and each.outcome in WELL for _, each in ended)
    return Exit.WELL if well else Exit.SOME_SOURCES_FAILED


def _plain(problem: Problem) -> dict[str, str]:
    return {"code": problem.code, "zh": problem.zh, "en": problem.en}
