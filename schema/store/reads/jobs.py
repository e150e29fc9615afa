"""Lists of jobs as SQL: which index each question walks, and what is checked on the way.

The index is chosen here and pinned (INDEXED BY): statistics once sent two districts to a wrong one. The choice: what is
named most narrowly (event, employer, station, then divisions), else the order's own index; a text walks the text index.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import Final

from schema.grid import ranges_around
from schema.store.reads.conditions import plain_conditions
from schema.store.reads.crowds import jobs_around
from schema.store.reads.listing import Branch, Condition, Constant, Key, Listing, one_of
from schema.store.reads.near import AT_ITS_END, measures, nearness, ways_source
from schema.store.reads.queries import Circle, JobQuery, Ways, stem
from schema.store.reads.searching import NUMBER_MASK, text_branches, text_condition, text_total
from schema.store.reads.tallies import total
from schema.vocabulary import JobOrder, JobStatus

NEWEST: Final = (Key("t.posted_at", True), Key("t.id", True))
HIGHEST_PAID: Final = (Key("t.hourly_estimate", True), Key("t.id", True))
CLOSING_SOON: Final = (Key("t.expires_at"), Key("t.id"))
_ORDERS: Final = {JobOrder.HIGHEST_PAID: HIGHEST_PAID, JobOrder.CLOSING_SOON: CLOSING_SOON}
CHECKED_METRES: Final = 5_000.0
"""In a circle up to this the text is checked on each job; a wider one walks the text index. Where nobody looked."""
BRANCHES: Final = 24
"""More ranges than this are not merged; the order's own index is walked instead."""

Range = tuple[str, tuple[Condition, ...]]
"""An index without its order, and the conditions that it answers."""


def job_listing(query: JobQuery, dialect: str, crowded: bool | None = None) -> Listing:
    """How a question for jobs is read on a database (`dialect`: sqlite or postgresql).

    `crowded`: whether a crowd (schema.store.reads.crowds) lies around the question's circle; None: nobody looked.
    """
    few = _few(query, crowded)
    ranges = _ranges(query, few)
    rest = tuple(_conditions(query, ranges))
    if query.words and few:
        rest = (*rest, text_condition(query.words, dialect))
    extras = measures(query.circle)
    if query.only:
        return _only(query, rest)
    if query.words and not few:
        return _by_text(query, rest, extras, dialect)
    if query.order is JobOrder.RELEVANCE:
        return _ranked(query, ranges, rest, extras, dialect)
    if query.circle is not None:
        return _around(query, query.circle, rest, extras, dialect)
    if query.order is JobOrder.HIGHEST_PAID:
        counted = _counted(query, ranges, rest, dialect)
        return _with_nulls(query, ranges, rest, "hourly_estimate", "ix_job_paid", HIGHEST_PAID, counted)
    if query.order is JobOrder.CLOSING_SOON:
        counted = _counted(query, ranges, rest, dialect)
        return _with_nulls(query, ranges, rest, "expires_at", "ix_job_expires", CLOSING_SOON, counted)
    walks = tuple(_walks(query, ranges))
    return Listing("job", NEWEST, rest, walks, extras, _counted(query, ranges, rest, dialect), _total(query))


def _counted(
    query: JobQuery, ranges: Sequence[Range], rest: Sequence[Condition], dialect: str
) -> tuple[Branch, ...] | None:
    """What is counted: the ranges; without any, all jobs as they lie (or from a pay on), not in the list's order."""
    if ranges or not rest or dialect != "sqlite":
        return tuple(_walks(query, ranges))
    paid = query.pay_at_least is not None and query.pay_unit is None
    source = None if paid else '"job" t NOT INDEXED'
    return tuple(
        Branch((Condition("t.status = ?", (status.value,)),), "ix_job_paid" if paid else None, source=source)
        for status in query.statuses
    )


def _total(query: JobQuery) -> Condition | None:
    return None if query.nothing else total(query)


def _few(query: JobQuery, crowded: bool | None) -> bool:
    """Whether few jobs are left before the text is looked at, so that it is checked on each."""
    if query.only or query.events or query.employers or query.stations:
        return True
    if query.circle is None or query.circle.ways is not None:
        return query.circle is not None
    return query.circle.metres <= CHECKED_METRES if crowded is None else not crowded


