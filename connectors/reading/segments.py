"""The runs of a line that markup or wide marks set apart: what a card says piece by piece."""

import re
from collections.abc import Iterator

from connectors.documents.model import Group, Line, Link, Node, Table, lines_of
from connectors.documents.words import narrow, tidy
from connectors.reading.spotting import CLOCK, DATE_RE, first, headcounts, pays, phones

Segment = tuple[str, frozenset[str], tuple[Link, ...]]
WHEN = re.compile(
    r"^(?:发布(?:于|时间|日期)?[:：]?|更新[:：]?|刷新[:：]?)?\s*(?:刚刚|刚才|\d+\s*(?:秒|分钟|小时|天|周"
    r"|个月)前|半小时前|今天|昨天|前天|今日|昨日|"
    r"(?:(?:20)?\d{2}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?)(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?(?:发布|更新|刷新)?$"
)
GOES_ON = re.compile(r"^\s*(?:[/／]|每|元|块|起$|以上|左右|K$|k$|千|万|-)")


def segments(line: Line, outer: frozenset[str] = frozenset()) -> list[Segment]:
    """The runs of a line that markup or wide marks set apart, each with the hints of what stands around it."""
    made: list[Segment] = []
    for text, hints, links in _runs(line):
        if made and GOES_ON.match(text) and re.search(r"\d\s*[kK千万]?$", made[-1][0]):
            made[-1] = (made[-1][0] + text, made[-1][1] | hints, made[-1][2])
        else:
            made.append((text, hints | outer, links))
    return [(piece, hints, links) for text, hints, links in made for piece in _split(text)]


def _runs(line: Line) -> list[Segment]:
    parts = line.parts or ()
    if len(parts) <= 1:
        return [(line.text, parts[0].hints if parts else frozenset(), line.links)]
    return [
        (part.text, part.hints, tuple(link for link in line.links if link.text and part.text in link.text))
        for part in parts
    ]


def _split(text: str) -> Iterator[str]:
    """Pieces between bars, and between spaces where one of them is a field by itself."""
    for piece in re.split(r"\s*[|｜·•]\s*|\s+/\s+", text):
        if DATE_RE.search(piece) and CLOCK.search(piece):
            yield tidy(piece)
            continue
        words = [word for word in tidy(piece).split(" ") if word.strip("-—:：/")]
        if len(words) > 1 and any(_is_field(narrow(word)) for word in words):
            yield from words
        elif tidy(piece).strip("-—:：/ "):
            yield tidy(piece)


def _is_field(word: str) -> bool:
    """A pay, a headcount, a number or a date, and nothing besides."""
    bare = word.strip("（）()")
    spans = [first(pays(bare)), first(headcounts(bare)), first(phones(bare))]
    return any(span is not None and len(span) >= len(bare) - 1 for span in spans) or bool(WHEN.match(bare))


def lines_within(node: Node, hints: frozenset[str] = frozenset()) -> Iterator[tuple[Line, frozenset[str]]]:
    """The lines below a card with the words of the classes around them."""
    match node:
        case Line():
            yield node, hints
        case Group():
            own = frozenset(re.findall(r"[a-z]+", node.attributes.get("class", "").lower())) - {"item", "row", "l", "r"}
            for child in node.children:
                yield from lines_within(child, own or hints)
        case Table():
            yield from ((line, hints) for line in lines_of(node, True))
