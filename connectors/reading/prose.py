"""Jobs in running text: an employer with several jobs, a line with one or two, shared conditions at the end."""

import itertools
import re
from collections.abc import Iterator, Sequence

from connectors.documents.words import narrow
from connectors.reading.columns import name_of
from connectors.reading.drafts import Draft, Facts, joined
from connectors.reading.places import (
    FORMAL,
    FULL_ADDRESS,
    PLACE_ENDING,
    address_in,
    is_employer,
    is_place,
    place_of,
    without_brackets,
)
from connectors.reading.spotting import DATE, first, person_in, phones
from connectors.reading.titles import BAD, NUMBER, clean_title, ended
from connectors.reading.tokens import STRENGTH, Token, tokens

BEGUN = r"[一-龥A-Za-z0-9·（）()]{3,30}?"
NAMELIKE = re.compile(r"[一-龥][一-龥A-Za-z0-9（）()]{2,14}")
NOT_NAME = re.compile(
    r"休|班$|吃|住|会|经验|学历|高中|初中|大专|中专|小学|健康|自带|接送|车$|餐|饭|假$|险|金$|优先|熟手|生手"
    r"|急|每天|可|能|懂|有|无|需|要|男|女|长期|短期|现金|工资|免费|补贴|"
    r"今天|明天|本周|周[一二三四五六日末]|早|晚|上午|下午|开始|各位|大家|我们|本店|我店|我厂|本厂|公司$|押金"
    r"|奖|培训|孩|儿童|年龄|周岁|技能|粤语|普通话|计件"
)
APART = re.compile(r"(?<=[；;。，,\n])\s*(?:另外?|此外)[，,：:]?\s*(?=[一-龥])")
UNPAID = re.compile(r"志愿者|无报酬|义工|公益活动")
DEADLINE = re.compile(
    rf"({DATE})\s*(?:前|之前|以前|止|截止|前报名)|(?:截止|截至|有效期至|报名截止|招聘截止|止于"
    rf"|有效期到)[^\d]{{0,8}}({DATE})|[至到]\s*({DATE})\s*(?:止|截止|结束|有效)"
)
QUOTED_TITLE = re.compile(r"^\s*【(?!急|顶|停|已|招满|长期|日结|热|新|推|置)([一-龥A-Za-z（）()]{2,12})】\s*")
ASIDE = re.compile(r"记者|大篷车|看到了")
TRAINING = re.compile(r"培训|课程|学习班|培训班|制作班|开班|授课|学员|招生")


def read_prose(text: str, alone: bool = False) -> list[Draft]:
    """The jobs of one entry. `alone`: the text is a line of a board, where the first words name the work.

    >>> [d.facts["title"] for d in read_prose("招小工 3个 / 180一天 / 瓦工 2个 / 320一天 / 日结")]
    ['小工', '瓦工']
    """
    parts = [_entry(part.strip(), alone) for part in APART.split(text)]
    told = [draft for drafts in parts for draft in drafts]
    known = next((draft.facts["employer"] for draft in told if draft.get("employer")), None)
    if len({draft.get("employer") for draft in told if draft.get("employer")}) > 1:
        return told
    return [_sharing(draft, told, known) for draft in _of_all(parts)]


OF_ALL = re.compile(r"(?:以上|上述)(?:岗位|各岗|职位|人员|均)[^。\n]*")


def _of_all(parts: Sequence[Sequence[Draft]]) -> Iterator[Draft]:
    """Of jobs told in parts (…；另招…), the first ones too have what a later part says of 以上岗位."""
    for i, drafts in enumerate(parts):
        later = [draft.facts.get("text", "") for part in parts[i + 1 :] for draft in part]
        said = next((found[0] for text in later if (found := OF_ALL.search(text))), None)
        yield from (draft.lacking({"text": said}) if said else draft for draft in drafts)


def _sharing(draft: Draft, told: Sequence[Draft], employer: str | None) -> Draft:
    """另请保洁1名 is of the same employer where it names no other, and may be what gives the address and
    the number."""
    others = [other.facts for other in told if other is not draft]
    lent = {
        name: next((o[name] for o in others if o.get(name)), "")
        for name in ("address", "contact_phone", "contact_name")
    }
    lent = {"employer": employer or "", **lent}
    return draft.lacking({name: value for name, value in lent.items() if value and not draft.get(name)})


def _entry(text: str, alone: bool) -> list[Draft]:
    if UNPAID.search(text) and not re.search(r"工资|薪|元/", text):
        return []
    clauses = tokens(QUOTED_TITLE.sub(r"\1 ", NUMBER.sub("", text)))
    heads = _heads(clauses, alone)
    if not heads:
        return []
    zones, shared = _zones(clauses, heads)
    before = clauses[: heads[0]]
    common = _common(text, before, clauses, shared, zones)
    jobs = [_job(clauses[head], zone, shared, before, common) for head, zone in zip(heads, zones, strict=True)]
    if (
        jobs
        and not any(j.get("headcount") for j in jobs[:-1])
        and re.search("若干|数名", jobs[-1].get("headcount") or "")
    ):
        jobs = [job.lacking({"headcount": jobs[-1].facts["headcount"]}) for job in jobs]
    return jobs


