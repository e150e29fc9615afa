"""A whole source from its address alone: pages of a list, postings' own pages, articles of an index, attachments."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote, urlsplit

from connectors.documents.model import Document, lines_of, text_of
from connectors.documents.opening import open_page
from connectors.documents.words import plain
from connectors.pages import is_unclosed
from connectors.protocol import Context, Page
from connectors.reading.details import detailed
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
from connectors.reading.identity import distinct, own_id, plain_address
from connectors.reading.page import read_page
from connectors.reading.pagereading import PageReading
from connectors.reading.records import Told
from connectors.reading.regions import code_of, region_of
from connectors.reading.states import enriched, read_states
from connectors.reading.titles import clean_title
from schema.problems import DoorstepError
from schema.reading.dates import read_instant
from schema.records import Gone, Reject

HERE_OR_GONE = frozenset({200, 404, 410})
GREATEST_PAGES, GREATEST_DETAILS, GREATEST_ARTICLES = 200, 2000, 80
GIVEN_UP = 4
NO_ATTACHMENT = ("附件打不开，里面的内容没有读到。", "The attachment is not there; what it holds was not read.")
FEW = 12
"""So many links at most are all followed but for those that cannot carry anything."""


@dataclass
class Site:
    """One source being read. `told` holds its pages' drafts, `aside` what is gone or could not be taken."""

    context: Context
    notice: bool
    told: list[Told] = field(default_factory=list)
    aside: list[Gone | Reject] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    prints: set[str] = field(default_factory=set)
    count: int | None = None
    listed: int | None = None
    whole: bool = True
    empty: bool = False
    gap: bool = False
    """A page of the list had nothing; where a further one has something, that was no end."""
    mismatches: int = 0
    details: int = 0
    answered: int = 0
    problem: DoorstepError | None = None
    """What went wrong with a page below the entry."""
    failures: int = 0
    """Pages in a row that could not be had."""
    unread: set[int] = field(default_factory=set)
    """Postings whose own page could not be had: what the list says of them must not stand in for it."""
    missing: list[tuple[Draft, Gone]] = field(default_factory=list)
    """Postings whose own page is not there."""

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
        self._gone()
        self._without_repeats()
        unread = [each for each in self.aside if isinstance(each, Reject)]
        if any(page.reading.drafts for page in self.told) or len(unread) < len(self.aside):
            return
        if self.problem:
            raise self.problem
        if unread:
            zh, _, en = unread[0].message.partition(" / ")
            raise DoorstepError(unread[0].reason, zh, en, ("url",))
        if self.empty:
            raise DoorstepError(
                "NOTHING_FOUND",
                "页面写明暂无内容，没有读到任何岗位、活动或政策。",
                "The page says that it has nothing: no job, event or policy was read.",
                ("url",),
            )
        raise DoorstepError(
            "SHAPE_UNKNOWN",
            "页面里没有认出岗位、活动、政策或站点。请确认网址是列表页或公告页，或改用 manifest 写明字段所在。",
            "No job, event, policy or station was recognised. Check that the address is of a list or a "
            "notice, or use a manifest that says where the fields are.",
            ("url",),
        )

    async def _pages(self) -> None:
        queue = [self.entry]
        limit = int(self.config.get("pages") or GREATEST_PAGES)
        while queue and len(self.told) < limit:
            url = queue.pop(0)
            if plain_address(url) in self.seen:
                continue
            self.seen.add(plain_address(url))
            if url == self.entry:
                page = await self.context.get(url)
                self._unclosed(page)
                more = await self._page(page.url, open_page(page), True)
            else:
                document = await self._open(url, "pages_missing")
                more = await self._page(url, document, False) if document is not None else []
            queue += [each for each in more if plain_address(each) not in self.seen and each not in queue]
        if queue:
            self.whole = False
            self.context.count("pages_left_out", len(queue))

    async def _open(self, url: str, missing: str) -> Document | None:
        """The document at an address below the entry, None where it is not there or could not be had.

        What went wrong is raised once all else has been read, so that one bad page costs the others nothing; after
        several in a row the source is given up.
        """
        try:
            page = await self.context.get(url, expect=HERE_OR_GONE)
            if page.status != 200:
                self.context.count(missing)
                return None
            self._unclosed(page)
            document = open_page(page)
        except DoorstepError as error:
            self.problem, self.whole = self.problem or error, False
            self.failures += 1
            self.context.count("pages_failed")
            if self.failures >= GIVEN_UP:
                raise
            return None
        self.failures = 0
        return document

    def _unclosed(self, page: Page) -> None:
        """A page that never closes its body may have lost its end: what it lacks is not gone."""
        if page.form == "html" and is_unclosed(page.text):
            self.whole = False
            self.context.count("pages_unclosed")

    async def _page(self, url: str, document: Document, first: bool) -> list[str]:
        """Read one page of the source's list; the further pages it leads to."""
        self.seen.add(plain_address(url))
        if self._is_repeat(document):
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
        self.whole = self.whole and not (self.gap and reading.of("job"))
        reading.drafts = [await self._with_detail(draft, document) for draft in self._placed(reading, document)]
        self.told.append(Told(document.url or self.entry, reading, self.notice))
        await self._attached(document, reading)
        if self.config.get("follow") is not False and not reading.of("job") and not _is_article(document, reading):
            await self._articles(document)
        return self._further(document, reading)

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

    def _is_repeat(self, document: Document) -> bool:
        """The same list again under another address: a trap, or a server that ignores the page number."""
        told = hashlib.sha256(text_of(document.body).encode()).hexdigest()
        if told in self.prints:
            return True
        self.prints.add(told)
        return False

    def _placed(self, reading: PageReading, document: Document) -> list[Draft]:
        """Drafts with the path under which their ids are made: the article's, or the list's, whichever page
        it stands on."""
        path = urlsplit(document.url).path if self.notice else urlsplit(self.entry).path
        return [replace(draft, path=unquote(path)) for draft in reading.drafts]

    def _count(self, reading: PageReading) -> None:
        for name, times in reading.counts.items():
            if times:
                self.context.count(name, times)

    async def _with_detail(self, draft: Draft, document: Document) -> Draft:
        link = next(
            (
                link
                for link in draft.links
                if same_site(link.href, document.url) and not re.search(r"\.(?:jpg|png|gif)$", link.href)
            ),
            None,
        )
        if draft.kind != "job" or link is None:
            return draft
        url = plain_address(link.href)
        number = draft.get("external_id") or own_id(url)
        linked = replace(draft, facts={**draft.facts, "url": url, **({"external_id": number} if number else {})})
        if (
            self.config.get("detail") is False
            or self.mismatches >= 3
            or self.details >= GREATEST_DETAILS
            or url in self.seen
        ):
            return linked if url not in self.seen else draft
        self.details += 1
        failed = self.problem, self.failures
        own = await self._open(link.href, "details_missing")
        if own is None:
            if self.failures > failed[1]:
                self.unread.add(id(linked))
            else:
                self.missing.append((linked, Gone(external_id=number or url, reason="HTTP 404")))
            return linked
        merged = detailed(linked, own)
        if merged is None:
            self.whole = self.whole and bool(own.title)
            self.mismatches += 1
            self.context.count("details_mismatched")
            return draft
        self.answered += 1
        return merged

    async def _articles(self, document: Document) -> None:
        links = list(articles(document))
        chosen = [link for link in links if may_carry(link.text) or (len(links) <= FEW and may_be_anything(link.text))]
        self.context.count("articles_unrelated", len(links) - len(chosen))
        for link in chosen[:GREATEST_ARTICLES]:
            if plain_address(link.href) in self.seen:
                continue
            self.seen.add(plain_address(link.href))
            article = await self._open(link.href, "articles_missing")
            if article is None or self._is_repeat(article):
                continue
            reading = read_page(article)
            self._count(reading)
            self._says_nothing(reading)
            _date_of_index(reading, link.rel)
            reading.drafts = [await self._with_detail(draft, article) for draft in self._placed(reading, article)]
            self._own_page(reading, article.url)
            self._inherit(reading)
            self.told.append(Told(article.url, reading, self.notice))
            await self._attached(article, reading)
            for further in pages_after(article):
                await self._part(further)
        if len(chosen) > GREATEST_ARTICLES:
            self.whole = False
            self.context.count("articles_left_out", len(chosen) - GREATEST_ARTICLES)

    def _own_page(self, reading: PageReading, url: str) -> None:
        """An entry of a board that tells of one job is that job's own page: its number is the job's."""
        jobs, number = reading.of("job"), own_id(url)
        if self.notice or len(jobs) != 1 or number is None or jobs[0].get("external_id"):
            return
        own = {"external_id": number, "url": plain_address(url)}
        reading.drafts = [draft.with_facts(own) if draft.kind == "job" else draft for draft in reading.drafts]

    async def _part(self, url: str) -> None:
        """A further page of an article, or the issue of another day."""
        if plain_address(url) in self.seen or len(self.told) > GREATEST_PAGES:
            return
        self.seen.add(plain_address(url))
        document = await self._open(url, "pages_missing")
        if document is None or self._is_repeat(document):
            return
        reading = read_page(document)
        self._says_nothing(reading)
        reading.drafts = self._placed(reading, document)
        self._inherit(reading)
        self.told.append(Told(document.url, reading, self.notice))
        for further in pages_after(document):
            await self._part(further)

    def _says_nothing(self, reading: PageReading) -> None:
        """An article that a list leads to and that says it is empty is a page that failed, not one without jobs."""
        if reading.empty and not reading.drafts:
            self.empty, self.whole = True, False
            self.context.count("pages_empty")

    def _inherit(self, reading: PageReading) -> None:
        """What the index says of where and who holds for its articles."""
        if self.told:
            for name in ("region", "agency"):
                if name in self.told[0].reading.facts:
                    reading.facts.setdefault(name, self.told[0].reading.facts[name])

    async def _attached(self, document: Document, article: PageReading) -> None:
        """Sheets and documents attached to an article: their rows take what the article says of all."""
        for link in attachments(document):
            if not same_site(link.href, document.url) or plain_address(link.href) in self.seen:
                continue
            self.seen.add(plain_address(link.href))
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
            self.told.append(Told(document.url, attached, self.notice))

    async def _attachment(self, url: str) -> PageReading | None:
        """What an attachment tells; one that is not there or cannot be read is kept as a Reject with its reason."""
        try:
            page = await self.context.get(url, expect=HERE_OR_GONE)
        except DoorstepError as error:
            self.problem, self.whole = self.problem or error, False
            return None
        if page.status != 200:
            self.aside.append(_unread(url, "ATTACHMENT_MISSING", *NO_ATTACHMENT))
            return None
        try:
            return read_page(open_page(page))
        except DoorstepError as error:
            self.aside.append(_unread(url, error.code, error.problem.zh, error.problem.en))
            return None

    def _gone(self) -> None:
        """A posting whose page is missing is gone, but where no page answers it is the links that are broken."""
        if not self.answered and not self.unread:
            return
        gone = {id(draft) for draft, _ in self.missing} | self.unread
        for page in self.told:
            page.reading.drafts = [draft for draft in page.reading.drafts if id(draft) not in gone]
        self.aside += [each for _, each in self.missing if self.answered]

    def _without_repeats(self) -> None:
        """Each posting once, wherever it was repeated."""
        for page in self.told:
            posted = page.reading.facts.get("posted_at")
            if posted:
                page.reading.drafts = [
                    draft.lacking({"posted_at": posted}) if draft.kind == "job" else draft
                    for draft in page.reading.drafts
                ]
        every = [draft for page in self.told for draft in page.reading.drafts]
        kept, repeated = distinct(every, self._posted)
        remaining = {id(draft) for draft in kept}
        for page in self.told:
            page.reading.drafts = [draft for draft in page.reading.drafts if id(draft) in remaining]
        repeated += self._told_again()
        if repeated:
            self.context.count("repeated", repeated)
        self._regions()
        jobs = sum(len(page.reading.of("job")) for page in self.told)
        if self.count and jobs and jobs < self.count * 0.95:
            self.whole = False
            self.context.count("fewer_than_counted", self.count - jobs)

    def _told_again(self) -> int:
        """Jobs that an article names in passing and its table or attachment lists: the list stands. How many."""
        listed = {_who_and_what(job) for page in self.told if page.reading.tabular for job in page.reading.of("job")}
        again = 0
        for page in self.told:
            if not page.reading.tabular:
                kept = [d for d in page.reading.drafts if d.kind != "job" or _who_and_what(d) not in listed]
                again += len(page.reading.drafts) - len(kept)
                page.reading.drafts = kept
        return again

    def _posted(self, draft: Draft) -> float:
        read = read_instant(draft.facts.get("posted_at", ""), self.context.now)
        return read.timestamp() if read else float("inf")

    def _regions(self) -> None:
        """A page that names no district itself lies where the addresses of all postings lie."""
        places = [
            draft.get("venue") or draft.get("address") or "" for page in self.told for draft in page.reading.drafts
        ]
        cities = {code[:4] for place in places if place and (code := code_of(place))}
        region = region_of((place, 1) for place in places) if len(cities) == 1 else None
        for page in self.told:
            if region:
                page.reading.facts.setdefault("region", region)


def _who_and_what(job: Draft) -> tuple[str, str]:
    """Employer and title without what stands in brackets; a job without an employer is like no other."""
    title = re.sub(r"[（(【].*?[)）】]", "", clean_title(job.facts.get("title", "")))
    return plain(job.get("employer") or str(id(job))), plain(title)


def _is_article(document: Document, reading: PageReading) -> bool:
    """A page that is told through, rather than a list of links."""
    if len(reading.drafts) > 1 or any(draft.kind != "station" for draft in reading.drafts):
        return True
    linked = sum(len(link.text) for line in lines_of(document.body) for link in line.links)
    return linked * 5 < len(text_of(document.body))


def _date_of_index(reading: PageReading, beside: str) -> None:
    """The date that stands beside an article's link, where the article has none."""
    found = re.search(r"20\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}|\d{1,2}月\d{1,2}日", beside)
    if found:
        reading.facts.setdefault("posted_at", found[0])


def _unread(url: str, reason: str, zh: str, en: str) -> Reject:
    return Reject(reason=reason, message=f"{zh} / {en}", url=url, raw={"url": url})
