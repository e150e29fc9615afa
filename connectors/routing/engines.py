"""What OSRM and Valhalla are asked, and how their answers are read.

OSRM's table service: https://github.com/Project-OSRM/osrm-backend/blob/master/docs/http.md. A server knows one profile.
Valhalla's matrix: https://valhalla.github.io/valhalla/api/matrix/api-reference. A server knows every costing.
Both answer a row of seconds, null where no way leads; a whole request is refused for one point that no street is near.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from schema.travel import Place
from schema.vocabulary import TravelMode

Seconds = list[int | None]
MOST_SECONDS: Final = 10_000_000


class Refused(Exception):
    """The engine refuses these targets together: too many, or one that it cannot bring to a street."""


class Unreadable(Exception):
    """No answer that such an engine gives."""


@dataclass(frozen=True, slots=True)
class Question:
    """One HTTP request: by GET where there is no body."""

    url: str
    body: Mapping[str, Any] | None = None  # Any: JSON values


class Engine(Protocol):
    """One kind of server."""

    @property
    def most(self) -> int:
        """How many targets one request takes on a server as it comes."""
        ...

    def knows(self, mode: TravelMode) -> bool: ...

    def ask(self, origin: Place, targets: Sequence[Place], mode: TravelMode) -> Question: ...

    def read(self, status: int, answer: Any, count: int) -> Seconds:  # Any: JSON values
        """The seconds to each of `count` targets. Raises Refused, Unreadable."""
        ...


@dataclass(frozen=True)
class Osrm:
    """One `osrm-routed`, whose data was prepared for `mode`."""

    url: str
    mode: TravelMode
    most: int = 99
    """--max-table-size is 100 locations, the origin among them."""

    def knows(self, mode: TravelMode) -> bool:
        return mode is self.mode

    def ask(self, origin: Place, targets: Sequence[Place], mode: TravelMode) -> Question:
        points = ";".join(f"{longitude:.4f},{latitude:.4f}" for latitude, longitude in (origin, *targets))
        wanted = ";".join(str(at) for at in range(1, len(targets) + 1))
        query = f"sources=0&destinations={wanted}&annotations=duration&generate_hints=false&skip_waypoints=true"
        return Question(f"{self.url}/table/v1/{_PROFILES[mode]}/{points}?{query}")

    def read(self, status: int, answer: Any, count: int) -> Seconds:
        code = answer.get("code") if isinstance(answer, dict) else None
        if code in ("NoSegment", "NoTable", "NoRoute", "TooBig"):
            raise Refused(code)
        if status != 200 or code != "Ok":
            raise Unreadable(f"{status} {code}")
        rows = answer.get("durations")
        if not (isinstance(rows, list) and len(rows) == 1 and isinstance(rows[0], list)):
            raise Unreadable("durations")
        return _whole(rows[0], count)


_PROFILES: Final = {
    TravelMode.WALK: "foot",
    TravelMode.BICYCLE: "bike",
    TravelMode.BUS: "bus",
    TravelMode.DRIVE: "car",
}
"""Names of the profiles that OSRM ships; its own server takes any, a proxy before several may go by them."""


@dataclass(frozen=True)
class Valhalla:
    """One Valhalla service. It has no timetables for a matrix, so a bus is not asked of it."""

    url: str
    modes: frozenset[TravelMode] = field(default=frozenset({TravelMode.WALK, TravelMode.BICYCLE, TravelMode.DRIVE}))
    most: int = 49
    """service_limits take 50 locations of a matrix for most costings."""

    def knows(self, mode: TravelMode) -> bool:
        return mode in self.modes and mode in _COSTINGS

    def ask(self, origin: Place, targets: Sequence[Place], mode: TravelMode) -> Question:
        body = {"sources": [_spot(origin)], "targets": [_spot(each) for each in targets], "costing": _COSTINGS[mode]}
        return Question(f"{self.url}/sources_to_targets", body)

    def read(self, status: int, answer: Any, count: int) -> Seconds:
        if not isinstance(answer, dict):
            raise Unreadable(str(status))
        if status == 400 and answer.get("error_code") in _REFUSALS:
            raise Refused(str(answer["error_code"]))
        rows = answer.get("sources_to_targets")
        if status != 200 or not (isinstance(rows, list) and len(rows) == 1 and isinstance(rows[0], list)):
            raise Unreadable(f"{status} {answer.get('error_code')}")
        placed: list[Any] = [None] * count  # Any: JSON values
        for at, cell in enumerate(rows[0]):
            to = cell.get("to_index", at) if isinstance(cell, dict) else None
            if not (isinstance(to, int) and 0 <= to < count) or len(rows[0]) != count:
                raise Unreadable("sources_to_targets")
            placed[to] = cell.get("time")
        return _whole(placed, count)


_COSTINGS: Final = {TravelMode.WALK: "pedestrian", TravelMode.BICYCLE: "bicycle", TravelMode.DRIVE: "auto"}
_REFUSALS: Final = frozenset({150, 151, 153, 154, 170, 171, 442, 443})
"""Too many locations, too far, no street near, no way: of Valhalla's codes those that fewer targets may mend."""


def _spot(place: Place) -> dict[str, float]:
    return {"lat": round(place[0], 4), "lon": round(place[1], 4)}


def _whole(values: Sequence[Any], count: int) -> Seconds:  # Any: JSON values
    """Whole seconds. Raises Unreadable where there are too few, or one is no number."""
    if len(values) != count:
        raise Unreadable(f"{len(values)} of {count}")
    if not all(value is None or (type(value) in (int, float) and 0 <= value < MOST_SECONDS) for value in values):
        raise Unreadable("a time that is none")
    return [None if value is None else round(value) for value in values]
