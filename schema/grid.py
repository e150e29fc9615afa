"""Squares of the map, a hundredth of a degree each way (about 1.1 km north to south): what is near is in few of them.

A cell is one integer, `row * COLUMNS + column`, so that a row of neighbouring cells is one range of integers.
"""

import math

COLUMNS = 36_000
ROWS = 18_000
PER_DEGREE = 100
METRES_PER_DEGREE = 111_320
"""Of latitude, and of longitude at the equator (WGS84, rounded up so that a range never falls short)."""


def cell_of(latitude: float, longitude: float) -> int:
    """The cell that a WGS84 point in degrees lies in."""
    return row_of(latitude) * COLUMNS + column_of(longitude)


def row_of(latitude: float) -> int:
    return min(ROWS - 1, max(0, math.floor((latitude + 90) * PER_DEGREE)))


def column_of(longitude: float) -> int:
    return math.floor((longitude + 180) * PER_DEGREE) % COLUMNS


def ranges_around(latitude: float, longitude: float, metres: float) -> list[tuple[int, int]]:
    """The ranges of cells (first and last, both included) that cover every point within `metres` of this one."""
    reach = metres / METRES_PER_DEGREE * 1.01
    rows = range(row_of(latitude - reach), row_of(latitude + reach) + 1)
    widest = min(89.0, abs(latitude) + reach)
    across = reach / math.cos(math.radians(widest))
    if across >= 180:
        return [(row * COLUMNS, row * COLUMNS + COLUMNS - 1) for row in rows]
    first, last = column_of(longitude - across), column_of(longitude + across)
    spans = [(first, last)] if first <= last else [(0, last), (first, COLUMNS - 1)]
    return [(row * COLUMNS + start, row * COLUMNS + end) for row in rows for start, end in spans]
