"""Conditions: what is checked on each job that an index yields."""

from collections.abc import Iterator, Sequence

from schema.store.reads.listing import Condition, one_of
from schema.store.reads.near import inside
from schema.store.reads.queries import JobQuery
from schema.vocabulary import Education


def plain_conditions(query: JobQuery) -> Iterator[Condition]:
    """All but status, text, division, station, employer and event."""
    for column, codes in (
        ("employment", query.employment),
        ("workplace", query.workplace),
        ("settlement", query.settlement),
    ):
        if codes:
            yield one_of(f"t.{column}", codes)
    if query.occupations:
        yield occupation_condition(query.occupations)
    if query.sources:
        seen = one_of("s.source_id", query.sources)
        yield Condition(f"EXISTS (SELECT 1 FROM posting s WHERE s.job_id = t.id AND {seen.sql})", seen.parameters)
    if query.benefits:
        yield Condition("(t.benefits & ?) = ?", (query.benefits, query.benefits))
    yield from _pay_conditions(query)
    yield from _person_conditions(query)
    if query.starts_after is not None:
        yield Condition("t.starts_at >= ?", (query.starts_after,))
    if query.ends_before is not None:
        yield Condition("(t.ends_at <= ? AND t.ends_at >= t.starts_at)", (query.ends_before,))
    if query.posted_since is not None:
        yield Condition("t.posted_at >= ?", (query.posted_since,))
    if query.circle is not None:
        yield inside(query.circle)


def occupation_condition(codes: Sequence[str]) -> Condition:
    """A code, or one below it: 4-02-00-00 covers 4-02-05-01."""
    parts = [Condition("t.occupation_code LIKE ?", (code.split("-00")[0] + "-%",)) for code in codes if "-00" in code]
    plain = [code for code in codes if "-00" not in code] + [code for code in codes if "-00" in code]
    parts.append(one_of("t.occupation_code", plain))
    return Condition(
        f"({' OR '.join(part.sql for part in parts)})", tuple(value for part in parts for value in part.parameters)
    )


def _pay_conditions(query: JobQuery) -> Iterator[Condition]:
    if query.pay_unit is not None:
        yield Condition("t.pay_unit = ?", (query.pay_unit,))
    if query.pay_at_least is None:
        return
    if query.pay_unit is None:
        yield Condition("t.hourly_estimate >= ?", (query.pay_at_least,))
    else:
        yield Condition("coalesce(t.pay_max, t.pay_min) >= CAST(? AS BIGINT) * t.pay_unit_count", (query.pay_at_least,))


def _person_conditions(query: JobQuery) -> Iterator[Condition]:
    if query.age is not None:
        yield Condition("coalesce(t.age_min, 0) <= ? AND coalesce(t.age_max, 999) >= ?", (query.age, query.age))
    if query.education is not None:
        order = [term.value for term in Education]
        open_to = order[: order.index(query.education) + 1]
        held = one_of("t.education", open_to)
        yield Condition(f"(t.education IS NULL OR {held.sql})", held.parameters)
