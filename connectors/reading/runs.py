"""Lines and paragraphs between tables to drafts: blocks, key-value pairs, then entry by entry."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from connectors.documents.model import Line
from connectors.documents.words import narrow
from connectors.reading.drafts import Draft, Facts
from connectors.reading.happenings import event_in, policy_in, station_in
from connectors.reading.outline import DISTRICT, NOISE, Entry, entries
from connectors.reading.pagereading import PageReading
from connectors.reading.pairs import read_pairs
from connectors.reading.posts import read_posts
from connectors.reading.prose import read_prose, scope_in
from connectors.reading.scopes import headed
from connectors.reading.spotting import first, headcounts, pays, phones
from connectors.reading.titles import is_title

OF_PAGE = ("posted_at", "expires_at", "agency", "region")


def read_run(lines: Sequence[Line], reading: PageReading, tabled: Sequence[int]) -> Facts:
    """Lines between tables. Returns what the last of them says for the table that follows."""
    posts, lines, others = read_posts(list(_conditions(lines, reading, tabled)))
    reading.drafts += posts
    reading.tabular = reading.tabular or bool(posts)
    reading.counts["ads_dropped"] += others
    drafts, facts, rest = read_pairs(lines, reading.title)
    reading.drafts += drafts
    for name, value in facts.items():
        if name in OF_PAGE:
            reading.facts.setdefault(name, value)
        elif name not in ("title", "text", "note"):
            reading.facts[name] = value
    context: dict[str, str] = {}
    last: Facts = {}
    scope: Facts = {}
    for entry in entries(rest):
        made = [_there(draft, entry.section) for draft in _read_entry(entry, reading, context, bool(scope))]
        scope = headed(entry.lines) or scope
        if scope and not any(draft.get("employer") for draft in made):
            made = [draft.lacking(scope) if draft.kind == "job" else draft for draft in made]
        reading.drafts += made
        if not made:
            reading.untold += [line.text for line in entry.lines]
        reading.counts["lines_without_record"] += not made
        context = {**context, **next((d.facts for d in made if d.kind == "event"), {})}
        last = scope_in(entry.text) if not made else {}
    return last


def _there(draft: Draft, section: str) -> Draft:
    """A job below the name of a district (海珠区) is there, at the place that its line begins with: 琶洲 搬家 2人."""
    if draft.kind != "job" or not DISTRICT.fullmatch(section):
        return draft
    begun = re.match(r"([一-龥]{2,5})，(?=[一-龥])", draft.facts.get("text", ""))
    place = begun[1] if begun and not draft.get("employer") and begun[1] not in draft.facts.get("title", "") else ""
    return draft.lacking({"division": section, **({"address": place} if place else {})})


def _conditions(lines: Sequence[Line], reading: PageReading, tabled: Sequence[int]) -> Iterator[Line]:
    """Lines below a table that hold for rows of it (车位工、备料员限55岁以下; 以上岗位…) go to those rows."""
    for index, line in enumerate(lines):
        named = [i for i in tabled if reading.drafts[i].facts.get("title", "\0") in line.text] if index < 3 else []
        told = narrow(line.text)
        if named and not first(pays(told)) and not first(headcounts(told)):
            for i in named:
                reading.drafts[i] = reading.drafts[i].lacking({"text": line.text})
        elif (
            tabled
            and index < 4
            and not NOISE.search(line.text)
            and re.match(r"(?:[注备说]?[注明]?[:：])?(?:以上|上述|均|所有)", line.text)
        ):
            for i in tabled:
                reading.drafts[i] = reading.drafts[i].lacking({"text": line.text})
        else:
            yield line


def _read_entry(entry: Entry, reading: PageReading, context: Facts, headed_above: bool) -> list[Draft]:
    text = entry.text
    told = narrow(text)
    paid = first(pays(told)) is not None
    event = (
        None
        if paid and not re.search("培训班|招聘会|大篷车|直播", told[:40])
        else event_in(text, reading.title, context)
    )
    if event is not None and re.search(
        "招聘会|培训|班|大篷车|直播|对接会|双选会|宣讲|讲座|咨询", event.facts.get("event_title", "大篷车")
    ):
        jobs = (
            [job for job in read_prose(text) if job.get("headcount") and is_title(job.facts["title"])] if paid else []
        )
        return [event, *jobs]
    policy = policy_in(text, entry.section)
    if policy is not None:
        return [policy]
    alone = bool(entry.kind) or (len(text) < 140 and paid and first(phones(told)) is not None)
    alone = alone or (headed_above and len(text) < 60 and paid and first(headcounts(told)) is not None)
    jobs = read_prose(text, alone)
    if jobs:
        struck = entry.struck
        return [replace(job, struck=job.struck or struck) for job in jobs]
    station = station_in(text)
    return [station] if station else []
