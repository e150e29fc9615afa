"""Tables of data to drafts: headers by their names, in one row or two, across or down, repeated or not."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from connectors.documents.model import Cell, Table
from connectors.documents.words import narrow, plain
from connectors.reading.columns import Name, name_of
from connectors.reading.drafts import Draft, DraftKind, Facts, joined
from connectors.reading.guessing import guessed
from connectors.reading.happenings import REPEALED
from connectors.reading.headers import Header
from connectors.reading.places import is_employer
from connectors.reading.prose import scope_in
from connectors.reading.spotting import first, headcounts, pays, person_in, phones
from connectors.reading.titles import NUMBER, clean_title, is_title

BESIDE = re.compile(r"^(?:福利)?待遇$|^待遇及?福利$")
BLANK = re.compile(r"^[\s/／\\—–\-_·.。无略]*$|^(?:N/A|null|暂无|同?空)$", re.IGNORECASE)
DITTO = re.compile(r"^(?:同上|[〃″\"]|同前|如上)$")
SUM = re.compile(r"^(?:合\s*计|小\s*计|总\s*计|共\s*计|总数|汇总|累计)")
FOOTNOTE = re.compile(r"^(?:注|备注|说明|填表说明|填报|制表|审核|联系人|附件|温馨提示|提示|※|\*|咨询|报名)[:：人]?")
LOOSE = ("requirements", "benefits", "note", "description", "employment", "schedule", "settlement", "experience")
POLICY_HEAD = re.compile(r"(?:政策|补贴|补助|扶持|惠民|服务)?(?:项目|政策|事项|名称|内容|种类|类型|补贴)(?:名称)?")
STOPS = re.compile(r"\s*(?:→|➡|⇒|—>|->|=>|>)\s*")
AT_STOP = re.compile(r"^(.{2,30}?)\s*[（(]([^（）()]*\d{1,2}[:：点时][^（）()]*)[)）]$")
SUBNAME = re.compile(r"名称|姓名|[上下]限|最[低高大小]")
POST = re.compile(r"岗位|职位|招聘|名称|职务")
OVER = re.compile(r"已?(?:关闭|招满|停招|结束|下架|过期|失效|作废|撤回)")
JOB_FIELDS = frozenset({"title", "pay", "headcount", "employer"})


@dataclass(frozen=True, slots=True)
class Grid:
    """A table read: the kind of its records, and the drafts; `facts` where the table is about the page itself."""

    kind: DraftKind | None
    drafts: tuple[Draft, ...] = ()
    facts: Facts | None = None
    dropped: int = 0
    persons: bool = False
    names: tuple[str, ...] = ()
    last: Facts = field(default_factory=dict)
    """The names of the columns and the last row under them: a table that goes on below takes it for a blank cell."""


def read_table(table: Table, near: str = "", former: Grid | None = None) -> Grid | None:
    """The table's records; None where it is no table of data.

    `near`: headings above it, which settle what is unclear. `former`: the table before it, which it may go on with.
    """
    rows = [row for row in table.rows if any(cell.text.strip() for cell in row)]
    if not rows:
        return None
    if forms := _forms(rows):
        grids = [_about(form, near) for form in forms]
        told = tuple(draft for grid in grids for draft in grid.drafts)
        return Grid(told[0].kind, told) if told else grids[0]
    found = _header(rows)
    turned = _turned(rows)
    if turned is not None and (found is None or _weight(turned.names) > _weight(found.names)):
        if pairs := _pairs(rows):
            return _about(pairs, near)
        return _read([list(column) for column in zip(*rows, strict=True)], turned, near, table.title, former)
    if found is None:
        pairs = _pairs(rows)
        if pairs:
            return _about(pairs, near)
        found = guessed(rows)
        if found is None:
            return None
    return _read(rows, found, near, table.title, former)


def _header(rows: Sequence[Sequence[Cell]]) -> Header | None:
    for index, row in enumerate(rows[:15]):
        names = [name_of(cell.text) for cell in row]
        if not _is_header(row, names):
            continue
        below = rows[index + 1] if index + 1 < len(rows) else None
        if below is not None and _is_second(row, below):
            joined_names = tuple(_combined(top, sub) for top, sub in zip(row, below, strict=True))
            return Header(joined_names, index, index + 2)
        return Header(tuple(names), index, index + 1)
    return None


def _is_header(row: Sequence[Cell], names: Sequence[Name]) -> bool:
    cells = {id(cell): (cell, name) for cell, name in zip(row, names, strict=True) if cell.text.strip()}
    labels = [cell.header or cell.text.rstrip().endswith(("：", ":")) for cell, _ in cells.values()]
    if len(labels) > 1 and all(labels[::2]) and not any(labels[1::2]):
        return False  # name, value, name, value
    known = sum(1 for _, name in cells.values() if name.fields)
    said = any(first(phones(narrow(cell.text))) or re.search(r"\d{3}", cell.text) for cell, _ in cells.values())
    return known >= 2 and known * 2 >= len(cells) and not said


def _is_second(top: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """A header of two rows: something of the first spans columns or reaches into the second."""
    merged = any(a is b and a.text for a, b in itertools.pairwise(top))
    merged = merged or any(a is b and a.text for a, b in zip(top, below, strict=True))
    own = [cell for cell, above in zip(below, top, strict=True) if cell is not above and cell.text.strip()]
    known = [cell for cell in own if name_of(cell.text).fields or SUBNAME.fullmatch(cell.text.strip())]
    return merged and bool(own) and len(known) * 2 > len(own)


def _combined(top: Cell, sub: Cell) -> Name:
    if top is sub or not sub.text.strip():
        return name_of(top.text)
    own = name_of(sub.text)
    both = name_of(f"{top.text}{sub.text}")
    if re.fullmatch(r"[上下]限|最[低高大小]", sub.text.strip()):
        return both
    if sub.text.strip() in ("名称", "数量", "地址", "电话", "要求", "名", "时间", "人数"):
        return both if both.fields else own
    return own if own.fields else both


def _turned(rows: Sequence[Sequence[Cell]]) -> Header | None:
    """A table whose first column holds the names."""
    column = [row[0] for row in rows]
    names = tuple(name_of(cell.text) for cell in column)
    known = [name for name in names if name.fields]
    if len(rows[0]) < 2 or len(known) < 3 or len(known) * 10 < len(names) * 6:
        return None
    if len({name.field for name in known}) * 3 < len(known) * 2:
        return None
    return Header(names, 0, 1)


def _weight(names: Sequence[Name]) -> int:
    return len({field for name in names for field in name.fields})


def _pairs(rows: Sequence[Sequence[Cell]]) -> list[tuple[str, str, Cell]] | None:
    """Name, value, name, value across each row: a form of one record."""
    pairs: list[tuple[str, str, Cell]] = []
    cells = known = wide = named = 0
    for row in rows:
        distinct = list({id(cell): cell for cell in row}.values())
        if len(distinct) > 3:
            wide += 1
            named += bool(name_of(distinct[2].text).fields)
        for name, value in zip(distinct[::2], distinct[1::2], strict=False):
            cells += 1
            known += bool(name_of(name.text).fields)
            pairs.append((name.text, value.text, value))
    if named * 2 < wide:
        return None
    if cells < 3 or known * 10 < cells * 6 or len({len(set(map(id, row))) for row in rows} - {1}) == 0:
        return None
    if any(len({id(c) for c in row}) > 4 for row in rows) or (max(len({id(c) for c in row}) for row in rows) == 3):
        return None
    if known > 0 and max(len({id(c) for c in row}) for row in rows) == 2 and _repeats(pairs):
        return None
    values = sum(1 for _, value, _ in pairs if name_of(value).fields and not re.search(r"\d", value))
    return pairs if values * 3 <= len(pairs) else None


def _forms(rows: Sequence[Sequence[Cell]]) -> list[list[tuple[str, str, Cell]]]:
    """A table of two columns in which the same names come again and again: one form below the other."""
    if any(len(row) != 2 for row in rows) or not rows:
        return []
    head = plain(rows[0][0].text)
    forms: list[list[tuple[str, str, Cell]]] = []
    for name, value in rows:
        if plain(name.text) == head or not forms:
            forms.append([])
        if name is not value and name.text.strip():
            forms[-1].append((name.text, value.text, value))
    named = sum(bool(name_of(name).fields) for form in forms for name, _, _ in form)
    every = sum(len(form) for form in forms)
    sure = len(forms) > 1 and bool(name_of(head).fields) and min(len(form) for form in forms) >= 3
    return forms if sure and named * 10 >= every * 7 else []


def _repeats(pairs: Sequence[tuple[str, str, Cell]]) -> bool:
    return len({name for name, _, _ in pairs}) * 2 <= len(pairs)


def _about(pairs: Sequence[tuple[str, str, Cell]], near: str) -> Grid:
    """A form: about the page (索引号, 发布机构), or one job, event or station."""
    facts: dict[str, str] = {}
    unit = None
    for name, value, _ in pairs:
        called = name_of(name)
        for key in called.fields:
            if not BLANK.match(value):
                facts[key] = f"{facts[key]}，{value}" if key in facts and key not in ("title", "employer") else value
        unit = unit or (called.unit if "pay" in called.fields else None)
    if any("metadata" in name_of(name).fields for name, _, _ in pairs) and "title" not in facts:
        return Grid(None, facts=facts)
    kind = kind_of(frozenset(facts), near)
    raw = {name: value for name, value, _ in pairs}
    links = tuple(link for _, _, cell in pairs for link in cell.links)
    if kind is None:
        return Grid(None, facts=facts)
    return Grid(kind, (Draft(kind, split_facts(facts, kind), links, unit=unit, raw=raw),))


def kind_of(fields: frozenset[str], near: str = "") -> DraftKind | None:
    """What kind of record has these fields."""
    if "station_name" in fields and "pay" not in fields:
        return "station"
    when = fields & {"time", "date", "schedule", "expires_at"}
    if "policy_title" in fields and fields & {"amount", "audience", "pay", "requirements"}:
        return "policy"
    if ("event_title" in fields or "venue" in fields) and (when or "openings" in fields) and "pay" not in fields:
        return "event"
    if "title" in fields and "person" not in fields:
        return "job"
    if fields >= {"employer", "headcount"} or (fields >= {"employer", "pay"}):
        return "job"
    if when and fields & {"venue", "address", "event_title"} and not fields & {"pay", "title"}:
        return (
            "event"
            if re.search(r"招聘会|大篷车|行程|培训|课程|开班|直播|活动|专场|日程|排期", near) or "venue" in fields
            else None
        )
    if "amount" in fields and "audience" in fields:
        return "policy"
    return None


def _with_one_pay(header: Header) -> Header:
    """Where 工资 and 待遇 both are columns, 待遇 is what comes beside the pay."""
    if sum("pay" in name.fields for name in header.names) < 2:
        return header
    names = tuple(
        replace(name, fields=("benefits",)) if name.fields == ("pay",) and BESIDE.match(name.text) else name
        for name in header.names
    )
    return replace(header, names=names)


def _with_policies(header: Header) -> Header:
    """Beside to whom and how much, 项目 or 政策 names the policy."""
    if "policy_title" in header.fields or not header.fields & {"amount", "audience"} or "pay" in header.fields:
        return header
    at = next((i for i, name in enumerate(header.names) if POLICY_HEAD.fullmatch(plain(name.text))), None)
    if at is None:
        return header
    names = [*header.names]
    names[at] = replace(names[at], fields=("policy_title",))
    return replace(header, names=tuple(names))


def _with_one_title(header: Header) -> Header:
    """Where 工种 and 岗位 both are columns, the one called after a post names the work, the other its class."""
    titles = [name for name in header.names if name.fields == ("title",)]
    if len({name.text for name in titles}) < 2:
        return header
    named = next((name for name in titles if POST.search(name.text)), titles[0])
    names = (
        replace(name, fields=("category",)) if name.fields == ("title",) and name.text != named.text else name
        for name in header.names
    )
    return replace(header, names=tuple(names))


def _with_shifts(header: Header) -> Header:
    """班次 beside the title of a job is when it is worked, not a course."""
    if not header.fields >= {"title", "event_title"}:
        return header
    names = (
        replace(name, fields=("schedule",)) if name.fields == ("event_title",) and "班" in name.text else name
        for name in header.names
    )
    return replace(header, names=tuple(names))


def _named(header: Header, rows: Sequence[Sequence[Cell]], near: str) -> Header:
    """A blank corner above names of courses or of jobs stands for what they are."""
    if not header.names or header.names[0].fields or header.names[0].text.strip() or len(rows) <= header.end:
        return header
    values = [row[0].text.strip() for row in rows[header.end :] if row[0].text.strip()]
    if values and all(re.search(r"班$|培训|课程|招聘会|专场", value) for value in values):
        return replace(header, names=(Name(("event_title",), "event"), *header.names[1:]))
    if (
        values
        and "title" not in header.fields
        and sum(is_title(clean_title(value)) for value in values) * 2 > len(values)
    ):
        return replace(header, names=(Name(("title",), "title"), *header.names[1:]))
    return header


def _read(
    rows: Sequence[Sequence[Cell]], header: Header, near: str, title: str | None, former: Grid | None = None
) -> Grid:
    header = _named(_with_policies(_with_shifts(_with_one_title(_with_one_pay(header)))), rows, near)
    fields = header.fields
    if "person" in fields and not fields & {"pay", "headcount"}:
        return Grid(None, persons=True, dropped=len(rows) - header.end)
    above = " ".join(cell.text for row in rows[: header.start] for cell in dict.fromkeys(row))
    kind = kind_of(fields, f"{near} {above} {title or ''}")
    if kind is None and "nothing" not in near and fields & {"name"}:
        return Grid(None)
    if kind is None:
        return Grid(None)
    drafts, dropped = [], 0
    section: dict[str, str] = {}
    names = tuple(plain(name.text) for name in header.names)
    previous: dict[str, str] = dict(former.last) if former is not None and former.names == names else {}
    notes: list[str] = []
    for order, row in enumerate(rows[header.end :]):
        said = _said(row)
        if not said or _is_repeated(row, header):
            continue
        if len(said) == 1:
            if kind == "job" and "employer" not in fields and (scope := _section(said[0])):
                section = scope
            elif re.search(r"[。；;:：]", said[0]) and FOOTNOTE.match(said[0]):
                notes.append(said[0])
            else:
                dropped += bool(re.search(r"★|广告|https?:", said[0]))
            continue
        if SUM.match(said[0]) or (FOOTNOTE.match(said[0]) and len(said) <= 2):
            continue
        facts = _facts(row, header, previous)
        if facts.get("person"):
            continue
        previous = {**previous, **facts}
        draft = _draft(row, header, {**section, **facts}, kind)
        if draft is not None:
            drafts += [replace(each, order=order) for each in _several(draft)]
    if title and OVER.search(title):
        drafts = [draft.lacking({"status": "停招"}) for draft in drafts]
    facts_of_page = {"note": " ".join(notes)} if notes else None
    return Grid(kind, tuple(drafts), facts_of_page, dropped, names=names, last=previous)


def _section(text: str) -> dict[str, str]:
    """Who employs in the rows below a row of one cell; a mere heading (一、商贸类) says nothing."""
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
    own = [name_of(cell.text) for cell in row]
    return _is_header(row, own) and sum(bool(n.fields) for n in own) * 10 >= filled * 8 and filled >= 4


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
        for told, part in split_value(fields, value).items():
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
    pieces = [piece for piece in re.split(r"[、，,；;\n/]|\s{1,}(?=[一-龥]+\d)", title) if piece.strip()]
    counted = [(piece, first(headcounts(narrow(piece)))) for piece in pieces]
    if len(pieces) < 2 or not all(count for _, count in counted):
        yield draft
        return
    for piece, count in counted:
        name = clean_title(piece.replace(count or "", "").strip("（）() :："))
        yield replace(draft, facts={**draft.facts, "title": name, "headcount": count or ""})


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


def split_value(fields: Sequence[str], value: str) -> dict[str, str]:
    """The value of a column of one field or two: 陈经理 13600001013 is a name and a number."""
    if list(fields) == ["contact"] or set(fields) == {"contact_name", "contact_phone"}:
        return {"contact": value}
    if len(fields) == 1:
        return {fields[0]: value}
    given = set(fields)
    if given & {"contact", "contact_phone"}:
        others = [field for field in fields if field not in ("contact", "contact_phone", "contact_name")]
        text, contact = without_contact(value)
        if not others:
            return {"contact": value}
        rest = split_value(others, text) if text else {}
        return {**rest, **({"contact": contact} if contact else {})}
    if given == {"employer", "address"} or given == {"employer", "station"}:
        head, _, tail = value.partition("\n")
        bracket = re.fullmatch(r"(.{2,30}?)[（(](.{3,40})[）)]", value)
        if tail:
            return {"employer": head, "address": tail}
        return {"employer": bracket[1], "address": bracket[2]} if bracket else {"employer": value}
    if given == {"title", "headcount"}:
        count = first(headcounts(narrow(value)))
        return {"title": value} if not count else {"title": value, "headcount": count}
    if given <= {"age", "gender", "education", "experience", "requirements"}:
        return {"requirements": value} | ({"age": value} if "age" in given else {})
    if "title" in given:
        return {"title": value}
    return dict.fromkeys(fields, value)


def without_contact(value: str) -> tuple[str, str | None]:
    """An address or other words, and the contact that stands in the same cell."""
    text = narrow(value)
    numbers = list(phones(text))
    name = person_in(text)
    if not numbers and not name:
        return value, None
    pieces = [piece.strip() for piece in re.split(r"[；;\n，,]|(?<=[号楼室组层座栋路街])\s+", text) if piece.strip()]
    contact = [p for p in pieces if any(n.text in p for n in numbers) or (name and name in p)]
    rest = [p for p in pieces if p not in contact]
    if not rest and numbers:
        return text[: numbers[0].start].replace(name or "\0", "").strip(" :：，,;；"), text
    return "，".join(rest), " ".join(contact) or text


def split_facts(facts: Facts, kind: DraftKind) -> dict[str, str]:
    """Facts with the contact's parts told apart and the words that need reading gathered under `text`."""
    found = _with_bounds(facts)
    if "contact" not in found and first(phones(narrow(found.get("contact_name", "")))):
        found["contact"] = found.pop("contact_name")
    if contact := found.pop("contact", None):
        text = narrow(contact)
        if first(phones(text)) or re.search(r"\d{5}", text):
            found.setdefault("contact_phone", contact)
        name = person_in(text) or _bare_name(text)
        if name:
            found.setdefault("contact_name", name)
    elif "contact_phone" in found and "contact_name" not in found:
        text = narrow(found["contact_phone"])
        if name := person_in(text) or _bare_name(text):
            found["contact_name"] = name
    if "address" in found and first(phones(narrow(found["address"]))):
        place, contact = without_contact(found["address"])
        found["address"] = place
        if contact and "contact_phone" not in found:
            found = split_facts({**found, "contact": contact}, kind)
    if kind == "job":
        _tell_apart(found)
        loose = joined((found.get(name) for name in LOOSE), "；")
        texts = [value for value in (loose, found.get("text")) if value]
        if texts:
            found["text"] = "\n".join(texts)
        when = found.pop("time", None) or found.pop("date", None)
        if when:
            clock = re.search(r"\d[:：]\d\d\s*[-—~至]|点|小时|班|早|晚", when) and not re.search(r"\d{4}", when)
            found.setdefault("schedule" if clock else "posted_at", when)
    return found


