"""Postings that stand as blocks of free lines, as small ads and articles of public accounts have them.

A block is what stands between rules or empty lines, or below a numbered or set-off title. Its first line names the
work, or says no more than 招聘; the other lines tell the rest in any order, with or without names of fields.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from connectors.documents.model import Line
from connectors.documents.words import narrow
from connectors.reading.columns import name_of
from connectors.reading.drafts import Draft
from connectors.reading.emblems import pieces
from connectors.reading.happenings import EVENT
from connectors.reading.marks import kind_of_mark
from connectors.reading.outline import NOISE
from connectors.reading.pairs import pairs_in
from connectors.reading.places import FORMAL, address_in, is_employer, is_place, place_of
from connectors.reading.prose import DEADLINE, NAMELIKE, NOT_NAME, read_prose
from connectors.reading.regions import code_of
from connectors.reading.splitting import split_facts, split_value
from connectors.reading.spotting import CLOCK, FULL_DATE, first, headcounts, pays, person_in, phones
from connectors.reading.titles import BAD, clean_title, ended, is_other_ad, is_title

RECRUITS = re.compile(r"招(?!商|标|租|待|呼|手|牌)|聘|请(?!勿|联系|致电|加)|找人|用工|急需|急寻|诚邀|缺人|要人|外发")
ONLY_CALLS = re.compile(r"^[\W]*(?:(?:急|诚|高薪|现|大量|长期)*(?:招聘|招工|招人|诚聘|急招|急聘|用工|招)[\W急]*)+$")
CALLED = re.compile(
    r"^(?P<who>.{0,16}?)(?:现|因[^,，]{0,8}|急|诚|长期|大量|高薪|公开)*(?:招聘|诚聘|急聘|急招|招收|招用|招募|聘请"
    r"|招(?!商|标|租|待|呼|手|牌|聘|收|用|募)|聘|请|急需|需要|寻|找)(?P<what>[一-龥A-Za-z、（）()]{2,16})"
)
TAIL = re.compile(
    r"(?:[一二两三四五六七八九十\d]{1,3}|若干|数)\s*[名位人个]?$|[（(](?:可?兼职|长白班|[早晚夜白]班|急)[)）]$"
)
DATED = re.compile(
    r"^\W*(?:(?:发布|更新|刊登|登记)?(?:时间|日期|于)?[:：]?\s*)?"
    rf"({FULL_DATE}(?:\s*\d{{1,2}}:\d{{2}})?|\d{{1,2}}月\d{{1,2}}日|\d{{1,2}}-\d{{1,2}})"
    r"(?:发布|更新|刊登)?(?=$|[\s　，,;；|])"
)
LOCATED = re.compile(r"^(?:[一-龥]{2,4}[省市])?[一-龥]{1,6}?(?:[市区县镇乡村路街道])[一-龥A-Za-z0-9\-]{0,24}$")
APART = re.compile(r"[，,；;。\s　|｜]+")
GREATEST_LINES, GREATEST_LENGTH, LONGEST_LINE = 16, 800, 200


@dataclass(frozen=True, slots=True)
class Titled:
    """What a block's first line names: the work, and who asks for it where that stands before the verb."""

    title: str | None
    employer: str | None = None


def read_posts(lines: Sequence[Line]) -> tuple[list[Draft], list[Line], int]:
    """Blocks of postings among lines: the drafts, the lines of no block, and how many blocks were other ads."""
    for cut in (_by_gap(lines, 2), _by_gap(lines, 1), _by_title(lines)):
        posts = [block for block in cut if _is_post(block)]
        if len(posts) < 2 or len(posts) * 2 < sum(1 for block in cut if len(block) > 1) or _are_forms(posts):
            continue
        rest: list[Line] = []
        drafts: list[Draft] = []
        dropped = 0
        for block in cut:
            if _is_other_ad(block):
                dropped += 1
            elif _is_post(block) and (made := list(read_post(block))):
                drafts += made
            else:
                rest += block
        return drafts, rest, dropped
    return [], list(lines), 0


def _are_forms(posts: Sequence[Sequence[Line]]) -> bool:
    """Blocks that are little else than names of fields and values below a bare title are read as such."""
    if any(first(pays(narrow(_begun(block)[0].text))) for block in posts):
        return False
    below = [line for block in posts for line in _begun(block)[1:]]
    keyed = sum(1 for line in below if pairs_in(line))
    return keyed * 10 >= len(below) * 8


