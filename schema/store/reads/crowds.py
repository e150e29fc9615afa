"""Crowds: whether so many jobs lie around a point that looking each up in the text index costs more than walking it.

SQLite's only: a look costs 30 µs, a step of the walk 0.4 (a million jobs, a word that a quarter of them have).
"""

from collections.abc import Sequence
from typing import Final

from schema.grid import ranges_around
from schema.store.reads.listing import Condition, Value, one_of
from schema.store.reads.near import box_around
from schema.store.reads.queries import Circle, JobQuery, Query
from schema.vocabulary import JobStatus

CROWD: Final = 1_500
"""More jobs than this in the box around a circle."""


def crowd_statement(query: Query) -> tuple[str, tuple[Value, ...]] | None:
    """The statement that yields a row where a CROWD lies around the circle of a text; None: nothing is to be chosen."""
    if type(query) is not JobQuery or not query.words or query.circle is None or query.circle.ways is not None:
        return None
    around = jobs_around(query.circle, query.statuses)
    return f"SELECT 1 FROM ({around.sql}) LIMIT 1 OFFSET {CROWD}", around.parameters


def jobs_around(circle: Circle, statuses: Sequence[JobStatus]) -> Condition:
    """The statement of the ids of jobs in the box around a circle, from the index of cells alone."""
    spans = ranges_around(circle.latitude, circle.longitude, circle.metres)
    named = one_of("c.status", [status.value for status in statuses])
    sql = (
        f"SELECT c.id FROM (VALUES {', '.join(['(?, ?)'] * len(spans))}) v CROSS JOIN job c INDEXED BY ix_job_cell "
        f"WHERE {named.sql} AND c.cell BETWEEN v.column1 AND v.column2 "
        "AND c.latitude BETWEEN ? AND ? AND c.longitude BETWEEN ? AND ?"
    )
    return Condition(sql, (*(bound for span in spans for bound in span), *named.parameters, *box_around(circle)))
