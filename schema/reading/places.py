"""Where: the divisions that an address tells, down to the community, skipping what it skips.

Reads 莆田秀屿区, 马驹桥镇, 广州荔湾, 萧县赵庄镇张朴楼村 and traditional forms. A name that several divisions bear is
settled by what stands around it, then by the source's own district, and else told in `ambiguous`, not guessed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from schema.divisions import (
    Standing,
    ancestors,
    communities_named,
    community_names,
    covering,
    division_name,
    level_of,
    plain_code,
    table,
)
from schema.reading.place_names import LONGEST, Names, inside, names, streets_of
from schema.reading.text import fold, simplify
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
# What makes another thing of a bare stem: 北京路 and 天河路 may be anywhere.
_NOT_A_PLACE = re.compile(
    r"(?:[东西南北中上下前后新老大小一二三四五六七八九十]|[东南西北]?[一二三四五六七八九]|[内外]?环)?"
    r"(?:马?路|街(?!道)|大街|大道|道(?![里外]区)|巷|弄|胡同)"
    r"|里|桥|广场|大厦|花园|公园|酒店|宾馆|饭店|商场|村|镇|乡|社区|街道|山|湖|河|江|港|银行|大学|学院|中学|小学|医院"
    r"|巴巴|治(?!区)|海鲜|米粉|菜|人|话|牌|店|小吃|烤鸭|面|粉|拉面|火锅|籍|户|机场|火车站|[东西南北]?站"
)
_ITS_OWN = re.compile(r"机场|火车站|[东西南北]?站")
"""What bears a city's name and stands in it: 深圳北站."""
_STREET_OFFICE = re.compile(r"街道?办(?:事处)?")
_SHORT_STREET = re.compile(
    r"(?P<stem>[\u4e00-\u9fff]{2,7}?)(?P<kind>街道(?:办(?:事处)?)?|镇|乡|街(?![东西南北中]?[0-9]|[一二三四五六七八九十百]+[号巷弄栋幢之]))"
)
_COMMUNITY = re.compile(
    r"[\u4e00-\u9fff0-9]{1,10}?(?:社区居委会|社区居民委员会|社区|居委会|居民委员会|村委会|村民委员会|村|嘎查|居)"
)
_OFFICE = re.compile(r"(?:社区居委会|社区居民委员会|社区|居委会|居民委员会|村委会|村民委员会|村|嘎查|居)$")
_OFFICE_NEXT = re.compile(r"社区|居委会|居民委员会|村委会|村民委员会|村|嘎查|居(?![民委])")


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

    @property
    def community_name(self) -> str | None:
        return self.names.get(DivisionLevel.COMMUNITY)


def read_place(text: str, *, within: str | None = None) -> PlaceReading:
    """Read an address. `within`: a code of any length that settles what the text leaves open; it adds nothing."""
    return _read(text, plain_code(within) if within else "")


@lru_cache(maxsize=16384)
def _read(text: str, within: str) -> PlaceReading:
    plain = _LABEL.sub("", _BETWEEN.sub("", fold(text)))
    for start in _starts(plain):
        found = _Scan(plain, start, within).codes()
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


