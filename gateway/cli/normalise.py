"""`doorstep normalise`: the readings, for one text or for JSON lines."""

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import typer

from gateway.cli.output import fail, print_json
from gateway.installation import now_in_china
from schema.normalising import Frame
from schema.normalising import normalise as normalise_record
from schema.problems import Problem
from schema.reading.fragments import KINDS, read_fragment
from schema.reading.headlines import read_headline
from schema.reading.lines import normalise_lines
from schema.records import JobRecord, Reject
from schema.rendering import posting_json

Kind = typer.Option(None, "--kind", "-k", help=f"What the text says: {', '.join(KINDS)}.")
Whole = typer.Option(False, "--whole", help="Read a whole posting instead of one fragment.")
Division = typer.Option(None, "--division", help="The code of the division that places are read within.")
Text = typer.Argument(None, help="The text; without it JSON lines are read from standard input.")


def normalise(
    text: str | None = Text, kind: str | None = Kind, whole: bool = Whole, division: str | None = Division
) -> None:
    """Read the words of a posting to values.

    `doorstep normalise --kind pay "300元/天"` reads one; `doorstep normalise < lines.jsonl` reads JSON lines with
    `id`, `kind`, `text` and writes the same with `value` (or `error`, and goes on).
    """
    if text is None:
        sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]  # standard input is a TextIOWrapper
        lines = wholes(sys.stdin, division) if whole else normalise_lines(sys.stdin, kind=kind, division=division)
        for line in lines:
            sys.stdout.write(line + "\n")
    elif whole:
        print_json(read_whole(text, division))
    elif kind not in KINDS:
        fail(Problem("LINE_KIND_UNKNOWN", f"--kind 应为：{'、'.join(KINDS)}", f"--kind is one of {', '.join(KINDS)}"))
    else:
        print_json(read_fragment(kind, text, division=division))


def wholes(lines: Iterable[str], division: str | None) -> Iterator[str]:
    """JSON lines whose `text` is a whole posting, each with its `value`."""
    for line in filter(str.strip, lines):
        try:
            row = json.loads(line)
            answer = {**row, "value": read_whole(str(row["text"]), division)}
        except (ValueError, KeyError, TypeError, RecursionError):
            problem = {
                "code": "LINE_NOT_JSON",
                "zh": "这一行不是带 text 的 JSON 对象。",
                "en": "No JSON object with text.",
            }
            answer = {"error": problem}
        yield json.dumps(answer, ensure_ascii=False)


def read_whole(text: str, division: str | None) -> dict[str, Any]:  # Any: JSON values under the graph's names
    """A posting of one text: what it says is wanted is its title."""
    record = JobRecord(external_id="whole", title=read_headline(text), text=text)
    posting = normalise_record(record, Frame(now=now_in_china(), division=division))
    if isinstance(posting, Reject):
        return {"error": {"code": posting.reason, "message": posting.message}}
    return posting_json(posting)
