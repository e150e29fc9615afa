"""Compressed answers: zstd or gzip, as the client takes; those of kept answers are kept too."""

import gzip
from collections import OrderedDict
from functools import lru_cache
from typing import Final

import zstandard

_GZIP_LEVEL: Final = 5
_ZSTD_LEVEL: Final = 3


@lru_cache(maxsize=256)
def coding_for(accept_encoding: str) -> str:
    """zstd, gzip or "" by an Accept-Encoding; of two that are taken alike the one that is named first.

    Not zstd by our own choice: @whatwg-node/node-fetch says on Node 20 that it takes it, last of all, and cannot.
    """
    taken: dict[str, float] = {}
    for part in accept_encoding.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        taken[name] = next((_quality(one) for one in parameters if one.startswith("q=")), 1.0)
    known = {coding: quality for coding, quality in taken.items() if coding in ("zstd", "gzip")}
    best = max(known, key=lambda coding: known[coding], default="")
    return best if known.get(best, 0.0) > 0 else ""


class Compressed:
    """Compressed bodies at hand, bounded by bytes; keyed by the answer's etag, which is of its bytes."""

    def __init__(self, max_bytes: int = 32_000_000) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()

    def body(self, body: bytes, coding: str, etag: str = "") -> bytes:
        """The body in this coding; made once for an answer that has an etag."""
        if not etag:
            return _compress(body, coding)
        kept = self._kept.get((etag, coding))
        if kept is None:
            kept = _compress(body, coding)
            self._keep((etag, coding), kept)
        return kept

    def _keep(self, key: tuple[str, str], compressed: bytes) -> None:
        self._kept[key] = compressed
        self._bytes += len(compressed)
        while self._bytes > self._max_bytes and self._kept:
            self._bytes -= len(self._kept.popitem(last=False)[1])


def _compress(body: bytes, coding: str) -> bytes:
    if coding == "zstd":
        return zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(body)
    return gzip.compress(body, _GZIP_LEVEL, mtime=0)


def _quality(parameter: str) -> float:
    try:
        return float(parameter[2:])
    except ValueError:
        return 0.0