def _heads(clauses: Sequence[Token], alone: bool) -> list[int]:
    """Where jobs begin: titles that a pay, a headcount or a verb of recruiting bears out."""
    titles = [i for i, token in enumerate(clauses) if token.title]
    heads: list[int] = []
    recruiting = any(token.called for token in clauses)
    for at, i in enumerate(titles):
        end = titles[at + 1] if at + 1 < len(titles) else len(clauses)
        zone = _until_full_stop(clauses[i:end])
        borne = any(token.pay or token.count for token in zone) or clauses[i].called or clauses[i].listing
        borne = borne or (recruiting and at > 0 and heads[-1:] == [titles[at - 1]] and clauses[i].strength <= 2)
        if not borne or (heads and not _is_new(clauses, heads[-1], i)):
            continue
        heads.append(i)
    if not heads and alone:
        return _first_words(clauses)
    return heads


def _until_full_stop(zone: Sequence[Token]) -> Sequence[Token]:
    for i, token in enumerate(zone):
        if i and token.strength >= 6:
            return zone[:i]
    return zone


def _is_new(clauses: Sequence[Token], last: int, i: int) -> bool:
    """A further title begins a job where the one before has its pay or count, or both stand in one list."""
    token = clauses[i]
    if token.listing or token.strength >= 4 or token.count or token.called:
        return True
    between = clauses[last:i]
    if any(t.pay or t.count for t in between):
        return bool(token.pay) or any(t.pay or t.count for t in clauses[i : i + 4])
    return token.strength <= 2 and bool(clauses[last].listing or clauses[last].called)


def _first_words(clauses: Sequence[Token]) -> list[int]:
    paid = next((i for i, token in enumerate(clauses) if token.pay or token.count), None)
    if paid is None:
        return []
    for i, token in enumerate(clauses[: paid + 1]):
        named = re.fullmatch(r"[一-龥A-Za-z（）()]{2,12}", token.rest) and not (
            BAD.search(token.rest) or name_of(token.rest).fields
        )
        if named and not (token.place or token.employer or token.person):
            return [i]
    return []


def _zones(clauses: Sequence[Token], heads: Sequence[int]) -> tuple[list[Sequence[Token]], Sequence[Token]]:
    """The clauses of each job, and those after the last that hold for all of them."""
    zones: list[Sequence[Token]] = [clauses[head:after] for head, after in itertools.pairwise(heads)]
    last = clauses[heads[-1] :]
    if len(heads) == 1:
        return [last], ()
    between = min(clauses[head].strength for head in heads[1:])
    facets = frozenset(facet for zone in zones for token in zone for facet in token.facets)
    end = 1
    while end < len(last) and not _is_shared(last[end], between, facets):
        end += 1
    return [*zones, last[:end]], last[end:]


def _is_shared(token: Token, between: float, facets: frozenset[str]) -> bool:
    if (
        token.strength >= 5
        or token.strength > between
        or re.match(r"以上|均|都|统一|待遇|公司|联系", token.text)
        or token.phone
    ):
        return True
    return token.strength == between and not token.facets & facets


def _common(
    text: str,
    before: Sequence[Token],
    clauses: Sequence[Token],
    shared: Sequence[Token],
    zones: Sequence[Sequence[Token]],
) -> dict[str, str]:
    """What holds for every job of the entry: who employs, where, whom to call, until when."""
    facts: dict[str, str] = {}
    told = narrow(text)
    opening = " ".join(token.text for token in before) + (
        " " + clauses[len(before)].text if len(before) < len(clauses) else ""
    )
    employer = _employer(before, opening) or next(
        (t.employer for t in [*(zones[0][:1] if zones else ()), *clauses] if t.employer), None
    )
    head = clauses[len(before)] if len(before) < len(clauses) else None
    employer = employer or _introduced(before, head) or _beside(clauses, zones)
    if employer:
        facts["employer"] = employer
    address = (
        address_in(told) or _bracketed(before, clauses) or next((t.place for t in [*before, *shared] if t.place), None)
    )
    address = address or (next((t.place for t in zones[0] if t.place), None) if len(zones) == 1 else None)
    if address:
        facts["address"] = place_of(address)
    if number := first(phones(told)):
        facts["contact_phone"] = number
    if name := person_in(told) or next((t.person for t in clauses if t.person), None):
        facts["contact_name"] = name
    if until := DEADLINE.search(told):
        facts["expires_at"] = next(group for group in until.groups() if group)
    return facts


