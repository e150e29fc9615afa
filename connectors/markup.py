"""HTML and XML to trees, within bounds: of depth, of size, and of time.

50,000 nested <div>s cost BeautifulSoup five seconds, a million stray tags more; entities of a DOCTYPE cost any memory.
"""

import re
from collections.abc import Callable
from time import monotonic
from typing import Any

from bs4 import BeautifulSoup
from lxml import etree

from connectors.errors import DoctypeRefused, NotXml, ParseTooSlow

DEEPEST = 250
"""Elements within each other. libxml2 itself gives up at 256, and would drop the rest of the page unsaid."""
LONGEST = 8_000_000
"""Characters of HTML."""
SECONDS = 5.0
CHECKED_EVERY = 64
"""Tags between two looks at the clock."""
DOCTYPE = re.compile(r"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


class _BoundedSoup(BeautifulSoup):
    """A soup that watches its depth and its clock while it is being made."""

    def __init__(self, html: str, where: str, seconds: float, clock: Callable[[], float]) -> None:
        self._where = where
        self._clock = clock
        self._deadline = clock() + seconds
        self._tags = 0
        super().__init__(html, "lxml")

    def handle_starttag(self, *args: Any, **kwargs: Any) -> Any:  # Any: bs4's own signature, which varies by version
        self._tags += 1
        if len(self.tagStack) > DEEPEST:
            raise ParseTooSlow(self._where)
        if self._tags % CHECKED_EVERY == 0 and self._clock() > self._deadline:
            raise ParseTooSlow(self._where)
        return super().handle_starttag(*args, **kwargs)


def parse_html(
    html: str, where: str = "", *, seconds: float = SECONDS, clock: Callable[[], float] = monotonic
) -> BeautifulSoup:
    """The page as a soup on lxml; raises PARSE_TOO_SLOW beyond DEEPEST, LONGEST or `seconds`."""
    if len(html) > LONGEST:
        raise ParseTooSlow(where)
    return _BoundedSoup(html, where, seconds, clock)


def parse_xml(text: str, where: str = "") -> etree._Element:
    """The root of an XML document already decoded (its own encoding declaration no longer counts).

    Raises DOCTYPE_REFUSED and NOT_XML. No entity is expanded and nothing is loaded.
    """
    if DOCTYPE.search(text):
        raise DoctypeRefused(where)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(DECLARATION.sub("", text).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise NotXml(where, line=error.lineno or 1) from error
