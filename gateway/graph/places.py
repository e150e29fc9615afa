"""Where something is: the words, the division, and a point in the system that the caller's map uses."""

import strawberry

from gateway.graph.converting import either, known_division
from gateway.graph.declaring import argument, both, planned
from gateway.graph.lazies import LazyDivision
from gateway.plan.fields import Arguments, Attribute, Read
from schema import vocabulary as terms
from schema.coordinates import convert
from schema.values import Point as PointValue


def _point(latitude: float | None, longitude: float | None, arguments: Arguments) -> PointValue | None:
    if latitude is None or longitude is None:
        return None
    return convert(
        PointValue(latitude, longitude, terms.CoordinateSystem.WGS84),
        arguments.get("system") or terms.CoordinateSystem.WGS84,
    )


@strawberry.type(description=both("坐标点。", "A point."))
class Point:
    latitude: float = planned(Attribute(lambda point: point.latitude), "纬度，度。", "Degrees north.")
    longitude: float = planned(Attribute(lambda point: point.longitude), "经度，度。", "Degrees east.")
    system: terms.CoordinateSystem = planned(
        Attribute(lambda point: point.system.value), "坐标系。", "The system of the degrees."
    )


@strawberry.type(description=both("地点。", "Where it is."))
class Place:
    text: str = planned(Read(("place_text",), either("")), "来源所写的地点。", "The place in the source's words.")
    division: LazyDivision | None = planned(
        Read(("division_code",), known_division), "能确定的最深一级区划。", "The deepest division that is sure."
    )
    precision: terms.PlacePrecision = planned(
        Read(("place_precision",), either("UNKNOWN")), "坐标点代表什么。", "What the point stands for."
    )
    point: Point | None = planned(
        Read(("latitude", "longitude"), _point, arguments=True),
        "坐标点，可选坐标系。",
        "Its point, in the system asked for.",
        arguments=(
            argument(
                "system",
                terms.CoordinateSystem | None,
                "坐标系。",
                "The system to show it in.",
                terms.CoordinateSystem.WGS84,
            ),
        ),
    )
