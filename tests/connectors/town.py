"""A town whose streets run north-south and east-west, with a river: what an OSRM and a Valhalla would say of it."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from schema.travel import Place
from tests.connectors.servers import Asked, Reply

METRES_A_DEGREE = 111_195.0


@dataclass(frozen=True)
class Town:
    """Walkers go around corners at `speed` metres a second. Nobody crosses the meridian `river`."""

    river: float
    sea: float = 90.0
    """North of this latitude no point is near a street."""
    speed: float = 1.25
    most: int = 100

    def seconds(self, start: Place, end: Place) -> float | None:
        if (start[1] < self.river) != (end[1] < self.river):
            return None
        north = abs(start[0] - end[0]) * METRES_A_DEGREE
        east = abs(start[1] - end[1]) * METRES_A_DEGREE * math.cos(math.radians(start[0]))
        return round((north + east) / self.speed, 1)

    def wet(self, places: Sequence[Place]) -> bool:
        return any(place[0] > self.sea for place in places)

    def osrm(self, asked: Asked) -> Reply:
        """GET /table/v1/foot/lon,lat;…?sources=0&destinations=1;2"""
        parts = urlsplit(asked.target)
        *_, service, version, profile, points = parts.path.split("/")
        assert (service, version, profile) == ("table", "v1", "foot")
        places = [(float(pair.split(",")[1]), float(pair.split(",")[0])) for pair in points.split(";")]
        query = parse_qs(parts.query)
        if len(places) > self.most:
            return said({"code": "TooBig", "message": "Too many table coordinates"}, 400)
        if self.wet(places):
            return said({"code": "NoSegment", "message": "Could not find a matching segment"}, 400)
        starts = [places[int(at)] for at in query["sources"][0].split(";")]
        ends = [places[int(at)] for at in query["destinations"][0].split(";")]
        return said({"code": "Ok", "durations": [[self.seconds(start, end) for end in ends] for start in starts]})

    def valhalla(self, asked: Asked) -> Reply:
        """POST /sources_to_targets with a JSON body"""
        body = json.loads(asked.body)
        assert body["costing"] == "pedestrian"
        starts, ends = ([(each["lat"], each["lon"]) for each in body[name]] for name in ("sources", "targets"))
        if len(starts) + len(ends) > self.most:
            return said({"error_code": 150, "error": "Exceeded max locations", "status_code": 400}, 400)
        if self.wet([*starts, *ends]):
            return said({"error_code": 171, "error": "No suitable edges near location", "status_code": 400}, 400)
        cells = [
            [
                {"time": self.seconds(start, end), "distance": None, "from_index": row, "to_index": at}
                for at, end in enumerate(ends)
            ]
            for row, start in enumerate(starts)
        ]
        return said({"sources_to_targets": cells, "units": "kilometers"})


def said(answer: object, status: int = 200) -> Reply:
    return Reply(json.dumps(answer).encode(), status, {"content-type": "application/json"})
