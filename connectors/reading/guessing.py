"""Columns without a header, told by what stands in them."""

import re
from collections.abc import Callable, Sequence

from connectors.documents.model import Cell
from connectors.documents.words import narrow
from connectors.reading.columns import Name
from connectors.reading.headers import Header
from connectors.reading.places import is_employer, is_place
from connectors.reading.spotting import DATE_RE, first, headcounts, pays, phones
from connectors.reading.titles import clean_title, is_title

SIGNS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("contact", lambda text: first(phones(text)) is not None),
    ("pay", lambda text: first(pays(text)) is not None),
    ("headcount", lambda text: re.fullmatch(r"\d{1,4}|若干|不限", text) is not None or first(headcounts(text)) == text),
    ("posted_at", lambda text: len(text) <= 16 and DATE_RE.search(text) is not None),
    ("title", lambda text: is_title(clean_title(text))),
    ("employer", is_employer),
    ("address", is_place),
)
"""Fields in the order in which they are told, and what a cell of theirs looks like."""


def guessed(rows: Sequence[Sequence[Cell]]) -> Header | None:
    """A header for rows of jobs that have none: a column of titles, and one of pay, headcount or telephone numbers."""
    if len(rows) < 2 or len(rows[0]) < 3:
        return None
    columns = [[narrow(row[i].text.strip()) for row in rows] for i in range(len(rows[0]))]
    fields: list[str | None] = [None] * len(columns)
    for field, fits in SIGNS:
        shares = [(_share(column, fits), -i) for i, column in enumerate(columns) if fields[i] is None]
        best, place = max(shares, default=(0.0, 0))
        if best >= 0.6 or (field in ("employer", "address") and best >= 0.5):
            fields[-place] = field
    if "title" not in fields or not {"pay", "headcount", "contact"} & set(fields):
        return None
    if "employer" not in fields:
        _leftover(columns, fields)
    return Header(tuple(Name((field,) if field else (), field or f"#{i}") for i, field in enumerate(fields)), 0, 0)


def _share(column: Sequence[str], fits: Callable[[str], bool]) -> float:
    filled = [text for text in column if text]
    return sum(1 for text in filled if fits(text)) / len(filled) if len(filled) * 2 >= len(column) and filled else 0.0


def _leftover(columns: Sequence[Sequence[str]], fields: list[str | None]) -> None:
    """One column of names that nothing else claims is who employs."""
    names = [
        i
        for i, column in enumerate(columns)
        if fields[i] is None
        and _share(column, lambda text: re.fullmatch(r"[一-龥（）()A-Za-z·]{3,24}", text) is not None) >= 0.8
    ]
    if len(names) == 1:
        fields[names[0]] = "employer"
