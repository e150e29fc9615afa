"""PDF to a document: its ruled tables and the lines between them, page by page."""

import io
from collections.abc import Iterator
from itertools import groupby

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from connectors.documents.model import Document, Group, Line, Node, Table
from connectors.documents.sheets import rows_of
from connectors.documents.words import tidy
from schema.problems import DoorstepError

GREATEST_PAGES = 60


def read_pdf(content: bytes, url: str = "") -> Document:
    """The first 60 pages; a table that goes on over a page's end is one. Raises DOCUMENT_UNREADABLE for "
    "what is no PDF."""
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            nodes = [node for page in pdf.pages[:GREATEST_PAGES] for node in _nodes(page)]
    except (PdfminerException, PDFException, ValueError, KeyError, OSError) as error:
        raise DoorstepError(
            "DOCUMENT_UNREADABLE",
            "附件不是可读取的 PDF 文件。",
            "The attachment is not a PDF that can be read.",
            ("url",),
        ) from error
    if not nodes:
        raise DoorstepError(
            "DOCUMENT_WITHOUT_TEXT",
            "PDF 中没有文字（可能是扫描件）。",
            "The PDF has no text; it may be a scan.",
            ("url",),
        )
    return Document(url=url, title="", body=Group(tuple(_joined(nodes))))


def _nodes(page: Page) -> Iterator[Node]:
    """Tables and the lines outside them, from the top of the page down."""
    tables = page.find_tables()
    boxes = [table.bbox for table in tables]

    def outside(thing: dict[str, float]) -> bool:
        middle = (thing["top"] + thing["bottom"]) / 2
        return not any(top <= middle <= bottom and left <= thing["x0"] <= right for left, top, right, bottom in boxes)

    words = [word for word in page.extract_words(keep_blank_chars=True, use_text_flow=False) if outside(word)]
    placed: list[tuple[float, Node]] = [
        (table.bbox[1], rows_of([[(text or "") for text in row] for row in table.extract()])) for table in tables
    ]
    for _, row in groupby(
        sorted(words, key=lambda w: (round(w["top"] / 3), w["x0"])), key=lambda w: round(w["top"] / 3)
    ):
        run = list(row)
        text = tidy(" ".join(word["text"] for word in run))
        if text:
            placed.append((run[0]["top"], Line(text)))
    yield from (node for _, node in sorted(placed, key=lambda pair: pair[0]))


def _joined(nodes: list[Node]) -> Iterator[Node]:
    """A table that follows a table of the same width is its next page."""
    last: Table | None = None
    for node in nodes:
        if isinstance(node, Table) and last is not None and len(node.rows[0]) == len(last.rows[0]):
            last = Table((*last.rows, *node.rows), last.title)
            continue
        if last is not None:
            yield last
        last = node if isinstance(node, Table) else None
        if last is None:
            yield node
    if last is not None:
        yield last
