"""A whole source from its address alone: pages of a list, articles of an index, attachments."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote, urlsplit

from connectors.documents.model import Document, lines_of, text_of
from connectors.documents.opening import open_page
from connectors.protocol import Context
from connectors.reading.drafts import Draft
from connectors.reading.following import (
    articles,
    attachments,
    count_of,
    may_be_anything,
    may_carry,
    page_number,
    pages_after,
    pages_of,
    same_site,
    with_page,
)
from connectors.reading.harvest import Harvest
from connectors.reading.ownpages import OwnPages, own_page
from connectors.reading.page import read_page
from connectors.reading.pagereading import PageReading
from connectors.reading.records import Told
from connectors.reading.spotting import FULL_DATE
from connectors.reading.states import enriched, read_states
from connectors.reading.visit import HERE_OR_GONE, Visit
from schema.problems import DoorstepError
from schema.reading.dates import read_instant
from schema.records import Reject

GREATEST_PAGES, GREATEST_ARTICLES = 200, 80
NO_ATTACHMENT = ("附件打不开，里面的内容没有读到。", "The attachment is not there; what it holds was not read.")
FEW = 12
"""So many links at most are all followed but for those that cannot carry anything."""


@dataclass
class Site:
    """One source being read: `harvest` is what its pages told, `visit` how opening them went."""

    context: Context
    notice: bool
    harvest: Harvest = field(default_factory=Harvest)
    visit: Visit = field(init=False)
    own_pages: OwnPages = field(init=False)
    count: int | None = None
    """How many postings the source says it has."""
    listed: int | None = None
    """How many pages it says it has."""
    empty: bool = False
    gap: bool = False
    """A page of the list had nothing; where a further one has something, that was no end."""

    def __post_init__(self) -> None:
        self.visit = Visit(self.context)
        self.own_pages = OwnPages(self.visit, self.harvest, self.config.get("detail") is not False)

    @property
    def config(self) -> Mapping[str, Any]:  # Any: as in Context.config
        return self.context.config

    @property
    def entry(self) -> str:
        return str(self.config["url"])

    async def read(self) -> None:
        """Read everything. Raises NOTHING_FOUND where the page says it has nothing, SHAPE_UNKNOWN where
        none is seen."""
        await self._pages()
        if repeated := self.harvest.settle(self._posted):
            self.context.count("repeated", repeated)
        self._against_count()
        unread = [each for each in self.harvest.aside if isinstance(each, Reject)]
        if not any(page.reading.drafts for page in self.harvest.told) and len(unread) == len(self.harvest.aside):
            raise self.visit.problem or _why_nothing(unread, self.empty)

    def _against_count(self) -> None:
        jobs = self.harvest.jobs
        if self.count and jobs and jobs < self.count * 0.95:
            self.visit.whole = False
            self.context.count("fewer_than_counted", self.count - jobs)

    def _posted(self, draft: Draft) -> float:
        read = read_instant(draft.facts.get("posted_at", ""), self.context.now)
        return read.timestamp() if read else float("inf")

    async def _pages(self) -> None:
        queue = [self.entry]
        limit = int(self.config.get("pages") or GREATEST_PAGES)
        while queue and len(self.harvest.told) < limit:
            url = queue.pop(0)
            if not self.visit.see(url):
                continue
            if url == self.entry:
                document: Document | None = await self.visit.entry(url)
            else:
                document = await self.visit.open(url, "pages_missing")
            more = await self._page(document, url == self.entry) if document is not None else []
            queue += [each for each in more if not self.visit.has_seen(each) and each not in queue]
        if queue:
            self.visit.whole = False
            self.context.count("pages_left_out", len(queue))

    async def _page(self, document: Document, first: bool) -> list[str]:
        """Read one page of the source's list; the further pages it leads to."""
        self.visit.see(document.url)
        if self.visit.is_repeat(document):
            self.context.count("pages_repeated")
            return []
        reading = read_page(document)
        states = read_states(document)
        reading.drafts = enriched(reading.drafts, states) if reading.of("job") else [*reading.drafts, *states]
        self._count(reading)
        if first:
            self.count, self.listed = count_of(document), pages_of(document)
            if self.count:
                self.context.total(self.count)
        if reading.empty and not reading.drafts:
            self.empty = self.gap = True
            self.context.count("pages_empty")
            return []
        self.visit.whole = self.visit.whole and not (self.gap and reading.of("job"))
        await self._take(document, reading)
        if self.config.get("follow") is not False and not reading.of("job") and not _is_article(document, reading):
            await self._articles(document)
        return self._further(document, reading)

    async def _take(self, document: Document, reading: PageReading, own: bool = False) -> None:
        """Take what a page told, with what the own pages of its postings and its attachments add. `own`: the page is
        itself a posting's where it tells of one."""
        placed = self._placed(reading, document)
        reading.drafts = [each for draft in placed for each in await self.own_pages.read_into(draft, document)]
        if own:
            reading.drafts = own_page(reading.drafts, document.url)
        self.harvest.told.append(Told(document.url or self.entry, reading, self.notice))
        await self._attached(document, reading)

    def _further(self, document: Document, reading: PageReading) -> list[str]:
        more = pages_after(document)
        number = page_number(document.url)
        known = [n for n in (page_number(url) for url in more) if n]
        last = max([*known, number or 0], default=0)
        asked = with_page(document.url, str((number or 0) + 1)) if number else None
        if (
            asked
            and reading.of("job")
            and number == last
            and not self.count
            and (self.listed is None or (number or 0) < self.listed)
        ):
            more.append(asked)
        return more

    def _placed(self, reading: PageReading, document: Document) -> list[Draft]:
        """Drafts with the path under which their ids are made: the article's, or the list's, whichever page
        it stands on."""
        path = urlsplit(document.url).path if self.notice else urlsplit(self.entry).path
        return [replace(draft, path=unquote(path)) for draft in reading.drafts]

    def _count(self, reading: PageReading) -> None:
        for name, times in reading.counts.items():
            if times:
                self.context.count(name, times)

    async def _articles(self, document: Document) -> None:
        links = list(articles(document))
        chosen = [link for link in links if may_carry(link.text) or (len(links) <= FEW and may_be_anything(link.text))]
        self.context.count("articles_unrelated", len(links) - len(chosen))
        for link in chosen[:GREATEST_ARTICLES]:
            if not self.visit.see(link.href):
                continue
            article = await self.visit.open(link.href, "articles_missing")
            if article is None or self.visit.is_repeat(article):
                continue
            reading = read_page(article)
            self._count(reading)
            self._says_nothing(reading)
            _date_of_index(reading, link.rel)
            self._inherit(reading)
            await self._take(article, reading, own=not self.notice)
            await self._parts(article)
        if len(chosen) > GREATEST_ARTICLES:
            self.visit.whole = False
            self.context.count("articles_left_out", len(chosen) - GREATEST_ARTICLES)

    async def _parts(self, article: Document) -> None:
        for further in pages_after(article):
            await self._part(further)

    async def _part(self, url: str) -> None:
        """A further page of an article, or the issue of another day."""
        if len(self.harvest.told) > GREATEST_PAGES or not self.visit.see(url):
            return
        document = await self.visit.open(url, "pages_missing")
        if document is None or self.visit.is_repeat(document):
            return
        reading = read_page(document)
        self._says_nothing(reading)
        reading.drafts = self._placed(reading, document)
        self._inherit(reading)
        self.harvest.told.append(Told(document.url, reading, self.notice))
        await self._parts(document)

    def _says_nothing(self, reading: PageReading) -> None:
        """An article that a list leads to and that says it is empty is a page that failed, not one without jobs."""
        if reading.empty and not reading.drafts:
            self.empty, self.visit.whole = True, False
            self.context.count("pages_empty")

    def _inherit(self, reading: PageReading) -> None:
        """What the index says of where and who holds for its articles."""
        if self.harvest.told:
            for name in ("region", "agency"):
                if name in self.harvest.told[0].reading.facts:
                    reading.facts.setdefault(name, self.harvest.told[0].reading.facts[name])

    async def _attached(self, document: Document, article: PageReading) -> None:
        """Sheets and documents attached to an article: their rows take what the article says of all."""
        for link in attachments(document):
            if not same_site(link.href, document.url) or not self.visit.see(link.href):
                continue
            attached = await self._attachment(link.href)
            if attached is None:
                continue
            own = {
                **{k: v for k, v in attached.facts.items() if k in ("posted_at", "agency", "region", "year")},
                **article.facts,
                **{k: v for k, v in attached.facts.items() if k in ("expires_at", "pay") and v},
            }
            attached.facts = {**own, "context": article.title}
            attached.drafts = [replace(draft, path=unquote(urlsplit(document.url).path)) for draft in attached.drafts]
            self._count(attached)
            self.harvest.told.append(Told(document.url, attached, self.notice))

    async def _attachment(self, url: str) -> PageReading | None:
        """What an attachment tells; one that is not there or cannot be read is kept as a Reject with its reason."""
        try:
            page = await self.context.get(url, expect=HERE_OR_GONE)
        except DoorstepError as error:
            self.visit.failed(error)
            return None
        if page.status != 200:
            self.harvest.aside.append(_unread(url, "ATTACHMENT_MISSING", *NO_ATTACHMENT))
            return None
        try:
            return read_page(open_page(page))
        except DoorstepError as error:
            self.harvest.aside.append(_unread(url, error.code, error.problem.zh, error.problem.en))
            return None


