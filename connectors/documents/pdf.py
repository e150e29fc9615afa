"""PDF to a document: its ruled tables and the lines between them, page by page."""

import io
import re
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
PAGE_NUMBER = re.compile(r"[—–\-\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[,，/]?\s*共?\s*\d{1,3}\s*页)?[—–\-\s]*")
BEGINS = re.compile(r"[(（]?[\d一二三四五六七八九十]{1,3}[)）、.．]|[①-⑳●■◆★•]")
NEAR_MARGIN = 20.0
"""In points: a line that ends so near the right margin was broken by it."""


def read_pdf(content: bytes, url: str = "") -> Document:
    """The first 60 pages; a table that goes on over a page's end is one. Raises DOCUMENT_UNREADABLE for
    what is no PDF."""
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
        (table.bbox[1], rows_of([[unwrapped(text or "") for text in row] for row in table.extract()]))
        for table in tables
    ]
    margin = max((word["x1"] for word in words), default=0.0)
    wrapped = False
    for _, row in groupby(
        sorted(words, key=lambda w: (round(w["top"] / 3), w["x0"])), key=lambda w: round(w["top"] / 3)
    ):
        run = list(row)
        text = tidy(" ".join(word["text"] for word in run))
        if not text or PAGE_NUMBER.fullmatch(text):
            continue
        last = placed[-1][1] if placed else None
        if wrapped and isinstance(last, Line) and not BEGINS.match(text):
            placed[-1] = (placed[-1][0], Line(unwrapped(f"{last.text}\n{text}")))
        else:
            placed.append((run[0]["top"], Line(text)))
        wrapped = run[-1]["x1"] > margin - NEAR_MARGIN and not text.endswith(("。", "；", "：", ":", "！"))
    yield from (node for _, node in sorted(placed, key=lambda pair: pair[0]))


def unwrapped(text: str) -> str:
    """Lines that the width of a page or a cell broke, in one: words keep a space between them, characters none.

    >>> unwrapped("内蒙古草原红食品有限\\n公司"), unwrapped("孟主任\\n13500003301")
    ('内蒙古草原红食品有限公司', '孟主任 13500003301')
    """
    return re.sub(r"(?<=[一-龥，、。；：（(）)])\n(?=[一-龥，、。；：（(）)])", "", text).replace("\n", " ")


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
