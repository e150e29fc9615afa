"""What pages said before, for conditional requests: an unchanged page costs its server next to nothing."""

import hashlib
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


def memory_key(source: str, url: str, headers: Mapping[str, str]) -> str:
    """One source's pages are not another's, nor one key's: a digest, since addresses and headers may hold secrets."""
    parts = [source, url, *(f"{name.lower()}:{value}" for name, value in sorted(headers.items()))]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()