def _only(query: JobQuery, rest: tuple[Condition, ...]) -> Listing:
    """A few jobs that are known by id: which of them are all that is asked."""
    named = one_of("t.id", query.only)
    status = one_of("t.status", [status.value for status in query.statuses])
    return Listing("job", NEWEST, rest, (Branch((named, status), None, False),))


def _walks(query: JobQuery, ranges: Sequence[Range]) -> Iterator[Branch]:
    for status in query.statuses:
        condition = Condition("t.status = ?", (status.value,))
        for index, conditions in ranges or (("ix_job_newest", ()),):
            yield Branch((*conditions, condition), index)


def _ranges(query: JobQuery, few: bool) -> list[Range]:
    """The narrowest ranges that the question names; none where it names nothing or too many."""
    if query.nothing or query.only or query.circle is not None or (query.words and not few):
        return []  # other indexes are walked
    for column, index, members in (
        ("event_id", "ix_job_event", query.events),
        ("employer_id", "ix_job_employer", query.employers),
        ("station_id", "ix_job_station", query.stations),
    ):
        if 0 < len(members) <= BRANCHES:
            return [(index, (Condition(f"t.{column} = ?", (member,)),)) for member in members]
    if 0 < len(query.divisions) <= BRANCHES:
        return [division_range(code) for code in query.divisions]
    return []


def division_range(code: str) -> Range:
    """The index of a division's level; a community is found in its street's."""
    if len(code) == 12:
        return "ix_job_street", (Condition("t.street_code = ?", (code[:9],)), Condition("t.division_code = ?", (code,)))
    level = {2: "province", 4: "city", 6: "district", 9: "street"}[len(stem(code))]
    return f"ix_job_{level}", (Condition(f"t.{level}_code = ?", (code,)),)


def division_condition(codes: Sequence[str]) -> Condition:
    """In any of these divisions."""
    parts = [division_range(code)[1] for code in codes]
    sql = " OR ".join(" AND ".join(condition.sql for condition in each) for each in parts)
    return Condition(f"({sql})", tuple(value for each in parts for condition in each for value in condition.parameters))


def _conditions(query: JobQuery, ranges: Sequence[Range]) -> Iterator[Condition]:
    """All that the ranges do not answer."""
    if query.nothing:
        yield Condition("1 = 0")
        return
    ranged = ranges[0][0] if ranges else ""
    for column, index, members in (
        ("event_id", "ix_job_event", query.events),
        ("employer_id", "ix_job_employer", query.employers),
        ("station_id", "ix_job_station", query.stations),
    ):
        if members and ranged != index:
            yield one_of(f"t.{column}", members)
    if query.divisions and ranged not in ("ix_job_province", "ix_job_city", "ix_job_district", "ix_job_street"):
        yield division_condition(query.divisions)
    yield from plain_conditions(query)


def _with_nulls(
    query: JobQuery,
    ranges: Sequence[Range],
    rest: tuple[Condition, ...],
    column: str,
    index: str,
    order: tuple[Key, ...],
    counted: tuple[Branch, ...] | None,
) -> Listing:
    """An order by a column that may be NULL: first the jobs that have a value, then the others by id."""
    walked = not ranges or len(query.statuses) * len(ranges) > BRANCHES
    branches = []
    for status, (_, conditions) in product(query.statuses, ranges or [("", ())]):
        shared = (*conditions, Condition("t.status = ?", (status.value,)))
        used = index if walked else None
        branches.append(Branch((*shared, Condition(f"t.{column} IS NOT NULL")), used, walked))
        branches.append(
            Branch(
                (*shared, Condition(f"t.{column} IS NULL")),
                used,
                walked,
                order=(Key("NULL"), order[1]),
                constant=Constant(None, 1),
            )
        )
    return Listing("job", order, rest, tuple(branches), counted=counted, total=_total(query))


