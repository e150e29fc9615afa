"""How far a person gets: metres from minutes and minutes from metres, along a straight line with a detour.

Speeds and the detour are those of docs/nearby.md: a walker makes 4.8 km/h (80 m a minute, as real-estate and 15-minute
circle plans in China reckon), a bicycle 12, a bus 18 with its stops, a car in town 24; streets are 1.3 times as long as
the straight line (the usual detour of a street grid lies between 1.2 and 1.4).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from schema.vocabulary import TravelBasis, TravelMode

METRES_A_MINUTE: Final = {
    TravelMode.WALK: 80.0,
    TravelMode.BICYCLE: 200.0,
    TravelMode.BUS: 300.0,
    TravelMode.DRIVE: 400.0,
}
DETOUR: Final = 1.3
"""Length of the way by length of the straight line."""


def reach_metres(minutes: int, mode: TravelMode) -> int:
    """The straight line that is `minutes` away; 15 minutes on foot are 923 m."""
    return int(minutes * METRES_A_MINUTE[mode] / DETOUR)


def travel_minutes(metres: float, mode: TravelMode) -> int:
    """Whole minutes for a straight line of `metres`, rounded up."""
    return math.ceil(metres * DETOUR / METRES_A_MINUTE[mode])


class Travel(Protocol):
    """How long the way from one place to others takes. A routing engine is one; a straight line needs none."""

    @property
    def basis(self) -> TravelBasis: ...

    async def minutes(
        self, origin: tuple[float, float], targets: Sequence[tuple[float, float, int]], mode: TravelMode
    ) -> Sequence[int | None]:
        """Minutes from `origin` (latitude, longitude; WGS84) to each target (latitude, longitude, straight metres)."""
        ...


@dataclass(frozen=True, slots=True)
class StraightLine:
    """The travel times that need no engine."""

    basis: TravelBasis = TravelBasis.STRAIGHT_LINE

    async def minutes(
        self, origin: tuple[float, float], targets: Sequence[tuple[float, float, int]], mode: TravelMode
    ) -> Sequence[int | None]:
        return [travel_minutes(metres, mode) for _, _, metres in targets]
