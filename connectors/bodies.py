"""The body of an answer, unpacked within bounds.

httpx's own decoding inflates a chunk before any cap can act (48 KB of gzip became 50 MB), so bodies are read raw and
unpacked here, never past `limit` bytes.
"""

import zlib

import zstandard

from connectors.errors import ContentEncodingBroken, ContentEncodingUnknown, InflatesTooLarge, TruncatedBody

ACCEPT_ENCODING = "gzip, deflate, zstd"
ENCODINGS_AT_MOST = 3
"""gzip within gzip happens; a longer chain is an attack."""


def inflate(content: bytes, content_encoding: str, limit: int, where: str) -> bytes:
    """`content` with its Content-Encoding undone, last named first; raises where it is more than `limit` bytes."""
    encodings = [each.strip().lower() for each in content_encoding.split(",") if each.strip()]
    if len(encodings) > ENCODINGS_AT_MOST:
        raise ContentEncodingUnknown(where, encoding=content_encoding[:40])
    for encoding in reversed(encodings):
        content = _undo(encoding, content, limit, where)
    return content


def _undo(encoding: str, content: bytes, limit: int, where: str) -> bytes:
    if encoding in ("", "identity") or not content:
        return content
    if encoding in ("gzip", "x-gzip"):
        return _gzip(content, limit, where)
    if encoding == "deflate":
        # "deflate" is zlib by RFC 9110, but servers send raw deflate too.
        wbits = zlib.MAX_WBITS if content[0] & 0x0F == 8 and int.from_bytes(content[:2]) % 31 == 0 else -zlib.MAX_WBITS
        return _zlib(content, wbits, limit, where)[0]
    if encoding == "zstd":
        return _zstd(content, limit, where)
    raise ContentEncodingUnknown(where, encoding=encoding[:40])


def _gzip(content: bytes, limit: int, where: str) -> bytes:
    """Every member of a gzip file; what follows the last is padding. A body that is not packed after all is left."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    whole = bytearray()
    while content.startswith(b"\x1f\x8b"):
        member, content = _zlib(content, 16 + zlib.MAX_WBITS, limit - len(whole), where)
        whole += member
    return bytes(whole)


def _zlib(content: bytes, wbits: int, limit: int, where: str) -> tuple[bytes, bytes]:
    """One stream, and what stands behind it."""
    unpacker = zlib.decompressobj(wbits)
    try:
        unpacked = unpacker.decompress(content, limit + 1)
    except zlib.error as error:
        raise ContentEncodingBroken(where) from error
    if len(unpacked) > limit:
        raise InflatesTooLarge(where, limit=megabytes(limit))
    if not unpacker.eof:
        raise TruncatedBody(where)
    return unpacked, unpacker.unused_data


def _zstd(content: bytes, limit: int, where: str) -> bytes:
    """RFC 9659 bounds the window to 8 MB for the web."""
    unpacker = zstandard.ZstdDecompressor(max_window_size=8 * 1024 * 1024)
    unpacked = bytearray()
    try:
        with unpacker.stream_reader(content, read_across_frames=True) as reader:
            while len(unpacked) <= limit and (chunk := reader.read(min(1 << 20, limit + 1 - len(unpacked)))):
                unpacked += chunk
    except zstandard.ZstdError as error:
        raise ContentEncodingBroken(where) from error
    if len(unpacked) > limit:
        raise InflatesTooLarge(where, limit=megabytes(limit))
    return bytes(unpacked)


def megabytes(limit: int) -> str:
    """A bound as a person reads it.

    >>> megabytes(32 * 1024 * 1024)
    '32 MB'
    """
    return f"{limit / 1024 / 1024:.3g} MB"
