"""What the directory of stations lends to places without a point of their own."""

from collections import Counter

from sqlalchemy import select

from schema.normalising.standing_in import StandIns
from schema.store.engine import Database
from schema.store.tables import station
from schema.values import Point
from schema.vocabulary import CoordinateSystem, StationKind

LENDERS = {StationKind.STREET.value: 9, StationKind.COMMUNITY.value: 12}
"""The kinds of station that stand for their whole division, and how many digits its code has."""


COLUMNS = (station.c.key, station.c.name, station.c.kind, station.c.division_code)
STANDING = (
    select(*COLUMNS, station.c.latitude, station.c.longitude)
    .where(station.c.gone_at.is_(None), station.c.latitude.is_not(None))
    .order_by(station.c.id)
)


async def stand_ins(database: Database) -> StandIns:
    """The points of the stations that stand, by key, by name where it is the only one, and by division."""
    async with database.reading() as connection:
        rows = (await connection.execute(STANDING)).all()
    names = Counter(row.name for row in rows)
    stations: dict[str, tuple[str | None, Point]] = {}
    divisions: dict[str, Point] = {}
    for row in rows:
        point = Point(row.latitude, row.longitude, CoordinateSystem.WGS84)
        if names[row.name] == 1:
            stations.setdefault(row.name, (row.division_code, point))
        stations[row.key] = (row.division_code, point)
        if row.division_code and len(row.division_code) == LENDERS.get(row.kind):
            divisions.setdefault(row.division_code, point)
    return StandIns(stations, divisions)
