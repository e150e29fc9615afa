"""A posting as matching sees it: folded words, sets of trades and doors, figures that can be compared.

It is made of the posting's JSON: what is compared is some fields of many postings, and a whole `Posting` costs more.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

import orjson
from rapidfuzz.distance import LCSseq

from schema.divisions import covering
from schema.occupations import occupation
from schema.quick import quickly_made
from schema.reading.place_names import names
from schema.reading.text import fold
from schema.values import Pay, Posting
from schema.vocabulary import Employment, Gender, PayUnit, PlacePrecision, Workplace

Said = Mapping[str, Any]
"""A posting's JSON, or a part of it (Any: JSON values); what is empty may be left out."""
NOTHING: Said = {}
IDENTITY = frozenset({"external_id", "url", "posted_at", "expires_at", "readings"})
"""What may differ between two postings that say the same."""

ASIDE = re.compile(r"[(\[【〔<《「][^)\]】〕>》」]*[)\]】〕>》」]?")
NOISE = re.compile(r"[^0-9a-z\u4e00-\u9fff]+")
TITLE_NOISE = re.compile(r"^(急聘|急招|诚聘|高薪|招聘|直招|长期|现招|熟练|熟手|专职)+|(若干|数)名?$|\d+[名人位]$")
DOOR = re.compile(r"([\u4e00-\u9fff]{2})第?(\d+)(?:-\d+)?号(?!线|门|楼|馆|口|仓|库|院)")
"""A door with the end of its road: 茶滘路83号 is 滘路83."""
BRANCH = re.compile(
    r"(?:超市|餐厅|药房|酒楼|饭店|便利|公司|银行|奶茶|咖啡|茶行|书店|装店|具店)"
    r"([\u4e00-\u9fff]{2,5})(?:分店|分公司|店)$"
)
EMPLOYER_FORM = re.compile(
    r"(有限责任公司|股份有限公司|有限公司|股份公司|分公司|集团|公司|经营部|商行|个体工商户|工厂|厂|店|部|行|档|档口|铺)$"
)

MARKS: Mapping[str, Mapping[str, str]] = {
    "shift": {"白班": "day", "日班": "day", "夜班": "night", "晚班": "night", "早班": "early", "中班": "middle"},
    "level": {"初级": "junior", "中级": "middle", "高级": "senior"},
    "who": {"男": "male", "女": "female"},
    "time": {
        "全职": "full",
        "兼职": "part",
        "小时工": "part",
        "钟点工": "part",
        "暑假工": "season",
        "寒假工": "season",
    },
}
"""Words in a title that make another job of it, by what they are about. Two of one kind that differ are a veto."""
RANKS = ("学徒", "实习", "助理", "组长", "班长", "领班", "主管", "经理", "店长", "主任", "总监", "副")
"""Words of rank: a title has them or has not, and two that have others are two jobs."""


@quickly_made
@dataclass(frozen=True, slots=True)
class View:
    """What is compared. Empty strings and None: the posting does not say."""

    source_id: int
    title: str
    trades: frozenset[str]
    marks: Mapping[str, frozenset[str]]
    ranked: frozenset[str]
    occupation: str | None
    employer: str
    brand: str
    branch: str
    credit_code: str | None
    agency: str
    phone: str
    pay: tuple[float, float, PayUnit] | None
    negotiable: bool
    is_piecework: bool
    division: str | None
    doors: frozenset[str]
    point: tuple[float, float] | None
    is_exact: bool
    headcount: int | None
    hours: tuple[object, object] | None
    ages: tuple[int | None, int | None]
    gender: Gender | None
    employment: Employment
    workplace: Workplace
    posted_day: int | None
    place_text: str | None
    said: Said

    def says_the_same(self, other: "View") -> bool:
        """Every word agrees but for ids, addresses on the web and dates."""
        return bare(self.said) == bare(other.said)

    @property
    def address(self) -> str:
        return "" if self.place_text is None else address_of(self.place_text)

    def metres_to(self, other: "View") -> float | None:
        """Metres between the points (equirectangular, exact enough for a few kilometres); None without both."""
        if self.point is None or other.point is None:
            return None
        (lat, lon), (other_lat, other_lon) = self.point, other.point
        across = math.radians(lon - other_lon) * math.cos(math.radians((lat + other_lat) / 2))
        return 6_371_000 * math.hypot(math.radians(lat - other_lat), across)

    def calls_alike(self, other: "View") -> bool:
        """One brand (众禾超市茶滘店, 广州市众禾生活超市有限公司), or a line of work that is in the other (支架厂)."""
        short, long = sorted((self.brand, other.brand), key=len)
        if len(short) < 2:
            return False
        return opening_of(short) == opening_of(long) or (len(short) >= 3 and short in long)


