"""Who employs, where, and whom to call, said once for a whole table: above it, in its caption, or in its first rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from connectors.documents.model import Cell, Line, Table
from connectors.documents.words import narrow
from connectors.reading.columns import is_key, name_of
from connectors.reading.drafts import Draft, Facts
from connectors.reading.pairs import bare_key, employer_line, pairs_in
from connectors.reading.places import FORMAL
from connectors.reading.prose import NOT_NAME, scope_in
from connectors.reading.splitting import split_facts, split_value
from connectors.reading.spotting import first, headcounts, phones
from connectors.reading.surroundings import TERMS
from connectors.reading.titles import BAD, clean_title, is_title

REACH = 5
"""So many lines above a table may still belong to it."""
LONGEST = 160
FOR_ROWS = frozenset(
    [
        "employer",
        "address",
        "contact",
        "contact_phone",
        "contact_name",
        "expires_at",
        "benefits",
        "schedule",
        "requirements",
        "text",
    ]
)


def scope_above(lines: Sequence[Line]) -> tuple[Facts, Sequence[Line]]:
    """What the lines right above a table say for its rows, from the one that names who employs; and the lines before.

    >>> scope_above([Line("1.湘厨记餐饮管理有限公司"), Line("地址：双拥路168号；联系人：曾经理")])[0]["address"]
    '双拥路168号'
    """
    for at in range(len(lines) - 1, max(-1, len(lines) - 1 - REACH), -1):
        if len(lines[at].text) > LONGEST:
            break
        if named := _employer(lines[at]):
            return _for_rows({**named, **_told(lines[at + 1 :])}), lines[:at]
    return {}, lines


def _employer(line: Line) -> dict[str, str]:
    pairs = pairs_in(line)
    if not pairs:
        return employer_line(line) or scope_in(line.text)
    facts: dict[str, str] = {}
    for pair in pairs:
        facts |= split_value(pair.name.fields, pair.value)
    return facts if "employer" in facts and "title" not in facts else {}


def _told(lines: Sequence[Line], drafts: Sequence[Draft] = ()) -> dict[str, str]:
    """What lines say for all that stands below them, but for what one of `drafts` says itself."""
    facts: dict[str, str] = {}
    said: list[str] = []
    for line in lines:
        pairs = pairs_in(line)
        for pair in pairs:
            facts |= split_value(pair.name.fields, pair.value)
        clauses = re.split(r"[；;。]", line.text)
        said += [clause for clause in clauses if TERMS.search(clause) and not first(phones(narrow(clause)))]
    own = [value for draft in drafts for name, value in draft.facts.items() if name != "text"]
    said = [clause for clause in said if not bare_key(Line(clause)) and not any(clause in value for value in own)]
    return {**facts, "text": "，".join(said)} if said else facts


def scope_of_table(table: Table) -> Facts:
    """What a table's caption and the rows above its header say: 长沙恒德假发制品厂, 地址 …, 联系方式 …"""
    facts: dict[str, str] = {}
    if table.title:
        caption = Line(table.title)
        facts |= employer_line(caption) or scope_in(table.title)
    for row in table.rows[:REACH]:
        cells = [cell for cell in dict.fromkeys(row) if cell.text.strip()]
        if len(cells) == 1:
            line = Line(cells[0].text.replace("\n", "，"))
            added = {n: v for pair in pairs_in(line) for n, v in split_value(pair.name.fields, pair.value).items()}
            facts |= _employer(line) or (added if facts else {})
        elif _is_paired(cells):
            for name, value in zip(cells[::2], cells[1::2], strict=True):
                facts |= split_value(name_of(name.text).fields, value.text)
        elif sum(1 for cell in cells if name_of(cell.text).fields) * 2 > len(cells):
            break
    return _for_rows(facts)


def _is_paired(cells: Sequence[Cell]) -> bool:
    """Name, value, name, value: the names are known, and the values are none."""
    if len(cells) % 2:
        return False
    names = [is_key(cell.text) for cell in cells]
    return all(names[::2]) and not any(names[1::2])