def _why_nothing(unread: Sequence[Reject], empty: bool) -> DoorstepError:
    """Why a source without a failure told nothing."""
    if unread:
        zh, _, en = unread[0].message.partition(" / ")
        return DoorstepError(unread[0].reason, zh, en, ("url",))
    if empty:
        return DoorstepError(
            "NOTHING_FOUND",
            "页面写明暂无内容，没有读到任何岗位、活动或政策。",
            "The page says that it has nothing: no job, event or policy was read.",
            ("url",),
        )
    return DoorstepError(
        "SHAPE_UNKNOWN",
        "页面里没有认出岗位、活动、政策或站点。请确认网址是列表页或公告页，或改用 manifest 写明字段所在。",
        "No job, event, policy or station was recognised. Check that the address is of a list or a "
        "notice, or use a manifest that says where the fields are.",
        ("url",),
    )


def _is_article(document: Document, reading: PageReading) -> bool:
    """A page that is told through, rather than a list of links."""
    if len(reading.drafts) > 1 or any(draft.kind != "station" for draft in reading.drafts):
        return True
    if reading.teasers:
        return False
    linked = sum(len(link.text) for line in lines_of(document.body) for link in line.links)
    return linked * 5 < len(text_of(document.body))


def _date_of_index(reading: PageReading, beside: str) -> None:
    """The date that stands beside an article's link, where the article has none."""
    found = re.search(rf"{FULL_DATE}|\d{{1,2}}月\d{{1,2}}日", beside)
    if found:
        reading.facts.setdefault("posted_at", found[0])


def _unread(url: str, reason: str, zh: str, en: str) -> Reject:
    return Reject(reason=reason, message=f"{zh} / {en}", url=url, raw={"url": url})
