"""A whole document to drafts: its tables, cards, key-value blocks, and then what is told in lines and paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import replace

from connectors.documents.model import Document, Line, Table, lines_of
from connectors.documents.words import narrow, plain
from connectors.reading.calendars import read_calendar
from connectors.reading.cards import read_cards
from connectors.reading.content import Item, content, is_index, shows_teasers
from connectors.reading.drafts import Draft, Facts
from connectors.reading.halfdays import read_half_days
from connectors.reading.happenings import STATION
from connectors.reading.kinds import Grid
from connectors.reading.listrows import names_above
from connectors.reading.pagereading import PageReading
from connectors.reading.places import FORMAL, address_in, is_employer
from connectors.reading.reports import is_report, reported
from connectors.reading.rolled import unrolled
from connectors.reading.runs import read_run
from connectors.reading.scopes import Section, scope_above, scope_of_table, section_of
from connectors.reading.single import complete_event, complete_single
from connectors.reading.spotting import first, pays, phones
from connectors.reading.surroundings import TERMS, surroundings
from connectors.reading.tables import read_table
from connectors.reading.titles import clean_title, ended, is_other_ad

NOTHING = re.compile(
    r"暂无(?:相关)?(?:记录|数据|信息|岗位|职位|招聘|内容)|没有(?:找到|相关|更多)|无数据|0\s*条记录"
    r"|共\s*0\s*条|no (?:records|results|jobs)",
    re.IGNORECASE,
)


def title_of(document: Document) -> str:
    """The article's title: its meta, its first heading, else the page's title without the site's name."""
    if stated := document.meta.get("articletitle"):
        return stated
    headings = [line for line in lines_of(document.body) if line.level and line.level <= 3 and len(line.text) > 3]
    said = plain(re.split(r"\s*[-_|–—]\s*", document.title)[0])
    named = [line for line in headings if len(said) > 3 and (said in plain(line.text) or plain(line.text) in said)]
    if headings:
        return (named or headings)[0].text
    return (
        re.split(r"\s*[-_|–—]\s*", document.title)[0]
        if document.title
        else next((line.text for line in lines_of(document.body) if 4 < len(line.text) < 60), "")
    )


def read_page(document: Document) -> PageReading:
    """Everything that a page or an attachment tells."""
    title = title_of(document)
    reading = PageReading(title, facts=surroundings(document, title))
    items = content(document)
    reading.teasers = shows_teasers(document.body)
    reading.empty = any(NOTHING.search(line.text) for line in lines_of(document.body, True) if len(line.text) < 60)
    run: list[Line] = []
    scope: Facts = {}
    tabled: list[int] = []
    former: Grid | None = None
    sections: list[Section] = []
    for index, item in enumerate([*items, None]):
        if isinstance(item, Line):
            like = sections[-1].make if sections else None
            if (opened := section_of(item, like, items[index + 1] if index + 1 < len(items) else None)) is not None:
                if run:
                    scope, run, tabled = read_run(run, reading, tabled), [], []
                sections = _closed(sections, reading)
                sections.append(replace(opened, start=len(reading.drafts)))
            elif sections:
                sections[-1].lines.append(item)
            if item.text != title or is_employer(title):
                run += unrolled(item)
            continue
        own: Facts = {}
        heading = list(run[-2:])
        names = names_above(run)
        if isinstance(item, Table) and _lacks_employer(item, reading.title):
            above_it, before = scope_above(run)
            own = {**above_it, **scope_of_table(item)}
            run = list(before) if above_it else run
        if run:
            tail = read_run(run, reading, tabled)
            above = _above(run) if isinstance(item, Table) else ""
            scope, run, tabled = tail, [], []
            if above:
                scope = {**scope, "text": "\n".join(filter(None, [scope.get("text"), above]))}
        if isinstance(item, Table):
            scope = own or scope
            start = len(reading.drafts)
            former = _read_table(item, reading, scope, heading, former)
            tabled = list(range(start, len(reading.drafts)))
        elif isinstance(item, Draft):
            reading.drafts.append(item)
        elif isinstance(item, tuple):
            drafts, dropped = read_cards(item, names)
            reading.tabular = reading.tabular or bool(drafts)
            reading.drafts += drafts
            reading.counts["cards_dropped"] += dropped
    _closed(sections, reading)
    offers = [draft for draft in reading.drafts if draft.kind != "job" or not is_other_ad(draft.facts.get("title", ""))]
    reading.counts["ads_dropped"] += len(reading.drafts) - len(offers)
    reading.drafts = offers
    reading.drafts = _without_echoes(reading.drafts)
    _employers_nearby(reading, items)
    lines = [item.text for item in items if isinstance(item, Line)]
    if is_report(lines):
        reading.drafts = reported(lines, reading.drafts)
    complete_single(reading)
    complete_event(reading, lines)
    _own_station(reading)
    _settled_otherwise(reading, lines)
    return reading


OTHERWISE = re.compile(
    r"(?:没有?|未)(?:写明|注明|标明|标注|说明|写)的?[^。；;\n]{0,6}?(?:都|均|全|一律|默认)[^。；;\n]{0,4}?"
    r"(当天结|当日结|次日结|[日周月现]结)"
)
SETTLES = re.compile(r"[日周月现]结|当[天日]结|次日结|完[工活]?结|结算")