def _with_bounds(facts: Facts) -> dict[str, str]:
    """Least and most in columns of their own, as one who writes them together would: 18-50岁, 4000-6000."""
    found = dict(facts)
    for name, unit in (("age", "岁"), ("pay", "")):
        low, high = found.pop(f"{name}_low", ""), found.pop(f"{name}_high", "")
        if name not in found and (low or high):
            both = f"{low}-{high}" if low and high and low != high else low or high
            bound = "" if low and high else "以上" if low else "以下"
            found[name] = f"{both}{unit}{bound}"
    return found


AGED = re.compile(r"^\d{2}\s*(?:[-—~～至到]\s*\d{2}|以下|以上|以内)?$")
SCHOOLED = re.compile(
    r"^(?:小学|初中|高中|中专|中技|技校|职高|高中/中专|大专|专科|本科|硕士|研究生|博士)(?:及?以上)?(?:学历|文化)?$"
)


def _tell_apart(found: dict[str, str]) -> None:
    """Ages without 岁 and schools without 学历, where the column says no more than 要求."""
    for name in ("requirements", "age"):
        if AGED.match(narrow(found.get(name, "")).strip()):
            found["age"] = (
                f"{found[name].strip()}岁"
                if found[name].strip()[-1] not in "下上内"
                else re.sub(r"(\d{2})", r"\1岁", found[name])
            )
    if "education" not in found:
        clauses = re.split(r"[，,；;、\n\s]", found.get("requirements", ""))
        schooled = next((clause for clause in clauses if SCHOOLED.match(clause)), None)
        if schooled:
            found["education"] = schooled


def _bare_name(text: str) -> str | None:
    """罗 of "罗女士 138…": the words that are left when the number is taken away."""
    rest = text
    for span in phones(text):
        rest = rest.replace(span.text, " ")
    rest = re.sub(r"(?:联系(?:人|电话|方式)?|电话|手机|微信|[:：()（）,，;；/、\s])+", " ", rest).strip()
    return (
        rest
        if re.fullmatch(r"[一-龥]{2,4}", rest) and rest not in ("详见", "面议", "同上", "见附件", "微信同号")
        else None
    )


def row_pay(text: str) -> str | None:
    return first(pays(narrow(text)))