class _Scan:
    """One pass over an address from `start`: from large to small, keeping every division it may mean."""

    def __init__(self, plain: str, start: int, within: str) -> None:
        self.plain, self.at, self.within = plain, start, within
        self.known: Names = names()
        self.scope: tuple[str, ...] = ()

    def codes(self) -> tuple[str, ...]:
        """Codes of the deepest division told, one or several; () for none."""
        while self._take(self._upper()):
            pass
        if self._take(self._street()) or self._take(self._street_ahead()):
            return self._streets_beside() or self._community_of_street() or self.scope
        return self._community_at_large() or self.scope

    def _take(self, found: "tuple[int, tuple[str, ...]] | None") -> bool:
        if found:
            self.at += found[0]
            self.scope = found[1]
        return found is not None

    def _upper(self) -> tuple[int, tuple[str, ...]] | None:
        """The longest name of a province, city or district here that fits what was read before."""
        rest = self.plain[self.at : self.at + LONGEST]
        for length in self.known.upper_lengths.get(rest[:2], ()):
            word = rest[:length]
            codes = self._fitting(self.known.full.get(word, ()))
            if codes:
                return length - self._is_seat(word, rest[length:], codes), codes
            codes = self._fitting(self.known.stems.get(word, ()))
            if codes and self._stands_alone(length, codes):
                return length, codes
            if codes and rest[length : length + 1] in ("市", "县", "区", "旗"):
                below = tuple(code for code in codes if level_of(code) is DivisionLevel.DISTRICT)
                if below and not self.known.streets.get(rest[: length + 2]):
                    return length + 1, below  # 铜山县, now 铜山区
        return None

    def _fitting(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        if not self.scope or not codes:
            return codes
        if len(self.scope) == 1:
            only, stem = self.scope[0], covering(self.scope[0])
            return tuple(code for code in codes if code.startswith(stem) and code != only)
        return tuple(code for code in codes if any(inside(code, each) for each in self.scope))

    def _stands_alone(self, length: int, codes: tuple[str, ...]) -> bool:
        """Whether a bare stem means the division: a smaller one follows, or nothing that makes a road of it."""
        after = self.at + length
        tail = self.plain[after : after + LONGEST]
        if self._is_followed_inside(tail, codes):
            return True
        if self._is_loose(codes) and tail:
            return False
        whole = self.plain[self.at : after + 4]
        if any(
            len(whole) >= size > length and whole[:size] in self.known.streets for size in self._street_sizes(whole)
        ):
            return False
        found = _NOT_A_PLACE.match(tail)
        is_city = level_of(codes[0]) is not DivisionLevel.DISTRICT
        return not found or (is_city and _ITS_OWN.match(tail) is not None)

    def _is_seat(self, word: str, tail: str, codes: tuple[str, ...]) -> bool:
        """内江市中区 is 内江 and 市中区."""
        centre = self.known.full.get("市中区", ())
        return word.endswith("市") and tail.startswith("中区") and any(inside(each, codes[0]) for each in centre)

    def _is_loose(self, codes: tuple[str, ...]) -> bool:
        """A district's bare stem with nothing before it that bears it out: 西岗子 is not 西岗区, unless nearby."""
        if self.scope or any(level_of(code) is not DivisionLevel.DISTRICT for code in codes):
            return False
        return not any(code[:4] == self.within[:4] for code in codes)

    def _is_followed_inside(self, tail: str, codes: tuple[str, ...]) -> bool:
        for known, sizes in (
            (self.known.full, self.known.upper_lengths.get(tail[:2], ())),
            (self.known.stems, self.known.upper_lengths.get(tail[:2], ())),
            (self.known.streets, self._street_sizes(tail)),
        ):
            for size in sizes:
                if any(inside(each, code) and each != code for code in codes for each in known.get(tail[:size], ())):
                    return True
        return len(codes) == 1 and any(tail == stem for _, stem, _ in streets_of(codes[0]))

    def _street_sizes(self, text: str) -> tuple[int, ...]:
        return self.known.street_lengths.get(text[:2], ())

    def _street(self) -> tuple[int, tuple[str, ...]] | None:
        rest = self.plain[self.at : self.at + LONGEST]
        for length in self._street_sizes(rest):
            codes = self._nearby(self._fitting(self.known.streets.get(rest[:length], ())))
            if codes:
                office = _STREET_OFFICE.match(rest[length - 2 :]) if rest[:length].endswith("街道") else None
                return (length - 2 + len(office[0]) if office else length), codes
        return self._street_in_short(rest)

    def _streets_beside(self) -> tuple[str, ...]:
        """新华街道、运河街道: both, so that neither is sure; () where one stands alone."""
        found, first = list(self.scope), self.scope
        while len(self.scope) == 1 and self.plain[self.at : self.at + 1] in ("、", "和", "及", "或", "与"):
            district, at = self.scope[0][:6], self.at
            self.scope, self.at = (district,), self.at + 1
            if not self._take(self._street()):
                self.scope, self.at = first, at
                break
            found += self.scope
        return tuple(found) if len(found) > 1 else ()

    def _street_in_short(self, rest: str) -> tuple[int, tuple[str, ...]] | None:
        """市桥街 for 市桥街道, and towns that became streets or the other way round, where the district is known."""
        found = _SHORT_STREET.match(rest)
        for district in self.scope or (self.within[:6],):
            for _, stem, code in streets_of(district):
                if rest == stem and len(self.scope) < 2:
                    return len(rest), (code,)  # 顺德北滘
                if found and found["stem"] == stem and (found["kind"] != "街" or division_name(code).endswith("街道")):
                    return found.end(), (code,)
        return None

    def _street_ahead(self) -> tuple[int, tuple[str, ...]] | None:
        """A street of the one district told, named in full further on."""
        if len(self.scope) != 1 or len(self.scope[0]) != 6:
            return None
        rest = self.plain[self.at : self.at + 40]
        for name, _, code in streets_of(self.scope[0]):
            at = rest.find(name)
            if at > 0 and len(name) > 2:
                return at + len(name), (code,)
        return None

    def _nearby(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """A street alone, read for a source of some district, is not one a thousand kilometres off."""
        if self.scope or not self.within:
            return codes
        same_city = tuple(code for code in codes if code[:4] == self.within[:4])
        return same_city or (codes if len(codes) == 1 and codes[0][:2] == self.within[:2] else ())

    def _community_of_street(self) -> tuple[str, ...]:
        rest = self.plain[self.at : self.at + LONGEST]
        for street in self.scope:
            for stem, name, code in _communities_by_head(street).get(rest[:2], ()):
                if rest.startswith(name) or (rest.startswith(stem) and _OFFICE_NEXT.match(rest, len(stem))):
                    return (code,)
        return ()

    def _community_at_large(self) -> tuple[str, ...]:
        """A community without its street: inside the one district told, or the only one that could be meant."""
        rest = self.plain[self.at : self.at + LONGEST]
        found = _COMMUNITY.match(rest)
        if not found or (self.scope and len(self.scope) > 1):
            return ()
        scope = self.scope[0] if self.scope else ""
        codes: tuple[str, ...] = ()
        for name in _spellings(found[0]):
            codes = (*codes, *communities_named(name, scope))
        if not scope and self.within:
            codes = tuple(code for code in codes if code[:4] == self.within[:4])
        if scope and len(codes) > 1:
            return ()
        return tuple(sorted(set(codes)))


@lru_cache(maxsize=1024)
def _communities_by_head(street: str) -> dict[str, list[tuple[str, str, str]]]:
    """(stem, name, code) of a street's communities by their first two characters, longest first.

    A community is found under any of its kinds: 大塘村 is also written 大塘社区居委会.
    """
    by_head: dict[str, list[tuple[str, str, str]]] = {}
    for name, code in community_names(street):
        stem = _OFFICE.sub("", name)
        name, stem = simplify(name), simplify(stem)
        by_head.setdefault(name[:2], []).append((stem if len(stem) > 1 else name, name, code))
    return by_head


def _spellings(word: str) -> Iterator[str]:
    stem = _OFFICE.sub("", word)
    kind = word[len(stem) :]
    yield stem + ("社区" if kind.startswith(("社区", "居")) else "嘎查" if kind == "嘎查" else "村")


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
