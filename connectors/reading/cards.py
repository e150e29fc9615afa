"""Cards and items: siblings of one make, each a posting. Fields are told by hints of the markup, then by
what they say."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from connectors.documents.model import Group, Line, Link, lines_of
from connectors.documents.words import narrow, tidy
from connectors.reading.columns import Name, is_key, name_of
from connectors.reading.drafts import Draft
from connectors.reading.listrows import as_table, below
from connectors.reading.pairs import bare_key, pairs_in, read_pairs
from connectors.reading.places import DIVISION_HEAD, FORMAL, is_employer, is_place, place_of
from connectors.reading.segments import WHEN, Segment, lines_within, segments
from connectors.reading.settling import BESIDE
from connectors.reading.splitting import split_facts, split_value
from connectors.reading.spotting import CLOCK, DATE_RE, first, headcounts, pays, person_in, phones
from connectors.reading.tables import read_table
from connectors.reading.titles import clean_title, is_title

HINTS: Mapping[str, frozenset[str]] = {
    "pay": frozenset(["salary", "pay", "wage", "price", "money", "xinzi", "gongzi", "gz", "amount", "xz"]),
    "employer": frozenset(
        [
            "company",
            "comp",
            "corp",
            "employer",
            "qiye",
            "gongsi",
            "shop",
            "firm",
            "co",
            "enterprise",
            "store",
            "merchant",
        ]
    ),
    "address": frozenset(
        ["address", "addr", "area", "place", "loc", "location", "city", "region", "dizhi", "where", "didian"]
    ),
    "posted_at": frozenset(["time", "date", "pub", "publish", "updated", "posted", "shijian"]),
    "contact": frozenset(["tel", "phone", "mobile", "contact", "dianhua", "lianxi"]),
    "headcount": frozenset(["num", "number", "count", "people", "renshu", "quantity", "headcount", "vacancy"]),
    "benefits": frozenset(["tag", "tags", "welfare", "fuli", "benefit", "benefits", "perk", "perks"]),
    "requirements": frozenset(
        ["require", "requirement", "requirements", "edu", "education", "exp", "experience", "limit", "yaoqiu"]
    ),
    "title": frozenset(["title", "name", "job", "post", "position", "gangwei", "zhiwei", "tit", "subject"]),
}
AD = re.compile(r"广告|推广|赞助|转让|出租|招商加盟|加盟|贷款办理|代办|出售|求购|二手")
ASKS_ITSELF = re.compile(r"求职|找工作|本人|想找|寻工")


def read_cards(items: Sequence[Group], names: Sequence[str] = ()) -> tuple[list[Draft], int]:
    """A draft for each card, and how many were advertisements or no postings. `names`: of columns, said above them."""
    drafts, dropped = [], 0
    if names and (table := below(names, items)) is not None and (grid := read_table(table)) is not None:
        return list(grid.drafts), grid.dropped
    if (table := as_table(items)) is not None and (grid := read_table(table)) is not None and grid.drafts:
        return list(grid.drafts), grid.dropped
    shared: dict[str, str] = {}
    for order, item in enumerate(items):
        lines = list(lines_of(item, True))
        if order in (0, len(items) - 1) and (told := _for_all(lines)):
            shared |= told
            continue
        keyed = read_pairs(lines)[0] if sum(len(pairs_in(line)) for line in lines) >= 3 and not item.advert else []
        if any(draft.kind == "job" and draft.get("title") for draft in keyed):
            number = _number(item) if len(keyed) == 1 else None
            own = {"external_id": number} if number else {}
            struck = bool(lines) and lines[0].struck
            drafts += [
                replace(draft, order=order, struck=draft.struck or struck, facts={**draft.facts, **own})
                for draft in keyed
            ]
        elif (draft := read_card(item, order)) is not None:
            drafts.append(draft)
        else:
            dropped += 1
    return [draft.lacking(shared) for draft in drafts], dropped


FOR_ALL = frozenset(["address", "contact", "contact_phone", "contact_name", "expires_at", "employer", "about"])
"""What the first or the last block of a list may say of the whole list."""


def _for_all(lines: Sequence[Line]) -> dict[str, str]:
    """What a block says that offers nothing itself: 【企业简介】 before all, 【工作地点】, 【联系方式】 after all."""
    if len(lines) < 2:
        return {}
    pairs = [pair for line in lines for pair in pairs_in(line)]
    told: dict[str, str] = {}
    for pair in pairs:
        told |= split_value(pair.name.fields, pair.value)
    if key := next((bare_key(line) for line in lines[:1] if bare_key(line)), None):
        told |= split_value(key.fields, lines[1].text)
    if not told or not set(told) <= FOR_ALL:
        return {}
    about = told.pop("about", "")
    if "employer" not in told and (formal := FORMAL.match(narrow(about))):
        told["employer"] = formal[0]
    return split_facts(told, "job")


def read_card(item: Group, order: int = 0) -> Draft | None:
    lines = list(lines_of(item, True))
    if item.advert or not lines:
        return None
    facts: dict[str, str] = {}
    loose: list[Segment] = []
    for line, outer in lines_within(item):
        if pairs := pairs_in(line):
            for pair in pairs:
                beside = "pay" in facts and BESIDE.match(pair.name.text)
                told = split_value(("benefits",) if beside else pair.name.fields, pair.value)
                facts = {**told, **facts}
        else:
            loose += segments(line, outer)
    loose = _unlabelled(loose, facts)
    facts |= _told(item)
    rest = _place(loose, facts, lines)
    text = "，".join(segment for segment in rest)
    if facts.get("title"):
        facts["title"] = _bare(facts["title"])
    if not facts.get("title") or (AD.search(facts["title"]) and not is_title(clean_title(facts["title"]))):
        return None
    if any(re.fullmatch(r"广告|推广|AD", segment[0]) for segment in loose) or ASKS_ITSELF.search(facts["title"]):
        return None
    if text:
        facts["text"] = text
    if not any(
        facts.get(name) for name in ("pay", "headcount", "employer", "contact_phone", "contact")
    ) and not is_title(clean_title(facts["title"])):
        return None
    links = tuple(link for line in lines for link in line.links)
    attributes = {name: value for name, value in item.attributes.items() if name.startswith("data-")}
    if number := _number(item):
        facts["external_id"] = number
    struck = lines[0].struck
    return Draft(
        "job",
        split_facts(facts, "job"),
        _detail_first(links, facts["title"]),
        struck,
        None,
        {"text": "\n".join(line.text for line in lines), **attributes},
        order,
    )


def _bare(title: str) -> str:
    """A title without the pay and the number that stand behind it: 业务员 底薪3000+提成."""
    head, _, tail = title.partition(" ")
    told = narrow(tail)
    return head if tail and is_title(clean_title(head)) and (first(pays(told)) or first(headcounts(told))) else title


def _unlabelled(segments: Sequence[Segment], facts: dict[str, str]) -> list[Segment]:
    """The segments without those that name a field and the one behind each (单位, 人数 in spans of their own)."""
    rest: list[Segment] = []
    key: Name | None = None
    for segment in segments:
        text = segment[0]
        if key is not None and not is_key(text):
            facts |= {name: value for name, value in split_value(key.fields, text).items() if name not in facts}
            key = None
        elif len(text) <= 6 and is_key(text) and not is_title(text):
            key = name_of(text)
        else:
            rest.append(segment)
    return rest


def _number(item: Group) -> str | None:
    """The number that a card's own markup gives it: data-id, or an id with digits."""
    for name, value in item.attributes.items():
        if re.search(r"^data-(?:job|post|item|position)?-?id$", name) and value.strip():
            return value.strip()
    found = re.fullmatch(r"[A-Za-z_-]+(\d{2,})", item.attributes.get("id", ""))
    return found[1] if found else None


