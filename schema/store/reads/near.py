"""Distance as SQL: straight lines on a plane that touches the globe at the circle's centre.

Within 50 km the plane is off by less than 0.1 %. The square of the distance is what is compared, ordered and kept in
cursors; both databases compute it in the same order of operations, so it is the same number on both.
"""

import math
from typing import Final

from schema.grid import cell_of
from schema.store.reads.listing import Condition, Key, Value
from schema.store.reads.queries import Circle, Ways

METRES_A_DEGREE = 111_195.0
"""Of a great circle on a sphere of 6,371 km."""

SQUARE = "((t.latitude - ?) * (t.latitude - ?) * ? + (t.longitude - ?) * (t.longitude - ?) * ?)"


def square_parameters(circle: Circle) -> tuple[Value, ...]:
    along = _along(circle)
    north = (circle.latitude, circle.latitude, METRES_A_DEGREE * METRES_A_DEGREE)
    return (*north, circle.longitude, circle.longitude, along * along)


def distance(circle: Circle) -> Key:
    """The square of the metres between the row and the circle's centre."""
    return Key(SQUARE, parameters=square_parameters(circle))


def inside(circle: Circle) -> Condition:
    """The row lies in the circle. The box around it is looked at first: it costs less."""
    return Condition(
        f"t.latitude BETWEEN ? AND ? AND t.longitude BETWEEN ? AND ? AND {SQUARE} <= ?",
        (*box_around(circle), *square_parameters(circle), circle.metres * circle.metres),
    )


def box_around(circle: Circle) -> tuple[float, float, float, float]:
    """South, north, west and east of a circle."""
    north = circle.metres / METRES_A_DEGREE * 1.0001
    east = circle.metres / _along(circle) * 1.0001
    return circle.latitude - north, circle.latitude + north, circle.longitude - east, circle.longitude + east


def _along(circle: Circle) -> float:
    """Metres of a degree of longitude at the circle's latitude."""
    return max(1.0, METRES_A_DEGREE * math.cos(math.radians(circle.latitude)))


SECONDS: Final = Key("w.column4")
"""How long the way to the row takes, where ways stand in FROM; the other columns are its cell, latitude, longitude."""
AT_ITS_END: Final = Condition("t.latitude = w.column2 AND t.longitude = w.column3")
"""The row lies where a way ends. Points are compared exactly: they were read from these very columns."""


def ways_source(ways: Ways, dialect: str) -> tuple[str, tuple[Value, ...]]:
    """The ways as a table `w`, and its parameters."""
    rows: list[tuple[Value, ...]] = [(cell_of(place[0], place[1]), *place) for place in ways.places]
    if dialect != "sqlite":
        kinds = ("bigint", "double precision", "double precision", "bigint")
        arrays = ", ".join(f"CAST(CAST(? AS text) AS {kind}[])" for kind in kinds)
        columns = [[row[at] for row in rows] for at in range(4)]
        return f"unnest({arrays}) AS w(column1, column2, column3, column4)", tuple(map(_array, columns))
    if not rows:
        return "(SELECT 0 AS column1, 0 AS column2, 0 AS column3, 0 AS column4 WHERE 0) w", ()
    return f"(VALUES {', '.join(['(?, ?, ?, ?)'] * len(rows))}) w", tuple(value for row in rows for value in row)


def _array(values: list[Value]) -> str:
    """Numbers as PostgreSQL reads an array of them; it reads a float back to the last bit."""
    return "{" + ",".join("NULL" if value is None else repr(value) for value in values) + "}"


def nearness(circle: Circle) -> Key:
    """What nearest first is ordered by: the straight line, or the time where ways were asked for in minutes."""
    return SECONDS if circle.ways is not None and circle.ways.timed else distance(circle)


def measures(circle: Circle | None) -> tuple[Key, ...]:
    """What is read beside a row in a circle: the square of its distance, and the seconds where there are ways."""
    if circle is None:
        return ()
    return (distance(circle),) if circle.ways is None else (distance(circle), SECONDS)


def metres(square: Value) -> int:
    """Whole metres of a distance's square."""
    return round(math.sqrt(float(square or 0)))


def square_of(circle: Circle, latitude: float, longitude: float) -> float:
    """The same number in Python."""
    along = _along(circle)
    north, east = latitude - circle.latitude, longitude - circle.longitude
    return north * north * (METRES_A_DEGREE * METRES_A_DEGREE) + east * east * (along * along)
