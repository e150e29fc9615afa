"""Pages of tests/connectors/pages read as a connector would, over a context that never fetches."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from connectors.context import OfflineContext
from connectors.fetch import Request
from connectors.kinds.board import Board
from connectors.kinds.notice import Notice
from connectors.pages import FetchedPage
from connectors.previewing import Preview, preview

PAGES = Path(__file__).parent / "pages"
NOW = datetime.fromisoformat("2026-11-22T16:30:00+08:00")
SITE = "https://pages.invalid"
Json = Mapping[str, Any]  # Any: JSON of a preview


@dataclass(frozen=True)
class Folder:
    """Answers from the folder of pages, and from `more` by path; what is in neither is a 404."""

    more: Mapping[str, bytes] = field(default_factory=dict)

    def find(self, request: Request) -> FetchedPage:
        path = unquote(urlsplit(request.url).path)
        asked = f"{path}?{urlsplit(request.url).query}" if urlsplit(request.url).query else path
        file = PAGES / path.lstrip("/")
        if asked in self.more:
            return FetchedPage(request.url, 200, {}, self.more[asked])
        if asked != path or not file.is_file():
            return FetchedPage(request.url, 404, {}, b"not found")
        return FetchedPage(request.url, 200, {}, file.read_bytes())


def context(path: str, more: Mapping[str, bytes] | None = None, **config: object) -> OfflineContext:
    return OfflineContext("pages", {"url": f"{SITE}/{path}", **config}, NOW, answers=Folder(more or {}))


async def board(path: str, more: Mapping[str, bytes] | None = None, **config: object) -> Preview:
    return await preview(Board(), context(path, more, **config))


async def notice(path: str, more: Mapping[str, bytes] | None = None, **config: object) -> Preview:
    return await preview(Notice(), context(path, more, **config))


def told(job: Json) -> tuple[str, str | None, str | None, str | None, str | None, int | None]:
    """Title, employer, least and most pay, its unit, headcount."""
    value = job["normalised"]
    pay, employer = value["pay"], value["employer"]
    return value["title"], employer and employer["name"], pay["min"], pay["max"], pay["unit"], value["headcount"]
