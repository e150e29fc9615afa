"""Conversions agree with `prcoords`, come back to where they began, and distances are those of a sphere."""

import math

import prcoords  # type: ignore[import-untyped]  # the reference, used by this test only
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.coordinates import box_around, convert, distance_metres, is_valid
from schema.values import Point
from schema.vocabulary import CoordinateSystem

WGS84, GCJ02, BD09 = CoordinateSystem.WGS84, CoordinateSystem.GCJ02, CoordinateSystem.BD09
LIWAN = Point(23.1259, 113.2442, WGS84)

in_china = st.builds(
    Point,
    st.floats(4, 53, allow_nan=False),
    st.floats(74, 135, allow_nan=False),
    st.sampled_from(CoordinateSystem),
)


def metres(one: Point, other: Point) -> float:
    """As if both were of one system."""
    return distance_metres(Point(one.latitude, one.longitude, WGS84), Point(other.latitude, other.longitude, WGS84))


@given(in_china, st.sampled_from(CoordinateSystem))
def test_there_and_back_again_is_within_half_a_metre(point: Point, system: CoordinateSystem) -> None:
    assert metres(convert(convert(point, system), point.system), point) < 0.5


@given(st.floats(4, 53), st.floats(74, 135))
def test_forward_shifts_agree_with_prcoords(latitude: float, longitude: float) -> None:
    theirs = prcoords.Coords(latitude, longitude)
    for system, want in ((GCJ02, prcoords.wgs_gcj(theirs, check_china=False)), (BD09, prcoords.wgs_bd(theirs, False))):
        ours = convert(Point(latitude, longitude, WGS84), system)
        assert metres(ours, Point(want.lat, want.lon, system)) < 0.5


@given(st.floats(4, 53), st.floats(74, 135))
def test_backward_shifts_agree_with_prcoords(latitude: float, longitude: float) -> None:
    theirs = prcoords.Coords(latitude, longitude)
    for system, want in (
        (GCJ02, prcoords.gcj_wgs_bored(theirs, check_china=False)),
        (BD09, prcoords.bd_wgs_bored(theirs, check_china=False)),
    ):
        ours = convert(Point(latitude, longitude, system), WGS84)
        assert metres(ours, Point(want.lat, want.lon, WGS84)) < 0.5


@pytest.mark.parametrize(("system", "off"), [(GCJ02, 621), (BD09, 1263)])
def test_taking_one_system_for_another_misses_by_this_much_in_liwan(system: CoordinateSystem, off: int) -> None:
    assert metres(convert(LIWAN, system), LIWAN) == pytest.approx(off, rel=0.02)


def test_nothing_is_shifted_outside_china() -> None:
    paris = Point(48.8566, 2.3522, WGS84)
    assert convert(paris, BD09) == Point(48.8566, 2.3522, BD09)


def test_a_degree_of_the_meridian_is_a_hundred_and_eleven_kilometres() -> None:
    assert distance_metres(Point(23, 113, WGS84), Point(24, 113, WGS84)) == pytest.approx(111_195, abs=1)


def test_distance_reads_each_point_in_its_own_system() -> None:
    assert distance_metres(LIWAN, convert(LIWAN, BD09)) < 0.5


@given(in_china, st.floats(1, 200_000), st.floats(0, 2 * math.pi))
def test_the_box_holds_every_point_within_the_radius(centre: Point, radius: float, bearing: float) -> None:
    centre = Point(centre.latitude, centre.longitude, WGS84)
    angle, latitude = radius * 0.999 / 6_371_008.8, math.radians(centre.latitude)
    north = math.asin(math.sin(latitude) * math.cos(angle) + math.cos(latitude) * math.sin(angle) * math.cos(bearing))
    east = math.atan2(
        math.sin(bearing) * math.sin(angle) * math.cos(latitude),
        math.cos(angle) - math.sin(latitude) * math.sin(north),
    )
    reached = Point(math.degrees(north), centre.longitude + math.degrees(east), WGS84)
    assert box_around(centre, radius).holds(reached)


def test_a_box_is_no_larger_than_it_must_be() -> None:
    box = box_around(LIWAN, 1000)
    assert (box.north - box.south) * 111_195 == pytest.approx(2000, rel=0.001)
    assert (box.east - box.west) * 111_195 * math.cos(math.radians(23.1259)) == pytest.approx(2000, rel=0.001)


@pytest.mark.parametrize(
    ("latitude", "longitude", "valid"),
    [
        pytest.param(23.1259, 113.2442, True, id="荔湾"),
        pytest.param(53.4, 122.3, True, id="漠河"),
        pytest.param(0.0, 0.0, False, id="nowhere, the usual slip"),
        pytest.param(113.2442, 23.1259, False, id="the other way round"),
        pytest.param(math.nan, 113.0, False, id="no number"),
        pytest.param(math.inf, 113.0, False, id="infinite"),
        pytest.param(35.6, 139.7, False, id="Tokyo"),
    ],
)
def test_only_a_point_in_china_is_valid(latitude: float, longitude: float, valid: bool) -> None:
    assert is_valid(Point(latitude, longitude, WGS84)) is valid
