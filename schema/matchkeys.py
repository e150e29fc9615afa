"""Blocks: the keys under which postings that may be one job meet. Each needs a trade or a title beside a rare fact."""

import hashlib
from collections.abc import Iterator

from schema.matchviews import View

MOST_IN_BLOCK = 128
"""A block with more members says nothing (an agency's number over a thousand jobs) and is passed over."""


def keys_of(view: View) -> list[int]:
    """The blocks that a posting stands in, as integers of 63 bits."""
    return sorted({hashed(parts) for parts in facts_of(view)})


def facts_of(view: View) -> Iterator[tuple[object, ...]]:
    district = (view.division or "")[:6]
    trade = min(view.trades, default=view.title)
    if view.phone:
        yield "phone", view.phone, trade
        yield "phone", view.phone, view.title
    if view.employer:
        yield "employer", view.employer, trade
    for door in sorted(view.doors)[:2]:
        yield "door", door, trade
    if view.brand:
        yield "brand", view.brand[:2], trade
    if view.pay and district:
        yield "pay", district, view.title, *view.pay


def hashed(parts: tuple[object, ...]) -> int:
    text = "\x1f".join(map(str, parts))
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 1
