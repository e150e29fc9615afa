"""A fetched page as the node of its format, and the records in it."""

from collections.abc import Sequence
from typing import Literal

from connectors.deliveries.opening import open_delivery
from connectors.documents.model import Group, Table
from connectors.documents.model import Node as Block
from connectors.manifest.nodes import HtmlNode, JsonNode, Node, RowNode, XmlNode, fold, fold_name
from connectors.markup import parse_html, parse_xml
from connectors.protocol import Page
from connectors.reading.tables import SUM
from schema.problems import DoorstepError

Format = Literal["html", "json", "xml", "rss", "csv", "xlsx", "docx", "pdf", "graphql"]
TABLES = frozenset({"csv", "xlsx", "docx", "pdf"})
HEADER_ROWS_AT_MOST = 30
"""How far down a table its row of column names is looked for, below titles and units."""
Grid = Sequence[Sequence[str]]


def open_as(form: Format, page: Page) -> Node:
    """The page as one node; for tables see `rows_of`. An answer that is no such page is said to be so."""
    if form == "html":
        return HtmlNode(parse_html(page.text, page.url))
    if form in ("xml", "rss"):
        return XmlNode(parse_xml(page.text, page.url))
    return JsonNode(page.json())


def grids_of(page: Page, sheet: str | None = None) -> list[Grid]:
    """The tables of a file as rows of words, merged cells filled; of a workbook only those called `sheet`."""
    tables = list(_tables(open_delivery(page).body))
    named = [table for table in tables if sheet is None or fold_name(table.title or "") == fold_name(sheet)]
    if sheet is not None and not named:
        raise _sheet_unknown(sheet, [table.title or "" for table in tables])
    return [[[fold(cell.text) for cell in row] for row in table.rows] for table in named]


def _tables(node: Block) -> list[Table]:
    if isinstance(node, Table):
        return [node]
    return [table for child in node.children for table in _tables(child)] if isinstance(node, Group) else []


def rows_of(grids: Sequence[Grid], columns: Sequence[str], header: int | None = None) -> list[RowNode]:
    """The records of the tables that have these columns.

    The row of names is number `header` (from 1), else the first that has them all, else the one with the most of them
    (at least half); what stands above it is title and unit. The row of names repeated further down, blank rows and sums
    are left out. Raises DoorstepError COLUMNS_NOT_FOUND naming what was looked for and what was there.
    """
    wanted = [fold_name(name) for name in columns]
    found: list[RowNode] = []
    seen: list[str] = []
    matched = False
    for grid in grids:
        at = header - 1 if header is not None and header <= len(grid) else _header(grid, wanted)
        if at is None:
            seen.extend(name for row in grid[:4] for name in dict.fromkeys(row) if name)
            continue
        names, matched = _names(grid[at]), True
        found.extend(RowNode(dict(zip(names, row, strict=False))) for row in grid[at + 1 :] if _is_record(row, names))
    if not matched:
        raise _columns_not_found(columns, seen)
    return found


def _names(row: Sequence[str]) -> list[str]:
    """Names of columns; the second of a name is `name 2`."""
    names: list[str] = []
    for cell in row:
        name = fold_name(cell)
        names.append(name if name not in names else f"{name}{names.count(name) + 1}")
    return names


def _header(grid: Grid, wanted: Sequence[str]) -> int | None:
    best, most = None, max(1, (len(wanted) + 1) // 2)
    for index, row in enumerate(grid[:HEADER_ROWS_AT_MOST]):
        names = {fold_name(name) for name in row}
        hits = sum(name in names for name in wanted)
        if hits > most or (hits == most and best is None):
            best, most = index, hits
    return best


def _is_record(row: Sequence[str], names: Sequence[str]) -> bool:
    said = list(dict.fromkeys(cell for cell in row if cell))
    if not said or sum(fold_name(cell) == name for cell, name in zip(row, names, strict=False) if cell) * 2 > len(said):
        return False
    return not (SUM.match(said[0]) and len(said) <= max(3, len(names) // 2))


def _columns_not_found(columns: Sequence[str], seen: Sequence[str]) -> DoorstepError:
    wanted, there = "、".join(columns[:8]), "、".join(name[:20] for name in seen[:16]) or "—"
    return DoorstepError(
        "COLUMNS_NOT_FOUND",
        f"表格里没有这些列：{wanted}；表里有：{there}",
        f"no table has the columns {wanted}; there are {there}",
        ("config", "fields"),
    )


def _sheet_unknown(sheet: str, there: Sequence[str]) -> DoorstepError:
    names = "、".join(name[:30] for name in there[:12]) or "—"
    return DoorstepError(
        "SHEET_NOT_FOUND",
        f"没有名为“{sheet}”的工作表；文件里有：{names}",
        f"there is no sheet “{sheet}”; the file has {names}",
        ("config", "sheet"),
    )
