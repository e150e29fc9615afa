"""Nodes beside and below each other, put right: furniture cut off, terms paired with what they say, links and strokes
handed down."""

from dataclasses import replace

from bs4 import Tag

from connectors.documents.furniture import opens_furniture
from connectors.documents.model import Group, Line, Link, Node, Table, lines_of


def without_trailing_furniture(body: Group) -> Group:
    return Group(tuple(cut_furniture(list(body.children))), body.signature, False, False, body.attributes)


def cut_furniture(children: list[Node]) -> list[Node]:
    """What follows 相关文章 among siblings is furniture."""
    for index, child in enumerate(children):
        lines = list(lines_of(child, True)) if not isinstance(child, Table) else []
        if lines and opens_furniture(lines[0].text):
            return [*children[:index], Group(tuple(children[index:]), "furniture", furniture=True)]
    return children


def pair_terms(element: Tag, children: list[Node]) -> list[Node]:
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


def strike(node: Node) -> Node:
    match node:
        case Line():
            return struck_line(node)
        case Table():
            return node
        case Group():
            children = tuple(strike(child) for child in node.children)
            return Group(children, node.signature, node.furniture, node.advert, node.attributes)


def struck_line(line: Line) -> Line:
    return replace(line, struck=True)


def with_links(children: list[Node], links: tuple[Link, ...]) -> list[Node]:
    """A block inside <a>: its first line carries the link."""
    for index, child in enumerate(children):
        if isinstance(child, Line):
            linked = replace(child, links=(*links, *child.links))
            return [*children[:index], linked, *children[index + 1 :]]
        if isinstance(child, Group) and child.children:
            inner = tuple(with_links(list(child.children), links))
            group = Group(inner, child.signature, child.furniture, child.advert, child.attributes)
            return [*children[:index], group, *children[index + 1 :]]
    return children
