"""Running text cut into the clauses that people separate with marks of different strength, each with what
it holds."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from connectors.documents.words import narrow
from connectors.reading.columns import is_key, name_of
from connectors.reading.places import DIVISION_HEAD, is_employer, is_place, without_brackets
from connectors.reading.spotting import AGE, CLOCK, DATE_RANGE, Span, headcounts, pays, persons, phones
from connectors.reading.titles import BAD, NOT_TITLE, NUMBER, VERB, clean_title, is_title

STRENGTH = {
    "\n": 6.0,
    "。": 5.0,
    "!": 5.0,
    "！": 5.0,
    "？": 5.0,
    "?": 5.0,
    "；": 4.0,
    ";": 4.0,
    "：": 3.5,
    ":": 3.5,
    "，": 3.0,
    ",": 3.0,
    "|": 3.0,
    "｜": 3.0,
} | {
    "/": 2.5,
    "、": 2.0,
    " ": 1.0,
    "…": 3.0,
    "~": 1.0,
    "+": 2.0,
}
INLINE_MARK = re.compile(
    r"[(（]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*[)）]|[①-⑳]|(?<![\d.])\d{1,2}[、．)）](?=[一-龥])"
)
LIST_VERB = re.compile(
    r"^.{0,24}?(?:(?:招聘|招收|招用|提供|招工|需求|急需|招)的?(?:主要)?(?:职位|岗位|工种|人员"
    r"|岗)(?:主要)?(?:包括|包含|涵盖|有|为|是)|"
    r"(?:招聘|招收|招用|急需)(?:职位|岗位|工种|人员)(?:如下)?[:：]?(?!\d))"
)
GLUE = re.compile(
    r"^(?:以及|还有|另外|另|及|和|与|或|兼|并|同时|其中)(?=[一-龥]{2})|(?:等(?:岗位|工种|职位|多个岗位)?)$"
)
NOT_COUNTED = re.compile(
    r"达成|意向|参加|参与|到场|入场|吸引|服务了|惠及|帮扶|接待|辖|人口|职工|工人|名额|现有|共有|企业|岗位"
    r"|居民|求职|学员|资料|户|提供|超过|累计|就业人员|机构|小时|年级|"
    r"宿舍|每[间月天]|一[间辆]|孩子|老人"
)
NOT_HEAD = re.compile(
    r"^(?:有|持|会|能|做过|懂|熟|无|男|女|限|不|可|带|需持|须|须持|凭|免|含|加|每|满|按|做(?![饭菜衣包工面点])|管|包(?![装饺])|适合|优先"
    r"|具|从事)|(?:证|者|经验|优先|均可|都可|皆可|也可|即可|为主|熟手|等)$"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One clause: `strength` of the mark before it, what spans it holds, and the words that are left."""

    text: str
    strength: float
    rest: str = ""
    label: str | None = None
    pay: str | None = None
    count: str | None = None
    phone: str | None = None
    person: str | None = None
    bracket: str | None = None
    title: str | None = None
    employer: str | None = None
    place: str | None = None
    called: bool = False
    """A verb of recruiting stands before the title."""
    listing: bool = False
    clock: bool = False
    age: bool = False

    @property
    def facets(self) -> frozenset[str]:
        said = {"pay": self.pay, "count": self.count, "clock": self.clock, "age": self.age, "place": self.place}
        return frozenset(name for name, value in said.items() if value)


def tokens(text: str) -> list[Token]:
    """The clauses of a text in their order."""
    text = narrow(text)
    spans = _spans(text)
    made: list[Token] = []
    verb = listing = False
    label: str | None = None
    for start, end, strength in _pieces(text, spans):
        token = _token(text, start, end, strength, spans, verb, label)
        if token is None:
            continue
        bare_label = _label(token)
        if bare_label:
            label = bare_label
            continue
        label = None
        if strength >= 4:
            listing = False
        listing = (listing and strength < 4) or token.listing
        verb = token.called and not token.title and strength < 6
        made.append(token if not listing or token.listing else _in_list(token))
    return made


def _in_list(token: Token) -> Token:
    return replace(token, listing=True) if token.title else token


