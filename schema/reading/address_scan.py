"""One pass over an address, from large to small, keeping every division that each name may mean."""

import re
from collections.abc import Iterator
from functools import lru_cache

from schema.divisions import communities_named, community_names, covering, division_name, level_of
from schema.reading.place_names import LONGEST, Names, inside, names, streets_of
from schema.reading.text import simplify
from schema.vocabulary import DivisionLevel

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
_IS_A_ROAD = re.compile(r"(?:路|街|大道|巷)$")
_OFFICE_NEXT = re.compile(r"社区|居委会|居民委员会|村委会|村民委员会|村|嘎查|居(?![民委])")


class AddressScan:
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
        if not tail.startswith("中区") or not word.endswith("市"):
            return False
        return any(inside(each, codes[0]) for each in self.known.full.get("市中区", ()))

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
                if rest == stem and len(self.scope) < 2 and not _IS_A_ROAD.search(stem):
                    return len(rest), (code,)  # 顺德北滘; 长安区中山东路 is the road, not its 街道
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
