"""Lists of everything but jobs: stations, employers, events, policies, sources, runs, rejects and changes.

Such tables are small (some thousand rows) or walked by their key, so a condition is checked row by row.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from schema.store.reads.listing import Branch, Condition, Constant, Key, Listing, one_of
from schema.store.reads.near import AT_ITS_END, inside, measures, nearness, ways_source
from schema.store.reads.queries import (
    ChangeQuery,
    Circle,
    EmployerQuery,
    EventQuery,
    PolicyQuery,
    RejectQuery,
    RunQuery,
    SourceQuery,
    StationQuery,
    stem,
)

BY_ID: Final = (Key("t.id"),)
LATEST: Final = (Key("t.id", True),)
_STARTS: Final = (Key("t.starts_at"), Key("t.id"))


def station_listing(query: StationQuery, dialect: str) -> Listing:
    conditions = [Condition("t.gone_at IS NULL"), *_words(query.words, "t.name", "t.place_text")]
    conditions += _divisions(query.divisions)
    if query.kinds:
        conditions.append(one_of("t.kind", query.kinds))
    if query.trades:
        named = " OR ".join("t.trades_json LIKE ? ESCAPE '\\'" for _ in query.trades)
        conditions.append(Condition(f"({named})", tuple(f'%"{_escaped(trade)}"%' for trade in query.trades)))
    if query.parent is not None:
        conditions.append(Condition("t.parent_id = ?", (query.parent,)))
    if query.nothing:
        conditions.append(Condition("1 = 0"))
    return _placed("station", conditions, query.circle, dialect)


def employer_listing(query: EmployerQuery) -> Listing:
    conditions = [*_words(query.words, "t.name", "t.aliases_json")]
    if query.kind is not None:
        conditions.append(Condition("t.kind = ?", (query.kind,)))
    if query.division is not None:
        conditions += _divisions((query.division,))
    return Listing("employer", BY_ID, tuple(conditions))


def event_listing(query: EventQuery, dialect: str) -> Listing:
    conditions = [
        Condition("t.gone_at IS NULL"),
        *_words(query.words, "t.title", "coalesce(t.organiser, '')", "coalesce(t.place_text, '')"),
    ]
    conditions += _divisions(query.divisions)
    if query.kinds:
        conditions.append(one_of("t.kind", query.kinds))
    if query.since is not None:
        conditions.append(Condition("coalesce(t.ends_at, t.starts_at) >= ?", (query.since,)))
    if query.until is not None:
        conditions.append(Condition("t.starts_at < ?", (query.until,)))
    if query.station is not None:
        conditions.append(Condition("t.station_id = ?", (query.station,)))
    if query.circle is not None:
        return _placed("event", conditions, query.circle, dialect)
    known = Branch((Condition("t.starts_at IS NOT NULL"),))
    unknown = Branch((Condition("t.starts_at IS NULL"),), order=(Key("NULL"), _STARTS[1]), constant=Constant(None, 1))
    return Listing("event", _STARTS, tuple(conditions), (known, unknown))


def policy_listing(query: PolicyQuery) -> Listing:
    conditions = [Condition("t.gone_at IS NULL")]
    if query.division is not None:
        conditions += _divisions((query.division,))
    if query.kind is not None:
        conditions.append(Condition("t.kind = ?", (query.kind,)))
    return Listing("policy", BY_ID, tuple(conditions))


def source_listing(query: SourceQuery) -> Listing:
    health = [] if query.health is None else [Condition("t.health = ?", (query.health,))]
    return Listing("source", BY_ID, tuple(health))


def run_listing(query: RunQuery) -> Listing:
    return Listing("run", LATEST, (Condition("t.source_id = ?", (query.source,)),))


def reject_listing(query: RejectQuery) -> Listing:
    return Listing("reject", BY_ID, (Condition("t.run_id = ?", (query.run,)),))


def change_listing(query: ChangeQuery) -> Listing:
    return Listing("change", (Key("t.seq"),))


def _placed(table: str, conditions: Sequence[Condition], circle: Circle | None, dialect: str) -> Listing:
    if circle is None:
        return Listing(table, BY_ID, tuple(conditions))
    branch = Branch(ordered=False)
    if circle.ways is not None:
        source, parameters = ways_source(circle.ways, dialect)
        joined = f'{source} CROSS JOIN "{table}" t'
        branch = Branch((AT_ITS_END,), None, False, joined, source_parameters=parameters)
    near = (*conditions, inside(circle))
    return Listing(table, (nearness(circle), Key("t.id")), near, (branch,), measures(circle))


def _divisions(codes: Sequence[str]) -> Iterator[Condition]:
    """In any of these divisions: the code begins with theirs."""
    if codes:
        sql = " OR ".join("t.division_code LIKE ?" for _ in codes)
        yield Condition(f"({sql})", tuple(f"{stem(code)}%" for code in codes))


def _words(words: Sequence[str], *columns: str) -> Iterator[Condition]:
    """Every word occurs in one of the columns; case of Latin letters does not matter."""
    text = " || ' ' || ".join(columns)
    for word in words:
        yield Condition(f"lower({text}) LIKE ? ESCAPE '\\'", (f"%{_escaped(word.lower())}%",))


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
