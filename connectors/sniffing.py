"""What a body is by its own bytes, for content types and file names lie."""

import io
import re
import zipfile
from typing import Literal

from connectors.archives import UNREADABLE

Form = Literal[
    "html",
    "json",
    "xml",
    "csv",
    "text",
    "xlsx",
    "xls",
    "docx",
    "pptx",
    "ods",
    "ofd",
    "pdf",
    "zip",
    "ole",
    "image",
    "binary",
]

MAGIC: tuple[tuple[bytes, Form], ...] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"RIFF", "image"),
    (b"BM", "image"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
INSIDE: tuple[tuple[str, Form], ...] = (
    ("xl/", "xlsx"),
    ("word/", "docx"),
    ("ppt/", "pptx"),
    ("OFD.xml", "ofd"),
    ("content.xml", "ods"),
)
JSON = re.compile(rb"""\{\s*["'}]|\[\s*[\[{"'\d\]tfn-]""")
"""Not every bracket: a notice may begin with [急] or {置顶}."""
HTML = re.compile(rb"<!doctype\s+html|<html|<head|<body|<table|<div|<meta|<ul|<p\b|<script|<title", re.IGNORECASE)

ELSEWHERE = re.compile(rb"<([\x80-\xff][\w.\x80-\xff-]*)[\s/>].*</", re.DOTALL)
"""An element named in Chinese that holds others; a notice may begin with <急>."""
FEED = re.compile(
    rb"(?:<\?xml.{0,200}?\?>\s*|<\?.{0,400}?\?>\s*|<!--.{0,800}?-->\s*)*<(?:rss|feed|rdf:RDF)[\s>]", re.DOTALL
)
"""A feed's items have <title> and HTML in them; its first element says what it is."""


def form_of(content: bytes) -> Form:
    """The form of a body; "csv" and "text" differ only in that a CSV's first lines have the same separators.

    >>> form_of(b'{"a": 1}'), form_of(b"%PDF-1.7")
    ('json', 'pdf')
    """
    if content.startswith(ZIP):
        return _form_of_zip(content)
    if content.startswith(OLE):
        return "xls" if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content else "ole"
    head = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, form in MAGIC:
        if head.startswith(magic) and (form != "image" or b"\x00" in head):
            return form
    return _form_of_text(head)


def _form_of_zip(content: bytes) -> Form:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except UNREADABLE:
        return "zip"
    for start, form in INSIDE:
        if any(name.startswith(start) for name in names):
            return form
    return "zip"


def _form_of_text(head: bytes) -> Form:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode().lstrip()
    if JSON.match(head):
        return "json"
    if FEED.match(head):
        return "xml"
    if head.startswith(b"<?xml") and not HTML.search(head):
        return "xml"
    if HTML.search(head):
        return "html"
    if re.match(rb"<[a-zA-Z_:][\w:.-]*[\s/>]", head) or ELSEWHERE.match(head):
        return "xml"
    if b"\x00" in head:
        return "binary"
    return "csv" if _has_columns(head) else "text"


def _has_columns(head: bytes) -> bool:
    lines = [line for line in head.splitlines() if line.strip()][:5]
    for separator in (b",", b"\t", b";"):
        counts = [line.count(separator) for line in lines]
        if len(counts) > 1 and min(counts) >= 1 and counts[0] >= 2:
            return True
    return False
