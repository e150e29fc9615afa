"""A fetched body to a document, by what its bytes are."""

import csv
import io
from collections.abc import Callable, Mapping
from itertools import takewhile

from connectors.archives import check_archive
from connectors.charsets import decode
from connectors.documents.columns_of_text import blocks_of_text
from connectors.documents.furniture import opens_furniture
from connectors.documents.html import read_html
from connectors.documents.model import Document, Group
from connectors.documents.pdf import read_pdf
from connectors.documents.sheets import read_sheets, rows_of
from connectors.documents.syndication import is_feed, read_feed
from connectors.documents.word import read_word
from connectors.documents.words import tidy
from connectors.protocol import Page
from connectors.sniffing import form_of
from connectors.urls import shown
from schema.problems import DoorstepError

READERS: Mapping[str, Callable[[bytes, str], Document]] = {
    "xlsx": read_sheets,
    "xls": read_sheets,
    "ods": read_sheets,
    "docx": read_word,
    "pdf": read_pdf,
}


def open_page(page: Page) -> Document:
    """The document of a page or attachment. Raises DOCUMENT_FORMAT for a format that none here reads."""
    form = form_of(page.content)
    if form in ("xlsx", "docx", "ods"):
        check_archive(page.content, shown(page.url))
    if reader := READERS.get(form):
        return reader(page.content, page.url)
    if form in ("html", "xml") and is_feed(page.text):
        return read_feed(page.text, page.url)
    if form in ("html", "xml"):
        return read_html(page.text, page.url)
    if form == "csv":
        text, _ = decode(page.content, page.headers.get("content-type", ""))
        return Document(page.url, "", Group((rows_of(list(csv.reader(io.StringIO(text)))),)))
    if form == "text":
        return read_text(page.text, page.url)
    raise DoorstepError(
        "DOCUMENT_FORMAT",
        f"不能读取这种格式的文件（{form}）：请提供网页、xlsx、xls、docx、pdf 或 csv。",
        f"A file of this format ({form}) cannot be read: give a web page, xlsx, xls, docx, pdf or csv.",
        ("url",),
    )


def read_text(text: str, url: str = "") -> Document:
    """Plain text: one line a line; what follows 相关文章 is left out."""
    content = takewhile(lambda line: not opens_furniture(tidy(line)), text.splitlines())
    return Document(url, "", Group(tuple(blocks_of_text("\n".join(content)))))
