"""HTML to a document: bounded, tolerant of what the web's editors leave behind, blind to what nobody sees."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString, PageElement

from connectors.documents.columns_of_text import RULE, blocks_of_text
from connectors.documents.furniture import is_advert, is_furniture, opens_furniture
from connectors.documents.grids import Spanned, resolve
from connectors.documents.model import Cell, Document, Group, Line, Link, Node, Part, Table, lines_of
from connectors.documents.words import tidy, words_of
from connectors.markup import parse_html
from connectors.urls import shown

KEPT = frozenset(["li", "div", "dd", "dt", "tr", "td", "section", "article", "nav", "header", "footer", "aside"])
"""Blocks that stay blocks though they hold only one line."""
GREATEST_PAGES = 200
PAGED = re.compile(r"createPageHTML\(\s*['\"]?(\d+)['\"]?\s*,\s*\d+\s*,\s*['\"]([\w-]+)['\"]\s*,\s*['\"](\w+)['\"]")
"""The pager of many governments' sites: createPageHTML(pages, current, "index", "html"), its pages index_1.html …"""
BUILT = re.compile(
    r"['\"]([^'\"]*[=/_-])['\"]\s*\+\s*(?:this|[\w.]+)\.(?:value|options[^+;]*)(?:\s*\+\s*['\"]([^'\"]*)['\"])?"
)
"""A <select> that builds the address of a page: '/list.php?pg='+this.value."""
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
STATE = re.compile(r"(?:__[A-Z_]+__|\b(?:data|list|jobs|state|initialState|pageData|jobList)\b)\s*=\s*([\[{])", re.I)


SYSTEMS = (
    ("BD09", re.compile(r"bd-?09|百度坐标|BMap", re.I)),
    ("GCJ02", re.compile(r"gcj-?02|火星坐标|高德|AMap|qq\.maps|TMap", re.I)),
    ("WGS84", re.compile(r"wgs-?84|T\.Map|天地图", re.I)),
)
"""In which system a page's own map script says that its points are."""
MADE = re.compile(
    r"\b(?:createTime|publish_?[tT]ime|oriCreateTime)\s*=\s*['\"](20\d{2}-\d{1,2}-\d{1,2}[\d: ]{0,9})['\"]"
)
"""When an article of a public account was published: its page fills the date in by script."""


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
        links=tuple(_links(soup, root)),
        meta=dict(_meta(soup)),
        fields=dict(_fields(soup)),
        data=tuple(_data(soup)),
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
        struck = struck or element.name in ("s", "del", "strike") or bool(STRUCK.search(_attribute(element, "style")))
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
                run.link(Link(tidy(child.get_text(" ")), _called(child) or _join(self.base, _attribute(child, "href"))))
            run.apart()
            self.bold += _is_bold(child)
            yield from self._walk(child, run, struck, own)
            self.bold -= _is_bold(child)
            run.apart()
        elif name in INLINE:
            yield from run.end()
            if name == "a" and child.get("href"):
                run.link(Link(tidy(child.get_text(" ")), _join(self.base, _attribute(child, "href"))))
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
        struck = any(p.name in ("s", "del", "strike") or STRUCK.search(_attribute(p, "style")) for p in cell.parents)
        struck = struck or bool(STRUCK.search(_attribute(cell, "style")))
        lines = tuple(line for node in self.blocks(cell) for line in lines_of(node, True))
        if struck:
            lines = tuple(_struck_line(line) for line in lines)
        return Spanned(Cell(lines, header=cell.name == "th"), _number(cell, "colspan"), _number(cell, "rowspan"))

    def _is_unseen(self, element: Tag) -> bool:
        if element.name in UNSEEN:
            return True
        hidden = UNDISPLAYED.search(_attribute(element, "style")) or element.has_attr("hidden")
        return bool(hidden) and len(element.get_text()) * 2 < self.length

    @staticmethod
    def _key(element: Tag) -> str | None:
        return None if element.name != "dt" else ""


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
        isinstance(p, Tag) and (p.name == "pre" or PREFORMATTED.search(_attribute(p, "style")))
        for p in [element, *element.parents]
    )