def _told(item: Group) -> dict[str, str]:
    """What data attributes state: data-title, data-salary."""
    said: dict[str, str] = {}
    for name, value in item.attributes.items():
        word = name.removeprefix("data-")
        for fact, words in HINTS.items():
            if name.startswith("data-") and word in words and value.strip() and re.search(r"[一-龥]|\d{3}", value):
                said[fact] = tidy(value)
    return said


def _place(segments: Sequence[Segment], facts: dict[str, str], lines: Sequence[Line]) -> list[str]:
    """Put each segment under the field it tells of; what none claims is returned."""
    _name(segments, facts, lines)
    rest: list[str] = []
    for text, hints, _ in segments:
        if text == facts.get("title"):
            continue
        field = _field_of(text, hints, facts)
        if field is None:
            rest.append(text)
        elif field == "place":
            facts["address"] = place_of(text)
        else:
            facts[field] = text
    unclaimed = [
        text
        for text in rest
        if re.fullmatch(r"[一-龥（）()A-Za-z]{3,20}", text)
        and not re.search(
            "[急招聘热顶推荐]|^[包管含供补]|餐|保险|[五六]险|日结|不限|认证|详情|查看|申请|报名|经验|学历|驾照|证$",
            text,
        )
    ]
    if "employer" not in facts and len(unclaimed) == 1:
        facts["employer"] = unclaimed[0]
        rest.remove(unclaimed[0])
    return rest


