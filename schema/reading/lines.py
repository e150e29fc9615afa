"""JSON lines in, JSON lines out: the seam under `doorstep normalise`. It never raises; a bad line says what is wrong."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from schema.problems import Problem
from schema.reading.fragments import KINDS, read_fragment

_LONGEST = 20_000
"""Characters of one fragment that are read: a posting's longest field is a tenth of it."""


def normalise_lines(
    lines: Iterable[str], *, kind: str | None = None, clock: datetime | None = None, division: str | None = None
) -> Iterator[str]:
    """Every line of `lines` (`id`, `kind`, `text`) with its `value`, or with an `error` (`code`, `zh`, `en`).

    `kind` stands in for a line's own where it has none. Blank lines are skipped.
    """
    for line in lines:
        if line.strip():
            yield json.dumps(_answered(line, kind, clock, division), ensure_ascii=False)


def _answered(line: str, kind: str | None, clock: datetime | None, division: str | None) -> dict[str, object]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return {"error": _error("LINE_NOT_JSON", "这一行不是 JSON 对象。", "This line is not a JSON object.")}
    if not isinstance(row, dict):
        return {"error": _error("LINE_NOT_JSON", "这一行不是 JSON 对象。", "This line is not a JSON object.")}
    wanted, text = row.get("kind") or kind, row.get("text")
    if not isinstance(text, str):
        return {**row, "error": _error("LINE_WITHOUT_TEXT", "缺少字符串 text。", "The string `text` is missing.")}
    if wanted not in KINDS:
        names = ", ".join(KINDS)
        return {**row, "error": _error("LINE_KIND_UNKNOWN", f"kind 应为：{names}。", f"`kind` is one of {names}.")}
    return {**row, "value": read_fragment(str(wanted), text[:_LONGEST], clock=clock, division=division)}


def _error(code: str, zh: str, en: str) -> dict[str, str]:
    problem = Problem(code, zh, en)
    return {"code": problem.code, "zh": problem.zh, "en": problem.en}
