"""Key-value lines (薪资：5000元/月) and the records that blocks of them make."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from connectors.documents.model import Line, Link
from connectors.documents.words import narrow
from connectors.reading.columns import Name, is_key, name_of
from connectors.reading.drafts import Draft, DraftKind
from connectors.reading.kinds import kind_of
from connectors.reading.marks import kind_of_mark
from connectors.reading.places import is_employer
from connectors.reading.prose import scope_in
from connectors.reading.sharing import apart, jobs_named
from connectors.reading.splitting import split_facts, split_value
from connectors.reading.spotting import first, headcounts, pays
from connectors.reading.titles import NUMBER, clean_title, ended, is_title

KEYED = re.compile(
    r"(?:^|(?<=[\s,，;；|。、()（）【】]))[【\[]?\s*([一-龥A-Za-z][一-龥A-Za-z "
    r"/／及（()）]{0,14}?)\s*[】\]]?\s*[:：]\s*"
)
UNCLOSED = re.compile(r"[（(][^）)]*$")
CALLED_OUT = re.compile(
    r"^【\s*(?:急|急招|招聘|招工|诚聘|用工|岗位|全职|兼职|日结|长期工?"
    r"|临时工?)\s*】\s*(?=[一-龥]{2,6}[:：])"
)
JOB_NUMBER = re.compile(r"^(岗位|职位|工种|招聘岗位)\s*(?:[一二三四五六七八九十]{1,2}|\d{1,2})\s*[:：、\s]\s*")
NUMBERED_KEY = re.compile(
    r"^([【\[]\s*(?:招聘)?(?:岗位|职位|工种))\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*(?=[】\]])"
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
    text = re.sub(r"^[^\w【\[（(①-⑳]+", "", line.text)
    text = NUMBERED_KEY.sub(r"\1", JOB_NUMBER.sub(r"\1：", CALLED_OUT.sub("", text)))
    text = NUMBER.sub("", text) if NUMBER.match(text) and not re.match(r"\d{1,2}[:：]", text) else text
    if (found := BRACKETED.match(text)) and is_key(found[1]):
        return [Pair(name_of(found[1]), found[2], line.links)]
    keys = [match for match in KEYED.finditer(text) if is_key(match[1].strip()) and not UNCLOSED.search(match[1])]
    if not keys or text[: keys[0].start()].strip(" 【[（(*●■◆·-—"):
        return []
    ends = [*(key.start() for key in keys[1:]), len(text)]
    return [
        Pair(name_of(key[1]), text[key.end() : end].strip(" ,，;；。|】"), line.links)
        for key, end in zip(keys, ends, strict=True)
    ]


def bare_key(line: Line) -> Name | None:
    """A line that is nothing but a name of a field, its value in the next: 薪资待遇."""
    text = NUMBER.sub("", line.text).strip(" :：【】[]*")
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
    named: bool = False
    """Its titles stand on lines of their own."""

    @property
    def current(self) -> dict[str, str]:
        return self.jobs[-1] if self.jobs else self.common

    def take(self, pair: Pair) -> None:
        fields = pair.name.fields
        if fields == ("pay",) and "pay" in self.current and re.match(r"^(?:福利)?待\s*遇", pair.name.text):
            fields = ("benefits",)
        for name, value in split_value(fields, pair.value).items():
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

    def tell(self, text: str) -> None:
        """A line of the current job that says several things without their names: 人数2人，工资3500，40-55岁."""
        told = narrow(text)
        for name, value in (("pay", first(pays(told))), ("headcount", first(headcounts(told)))):
            if value:
                self.current.setdefault(name, value)
        self.current["text"] = "\n".join(filter(None, [self.current.get("text"), text]))
        self.last = "note"

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
            unit = self.units.get(index + 1) or self.units.get(0)
            draft = Draft("job", split_facts(facts, "job"), tuple(self.links), self.struck, unit, raw)
            jobs = jobs_named(facts["title"], uncounted=True)
            yield from apart(draft, jobs) if jobs else [draft]
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


STAMP = re.compile(r"^(?:20)?\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?$|^\d{1,2}[-/月]\d{1,2}日?$")
JOB_KEYS = frozenset({"pay", "headcount", "requirements", "age", "education", "schedule", "benefits", "settlement"})
SHARED_KEYS = JOB_KEYS | {"contact", "contact_phone", "contact_name", "address", "employer", "experience", "gender"}


def read_pairs(lines: Sequence[Line], near: str = "") -> tuple[list[Draft], dict[str, str], list[Line]]:
    """Blocks of pairs among lines: the drafts, the facts of the page, and the lines that are no part of a block."""
    reader = _Reader(lines, near)
    reader.read()
    return reader.drafts, reader.facts, reader.rest


class _Reader:
    """Goes through lines once. A block is opened by a pair, or by who employs or a title right above pairs."""

    def __init__(self, lines: Sequence[Line], near: str) -> None:
        self.lines, self.near = lines, near
        self.pairs = [pairs_in(line) for line in lines]
        self.drafts: list[Draft] = []
        self.facts: dict[str, str] = {}
        self.rest: list[Line] = []
        self.block: Block | None = None
        self.taken: list[Line] = []
        self.mark: str | None = None
        """The kind of number that lines of employers have here."""

    def read(self) -> None:
        skip = False
        for i, line in enumerate(self.lines):
            if skip:
                skip = False
                continue
            pairs = self.pairs[i]
            key = None if pairs else bare_key(line)
            if (
                key is not None
                and i + 1 < len(self.lines)
                and not self.pairs[i + 1]
                and not bare_key(self.lines[i + 1])
            ):
                pairs, skip = [Pair(key, self.lines[i + 1].text, self.lines[i + 1].links)], True
            if pairs:
                self._take(pairs, line)
            elif not self._opens(i, line):
                if self.block is not None and _tells_of(line, self.block):
                    self.block.tell(line.text)
                    self.taken.append(line)
                elif self.block is not None and not _ends(line, self.block):
                    self.block.goes_on(line.text)
                    self.taken.append(line)
                else:
                    self._close()
                    self.rest.append(line)
        self._close()

    def _take(self, pairs: Sequence[Pair], line: Line) -> None:
        if self.block is None or _begins(self.block, pairs) or _is_for_all(self.block, pairs, line):
            self._close()
            self.block = Block(near=self.near, struck=line.struck)
        self.taken.append(line)
        for pair in pairs:
            self.block.take(pair)

    def _opens(self, i: int, line: Line) -> bool:
        """A line above pairs that names who employs, or the work."""
        text, dated = _undated(line)
        text = clean_title(text)
        count = first(headcounts(NUMBER.sub("", narrow(line.text))))
        name = re.sub(r"[（(\s]*$", "", text.split(count)[0]) if count and count in text else text
        kind = kind_of_mark(line.text)
        scope = employer_line(line) if len(text) <= 60 else {}
        if not scope and kind is not None and kind == self.mark and re.fullmatch(r"[一-龥A-Za-z（）() ]{3,30}", text):
            scope = {"employer": text}
        if scope and self._pairs_within(i, 4):
            self.mark = kind
            self._close()
            self.block = Block(near=self.near)
            self.block.common |= {k: v for k, v in scope.items() if k != "text"}
            self.taken.append(line)
            return True
        alone = not count or len(text.partition(count)[2].strip("）) ")) <= 3
        if len(text) <= 24 and alone and is_title(name) and self._job_keys_next(i):
            if self.block is None or not (self.block.common.get("employer") or self.block.named):
                self._close()
                self.block = Block(near=self.near, struck=line.struck)
            self.block.named = True
            self.block.begin(name)
            extra = {"headcount": count, "posted_at": dated, "status": "停招" if line.struck else ended(line.text)}
            self.block.current.update({name: value for name, value in extra.items() if value})
            self.taken.append(line)
            return True
        return False

    def _pairs_within(self, i: int, reach: int) -> bool:
        told = [name for pairs in self.pairs[i + 1 : i + 1 + reach] for pair in pairs for name in pair.name.fields]
        return bool({"title", *JOB_KEYS} & set(told)) and "employer" not in told

    def _job_keys_next(self, i: int) -> bool:
        if i + 1 >= len(self.pairs) or not self.pairs[i + 1]:
            return False
        told = [name for pairs in self.pairs[i + 1 : i + 4] for pair in pairs for name in pair.name.fields]
        return bool(JOB_KEYS & set(told)) and "title" not in told

    def _close(self) -> None:
        block, taken = self.block, self.taken
        self.block, self.taken = None, []
        if block is None:
            return
        made = list(block.drafts())
        self.drafts.extend(made)
        if not made:
            self.facts.update({k: v for k, v in block.common.items() if k not in self.facts})
            if set(block.common) & SHARED_KEYS and not set(block.common) & {"metadata", "agency"}:
                self.rest.extend(taken)


def _undated(line: Line) -> tuple[str, str | None]:
    """A heading without the date that its markup sets apart, and that date."""
    dated = next((part.text for part in line.parts[1:] if STAMP.match(part.text.strip("（）()[] "))), None)
    return (line.text.replace(dated, " ").strip() if dated else line.text), dated


def employer_line(line: Line) -> dict[str, str]:
    """Who employs, where a line says only that: 一、广州彩虹印刷厂（彩虹路9号）."""
    bare = clean_title(line.text)
    told = narrow(bare)
    if first(pays(told)) or first(headcounts(told)) or re.search(r"[。；;]", bare):
        return {}
    last = re.split(r"\s+", re.sub(r"[（(].*$", "", bare))[-1]
    return scope_in(bare) or ({"employer": bare} if is_employer(last) else {})


def _is_for_all(block: Block, pairs: Sequence[Pair], line: Line) -> bool:
    """Whom to call or until when, below a rule: it is said for all that stands above."""
    told = {name for pair in pairs for name in pair.name.fields}
    return bool(block.jobs) and line.gap >= RULED and told <= OF_ALL


RULED = 2
OF_ALL = frozenset({"contact", "contact_phone", "contact_name", "expires_at"})


def _begins(block: Block, pairs: Sequence[Pair]) -> bool:
    """A new block begins where its first key comes again: another employer, or another form."""
    fields = {name for pair in pairs for name in pair.name.fields}
    if "employer" in fields and ("employer" in block.common or (block.jobs and "employer" in block.jobs[-1])):
        return True
    if any(name in fields and name in block.common for name in ("event_title", "station_name")):
        return True
    if "title" in fields and block.jobs and "employer" in block.jobs[-1] and "employer" not in block.common:
        return True
    first_key = next(iter(block.common), None) if not block.jobs else None
    return first_key in fields and first_key in ("time", "date", "venue", "external_id", "number")


def _tells_of(line: Line, block: Block) -> bool:
    """Whether a line right below a job's pairs tells the pay or the number that the pairs do not."""
    if not block.jobs or line.gap or line.level or len(line.text) > 80:
        return False
    if block.last not in SHARED_KEYS | {"title", "note"}:
        return False
    told = narrow(line.text)
    pay, count = first(pays(told)), first(headcounts(told))
    lacks = (pay and "pay" not in block.current) or (count and "headcount" not in block.current)
    named = is_title(clean_title(re.split(r"[，,。；;\s]", line.text)[0]))
    return bool(lacks) and not named and not employer_line(line) and kind_of_mark(line.text) is None


def _ends(line: Line, block: Block) -> bool:
    """A line ends a block where it is a heading, a title or an employer; else it goes on with the last key."""
    text = clean_title(line.text)
    if line.level or is_employer(text) or (is_title(text) and len(text) <= 12 and block.last != "title"):
        return True
    if block.last in ("requirements", "description", "benefits", "note", "about"):
        return len(line.text) > 300
    return True
