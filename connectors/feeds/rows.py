"""Where the posts of a feed's answer are: the lists of rows that look like posts, however deep they lie.

Agencies or companies may stand over their posts; what they say (name, contact, division) goes to every post below.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from connectors.feeds.lexicon import PARENTS, flat, recognise
from schema.quick import quickly_made

Row = Mapping[str, Any]  # Any: a feed's values have whatever type its JSON has

MAX_DEPTH = 12
_MARKS = frozenset({"title", "deleted", "valid"})


@quickly_made
@dataclass(frozen=True, slots=True)
class Found:
    """A row that is a post, what stands above it ({field: value}), and which of its keys hold which field."""

    row: Row
    above: Mapping[str, str]
    known: Mapping[str, str]


def find_rows(answer: object) -> Iterator[Found]:
    """The posts of an answer, in its order; none where nothing looks like one."""
    return _walk(answer, {}, 0)


def is_post(row: object) -> bool:
    """A row with an id and a title, a deletion mark, or at least three fields that a post has."""
    return post_of(row, {}) is not None


def post_of(row: object, above: Mapping[str, str]) -> Found | None:
    """A post with its nested objects' values beside its own; None where the row is no post."""
    if not isinstance(row, dict):
        return None
    kinds = set(map(type, row.values()))
    if list in kinds and any(isinstance(value, list) and _has_rows(value) for value in row.values()):
        return None
    whole = flat(row) if dict in kinds else row
    known = recognise(whole)
    is_one = ("external_id" in known and not _MARKS.isdisjoint(known)) or len(known) >= 4
    return Found(whole, above, known) if is_one else None


def _walk(node: object, above: Mapping[str, str], depth: int) -> Iterator[Found]:
    if depth > MAX_DEPTH:
        return
    if isinstance(node, list):
        for item in node:
            post = post_of(item, above)
            if post is not None:
                yield post
            else:
                yield from _walk(item, above, depth + 1)
    elif isinstance(node, dict):
        below = {**above, **_said(node)} if depth else above
        for value in node.values():
            if isinstance(value, list | dict):
                yield from _walk(value, below, depth + 1)


def _said(node: Row) -> dict[str, str]:
    known = dict(recognise(node, parent=True))
    if "employer" not in known:
        known.pop("address", None)  # where an agency sits is not where its posts are
    return {
        field: str(node[key]) for field, key in known.items() if field in PARENTS and isinstance(node[key], str | int)
    }


def _has_rows(values: list[Any]) -> bool:  # Any: see Row
    return any(isinstance(value, dict) for value in values)
