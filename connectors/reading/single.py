"""A page about one thing: what its lines say belongs to the one job, or the one event, that its title names."""

import re
from collections.abc import Sequence
from dataclasses import replace

from connectors.documents.words import narrow
from connectors.reading.drafts import Draft
from connectors.reading.happenings import CANCELLED, EVENT, MOVED, event_in, openings_in
from connectors.reading.outline import NOISE
from connectors.reading.pagereading import PageReading
from connectors.reading.places import FORMAL, address_in
from connectors.reading.prose import UNPAID, read_prose, scope_in
from connectors.reading.reports import HEAD_OF
from connectors.reading.splitting import split_facts
from connectors.reading.spotting import DATE_RANGE, first, pays, person_in, phones
from connectors.reading.titles import clean_title, ended, is_title

LONGEST = 1500
PAIRED = (
    "pay",
    "headcount",
    "requirements",
    "schedule",
    "address",
    "contact",
    "contact_phone",
    "contact_name",
    "employer",
    "education",
    "description",
    "benefits",
    "settlement",
    "age",
    "gender",
    "experience",
)
SITE = re.compile(r"\s*(?:招聘(?:启事|信息|公告|简章)?|_.*|-.*)$")


def complete_single(reading: PageReading) -> None:
    """One job, told over several lines: those that gave no record of their own tell of it."""
    if reading.tabular:
        return
    jobs = reading.of("job")
    if not jobs:
        jobs = _titled(reading)
        reading.drafts += jobs
    told = [line for line in reading.untold if not NOISE.search(line)]
    text = "\n".join(told)
    if UNPAID.search(text) and not re.search(r"工资|薪|元", text):
        reading.drafts = [draft for draft in reading.drafts if draft.kind != "job"]
        return
    if 1 < len(jobs) <= 4 and len(told) <= 25:
        _share(reading, jobs, narrow(text), told)
    if len(jobs) == 1 and (over := ended(reading.title)):
        reading.drafts = [draft.lacking({"status": over}) if draft.kind == "job" else draft for draft in reading.drafts]
        jobs = reading.of("job")
    if len(jobs) != 1 or len(text) > LONGEST or len(told) > 25:
        return
    at = next(i for i, draft in enumerate(reading.drafts) if draft.kind == "job")
    said = narrow(text)
    facts: dict[str, str | None] = {
        "contact_phone": first(phones(said)),
        "contact_name": person_in(said),
        "address": address_in(said),
        "employer": next((scope["employer"] for line in told if (scope := scope_in(line))), None)
        or next((head[1] for line in told if (head := HEAD_OF.search(line))), None)
        or _formal(said),
        "pay": first(pays(said)),
        "text": text or None,
    }
    reading.drafts[at] = reading.drafts[at].lacking({name: value for name, value in facts.items() if value})


def _share(reading: PageReading, jobs: Sequence[Draft], text: str, told: Sequence[str]) -> None:
    """A few jobs of one employer, told in paragraphs: what none of them says, the other lines say for all."""
    facts: dict[str, str | None] = {}
    if not any(job.get("contact_phone") for job in jobs):
        facts |= {"contact_phone": first(phones(text)), "contact_name": person_in(text)}
    if not any(job.get("address") for job in jobs):
        facts["address"] = address_in(text)
    if not any(job.get("employer") for job in jobs):
        heads = (HEAD_OF.search(line) for line in told)
        facts["employer"] = next((head[1] for head in heads if head), None) or _formal(text)
    known = {name: value for name, value in facts.items() if value}
    if known:
        reading.drafts = [draft.lacking(known) if draft.kind == "job" else draft for draft in reading.drafts]


def _formal(text: str) -> str | None:
    found = FORMAL.search(text)
    return found[0] if found else None


def _titled(reading: PageReading) -> list[Draft]:
    """The job that the page's title names, where nothing below it does: 急招洗碗工2名; or 洗碗工 above pairs."""
    paired = {name: reading.facts[name] for name in PAIRED if name in reading.facts}
    name = clean_title(SITE.sub("", reading.title))
    if is_title(name) and len(paired) >= 2:
        return [Draft("job", split_facts({**paired, "title": name}, "job"), raw=dict(paired))]
    if event_in(reading.title) or len(reading.title) > 60:
        return []
    made = read_prose(reading.title)
    sure = [draft for draft in made if is_title(draft.facts["title"]) and (draft.get("headcount") or draft.get("pay"))]
    return (
        [replace(draft, facts={**split_facts(paired, "job"), **draft.facts}) for draft in sure]
        if len(sure) == 1
        else []
    )


def complete_event(reading: PageReading, lines: Sequence[str]) -> None:
    """One event that the title names, its time and place in pairs; its openings may stand in any line."""
    events = reading.of("event")
    named = EVENT.search(reading.title)
    text = narrow("\n".join(lines))
    if (
        not events
        and named
        and not reading.of("policy")
        and (when := reading.facts.get("time") or reading.facts.get("date"))
    ):
        place = reading.facts.get("venue") or reading.facts.get("address") or ""
        reading.drafts.append(Draft("event", {"date": when, "address": place}, raw={"text": reading.title}))
        events = reading.of("event")
    if len(events) != 1 or not named:
        return
    at = next(i for i, draft in enumerate(reading.drafts) if draft.kind == "event")
    facts = dict(events[0].facts)
    facts.setdefault("event_title", _event_title(reading.title))
    if "openings" not in facts and (posts := openings_in(text)):
        facts["openings"] = posts
    if re.search(r"免费(?:入场|参加|参会|进场)|不收取?任何费用|免费", text):
        facts["free"] = "免费"
    if CANCELLED.search(reading.title):
        facts["status"] = "取消"
    dated = DATE_RANGE.search(text)
    if dated and not (facts.get("date") or facts.get("time")):
        facts["date"] = dated[0]
    if moved := MOVED.search(text):
        facts["date"] = moved[1]
    reading.drafts[at] = replace(events[0], facts=facts)
    reading.facts["event"] = facts["event_title"]


def _event_title(title: str) -> str:
    bare = re.sub(r"^关于(?:举办|开展|召开|举行)|的?(?:公告|通知|通告|预告|邀请函|安排)$", "", title)
    bare = bare if bare.count("“") == bare.count("”") else bare.strip("“”")
    return bare.strip("《》 ") or title
