"""Opening the pages of one source: each once, and one that cannot be had costs the others nothing."""

import hashlib
from dataclasses import dataclass, field

from connectors.documents.model import Document, text_of
from connectors.documents.opening import open_page
from connectors.pages import is_unclosed
from connectors.protocol import Context, Page
from connectors.reading.identity import plain_address
from schema.problems import DoorstepError

HERE_OR_GONE = frozenset({200, 404, 410})
GIVEN_UP = 4
"""After so many pages in a row that could not be had, the source is given up."""


@dataclass
class Visit:
    """What has been opened of a source, and how that went."""

    context: Context
    whole: bool = True
    """Nothing that was to be read is missing."""
    problem: DoorstepError | None = None
    """What went wrong first with a page below the entry."""
    failures: int = 0
    """Pages in a row that could not be had."""
    _seen: set[str] = field(default_factory=set)
    _prints: set[str] = field(default_factory=set)

    def has_seen(self, url: str) -> bool:
        return plain_address(url) in self._seen

    def see(self, url: str) -> bool:
        """Take an address as opened; False where it was already."""
        known = self.has_seen(url)
        self._seen.add(plain_address(url))
        return not known

    async def entry(self, url: str) -> Document:
        """The page that a source begins with; what goes wrong with it is raised."""
        page = await self.context.get(url)
        self._unclosed(page)
        return open_page(page)

    async def open(self, url: str, missing: str) -> Document | None:
        """The document at an address below the entry, None where it is not there or could not be had.

        `missing` is the name under which one that is not there is counted. What went wrong stands in `problem`, to be
        raised once all else has been read.
        """
        try:
            page = await self.context.get(url, expect=HERE_OR_GONE)
            if page.status != 200:
                self.context.count(missing)
                return None
            self._unclosed(page)
            document = open_page(page)
        except DoorstepError as error:
            self.failed(error)
            self.failures += 1
            self.context.count("pages_failed")
            if self.failures >= GIVEN_UP:
                raise
            return None
        self.failures = 0
        return document

    def failed(self, error: DoorstepError) -> None:
        self.problem, self.whole = self.problem or error, False

    def is_repeat(self, document: Document) -> bool:
        """The same list again under another address: a trap, or a server that ignores the page number."""
        told = hashlib.sha256(text_of(document.body).encode()).hexdigest()
        if told in self._prints:
            return True
        self._prints.add(told)
        return False

    def _unclosed(self, page: Page) -> None:
        """A page that never closes its body may have lost its end: what it lacks is not gone."""
        if page.form == "html" and is_unclosed(page.text):
            self.whole = False
            self.context.count("pages_unclosed")
