"""The words by which people name divisions, and the codes each may mean.

Names in full (荔湾区), their stems (荔湾), stems with a shorter kind (恩施州, 积石山县), names of the past (京山县) and
the handful of `schema/data/place_aliases.tsv`. Built once, at the first reading.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path

from schema.divisions import Standing, covering, table
from schema.reading.text import simplify

_ALIASES = Path(__file__).parent.parent / "data" / "place_aliases.tsv"
_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|"
    "仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
_AUTONOMOUS = re.compile(rf"(?P<stem>.{{2,}}?)(?:(?:{_PEOPLES})族?)*自治(?P<kind>[区州县旗])$")
_KIND = re.compile(r"(?P<stem>.{2,}?)(?:特别行政区|地区|新区|林区|特区|省|市|区|县|旗|盟)$")
_STREET_KIND = re.compile(rf"(?P<stem>.{{2,}}?)(?:(?:(?:{_PEOPLES})族)+乡|地区街道|街道|地区|镇|乡|苏木)$")
LONGEST = 16
"""Characters of the longest name that is looked for at one place of a text."""


@dataclass(frozen=True, slots=True)
class Names:
    """Each maps a word to the codes it may mean, in order. Words of `full` and `streets` tell their kind themselves."""

    full: Mapping[str, tuple[str, ...]]
    stems: Mapping[str, tuple[str, ...]]
    streets: Mapping[str, tuple[str, ...]]
    upper_lengths: Mapping[str, tuple[int, ...]]
    """The first two characters of every word of `full` and `stems`: how long those words are, longest first."""
    street_lengths: Mapping[str, tuple[int, ...]]
    """The same of `streets`."""


@lru_cache(maxsize=1)
def names() -> Names:
    full: dict[str, list[str]] = defaultdict(list)
    stems: dict[str, list[str]] = defaultdict(list)
    streets: dict[str, list[str]] = defaultdict(list)
    for code, (written, standing) in table().upper.items():
        name = simplify(written)  # 乾务镇: a text's 乾 was folded to 干, so the name's must be
        if len(code) == 9:
            name = _own_part(name, code)
            streets[name].append(code)
        else:
            full[name].append(code)
            if standing is not Standing.STATISTICAL:
                _add_short(name, code, full, stems)
    _add_older(full, stems)
    return Names(_frozen(full), _frozen(stems), _frozen(streets), _lengths(full, stems), _lengths(streets))


@lru_cache(maxsize=512)
def streets_of(district: str) -> tuple[tuple[str, str, str], ...]:
    """(name, stem, code) of the streets straight below a district, or a city that has none; longest name first."""
    below = (code for code in table().below.get(district, ()) if len(code) == 9)
    named = [(_own_part(simplify(table().upper[code][0]), code), code) for code in below]
    return tuple((name, street_stem(name), code) for name, code in sorted(named, key=lambda row: -len(row[0])))


def street_stem(name: str) -> str:
    """马驹桥镇 → 马驹桥; a name without a kind is its own stem."""
    found = _STREET_KIND.fullmatch(name)
    return found["stem"] if found else name


def _own_part(name: str, code: str) -> str:
    """The Bureau writes some streets with the district before them: 成武县九女集镇."""
    district = simplify(table().upper.get(code[:6], ("", None))[0])
    return name.removeprefix(district) if district and len(name) > len(district) + 2 else name


def _add_short(name: str, code: str, full: dict[str, list[str]], stems: dict[str, list[str]]) -> None:
    autonomous = _AUTONOMOUS.fullmatch(name)
    found = autonomous or _KIND.fullmatch(name)
    if not found:
        return
    stem = found["stem"].removesuffix("族")
    stems[stem].append(code)
    if autonomous and autonomous["kind"] != "区":
        short = stem + autonomous["kind"]
        if short != name:
            full[short].append(code)


def _add_older(full: dict[str, list[str]], stems: dict[str, list[str]]) -> None:
    current = set(full)
    lines = (line for line in _ALIASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    aliases = [(row["name"], row["code"]) for row in csv.DictReader(lines, delimiter="\t")]
    for name, code in (*aliases, *table().older):
        if name in current:
            continue
        to = full if name[-1] in "市县区旗盟州" else stems
        if code not in to[name]:
            to[name].append(code)


def _frozen(of: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(codes) for name, codes in of.items()}


def _lengths(*tables: Mapping[str, list[str]]) -> dict[str, tuple[int, ...]]:
    by_head: dict[str, set[int]] = defaultdict(set)
    for word in chain(*tables):
        by_head[word[:2]].add(len(word))
    shared: dict[tuple[int, ...], tuple[int, ...]] = {}
    found = {head: tuple(sorted(lengths, reverse=True)) for head, lengths in by_head.items()}
    return {head: shared.setdefault(lengths, lengths) for head, lengths in found.items()}


def inside(code: str, scope: str) -> bool:
    """Whether `code` lies in `scope`, or is it."""
    return code.startswith(covering(scope))
