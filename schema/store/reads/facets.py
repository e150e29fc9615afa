"""Jobs counted by one thing, without that thing's own filter: from tallies where they tell, else from the jobs."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any, Final

from schema.store.reads.listing import Row, Value, all_of
from schema.store.reads.listings import listing_of
from schema.store.reads.queries import JobQuery, stem
from schema.store.reads.reader import Bucket
from schema.store.reads.statements import Statement, from_
from schema.store.reads.tallies import buckets
from schema.vocabulary import Benefit, JobFacet, JobOrder

FetchAll = Callable[[Sequence[Statement]], Awaitable[list[list[Row]]]]
"""The rows of several statements."""

OWN: Final = {
    JobFacet.DIVISION: "divisions",
    JobFacet.OCCUPATION: "occupations",
    JobFacet.EMPLOYMENT: "employment",
    JobFacet.WORKPLACE: "workplace",
    JobFacet.PAY_UNIT: "pay_unit",
    JobFacet.SETTLEMENT: "settlement",
    JobFacet.BENEFIT: "benefits",
    JobFacet.STATION: "stations",
    JobFacet.SOURCE: "sources",
    JobFacet.EMPLOYER: "employers",
}
"""The filter that each facet ignores."""
COLUMNS: Final = {
    JobFacet.OCCUPATION: "t.occupation_code",
    JobFacet.EMPLOYMENT: "t.employment",
    JobFacet.WORKPLACE: "t.workplace",
    JobFacet.PAY_UNIT: "t.pay_unit",
    JobFacet.SETTLEMENT: "t.settlement",
    JobFacet.STATION: "t.station_id",
    JobFacet.EMPLOYER: "t.employer_id",
}


_NUMBERED: Final = frozenset({JobFacet.STATION, JobFacet.EMPLOYER, JobFacet.SOURCE})


_EMPTY: Final[dict[str, object]] = {"pay_unit": None, "benefits": 0}


def without_own(query: JobQuery, by: JobFacet) -> JobQuery:
    """The question that a facet counts: the list's own, where that has no filter of the facet's."""
    if query.order is JobOrder.NEWEST and not getattr(query, OWN[by]):
        return query
    return _without_own(query, by)


@lru_cache(maxsize=4096)
def _without_own(query: JobQuery, by: JobFacet) -> JobQuery:
    field = OWN[by]
    changed: dict[str, Any] = {"order": JobOrder.NEWEST, field: _EMPTY.get(field, ())}  # Any: fields of a JobQuery
    asked = query._replace(**changed)
    if by is JobFacet.PAY_UNIT and query.pay_at_least is not None and query.pay_unit is not None:
        return asked._replace(pay_at_least=None)  # an amount means nothing without its unit
    return asked


async def facet_buckets(
    query: JobQuery, bys: Sequence[JobFacet], top: int, dialect: str, fetch: FetchAll
) -> list[list[Bucket]]:
    """Of each facet the most frequent values, ties by value."""
    level = division_level(query)
    asked = [_asked(query, by, level, top, dialect) for by in bys]
    rows = iter(await fetch([statement for statements in asked for statement in statements]))
    return [_buckets(by, [next(rows) for _ in each], top) for by, each in zip(bys, asked, strict=True)]


def _asked(query: JobQuery, by: JobFacet, level: str, top: int, dialect: str) -> list[Statement]:
    """Statements whose (value, count) make up a facet."""
    asked = without_own(query, by)
    told = buckets(asked, by, level, top)
    return list(_statements(asked, by, level, dialect)) if told is None else [(told.sql, told.parameters)]


def _buckets(by: JobFacet, found: Sequence[Sequence[Row]], top: int) -> list[Bucket]:
    counts: Iterable[Sequence[Value]] = found[0]
    if len(found) > 1:  # of one range each value comes once
        summed: dict[Value, int] = {}
        for value, count in chain.from_iterable(found):
            summed[value] = summed.get(value, 0) + int(count or 0)
        counts = summed.items()
    numbered = by in _NUMBERED
    given = [each for each in counts if each[0] is not None and each[1]]
    made: list[Bucket] = [(int(value or 0), int(count or 0)) for value, count in given] if numbered else given  # type: ignore[assignment]  # of codes
    made.sort(key=_text if numbered else _value)
    made.sort(key=_times, reverse=True)  # which leaves those that are as frequent in their order
    return made[:top]


_value: Final = itemgetter(0)
_times: Final = itemgetter(1)


def _text(bucket: Bucket) -> str:
    return str(bucket[0])


def division_level(query: JobQuery) -> str:
    """The column that DIVISION counts by: the level of the divisions asked for; districts where none are."""
    if not query.divisions:
        return "district_code"
    shortest = min(len(stem(code)) for code in query.divisions)
    return {2: "province_code", 4: "city_code", 6: "district_code", 9: "street_code"}.get(shortest, "division_code")


def _statements(query: JobQuery, by: JobFacet, level: str, dialect: str) -> Iterator[Statement]:
    listing = listing_of(query, dialect)
    for branch in listing.counted or listing.branches:
        where = all_of([*branch.conditions, *listing.conditions])
        source = from_(listing, branch)
        parameters = (*branch.source_parameters, *where.parameters)
        if by is JobFacet.BENEFIT:
            for at, benefit in enumerate(Benefit):
                held = f"(t.benefits & {1 << at}) <> 0"
                yield f"SELECT '{benefit.value}', count(*) FROM {source} WHERE {where.sql} AND {held}", parameters
        elif by is JobFacet.SOURCE:
            yield (
                f"SELECT s.source_id, count(DISTINCT t.id) FROM {source} CROSS JOIN posting s "
                f"WHERE {where.sql} AND s.job_id = t.id GROUP BY s.source_id",
                parameters,
            )
        else:
            column = f"t.{level}" if by is JobFacet.DIVISION else COLUMNS[by]
            yield f"SELECT {column}, count(*) FROM {source} WHERE {where.sql} GROUP BY {column}", parameters
