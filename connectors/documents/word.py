"""Word documents (.docx) to a document: paragraphs and tables in their order, merged cells resolved."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from connectors.documents.model import Cell, Document, Group, Line, Node, Table
from connectors.documents.words import tidy
from schema.problems import DoorstepError


def read_word(content: bytes, url: str = "") -> Document:
    """The document's blocks. Raises DOCUMENT_UNREADABLE for what is no .docx."""
    try:
        document = docx.Document(io.BytesIO(content))
        blocks = tuple(_blocks(document))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise DoorstepError(
            "DOCUMENT_UNREADABLE",
            "附件不是可读取的 Word 文件。",
            "The attachment is not a Word file that can be read.",
            ("url",),
        ) from error
    return Document(url=url, title="", body=Group(blocks))


def _blocks(document: WordDocument) -> Iterator[Node]:
    gap = 0
    for block in document.iter_inner_content():
        if not isinstance(block, Paragraph):
            gap = 0
            yield _table(block)
            continue
        lines = list(_lines(block))
        for line in lines:
            yield replace(line, gap=gap)
            gap = 0
        gap = gap if lines else 1


def _lines(paragraph: Paragraph) -> Iterator[Line]:
    style = paragraph.style.name if paragraph.style is not None else None
    level = int(style[-1]) if style and style.startswith("Heading ") and style[-1].isdigit() else 0
    runs = [run for run in paragraph.runs if run.text.strip()]
    struck = bool(runs) and all(run.font.strike for run in runs)
    for text in paragraph.text.splitlines():
        if tidy(text):
            yield Line(tidy(text), level=level, struck=struck)


def _table(table: WordTable) -> Table:
    seen: dict[object, Cell] = {}
    rows = []
    for row in table.rows:
        cells = [Cell()] * row.grid_cols_before
        for cell in row.cells:
            key = cell._tc  # the element itself: its id() would be given away again
            if key not in seen:
                seen[key] = Cell(tuple(line for paragraph in cell.paragraphs for line in _lines(paragraph)))
            cells.append(seen[key])
        rows.append([*cells, *[Cell()] * row.grid_cols_after])
    width = max((len(row) for row in rows), default=0)
    return Table(tuple((*row, *[Cell()] * (width - len(row))) for row in rows))
