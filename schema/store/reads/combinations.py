"""Combinations: several columns of a job counted as one value, for totals by more filters than one.

They stand among the tallies under names of their own, which no JobFacet has. TERMS is what a job is called by
(`GIG|ON_SITE|DAILY`); PERSON whom it is open to: the least age, the greatest and one more, the education, each age of
three digits and within what can be asked for (`018046JUNIOR_SECONDARY`; `000999` is open to anybody).
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import Final

from schema.store.reads.listing import Condition
from schema.store.reads.queries import JobQuery
from schema.vocabulary import Education, Employment, Settlement, Workplace

TERMS: Final = "terms"
PERSON: Final = "person"
RANKED: Final = "facet < 'a'"
"""What the facets are that are shown by their largest values: these are not."""
_ANYBODY: Final = 999

_LEAST: Final = "CASE WHEN age_min > 0 THEN CASE WHEN age_min < 999 THEN age_min ELSE 999 END ELSE 0 END"
_MOST: Final = "CASE WHEN age_max < 0 THEN 0 WHEN age_max < 998 THEN age_max + 1 ELSE 999 END"
SQL: Final = {
    TERMS: "employment || '|' || workplace || '|' || coalesce(settlement, '')",
    PERSON: " || ".join(
        (*(f"substr(CAST(1000 + {age} AS TEXT), 2)" for age in (_LEAST, _MOST)), "coalesce(education, '')")
    ),
}
"""The same values, said of columns."""


@lru_cache(maxsize=4_096)
def terms_value(employment: object, workplace: object, settlement: object) -> str:
    """The TERMS of a job."""
    return f"{employment}|{workplace}|{settlement or ''}"


@lru_cache(maxsize=4_096)
def person_value(age_min: int | None, age_max: int | None, education: object) -> str:
    """The PERSON of a job."""
    least = min(max(age_min or 0, 0), _ANYBODY)
    most = _ANYBODY if age_max is None else min(max(age_max + 1, 0), _ANYBODY)
    return f"{least:03}{most:03}{education or ''}"


def terms_asked(query: JobQuery) -> Sequence[str]:
    """The TERMS of every job that is of the employment, workplace and settlement asked for."""
    employment = query.employment or [each.value for each in Employment]
    workplace = query.workplace or [each.value for each in Workplace]
    settlement = query.settlement or [*(each.value for each in Settlement), None]
    return [terms_value(*each) for each in product(employment, workplace, settlement)]


def person_asked(query: JobQuery) -> Condition | None:
    """What the PERSON of a job says that is open to the age and education asked for; None: they are not asked for."""
    parts: list[str] = []
    parameters: list[str] = []
    if query.age is not None:
        if not 0 <= query.age < _ANYBODY - 1:
            return None
        parts += ["substr(value, 1, 3) <= ?", "substr(value, 4, 3) > ?"]
        parameters += [f"{query.age:03}"] * 2
    if query.education is not None:
        order = [each.value for each in Education]
        open_to = ["", *order[: order.index(query.education) + 1]]
        parts.append(f"substr(value, 7) IN ({', '.join('?' * len(open_to))})")
        parameters += open_to
    return Condition(" AND ".join(parts), tuple(parameters)) if parts else None