def view_of(posting: Posting, source_id: int) -> View:
    """A posting of a source, ready to be compared."""
    return view_in(orjson.loads(orjson.dumps(posting, default=str)), source_id)


class Hints(NamedTuple):
    """As much of a view as tells where a posting looks for its like, by the same names."""

    title: str
    trades: frozenset[str]
    employer: str
    brand: str
    phone: str
    pay: tuple[float, float, PayUnit] | None
    division: str | None
    doors: frozenset[str]


def hints_of(posting: Posting) -> Hints:
    """What `view_of` says of a posting in the fields of Hints."""
    employer, place, contact = posting.employer, posting.place, posting.contact
    division = place.division if place else None
    return Hints(
        title=called(posting.title)[0],
        trades=trades_of(posting.occupation),
        employer=employer.matching_key if employer else "",
        brand=shop_of(employer.name, (division or "")[:4])[0] if employer else "",
        phone=(contact.phone or "") if contact else "",
        pay=amounts_of(posting.pay),
        division=division,
        doors=doors_of(place.text) if place else frozenset(),
    )


def amounts_of(pay: Pay) -> tuple[float, float, PayUnit] | None:
    """`pay_of` of a posting that is not JSON."""
    if pay.unit is None or (pay.min is None and pay.max is None):
        return None
    least = 0.0 if pay.min is None else float(pay.min.normalize()) / pay.unit_count
    return least, math.inf if pay.max is None else float(pay.max.normalize()) / pay.unit_count, pay.unit


EMPLOYER: Final = '"employer":{'
CODE: Final = '"credit_code":"'


def credit_code_in(words: str) -> str | None:
    """The credit code of a posting's employer, found in its JSON without reading it; None where it is not plain.

    Inside a string the quotes would be escaped.

    >>> credit_code_in('{"employer":{"name":"a","credit_code":"91440101MA59ABCD1X"},"agency":null}')
    '91440101MA59ABCD1X'
    """
    start = words.find(EMPLOYER)
    begun = words.find(CODE, start, words.find("}", start)) if start >= 0 else -1
    if begun < 0:
        return None
    begun += len(CODE)
    code = words[begun : words.find('"', begun)]
    return None if "\\" in code else code


def view_in(said: Said, source_id: int) -> View:
    """A posting of a source, ready to be compared, from its JSON as the store keeps it."""
    title, marks, ranked = called(said["title"])
    employer, place = said.get("employer") or NOTHING, said.get("place") or NOTHING
    point, division = place.get("point"), place.get("division")
    brand, branch = shop_of(employer["name"], (division or "")[:4]) if employer else ("", "")
    asked, pay = said["requirements"], said["pay"]
    employment, gender, posted_at = Employment[said["employment"]], asked.get("gender"), said.get("posted_at")
    return View(
        source_id=source_id,
        title=title,
        trades=trades_of(said.get("occupation")),
        marks=marks,
        ranked=ranked,
        occupation=said.get("occupation"),
        employer=employer.get("matching_key", ""),
        brand=brand,
        branch=branch,
        credit_code=employer.get("credit_code"),
        agency=(said.get("agency") or NOTHING).get("matching_key", ""),
        phone=(said.get("contact") or NOTHING).get("phone") or "",
        pay=pay_of(pay),
        negotiable=pay["negotiable"],
        is_piecework=employment is Employment.PIECEWORK,
        division=division,
        doors=doors_of(place["text"]) if place else frozenset(),
        point=(point["latitude"], point["longitude"]) if point else None,
        is_exact=place.get("precision") == PlacePrecision.EXACT,
        headcount=said.get("headcount"),
        hours=hours_of(said.get("schedule") or NOTHING),
        ages=(asked.get("age_min"), asked.get("age_max")),
        gender=Gender[gender] if gender else None,
        employment=employment,
        workplace=Workplace[said["workplace"]],
        posted_day=int(datetime.fromisoformat(posted_at).timestamp()) // 86_400 if posted_at else None,
        place_text=place.get("text"),
        said=said,
    )


@lru_cache(maxsize=16_384)
def called(title: str) -> tuple[str, Mapping[str, frozenset[str]], frozenset[str]]:
    """A title's plain form, its marks and its ranks."""
    folded = fold(title).lower()
    return plain_title(folded), marks_of(folded), ranks_of(folded)


@lru_cache(maxsize=16_384)
def shop_of(name: str, city: str) -> tuple[str, str]:
    """Brand and branch of an employer; of its city the first four digits, or none."""
    return brand_of(name, city), branch_of(name)


