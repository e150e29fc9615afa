"""Spreadsheets and documents are zip archives: checked here before any library unpacks them.

Declared sizes lie, so each entry is inflated within the bound and thrown away. A sheet is bounded by its corners as
well: two cells, A1 and XFD1048576, are a few bytes packed and 17 thousand million cells to a reader of whole ranges.
"""

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass

from connectors.errors import ArchiveBomb, ArchiveBroken

LOCAL_HEADER = struct.Struct("<4s5H3I2H")
"""PKWARE APPNOTE 4.3.7; the last two are the lengths of the name and of the extra field that precede the data."""
CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="\$?([A-Z]{1,3})\$?(\d{1,7})"')
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
CHUNK = 1 << 16
UNREADABLE = (zipfile.BadZipFile, ValueError, RuntimeError, OSError, struct.error)
"""What `zipfile.ZipFile` raises of bytes it cannot take; RuntimeError: of a later version of the format."""


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    entries: int = 2_000
    unpacked_bytes: int = 128 * 1024 * 1024
    """Of all entries together."""
    cells: int = 4_000_000
    """Of one sheet: its last row times its last column."""


def check_archive(content: bytes, where: str, limits: ArchiveLimits | None = None) -> None:
    """Raise ARCHIVE_BOMB or ARCHIVE_BROKEN unless this zip (xlsx, docx …) is safe to give to a library."""
    open_archive(content, where, limits).close()


def open_archive(content: bytes, where: str, limits: ArchiveLimits | None = None) -> zipfile.ZipFile:
    """A checked archive. Overlapping entries count as often as they are listed, so no entry is free."""
    limits = limits or ArchiveLimits()
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except UNREADABLE as error:
        raise ArchiveBroken(where) from error
    entries = archive.infolist()
    if len(entries) > limits.entries or sum(each.file_size for each in entries) > limits.unpacked_bytes:
        raise ArchiveBomb(where)
    left = limits.unpacked_bytes
    for entry in entries:
        left -= _inflated(content, entry, left, where, limits)
    return archive


def _inflated(content: bytes, entry: zipfile.ZipInfo, left: int, where: str, limits: ArchiveLimits) -> int:
    """How many bytes an entry really has; raises where they are more than are `left`."""
    if entry.flag_bits & 0x1:
        raise ArchiveBroken(where)
    packed = _packed(content, entry, where)
    if entry.compress_type == zipfile.ZIP_STORED:
        pieces, size = [packed], len(packed)
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        pieces, size = _unpack(packed, left, where)
    else:
        raise ArchiveBroken(where)
    if size > left:
        raise ArchiveBomb(where)
    if SHEET.fullmatch(entry.filename) and _cells(b"".join(pieces)) > limits.cells:
        raise ArchiveBomb(where)
    return size


def _packed(content: bytes, entry: zipfile.ZipInfo, where: str) -> bytes:
    start = entry.header_offset
    try:
        *_, name_length, extra_length = LOCAL_HEADER.unpack_from(content, start)
    except struct.error as error:
        raise ArchiveBroken(where) from error
    data = start + LOCAL_HEADER.size + name_length + extra_length
    return content[data : data + entry.compress_size]


def _unpack(packed: bytes, left: int, where: str) -> tuple[list[bytes], int]:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    pieces: list[bytes] = []
    size = 0
    try:
        while packed and size <= left and not unpacker.eof:
            pieces.append(unpacker.decompress(packed, CHUNK))
            size += len(pieces[-1])
            packed = unpacker.unconsumed_tail
    except zlib.error as error:
        raise ArchiveBroken(where) from error
    return pieces, size


def _cells(sheet: bytes) -> int:
    """The cells of the range that a sheet's cells span, from A1."""
    rows = columns = 0
    for letters, digits in CELL.findall(sheet):
        rows = max(rows, int(digits))
        columns = max(columns, _column(letters))
    return rows * columns


def _column(letters: bytes) -> int:
    """
    >>> _column(b"AB")
    28
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
