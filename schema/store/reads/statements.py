"""From a listing and a window to statements: one a range, with the cursor's bounds as ranges of the same index."""

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Final

from schema.store.reads.listing import Branch, Condition, Key, Listing, Page, Row, Select, Value, Window, all_of

Statement = tuple[str, tuple[Value, ...]]
MOST_TEXTS: Final = 256
"""Texts of statements that are kept with the columns of a selection."""


def groups(listing: Listing, backward: bool) -> list[list[Branch]]:
    """The branches in the order in which they are read; those of one group must be merged."""
    ranks: dict[int, list[Branch]] = {}
    for branch in listing.branches:
        ranks.setdefault(branch.constant.rank if branch.constant else 0, []).append(branch)
    return [ranks[rank] for rank in sorted(ranks, reverse=backward)]


def group_statements(
    listing: Listing, group: Sequence[Branch], window: Window, select: Select, limit: int
) -> list[Statement]:
    """At most `limit` rows of each branch of a group; none of one that the cursor leaves nothing of.

    Branches whose index yields the order are a statement each. Of the others all the keys are gathered and sorted
    first, in one statement, and only the rows of the page are read with what they link to.
    """
    bounded = [(branch, list(_bounds(branch, branch.order or listing.order, window))) for branch in group]
    inside = [(branch, [bound for bound in bounds if bound]) for branch, bounds in bounded if None not in bounds]
    if inside and all(not branch.ordered for branch, _ in inside):
        return [_sorted_statement(listing, inside, window, select, limit)]
    return [_ordered_statement(listing, branch, bounds, window, select, limit) for branch, bounds in inside]


def only_statement(listing: Listing, window: Window, select: Select) -> str:
    """The text for a list of one range whose index yields the order: its keys are read where `select` asks for them."""
    [branch] = listing.branches
    bounds = [bound for bound in _bounds(branch, branch.order or listing.order, window) if bound]
    return _ordered_statement(listing, branch, bounds, window, select, 0, keyed=select.keyed)[0]


def _ordered_statement(
    listing: Listing,
    branch: Branch,
    bounds: Sequence[Condition],
    window: Window,
    select: Select,
    limit: int,
    keyed: bool = True,
) -> Statement:
    keys = branch.order or listing.order
    where = all_of([*branch.conditions, *listing.conditions, *bounds])
    extra = [*keys, *listing.extras] if keyed else []
    read = [parameter for key in extra for parameter in key.parameters]
    columns = (select.columns_sql + ", ".join(key.sql for key in extra)).removesuffix(", ")
    order = _order(keys, branch, window.backward)
    source = f"{from_(listing, branch)} {select.joins_sql}"
    sql = f"SELECT {columns} FROM {source} WHERE {where.sql or '1=1'} ORDER BY {order} LIMIT ?"
    return sql, (*read, *branch.source_parameters, *where.parameters, limit)


def _sorted_statement(
    listing: Listing,
    inside: Sequence[tuple[Branch, Sequence[Condition]]],
    window: Window,
    select: Select,
    limit: int,
) -> Statement:
    parts: list[str] = []
    parameters: list[Value] = []
    keys = inside[0][0].order or listing.order
    extra = [*keys, *(each for each in listing.extras if each not in keys)]
    for branch, bounds in inside:
        where = all_of([*branch.conditions, *listing.conditions, *bounds])
        mine = [*(branch.order or listing.order), *extra[len(keys) :]]
        named = ", ".join(f"{key.sql} AS k{at}" for at, key in enumerate(mine))
        parts.append(f"SELECT t.id AS id, {named} FROM {from_(listing, branch)} WHERE {where.sql or '1=1'}")
        parameters += [parameter for key in mine for parameter in key.parameters]
        parameters += [*branch.source_parameters, *where.parameters]
    order = ", ".join(
        f"k{at}{' DESC' if key.descending != window.backward else ''}"
        for at, key in enumerate(keys)
        if not (at == 0 and inside[0][0].constant)
    )
    told = [*range(len(keys)), *(extra.index(each) for each in listing.extras)]
    columns = select.columns_sql + ", ".join(f"p.k{at}" for at in told)
    best = f"SELECT * FROM ({' UNION ALL '.join(parts)}) u ORDER BY {order} LIMIT ?"
    again = ", ".join(f"p.{key}" for key in order.split(", "))
    joined = f'({best}) p CROSS JOIN "{listing.table}" t {select.joins_sql}'
    return f"SELECT {columns} FROM {joined} WHERE t.id = p.id ORDER BY {again}", (*parameters, limit)


def rows_statement(select: Select, column: str, count: int, order: str) -> str:
    """The rows whose `column` is one of `count` parameters. The text is kept with the columns (`Select.texts`)."""
    key = ("rows", column, count, order)
    sql = select.texts.get(key)
    if sql is None:
        sql = _rows_text(select, column, count, order)
        if len(select.texts) < MOST_TEXTS:
            select.texts[key] = sql
    return sql


