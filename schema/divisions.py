"""The divisions of China from province to community, by code and by name.

Codes are 6 digits for a province (440000), a city (440100) and a district (440103), 9 for a street, 12 for a community.
Loaded at the first question, not at import. Sources, licences and vintage: `ABOUT` and docs/places.md.

There is no `centre(code)`: no open table of the centres of streets and communities exists, so none is made up.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from schema.data.layout import Opened
from schema.data.opening import open_divisions
from schema.vocabulary import DivisionLevel

_MUNICIPALITIES = {"110000", "120000", "310000", "500000"}


class Standing(StrEnum):
    """Whether a division is one of GB/T 2260 today."""

    CURRENT = "c"
    RETIRED = "r"
    """Abolished since the vintage of the communities; old postings still name it (重庆市渝北区)."""
    STATISTICAL = "s"
    """A development zone that only the Bureau of Statistics counts as a district; it is no division in law."""


@dataclass(frozen=True, slots=True)
class Division:
    code: str
    name: str
    full_name: str
    """From the province down: 广东省广州市荔湾区岭南街道."""
    level: DivisionLevel
    parent: str | None
    standing: Standing = Standing.CURRENT


@dataclass(frozen=True, slots=True)
class Table:
    """Everything above the community in dictionaries, communities as views of the mapped file."""

    opened: Opened
    upper: Mapping[str, tuple[str, Standing]]
    below: Mapping[str, tuple[str, ...]]
    older: tuple[tuple[str, str], ...]
    """(older name, current code)."""


@lru_cache(maxsize=1)
def table() -> Table:
    """The divisions, opened at the first call and kept."""
    opened = open_divisions()
    upper: dict[str, tuple[str, Standing]] = {}
    older: list[tuple[str, str]] = []
    standings = {standing.value: standing for standing in Standing}
    for line in opened.upper.split("\n"):
        code, name, standing = line.split("\t")
        if code[0] == "@":
            older.append((name, code[1:]))
        else:
            upper[code] = (name, standings[standing])
    below: dict[str, list[str]] = {}
    for code in upper:
        below.setdefault(_parent(code, upper) or "", []).append(code)
    return Table(opened, upper, {code: tuple(codes) for code, codes in below.items()}, tuple(older))


def about() -> Mapping[str, str]:
    """What the data is: sources, licences, vintage."""
    return table().opened.about


def division(code: str) -> Division | None:
    """The division of a code of 6, 9 or 12 digits (2 and 4 are filled up: 44 is 440000); None for an unknown code."""
    code = plain_code(code)
    found = _name_and_standing(code)
    if found is None:
        return None
    name, standing = found
    above = ancestors(code)
    names = [division_name(each) for each in above if division_name(each) != name or len(code) > 6]
    return Division(code, name, "".join([*names, name]), level_of(code), above[-1] if above else None, standing)


def division_name(code: str) -> str:
    """The name of a known code, '' of an unknown one."""
    found = _name_and_standing(code)
    return found[0] if found else ""


def exists(code: str) -> bool:
    return _name_and_standing(code) is not None


def plain_code(code: str) -> str:
    """2 and 4 digits are filled up to 6; trailing zeros of 9 and 12 digits fall (440103000000 is 440103)."""
    if len(code) in (2, 4):
        return code.ljust(6, "0")
    while len(code) > 6 and code.endswith("000"):
        code = code[:-3]
    return code


def level_of(code: str) -> DivisionLevel:
    """The level of a known code."""
    if len(code) == 12:
        return DivisionLevel.COMMUNITY
    if len(code) == 9:
        return DivisionLevel.STREET
    if code.endswith("0000"):
        return DivisionLevel.PROVINCE
    return DivisionLevel.CITY if code.endswith("00") else DivisionLevel.DISTRICT


def ancestors(code: str) -> tuple[str, ...]:
    """The codes above, from the province down, without `code` itself. A municipality's districts have no city."""
    code = plain_code(code)
    if len(code) == 12:
        return (*ancestors(code[:9]), code[:9])
    upper, chain = table().upper, []
    parent = _parent(code, upper)
    while parent:
        chain.append(parent)
        parent = _parent(parent, upper)
    return tuple(reversed(chain))


def children(code: str) -> tuple[Division, ...]:
    """The divisions straight below, by code; those of '' are the provinces."""
    code = plain_code(code) if code else ""
    codes = communities_of(code) if len(code) == 9 else table().below.get(code, ())
    return tuple(found for each in codes if (found := division(each)))


