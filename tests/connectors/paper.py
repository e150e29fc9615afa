"""Attachments made in memory: workbooks, Word files, and a PDF with ruled tables in Chinese, without a font file."""

import io
from collections.abc import Sequence

import docx
import openpyxl

Rows = Sequence[Sequence[str | int | None]]
Mark = tuple[str, float, float, float, str | float]


def workbook(
    sheets: dict[str, Rows], merged: dict[str, Sequence[str]] | None = None, hidden: str | None = None
) -> bytes:
    """An .xlsx with these sheets in their order."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for area in (merged or {}).get(name, ()):
            sheet.merge_cells(area)
        sheet.sheet_state = "hidden" if name == hidden else "visible"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word(title: str, paragraphs: Sequence[str]) -> bytes:
    """A .docx of a heading and paragraphs."""
    document = docx.Document()
    document.add_heading(title, 1)
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def text_at(x: float, y: float, size: float, text: str) -> Mark:
    return ("text", x, y, size, text)


def table_at(rows: Sequence[Sequence[str]], left: float, top: float, widths: Sequence[float]) -> list[Mark]:
    """The lines and words of a ruled table; a row is 20 points high."""
    edges = [left]
    for width in widths:
        edges.append(edges[-1] + width)
    bottom = top - 20 * len(rows)
    marks: list[Mark] = [("line", edges[0], top - 20 * i, edges[-1], top - 20 * i) for i in range(len(rows) + 1)]
    marks += [("line", x, top, x, bottom) for x in edges]
    return marks + [
        text_at(edges[j] + 3, top - 20 * i - 14, 9, cell) for i, row in enumerate(rows) for j, cell in enumerate(row)
    ]


def pdf(pages: Sequence[Sequence[Mark]]) -> bytes:
    """A PDF whose text is in STSong-Light by the predefined encoding UniGB-UCS2-H (PDF 1.4, 5.6.4)."""
    objects: list[bytes] = [
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[2 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo"
        b"<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 500/FontDescriptor 3 0 R>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
        b"/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
    ]
    parent, kids = 4 + 2 * len(pages), []
    for page in pages:
        stream = b"".join(map(_drawn, page))
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F1 1 0 R>>>>>>"
            % (parent, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects.append(b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids)))
    objects.append(b"<</Type/Catalog/Pages %d 0 R>>" % parent)
    return _whole(objects)


def _drawn(mark: Mark) -> bytes:
    kind, a, b, c, d = mark
    if kind == "text":
        return f"BT /F1 {c} Tf {a} {b} Td <{str(d).encode('utf-16-be').hex()}> Tj ET\n".encode()
    return f"{a} {b} m {c} {d} l S\n".encode()


def _whole(objects: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(objects), len(out))
    return out + head + table + tail