@lru_cache(maxsize=16_384)
def doors_of(place: str) -> frozenset[str]:
    return frozenset("".join(door) for door in DOOR.findall(fold(place)))


def plain_title(folded: str) -> str:
    """The title without asides, marks and numbers: 【急】焊工(二保焊) is 焊工; what is all aside stays whole."""
    bare = NOISE.sub("", ASIDE.sub("", folded)) or NOISE.sub("", folded)
    return TITLE_NOISE.sub("", bare) or bare


def ranks_of(folded: str) -> frozenset[str]:
    return frozenset(rank for rank in RANKS if rank in folded)


def marks_of(folded: str) -> Mapping[str, frozenset[str]]:
    found = {kind: frozenset(mark for word, mark in words.items() if word in folded) for kind, words in MARKS.items()}
    return {kind: marks for kind, marks in found.items() if marks}


@lru_cache(maxsize=4_096)
def trades_of(code: str | None) -> frozenset[str]:
    """The trade's code, and the occupation of the classification that a narrower trade of our own belongs under."""
    known = occupation(code) if code else None
    if known is None or code is None:
        return frozenset()
    above = known.parent if not code[0].isdigit() else None
    return frozenset({code, above}) if above and not above.endswith("-00") else frozenset({code})


def brand_of(name: str, division: str | None = None) -> str:
    """What an employer of this division is called, without region, form and branch.

    广州荔湾众禾生活超市有限公司 is 众禾生活超市. 广州酒家 keeps its region: of a line of work alone nobody is known.
    """
    bare = NOISE.sub("", ASIDE.sub("", fold(name).lower()))
    branch = BRANCH.search(bare)
    bare = bare[: branch.start(1)] if branch else bare
    bare = EMPLOYER_FORM.sub("", bare) or bare
    within = (division or "")[:4]
    while True:
        region, code = region_of(bare, within)
        if not region or len(bare) < len(region) + 3:
            return bare
        bare, within = bare[len(region) :], covering(code)


@lru_cache(maxsize=16_384)
def opening_of(brand: str) -> str:
    """The two characters by which a brand is known (众禾), after the region that it kept (广州酒家)."""
    region, _ = region_of(brand, "")
    return brand[: len(region) + 2]


def region_of(name: str, within: str) -> tuple[str, str]:
    """The division that a name begins with and its code; two empty words where it begins with none.

    A county's stem is a region in its own city only: 嘉禾 and 和顺 are brands elsewhere.

    >>> region_of("广州酒家", ""), region_of("嘉禾超市", "4401"), region_of("嘉禾超市", "4310")
    (('广州', '440100'), ('', ''), ('嘉禾', '431024'))
    """
    known = names()
    for length in known.upper_lengths.get(name[:2], ()):
        word = name[:length]
        codes = known.full.get(word, ()) or known.stems.get(word, ())
        sure = [one for one in codes if one.endswith("00") or word in known.full or (within and one.startswith(within))]
        if sure:
            return word, next((one for one in sure if one.startswith(within)), sure[0])
    return "", ""


def branch_of(name: str) -> str:
    """茶滘 of 众禾超市茶滘店: the branch that a shop's name tells, '' where it tells none."""
    found = BRANCH.search(fold(name))
    return found[1] if found else ""


def pay_of(pay: Said) -> tuple[float, float, PayUnit] | None:
    unit, least, most = pay.get("unit"), pay.get("min"), pay.get("max")
    if unit is None or (least is None and most is None):
        return None
    count = pay["unit_count"]
    return float(least or 0) / count, float(most) / count if most is not None else math.inf, PayUnit[unit]


def address_of(place: str) -> str:
    """The address without what the division says already, so that 荔湾区茶滘路83号 is 茶滘路83号."""
    bare = NOISE.sub("", fold(place).lower())
    return re.sub(r"^.*?(?:省|市|区|县)(?=.{3})", "", re.sub(r"^.*?(?:省|市)(?=.{4})", "", bare))


def hours_of(schedule: Said) -> tuple[object, object] | None:
    starts = schedule.get("starts_at")
    return None if starts is None else (starts, schedule.get("ends_at"))


def bare(said: Said) -> Said:
    return {name: value for name, value in said.items() if name not in IDENTITY}


@lru_cache(maxsize=65_536)
def overlap(one: str, other: str) -> float:
    """How much of the shorter title stands in the longer, in order: 1.0 for 缝纫工 in 熟练缝纫工."""
    shorter = min(len(one), len(other))
    return float(LCSseq.similarity(one, other)) / shorter if shorter else 0.0