def _label(token: Token) -> str | None:
    """The field that a clause before a colon names: 地点, 联系电话."""
    if not token.rest.endswith("\x01"):
        return None
    return name_of(token.rest.rstrip("\x01")).field


def _spans(text: str) -> list[Span]:
    """Spans that hold separators within: what comes first in this order wins where two overlap."""
    found: list[Span] = []
    taken = bytearray(len(text) + 1)
    for span in [
        *phones(text),
        *(Span(m.start(), m.end(), "date", m[0]) for m in DATE_RANGE.finditer(text)),
        *(Span(m.start(), m.end(), "age", m[0]) for m in AGE.finditer(text)),
        *pays(text),
        *(Span(m.start(), m.end(), "clock", m[0]) for m in CLOCK.finditer(text)),
        *headcounts(text),
        *persons(text),
    ]:
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\x01" * (span.end - span.start)
            found.append(span)
    return sorted(found, key=lambda span: span.start)


def _pieces(text: str, spans: list[Span]) -> Iterator[tuple[int, int, float]]:
    """Stretches between marks outside spans and brackets, with the strength of the mark before."""
    inside = {i for span in spans for i in range(span.start, span.end)}
    marks = {m.start(): m.end() for m in INLINE_MARK.finditer(text) if m.start() not in inside}
    depth, start, strength, i = 0, 0, 6.0, 0
    while i < len(text):
        char = text[i]
        if depth == 0 and i in marks:
            yield start, i, strength
            strength = max(4.5, strength if not text[start:i].strip() else 4.5)
            start = i = marks[i]
            continue
        if char in "（(【[" and i not in inside:
            depth += 1
        elif char in "）)】]" and i not in inside:
            depth = max(0, depth - 1)
            if depth == 0 and i + 1 < len(text) and re.match(r"[一-龥A-Za-z]", text[i + 1]) and not _in_name(text, i):
                yield start, i + 1, strength
                start, strength = i + 1, 0.5
        elif depth == 0 and i not in inside and char in STRENGTH:
            if text[start:i].strip():
                yield start, i, strength
                strength = STRENGTH[char]
                if char in ":：":
                    yield -1, -1, 0.0
            else:
                strength = max(strength, STRENGTH[char])
            start = i + 1
        i += 1
    yield start, len(text), strength


def _in_name(text: str, end: int) -> bool:
    """鼎新(湖北)箱包有限公司: the bracket is part of a name."""
    return bool(re.match(r"[一-龥]{0,12}?(?:公司|厂|集团|合作社)", text[end + 1 :])) and bool(
        re.search(r"[(（][一-龥]{2,6}[)）]?$", text[: end + 1])
    )


