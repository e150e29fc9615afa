"""The content of a page in reading order, without furniture, advertisements and lists that lead elsewhere."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from connectors.documents.furniture import is_navigation
from connectors.documents.model import Cell, Document, Group, Line, Node, Table, lines_of
from connectors.reading.cardlists import card_lists
from connectors.reading.drafts import Draft
from connectors.reading.posts import are_ads
from connectors.reading.spotting import FULL_DATE
from connectors.reading.stationcards import station_card

Item = Line | Table | Draft | tuple[Group, ...]
STAMPED = re.compile(rf"{FULL_DATE}|\[?\d{{1,2}}-\d{{1,2}}\]?")


MOST_LINES = 8
CUT = re.compile(r"(?:\.{3}|…)\s*(?:\[?(?:详细|全文|阅读全文|更多)\]?)?$")


def content(document: Document) -> list[Item]:
    """What a page says itself: lines, tables, lists of cards, and stations' cards, which are drafts already."""
    return list(flow(_without_links(document.body)))


def flow(node: Node) -> Iterator[Item]:
    """The content of a page in reading order, furniture and advertisements left out."""
    match node:
        case Line():
            if not is_navigation(node):
                yield node
        case Table():
            yield node
        case Group() if not node.furniture and not node.advert:
            if (station := station_card(node)) is not None:
                yield station
                return
            teasers = {id(item) for item in teasers_of(node)}
            lists = [
                items
                for items in card_lists(node)
                if id(items[0]) not in teasers and not any(are_ads(list(lines_of(item))) for item in items)
            ]
            carded = {id(item): tuple(items) for items in lists for item in items}
            done: set[int] = set()
            for child in node.children:
                if id(child) in carded:
                    items = carded[id(child)]
                    if id(items[0]) not in done:
                        done.add(id(items[0]))
                        yield items
                elif id(child) not in teasers:
                    yield from flow(child)


def teasers_of(node: Group) -> list[Group]:
    """Items of one make right below a group that each lead to an article and show no more than how it begins:
    招理货员3名，工资4800元..."""
    items = [child for child in node.children if isinstance(child, Group)]
    makes = {item.signature: [each for each in items if each.signature == item.signature] for item in items}
    return [item for alike in makes.values() if len(alike) > 1 and _are_teasers(alike) for item in alike]


def shows_teasers(node: Node) -> bool:
    """Whether a page leads to articles of which it shows the beginnings."""
    return isinstance(node, Group) and (bool(teasers_of(node)) or any(shows_teasers(child) for child in node.children))


def _are_teasers(items: Sequence[Group]) -> bool:
    told = [list(lines_of(item, True)) for item in items if len(item.children) <= MOST_LINES]
    cut = sum(1 for lines in told if any(CUT.search(line.text) and not line.links for line in lines))
    linked = sum(1 for lines in told if any(line.links for line in lines))
    return len(told) == len(items) == linked and cut * 2 > len(items)


def is_index(table: Table) -> bool:
    """Rows that each lead elsewhere: a list of threads or articles, read where they lead."""
    rows = [list(dict.fromkeys(row)) for row in table.rows if any(cell.text.strip() for cell in row)]
    return sum(1 for row in rows if _leads_elsewhere(row)) * 2 > len(rows)


def _leads_elsewhere(row: Sequence[Cell]) -> bool:
    """A row that is a link to read more, with at most a date and a few words beside it."""
    linked = max((len(link.text) for cell in row for link in cell.links), default=0)
    said = STAMPED.sub("", "".join(cell.text for cell in row))
    return linked >= 6 or (linked >= 4 and linked * 10 >= len(said) * 6)


def _without_links(body: Group) -> Group:
    """The page without lists of links to articles: siblings that are little else than a link each."""
    linked = [child for child in body.children if _is_link(child)]
    leave = {id(child) for child in linked} if len(linked) >= 2 else set()
    children = tuple(
        _without_links(child) if isinstance(child, Group) else child
        for child in body.children
        if id(child) not in leave
    )
    return replace(body, children=children)


def _is_link(node: Node) -> bool:
    lines = list(lines_of(node, True)) if not isinstance(node, Table) else []
    if len(lines) != 1 or not lines[0].links or any(isinstance(line, Table) for line in lines):
        return False
    line = lines[0]
    linked = sum(len(link.text) for link in line.links if not link.href.startswith(("tel:", "javascript:")))
    return linked >= 8 and linked * 10 >= len(STAMPED.sub("", line.text)) * 6
