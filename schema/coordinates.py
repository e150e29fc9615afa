"""Points on three systems and the distances between them.

China's maps shift WGS84 to GCJ02 by a polynomial that was never published but is known; Baidu shifts that again to
BD09. The formulas are those that every open library uses; the inverse is found by iteration, so a round trip keeps
within 0.5 m. Outside China's bounding box nothing is shifted. Degrees in, degrees out; distances in metres on a sphere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import asin, atan2, cos, degrees, hypot, isfinite, pi, radians, sin, sqrt

from schema.values import Point
from schema.vocabulary import CoordinateSystem

EARTH_RADIUS_METRES = 6_371_008.8
"""The mean radius of GRS80."""
_AXIS = 6_378_245.0
_ECCENTRICITY = 0.00669342162296594323
"""Squared; Krasovsky 1940, on which the shift is built."""
_BAIDU = pi * 3000.0 / 180.0
_CLOSE_ENOUGH = 1e-9
"""Degrees: a tenth of a millimetre."""

_Pair = tuple[float, float]
"""(latitude, longitude)."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of latitudes and longitudes, south-west to north-east."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, point: Point) -> bool:
        return self.south <= point.latitude <= self.north and self.west <= point.longitude <= self.east


CHINA = Box(south=0.8293, west=72.004, north=55.8271, east=137.8347)
"""The box in which the shift applies, as the open libraries have it."""
_LAND = Box(south=3.4, west=73.4, north=53.6, east=135.1)
"""China's own extremes, islands and all: 曾母暗沙 to 漠河, 帕米尔 to 抚远."""


def is_valid(point: Point) -> bool:
    """Whether a point can be a place of work in China: finite numbers inside its extremes."""
    return isfinite(point.latitude) and isfinite(point.longitude) and _LAND.holds(point)


def convert(point: Point, to: CoordinateSystem) -> Point:
    """The same place in another system. A point outside China comes back with its numbers unchanged."""
    if point.system is to or not CHINA.holds(point):
        return Point(point.latitude, point.longitude, to)
    pair = _TO_GCJ02[point.system]((point.latitude, point.longitude))
    latitude, longitude = _FROM_GCJ02[to](pair)
    return Point(latitude, longitude, to)


def distance_metres(one: Point, other: Point) -> float:
    """The great-circle distance; both points are first put into WGS84."""
    a, b = convert(one, CoordinateSystem.WGS84), convert(other, CoordinateSystem.WGS84)
    north, south = radians(a.latitude), radians(b.latitude)
    half = sin((south - north) / 2) ** 2
    half += cos(north) * cos(south) * sin(radians(b.longitude - a.longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_METRES * asin(min(1.0, sqrt(half)))


def box_around(centre: Point, radius_metres: float) -> Box:
    """The smallest box, in the centre's own system, that holds every point within the radius."""
    angle = max(0.0, radius_metres) / EARTH_RADIUS_METRES
    north = min(90.0, centre.latitude + degrees(angle))
    south = max(-90.0, centre.latitude - degrees(angle))
    ratio = sin(min(angle, pi / 2)) / max(cos(radians(centre.latitude)), 1e-12)
    width = degrees(asin(ratio)) if ratio < 1 and south > -90.0 and north < 90.0 else 180.0
    return Box(south=south, west=centre.longitude - width, north=north, east=centre.longitude + width)


def _wgs84_to_gcj02(pair: _Pair) -> _Pair:
    latitude, longitude = pair
    x, y = longitude - 105.0, latitude - 35.0
    angle = radians(latitude)
    magic = 1 - _ECCENTRICITY * sin(angle) ** 2
    north = degrees(_northing(x, y) * sqrt(magic) * magic / (_AXIS * (1 - _ECCENTRICITY)))
    east = degrees(_easting(x, y) * sqrt(magic) / (_AXIS * cos(angle)))
    return latitude + north, longitude + east


def _northing(x: float, y: float) -> float:
    shift = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    shift += (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    shift += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    return shift + (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0


def _easting(x: float, y: float) -> float:
    shift = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    shift += (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    shift += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    return shift + (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0


def _gcj02_to_bd09(pair: _Pair) -> _Pair:
    latitude, longitude = pair
    reach = hypot(longitude, latitude) + 0.00002 * sin(latitude * _BAIDU)
    angle = atan2(latitude, longitude) + 0.000003 * cos(longitude * _BAIDU)
    return reach * sin(angle) + 0.006, reach * cos(angle) + 0.0065


def _inverse_of(forward: Callable[[_Pair], _Pair]) -> Callable[[_Pair], _Pair]:
    """What `forward` turns into `pair`, by stepping back what it overshoots; the shifts vary so little that 3-6 do."""

    def backward(pair: _Pair) -> _Pair:
        latitude, longitude = pair
        for _ in range(20):
            reached = forward((latitude, longitude))
            north, east = pair[0] - reached[0], pair[1] - reached[1]
            latitude, longitude = latitude + north, longitude + east
            if abs(north) < _CLOSE_ENOUGH and abs(east) < _CLOSE_ENOUGH:
                break
        return latitude, longitude

    return backward


def _same(pair: _Pair) -> _Pair:
    return pair


_TO_GCJ02: dict[CoordinateSystem, Callable[[_Pair], _Pair]] = {
    CoordinateSystem.WGS84: _wgs84_to_gcj02,
    CoordinateSystem.GCJ02: _same,
    CoordinateSystem.BD09: _inverse_of(_gcj02_to_bd09),
}
_FROM_GCJ02: dict[CoordinateSystem, Callable[[_Pair], _Pair]] = {
    CoordinateSystem.WGS84: _inverse_of(_wgs84_to_gcj02),
    CoordinateSystem.GCJ02: _same,
    CoordinateSystem.BD09: _gcj02_to_bd09,
}
