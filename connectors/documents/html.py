"""HTML to a document: bounded, tolerant of what the web's editors leave behind, blind to what nobody sees."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin

from bs4 import Tag
from bs4.element import Comment, NavigableString

from connectors.documents.asides import attribute, called, data_in, fields_in, joined_address, links_in, meta_in
from connectors.documents.columns_of_text import RULE, blocks_of_text
from connectors.documents.furniture import is_advert, is_furniture, opens_furniture
from connectors.documents.grids import Spanned, resolve
from connectors.documents.model import Cell, Document, Group, Line, Link, Node, Part, Table, lines_of
from connectors.documents.words import tidy, words_of
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
STRUCK = re.compile(r"text-decoration[^;]*line-through", re.I)
BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
UNDISPLAYED = re.compile(r"display\s*:\s*none", re.I)
PREFORMATTED = re.compile(r"white-space\s*:\s*pre", re.I)


def read_html(html: str, url: str = "") -> Document:
    """The document of a page. Raises PARSE_TOO_SLOW for what no reader of it would finish."""
    soup = parse_html(html, shown(url))
    base = soup.find("base", href=True)
    root = urljoin(url, str(base["href"])) if isinstance(base, Tag) else url
    body = soup.body or soup
    builder = _Builder(root, len(body.get_text()))
    return Document(
        url=url,
        title=tidy(soup.title.get_text()) if soup.title else "",
        body=_without_trailing_furniture(Group(children=tuple(builder.blocks(body)), signature="body")),
        links=tuple(links_in(soup, root)),
        meta=dict(meta_in(soup)),
        fields=dict(fields_in(soup)),
        data=tuple(data_in(soup)),
    )


class _Builder:
    """Walks one page. Inline runs gather into a line until a block or a <br> ends it."""

    def __init__(self, base: str, length: int) -> None:
        self.base = base
        self.length = length
        self.bold = 0
        """Within how many bold elements the walk is."""
        self.gap = 0
        """What has been seen since the last line: 1 an empty line, 2 a rule."""

    def part(self, gap: int) -> None:
        self.gap = max(self.gap, gap)

    def parted(self) -> int:
        gap, self.gap = self.gap, 0
        return gap

    def blocks(self, element: Tag) -> Iterator[Node]:
        run = _Run(self, _is_preformatted(element), _heading(element), self._key(element))
        yield from self._walk(element, run, False, frozenset())
        yield from run.end()

    def _walk(self, element: Tag, run: "_Run", struck: bool, hints: frozenset[str]) -> Iterator[Node]:
        struck = struck or element.name in ("s", "del", "strike") or bool(STRUCK.search(attribute(element, "style")))
        for child in element.children:
            if isinstance(child, NavigableString):
                if not isinstance(child, Comment) and type(child) is NavigableString:
                    run.add(str(child), struck, hints)
            elif isinstance(child, Tag) and not self._is_unseen(child):
                yield from self._child(child, run, struck, hints)

    def _child(self, child: Tag, run: "_Run", struck: bool, hints: frozenset[str]) -> Iterator[Node]:
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
            children = [_strike(child) for child in children]
        if extra:
            children = _with_links(children, extra)
        children = _cut_furniture(_pair_terms(element, children))
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
        rows = [row for row in element.find_all("tr") if row.find_parent("table") is element]
        cells = [[c for c in row.find_all(["td", "th"]) if c.find_parent("tr") is row] for row in rows]
        nested = any(_holds_data(cell) for row in cells for cell in row)
        if nested or max((len(row) for row in cells), default=0) < 2 or len(rows) < 2:
            children = [self._group(cell) for row in cells for cell in row]
            caption = [Line(tidy(c.get_text()), level=4) for c in element.find_all("caption")]
            return Group(children=(*caption, *children), signature="table", furniture=False)
        grid = resolve([[self._spanned(cell) for cell in row] for row in cells])
        title = element.find("caption")
        return Table(rows=grid, title=tidy(title.get_text()) if isinstance(title, Tag) else None)

    def _spanned(self, cell: Tag) -> Spanned:
        struck = any(p.name in ("s", "del", "strike") or STRUCK.search(attribute(p, "style")) for p in cell.parents)
        struck = struck or bool(STRUCK.search(attribute(cell, "style")))
        lines = tuple(line for node in self.blocks(cell) for line in lines_of(node, True))
        if struck:
            lines = tuple(_struck_line(line) for line in lines)
        return Spanned(Cell(lines, header=cell.name == "th"), _number(cell, "colspan"), _number(cell, "rowspan"))

    def _is_unseen(self, element: Tag) -> bool:
        if element.name in UNSEEN:
            return True
        hidden = UNDISPLAYED.search(attribute(element, "style")) or element.has_attr("hidden")
        return bool(hidden) and len(element.get_text()) * 2 < self.length

    @staticmethod
    def _key(element: Tag) -> str | None:
        return None if element.name != "dt" else ""


def _whole(element: Tag) -> str | None:
    """The words that an element shows cut (安陆市银杏谷生态旅游…) and has whole in its title."""
    whole = tidy(attribute(element, "title"))
    if not whole:
        return None
    shown_as = CUT.match(tidy(element.get_text()))
    return whole if shown_as and whole.startswith(shown_as[1]) else None


CUT = re.compile(r"(.{2,})(?:\.{3}|…)$")


class _Run:
    """The line being gathered."""

    def __init__(self, page: _Builder, preformatted: bool, level: int, key: str | None) -> None:
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
        self.pieces.append((re.sub(r"[\r\n\t ]+", " ", text), struck, hints))

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
            parts, links = tuple(self._parts()), self.take_links()
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


def _without_trailing_furniture(body: Group) -> Group:
    return Group(tuple(_cut_furniture(list(body.children))), body.signature, False, False, body.attributes)


def _cut_furniture(children: list[Node]) -> list[Node]:
    """What follows 相关文章 among siblings is furniture."""
    for index, child in enumerate(children):
        lines = list(lines_of(child, True)) if not isinstance(child, Table) else []
        if lines and opens_furniture(lines[0].text):
            return [*children[:index], Group(tuple(children[index:]), "furniture", furniture=True)]
    return children


def _pair_terms(element: Tag, children: list[Node]) -> list[Node]:
    """dt and dd as lines with a key."""
    terms = len(element.find_all("dt"))
    if element.name != "dl" or (terms == 1 and len(element.find_all("dd")) > 1):
        return children
    paired: list[Node] = []
    term: str | None = None
    for child in children:
        lines = list(lines_of(child, True))
        if isinstance(child, Group) and child.signature.startswith("dt"):
            term = lines[0].text.rstrip(":： ") if lines else None
            if term and (len(term) > 12 or lines[0].links):
                paired.append(child)
                term = None
            continue
        if term and isinstance(child, Group) and child.signature.startswith("dd"):
            text = " ".join(line.text for line in lines)
            links = tuple(link for line in lines for link in line.links)
            paired.append(Line(text, key=term, links=links, struck=bool(lines) and all(x.struck for x in lines)))
            continue
        paired.append(child)
    return paired


def _strike(node: Node) -> Node:
    match node:
        case Line():
            return _struck_line(node)
        case Table():
            return node
        case Group():
            children = tuple(_strike(child) for child in node.children)
            return Group(children, node.signature, node.furniture, node.advert, node.attributes)


def _struck_line(line: Line) -> Line:
    return replace(line, struck=True)


def _with_links(children: list[Node], links: tuple[Link, ...]) -> list[Node]:
    """A block inside <a>: its first line carries the link."""
    for index, child in enumerate(children):
        if isinstance(child, Line):
            linked = replace(child, links=(*links, *child.links))
            return [*children[:index], linked, *children[index + 1 :]]
        if isinstance(child, Group) and child.children:
            inner = tuple(_with_links(list(child.children), links))
            group = Group(inner, child.signature, child.furniture, child.advert, child.attributes)
            return [*children[:index], group, *children[index + 1 :]]
    return children


def _holds_blocks(element: Tag) -> bool:
    return any(
        isinstance(x, Tag) and x.name not in INLINE and x.name not in UNSEEN and x.name != "br"
        for x in element.descendants
    )


def _holds_data(cell: Tag) -> bool:
    """A cell with a table in it makes its own table a layout."""
    return any(isinstance(x, Tag) and len(x.find_all("tr")) > 1 for x in cell.find_all("table"))


def _is_preformatted(element: Tag) -> bool:
    return element.name in ("pre", "xmp", "listing", "plaintext") or any(
        isinstance(p, Tag) and (p.name == "pre" or PREFORMATTED.search(attribute(p, "style")))
        for p in [element, *element.parents]
    )


def _is_bold(element: Tag) -> bool:
    return element.name in ("b", "strong") or bool(BOLD.search(attribute(element, "style")))


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
    digits = re.match(r"\s*(\d+)", attribute(cell, name))
    return max(1, min(int(digits[1]), 200)) if digits else 1
