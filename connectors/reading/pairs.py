"""Key-value lines (薪资：5000元/月) and the records that blocks of them make."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from connectors.documents.model import Line, Link
from connectors.reading.columns import Name, is_key, name_of
from connectors.reading.drafts import Draft, DraftKind
from connectors.reading.places import is_employer
from connectors.reading.tables import kind_of, split_facts, split_value
from connectors.reading.titles import NUMBER, clean_title, is_title

KEYED = re.compile(
    r"(?:^|(?<=[\s,，;；|。、()（）【】]))[【\[]?\s*([一-龥A-Za-z][一-龥A-Za-z "
    r"/／及（()）]{0,14}?)\s*[】\]]?\s*[:：]\s*"
)
BRACKETED = re.compile(r"^[【\[]\s*([一-龥/及]{2,10})\s*[】\]]\s*[:：]?\s*(.*)$")


@dataclass(frozen=True, slots=True)
class Pair:
    name: Name
    value: str
    links: tuple[Link, ...] = ()


def pairs_in(line: Line) -> list[Pair]:
    """The pairs that a line consists of; none where it begins with anything else.

    >>> [p.value for p in pairs_in(Line("人数：3人 工资：4000元/月"))]
    ['3人', '4000元/月']
    """
    if line.key is not None:
        name = name_of(line.key)
        return [Pair(name, line.text, line.links)] if name.fields else []
    text = (
        NUMBER.sub("", line.text) if NUMBER.match(line.text) and not re.match(r"\d{1,2}[:：]", line.text) else line.text
    )
    if (found := BRACKETED.match(text)) and is_key(found[1]):
        return [Pair(name_of(found[1]), found[2], line.links)]
    keys = [match for match in KEYED.finditer(text) if is_key(match[1].strip())]
    if not keys or text[: keys[0].start()].strip(" 【[（(*●■◆·-—"):
        return []
    ends = [*(key.start() for key in keys[1:]), len(text)]
    return [
        Pair(name_of(key[1]), text[key.end() : end].strip(" ,，;；|】"), line.links)
        for key, end in zip(keys, ends, strict=True)
    ]


def bare_key(line: Line) -> Name | None:
    """A line that is nothing but a name of a field, its value in the next: 薪资待遇."""
    text = line.text.strip(" :：【】[]*")
    if 2 <= len(text) <= 8 and is_key(text) and (name_of(text).fields and not is_title(text)):
        return name_of(text)
    return None


@dataclass
class Block:
    """A run of pairs being read. What stands before the first title, and contacts after the last, holds for all."""

    near: str = ""
    jobs: list[dict[str, str]] = field(default_factory=list)
    common: dict[str, str] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    units: dict[int, str] = field(default_factory=dict)
    last: str | None = None
    struck: bool = False

    @property
    def current(self) -> dict[str, str]:
        return self.jobs[-1] if self.jobs else self.common

    def take(self, pair: Pair) -> None:
        for name, value in split_value(pair.name.fields, pair.value).items():
            if name == "title" and not value.strip():
                continue
            if name == "title":
                self.begin(value)
            elif name == "headcount" and name in self.current and self.jobs:
                self.current[name] += f"，{value}"
            else:
                self.current[name] = (
                    f"{self.current[name]}，{value}"
                    if name in self.current and value not in self.current[name]
                    else value
                )
            self.last = name
        if pair.name.unit and "pay" in pair.name.fields:
            self.units[len(self.jobs)] = pair.name.unit
        self.links += pair.links

    def begin(self, title: str) -> None:
        self.jobs.append({"title": title})

    def goes_on(self, text: str) -> None:
        """A line without a key belongs to the pair before."""
        name = self.last or "note"
        self.current[name] = f"{self.current[name]}\n{text}" if self.current.get(name) else text

    def drafts(self) -> Iterator[Draft]:
        shared = dict(self.common)
        if len(self.jobs) > 1:
            shared |= {
                k: v
                for k, v in self.jobs[-1].items()
                if k in ("contact", "contact_phone", "contact_name", "address", "expires_at")
                and not any(k in job for job in self.jobs[:-1])
            }
        for index, job in enumerate(self.jobs):
            facts = {**shared, **job}
            raw = dict(facts.items())
            for piece in _titles(facts["title"]):
                yield Draft(
                    "job",
                    split_facts({**facts, "title": piece}, "job"),
                    tuple(self.links),
                    self.struck,
                    self.units.get(index + 1) or self.units.get(0),
                    raw,
                )
        if not self.jobs:
            kind: DraftKind | None = kind_of(frozenset(self.common), self.near)
            if kind is not None:
                yield Draft(
                    kind,
                    split_facts(self.common, kind),
                    tuple(self.links),
                    self.struck,
                    self.units.get(0),
                    dict(self.common),
                )


def _titles(title: str) -> list[str]:
    """岗位：保安、保洁 names two where each is a title."""
    pieces = [piece.strip() for piece in re.split(r"[、，,/]", title) if piece.strip()]
    names = [re.sub(r"[（(]?\d+[名人个][）)]?", "", piece) for piece in pieces]
    return pieces if len(pieces) > 1 and all(is_title(name) for name in names) else [title]


def read_pairs(lines: Sequence[Line], near: str = "") -> tuple[list[Draft], dict[str, str], list[Line]]:
    """Blocks of pairs among lines: the drafts, the facts of the page, and the lines that are no part of a block."""
    drafts: list[Draft] = []
    facts: dict[str, str] = {}
    rest: list[Line] = []
    block: Block | None = None
    before: list[Line] = []
    i = 0

    def close() -> None:
        nonlocal block
        if block is not None:
            made = list(block.drafts())
            drafts.extend(made)
            if not made:
                facts.update({k: v for k, v in block.common.items() if k not in facts})
        block = None

    while i < len(lines):
        line = lines[i]
        pairs = pairs_in(line)
        key = None if pairs else bare_key(line)
        if key is not None and i + 1 < len(lines) and not pairs_in(lines[i + 1]) and bare_key(lines[i + 1]) is None:
            pairs, i = [Pair(key, lines[i + 1].text, lines[i + 1].links)], i + 1
        if pairs:
            if block is None or _begins(block, pairs, line):
                title = _title_of(before) if block is None or line_is_next(before, rest) else None
                close()
                block = Block(near=near, struck=line.struck)
                if title and not any("title" in pair.name.fields for pair in pairs):
                    if is_employer(title) and any(
                        "title" in p.name.fields for other in lines[i : i + 8] for p in pairs_in(other)
                    ):
                        block.common["employer"] = title
                    else:
                        block.begin(title)
                    if rest and rest[-1] is before[-1]:
                        rest.pop()
            for pair in pairs:
                block.take(pair)
            before = []
        elif block is not None and not _ends(line, block):
            block.goes_on(line.text)
        else:
            close()
            rest.append(line)
            before.append(line)
        i += 1
    close()
    return drafts, facts, rest


def line_is_next(before: Sequence[Line], rest: Sequence[Line]) -> bool:
    return bool(before) and bool(rest) and rest[-1] is before[-1]


def _begins(block: Block, pairs: Sequence[Pair], line: Line) -> bool:
    """A new block begins where its first key comes again: another employer, or another form."""
    fields = {name for pair in pairs for name in pair.name.fields}
    if "employer" in fields and ("employer" in block.common or (block.jobs and "employer" in block.jobs[-1])):
        return True
    if "event_title" in fields and "event_title" in block.common:
        return True
    if "title" in fields and block.jobs and "employer" in block.jobs[-1] and "employer" not in block.common:
        return True
    if "station_name" in fields and "station_name" in block.common:
        return True
    first = next(iter(block.common), None) if not block.jobs else None
    return first is not None and first in fields and first in ("time", "date", "venue", "external_id", "number")


def _title_of(before: Sequence[Line]) -> str | None:
    if not before:
        return None
    text = clean_title(before[-1].text)
    headlike = before[-1].level > 0 or NUMBER.match(before[-1].text) or len(text) <= 16
    if headlike and (is_title(re.sub(r"\s*\d+\s*[名人个].*$", "", text)) or is_employer(text)):
        return text
    return None


def _ends(line: Line, block: Block) -> bool:
    """A line ends a block where it is a heading, a title or an employer of its own; else it goes on with "
    "the last key."""
    text = clean_title(line.text)
    if line.level or is_employer(text) or (is_title(text) and len(text) <= 12 and block.last not in ("title",)):
        return True
    if block.last in ("requirements", "description", "benefits", "note", "about"):
        return len(line.text) > 300
    return True
