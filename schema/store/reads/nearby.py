"""The nearest jobs to a point on SQLite: one statement that is made once, over as small a circle as fills the page.

Whatever lies in a smaller circle around the same point is nearer than all beyond it, so a page that the smaller circle
fills is the page. How small it may be is remembered by cell from the pages before, or told by how many jobs lie close
by; a wrong guess costs one more read.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Final

from schema.grid import cell_of, ranges_around
from schema.store.reads.crowds import jobs_around
from schema.store.reads.listing import Row, Select, Value, Window
from schema.store.reads.near import SQUARE, box_around, square_parameters
from schema.store.reads.queries import Circle, JobQuery, Query
from schema.store.reads.statements import Statement
from schema.vocabulary import JobOrder

_rest: Final = itemgetter(
    *(place for place, field in enumerate(JobQuery._fields) if field not in ("statuses", "circle", "order"))
)
_PLAIN: Final = _rest(JobQuery())
MOST_GUESSES: Final = 20_000
SLACK: Final = 1.5
"""How much wider than the last page's own circle the next page is looked for."""
PROBES: Final = 8
"""Where nothing is known of a place, jobs are counted in a circle of so small a part."""
LEAST: Final = 100.0
"""Metres: in no smaller circle."""
WORTH: Final = 2.0
"""A circle is looked at by itself where the one asked for is so much wider."""
BANDS: Final = 16
"""Up to so many cells are looked at one by one, of each only the latitudes of the circle: the index has them next."""

Run = Callable[[str, Sequence[Value]], list[Row]]
Guesses = dict[tuple[int, int], float]
"""By cell and size of the page: metres that held a page the last time."""


def nearby_rows(run: Run, guesses: Guesses, query: Query, window: Window, select: Select) -> list[Row] | None:
    """One row more than the page, the nearest first; None where the list is not of this form."""
    if not _is_plain(query, window):
        return None
    assert isinstance(query, JobQuery)
    assert query.circle is not None
    circle, wanted = query.circle, window.limit + 1
    place = cell_of(circle.latitude, circle.longitude), wanted.bit_length()
    known = guesses.get(place)
    metres = _guessed(run, query, circle, wanted) if known is None else known
    rows: list[Row] = []
    if metres < circle.metres:
        rows = run(*nearby_statement(query, replace(circle, metres=metres), select, wanted, BANDS))
    if len(rows) < wanted:
        rows = run(*nearby_statement(query, circle, select, wanted))
    if len(guesses) > MOST_GUESSES:
        guesses.clear()
    if len(rows) == wanted:
        guesses[place] = SLACK * math.sqrt(float(rows[-1][-1] or 0)) + 1
    else:
        guesses[place] = max(circle.metres, known or 0.0)
    return rows


def _guessed(run: Run, query: JobQuery, circle: Circle, wanted: int) -> float:
    """Metres that may hold a page, by how many lie within a few; as many as are asked for where few do."""
    metres = circle.metres / PROBES
    if metres < LEAST:
        return circle.metres
    around = jobs_around(replace(circle, metres=metres), query.statuses)
    [(found,)] = run(f"SELECT count(*) FROM ({around.sql})", around.parameters)
    enough = metres * math.sqrt(SLACK * wanted / int(found)) if found else math.inf
    return enough if enough * WORTH < circle.metres else circle.metres


def _is_plain(query: Query, window: Window) -> bool:
    """Only a circle, of jobs of one status, from its middle."""
    return (
        type(query) is JobQuery
        and query.circle is not None
        and query.circle.ways is None
        and query.order is JobOrder.NEAREST
        and len(query.statuses) == 1
        and not window.backward
        and window.after is None
        and window.before is None
        and _rest(query) == _PLAIN
    )


def nearby_statement(query: JobQuery, circle: Circle, select: Select, limit: int, bands: int = 0) -> Statement:
    """The first `limit` jobs of a circle: keys from the index of cells, then the rows with what they link to."""
    spans = ranges_around(circle.latitude, circle.longitude, circle.metres)
    cells = [cell for first, last in spans[:bands] for cell in range(first, last + 1)]
    banded = len(spans) <= bands and len(cells) <= bands
    bounds = cells if banded else [bound for span in spans for bound in span]
    key = ("nearby", banded, len(bounds))
    text = select.texts.get(key)
    if text is None:
        text = select.texts[key] = _text(select, len(bounds), banded)
    within = (*box_around(circle), circle.metres * circle.metres)
    return text, (*square_parameters(circle), *bounds, str(query.statuses[0]), *within, limit)


def _text(select: Select, bounds: int, banded: bool) -> str:
    values = ", ".join(["(?)"] * bounds if banded else ["(?, ?)"] * (bounds // 2))
    held = "t.cell = c.column1" if banded else "t.cell BETWEEN c.column1 AND c.column2"
    near = (
        f"SELECT t.id AS id, {SQUARE} AS k0 FROM (VALUES {values}) c "
        f"CROSS JOIN job t INDEXED BY ix_job_cell WHERE t.status = ? AND {held} "
        "AND t.latitude BETWEEN ? AND ? AND t.longitude BETWEEN ? AND ? AND k0 <= ? ORDER BY k0, id LIMIT ?"
    )
    return (
        f"SELECT {select.columns_sql}p.k0, p.id, p.k0 FROM ({near}) p CROSS JOIN job t {select.joins_sql} "
        "WHERE t.id = p.id ORDER BY p.k0, p.id"
    )
