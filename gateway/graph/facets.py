"""Facets with the words that a person is shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from gateway.graph.checking import in_range
from gateway.graph.context import Context
from gateway.graph.ids import global_id
from schema import tags, vocabulary
from schema.divisions import division
from schema.occupations import occupation
from schema.store.reads.facets import without_own
from schema.store.reads.listing import Select
from schema.store.reads.queries import JobQuery
from schema.store.reads.reader import Bucket
from schema.vocabulary import JobFacet

MOST_BUCKETS = 100
DEFAULT_TOP = 10

_TERMS: dict[JobFacet, type[vocabulary.Term]] = {
    JobFacet.EMPLOYMENT: vocabulary.Employment,
    JobFacet.WORKPLACE: vocabulary.Workplace,
    JobFacet.PAY_UNIT: vocabulary.PayUnit,
    JobFacet.SETTLEMENT: vocabulary.Settlement,
    JobFacet.BENEFIT: vocabulary.Benefit,
}
_OF_ROWS = frozenset({JobFacet.SOURCE, JobFacet.STATION, JobFacet.EMPLOYER})
_ROWS = {JobFacet.STATION: ("Station", "station"), JobFacet.EMPLOYER: ("Employer", "employer")}


class Shown(NamedTuple):
    """One value of a facet, as a filter takes it and as a person reads it, and how many jobs have it."""

    value: str
    times: int
    label_of: Callable[[str], str]
    """Its own words where it has them; most who ask for values and counts have theirs."""

    @property
    def label(self) -> str:
        return self.label_of(self.value)


@dataclass(frozen=True, slots=True)
class Facet:
    by: JobFacet
    buckets: Sequence[Shown]


async def facets_of(context: Context, query: JobQuery, bys: Sequence[JobFacet], top: int) -> list[Facet]:
    """The most frequent values of each thing, each with its label."""
    if not bys:
        return []
    in_range("top", top, 0, MOST_BUCKETS)
    for by in bys:
        if (counted := without_own(query, by)) is not query:  # the list itself has left its tags
            context.tags.update(tags.of_list(counted))
    found = await context.services.reader.facets(query, bys, top)
    return [Facet(by, await _shown(context, by, buckets)) for by, buckets in zip(bys, found, strict=True)]


async def _shown(context: Context, by: JobFacet, buckets: Sequence[Bucket]) -> list[Shown]:
    if by not in _OF_ROWS:
        label = _label_of(by)
        return [Shown(value, times, label) for value, times in buckets]  # type: ignore[arg-type]  # codes are text
    numbers = [int(value) for value, _ in buckets]
    if by is JobFacet.SOURCE:
        select = Select("source", (("t", "key"), ("t", "name")))
        rows = await context.services.reader.rows(select, "id", numbers)
        keys = {row[-1]: str(row[0]) for row in rows}
        names = {str(row[0]): str(row[1]) for row in rows}
        context.tags.update(tags.of_row("source", number) for number in numbers)
        return [Shown(keys[value], times, names.__getitem__) for value, times in buckets]
    typename, table = _ROWS[by]
    encode = global_id(typename)
    rows = await context.services.reader.rows(Select(table, (("t", "name"),)), "id", numbers)
    names = {encode(row[-1]): str(row[0]) for row in rows}  # type: ignore[arg-type]  # ids are integers
    context.tags.update(tags.of_row(table, number) for number in numbers)
    return [Shown(encode(int(value)), times, names.__getitem__) for value, times in buckets]


@cache
def _label_of(by: JobFacet) -> Callable[[str], str]:
    """The function from a coded value to what a person is shown."""
    terms = _TERMS.get(by)

    @lru_cache(maxsize=65536)
    def label(value: str) -> str:
        if terms is not None:
            return terms[value].label
        found = division(value) if by is JobFacet.DIVISION else occupation(value)
        return found.name if found else ""

    return label