def _by_gap(lines: Sequence[Line], least: int) -> list[list[Line]]:
    blocks: list[list[Line]] = []
    for line in lines:
        if not blocks or line.gap >= least:
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def _by_title(lines: Sequence[Line]) -> list[list[Line]]:
    """Blocks that begin at lines with a title, all numbered alike or all set off as headings."""
    kinds = [_set_off(line) for line in lines]
    named = [kind for kind, line in zip(kinds, lines, strict=True) if kind and len(line.text) <= 40 and _titled(line)]
    usual = max(set(named), key=named.count, default=None)
    blocks: list[list[Line]] = [[]]
    for kind, line in zip(kinds, lines, strict=True):
        if usual is not None and kind == usual:
            blocks.append([])
        blocks[-1].append(line)
    return [block for block in blocks if block]


def _set_off(line: Line) -> str | None:
    """How a line is set off from those below: as a heading, by a number, in bold."""
    return f"h{line.level}" if line.level else kind_of_mark(line.text) or ("bold" if line.bold else None)


def _is_other_ad(block: Sequence[Line]) -> bool:
    """Somebody lets a flat, sells goods or looks for work."""
    return is_other_ad(block[0].text)


def _begun(block: Sequence[Line]) -> Sequence[Line]:
    """The block from its title on: what stands at the top of a page belongs to no posting."""
    told = [line for line in block if not NOISE.search(line.text)]
    at = next((i for i, line in enumerate(told[:4]) if _titled(line) is not None), 0)
    return told[at:]


def _is_post(block: Sequence[Line]) -> bool:
    block = _begun(block)
    text = narrow("\n".join(line.text for line in block))
    told = block
    if not 2 <= len(told) <= GREATEST_LINES or len(text) > GREATEST_LENGTH or _is_other_ad(block):
        return False
    if any(len(line.text) > LONGEST_LINE for line in told):
        return False
    if are_ads(told):
        return False
    tells = [first(pays(text)), first(headcounts(text)), first(phones(text))]
    if sum(bool(each) for each in tells) < 2 or FORMAL.match(narrow(clean_title(told[0].text))):
        return False
    titled = _titled(told[0])
    if titled is None or (EVENT.search(told[0].text) and not is_title(titled.title or "")):
        return False
    return titled.title is None or not told[0].level or is_title(titled.title) or all(tells[:2])


def are_ads(lines: Sequence[Line]) -> bool:
    """Lines that are whole by themselves, each with its pay and its number to call, are no one posting."""
    said = [narrow(line.text) for line in lines]
    whole = sum(1 for text in said if first(pays(text)) and first(phones(text)))
    return whole >= 2 and whole * 2 > len(said)


def _titled(line: Line) -> Titled | None:
    """The work that a block's first line names; without a title where it only calls (招聘 急！)."""
    words = next((words for _, words in pieces(line.text)), "")
    words = re.sub(r"^[【\[][^】\]]{1,10}[】\]]\s*(?=.)", "", words) if ended(words) else words
    whole = clean_title(words)
    if ONLY_CALLS.match(whole):
        return Titled(None)
    clause = re.split(r"[，,。；;：:\s]", whole)[0]
    if pairs_in(line) or not 2 <= len(clause) <= 30:
        return None
    bare = _shorn(clause)
    if called := CALLED.match(narrow(clause)):
        what = _shorn(called["what"])
        if 2 <= len(what) <= 12 and not BAD.search(re.sub(r"[（(].*$", "", what)):
            who = called["who"].strip(" ：:")
            return Titled(what, who if is_employer(who) else None)
    if is_title(bare) or (line.level and len(bare) <= 12 and not BAD.search(bare) and not name_of(bare).fields):
        return Titled(bare)
    set_off = kind_of_mark(line.text) is not None or bool(RECRUITS.search(clause))
    if set_off and len(bare) <= 14 and not BAD.search(bare) and not is_employer(bare) and not is_place(bare):
        return Titled(bare)
    return None


def _shorn(text: str) -> str:
    """A title without the number asked for behind it."""
    count = first(headcounts(narrow(text)))
    text = text[: narrow(text).rfind(count)] if count and narrow(text).endswith(count) else text
    return clean_title(TAIL.sub("", text) if not re.search(r"[)）]$", text) else text)


def read_post(block: Sequence[Line]) -> Iterator[Draft]:
    """One block as one job, or as several where its lines name several, each with its own pay or number."""
    told = _begun(block)
    titled = _titled(told[0]) or Titled(None)
    several = _several(told[1:]) if titled.title is None else []
    if titled.title is None and not several:
        return
    shared = [line for line in told if all(line is not at for at, _ in several)]
    facts = _facts(shared, titled)
    struck = sum(len(line.text) for line in block if line.struck) * 2 > sum(len(line.text) for line in block)
    raw = {"text": "\n".join(line.text for line in block)}
    links = tuple(link for line in block for link in line.links)
    for _, own in several:
        common = {name: value for name, value in facts.items() if name not in ("title", "pay", "headcount")}
        job = own.lacking(common)
        yield replace(job, facts=split_facts(job.facts, "job"), struck=struck, raw=raw, links=links)
    if not several:
        yield Draft("job", split_facts(facts, "job"), links, struck, None, raw)


