"""Points that stand in for a place whose own is not known: of its station, or of its street's or community's station.

A board posts no coordinates, and open data has no centres of streets. The stations' directory has points, and a place
says by its precision what its point stands for, so nobody takes a station's door for an employer's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from schema.values import Place, Point
from schema.vocabulary import PlacePrecision


@dataclass(frozen=True, slots=True)
class StandIns:
    """What the directory of stations knows."""

    stations: Mapping[str, tuple[str | None, Point]] = field(default_factory=dict)
    """A station's division and point, by its key and by its name where that is the only one."""
    divisions: Mapping[str, Point] = field(default_factory=dict)
    """The point of the station of a street (9 digits) or community (12 digits)."""

    def stand_in(self, place: Place | None, station: str | None) -> Place | None:
        """The place with a point where it has none and one is known; a place elsewhere is left as it is."""
        if place is None or place.point is not None:
            return place
        for length, precision in ((12, PlacePrecision.COMMUNITY), (9, PlacePrecision.STREET)):
            point = self.divisions.get((place.division or "")[:length])
            if point is not None and len(place.division or "") == length:
                return replace(place, point=point, precision=precision)
        known = self.stations.get(station or "")
        if known is None or not _is_near(known[0], place.division):
            return place
        return replace(place, point=known[1], precision=PlacePrecision.STATION)


def _is_near(station: str | None, division: str | None) -> bool:
    """In the same district, and not known to lie in another street."""
    if station is None or division is None:
        return True
    length = min(len(station), len(division), 9)
    return length >= 6 and station[:length] == division[:length]
