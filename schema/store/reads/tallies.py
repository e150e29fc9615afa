"""Counts of jobs by scope and facet, kept as jobs change: what a total or a facet costs does not grow with the jobs.

A scope is everything (""), a division (d440103) or a station (s12); a facet is a JobFacet's name, a combination's
(schema.store.reads.combinations), or "" for the total.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Final

from schema.store.reads.combinations import (
    PERSON,
    RANKED,
    SQL,
    TERMS,
    person_asked,
    person_value,
    terms_asked,
    terms_value,
)
from schema.store.reads.listing import Condition, Value
from schema.store.reads.queries import JobQuery
from schema.vocabulary import Benefit, JobFacet

FIELDS: Final = (
    *("status", "province_code", "city_code", "district_code", "street_code", "station_id"),
    *("occupation_code", "employment", "workplace", "pay_unit", "settlement", "employer_id", "benefits"),
    *("age_min", "age_max", "education"),
)
"""The columns of a job that decide what it is counted in."""
COUNTED: Final = frozenset({"station_id", "employer_id", "benefits", "age_min", "age_max"})
"""Those of them that are integers."""
_AT: Final = {field: place for place, field in enumerate(FIELDS)}
_FACETS: Final = (
    (JobFacet.OCCUPATION, "occupation_code"),
    (JobFacet.EMPLOYMENT, "employment"),
    (JobFacet.WORKPLACE, "workplace"),
    (JobFacet.PAY_UNIT, "pay_unit"),
    (JobFacet.SETTLEMENT, "settlement"),
    (JobFacet.STATION, "station_id"),
    (JobFacet.EMPLOYER, "employer_id"),
)
_FACETED: Final = [(facet.value, _AT[field]) for facet, field in _FACETS]
_called: Final = itemgetter(*map(_AT.__getitem__, ("employment", "workplace", "settlement")))
_asked_of: Final = itemgetter(*map(_AT.__getitem__, ("age_min", "age_max", "education")))
_TOTAL: Final = ("", "")
_PLACED: Final = _AT["station_id"] + 1
"""So many of the FIELDS, the first, decide status and scopes."""
_BENEFITS: Final = [(1 << place, benefit.value) for place, benefit in enumerate(Benefit)]
_TALLIED: Final = frozenset({facet for facet, _ in _FACETS} | {JobFacet.BENEFIT, JobFacet.DIVISION})
_LEVELS: Final = ("province_code", "city_code", "district_code", "street_code")

_narrowed: Final = itemgetter(
    *(
        place
        for place, field in enumerate(JobQuery._fields)
        if field not in ("statuses", "divisions", "stations", "order")
    )
)
_WIDE: Final = _narrowed(JobQuery())
"""What a question that a tally answers asks beside status, divisions and stations: nothing."""

Cell = tuple[str, str, str, str]


def count_cells(rows: Iterable[Sequence[Value]]) -> Counter[Cell]:
    """How many jobs with these FIELDS each tally, (scope, status, facet, value), counts."""
    together: dict[tuple[Value, ...], Counter[tuple[str, str]]] = defaultdict(Counter)
    for values in rows:  # jobs of one place stand in the same scopes: their facets are counted once for all of these
        together[tuple(values[:_PLACED])].update(_facets_of(values))
    cells: Counter[Cell] = Counter()
    for placed, facets in together.items():
        for scope, faceted in scopes_of(placed):
            for (facet, value), count in facets.items() if faceted else ((_TOTAL, facets[_TOTAL]),):
                cells[scope, str(placed[0]), facet, value] += count
    return cells


def _facets_of(values: Sequence[Value]) -> Iterator[tuple[str, str]]:
    yield _TOTAL
    for facet, at in _FACETED:
        value = values[at]
        if value is not None:
            yield facet, str(value)
    yield from _held(int(values[_AT["benefits"]] or 0))
    yield TERMS, terms_value(*_called(values))
    yield PERSON, person_value(*_asked_of(values))


@lru_cache(maxsize=4_096)
def _held(bits: int) -> tuple[tuple[str, str], ...]:
    return tuple((JobFacet.BENEFIT.value, name) for bit, name in _BENEFITS if bits & bit)


def scopes_of(values: Sequence[Value]) -> Iterator[tuple[str, bool]]:
    """Everything, each division from the province down, and the station; and whether facets are counted there.

    Streets and stations are small: their facets are counted when they are asked for.
    """
    yield "", True
    seen = set()
    for level in _LEVELS:
        code = values[_AT[level]]
        if code is not None and code not in seen:
            seen.add(code)
            yield f"d{code}", level != "street_code"
    station = values[_AT["station_id"]]
    if station is not None:
        yield f"s{station}", False


def every_cell() -> Iterator[str]:
    """Statements that together tally all of `search_shadow`: what `count_cells` says of rows, said in SQL.

    Each counts one facet by district, and adds the districts up to what lies above them: the jobs are sorted once.
    """
    yield _faceted("", f"SELECT {_PLACE}, '' AS v, count(*) AS n FROM search_shadow GROUP BY {_PLACE}")
    for facet, field in (*((facet.value, field) for facet, field in _FACETS), *SQL.items()):
        valued = f"FROM search_shadow WHERE {field} IS NOT NULL GROUP BY {_PLACE}, {field}"
        yield _faceted(facet, f"SELECT {_PLACE}, CAST({field} AS TEXT) AS v, count(*) AS n {valued}")
    held = ", ".join(f"count(CASE WHEN (benefits & {bit}) <> 0 THEN 1 END) AS b{bit}" for bit, _ in _BENEFITS)
    each = (f"SELECT {_PLACE}, '{name}' AS v, b{bit} AS n FROM h WHERE b{bit} > 0" for bit, name in _BENEFITS)
    counted = f"h AS MATERIALIZED (SELECT {_PLACE}, {held} FROM search_shadow GROUP BY {_PLACE}), "
    yield _faceted(JobFacet.BENEFIT.value, " UNION ALL ".join(each), counted)
    for column, scope, given in (("street_code", "d", _once(3)), ("station_id", "s", "station_id IS NOT NULL")):
        grouped = f"FROM search_shadow WHERE {given} GROUP BY {column}, status"
        yield f"SELECT '{scope}' || {column}, status, '', '', count(*) {grouped}"


_PLACE: Final = "province_code, city_code, district_code, status"


def _faceted(facet: str, counted: str, before: str = "") -> str:
    """The cells of a facet everywhere, in each province, city and district, from its counts by place and value."""
    value = f"status, '{facet}', v, sum(n) FROM c"
    wider = [f"SELECT '' AS s, {value} GROUP BY status, v"]
    wider += [
        f"SELECT 'd' || {level}, {value} WHERE {_once(at)} GROUP BY {level}, status, v"
        for at, level in enumerate(_LEVELS[:3])
    ]
    return f"WITH {before}c AS MATERIALIZED ({counted}) {' UNION ALL '.join(wider)}"


def _once(at: int) -> str:
    """A row has a division of a level that is none of those above it."""
    twice = "".join(f" AND coalesce({above}, '') <> {_LEVELS[at]}" for above in _LEVELS[:at])
    return f"{_LEVELS[at]} IS NOT NULL{twice}"


def scopes_asked(query: JobQuery) -> list[str] | None:
    """The scopes whose tallies add up to the list; None where no tally tells."""
    if _narrowed(query) != _WIDE:
        return None
    if query.divisions and query.stations:
        return None
    if any(len(code) == 12 for code in query.divisions):
        return None  # communities are not tallied
    if query.divisions:
        return [f"d{code}" for code in query.divisions]
    return [f"s{number}" for number in query.stations] or [""]


def total(query: JobQuery) -> Condition | None:
    """The statement that yields a list's total, where tallies tell it: of scopes, or of one facet's values there."""
    facet, values, wider = _one_facet(query)
    scopes = scopes_asked(wider)
    if scopes is None:
        return _of_terms(query) or _of_person(query)
    return _total(query, scopes, facet, values)


def _of_terms(query: JobQuery) -> Condition | None:
    """The total by several of employment, workplace and settlement."""
    scopes = scopes_asked(query._replace(employment=(), workplace=(), settlement=()))
    return None if scopes is None else _total(query, scopes, TERMS, terms_asked(query))


def _of_person(query: JobQuery) -> Condition | None:
    """The total by age and education."""
    scopes = scopes_asked(query._replace(age=None, education=None))
    open_to = None if scopes is None else person_asked(query)
    if scopes is None or open_to is None or not all(map(_is_faceted, scopes)):
        return None
    statuses = [status.value for status in query.statuses]
    listed = (", ".join("?" * len(each)) for each in (scopes, statuses))
    among = "scope IN ({}) AND status IN ({}) AND facet = ?".format(*listed)
    sql = f"SELECT coalesce(sum(count), 0) FROM search_tally WHERE {among} AND {open_to.sql}"
    return Condition(sql, (*scopes, *statuses, PERSON, *open_to.parameters))


def _total(query: JobQuery, scopes: Sequence[str], facet: str, values: Sequence[str]) -> Condition | None:
    if facet and not all(map(_is_faceted, scopes)):
        return None
    sql = _total_sql(len(scopes), len(query.statuses), len(values))
    return Condition(sql, (*scopes, *[status.value for status in query.statuses], facet, *values))


@lru_cache(maxsize=1024)
def _total_sql(scopes: int, statuses: int, values: int) -> str:
    listed = (", ".join("?" * count) for count in (scopes, statuses, values))
    return (
        "SELECT coalesce(sum(count), 0) FROM search_tally "
        "WHERE scope IN ({}) AND status IN ({}) AND facet = ? AND value IN ({})"
    ).format(*listed)


SCOPE_TOTAL: Final = _total_sql(1, 1, 1)
"""The total of one scope and status: its parameters are these, no facet and no value."""


_FILTERS: Final = (
    ("employment", JobFacet.EMPLOYMENT),
    ("workplace", JobFacet.WORKPLACE),
    ("settlement", JobFacet.SETTLEMENT),
)


def _one_facet(query: JobQuery) -> tuple[str, Sequence[str], JobQuery]:
    """The first facet that is filtered by, its values, the question without it; of none, what totals stand under."""
    if _narrowed(query) == _WIDE:
        return "", ("",), query
    for field, by in _FILTERS:
        values: Sequence[str] = getattr(query, field)
        if values:
            emptied: dict[str, tuple[()]] = {field: ()}
            return by.value, values, query._replace(**emptied)  # type: ignore[arg-type]  # a field that is a tuple
    if query.pay_unit is not None and query.pay_at_least is None:
        return JobFacet.PAY_UNIT.value, (query.pay_unit,), query._replace(pay_unit=None)
    return "", ("",), query


def _is_faceted(scope: str) -> bool:
    """Whether facets are counted in a scope: everything, and divisions down to the district."""
    return len(scope) <= 7 and not scope.startswith("s")


def buckets(query: JobQuery, by: JobFacet, level: str, top: int) -> Condition | None:
    """The statement that yields (value, count) of a facet's largest buckets, where one scope's tallies tell it."""
    scopes = scopes_asked(query)
    if scopes is None or by not in _TALLIED or len(query.statuses) > 1:
        return None
    status = query.statuses[0].value
    if by is JobFacet.DIVISION:
        return _divisions(status, level, top) if scopes == [""] else None
    if len(scopes) > 1 or not _is_faceted(scopes[0]):
        return None
    return Condition(
        f"SELECT value, count FROM search_tally WHERE scope = ? AND status = ? AND facet = ? AND {RANKED} "
        f"ORDER BY count DESC, value LIMIT {int(top)}",
        (scopes[0], status, by.value),
    )


_SHAPES: Final = {
    "province_code": "d__0000",
    "city_code": "d____00",
    "district_code": "d______",
    "street_code": "d_________",
}


def _divisions(status: str, level: str, top: int) -> Condition | None:
    """The totals of all divisions of a level are the tallies of their scopes."""
    if level not in _SHAPES:
        return None
    higher = {"city_code": " AND scope NOT LIKE 'd__0000'", "district_code": " AND scope NOT LIKE 'd____00'"}
    return Condition(
        "SELECT substr(scope, 2), count FROM search_tally WHERE facet = '' AND status = ? "
        f"AND scope LIKE '{_SHAPES[level]}'{higher.get(level, '')} ORDER BY count DESC, scope LIMIT {int(top)}",
        (status,),
    )
