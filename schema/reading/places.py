"""Where: the divisions that an address tells, down to the community, skipping what it skips.

Reads 莆田秀屿区, 马驹桥镇, 广州荔湾, 萧县赵庄镇张朴楼村 and traditional forms. A name that several divisions bear is
settled by what stands around it, then by the source's own district, and else told in `ambiguous`, not guessed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from schema.divisions import Standing, ancestors, division_name, level_of, plain_code, table
from schema.reading.address_scan import AddressScan
from schema.reading.place_names import inside, names
from schema.reading.text import fold
from schema.vocabulary import DivisionLevel, PlacePrecision

_LEVELS = (
    DivisionLevel.PROVINCE,
    DivisionLevel.CITY,
    DivisionLevel.DISTRICT,
    DivisionLevel.STREET,
    DivisionLevel.COMMUNITY,
)
_BETWEEN = re.compile(r"[\s\-·•/|>,，_。:：\"“”'()（）\[\]【】]+")
_LABEL = re.compile(
    r"^(?:(?:工作|上班|面试|公司|单位|详细|具体|集合|用工|岗位)?(?:地址|地点|区域|位置)(?:是|在|为)?|位于|地处|坐落于|中国|邮编?\d{6}|\d{6}(?=[\u4e00-\u9fff]))+"
)


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """What an address tells. Codes only where they are sure; `ambiguous` holds the codes it might mean besides."""

    text: str
    division: str | None = None
    """The deepest province, city or district that is sure: 6 digits."""
    street: str | None = None
    """9 digits."""
    community: str | None = None
    """12 digits."""
    names: Mapping[DivisionLevel, str] = field(default_factory=dict, hash=False)
    precision: PlacePrecision = PlacePrecision.UNKNOWN
    ambiguous: tuple[str, ...] = ()

    @property
    def deepest(self) -> str | None:
        """The deepest sure code of 6, 9 or 12 digits. A caller may fall back on its source's own district."""
        return self.community or self.street or self.division

    @property
    def province(self) -> str | None:
        return self.names.get(DivisionLevel.PROVINCE)

    @property
    def city(self) -> str | None:
        return self.names.get(DivisionLevel.CITY)

    @property
    def district(self) -> str | None:
        return self.names.get(DivisionLevel.DISTRICT)

    @property
    def street_name(self) -> str | None:
        return self.names.get(DivisionLevel.STREET)


def read_place(text: str, *, within: str | None = None) -> PlaceReading:
    """Read an address. `within`: a code of any length that settles what the text leaves open; it adds nothing."""
    return _read(text, plain_code(within) if within else "")


@lru_cache(maxsize=16384)
def _read(text: str, within: str) -> PlaceReading:
    plain = _LABEL.sub("", _BETWEEN.sub("", fold(text)))
    for start in _starts(plain):
        found = AddressScan(plain, start, within).codes()
        if found:
            return _reading(text, _settled(found, within))
    return PlaceReading(text)


def _starts(plain: str) -> Iterator[int]:
    """The beginning, then wherever else a full name stands (某某公司广州市荔湾区…)."""
    yield 0
    known = names()
    for at in range(1, min(len(plain) - 2, 40)):
        sizes = known.upper_lengths.get(plain[at : at + 2], ())
        if any(size > 2 and plain[at : at + size] in known.full for size in sizes):
            yield at
            return


def _settled(codes: tuple[str, ...], within: str) -> tuple[str, ...]:
    """Fewer candidates: those that share most with the source's own district, else the one of the highest level."""
    if len(codes) > 1 and within:
        for width in (12, 9, 6, 4, 2):
            near = tuple(code for code in codes if len(within) >= width and code[:width] == within[:width])
            if near:
                codes = near
                break
    if len(codes) > 1:
        higher = [code for code in codes if all(inside(each, code) for each in codes)] or _highest(codes)
        codes = tuple(higher) if len(higher) == 1 else codes
    return codes


def _highest(codes: tuple[str, ...]) -> list[str]:
    """吉林 and 西安 alone mean the province and the city; 朝阳 may well be 北京's district, so it stays open."""
    for level in (DivisionLevel.PROVINCE, DivisionLevel.CITY):
        found = [code for code in codes if level_of(code) is level]
        if found:
            return [] if any(division_name(code) == "朝阳市" for code in found) else found
    return []


def _reading(text: str, codes: tuple[str, ...]) -> PlaceReading:
    if len(codes) == 1:
        return _sure(text, codes[0], ())
    shared = _shared(codes)
    return _sure(text, shared, codes) if shared else PlaceReading(text, ambiguous=codes)


def _shared(codes: Iterable[str]) -> str | None:
    """The deepest division that all lie in."""
    chains = [(*ancestors(code), code) for code in codes]
    common = [level[0] for level in zip(*chains, strict=False) if len(set(level)) == 1]
    return common[-1] if common else None


def _sure(text: str, code: str, ambiguous: tuple[str, ...]) -> PlaceReading:
    division, street, community, found, precision = _facts(code)
    others = tuple(each for each in ambiguous if each != code)
    return PlaceReading(text, division, street, community, found, precision, others)


@lru_cache(maxsize=16384)
def _facts(
    code: str,
) -> tuple[str | None, str | None, str | None, Mapping[DivisionLevel, str], PlacePrecision]:
    chain = [*ancestors(code), code]
    upper = [each for each in chain if len(each) == 6 and table().upper[each][1] is not Standing.STATISTICAL]
    found = {level_of(each): each for each in chain if len(each) > 6 or each in upper}
    return (
        upper[-1] if upper else None,
        found.get(DivisionLevel.STREET),
        found.get(DivisionLevel.COMMUNITY),
        MappingProxyType({level: division_name(found[level]) for level in _LEVELS if level in found}),
        _precision(found),
    )


def _precision(found: dict[DivisionLevel, str]) -> PlacePrecision:
    for level in reversed(_LEVELS):
        if level in found and level is not DivisionLevel.PROVINCE:
            return PlacePrecision[level.name]
    whole_city = found.get(DivisionLevel.PROVINCE, "")[:2] in ("11", "12", "31", "50", "81", "82")
    return PlacePrecision.CITY if whole_city else PlacePrecision.UNKNOWN