def _is_bold(element: Tag) -> bool:
    return element.name in ("b", "strong") or bool(BOLD.search(_attribute(element, "style")))


def _heading(element: Tag) -> int:
    return int(element.name[1]) if re.fullmatch(r"h[1-6]", element.name) else 0


def _signature(element: Tag) -> str:
    """Tag and first class without its number: item-3 and item-4 are one make."""
    classes = element.get("class")
    first = classes[0] if isinstance(classes, list) and classes else ""
    return f"{element.name}.{re.sub(r'[-_]?[0-9]+$', '', first)}"


def _attribute(element: PageElement, name: str) -> str:
    value = element.get(name, "") if isinstance(element, Tag) else ""
    return " ".join(value) if isinstance(value, list) else str(value or "")


def _number(cell: Tag, name: str) -> int:
    digits = re.match(r"\s*(\d+)", _attribute(cell, name))
    return max(1, min(int(digits[1]), 200)) if digits else 1


def _join(base: str, href: str) -> str:
    href = href.strip()
    try:
        return href if re.match(r"(?i)javascript:|mailto:|tel:|data:", href) else urljoin(base, href)
    except ValueError:
        return ""


def _called(link: Tag) -> str | None:
    """What a link without an address of its own calls."""
    call = _attribute(link, "onclick")
    empty = re.match(r"(?i)#?$|javascript:\s*(?:;|void)", _attribute(link, "href").strip())
    return f"javascript:{call}" if call and empty else None


def _links(soup: BeautifulSoup, base: str) -> Iterator[Link]:
    for element in soup.find_all(["a", "area", "link"]):
        href, call = _attribute(element, "href"), _attribute(element, "onclick")
        rel = _attribute(element, "rel")
        if element.name == "link" and rel not in ("next",):
            continue
        if (not href or href.startswith(("#", "javascript:;", "javascript:void"))) and call:
            href = f"javascript:{call}"
        if not href or (href == "#" and not element.has_attr("data-page")):
            continue
        if element.has_attr("data-page") and href.startswith(("#", "javascript:")):
            href = f"javascript:page({_attribute(element, 'data-page')})"
        yield Link(_attribute(element, "title") or tidy(element.get_text(" ")), _join(base, href), rel)
    for frame in soup.find_all(["frame", "iframe"], src=True):
        yield Link("", _join(base, _attribute(frame, "src")), "frame")
    for script in soup.find_all("script"):
        for pages, name, ending in PAGED.findall(script.string or ""):
            numbers = range(1, min(int(pages), GREATEST_PAGES))
            yield from (Link(str(number + 1), _join(base, f"{name}_{number}.{ending}")) for number in numbers)
    for option in soup.find_all("option"):
        value, pager = _attribute(option, "value"), option.find_parent("select")
        change = _attribute(pager, "onchange") if isinstance(pager, Tag) else ""
        if change and re.search(r"[./?]", value):
            yield Link(tidy(option.get_text()), _join(base, value), "option")
        elif change and value.isdigit() and (found := BUILT.search(change)):
            yield Link(value, _join(base, f"{found[1]}{value}{found[2] or ''}"), "option")


def _meta(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    for element in soup.find_all("meta"):
        name = _attribute(element, "name") or _attribute(element, "property")
        if name and element.get("content"):
            yield name.lower(), tidy(_attribute(element, "content"))
    for script in soup.find_all("script"):
        text = script.string or ""
        if system := next((name for name, sign in SYSTEMS if sign.search(text)), None):
            yield "coordinates", system
        if made := MADE.search(text):
            yield "createtime", made[1]


def _fields(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    for element in soup.find_all("input"):
        form = element.find_parent("form")
        action = _attribute(form, "action") if isinstance(form, Tag) else ""
        name = _attribute(element, "name")
        if name and _attribute(element, "type").lower() in ("hidden", ""):
            yield name, action
            if element.get("id"):
                yield f"#{_attribute(element, 'id')}", f"{name}\n{action}"


def _data(soup: BeautifulSoup) -> Iterator[str]:
    for element in soup.find_all("script"):
        text = element.string or ""
        kind = _attribute(element, "type").lower()
        if "json" in kind:
            yield text
        elif found := STATE.search(text):
            yield text[found.start(1) :]
