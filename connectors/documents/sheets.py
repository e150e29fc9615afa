"""Spreadsheets (.xlsx, .xls, .ods) to a document: one table a sheet, merged cells resolved."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from connectors.documents.model import Cell, Document, Group, Line, Table
from connectors.documents.words import tidy
from schema.problems import DoorstepError

Value = int | float | str | bool | time | date | datetime | timedelta | None
GREATEST_ROWS = 50_000


def read_sheets(content: bytes, url: str = "") -> Document:
    """The workbook's visible sheets. Raises SHEET_UNREADABLE for what is none."""
    try:
        book = CalamineWorkbook.from_object(io.BytesIO(content))
        sheets = [m.name for m in book.sheets_metadata if m.visible == SheetVisibleEnum.Visible]
        tables = tuple(_table(book.get_sheet_by_name(name), name) for name in sheets)
    except (CalamineError, OSError, ValueError) as error:
        raise DoorstepError(
            "SHEET_UNREADABLE",
            "附件不是可读取的表格文件。",
            "The attachment is not a spreadsheet that can be read.",
            ("url",),
        ) from error
    return Document(url=url, title="", body=Group(tables))


def _table(sheet: CalamineSheet, name: str) -> Table:
    rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)[:GREATEST_ROWS]]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        _merge(rows, top, left, bottom, right)
    return Table(tuple(tuple(row) for row in rows), title=name)


def _merge(rows: list[list[Cell]], top: int, left: int, bottom: int, right: int) -> None:
    if top < len(rows) and left < len(rows[top]):
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])


def _cell(value: Value) -> Cell:
    lines = [tidy(line) for line in said(value).splitlines()]
    return Cell(tuple(Line(line) for line in lines if line))


def said(value: Value) -> str:
    """A value as a person reads it in the sheet: 4.0 is 4, a date is 2026-11-20."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case float():
            return str(int(value)) if value.is_integer() else str(Decimal(repr(value)))
        case datetime():
            return value.strftime("%Y-%m-%d") if value.time() == time() else value.strftime("%Y-%m-%d %H:%M")
        case _:
            return str(value)


def rows_of(values: Sequence[Sequence[str]], name: str | None = None) -> Table:
    """A table of plain text, as a PDF or a text file has it."""
    width = max((len(row) for row in values), default=0)
    padded = [[*row, *[""] * (width - len(row))] for row in values]
    return Table(tuple(tuple(_cell(text) for text in row) for row in padded), title=name)
