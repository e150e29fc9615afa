"""The contexts that connectors are given: one that fetches, one of pages in memory, one of a local file.

What a connector said besides its records (counts, checkpoint, mark, total, complete) stands in its context's `said`,
where the run reads it.
"""

import json as jsonlib
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlencode, urlsplit

from connectors.errors import AddressInvalid, FolderForbidden, NotRecorded, SecretUnknown, status_error
from connectors.fetch import Request
from connectors.folders import TYPES, is_file, listing, stays_below
from connectors.memory import PageMemory
from connectors.pages import FetchedPage
from connectors.secrets import OpenSecret, guard_secrets
from connectors.urls import absolute, host_of, shown
from schema.problems import DoorstepError

OK = frozenset({200})


@dataclass(slots=True)
class Said:
    """What a connector has told its context so far; the run reads it while and after it reads the records."""

    counts: Counter[str] = field(default_factory=Counter)
    checkpoint: str | None = None
    watermark: str | None = None
    total: int | None = None
    complete: bool = False
    requests: int = 0
    failed: int = 0
    """Requests that raised; a connector that goes on all the same has not read the whole source."""
    unchanged: int = 0
    """Requests answered with 304."""
    bytes: int = 0


@dataclass
class BaseContext(ABC):
    """What every context shares: the source, its clock, and what the connector says. Subclasses fill in `_answer`."""

    source_key: str
    config: Mapping[str, Any]  # Any: config is checked against the kind's JSON Schema before a run
    now: datetime
    resume_from: str | None = None
    watermark: str | None = None
    secrets: Mapping[str, OpenSecret] = field(default_factory=dict, repr=False)
    said: Said = field(default_factory=Said)

    async def get(
        self,
        url: str,
        *,
        method: str = "GET",
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        json: Any = None,  # Any: a JSON body
        content: bytes | None = None,
        expect: frozenset[int] = OK,
        idempotent: bool | None = None,
    ) -> FetchedPage:
        """See `connectors.protocol.Context.get`."""
        sent = dict(headers or {})
        if json is not None:
            content = jsonlib.dumps(json, ensure_ascii=False, separators=(",", ":"), default=str).encode()
            sent.setdefault("content-type", "application/json")
        request = Request(
            self._address(url, params), method.upper(), sent, content, expect, idempotent, source=self.source_key
        )
        guard_secrets(self.secrets.values(), request.url, request.headers, request.content)
        self.said.requests += 1
        try:
            page = await self._answer(request)
        except DoorstepError:
            self.said.failed += 1
            raise
        self.said.bytes += len(page.content)
        self.said.unchanged += page.unchanged
        return page

    @abstractmethod
    async def _answer(self, request: Request) -> FetchedPage:
        """The page that answers a request whose address and secrets have been checked."""

    async def over(self) -> None:
        """The source has been read, well or not: what was put off is done."""
        return  # most put nothing off

    def _address(self, url: str, params: Mapping[str, str] | None) -> str:
        address = absolute(str(self.config.get("url", "")), url)
        if not params:
            return address
        bare, _, query = address.partition("?")
        return f"{bare}?{query}{'&' if query else ''}{urlencode(params)}"

    def secret(self, name: str) -> str:
        """The secret's value; its `repr` hides it. Raises SECRET_UNKNOWN where it has not been set."""
        if name not in self.secrets:
            raise SecretUnknown(name=name)
        return self.secrets[name].value

    def checkpoint(self, cursor: str) -> None:
        self.said.checkpoint = cursor

    def mark(self, watermark: str) -> None:
        self.said.watermark = watermark

    def total(self, expected: int) -> None:
        self.said.total = expected

    def complete(self) -> None:
        self.said.complete = True

    def count(self, name: str, times: int = 1) -> None:
        self.said.counts[name] += times


class Fetches(Protocol):
    """The one Fetcher, or what stands before it."""

    async def fetch(self, request: Request, memory: PageMemory | None = None) -> FetchedPage: ...


class Keeps(Fetches, Protocol):
    """Stands before a Fetcher, and has something to put away in the end."""

    async def put_away(self) -> None: ...


@dataclass
class FetchContext(BaseContext):
    """Fetches by the process's one Fetcher. `memory` makes the requests of this source conditional."""

    fetcher: Fetches = field(kw_only=True)
    memory: PageMemory | None = None

    keeper: Keeps | None = None
    """What keeps the pages of this run, in front of the fetcher."""

    async def _answer(self, request: Request) -> FetchedPage:
        if is_file(request.url) and not stays_below(str(self.config.get("url", "")), request.url):
            raise FolderForbidden(shown(request.url))  # what a page on the net names is on the net
        return await (self.keeper or self.fetcher).fetch(request, self.memory)

    async def over(self) -> None:
        if self.keeper is not None:
            await self.keeper.put_away()


class Answers(Protocol):
    """Where a context without a network finds its pages."""

    def find(self, request: Request) -> FetchedPage | None: ...


@dataclass
class OfflineContext(BaseContext):
    """Answers from pages that are there already, and never fetches; what is not there is NOT_RECORDED."""

    answers: Answers = field(kw_only=True)

    async def _answer(self, request: Request) -> FetchedPage:
        page = self.answers.find(request)
        if page is None:
            raise NotRecorded(shown(request.url))
        if request.method != "HEAD":
            page.raise_for_stand_in()
        if page.status not in request.expect:
            raise status_error(page.status, page.where)
        return page


@dataclass(frozen=True)
class PagesByAddress:
    """Pages for an OfflineContext by their address: the body alone, or a whole FetchedPage."""

    pages: Mapping[str, FetchedPage | bytes | str]

    def find(self, request: Request) -> FetchedPage | None:
        page = self.pages.get(request.url)
        if page is None or isinstance(page, FetchedPage):
            return page
        if isinstance(page, str):
            return FetchedPage(request.url, 200, {"content-type": "text/html; charset=utf-8"}, page.encode())
        return FetchedPage(request.url, 200, {}, page)


@dataclass(frozen=True)
class LocalFiles:
    """Files read as if they had been fetched: the one at `root` with those beside and below it, or a folder's."""

    root: Path

    def find(self, request: Request) -> FetchedPage | None:
        if urlsplit(request.url).scheme not in ("", "file"):
            return None
        path = Path(unquote(urlsplit(request.url).path)).resolve()
        if not path.is_relative_to(self.root.resolve() if self.root.is_dir() else self.root.resolve().parent):
            return None
        if path.is_dir():
            return listing(path)
        if not path.is_file():
            return None
        kind = TYPES.get(path.suffix.lower(), "application/octet-stream")
        return FetchedPage(path.as_uri(), 200, {"content-type": kind}, path.read_bytes())


def file_context(source_key: str, config: Mapping[str, Any], now: datetime, path: Path) -> OfflineContext:
    """A context for `doorstep preview KIND FILE-OR-FOLDER`; `config["url"]` becomes the file's own address.

    Raises ADDRESS_INVALID where there is no such file.
    """
    # Any: as in Context.config
    if not path.exists():
        raise AddressInvalid(str(path.name))
    given = {**config, "url": f"{path.resolve().as_uri()}{'/' if path.is_dir() else ''}"}
    return OfflineContext(source_key, given, now, answers=LocalFiles(path))


def is_fetched(address: str) -> bool:
    """Whether `doorstep preview KIND ADDRESS` names something to fetch rather than a file."""
    return address.lower().startswith(("http://", "https://")) and bool(host_of(address))
