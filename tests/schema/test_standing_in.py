"""Points that stand in for a place's own: what they stand for is always said."""

import pytest

from schema.normalising.standing_in import StandIns
from schema.values import Place, Point
from schema.vocabulary import CoordinateSystem, PlacePrecision

STREET = Point(23.11, 113.23, CoordinateSystem.WGS84)
MARKET = Point(23.07, 113.21, CoordinateSystem.WGS84)
OWN = Point(23.10, 113.25, CoordinateSystem.WGS84)
KNOWN = StandIns({"tea": ("440103017", MARKET)}, {"440103006": STREET})


@pytest.mark.parametrize(
    ("place", "station", "point", "precision"),
    [
        (Place("芳村", "440103", PlacePrecision.DISTRICT), "tea", MARKET, PlacePrecision.STATION),
        (Place("逢源街", "440103006", PlacePrecision.STREET), "tea", STREET, PlacePrecision.STREET),
        (Place("某号", "440103006", PlacePrecision.EXACT, OWN), "tea", OWN, PlacePrecision.EXACT),
        (Place("南海", "440605", PlacePrecision.DISTRICT), "tea", None, PlacePrecision.DISTRICT),
        (Place("华林街", "440103002", PlacePrecision.STREET), "tea", None, PlacePrecision.STREET),
        (Place("芳村", "440103", PlacePrecision.DISTRICT), None, None, PlacePrecision.DISTRICT),
    ],
    ids=["its station", "its street's station", "its own", "another city", "another street", "no station"],
)
def test_a_point_says_what_it_stands_for(
    place: Place, station: str | None, point: Point | None, precision: PlacePrecision
) -> None:
    found = KNOWN.stand_in(place, station)
    assert found is not None
    assert (found.point, found.precision) == (point, precision)
