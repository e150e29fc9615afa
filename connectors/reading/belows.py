"""Rows that go on with the row above: one cell below its title, which tells the rest of it (详情：18-45岁；地址：…)."""

import re
from collections.abc import Sequence

from connectors.documents.model import Cell, Line
from connectors.reading.drafts import Draft
from connectors.reading.pairs import pairs_in
from connectors.reading.splitting import split_facts, split_value

HEAD = re.compile(r"^\s*(?:详情|详细|说明|要求|备注|介绍|具体|其他|补充)(?:说明|要求|信息|情况)?\s*[:：]\s*")


def goes_on(row: Sequence[Cell], above: Sequence[Cell]) -> str | None:
    """What a row says of the one above it, with which it shares a cell; None where it is a row of its own.

    All that it has of its own is one cell over several columns.
    """
    shared = {id(cell) for cell in above if cell.text.strip()}
    own = [cell for cell in row if id(cell) not in shared and cell.text.strip()]
    kinds = {id(cell) for cell in own}
    if len(own) < 2 or len(kinds) != 1 or len(own) == len(row):
        return None
    if len({id(cell) for cell in above} - {id(cell) for cell in row}) < 2:
        return None
    return own[0].text.strip()


def told_below(draft: Draft, said: str) -> Draft:
    """The draft with what the row below says: fields by their names, all of it as text."""
    facts: dict[str, str] = {}
    for clause in re.split(r"[；;。\n]", HEAD.sub("", said)):
        for pair in pairs_in(Line(clause.strip())):
            facts |= split_value(pair.name.fields, pair.value)
    words = HEAD.sub("", said)
    return draft.lacking(split_facts({**facts, "requirements": words, "text": words}, "job"))