def _by_text(query: JobQuery, rest: tuple[Condition, ...], extras: tuple[Key, ...], dialect: str) -> Listing:
    """A text walks the text index, newest first; by relevance in three rounds: title, then names, then description.

    Around a point only the jobs nearby are read of those that it finds (SQLite).
    """
    if query.circle is not None and dialect == "sqlite":
        around = jobs_around(query.circle, query.statuses)
        rest = (Condition(f"(f.rowid & {NUMBER_MASK}) IN ({around.sql})", around.parameters), *rest)
    found = tuple(text_branches(query.words, query.statuses, None, dialect))
    total = text_total(query.words, query.statuses[0]) if dialect == "sqlite" and _only_text(query, rest) else None
    if query.order is JobOrder.NEWEST:
        return Listing("job", NEWEST, rest, found, extras, total=total)
    if query.order is JobOrder.RELEVANCE:
        rounds = tuple(branch for at in range(3) for branch in text_branches(query.words, query.statuses, at, dialect))
        return Listing("job", (Key("0"), *NEWEST), rest, rounds, extras, counted=found, total=total)
    if query.order is JobOrder.NEAREST and query.circle is not None:
        away = (nearness(query.circle), Key("t.id"))
        return Listing("job", away, rest, tuple(_unordered(branch) for branch in found), extras)
    order = _ORDERS[query.order]
    halves = tuple(half for branch in found for half in _halves(branch, order))
    return Listing("job", order, rest, halves, extras, counted=found)


def _only_text(query: JobQuery, rest: Sequence[Condition]) -> bool:
    return not rest and len(query.statuses) == 1


def _ranked(
    query: JobQuery, ranges: Sequence[Range], rest: tuple[Condition, ...], extras: tuple[Key, ...], dialect: str
) -> Listing:
    """Relevance among few jobs: the same three rounds, each checked on every job."""
    walks = _cells(query, query.circle, dialect) if query.circle is not None else tuple(_walks(query, ranges))
    rounds = []
    for place, branch in product(range(3), walks):
        checks = [text_condition(query.words, dialect, place)]
        if place:
            earlier = text_condition(query.words, dialect, place - 1)
            checks.append(Condition(f"NOT {earlier.sql}", earlier.parameters))
        order = (Key(str(place)), *NEWEST)
        conditions = (*branch.conditions, *checks)
        made = replace(branch, conditions=conditions, order=order, constant=Constant(place, place))
        rounds.append(made)
    return Listing("job", (Key("0"), *NEWEST), rest, tuple(rounds), extras, counted=walks)


def _unordered(branch: Branch) -> Branch:
    return replace(branch, ordered=False, packed=None)


def _halves(branch: Branch, order: tuple[Key, ...]) -> Iterator[Branch]:
    column = order[0].sql
    unordered = _unordered(branch)
    there = (*branch.conditions, Condition(f"{column} IS NOT NULL"))
    yield replace(unordered, conditions=there, order=order)
    missing = (*branch.conditions, Condition(f"{column} IS NULL"))
    yield replace(unordered, conditions=missing, order=(Key("NULL"), order[1]), constant=Constant(None, 1))


def _cells(query: JobQuery, circle: Circle, dialect: str) -> tuple[Branch, ...]:
    """Rows of cells that cover the circle: each a range of the cell index on SQLite, one bitmap on PostgreSQL.

    Where ways lead to places, the rows at these places.
    """
    if circle.ways is not None:
        return tuple(_at_places(status, circle.ways, dialect) for status in query.statuses)
    spans = ranges_around(circle.latitude, circle.longitude, circle.metres)
    if dialect != "sqlite":
        sql = " OR ".join("t.cell BETWEEN ? AND ?" for _ in spans)
        parts = [Condition(f"({sql})", tuple(bound for span in spans for bound in span))]
    else:
        parts = [Condition("t.cell BETWEEN ? AND ?", span) for span in spans]
    return tuple(
        Branch((Condition("t.status = ?", (status.value,)), part), "ix_job_cell", False)
        for status, part in product(query.statuses, parts)
    )


def _at_places(status: JobStatus, ways: Ways, dialect: str) -> Branch:
    source, parameters = ways_source(ways, dialect)
    conditions = (Condition("t.status = ?", (status.value,)), Condition("t.cell = w.column1"), AT_ITS_END)
    joined = f'{source} CROSS JOIN "job" t INDEXED BY ix_job_cell'
    return Branch(conditions, None, False, joined, source_parameters=parameters)


def _around(
    query: JobQuery, circle: Circle, rest: tuple[Condition, ...], extras: tuple[Key, ...], dialect: str
) -> Listing:
    """All in the circle, sorted."""
    cells = _cells(query, circle, dialect)
    if query.order is JobOrder.NEAREST:
        return Listing("job", (nearness(circle), Key("t.id")), rest, cells, extras)
    order = _ORDERS.get(query.order, NEWEST)
    if order is NEWEST:
        return Listing("job", order, rest, cells, extras)
    halves = tuple(half for branch in cells for half in _halves(branch, order))
    return Listing("job", order, rest, halves, extras, counted=cells)