def communities_of(code: str) -> tuple[str, ...]:
    """Codes of the communities of a street (9 digits) or a whole district (6)."""
    codes = table().opened.codes
    low, high = _span(code)
    return tuple(str(codes[at]) for at in range(low, high))


def communities_named(name: str, within: str = "") -> tuple[str, ...]:
    """Codes of the communities of just this name, as people write it (红阳村, 双加社区), inside `within`, ascending."""
    opened, wanted = table().opened, name.encode("utf-8", "replace")
    first, last = _numbers(within) if within else (0, 10**12)

    def key(position: int) -> tuple[bytes, int]:
        return opened.name_at(position), opened.codes[position]

    found = []
    for at in range(bisect_left(opened.by_name, (wanted, first), key=key), len(opened.by_name)):
        position = opened.by_name[at]
        if opened.codes[position] > last or opened.name_at(position) != wanted:
            break
        found.append(str(opened.codes[position]))
    return tuple(found)


def community_names(street: str) -> tuple[tuple[str, str], ...]:
    """(name, code) of each community of a street, longest name first."""
    opened = table().opened
    low, high = _span(street)
    pairs = ((opened.name_at(at).decode(), str(opened.codes[at])) for at in range(low, high))
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[1])))


def find(name: str, within: str | None = None) -> tuple[Division, ...]:
    """Every division of just this name, inside `within` if given, higher levels first. Ambiguity is the caller's."""
    stem = covering(within) if within else ""
    codes = [code for code, (each, _) in table().upper.items() if each == name and code.startswith(stem)]
    codes += communities_named(name, plain_code(within) if within else "")
    found = (division(code) for code in sorted(codes, key=lambda code: (len(code), not code.endswith("00"), code)))
    return tuple(each for each in found if each and each.code != within)


def nearest_codes(wrong: str, n: int = 3) -> tuple[str, ...]:
    """Known codes that a person may have meant: those that share the longest beginning, nearest numbers first."""
    digits = "".join(letter for letter in wrong if letter.isdecimal() and letter.isascii())[:12]
    if not digits:
        named = [found.code for kind in ("", "省", "市", "区", "县") if wrong for found in find(wrong + kind)]
        return tuple(named[:n] or table().below[""][:n])
    width = 6 if len(digits) <= 6 else 9 if len(digits) <= 9 else 12
    for cut in (9, 6, 4, 2):
        if cut < len(digits) and exists(plain_code(digits[:cut])):
            near = _of_width(plain_code(digits[:cut]), width)
            if near:
                aim = int(digits.ljust(width, "0"))
                return tuple(sorted(near, key=lambda code: (abs(int(code) - aim), code))[:n])
    return tuple(sorted(table().below[""], key=lambda code: (abs(int(code[:2]) - int(digits[:2])), code))[:n])


def covering(code: str) -> str:
    """The digits that every code inside begins with: 440000 → 44, 440100 → 4401, 440103 → 440103."""
    code = plain_code(code)
    if len(code) != 6:
        return code
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def _of_width(code: str, width: int) -> tuple[str, ...]:
    if width == 12:
        return communities_of(code) if len(code) >= 6 and not code.endswith("00") else ()
    stem = covering(code)
    if len(stem) >= 6:
        return tuple(each for each in table().below.get(code, ()) if len(each) == width)
    return tuple(each for each in table().upper if len(each) == width and each.startswith(stem) and each != code)


def _name_and_standing(code: str) -> tuple[str, Standing] | None:
    if len(code) != 12:
        return table().upper.get(code)
    if not (code.isascii() and code.isdecimal()):
        return None
    opened, number = table().opened, int(code)
    at = bisect_left(opened.codes, number)
    if at < len(opened.codes) and opened.codes[at] == number:
        return opened.name_at(at).decode(), Standing.CURRENT
    return None


def _parent(code: str, upper: Mapping[str, tuple[str, Standing]]) -> str | None:
    if len(code) == 9:
        if code[:6] in upper:
            return code[:6]
        return code[:4] + "00"  # a city without districts: 东莞, 嘉峪关
    if code.endswith("0000"):
        return None
    city = code[:4] + "00"
    return city if city != code and city in upper else code[:2] + "0000"


def _numbers(code: str) -> tuple[int, int]:
    stem = covering(code)
    return int(stem.ljust(12, "0")), int(stem.ljust(12, "9"))


def _span(code: str) -> tuple[int, int]:
    codes = table().opened.codes
    first, last = _numbers(code)
    return bisect_left(codes, first), bisect_right(codes, last)
