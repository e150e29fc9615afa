"""Several jobs that one cell or one value names (拣药工、切片工各2名), and which of the other words are whose."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from connectors.documents.words import narrow
from connectors.reading.drafts import Draft
from connectors.reading.spotting import first, headcounts
from connectors.reading.titles import clean_title, is_title

APART = re.compile(r"(?:[、，,；;\n/]|\s+(?=[一-龥]+\s*[（(]?\d)|(?<=[名人个位])\s+)(?![^（(]*[)）])")
EACH = re.compile(r"各\s*(?:需|招|要)?\s*([\d一二两三四五六七八九十]{1,3}\s*[名人个位]?)\s*$")
CLAUSE = re.compile(r"[、，,；;。\n]+")
NAME = re.compile(r"[一-龥A-Za-z（）()]{2,12}")
OWN = ("pay", "requirements", "text", "benefits", "note", "age", "schedule")
"""Fields whose words may be of one of the jobs only."""


def jobs_named(title: str, uncounted: bool = False) -> list[tuple[str, str]]:
    """The names and the headcounts of several jobs; empty where the words name one. `uncounted`: titles alone do.

    >>> jobs_named("拣药工、切片工各2名"), jobs_named("墩子 1人、洗碗工 2人"), jobs_named("保安/门卫")
    ([('拣药工', '2名'), ('切片工', '2名')], [('墩子', '1人'), ('洗碗工', '2人')], [])
    """
    each = EACH.search(title)
    pieces = [piece.strip() for piece in APART.split(title[: each.start()] if each else title) if piece.strip()]
    if len(pieces) < 2:
        return []
    counts = [first(headcounts(narrow(piece))) or (each[1] if each else "") for piece in pieces]
    names = [_name(piece, count) for piece, count in zip(pieces, counts, strict=True)]
    sure = all(counts) if not uncounted else all(counts) or all(is_title(name) for name in names)
    return list(zip(names, counts, strict=True)) if sure and all(NAME.fullmatch(name) for name in names) else []


def jobs_each(title: str, count: str) -> list[tuple[str, str]]:
    """The jobs of a cell whose number beside it is each one's: 小工、大工 beside 各2."""
    found = EACH.search(count)
    names = [clean_title(piece) for piece in APART.split(title) if piece.strip()] if found else []
    return [(name, found[1]) for name in names if NAME.fullmatch(name)] if found and len(names) > 1 else []


def _name(piece: str, count: str) -> str:
    told = narrow(piece)
    return clean_title((told.replace(count, "") if count in told else piece).strip("（）() :："))


def apart(draft: Draft, jobs: Sequence[tuple[str, str]]) -> list[Draft]:
    """A draft for each of the jobs, with what is said of it alone or of all."""
    names = [name for name, _ in jobs]
    number = draft.get("external_id")
    made = []
    for at, (name, count) in enumerate(jobs, 1):
        own = {"title": name, "headcount": count, "external_id": f"{number}-{at}" if number and at > 1 else number}
        kept = {field: value for field, value in own.items() if value}
        made.append(replace(draft, facts={**_own(draft.facts, name, names), **kept}))
    return made


def _own(facts: Mapping[str, str], name: str, names: Sequence[str]) -> dict[str, str]:
    return {field: _said_of(value, name, names) if field in OWN else value for field, value in facts.items()}


def _said_of(value: str, name: str, names: Sequence[str]) -> str:
    """The clauses about one job, and those about none by name: 拣药4500元、切片5500元."""
    clauses = [clause for clause in CLAUSE.split(value) if clause.strip()]
    about = [_of_whom(clause, names) for clause in clauses]
    if not any(about):
        return value
    return "，".join(clause for clause, each in zip(clauses, about, strict=True) if each in (None, name))


def _of_whom(clause: str, names: Sequence[str]) -> str | None:
    """The job whose name a clause begins with, or begins to say: 拣药4500元 of 拣药工; None where it could be two's."""
    lead = re.match(r"[一-龥]{2,}", clause.strip())
    if lead is None:
        return None
    called = [name for name in names if lead[0].startswith(name)] or [name for name in names if name[:2] == lead[0][:2]]
    return called[0] if len(called) == 1 else None
