"""Lists whose items are rows of a table made of other elements: the names of columns stand above or in the first."""

from collections.abc import Sequence

from connectors.documents.model import Cell, Group, Line, Link, Part, Table, lines_of
from connectors.reading.columns import name_of


def names_above(lines: Sequence[Line]) -> list[str]:
    """The names of columns that a row of a list made of other elements says right above it: 单位, 岗位, 人数 …"""
    told = [part.text for line in lines[-8:] for part in (line.parts or (Part(line.text),))]
    names: list[str] = []
    for text in reversed(told):
        if not name_of(text).fields or text in names:
            break
        names.insert(0, text)
    return names if len(names) >= 3 else []


def as_table(items: Sequence[Group]) -> Table | None:
    """Items of which the first names columns, and that all have as many pieces: a table made of other elements."""
    rows = [_pieces(item) for item in items]
    names = [name_of(text).fields for text, _ in rows[0]] if rows else []
    if len(names) < 3 or not all(names) or any(len(row) != len(names) for row in rows):
        return None
    return Table(tuple(tuple(Cell((Line(text, links=links),)) for text, links in row) for row in rows))


def below(names: Sequence[str], items: Sequence[Group]) -> Table | None:
    """Items of as many pieces each as there are names right above them: rows of a table."""
    rows = [_pieces(item) for item in items]
    width = len(rows[0])
    if not 3 <= width <= len(names) or any(len(row) != width for row in rows):
        return None
    header = tuple(Cell((Line(name),), header=True) for name in names[-width:])
    return Table((header, *(tuple(Cell((Line(text, links=links),)) for text, links in row) for row in rows)))


def _pieces(item: Group) -> list[tuple[str, tuple[Link, ...]]]:
    return [(part.text, line.links) for line in lines_of(item, True) for part in (line.parts or (Part(line.text),))]
