"""Points are WGS84 once normalised, whatever system their source draws its maps in."""

from datetime import UTC, datetime

import pytest

from schema.coordinates import distance_metres
from schema.normalising import Frame, normalise_station
from schema.records import StationRecord
from schema.values import Point, Station
from schema.vocabulary import CoordinateSystem

HUB = Point(23.1268, 113.2342, CoordinateSystem.WGS84)


def station(latitude: str, longitude: str, system: str | None) -> Station:
    record = StationRecord(
        key="hub",
        name="零工市场总站",
        address="荔湾区周门南路20号",
        latitude=latitude,
        longitude=longitude,
        coordinate_system=system,
    )
    found = normalise_station(record, Frame(now=datetime(2026, 11, 22, tzinfo=UTC), division="440103"))
    assert isinstance(found, Station)
    return found


@pytest.mark.parametrize(
    ("latitude", "longitude", "system"),
    [
        pytest.param("23.1268", "113.2342", "wgs84", id="wgs84"),
        pytest.param("23.12416", "113.23958", "GCJ02", id="gcj02"),
        pytest.param("23.13024", "113.24612", "bd09", id="bd09"),
    ],
)
def test_one_place_is_one_point_in_every_system(latitude: str, longitude: str, system: str) -> None:
    point = station(latitude, longitude, system).place.point
    assert point is not None
    assert point.system == CoordinateSystem.WGS84
    assert distance_metres(point, HUB) < 40


def test_a_point_without_its_system_is_not_taken() -> None:
    assert station("23.1268", "113.2342", None).place.point is None
