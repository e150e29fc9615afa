"""What a whole source has told: each posting once, without what is gone, with what its other pages say of all."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from connectors.documents.words import plain
from connectors.reading.drafts import Draft
from connectors.reading.identity import distinct
from connectors.reading.records import Told
from connectors.reading.regions import code_of, region_of
from connectors.reading.titles import clean_title
from schema.records import Gone, Reject


@dataclass
class Harvest:
    """The pages of one source as they were read. `settle` makes one list of postings of them."""

    told: list[Told] = field(default_factory=list)
    aside: list[Gone | Reject] = field(default_factory=list)
    """What is gone or could not be taken."""
    unread: set[int] = field(default_factory=set)
    """Postings whose own page could not be had: what the list says of them must not stand in for it."""
    missing: list[tuple[Draft, Gone]] = field(default_factory=list)
    """Postings whose own page is not there."""
    answered: int = 0
    """Postings whose own page was read."""

    @property
    def jobs(self) -> int:
        return sum(len(page.reading.of("job")) for page in self.told)

    def settle(self, age: Callable[[Draft], float]) -> int:
        """Drop what is gone and what was told before, and say where pages lie that do not say so. Returns how many
        were told again; of those the oldest by `age` stays."""
        self._drop_gone()
        for page in self.told:
            _lend_date(page)
        repeated = self._drop_repeats(age) + self._drop_told_in_passing()
        self._lend_region()
        return repeated

    def _drop_gone(self) -> None:
        """A posting whose page is missing is gone, but where no page answers it is the links that are broken."""
        if not self.answered and not self.unread:
            return
        gone = {id(draft) for draft, _ in self.missing} | self.unread
        self._keep(lambda draft: id(draft) not in gone)
        self.aside += [each for _, each in self.missing if self.answered]

    def _drop_repeats(self, age: Callable[[Draft], float]) -> int:
        """Each posting once, on whichever page it was repeated."""
        kept, repeated = distinct([draft for page in self.told for draft in page.reading.drafts], age)
        remaining = {id(draft) for draft in kept}
        self._keep(lambda draft: id(draft) in remaining)
        return repeated

    def _drop_told_in_passing(self) -> int:
        """Jobs that an article names in passing and its table or attachment lists: the list stands."""
        listed = {who_and_what(job) for page in self.told if page.reading.tabular for job in page.reading.of("job")}
        again = 0
        for page in self.told:
            if not page.reading.tabular:
                kept = [d for d in page.reading.drafts if d.kind != "job" or who_and_what(d) not in listed]
                again += len(page.reading.drafts) - len(kept)
                page.reading.drafts = kept
        return again

    def _keep(self, stays: Callable[[Draft], bool]) -> None:
        for page in self.told:
            page.reading.drafts = [draft for draft in page.reading.drafts if stays(draft)]

    def _lend_region(self) -> None:
        """A page that names no district itself lies where the addresses of all postings lie."""
        places = [
            draft.get("venue") or draft.get("address") or "" for page in self.told for draft in page.reading.drafts
        ]
        cities = {code[:4] for place in places if place and (code := code_of(place))}
        region = region_of((place, 1) for place in places) if len(cities) == 1 else None
        for page in self.told:
            if region:
                page.reading.facts.setdefault("region", region)


def _lend_date(page: Told) -> None:
    """A page's own date is that of its postings that have none."""
    posted = page.reading.facts.get("posted_at")
    if posted:
        page.reading.drafts = [
            draft.lacking({"posted_at": posted}) if draft.kind == "job" else draft for draft in page.reading.drafts
        ]


def who_and_what(job: Draft) -> tuple[str, str]:
    """Employer and title without what stands in brackets; a job without an employer is like no other."""
    title = re.sub(r"[（(【].*?[)）】]", "", clean_title(job.facts.get("title", "")))
    return plain(job.get("employer") or str(id(job))), plain(title)
