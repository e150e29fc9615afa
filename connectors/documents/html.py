"""HTML to a document: bounded, tolerant of what the web's editors leave behind, blind to what nobody sees."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString

from connectors.documents.asides import (
    asides_in,
    attribute,
    called,
    called_any,
    data_in,
    fields_in,
    joined_address,
    links_in,
    meta_in,
)
from connectors.documents.columns_of_text import blocks_of_text
from connectors.documents.furniture import is_advert, is_furniture
from connectors.documents.gathering import Run
from connectors.documents.grids import Spanned, resolve
from connectors.documents.inheriting import Inherited, is_preformatted, is_struck
from connectors.documents.model import Cell, Document, Group, Line, Link, Node, Table, lines_of
from connectors.documents.siblings import (
    cut_furniture,
    pair_terms,
    strike,
    struck_line,
    with_links,
    without_trailing_furniture,
)
from connectors.documents.words import tidy, words_of
from connectors.errors import ParseTooSlow
from connectors.markup import parse_html
from connectors.urls import shown

KEPT = frozenset(["li", "div", "dd", "dt", "tr", "td", "section", "article", "nav", "header", "footer", "aside"])
"""Blocks that stay blocks though they hold only one line."""
UNSEEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "svg",
        "iframe",
        "select",
        "option",
        "input",
        "button",
        "textarea",
        "object",
        "video",
        "audio",
        "canvas",
    ]
)
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "var",
        "time",
        "img",
        "data",
        "o:p",
        "wbr",
    ]
)
BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
NUMBER = re.compile(r"\s*(\d+)")
UNDISPLAYED = re.compile(r"display\s*:\s*none", re.I)


def read_html(html: str, url: str = "") -> Document:
    """The document of a page. Raises PARSE_TOO_SLOW for what no reader of it would finish."""
    try:
        return _document_of(parse_html(html, shown(url)), url)
    except RecursionError as error:  # within the depth that is parsed, but its caller has used much of the stack
        raise ParseTooSlow(shown(url)) from error


def _document_of(soup: BeautifulSoup, url: str) -> Document:
    asides = asides_in(soup)
    base = next((element for element in asides if element.name == "base" and element.has_attr("href")), None)
    root = urljoin(url, str(base["href"])) if base is not None else url
    body = soup.body or soup
    builder = _Builder(root, len(body.get_text()))
    return Document(
        url=url,
        title=tidy(soup.title.get_text()) if soup.title else "",
        body=without_trailing_furniture(Group(children=tuple(builder.blocks(body)), signature="body")),
        links=tuple(links_in(asides, root)),
        meta=dict(meta_in(asides)),
        fields=dict(fields_in(asides)),
        data=tuple(data_in(asides)),
    )


class _Builder:
    """Walks one page. Inline runs gather into a line until a block or a <br> ends it."""

    def __init__(self, base: str, length: int) -> None:
        self.base = base
        self.length = length
        self.bold = 0
        """Within how many bold elements the walk is."""
        self.is_struck = Inherited(is_struck)
        self.is_preformatted = Inherited(is_preformatted)
        self.gap = 0
        """What has been seen since the last line: 1 an empty line, 2 a rule."""

    def part(self, gap: int) -> None:
        self.gap = max(self.gap, gap)

    def parted(self) -> int:
        gap, self.gap = self.gap, 0
        return gap

    def blocks(self, element: Tag) -> Iterator[Node]:
        kept = element.name in ("xmp", "listing", "plaintext") or self.is_preformatted(element)
        run = Run(self, kept, _heading(element), self._key(element))
        yield from self._walk(element, run, False, frozenset())
        yield from run.end()

    def _walk(self, element: Tag, run: Run, struck: bool, hints: frozenset[str]) -> Iterator[Node]:
        struck = struck or is_struck(element)
        for child in element.children:
            if isinstance(child, NavigableString):
                if not isinstance(child, Comment) and type(child) is NavigableString:
                    run.add(str(child), struck, hints)
            elif isinstance(child, Tag) and not self._is_unseen(child):
                yield from self._child(child, run, struck, hints)

    def _child(self, child: Tag, run: Run, struck: bool, hints: frozenset[str]) -> Iterator[Node]:
        name = child.name
        if name == "br" or name == "hr":
            ended = list(run.end())
            yield from ended
            if name == "hr" or not ended:
                self.part(2 if name == "hr" else 1)
        elif name == "table":
            yield from run.end()
            yield self._table(child)
        elif name in INLINE and not _holds_blocks(child):
            own = words_of(child) or hints
            if name == "a" and child.get("href"):
                run.link(
                    Link(
                        tidy(child.get_text(" ")), called(child) or joined_address(self.base, attribute(child, "href"))
                    )
                )
            run.apart()
            self.bold += _is_bold(child)
            if whole := _whole(child):
                run.add(whole, struck, own)
            else:
                yield from self._walk(child, run, struck, own)
            self.bold -= _is_bold(child)
            run.apart()
        elif name in INLINE:
            yield from run.end()
            if name == "a" and child.get("href"):
                run.link(Link(tidy(child.get_text(" ")), joined_address(self.base, attribute(child, "href"))))
                yield self._group(child, extra=run.take_links())
            else:
                yield from self._walk(child, run, struck, hints)
                yield from run.end()
        elif name in ("pre", "xmp", "listing"):
            yield from run.end()
            yield Group(tuple(blocks_of_text(child.get_text())), "pre")
        else:
            yield from run.end()
            if name == "p" and not tidy(child.get_text()):
                self.part(1)
            yield self._group(child, struck=struck)

    def _group(self, element: Tag, struck: bool = False, extra: tuple[Link, ...] = ()) -> Node:
        children = list(self.blocks(element))
        if struck:
            children = [strike(child) for child in children]
        if extra:
            children = with_links(children, extra)
        children = cut_furniture(pair_terms(element, children))
        if len(children) == 1 and isinstance(children[0], Line) and not words_of(element):
            only = children[0]
            if element.name not in KEPT:
                return only
        length = sum(len(line.text) for child in children for line in lines_of(child, True))
        return Group(
            children=tuple(children),
            signature=_signature(element),
            furniture=is_furniture(element.name, words_of(element), length, self.length),
            advert=is_advert(words_of(element)),
            attributes={k: " ".join(v) if isinstance(v, list) else str(v) for k, v in element.attrs.items()},
        )

    def _table(self, element: Tag) -> Node:
        rows = [row for row in called_any(element, "tr") if _is_above(element, "table", row)]
        cells = [[cell for cell in called_any(row, "td", "th") if _is_above(row, "tr", cell)] for row in rows]
        nested = called_any(element, "table") and any(_holds_data(cell) for row in cells for cell in row)
        if nested or max((len(row) for row in cells), default=0) < 2 or len(rows) < 2:
            children = [self._group(cell) for row in cells for cell in row]
            caption = [Line(tidy(c.get_text()), level=4) for c in element.find_all("caption")]
            return Group(children=(*caption, *children), signature="table", furniture=False)
        grid = resolve([[self._spanned(cell) for cell in row] for row in cells])
        titles = called_any(element, "caption")
        return Table(rows=grid, title=tidy(titles[0].get_text()) if titles else None)

    def _spanned(self, cell: Tag) -> Spanned:
        words = cell.contents[0] if len(cell.contents) == 1 else None
        if type(words) is NavigableString:  # as in most cells: there is nothing to walk through
            run = Run(self, self.is_preformatted(cell), 0, None)
            run.add(str(words), is_struck(cell), frozenset())
            lines = tuple(run.end())
        else:
            lines = tuple(line for node in self.blocks(cell) for line in lines_of(node, True))
        if self.is_struck(cell):
            lines = tuple(struck_line(line) for line in lines)
        return Spanned(Cell(lines, header=cell.name == "th"), _number(cell, "colspan"), _number(cell, "rowspan"))

    def _is_unseen(self, element: Tag) -> bool:
        if element.name in UNSEEN:
            return True
        if not element.attrs:
            return False
        hidden = UNDISPLAYED.search(attribute(element, "style")) or element.has_attr("hidden")
        return bool(hidden) and len(element.get_text()) * 2 < self.length

    @staticmethod
    def _key(element: Tag) -> str | None:
        return None if element.name != "dt" else ""


def _is_above(one: Tag, name: str, element: Tag) -> bool:
    """Whether `one` is the nearest of that name above an element."""
    return next((above for above in element.parents if above.name == name), None) is one


def _whole(element: Tag) -> str | None:
    """The words that an element shows cut (安陆市银杏谷生态旅游…) and has whole in its title."""
    whole = tidy(attribute(element, "title"))
    if not whole:
        return None
    shown_as = CUT.match(tidy(element.get_text()))
    return whole if shown_as and whole.startswith(shown_as[1]) else None


CUT = re.compile(r"(.{2,})(?:\.{3}|…)$")


def _holds_blocks(element: Tag) -> bool:
    return any(
        isinstance(x, Tag) and x.name not in INLINE and x.name not in UNSEEN and x.name != "br"
        for x in element.descendants
    )


def _holds_data(cell: Tag) -> bool:
    """A cell with a table in it makes its own table a layout."""
    return any(isinstance(x, Tag) and len(x.find_all("tr")) > 1 for x in cell.find_all("table"))


def _is_bold(element: Tag) -> bool:
    return element.name in ("b", "strong") or bool(element.attrs and BOLD.search(attribute(element, "style")))


def _heading(element: Tag) -> int:
    return int(element.name[1]) if re.fullmatch(r"h[1-6]", element.name) else 0


STRIPES = frozenset(["odd", "even", "alt", "first", "last", "active", "current", "cur", "on", "hover", "nobg", "bg"])
"""Classes that say where in a list an element stands, not what it is."""


def _signature(element: Tag) -> str:
    """Tag and first class without its number: item-3 and item-4 are one make, and so are odd and even rows."""
    classes = element.get("class")
    lasting = [name for name in classes if name.lower() not in STRIPES] if isinstance(classes, list) else []
    first = lasting[0] if lasting else ""
    return f"{element.name}.{re.sub(r'[-_]?[0-9]+$', '', first)}"


def _number(cell: Tag, name: str) -> int:
    digits = NUMBER.match(attribute(cell, name)) if cell.attrs else None
    return max(1, min(int(digits[1]), 200)) if digits else 1
