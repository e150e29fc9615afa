"""Tables of rules that stand in `schema/data/*.yaml`: patterns in a row with the example that is its test."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_DATA = Path(__file__).parent.parent / "data"
_NAMED = re.compile(r"\(\?P<[a-z]+>")
_PART = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Row:
    """One wording. `label` is the row's `kind` where a table has one."""

    pattern: re.Pattern[str]
    example: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rows of one kind in order, what takes a clause out of their reach, and texts that must stay silent."""

    rows: tuple[Row, ...]
    sieve: re.Pattern[str]
    """Finds something wherever any row does: one search where most texts hold nothing."""
    exception: re.Pattern[str] | None
    traps: tuple[str, ...]


@lru_cache(maxsize=8)
def rules(file: str) -> Mapping[str, Rules]:
    """Every table of `schema/data/<file>.yaml`, compiled; loaded at the first question."""
    # Any: YAML knows no types; a row that lacks a key fails here, at the first test.
    content: dict[str, Any] = yaml.safe_load((_DATA / f"{file}.yaml").read_text(encoding="utf-8"))
    parts: dict[str, str] = {}
    for name, part in (content.pop("parts", None) or {}).items():
        parts[name] = _filled(part, parts)
    return {kind: _rules(table, parts) for kind, table in content.items()}


def _rules(table: Mapping[str, Any], parts: Mapping[str, str]) -> Rules:
    rows = tuple(Row(_compiled(row["any"], parts), row["example"], row.get("kind", "")) for row in table["rows"])
    exceptions = table.get("except") or []
    sieve = re.compile("|".join(_NAMED.sub("(?:", row.pattern.pattern) for row in rows))
    return Rules(rows, sieve, _compiled(exceptions, parts) if exceptions else None, tuple(table.get("traps") or ()))


def _compiled(patterns: Sequence[str], parts: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(_filled(pattern, parts) for pattern in patterns))


def _filled(pattern: str, parts: Mapping[str, str]) -> str:
    """Named parts put in; the spaces of YAML's folded lines taken out."""
    return _PART.sub(lambda found: parts[found[1]], "".join(pattern.split()))
