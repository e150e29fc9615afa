"""Squares of the map: the ranges around a point hold every point that is near."""

import math

from hypothesis import given
from hypothesis import strategies as st

from schema.grid import cell_of, ranges_around


@given(
    latitude=st.floats(-85, 85),
    longitude=st.floats(-180, 180),
    bearing=st.floats(0, 2 * math.pi),
    metres=st.floats(0, 20_000),
    share=st.floats(0, 1),
)
def test_a_point_within_reach_lies_in_a_range(
    latitude: float, longitude: float, bearing: float, metres: float, share: float
) -> None:
    away = math.degrees(metres * share / 6_378_137)
    north = latitude + away * math.cos(bearing)
    east = longitude + away * math.sin(bearing) / math.cos(math.radians(latitude))
    cell = cell_of(north, east)
    assert any(first <= cell <= last for first, last in ranges_around(latitude, longitude, metres))


def test_a_street_corner_takes_few_ranges() -> None:
    ranges = ranges_around(23.1066, 113.2324, 1_000)
    assert len(ranges) <= 4
    assert all(last - first <= 4 for first, last in ranges)
