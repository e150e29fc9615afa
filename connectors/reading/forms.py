"""Forms: name and value side by side, one record a table or several below each other."""

import re
from collections.abc import Sequence

from connectors.documents.model import Cell
from connectors.documents.words import plain
from connectors.reading.columns import name_of
from connectors.reading.drafts import Draft
from connectors.reading.kinds import Grid, kind_of
from connectors.reading.splitting import split_facts

BLANK = re.compile(r"^[\s/／\\—–\-_·.。无略]*$|^(?:N/A|null|暂无|同?空)$", re.IGNORECASE)


def pairs_of(rows: Sequence[Sequence[Cell]]) -> list[tuple[str, str, Cell]] | None:
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


def forms_of(rows: Sequence[Sequence[Cell]]) -> list[list[tuple[str, str, Cell]]]:
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


def form_read(pairs: Sequence[tuple[str, str, Cell]], near: str) -> Grid:
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
