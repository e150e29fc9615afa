"""Finding cards: siblings of one make, half of which tell of work."""

from collections import Counter

from connectors.documents.model import Group, Table, lines_of
from connectors.documents.words import narrow
from connectors.reading.happenings import EVENT
from connectors.reading.pairs import pairs_in
from connectors.reading.segments import segments
from connectors.reading.spotting import DATE_RANGE, first, headcounts, pays
from connectors.reading.titles import clean_title, is_title


def card_lists(group: Group) -> list[list[Group]]:
    """The lists of cards directly below a group: two or more siblings of one make, half of which tell of work."""
    makes = Counter(child.signature for child in group.children if isinstance(child, Group) and not child.furniture)
    lists = []
    for make, times in makes.items():
        if times < 2:
            continue
        items = [c for c in group.children if isinstance(c, Group) and c.signature == make and not c.furniture]
        fit = [item for item in items if _is_card(item)]
        if len(fit) * 2 >= len(items) and len(fit) >= 2:
            lists.append(items)
    return lists


def _is_card(item: Group) -> bool:
    if len(item.children) > 1 and card_lists(item):
        return False  # a list of cards itself
    lines = list(lines_of(item, True))
    if item.advert or any(isinstance(node, Table) for node in item.children):
        return item.advert
    length = sum(len(line.text) for line in lines)
    pieces = [piece for line in lines for piece in segments(line)]
    if not 2 <= len(pieces) <= 60 or not 6 <= length <= 1500:
        return False
    if len(lines) == 1 and (pairs_in(lines[0]) or lines[0].key):
        return False
    text = narrow("\n".join(line.text for line in lines))
    keyed = sum(len(pairs_in(line)) for line in lines)
    tells = first(pays(text)) is not None or first(headcounts(text)) is not None
    named = any(is_title(clean_title(text)) for text, _, _ in pieces[:4]) or keyed >= 2
    head = narrow(lines[0].text)[:60]
    if EVENT.search(head) and DATE_RANGE.search(text) and not first(pays(text)):
        return False
    long = max(len(text) for text, _, _ in pieces) > 120
    return (tells and named and not long) or keyed >= 3