def _name(segments: Sequence[Segment], facts: dict[str, str], lines: Sequence[Line]) -> None:
    if "title" in facts:
        return
    heads = {line.text for line in lines if line.level}
    hinted = [text for text, hints, _ in segments if hints & HINTS["title"] and not hints & HINTS["employer"]]
    linked = [text for text, _, links in segments if links]
    usable = [text for text, _, _ in segments if not first(pays(narrow(text))) and not WHEN.match(text)]
    for group in (
        hinted,
        [t for t in usable if t in heads],
        [t for t in linked if is_title(clean_title(t))],
        [t for t in usable if is_title(clean_title(t))],
        linked,
        usable,
    ):
        for text in group:
            if (re.search(r"[一-龥A-Za-z]{2}", text) and not is_employer(text)) or text in hinted:
                facts["title"] = text
                return


def _field_of(text: str, hints: frozenset[str], facts: Mapping[str, str]) -> str | None:
    told = narrow(text).strip("（）()")
    if WHEN.match(told) and "posted_at" not in facts:
        return "posted_at"
    if CLOCK.search(told) and len(told) <= 40 and "schedule" not in facts and not first(pays(told)):
        return "schedule"
    number = first(phones(told))
    if number and "contact" not in facts and len(text) <= 40:
        return "contact"
    pay = first(pays(told))
    if pay and "pay" not in facts and len(text) <= 40:
        return "pay"
    for field, words in HINTS.items():
        if hints & words and field not in facts and field != "title" and _may_be(field, told):
            return field
    count = first(headcounts(told))
    if count and "headcount" not in facts and len(told) <= len(count) + 4:
        return "headcount"
    if is_employer(text) and "employer" not in facts and not _is_site(text):
        return "employer"
    if "address" not in facts and re.fullmatch(r"[一-龥]{2,5}[-–][一-龥]{2,8}", text):
        return "place"
    if "address" not in facts and (_is_site(text) or (is_place(text) and len(text) >= 3)):
        return "place"
    return None


def _is_site(text: str) -> bool:
    """A park, a market or a square by the district it lies in: 芒市风平镇物流园."""
    return bool(DIVISION_HEAD.match(text)) and bool(re.search(r"(?:园|园区|市场|城|广场|中心|基地)$", text))


def _may_be(field: str, text: str) -> bool:
    if field == "pay":
        return bool(re.search(r"\d|面议|面谈|计件", text))
    if field == "posted_at":
        return bool(WHEN.match(text) or DATE_RE.search(text))
    if field == "contact":
        return bool(re.search(r"\d{5}", text) or person_in(text))
    if field == "headcount":
        return bool(re.search(r"\d|若干|不限|[一二两三四五六七八九十]", text)) and len(text) <= 12
    return True


def _detail_first(links: Sequence[Link], title: str) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda link: 0 if link.text and (link.text in title or title in link.text) else 1))
