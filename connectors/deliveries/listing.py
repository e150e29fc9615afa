"""Which files a page, a JSON list or an archive offers, and which of them hold: of reports by day, the newest."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from connectors.deliveries.opening import READABLE
from connectors.documents.opening import open_page
from connectors.protocol import Page
from connectors.reading.following import same_site

OFFERED = (*READABLE, ".zip")
LINKED = tuple(ending for ending in OFFERED if not ending.startswith(".htm"))
"""A page of files links to other pages too."""
ADDRESS_KEYS = ("url", "href", "link", "path", "file", "filename", "name", "地址", "文件", "文件名")
INCREMENTS = frozenset({"delta", "increment", "incremental", "partial", "update", "增量"})


@dataclass(frozen=True, slots=True)
class Offered:
    """One file on offer. `increment`: the list says that it holds changes only."""

    url: str
    name: str
    increment: bool = False


def offered(page: Page) -> list[Offered]:
    """The files that a page of links or a JSON list names, in its order, each once."""
    if page.form == "json":
        found = [Offered(page.link(href), _name(href), more) for href, more in _in_json(page.json())]
    else:
        links = open_page(page).links
        found = [
            Offered(link.href, link.text or _name(link.href))
            for link in links
            if _is_file(link.href, LINKED) and same_site(link.href, page.url)
        ]
    return list({each.url: each for each in found}.values())


def _in_json(value: Any, depth: int = 6) -> Iterator[tuple[str, bool]]:  # Any: a list has whatever shape it has
    if depth == 0:
        return
    if isinstance(value, Mapping):
        named = [value[key] for key in ADDRESS_KEYS if isinstance(value.get(key), str)]
        address = next((each for each in named if _is_file(each, OFFERED)), None)
        if address is not None:
            yield address, str(value.get("mode") or value.get("type") or "").lower() in INCREMENTS
            return
        for each in value.values():
            yield from _in_json(each, depth - 1)
    elif isinstance(value, list):
        for each in value:
            if isinstance(each, str) and _is_file(each, OFFERED):
                yield each, False
            else:
                yield from _in_json(each, depth - 1)


def newest(files: Sequence[Offered]) -> list[Offered]:
    """Of files whose names differ only in their numbers (a report by day), the one with the greatest; others stay.

    >>> [each.name for each in newest([Offered("/1", "岗位20261120.csv"), Offered("/2", "岗位20261121.csv")])]
    ['岗位20261121.csv']
    """
    kept: dict[str, Offered] = {}
    for each in files:
        family = re.sub(r"\d+", "#", _name(each.url))
        if family not in kept or _numbers(each.url) > _numbers(kept[family].url):
            kept[family] = each
    return list(kept.values())


def _numbers(url: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", _name(url))]


def _name(url: str) -> str:
    parts = urlsplit(url)
    return unquote(parts.path).rpartition("/")[2] or unquote(parts.query)


def _is_file(url: str, endings: Sequence[str]) -> bool:
    parts = urlsplit(url)
    return any(text.lower().endswith(tuple(endings)) for text in (unquote(parts.path), unquote(parts.query)))
