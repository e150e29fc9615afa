"""What pages said before, for conditional requests: an unchanged page costs its server next to nothing."""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RememberedPage:
    """A page with its validators (RFC 9110, 8.8); `headers` are those needed to read it again."""

    url: str
    etag: str | None
    last_modified: str | None
    headers: Mapping[str, str]
    content: bytes = field(repr=False)


class PageMemory(Protocol):
    """Where pages are kept between runs. `key` is opaque, made by `memory_key`."""

    async def recall(self, key: str) -> RememberedPage | None: ...

    async def keep(self, key: str, page: RememberedPage) -> None: ...


class PagesInMemory:
    """The most recent pages, up to `bytes_at_most`."""

    def __init__(self, bytes_at_most: int = 64 * 1024 * 1024) -> None:
        self._pages: OrderedDict[str, RememberedPage] = OrderedDict()
        self._bytes_at_most = bytes_at_most
        self._bytes = 0

    async def recall(self, key: str) -> RememberedPage | None:
        if key in self._pages:
            self._pages.move_to_end(key)
        return self._pages.get(key)

    async def keep(self, key: str, page: RememberedPage) -> None:
        before = self._pages.pop(key, None)
        self._bytes += len(page.content) - (len(before.content) if before else 0)
        self._pages[key] = page
        while self._bytes > self._bytes_at_most:
            _, dropped = self._pages.popitem(last=False)
            self._bytes -= len(dropped.content)


def memory_key(source: str, url: str, headers: Mapping[str, str]) -> str:
    """One source's pages are not another's, nor one key's: a digest, since addresses and headers may hold secrets."""
    parts = [source, url, *(f"{name.lower()}:{value}" for name, value in sorted(headers.items()))]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()
