"""A whole document to drafts: its tables, cards, key-value blocks, and then what is told in lines and paragraphs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from connectors.documents.furniture import is_navigation
from connectors.documents.model import Cell, Document, Group, Line, Node, Table, lines_of
from connectors.documents.words import narrow, plain
from connectors.reading.calendars import read_calendar
from connectors.reading.cards import card_lists, names_above, read_cards
from connectors.reading.drafts import Draft, Facts
from connectors.reading.happenings import STATION, event_in, policy_in, station_in
from connectors.reading.kinds import Grid
from connectors.reading.outline import DISTRICT, NOISE, Entry, entries
from connectors.reading.pagereading import PageReading
from connectors.reading.pairs import read_pairs
from connectors.reading.places import FORMAL, address_in, is_employer
from connectors.reading.posts import are_ads, read_posts
from connectors.reading.prose import read_prose, scope_in
from connectors.reading.reports import is_report, reported
from connectors.reading.rolled import unrolled
from connectors.reading.scopes import Section, scope_above, scope_of_table, section_of
from connectors.reading.single import complete_event, complete_single
from connectors.reading.spotting import first, headcounts, pays, phones
from connectors.reading.stationcards import station_card
from connectors.reading.surroundings import TERMS, surroundings
from connectors.reading.tables import read_table
from connectors.reading.titles import clean_title, ended, is_other_ad, is_title

Item = Line | Table | Draft | tuple[Group, ...]
STAMPED = re.compile(r"20\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\[?\d{1,2}-\d{1,2}\]?")
OF_PAGE = ("posted_at", "expires_at", "agency", "region")
NOTHING = re.compile(
    r"暂无(?:相关)?(?:记录|数据|信息|岗位|职位|招聘|内容)|没有(?:找到|相关|更多)|无数据|0\s*条记录"
    r"|共\s*0\s*条|no (?:records|results|jobs)",
    re.IGNORECASE,
)


def title_of(document: Document) -> str:
    """The article's title: its meta, its first heading, else the page's title without the site's name."""
    if stated := document.meta.get("articletitle"):
        return stated
    for line in lines_of(document.body):
        if line.level and line.level <= 3 and len(line.text) > 3:
            return line.text
    return (
        re.split(r"\s*[-_|–—]\s*", document.title)[0]
        if document.title
        else next((line.text for line in lines_of(document.body) if 4 < len(line.text) < 60), "")
    )


def read_page(document: Document) -> PageReading:
    """Everything that a page or an attachment tells."""
    title = title_of(document)
    reading = PageReading(title, facts=surroundings(document, title))
    items = list(flow(_without_links(document.body)))
    reading.empty = any(NOTHING.search(line.text) for line in lines_of(document.body, True) if len(line.text) < 60)
    run: list[Line] = []
    scope: Facts = {}
    tabled: list[int] = []
    former: Grid | None = None
    sections: list[Section] = []
    for item in [*items, None]:
        if isinstance(item, Line):
            if (opened := section_of(item, 0)) is not None:
                if run:
                    scope, run, tabled = _read_run(run, reading, tabled), [], []
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
            tail = _read_run(run, reading, tabled)
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
    return reading


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


def flow(node: Node) -> Iterator[Item]:
    """The content of a page in reading order, furniture and advertisements left out."""
    match node:
        case Line():
            if not is_navigation(node):
                yield node
        case Table():
            yield node
        case Group() if not node.furniture and not node.advert:
            if (station := station_card(node)) is not None:
                yield station
                return
            lists = [items for items in card_lists(node) if not any(are_ads(list(lines_of(item))) for item in items)]
            carded = {id(item): tuple(items) for items in lists for item in items}
            done: set[int] = set()
            for child in node.children:
                if id(child) in carded:
                    items = carded[id(child)]
                    if id(items[0]) not in done:
                        done.add(id(items[0]))
                        yield items
                else:
                    yield from flow(child)


def _lacks_employer(table: Table, near: str) -> bool:
    """Whether a table lists jobs, and none of its rows says who employs."""
    grid = read_table(table, near)
    return grid is not None and grid.kind == "job" and not any(draft.get("employer") for draft in grid.drafts)


def _read_table(
    table: Table, reading: PageReading, scope: Facts, above: Sequence[Line], former: Grid | None
) -> Grid | None:
    """Read one table into `reading`. Returns what a table below may go on with."""
    near = " ".join([reading.title, table.title or "", *(line.text for line in above[-2:])])
    if (planned := read_calendar(table, near)) is not None:
        reading.drafts += planned
        return former
    grid = read_table(table, near, former)
    if grid is None and _is_index(table):
        reading.counts["index_rows"] += len(table.rows)
        return former
    if grid is None:
        lines = [line for line in lines_of(table) if line.text]
        _read_run(lines, reading, [])
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


def _is_index(table: Table) -> bool:
    """Rows that each lead elsewhere: a list of threads or articles, read where they lead."""
    rows = [list(dict.fromkeys(row)) for row in table.rows if any(cell.text.strip() for cell in row)]
    return sum(1 for row in rows if _leads_elsewhere(row)) * 2 > len(rows)


def _leads_elsewhere(row: Sequence[Cell]) -> bool:
    """A row that is a link to read more, with at most a date and a few words beside it."""
    linked = max((len(link.text) for cell in row for link in cell.links), default=0)
    said = STAMPED.sub("", "".join(cell.text for cell in row))
    return linked >= 6 or (linked >= 4 and linked * 10 >= len(said) * 6)


def _without_links(body: Group) -> Group:
    """The page without lists of links to articles: siblings that are little else than a link each."""
    linked = [child for child in body.children if _is_link(child)]
    leave = {id(child) for child in linked} if len(linked) >= 2 else set()
    children = tuple(
        _without_links(child) if isinstance(child, Group) else child
        for child in body.children
        if id(child) not in leave
    )
    return replace(body, children=children)


def _is_link(node: Node) -> bool:
    lines = list(lines_of(node, True)) if not isinstance(node, Table) else []
    if len(lines) != 1 or not lines[0].links or any(isinstance(line, Table) for line in lines):
        return False
    line = lines[0]
    linked = sum(len(link.text) for link in line.links if not link.href.startswith(("tel:", "javascript:")))
    return linked >= 8 and linked * 10 >= len(STAMPED.sub("", line.text)) * 6


def _read_run(lines: Sequence[Line], reading: PageReading, tabled: Sequence[int]) -> Facts:
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
    for entry in entries(rest):
        made = [_there(draft, entry.section) for draft in _read_entry(entry, reading, context)]
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


def _read_entry(entry: Entry, reading: PageReading, context: Facts) -> list[Draft]:
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
    jobs = read_prose(text, alone)
    if jobs:
        struck = entry.struck
        return [replace(job, struck=job.struck or struck) for job in jobs]
    station = station_in(text)
    return [station] if station else []


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
