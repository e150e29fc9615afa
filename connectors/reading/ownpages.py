"""The pages that postings of a list have of their own: followed, and read into the posting."""

import re
from dataclasses import dataclass

from connectors.documents.model import Document, Link
from connectors.reading.details import detailed
from connectors.reading.drafts import Draft
from connectors.reading.following import same_site
from connectors.reading.harvest import Harvest
from connectors.reading.identity import own_id, plain_address
from connectors.reading.visit import Visit
from schema.records import Gone

GREATEST_DETAILS = 2000
GREATEST_MISMATCHES = 3
"""After so many pages that tell of something else, a list's links are taken to lead elsewhere."""
PICTURE = re.compile(r"\.(?:jpg|png|gif)$")


@dataclass
class OwnPages:
    """Follows the links of postings; `followed` is off where the source's config says so."""

    visit: Visit
    harvest: Harvest
    followed: bool = True
    opened: int = 0
    mismatches: int = 0

    async def read_into(self, draft: Draft, document: Document) -> list[Draft]:
        """A job's draft with what its own page adds; the jobs of that page where the draft only calls for them."""
        link = _own_link(draft, document)
        if draft.kind != "job" or link is None:
            return [draft]
        url = plain_address(link.href)
        number = draft.get("external_id") or own_id(url)
        linked = draft.with_facts({"url": url, **({"external_id": number} if number else {})})
        if self.visit.has_seen(url):
            return [draft]
        if not self.followed or self.mismatches >= GREATEST_MISMATCHES or self.opened >= GREATEST_DETAILS:
            return [linked]
        return await self._merged(draft, linked, link.href, number or url)

    async def _merged(self, draft: Draft, linked: Draft, href: str, number: str) -> list[Draft]:
        self.opened += 1
        failures = self.visit.failures
        own = await self.visit.open(href, "details_missing")
        if own is None:
            if self.visit.failures > failures:
                self.harvest.unread.add(id(linked))
            else:
                self.harvest.missing.append((linked, Gone(external_id=number, reason="HTTP 404")))
            return [linked]
        merged = detailed(linked, own)
        if not merged:
            self.visit.whole = self.visit.whole and bool(own.title)
            self.mismatches += 1
            self.visit.context.count("details_mismatched")
            return [draft]
        self.harvest.answered += 1
        return merged


def _own_link(draft: Draft, document: Document) -> Link | None:
    return next(
        (link for link in draft.links if same_site(link.href, document.url) and not PICTURE.search(link.href)), None
    )


def own_page(drafts: list[Draft], url: str) -> list[Draft]:
    """An entry of a board that tells of one job is that job's own page: its number is the job's."""
    jobs, number = [draft for draft in drafts if draft.kind == "job"], own_id(url)
    if len(jobs) != 1 or number is None or jobs[0].get("external_id"):
        return drafts
    own = {"external_id": number, "url": plain_address(url)}
    return [draft.with_facts(own) if draft.kind == "job" else draft for draft in drafts]
