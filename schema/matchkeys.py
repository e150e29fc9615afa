"""Blocks: the keys under which postings that may be one job meet. Each needs a trade or a title beside a rare fact.

A brand (众禾) or a door (人民路 8号) is rare within a city only, so the last bits of such a key are the city's code. A
posting whose city nobody knows stands apart from all of them under 0: it looks into every city's block, and every
city's postings look into its own.

The first bits of a key are its shelf: they come of what many postings of one source share. A run then finds and writes
the keys of its postings on few pages of the table, where keys by chance alone would touch a page each.
"""

import hashlib
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from schema.matchviews import Hints, View, opening_of

MOST_IN_BLOCK: Final = 128
"""A block with more members says nothing (an agency's number over a thousand jobs) and is passed over."""
OF_A_CITY: Final = frozenset({"brand", "door"})
CITY: Final = (1 << 14) - 1
"""The bits of a city: the first four digits of its code (GB/T 2260)."""
SHELF: Final = 18
"""How many bits tell a key's shelf, of the 63 that it has."""
REGION: Final = 2
"""So many characters of a registered name are, for most, the region of its employer."""


class Blocks(NamedTuple):
    """Where a posting stands, and where else it looks for its like, as integers of 63 bits."""

    own: list[int]
    beyond: list[tuple[int, int]]
    """From key to key, both included."""


def blocks_of(view: View | Hints) -> Blocks:
    """The blocks of a posting."""
    city = city_of(view.division)
    own, beyond = set[int](), set[tuple[int, int]]()
    for parts in facts_of(view):
        key = shelved(hashed(parts), shelf_of(parts))
        if parts[0] in OF_A_CITY:
            key &= ~CITY
            beyond.add((key, key) if city else (key, key | CITY))
            key |= city
        own.add(key)
    return Blocks(sorted(own), sorted(beyond))


def city_of(division: str | None) -> int:
    """4401 of 440103; 0 where no more than a province is known.

    >>> city_of("440103"), city_of("440000"), city_of(None)
    (4401, 0, 0)
    """
    city = (division or "")[:4]
    return int(city) if len(city) == 4 and city.isdecimal() and not city.endswith("00") else 0


def facts_of(view: View | Hints) -> Iterator[tuple[object, ...]]:
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
        yield "brand", opening_of(view.brand), trade
    if view.pay and district:
        yield "pay", district, view.title, *view.pay


def shelf_of(parts: tuple[object, ...]) -> str:
    """The telephone, the door, the brand, the district; of an employer where it is registered."""
    shared = str(parts[1])
    return shared[:REGION] if parts[0] == "employer" else shared


def shelved(key: int, shelf: str) -> int:
    """A key of 63 bits put on a shelf.

    >>> shelved(1, "440103") >> 45 == shelved(2, "440103") >> 45, shelved(1, "440103") % 8
    (True, 1)
    """
    below = 63 - SHELF
    return (zlib.crc32(shelf.encode()) >> (32 - SHELF)) << below | key & ((1 << below) - 1)


def hashed(parts: tuple[object, ...]) -> int:
    text = "\x1f".join(map(str, parts))
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 1
