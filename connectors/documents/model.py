"""What every document becomes before it is read: lines, tables with their spans resolved, and groups of both."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the page: `href` is absolute, or a script's call as it stands (javascript:goPage(2))."""

    text: str
    href: str
    rel: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A run of one line that its markup sets apart. `hints` are the words of its class, itemprop and data
    attributes."""

    text: str
    hints: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a person sees it. `level` 1 to 6 is a heading; `key` is the term that a <dt> or <label>
    gives it."""

    text: str
    level: int = 0
    struck: bool = False
    key: str | None = None
    parts: tuple[Part, ...] = ()
    links: tuple[Link, ...] = ()
    gap: int = 0
    """What parts it from the line before: 0 nothing, 1 an empty line, 2 a rule."""
    bold: bool = False
    """Bold from end to end, as authors without headings set them off."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, shared by every place of the grid that it spans."""

    lines: tuple[Line, ...] = ()
    header: bool = False
    text: str = field(init=False, compare=False, repr=False)
    """Its lines' words, asked for some thirty times a cell."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", "\n".join([line.text for line in self.lines]))

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(link for line in self.lines for link in line.links)

    @property
    def struck(self) -> bool:
        return bool(self.lines) and all(line.struck for line in self.lines)


@dataclass(frozen=True, slots=True)
class Table:
    """A grid: every row has one cell a column; a merged cell is the same object wherever it reaches."""

    rows: tuple[tuple[Cell, ...], ...]
    title: str | None = None
    """A sheet's name, a caption."""


@dataclass(frozen=True, slots=True)
class Group:
    """A block of the page. `signature` is equal for siblings of one make; `furniture`: not what the page is about."""

    children: "tuple[Node, ...]"
    signature: str = ""
    furniture: bool = False
    advert: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)


Node = Line | Table | Group


@dataclass(frozen=True, slots=True)
class Document:
    """One page or attachment. `links` are all of it, furniture too: paging stands there."""

    url: str
    title: str
    body: Group
    links: tuple[Link, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    """Names of <meta> in lower case: pubdate, articletitle, contentsource …"""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Hidden inputs of forms that paging scripts submit, by id and by name."""
    data: tuple[str, ...] = ()
    """JSON that scripts of the page carry, as text."""


def lines_of(node: Node, furniture: bool = False) -> Iterator[Line]:
    """All lines below a node in reading order; those of furniture only where asked."""
    match node:
        case Line():
            yield node
        case Table():
            seen: set[int] = set()
            for row in node.rows:
                for cell in row:
                    if id(cell) not in seen:
                        seen.add(id(cell))
                        yield from cell.lines
        case Group():
            if furniture or not node.furniture:
                for child in node.children:
                    yield from lines_of(child, furniture)


def text_of(node: Node, furniture: bool = False) -> str:
    return "\n".join(line.text for line in lines_of(node, furniture))
