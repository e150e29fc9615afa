"""Trees are made within bounds of depth, size and time."""

import io
import struct
import zipfile

import pytest
from openpyxl import Workbook

from connectors.archives import ArchiveLimits, check_archive, open_archive
from connectors.errors import FetchError
from connectors.markup import DEEPEST, LONGEST, parse_html, parse_xml


def test_html_becomes_a_tree() -> None:
    assert parse_html("<table><tr><td>搬运<td>300元").find_all("td")[1].text == "300元"


class Ticking:
    """A clock on which every look takes a second."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        self.time += 1
        return self.time


@pytest.mark.parametrize("html", ["<div>" * 50_000, "<b><i>" * DEEPEST, " " * (LONGEST + 1)])
def test_a_page_too_deep_or_too_long_is_refused(html: str) -> None:
    with pytest.raises(FetchError) as raised:
        parse_html(html)
    assert raised.value.code == "PARSE_TOO_SLOW"


def test_a_page_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(FetchError) as raised:
        parse_html("<p>x</p>" * 10_000, seconds=3, clock=Ticking())
    assert raised.value.code == "PARSE_TOO_SLOW"


def test_xml_is_read_whatever_encoding_it_declared() -> None:
    root = parse_xml('<?xml version="1.0" encoding="gb2312"?>\n<jobs><job>搬运</job></jobs>')
    assert root.findtext("job") == "搬运"


BILLION_LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
OUTSIDE = '<!doctype a SYSTEM "file:///etc/passwd"><a/>'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BILLION_LAUGHS, "DOCTYPE_REFUSED"),
        (OUTSIDE, "DOCTYPE_REFUSED"),
        ("<rss><channel><item>", "NOT_XML"),
        ("", "NOT_XML"),
        ("<a>&undeclared;</a>", "NOT_XML"),
        ("<a>" * 5_000 + "</a>" * 5_000, "NOT_XML"),
    ],
)
def test_xml_that_is_dangerous_or_none_is_named(text: str, code: str) -> None:
    with pytest.raises(FetchError) as raised:
        parse_xml(text)
    assert code == raised.value.code


def zipped(entries: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", packing) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return held.getvalue()


def spreadsheet(corner: str) -> bytes:
    book, held = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet[corner] = "岗位", "搬运"
    book.save(held)
    return held.getvalue()


def lying(content: bytes, real: int, told: int) -> bytes:
    """An archive whose directory and headers say that an entry of `real` bytes has `told`."""
    return content.replace(struct.pack("<I", real), struct.pack("<I", told))


SMALL = ArchiveLimits(entries=50, unpacked_bytes=200_000, cells=10_000)


SOUND = [spreadsheet("D40"), zipped({"a": b"x" * 1000}), zipped({"a": b"x"}, zipfile.ZIP_STORED)]


@pytest.mark.parametrize("content", SOUND)
def test_a_sound_archive_opens(content: bytes) -> None:
    with open_archive(content, "a.xlsx", SMALL) as archive:
        assert archive.namelist()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (zipped({"a": b"0" * 1_000_000}), "ARCHIVE_BOMB"),
        (lying(zipped({"a": b"0" * 1_000_000}), 1_000_000, 10), "ARCHIVE_BOMB"),
        (zipped({f"{n}": b"0" * 10_000 for n in range(40)}), "ARCHIVE_BOMB"),
        (zipped({f"{n}": b"" for n in range(60)}), "ARCHIVE_BOMB"),
        (spreadsheet("XFD1048576"), "ARCHIVE_BOMB"),
        (zipped({"a": b"x" * 500})[:-30], "ARCHIVE_BROKEN"),
        (zipped({"a": b"x"}, zipfile.ZIP_BZIP2), "ARCHIVE_BROKEN"),
        (b"PK\x03\x04", "ARCHIVE_BROKEN"),
        (b"", "ARCHIVE_BROKEN"),
    ],
    ids=["large", "lying", "many large", "many", "far corner", "cut", "bzip2", "stub", "blank"],
)
def test_a_dangerous_or_broken_archive_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(FetchError) as raised:
        check_archive(content, "a.xlsx", SMALL)
    assert code == raised.value.code
