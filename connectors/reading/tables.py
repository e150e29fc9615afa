"""Tables of data to drafts: headers by their names, in one row or two, across or down, repeated or not."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from connectors.documents.model import Cell, Line, Table
from connectors.documents.words import narrow, plain
from connectors.reading.belows import goes_on, told_below
from connectors.reading.columns import name_of
from connectors.reading.drafts import Draft, DraftKind, Facts
from connectors.reading.forms import BLANK, form_read, forms_of, pairs_of
from connectors.reading.guessing import guessed
from connectors.reading.happenings import REPEALED
from connectors.reading.headers import Header
from connectors.reading.heads import has_numbers, header_of, is_header, turned_of, weight_of
from connectors.reading.kinds import Grid, kind_of
from connectors.reading.pairs import pairs_in
from connectors.reading.places import is_employer
from connectors.reading.prose import read_prose, scope_in
from connectors.reading.scopes import FOR_ROWS, scope_of_table
from connectors.reading.settling import settled
from connectors.reading.sharing import apart, jobs_each, jobs_named
from connectors.reading.splitting import split_facts, split_value
from connectors.reading.spotting import first, pays, phones
from connectors.reading.titles import NUMBER, clean_title

DITTO = re.compile(r"^(?:同上|[〃″\"]|同前|如上)$")
SUM = re.compile(r"^(?:合\s*计|小\s*计|总\s*计|共\s*计|总数|汇总|累计|共\s*\d+\s*[单条个人项家])")
FOOTNOTE = re.compile(r"^(?:注|备注|说明|填表说明|填报|制表|审核|联系人|附件|温馨提示|提示|※|\*|咨询|报名)[:：人]?")
STOPS = re.compile(r"\s*(?:→|➡|⇒|—>|->|=>|>)\s*")
AT_STOP = re.compile(r"^(.{2,30}?)\s*[（(]([^（）()]*\d{1,2}[:：点时][^（）()]*)[)）]$")
COUNTED = re.compile(r"(.*[)）])\s*(\d{1,3}\s*[个名位人])")
SETTLED = re.compile(r"[日周]结")
OVER = re.compile(r"已?(?:关闭|招满|停招|结束|下架|过期|失效|作废|撤回)")

Enough = Callable[[Draft], bool]


def read_table(table: Table, near: str = "", former: Grid | None = None, until: Enough | None = None) -> Grid | None:
    """The table's records; None where it is no table of data.

    `near`: headings above it, which settle what is unclear. `former`: the table before it, which it may go on with.
    `until`: whether a draft is enough to know, so that no row below it need be read.
    """
    rows = [row for row in table.rows if any(cell.text.strip() for cell in row)]
    if not rows:
        return None
    if forms := forms_of(rows):
        grids = [form_read(form, near) for form in forms]
        told = tuple(draft for grid in grids for draft in grid.drafts)
        return Grid(told[0].kind, told) if told else grids[0]
    found = header_of(rows)
    turned = turned_of(rows)
    if turned is not None and (found is None or weight_of(turned.names) > weight_of(found.names)):
        if pairs := pairs_of(rows):
            return form_read(pairs, near)
        return _read([list(column) for column in zip(*rows, strict=True)], turned, near, table.title, former, until)
    if found is None:
        pairs = pairs_of(rows)
        if pairs:
            return form_read(pairs, near)
        found = guessed(rows)
        if found is None:
            return None
    return _read(rows, found, near, table.title, former, until)


def _read(
    rows: Sequence[Sequence[Cell]],
    header: Header,
    near: str,
    title: str | None,
    former: Grid | None,
    until: Enough | None,
) -> Grid:
    header = settled(header, rows, near)
    fields = header.fields
    if "person" in fields and not fields & {"pay", "headcount"}:
        return Grid(None, persons=True, dropped=len(rows) - header.end)
    above = " ".join(cell.text for row in rows[: header.start] for cell in dict.fromkeys(row))
    kind = kind_of(fields, f"{near} {above} {title or ''}")
    if kind is None and "nothing" not in near and fields & {"name"}:
        return Grid(None)
    if kind is None:
        return Grid(None)
    drafts: list[Draft] = []
    dropped = 0
    section: dict[str, str] = {}
    names = tuple(plain(name.text) for name in header.names)
    previous: dict[str, str] = dict(former.last) if former is not None and former.names == names else {}
    notes: list[str] = []
    if kind == "job" and "employer" not in fields:
        section |= scope_of_table(Table(tuple(tuple(row) for row in rows[: header.start])))
    for order, row in enumerate(rows[header.end :]):
        below = goes_on(row, rows[header.end + order - 1]) if order and drafts and kind == "job" else None
        if below is not None:
            drafts[-1] = told_below(drafts[-1], below)
            continue
        said = _said(row)
        if not said or _is_repeated(row, header):
            continue
        if len(said) == 1:
            if kind == "job" and "employer" not in fields and (scope := _section(said[0], section)):
                section = scope
            elif re.search(r"[。；;:：]", said[0]) and FOOTNOTE.match(said[0]):
                notes.append(said[0])
            else:
                dropped += bool(re.search(r"★|广告|https?:", said[0]))
            continue
        if SUM.match(said[0]) or any(SUM.fullmatch(cell) for cell in said):
            continue
        if FOOTNOTE.match(said[0]) and len(said) <= 2:
            continue
        if kind == "job" and _is_remark(row, header):
            dropped += 1
            continue
        facts = _facts(row, header, previous)
        if facts.get("person"):
            continue
        previous = {**previous, **facts}
        draft = _draft(row, header, {**section, **facts}, kind)
        if draft is not None:
            drafts += [replace(each, order=order) for each in _several(draft)]
            if until is not None and any(map(until, drafts[-1:])):
                break
    if title and OVER.search(title):
        drafts = [draft.lacking({"status": "停招"}) for draft in drafts]
    if kind == "job" and (settled_by := SETTLED.search(f"{title or ''} {above}")):
        drafts = [draft.lacking({"settlement": settled_by[0]}) for draft in drafts]
    if kind == "job" and (of_all := _said_of_all(notes)):
        drafts = [draft.lacking({"text": of_all}) for draft in drafts]
    facts_of_page = {"note": " ".join(notes)} if notes else None
    return Grid(kind, tuple(drafts), facts_of_page, dropped, names=names, last=previous)


OF_ALL = re.compile(r"以上|上述|均|所有|统一")


def _said_of_all(notes: Sequence[str]) -> str:
    """What notes below the rows say of all of them: 以上企业均缴纳社会保险."""
    said = [sentence for note in notes for sentence in re.split(r"[。；;]", note) if OF_ALL.search(sentence)]
    return "，".join(sentence for sentence in said if not first(phones(narrow(sentence))))


def _section(text: str, above: Facts) -> dict[str, str]:
    """Who employs in the rows below a row of one cell; a mere heading (一、商贸类) says nothing. `above`: what the
    row before said, to which 地址：… and 联系人：… add."""
    told: dict[str, str] = {}
    for pair in pairs_in(Line(text)):
        told |= split_value(pair.name.fields, pair.value)
    if told and told.keys() <= FOR_ROWS:
        return split_facts({**above, **told}, "job") if above or "employer" in told else {}
    head = re.split(r"[（(，,：:\s]", NUMBER.sub("", text))[0]
    if re.search(r"直销|加盟|热线|不是梦|批发价|广告|出租|转让", text):
        return {}
    if (found := scope_in(text)) and found["employer"].startswith(head):
        return found
    heading = re.search(r"(?:类|岗|岗位|专区|工种|部分|信息|招聘)$", head) or re.search(r"[★☆]|https?:", text)
    named = first(phones(narrow(text))) or re.search(r"地址|联系", text) or is_employer(head)
    if heading or not named or not 2 <= len(head) <= 30:
        return {}
    return split_facts({"employer": head, "contact": text, "text": text}, "job")


def _said(row: Sequence[Cell]) -> list[str]:
    return [cell.text.strip() for cell in {id(cell): cell for cell in row}.values() if cell.text.strip()]


def _is_repeated(row: Sequence[Cell], header: Header) -> bool:
    names = [plain(name.text) for name in header.names]
    same = sum(1 for cell, name in zip(row, names, strict=True) if plain(cell.text) and plain(cell.text) in name)
    filled = sum(1 for cell in row if cell.text.strip())
    if filled and same * 10 >= filled * 6:
        return True
    if filled < 4 or has_numbers(row):  # as nearly every row does: its cells need not be known for names
        return False
    own = [name_of(cell.text) for cell in row]
    return is_header(row, own) and sum(bool(n.fields) for n in own) * 10 >= filled * 8


def _facts(row: Sequence[Cell], header: Header, previous: Facts) -> dict[str, str]:
    facts: dict[str, str] = {}
    done: set[tuple[int, tuple[str, ...]]] = set()
    for cell, name in zip(row, header.names, strict=True):
        key = "/".join(name.fields) or f"={name.text}"
        if (id(cell), name.fields) in done:
            continue
        done.add((id(cell), name.fields))
        value = cell.text.strip()
        if DITTO.match(value):
            value = previous.get(key, "")
        if BLANK.match(value):
            continue
        joins = key in facts and facts[key] != value and not (key == "event_title" and facts[key].isdigit())
        facts[key] = f"{facts[key]}，{value}" if joins else value
    if (
        "employer" in header.fields
        and not any("employer" in key for key in facts)
        and any("title" in key for key in facts)
    ):
        for key in (
            "employer",
            "address",
            "contact",
            "contact_phone",
            "contact_name",
            "employer/address",
            "address/contact",
        ):
            if key not in facts and key in previous:
                facts[key] = previous[key]
    return facts


def _draft(row: Sequence[Cell], header: Header, keyed: Facts, kind: DraftKind) -> Draft | None:
    facts: dict[str, str] = {}
    extra: list[str] = []
    for key, value in keyed.items():
        if key.startswith("="):
            if re.search(r"[一-龥]", value):
                extra.append(value)
            continue
        fields = [name for name in key.split("/") if "/" not in key or name != "pay" or "pay" not in keyed] or ["pay"]
        if len(fields) < key.count("/") + 1:
            fields = [*fields, "benefits"]
        for told, part in _value(fields, value).items():
            if told == "event_title" and part.isdigit():
                continue
            facts[told] = f"{facts[told]}，{part}" if told in facts and part not in facts[told] else part
    if extra:
        facts["note"] = "，".join([*filter(None, [facts.get("note")]), *extra])
    raw = {
        name.text.replace("\n", "") or f"#{i}": cell.text
        for i, (cell, name) in enumerate(zip(row, header.names, strict=True))
        if cell.text
    }
    units = [name.unit for name in header.names if "pay" in name.fields and name.unit]
    links = tuple(
        link
        for cell, name in zip(row, header.names, strict=True)
        if "title" in name.fields or re.search(r"详情|查看|详细|操作|链接", cell.text + name.text)
        for link in cell.links
    )
    cells = [cell for cell in row if cell.text.strip()]
    struck = bool(cells) and sum(cell.struck for cell in cells) * 2 > len(cells)
    return Draft(kind, split_facts(facts, kind), links, struck, units[0] if units else None, raw)


def _several(draft: Draft) -> Iterator[Draft]:
    """One row that names several jobs with their headcounts (保安3人、保洁2人) is as many drafts."""
    if draft.kind == "event":
        yield from _stops(draft)
        return
    if draft.kind == "policy" and (draft.struck or REPEALED.search(" ".join(draft.raw.values()))):
        return
    title = draft.get("title") or ""
    if draft.kind != "job" or not title:
        if draft.kind != "job" or (draft.get("pay") and draft.get("employer")):
            yield draft  # a job without a name is not taken, and said so
        return
    if first(pays(narrow(title))) and len(told := read_prose(title, True)) > 1:
        yield from (_listed(draft, job) for job in told)
        return
    if not draft.get("headcount") and (counted := COUNTED.fullmatch(title)):
        draft = draft.with_facts({"title": counted[1], "headcount": counted[2]})
    jobs = jobs_named(title) or jobs_each(title, draft.get("headcount") or "")
    yield from apart(draft, jobs) if jobs else [draft]


def _value(fields: Sequence[str], value: str) -> dict[str, str]:
    """The value of a cell. One of several lines under 单位信息 begins with who employs: 甲厂, 地址：…"""
    head, _, below = value.partition("\n")
    grouped = list(fields) == ["group"]
    if not (grouped or (below and list(fields) == ["employer"])) or not is_employer(clean_title(head)):
        return split_value(fields, value)
    told = {"employer": clean_title(head)}
    for pair in (pair for line in below.split("\n") for pair in pairs_in(Line(line))):
        told |= split_value(pair.name.fields, pair.value)
    return told if grouped or len(told) > 1 else split_value(fields, value)


def _is_remark(row: Sequence[Cell], header: Header) -> bool:
    """A row in which one cell reaches over the title and what tells of it: （企业临时取消参会）."""
    named = {id(cell) for cell, name in zip(row, header.names, strict=True) if "title" in name.fields}
    over = [name for cell, name in zip(row, header.names, strict=True) if id(cell) in named and cell.text.strip()]
    return len({name.fields for name in over}) >= 3


def _listed(draft: Draft, job: Draft) -> Draft:
    """A job that a cell of several tells (①普工4人，5000元/月；②…), with what the rest of its row says."""
    row = {name: value for name, value in draft.facts.items() if name not in ("title", "headcount", "text")}
    return replace(draft, facts={**job.facts, **row}, raw=draft.raw)


def _stops(draft: Draft) -> Iterator[Draft]:
    """A line of a caravan whose stops stand in one cell (镇口（8:30—10:00）→广场（10:40—12:00）) is as many events."""
    stops = [stop for stop in STOPS.split(draft.get("venue") or "") if stop]
    timed = [AT_STOP.match(narrow(stop)) for stop in stops]
    if not any(timed) or (len(stops) < 2 and draft.get("time")):
        yield draft
        return
    for stop, at in zip(stops, timed, strict=True):
        own = {"venue": at[1], "time": at[2]} if at else {"venue": stop}
        yield replace(draft, facts={**draft.facts, **own})
