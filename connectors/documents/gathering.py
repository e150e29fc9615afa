"""The line that is being gathered from the inline runs of a page, until a block or a <br> ends it."""

import re
from collections.abc import Iterator
from typing import Protocol

from connectors.documents.columns_of_text import RULE
from connectors.documents.model import Line, Link, Part
from connectors.documents.words import tidy

BREAKS = re.compile(r"[\r\n\t ]+")


class Around(Protocol):
    """What a line knows of the page around it."""

    bold: int
    """Within how many bold elements the walk is."""

    def part(self, gap: int) -> None:
        """What follows is parted from what came before: 1 by an empty line, 2 by a rule."""

    def parted(self) -> int:
        """What has been seen since the last line, taken once."""


class Run:
    """The line being gathered."""

    def __init__(self, page: Around, preformatted: bool, level: int, key: str | None) -> None:
        self.page, self.preformatted, self.level, self.key = page, preformatted, level, key
        self.pieces: list[tuple[str, bool, frozenset[str]]] = []
        self.plain = False
        """Some of its words are not bold."""
        self.links: list[Link] = []
        self.ended: list[Line] = []

    def add(self, text: str, struck: bool, hints: frozenset[str]) -> None:
        self.plain = self.plain or (not self.page.bold and bool(tidy(text)))
        if self.preformatted and "\n" in text:
            first, *rest = text.split("\n")
            self.pieces.append((first, struck, hints))
            for piece in rest:
                self._flush()
                self.pieces.append((piece, struck, hints))
            return
        self.pieces.append((BREAKS.sub(" ", text), struck, hints))

    def apart(self) -> None:
        self.pieces.append(("\x00", False, frozenset()))

    def link(self, link: Link) -> None:
        self.links.append(link)

    def take_links(self) -> tuple[Link, ...]:
        links, self.links = tuple(self.links), []
        return links

    def end(self) -> Iterator[Line]:
        self._flush()
        yield from self.ended
        self.ended = []

    def _flush(self) -> None:
        text = tidy("".join(piece for piece, _, _ in self.pieces if piece != "\x00"))
        if text and RULE.fullmatch(text):
            self.page.part(2)
        elif text:
            said = [(len(p.strip()), struck) for p, struck, _ in self.pieces if p != "\x00"]
            struck = sum(n for n, s in said if s) * 2 > sum(n for n, _ in said)
            parts = (Part(text, self.pieces[0][2]),) if len(self.pieces) == 1 else tuple(self._parts())
            links = self.take_links()
            bold = not self.plain
            self.ended.append(Line(text, self.level, struck, None, parts, links, self.page.parted(), bold))
        self.pieces, self.plain = [], False

    def _parts(self) -> Iterator[Part]:
        text, hints = "", frozenset[str]()
        for piece, _, own in [*self.pieces, ("\x00", False, frozenset[str]())]:
            if piece == "\x00":
                if tidy(text):
                    yield Part(tidy(text), hints)
                text, hints = "", frozenset()
            else:
                text, hints = text + piece, hints | own