def _rows_text(select: Select, column: str, count: int, order: str) -> str:
    named = "= ?" if count == 1 else f"IN ({', '.join('?' * count)})"
    latest = f" ORDER BY t.{order} DESC, t.id DESC" if order else ""
    source = f'"{select.table}" t {select.joins_sql}'
    return f"SELECT {select.columns_sql}t.{column} FROM {source} WHERE t.{column} {named}{latest}"


def count_statements(listing: Listing) -> Iterator[Statement]:
    """Statements whose numbers add up to the total."""
    if listing.total is not None:
        yield listing.total.sql, listing.total.parameters
        return
    for branch in listing.counted or listing.branches:
        where = all_of([*branch.conditions, *listing.conditions])
        sql = f"SELECT count(*) FROM {from_(listing, branch)} WHERE {where.sql or '1=1'}"
        yield sql, (*branch.source_parameters, *where.parameters)


def place_statements(listing: Listing, most: int) -> Iterator[Statement]:
    """Statements for the different points (latitude, longitude) of the list's rows, at most so many of each."""
    for branch in listing.counted or listing.branches:
        where = all_of([*branch.conditions, *listing.conditions])
        sql = f"SELECT DISTINCT t.latitude, t.longitude FROM {from_(listing, branch)} WHERE {where.sql} LIMIT {most}"
        yield sql, (*branch.source_parameters, *where.parameters)


def nearest_statements(table: str, each: int = 2) -> tuple[str, str]:
    """The ids next below and next above a parameter."""
    return (
        f'SELECT id FROM "{table}" WHERE id < ? ORDER BY id DESC LIMIT {each}',
        f'SELECT id FROM "{table}" WHERE id > ? ORDER BY id LIMIT {each}',
    )


def merged(rows: list[Row], listing: Listing, branch: Branch, select: Select, backward: bool, limit: int) -> list[Row]:
    """Rows of several branches like `branch` in the list's order, the first `limit`."""
    for at in reversed(range(1 if branch.constant else 0, len(listing.order))):
        rows.sort(key=itemgetter(select.width + at), reverse=listing.order[at].descending != backward)
    return rows[:limit]


def window_page(rows: list[Row], window: Window) -> Page:
    """One row more than the window takes tells whether there is more on its far side."""
    more = len(rows) > window.limit
    rows = rows[: window.limit]
    if window.backward:
        rows.reverse()
        return Page(rows, window.before is not None, more)
    return Page(rows, more, window.after is not None)


def from_(listing: Listing, branch: Branch) -> str:
    """What stands behind FROM."""
    if branch.source is not None:
        return branch.source
    return f'"{listing.table}" t INDEXED BY {branch.index}' if branch.index else f'"{listing.table}" t'


def _order(keys: Sequence[Key], branch: Branch, backward: bool) -> str:
    """ORDER BY without the constant key. Keys that an index yields have no parameters."""
    if branch.packed is not None:
        return f"{branch.packed.sql}{'' if backward else ' DESC'}"
    moving = keys[1:] if branch.constant else keys
    return ", ".join(f"{key.sql}{' DESC' if key.descending != backward else ''}" for key in moving)


def _bounds(branch: Branch, keys: Sequence[Key], window: Window) -> Iterator[Condition | None]:
    """The cursors as conditions; None: nothing of this branch lies inside; a condition without SQL: all of it does."""
    if window.after is not None:
        yield _bound(branch, keys, window.after, after=True)
    if window.before is not None:
        yield _bound(branch, keys, window.before, after=False)


def _bound(branch: Branch, keys: Sequence[Key], values: Sequence[Value], after: bool) -> Condition | None:
    if branch.constant is not None:
        if values[0] != branch.constant.value:
            return Condition("") if (_rank(branch, values[0]) < branch.constant.rank) == after else None
        keys, values = keys[1:], values[1:]
    elif values[0] is None:  # NULL ranks last, behind every branch whose first key moves
        return None if after else Condition("")
    if branch.packed is not None:
        return Condition(f"{branch.packed.sql} {'<' if after else '>'} ?", (branch.packed.pack(*values),))
    return beyond(keys, values, after)


def _rank(branch: Branch, value: Value) -> int:
    """The rank of the branch that holds a cursor's first key: of NULL the last, of a number its own."""
    assert branch.constant is not None
    if value is None:
        return 1
    return 0 if branch.constant.value is None else int(value)


def beyond(keys: Sequence[Key], values: Sequence[Value], after: bool) -> Condition:
    """Rows strictly after (or before) the values of the keys, as a comparison of rows: a range of the index."""
    directions = {key.descending for key in keys}
    sign = ">" if (not keys[0].descending) == after else "<"
    if len(directions) == 1:
        left = ", ".join(key.sql for key in keys)
        parameters = [parameter for key in keys for parameter in key.parameters]
        return Condition(f"({left}) {sign} ({', '.join('?' * len(keys))})", (*parameters, *values))
    first, rest = keys[0], beyond(keys[1:], values[1:], after)
    return Condition(
        f"({first.sql} {sign} ? OR ({first.sql} = ? AND {rest.sql}))",
        (*first.parameters, values[0], *first.parameters, values[0], *rest.parameters),
    )
