"""Where the names of a table's columns stand: in one row or two, or down its first column."""

import itertools
import re
from collections.abc import Sequence

from connectors.documents.model import Cell
from connectors.documents.words import narrow
from connectors.reading.columns import Name, name_of
from connectors.reading.headers import Header
from connectors.reading.spotting import first, phones

SUBNAME = re.compile(r"名称|姓名|[上下]限|最[低高大小]")


def header_of(rows: Sequence[Sequence[Cell]]) -> Header | None:
    for index, row in enumerate(rows[:15]):
        names = [name_of(cell.text) for cell in row]
        if not is_header(row, names):
            continue
        below = rows[index + 1] if index + 1 < len(rows) else None
        if below is not None and _is_second(row, below):
            joined_names = tuple(_combined(top, sub) for top, sub in zip(row, below, strict=True))
            return Header(joined_names, index, index + 2)
        return Header(tuple(names), index, index + 1)
    return None


def is_header(row: Sequence[Cell], names: Sequence[Name]) -> bool:
    cells = {id(cell): (cell, name) for cell, name in zip(row, names, strict=True) if cell.text.strip()}
    labels = [cell.header or cell.text.rstrip().endswith(("：", ":")) for cell, _ in cells.values()]
    if len(labels) > 1 and all(labels[::2]) and not any(labels[1::2]):
        return False  # name, value, name, value
    known = sum(1 for _, name in cells.values() if name.fields)
    return known >= 2 and known * 2 >= len(cells) and not has_numbers(row)


def has_numbers(row: Sequence[Cell]) -> bool:
    """Whether a row tells amounts or telephone numbers, which no row of names does."""
    return any(re.search(r"\d{3}", cell.text) or first(phones(narrow(cell.text))) for cell in row if cell.text.strip())


def _is_second(top: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """A header of two rows: something of the first spans columns or reaches into the second."""
    merged = any(a is b and a.text for a, b in itertools.pairwise(top))
    merged = merged or any(a is b and a.text for a, b in zip(top, below, strict=True))
    own = [cell for cell, above in zip(below, top, strict=True) if cell is not above and cell.text.strip()]
    known = [cell for cell in own if name_of(cell.text).fields or SUBNAME.fullmatch(cell.text.strip())]
    return merged and bool(own) and len(known) * 2 > len(own)


def _combined(top: Cell, sub: Cell) -> Name:
    if top is sub or not sub.text.strip():
        return name_of(top.text)
    own = name_of(sub.text)
    both = name_of(f"{top.text}{sub.text}")
    if re.fullmatch(r"[上下]限|最[低高大小]", sub.text.strip()):
        return both
    if sub.text.strip() in ("名称", "数量", "地址", "电话", "要求", "名", "时间", "人数"):
        return both if both.fields else own
    return own if own.fields else both


def turned_of(rows: Sequence[Sequence[Cell]]) -> Header | None:
    """A table whose first column holds the names."""
    column = [row[0] for row in rows]
    names = tuple(name_of(cell.text) for cell in column)
    known = [name for name in names if name.fields]
    if len(rows[0]) < 2 or len(known) < 3 or len(known) * 10 < len(names) * 6:
        return None
    if len({name.field for name in known}) * 3 < len(known) * 2:
        return None
    return Header(names, 0, 1)


def weight_of(names: Sequence[Name]) -> int:
    return len({field for name in names for field in name.fields})
