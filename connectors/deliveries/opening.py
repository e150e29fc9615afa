"""One delivered file as a document of tables, whatever its separators and its charset."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

from connectors.archives import open_archive
from connectors.documents.model import Document, Group
from connectors.documents.opening import open_page
from connectors.documents.sheets import rows_of
from connectors.pages import FetchedPage
from connectors.protocol import Page

SEPARATORS = (",", "\t", ";", "|", "，")
LINES_JUDGED = 40
READABLE = (".csv", ".txt", ".tsv", ".xlsx", ".xls", ".ods", ".docx", ".pdf", ".htm", ".html")
NAMES_IN_UTF8 = 0x800
"""Flag of a zip entry whose name is UTF-8; others made in China are GBK (APPNOTE 4.4.4, bit 11)."""


def open_delivery(page: Page) -> Document:
    """The file's tables. Raises DOCUMENT_FORMAT and the like for what none can read, NOT_A_TABLE for text without."""
    if page.form not in ("csv", "text"):
        return open_page(page)
    text = page.text.removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text)))
    return Document(page.url, "", Group((rows_of(rows),)))


def separator_of(text: str) -> str:
    """The separator that stands in the most lines, and among equals the one that stands there most often.

    >>> separator_of("岗位;人数;工资\\n厨工;2;5,000\\n")
    ';'
    """
    lines = [line for line in text.splitlines() if line.strip()][:LINES_JUDGED]

    def weight(separator: str) -> tuple[int, int]:
        counts = [line.count(separator) for line in lines]
        return sum(count > 1 for count in counts), sum(counts)

    return max(SEPARATORS, key=weight)


def unpacked(page: FetchedPage) -> Iterator[FetchedPage]:
    """The readable files of a zip, checked against bombs, as pages under the archive's address."""
    with open_archive(page.content, page.where) as archive:
        for entry in archive.infolist():
            name = entry.filename
            if not entry.flag_bits & NAMES_IN_UTF8:
                name = name.encode("cp437", "replace").decode("gb18030", "replace")
            if name.lower().endswith(READABLE) and not name.rpartition("/")[2].startswith((".", "~$", "__")):
                yield replace(page, url=f"{page.url}#{name}", content=archive.read(entry), headers={})