def _token(
    text: str, start: int, end: int, strength: float, spans: list[Span], verb: bool, label: str | None
) -> Token | None:
    if start < 0:
        return None
    said = text[start:end]
    if not said.strip():
        return None
    first_in = bisect_left(spans, start, key=lambda span: span.start)
    own = list(takewhile(lambda span: span.end <= end, islice(spans, first_in, None)))
    rest = said
    for span in reversed(own):
        if span.kind in ("pay", "headcount", "phone", "person", "clock", "date", "age"):
            rest = rest[: span.start - start] + "\x00" + rest[span.end - start :]
    kinds = {span.kind: span.text for span in reversed(own)}
    bracket = re.search(r"[（(]([^（）()\x00]{2,60})[)）]", said)
    bare = re.sub(r"[【\[][^【】]*[】\]]", "", without_brackets(rest))
    bare = NUMBER.sub("", bare.replace("\x00", " ")).strip(" ,，;；:：、。.·-—*●※")
    count = kinds.get("headcount")
    if not count and (strength < 3 or label == "headcount") and re.fullmatch(r"\d{1,3}", bare):
        count, bare = bare, ""
    found = _words(bare, said, bool(count), verb, strength)
    if text[end : end + 1] in (":", "：") and end < len(text) and is_key(bare) and not count:
        return Token(said.strip(), strength, rest=bare + "\x01")
    if label in ("address", "venue"):
        found = Words(place=said.strip(" 。"))
    elif label == "employer":
        found = Words(employer=said.strip(" 。"))
    elif label == "title":
        found = Words(title=clean_title(bare), called=True)
    person = kinds.get("person")
    if label in ("contact_name", "contact") and re.fullmatch(r"[一-龥]{2,4}", bare):
        person = bare
    return Token(
        said.strip(),
        strength,
        rest=bare,
        pay=kinds.get("pay"),
        count=count,
        phone=kinds.get("phone"),
        person=person,
        bracket=bracket[1] if bracket else None,
        clock="clock" in kinds,
        age="age" in kinds,
        title=found.title,
        employer=found.employer,
        place=found.place,
        called=found.called,
        listing=found.listing,
    )


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of a clause are, apart from its spans."""

    title: str | None = None
    employer: str | None = None
    place: str | None = None
    called: bool = False
    listing: bool = False


def _words(bare: str, said: str, counted: bool, verb: bool, strength: float) -> Words:
    """Title, employer and place among the words of a clause."""
    listed = LIST_VERB.match(bare)
    bare = GLUE.sub("", GLUE.sub("", bare[listed.end() :] if listed else bare).strip(" ，,"))
    if listed and is_title(bare):
        return Words(title=clean_title(bare), called=True, listing=True)
    if not bare:
        return Words(called=True, listing=True) if listed and not counted else Words()
    asked = re.fullmatch(r"(.{0,24}?)请([一-龥]{2,8})", bare) if counted else None
    if asked and _plausible(asked[2]):
        return replace(_who(asked[1]), title=clean_title(asked[2]), called=True)
    if called := VERB.match(bare):
        if words := _called(bare, called, strength):
            return words
    elif verb and _plausible(bare):
        return Words(title=clean_title(bare), called=True)
    if (head := DIVISION_HEAD.match(bare)) and is_title(bare[head.end() :]):
        return Words(title=clean_title(bare[head.end() :]), place=head[0])
    if (is_title(bare) and not NOT_HEAD.search(bare)) or (counted and _is_countable(bare)):
        return Words(title=clean_title(bare))
    return _who(bare)


def _called(bare: str, verb: re.Match[str], strength: float) -> Words | None:
    """The words around a verb of recruiting: who recruits before it, for what after it."""
    after = bare[verb.end() :].strip(" :：")
    if not after:
        return replace(_who(VERB_ONLY.sub("", bare[: verb.end()])), called=True)
    if not _plausible(after):
        return None
    before = SEASON.sub("", VERB_ONLY.sub("", bare[: verb.end()]))
    sure = is_title(after) or (len(verb[0]) <= 4 and strength >= 6)
    return replace(_who(before), title=clean_title(after), called=sure)


def _is_countable(bare: str) -> bool:
    """Words that a headcount alone makes a title: 楼道消杀4人, not 达成意向158人."""
    unfit = (NOT_COUNTED.search(bare), BAD.search(bare), NOT_TITLE.match(bare), NOT_HEAD.search(bare))
    return re.fullmatch(r"[一-龥A-Za-z]{2,8}", bare) is not None and not any(unfit) and not is_employer(bare)


SEASON = re.compile(
    r"(?:现|因|诚|急|长期|大量|高薪|采收季|旺季|春节|年底|常年|公开|拟|特|另|部|店里|本店|我店|我厂|本厂)*$"
)
VERB_ONLY = re.compile(
    r"(?:招聘|招收|招用|诚招|急招|急聘|诚聘|招工|聘请|招募|急需|需要|急寻|招|聘|需|寻)(?:以下)?(?:岗位|人员"
    r"|工人)?[:：\s]*$"
)


def _plausible(text: str) -> bool:
    return 2 <= len(text) <= 14 and not BAD.search(text) and not NOT_TITLE.match(text) and not NOT_HEAD.search(text)


def _who(text: str) -> Words:
    bare = text.strip(" ，,:：")
    return Words(
        employer=bare if is_employer(bare) else None, place=bare if is_place(bare) and not is_employer(bare) else None
    )