def _employer(before: Sequence[Token], opening: str) -> str | None:
    for token in before:
        if token.employer:
            return token.employer
        head = without_brackets(token.text).strip()
        if is_employer(head):
            return head
        begun = re.match(rf"({BEGUN})(?=(?:现|因|急|诚|长期|常年|大量)*(?:招|聘|请|收|需))", head)
        if begun and is_employer(begun[1]):
            return begun[1]
    formal = FORMAL.search(re.sub(r"^[\d、.．一二三四五六七八九十（）()\s]+", "", opening))
    if formal:
        return formal[0]
    for token in before:
        word = re.sub(r"(?:现|因|诚|急|长期|大量|高薪)*(?:招聘|招工|招收|招|聘)+$", "", token.rest)
        if is_employer(word):
            return word
    return None


def _introduced(before: Sequence[Token], head: Token | None) -> str | None:
    """A name that stands alone before a colon, the jobs behind it: 京山轻机：焊工20人."""
    behind = before[1] if len(before) > 1 else head
    if not before or behind is None or behind.strength != COLON:
        return None
    name = before[0].rest
    return name if NAMELIKE.fullmatch(name) and _is_unclaimed(before[0]) and not CLASS.search(name) else None


COLON = STRENGTH[":"]
CLASS = re.compile(r"[类岗区段期型些]$|如下|其他|其它|部分|推荐|热门|专区|岗位|工种|点$")


def _beside(clauses: Sequence[Token], zones: Sequence[Sequence[Token]]) -> str | None:
    """A name that nothing else explains: right before the verb that recruits, or right before the address."""
    head = clauses.index(zones[0][0]) if zones else 0
    if head and zones[0][0].called and NAMELIKE.fullmatch(clauses[head - 1].rest) and _is_unclaimed(clauses[head - 1]):
        return clauses[head - 1].rest
    for zone in zones if len(zones) == 1 else ():
        for before, token in itertools.pairwise(zone):
            if token.place and before is not zone[0] and NAMELIKE.fullmatch(before.rest) and _is_unclaimed(before):
                return before.rest
    return None


def _is_unclaimed(token: Token) -> bool:
    spans = (token.pay, token.count, token.phone, token.person, token.place, token.title, token.clock, token.age)
    return not any(spans) and not BAD.search(token.rest) and not NOT_NAME.search(token.rest) and not token.called


def _bracketed(before: Sequence[Token], clauses: Sequence[Token]) -> str | None:
    for token in [*before, *clauses[len(before) : len(before) + 1]]:
        for inside in re.split(r"[，,；;]", token.bracket or ""):
            located = is_place(inside) or (re.search(PLACE_ENDING, inside) and FULL_ADDRESS.search(inside))
            if located and not re.search(r"\d元|小时|岁", inside):
                return inside
    return None


def _job(head: Token, zone: Sequence[Token], shared: Sequence[Token], before: Sequence[Token], common: Facts) -> Draft:
    facts: dict[str, str] = dict(common)
    facts["title"] = head.title or clean_title(head.rest)
    own = {
        "pay": joined((token.pay for token in zone), "，") or _later_pay(shared),
        "headcount": next((token.count for token in zone if token.count), None) or _each(shared),
        "employer": head.employer,
        "address": next((place_of(token.place) for token in zone if token.place), None),
        "contact_phone": next((token.phone for token in zone if token.phone), None),
        "contact_name": next((token.person for token in zone if token.person), None),
    }
    facts |= {
        name: value
        for name, value in own.items()
        if value and (name not in facts or name in ("pay", "headcount", "employer", "contact_phone", "contact_name"))
    }
    if own["address"] and "address" not in common:
        facts["address"] = own["address"]
    said = [token.text for token in [*before, *zone, *shared] if not ASIDE.search(token.text)]
    facts["text"] = "，".join(said)
    return Draft("job", facts, struck=bool(ended(facts["text"])), raw={"text": facts["text"]})


def _later_pay(shared: Sequence[Token]) -> str | None:
    return next((token.pay for token in shared if token.pay), None)


def _each(shared: Sequence[Token]) -> str | None:
    return next((token.count.removeprefix("各") for token in shared if token.count and "各" in token.text), None)


def scope_in(text: str) -> dict[str, str]:
    """What a line that introduces an employer says for all that follows; empty where it introduces none.

    >>> scope_in("1.京山鼎裕箱包有限公司（京山市坪坝镇红阳村），管中餐：")["employer"]
    '京山鼎裕箱包有限公司'
    """
    bare = NUMBER.sub("", text)
    clauses = tokens(bare)
    if not clauses:
        return {}
    before = clauses[:1]
    head = re.split(r"[，,。；;：:\n]", without_brackets(narrow(bare)))[0].strip()
    head = re.sub(r"(?:现|因|诚|急|长期|大量|高薪)*(?:招聘|招工|招收|诚聘|急招|招|聘).*$", "", head)
    employer = head if is_employer(head) else (before[0].employer or None)
    if not employer or not bare.startswith(employer[:2]):
        formal = FORMAL.match(narrow(bare))
        employer = formal[0] if formal else None
    if not employer:
        return {}
    facts = _common(bare, before, clauses, (), [clauses])
    return {**facts, "employer": employer, "text": bare}
