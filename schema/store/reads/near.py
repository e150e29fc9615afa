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
    along = METRES_A_DEGREE * math.cos(math.radians(circle.latitude))
    north = (circle.latitude, circle.latitude, METRES_A_DEGREE * METRES_A_DEGREE)
    return (*north, circle.longitude, circle.longitude, along * along)


def distance(circle: Circle) -> Key:
    """The square of the metres between the row and the circle's centre."""
    return Key(_SQUARE, parameters=_parameters(circle))


def inside(circle: Circle) -> Condition:
    """The row lies in the circle."""
    return Condition(f"{_SQUARE} <= ?", (*_parameters(circle), circle.metres * circle.metres))


def metres(square: Value) -> int:
    """Whole metres of a distance's square."""
    return round(math.sqrt(float(square or 0)))


def square_of(circle: Circle, latitude: float, longitude: float) -> float:
    """The same number in Python."""
    along = METRES_A_DEGREE * math.cos(math.radians(circle.latitude))
    north, east = latitude - circle.latitude, longitude - circle.longitude
    return north * north * (METRES_A_DEGREE * METRES_A_DEGREE) + east * east * (along * along)
