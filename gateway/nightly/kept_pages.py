"""The pages of a run, kept compressed for some days, and a source read again from them after it was mended."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from connectors.context import BaseContext, Fetches
from connectors.errors import NotRecorded
from connectors.fetch import Request
from connectors.memory import PageMemory, memory_key
from connectors.pages import FetchedPage
from connectors.recording import Exchange, Replay
from connectors.secrets import HIDDEN, OpenSecret, hidden
from connectors.urls import shown
from gateway.laying import store_told_apart
from schema.store import pages
from schema.store.engine import Database
from schema.store.pages import RawPage

AT_ONCE = 40
AT_ONCE_BYTES = 4_000_000
"""Pages are put away in lots, so that keeping them costs few transactions and little memory."""
HEADERS = ("content-type", "content-disposition", "link", "etag", "last-modified")


@dataclass
class PageKeeper:
    """Stands before a Fetcher for one run. A page that has not changed stays where it was kept before."""

    fetcher: Fetches
    database: Database
    source_id: int
    run_id: int
    now: datetime
    secrets: Mapping[str, OpenSecret]
    _waiting: list[RawPage] = field(default_factory=list)

    async def fetch(self, request: Request, memory: PageMemory | None = None) -> FetchedPage:
        page = await self.fetcher.fetch(request, memory)
        if not page.unchanged and request.method != "HEAD":
            self._waiting.append(self._kept(request, page))
            if len(self._waiting) >= AT_ONCE or sum(len(one.content) for one in self._waiting) >= AT_ONCE_BYTES:
                await self.put_away()
        return page

    async def put_away(self) -> None:
        """Write what waits."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            await pages.keep_raw(self.database, self.source_id, self.run_id, waiting)

    def _kept(self, request: Request, page: FetchedPage) -> RawPage:
        """The page with its secrets hidden: a server may echo what it was sent."""
        secrets, content = list(self.secrets.values()), page.content
        for secret in secrets:
            content = content.replace(secret.value.encode(), HIDDEN.encode())
        sent = masked(request.content, secrets)
        asked, final = hidden(request.url, secrets), hidden(page.url, secrets)
        return RawPage(
            url=asked,
            status=page.status,
            headers={name: page.headers[name] for name in HEADERS if name in page.headers},
            content=content,
            at=self.now,
            method=request.method,
            sent=None if sent is None else sent.decode(),
            final_url=None if final == asked else final,
        )


@dataclass
class KeptContext(BaseContext):
    """Answers from the pages that a run kept, and those of before that had not changed; fetches nothing."""

    replay: Replay = field(kw_only=True)
    database: Database = field(kw_only=True)

    async def _answer(self, request: Request) -> FetchedPage:
        secrets = list(self.secrets.values())
        page = self.replay.find(
            replace(request, url=hidden(request.url, secrets), content=masked(request.content, secrets))
        )
        if page is None:
            key = memory_key(request.source, request.url, request.headers)
            with store_told_apart():
                remembered = await pages.recall(self.database, key)
            if remembered is None:
                raise NotRecorded(shown(request.url))
            page = FetchedPage(remembered.url, 200, remembered.headers, remembered.content, unchanged=True)
        return page


def masked(content: bytes | None, secrets: list[OpenSecret]) -> bytes | None:
    """A request's body without its secrets."""
    return None if content is None else hidden(content.decode("utf-8", "replace"), secrets).encode()


def exchange_of(kept: RawPage) -> Exchange:
    """A kept page as a recording has it."""
    sent = None if kept.sent is None else kept.sent.encode()
    page = FetchedPage(kept.final_url or kept.url, kept.status, kept.headers, kept.content)
    return Exchange(Request(kept.url, kept.method, content=sent), page)
