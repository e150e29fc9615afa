"""Distance as SQL: straight lines on a plane that touches the globe at the circle's centre.

Within 50 km the plane is off by less than 0.1 %. The square of the distance is what is compared, ordered and kept in
cursors; both databases compute it in the same order of operations, so it is the same number on both.
"""

import math

from schema.store.reads.listing import Condition, Key, Value
from schema.store.reads.queries import Circle

METRES_A_DEGREE = 111_195.0
"""Of a great circle on a sphere of 6,371 km."""

_SQUARE = "((t.latitude - ?) * (t.latitude - ?) * ? + (t.longitude - ?) * (t.longitude - ?) * ?)"


def _parameters(circle: Circle) -> tuple[Value, ...]:
    along = _along(circle)
    north = (circle.latitude, circle.latitude, METRES_A_DEGREE * METRES_A_DEGREE)
    return (*north, circle.longitude, circle.longitude, along * along)


def distance(circle: Circle) -> Key:
    """The square of the metres between the row and the circle's centre."""
    return Key(_SQUARE, parameters=_parameters(circle))


def inside(circle: Circle) -> Condition:
    """The row lies in the circle. The box around it is looked at first: it costs less."""
    north = circle.metres / METRES_A_DEGREE * 1.0001
    east = circle.metres / _along(circle) * 1.0001
    box = (circle.latitude - north, circle.latitude + north, circle.longitude - east, circle.longitude + east)
    return Condition(
        f"t.latitude BETWEEN ? AND ? AND t.longitude BETWEEN ? AND ? AND {_SQUARE} <= ?",
        (*box, *_parameters(circle), circle.metres * circle.metres),
    )


def _along(circle: Circle) -> float:
    """Metres of a degree of longitude at the circle's latitude."""
    return max(1.0, METRES_A_DEGREE * math.cos(math.radians(circle.latitude)))


def metres(square: Value) -> int:
    """Whole metres of a distance's square."""
    return round(math.sqrt(float(square or 0)))


def square_of(circle: Circle, latitude: float, longitude: float) -> float:
    """The same number in Python."""
    along = _along(circle)
    north, east = latitude - circle.latitude, longitude - circle.longitude
    return north * north * (METRES_A_DEGREE * METRES_A_DEGREE) + east * east * (along * along)