def _for_rows(facts: Facts) -> Facts:
    if "employer" not in facts:
        return {}
    found = split_facts({name: value for name, value in facts.items() if name in FOR_ROWS}, "job")
    return {name: value for name, value in found.items() if value}


def headed(lines: Sequence[Line]) -> Facts:
    """Who employs in the lines below, where a line says so and where they are or whom to call, and no more.

    >>> headed([Line("老码头火锅　地址：玉林南路19号　电话：13800005502")])["employer"]
    '老码头火锅'
    """
    if len(lines) != 1 or len(lines[0].text) > LONGEST:
        return {}
    text = clean_title(lines[0].text)
    found = REACHED.match(text)
    if found is None or is_key(found[1]) or is_title(found[1]) or BAD.search(found[1]) or NOT_NAME.search(found[1]):
        return {}
    pairs = pairs_in(Line(found[2].rstrip("）)")))
    told: dict[str, str] = {"employer": found[1]}
    for pair in pairs:
        told |= split_value(pair.name.fields, pair.value)
    if not told.keys() & {"address", "contact", "contact_phone"} or not told.keys() <= FOR_ROWS:
        return {}
    return split_facts(told, "job")


REACHED = re.compile(
    r"([一-龥A-Za-z0-9（）()·]{2,20}?)[\s　，,：:（(]+((?:联系)?(?:地址|地点|位置|电话|方式|人)[:：].+)$"
)


SELF = re.compile(rf"[我本](?:厂|公司|店|司|院|单位)\s*[（(，,:：]?\s*({FORMAL.pattern})")
"""我厂（杭州永佳家纺有限公司）: who employs says its own name."""


@dataclass
class Section:
    """What stands below a heading that names who employs: where its drafts begin, and its lines."""

    employer: Facts
    start: int
    make: str
    """How its heading is set off; another set off alike above a posting names who employs, too."""
    lines: list[Line] = field(default_factory=list)

    def close(self, drafts: list[Draft]) -> None:
        """Jobs of the section that name no employer are of this one, at the address and number that it gives."""
        own = [i for i in range(self.start, len(drafts)) if drafts[i].kind == "job"]
        if not own or any(drafts[i].get("employer") for i in own):
            return
        told = _for_rows({**self.employer, **_told(self.lines, [drafts[i] for i in own])})
        if itself := next((found for line in self.lines if (found := SELF.search(line.text))), None):
            told = {**told, "employer": itself[1]}
        for i in own:
            common = {name: told[name] for name in ("address", "contact_phone", "contact_name") if name in told}
            drafts[i] = drafts[i].lacking(told).with_facts(common if len(own) > 1 or "address" in told else {})


def section_of(line: Line, like: str | None = None, below: object = None) -> Section | None:
    """The section that a heading opens, where it names who employs.

    `like`: how the heading of the section before is set off; a heading of that make right above a posting's first key
    names who employs, whatever the name is.
    """
    boxed = BOXED.fullmatch(line.text.strip())
    make = f"h{line.level}" if line.level else "boxed" if boxed else "bold" if line.bold else None
    if make is None or len(line.text) > 60:
        return None
    bare = boxed[1] if boxed else clean_title(line.text)
    if named := employer_line(Line(bare) if boxed else line):
        return Section(named, 0, make)
    plainly = NAME.fullmatch(bare) and not (bare_key(line) or pairs_in(line) or is_title(bare) or BAD.search(bare))
    if make == like and plainly and isinstance(below, Line) and _begins(below):
        return Section({"employer": bare}, 0, make)
    return None


NAME = re.compile(r"[一-龥A-Za-z（）()·]{3,24}")
CALLS = re.compile(r"(?:现|诚|急|高薪)?(?:招聘?|招收|招工|聘)[:：]?[一-龥]")
BOXED = re.compile(r"[【\[『「]\s*([^【】\[\]『』「」]{3,30})\s*[】\]』」]")


def _begins(line: Line) -> bool:
    """Whether a line is a posting's first: the name of its work, or the key before it."""
    key = bare_key(line)
    if CALLS.match(line.text) and first(headcounts(narrow(line.text))):
        return True
    return (key is not None and "title" in key.fields) or any("title" in pair.name.fields for pair in pairs_in(line))