def _settled_otherwise(reading: PageReading, lines: Sequence[str]) -> None:
    """没有写明的都是当天结: of every job that does not say itself when it is paid."""
    said = next((found[1] for line in lines if (found := OTHERWISE.search(line))), None)
    if said is None:
        return
    reading.drafts = [
        draft.lacking({"settlement": said})
        if draft.kind == "job" and not SETTLES.search(OTHERWISE.sub("", " ".join(draft.facts.values())))
        else draft
        for draft in reading.drafts
    ]


BARE = frozenset({"title", "text", "note", "posted_at", "expires_at", "headcount"})


def _without_echoes(drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts without jobs that a heading merely names (育苗场招嫁接工) and a form or a table below tells of."""
    told = {plain(clean_title(d.facts.get("title", ""))) for d in drafts if d.kind == "job" and set(d.facts) - BARE}
    return [
        draft
        for draft in drafts
        if draft.kind != "job"
        or set(draft.facts) - BARE
        or plain(clean_title(draft.facts.get("title", ""))) not in told
    ]


def _closed(sections: list[Section], reading: PageReading) -> list[Section]:
    """Give the last section's jobs what it says of them."""
    if sections:
        sections[-1].close(reading.drafts)
    return []


def _lacks_employer(table: Table, near: str) -> bool:
    """Whether a table lists jobs, and none of its rows says who employs."""
    grid = read_table(table, near, until=_has_employer)
    return grid is not None and grid.kind == "job" and not any(_has_employer(draft) for draft in grid.drafts)


def _has_employer(draft: Draft) -> bool:
    return bool(draft.get("employer"))


def _read_table(
    table: Table, reading: PageReading, scope: Facts, above: Sequence[Line], former: Grid | None
) -> Grid | None:
    """Read one table into `reading`. Returns what a table below may go on with."""
    near = " ".join([reading.title, table.title or "", *(line.text for line in above[-2:])])
    planned = read_calendar(table, near) or read_half_days(table, near)
    if planned is not None:
        reading.drafts += planned
        return former
    grid = read_table(table, near, former)
    if grid is None and is_index(table):
        reading.counts["index_rows"] += len(table.rows)
        return former
    if grid is None:
        lines = [line for line in lines_of(table) if line.text]
        read_run(lines, reading, [])
        return former
    if grid.persons:
        reading.counts["rows_of_persons"] += grid.dropped
        return former
    reading.counts["rows_dropped"] += grid.dropped
    for name, value in (grid.facts or {}).items():
        reading.facts.setdefault(name, value)
    reading.tabular = reading.tabular or bool(grid.drafts)
    for draft in grid.drafts:
        reading.drafts.append(draft.lacking(_lent(draft, scope) if draft.kind == "job" else {"category": near}))
    return grid


OF_ALL = re.compile(r"均|统一|一律|各岗位|全部|所有|以下(?:岗位|单位)")


def _lent(draft: Draft, scope: Facts) -> Facts:
    """What is said above a table for one row of it: of another employer than the row's own, no more than what
    holds for all."""
    if not scope.get("employer") or not draft.get("employer"):
        return scope
    said = [line for line in scope.get("text", "").split("\n") if OF_ALL.search(line)]
    return {"text": "\n".join(said)} if said else {}


def _above(run: Sequence[Line]) -> str:
    """What the lines right above a table say for all its rows: 以下岗位均包住, 以上单位均买工伤保险."""
    said = [line.text for line in run[-4:] if OF_ALL.search(line.text)]
    sentences = [s for text in said for s in re.split(r"(?<=[。；;])", text) if TERMS.search(s) and len(s) <= 80]
    return "".join(s for s in sentences if not first(pays(narrow(s))) and not first(phones(narrow(s))))


def _employers_nearby(reading: PageReading, items: Sequence[Item]) -> None:
    """Jobs that a report names without an employer take the formal name that stands next to them."""
    lines = [item.text for item in items if isinstance(item, Line)]
    for index, draft in enumerate(reading.drafts):
        if draft.kind != "job" or draft.get("employer") or draft.get("contact_phone") or draft.get("pay"):
            continue
        at = next(
            (
                i
                for i, text in enumerate(lines)
                if draft.facts["title"] in narrow(text) and (draft.get("headcount") or "") in narrow(text)
            ),
            None,
        )
        if at is None or len(lines[at]) < 30:
            continue
        for text in [lines[at], *lines[at + 1 : at + 3], *lines[max(0, at - 1) : at]]:
            if found := re.search(
                rf"(?:来自|属于|就是|叫做|系)?({FORMAL.pattern})", re.split(r"来自|属于", narrow(text))[-1]
            ):
                facts = {"employer": found[1]}
                if place := address_in(text):
                    facts["address"] = place
                reading.drafts[index] = replace(draft, facts={**draft.facts, **facts})
                break


def _own_station(reading: PageReading) -> None:
    """A page whose title names a station and which gives an address is that station's own."""
    found = STATION.search(reading.title)
    if found and "address" in reading.facts and not reading.of("station"):
        told: dict[str, str] = {name: reading.facts[name] for name in ("address", "hours") if name in reading.facts}
        reading.drafts.append(Draft("station", {"station_name": found[0], **told}, raw={"text": reading.title}))


def ended_words(draft: Draft) -> str | None:
    """The words that say that a posting is over, in its title, status or text."""
    told = ("status", "title", "text", "headcount", "contact_phone")
    return ended(" ".join(filter(None, (draft.get(name) for name in told))))
