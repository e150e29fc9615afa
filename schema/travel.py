"""How far a person gets: metres from minutes and minutes from metres along a straight line, and the seam for streets.

Speeds and the detour are those of docs/nearby.md: a walker makes 4.8 km/h (80 m a minute, as real-estate and 15-minute
circle plans in China reckon), a bicycle 12, a bus 18 with its stops, a car in town 24; streets are 1.3 times as long as
the straight line (the usual detour of a street grid lies between 1.2 and 1.4).
"""

import math
from collections.abc import Sequence
from typing import Final, Protocol

from schema.vocabulary import TravelMode

METRES_A_MINUTE: Final = {
    TravelMode.WALK: 80.0,
    TravelMode.BICYCLE: 200.0,
    TravelMode.BUS: 300.0,
    TravelMode.DRIVE: 400.0,
}
DETOUR: Final = 1.3
"""Length of the way by length of the straight line."""
FASTEST_METRES_A_MINUTE: Final = {
    TravelMode.WALK: 110.0,
    TravelMode.BICYCLE: 420.0,
    TravelMode.BUS: 600.0,
    TravelMode.DRIVE: 1_000.0,
}
"""No way is faster, detours left out: what is farther than this is not asked of a routing engine."""


def reach_metres(minutes: int, mode: TravelMode) -> int:
    """The straight line that is `minutes` away; 15 minutes on foot are 923 m."""
    return int(minutes * METRES_A_MINUTE[mode] / DETOUR)


def travel_minutes(metres: float, mode: TravelMode) -> int:
    """Whole minutes for a straight line of `metres`, rounded up."""
    return math.ceil(metres * DETOUR / METRES_A_MINUTE[mode])


def routed_minutes(seconds: float | str | None) -> int | None:
    """Whole minutes of a way by streets, as a column holds its seconds, rounded up; None where no way leads."""
    return None if seconds is None else -(-int(seconds) // 60)


Place = tuple[float, float]
"""Latitude and longitude, WGS84."""


class NoRouting(Exception):
    """The engine does not answer now; straight lines must do."""


class Routing(Protocol):
    """A routing engine: how long the way by streets takes."""

    def knows(self, mode: TravelMode) -> bool:
        """Whether it routes for people who travel so."""
        ...

    async def seconds(self, origin: Place, targets: Sequence[Place], mode: TravelMode) -> Sequence[int | None]:
        """Whole seconds from `origin` to each target, None where no way leads. Raises NoRouting."""
        ...
