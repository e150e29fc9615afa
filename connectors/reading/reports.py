"""Reports of newspapers: what of their prose is an offer that stands, beside the people and numbers it tells of."""

import re
from collections.abc import Sequence
from dataclasses import replace

from connectors.documents.words import narrow
from connectors.reading.drafts import Draft
from connectors.reading.happenings import HELD
from connectors.reading.places import FORMAL, place_of
from connectors.reading.titles import is_title

IS_REPORT = re.compile(r"记者|通讯员|采访|据了解|报道")
PRESS = re.compile(
    r"(?:日报|晚报|早报|时报|青年报|商报|都市报|新闻|新闻网|在线|电视台|客户端|公众号|通讯社|报)$|记者|通讯员"
)
FREE_TRAINING = re.compile(
    r"(?:([一-龥]{2,20}?(?:零工市场|驿站|中心|社区|学校))(?:有|开设了?|提供"
    r"|举办了?))?免费的?([一-龥]{2,14}?培训)(?!补|费|机构)"
)
QUOTED = re.compile(r"招(?:聘|收|用|募)?的?[“\"「]([一-龥]{2,10})[”\"」]")
HEAD_OF = re.compile(
    r"([一-龥A-Za-z0-9]{2,16}?(?:工作室|有限公司|公司|工坊|合作社|店|厂))(?:的)?(?:负责人|创始人|老板|店主"
    r"|董事长|总经理)"
)
SPOKEN_OF = re.compile(r"^.*(?:、|的|是|，|,)")


def is_report(lines: Sequence[str]) -> bool:
    """Whether a page is a report: long paragraphs, told by somebody."""
    long = [line for line in lines if len(line) > 60]
    return len(long) >= 4 and any(IS_REPORT.search(line) for line in lines)


def reported(lines: Sequence[str], drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts of a report with its fairs where they were held, and its free training and quoted jobs added."""
    told = [narrow(line) for line in lines]
    placed = [_held(draft, told) if draft.kind == "event" else draft for draft in drafts]
    return [*placed, *_trainings(told, placed), *_quoted(told, placed)]


def _held(draft: Draft, told: Sequence[str]) -> Draft:
    """A fair takes the place at which a paragraph shortly before says it was held."""
    text = narrow(draft.facts.get("text", ""))
    at = next((i for i, line in enumerate(told) if text and text in line), None)
    if at is None or (draft.get("address") and "辖" not in draft.facts["address"]):
        return draft
    for line in [told[at], *reversed(told[max(0, at - 3) : at])]:
        if found := HELD.search(line):
            place, name = place_of(found[1]), draft.facts["event_title"]
            title = name if place[-4:] in name else f"{place}{name}"
            return replace(draft, facts={**draft.facts, "address": place, "event_title": title})
    return draft


def _trainings(told: Sequence[str], drafts: Sequence[Draft]) -> list[Draft]:
    known = " ".join(draft.facts.get("event_title", "") for draft in drafts)
    made = []
    for line in told:
        found = FREE_TRAINING.search(line)
        if found and found[2] not in known:
            place = re.sub(r"^.*?(?:了解到|得知|看到|在)", "", found[1] or "")
            facts = {"event_title": found[2], "address": place, "free": "免费", "text": found[0]}
            made.append(Draft("event", {k: v for k, v in facts.items() if v}, raw={"text": line}))
    return made


def _quoted(told: Sequence[str], drafts: Sequence[Draft]) -> list[Draft]:
    """A job that a report names in quotation marks: 招收“手缝纫工”."""
    known = {draft.facts.get("title") for draft in drafts}
    made = []
    for i, line in enumerate(told):
        for found in QUOTED.finditer(line):
            if not is_title(found[1]) or found[1] in known:
                continue
            employer = HEAD_OF.search(line) or FORMAL.search(line)
            facts = {
                "title": found[1],
                "text": "\n".join([line, *(spoken for spoken in told[i + 1 : i + 2] if spoken.startswith("“"))]),
            }
            if employer:
                facts["employer"] = SPOKEN_OF.sub("", employer[1] if employer.re is HEAD_OF else employer[0])
            if held := HELD.search(line):
                facts["address"] = place_of(held[1])
            made.append(Draft("job", facts, raw={"text": line}))
    return made