def _several(lines: Sequence[Line]) -> list[tuple[Line, Draft]]:
    """Lines that each name a job with its pay or number."""
    found: list[tuple[Line, Draft]] = []
    for line in lines:
        made = read_prose(line.text, True)
        sure = [job for job in made if is_title(job.facts["title"]) and (job.get("pay") or job.get("headcount"))]
        found += [(line, job) for job in sure]
    return found


def _facts(lines: Sequence[Line], titled: Titled) -> dict[str, str]:
    facts: dict[str, str] = {}
    said: list[str] = []
    for index, line in enumerate(lines):
        text = line.text
        if (dated := DATED.match(text)) and not _is_time_of_work(text):
            facts.setdefault("posted_at", dated[1])
            text = text[dated.end() :].strip(" ，,;；　")
        for field, words in pieces(text):
            _take(field, words, facts, index == 0)
            said.append(words)
    text = narrow("\n".join(said))
    _fill(facts, text)
    if titled.title:
        facts["title"] = titled.title
    who = (
        facts.get("employer")
        or _formal(narrow("\n".join(said[1:])))
        or _beside_place(said[1:])
        or _alone(said[1:])
        or titled.employer
    )
    if who:
        facts["employer"] = who
    facts["text"] = "\n".join(said)
    return facts


def _is_time_of_work(text: str) -> bool:
    return bool(CLOCK.search(narrow(text)[:24])) and not re.match(r"\W*20\d{2}\D\d{1,2}\D\d{1,2}日?\s+\d", text)


def _take(field: str | None, words: str, facts: dict[str, str], heading: bool) -> None:
    """One piece of a line under the field that its picture or its words name."""
    line = Line(words)
    if pairs := ([] if heading else pairs_in(line)):
        for pair in pairs:
            for name, value in split_value(pair.name.fields, pair.value).items():
                facts.setdefault(name, value)
        return
    told = narrow(words)
    if field == "contact" or (field is None and first(phones(told)) and not heading):
        facts.setdefault("contact", words)
    elif field == "address":
        facts.setdefault("address", place_of(words))
    elif field == "employer":
        head = re.split(r"[，,；;\s]", words)[0]
        facts.setdefault("employer", re.sub(r"^[一-龥]{2,4}[:：]", "", head))
    elif field == "benefits":
        facts.setdefault("benefits", words)
    elif field == "schedule":
        facts.setdefault("schedule", words)


def _fill(facts: dict[str, str], text: str) -> None:
    """What stands somewhere in the block, whatever line it is."""
    for name, value in (
        ("pay", first(pays(text))),
        ("headcount", first(headcounts(text))),
        ("contact_phone", first(phones(text)) if "contact" not in facts else None),
        ("contact_name", person_in(text) if "contact" not in facts else None),
        ("address", address_in(text) or _place(text)),
        ("expires_at", next((g for g in until.groups() if g), None) if (until := DEADLINE.search(text)) else None),
    ):
        if value:
            facts.setdefault(name, value)


def _clauses(text: str) -> list[str]:
    return [clause for clause in APART.split(text) if clause]


def _is_located(clause: str) -> bool:
    bare = place_of(clause)
    if first(pays(bare)) or first(headcounts(bare)) or CLOCK.search(bare):
        return False
    return is_place(bare) or (bool(LOCATED.match(bare)) and len(bare) >= 5 and code_of(bare) is not None)


def _place(text: str) -> str | None:
    for line in text.split("\n")[1:] + text.split("\n")[:1]:
        for clause in _clauses(line):
            if len(clause) >= 4 and _is_located(clause):
                return place_of(clause)
    return None


def _formal(text: str) -> str | None:
    found = FORMAL.search(re.sub(r"[，,；;。\s]+", "，", text))
    return found[0] if found else None


def _beside_place(lines: Sequence[str]) -> str | None:
    """The name that stands in one line with a place: 桂城街道南约新村街市旁，肥仔云吞."""
    for line in lines:
        clauses = _clauses(narrow(line))
        at = next((i for i, clause in enumerate(clauses) if _is_located(clause)), None)
        if at is None:
            continue
        for clause in [*clauses[at + 1 : at + 2], *clauses[max(0, at - 1) : at]]:
            if _is_name(clause):
                return clause
    return None


def _is_name(clause: str) -> bool:
    if is_employer(clause):
        return True
    spans = (first(pays(clause)), first(headcounts(clause)), first(phones(clause)), CLOCK.search(clause))
    return (
        not any(spans) and bool(NAMELIKE.fullmatch(clause)) and not NOT_NAME.search(clause) and not BAD.search(clause)
    )


def _alone(lines: Sequence[str]) -> str | None:
    """A line that is nothing but the name of who employs."""
    return next((line for line in lines if is_employer(line) and not is_place(line)), None)
