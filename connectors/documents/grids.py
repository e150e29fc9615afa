"""Cells with spans to a grid where every place has its cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from connectors.documents.model import Cell

GREATEST_WIDTH = 200


@dataclass(frozen=True, slots=True)
class Spanned:
    """A cell as written, with the columns and rows that it spans."""

    cell: Cell
    columns: int = 1
    rows: int = 1


def resolve(rows: Sequence[Sequence[Spanned]]) -> tuple[tuple[Cell, ...], ...]:
    """The grid. Spans past the last row end there; short rows are filled up with empty cells."""
    grid: list[dict[int, Cell]] = [{} for _ in rows]
    for y, row in enumerate(rows):
        x = 0
        for spanned in row:
            while x in grid[y]:
                x += 1
            for down in range(min(spanned.rows, len(rows) - y)):
                for right in range(min(spanned.columns, GREATEST_WIDTH - x)):
                    grid[y + down].setdefault(x + right, spanned.cell)
            x += spanned.columns
    width = max((max(row, default=-1) + 1 for row in grid), default=0)
    return tuple(tuple(row.get(x) or Cell() for x in range(width)) for row in grid)
