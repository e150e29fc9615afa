"""The 1+22+N of a division, counted where several sources tell of its stations."""

from pathlib import Path

from gateway.graph.viewer import PUBLIC
from schema.store.engine import Database
from schema.store.migrating import migrate
from schema.store.reads.sqlite import SqliteReader
from schema.values import Place, Station
from schema.vocabulary import PlacePrecision, StationKind
from tests.plan.comparing import answers
from tests.store.making import register, take

STREET = Place("大策直街1号", "440103013", PlacePrecision.STREET)
NETWORK = '{ division(code: "440103") { network { hubs streets communities streetsWithoutStation { code } } } }'


async def test_a_station_that_two_sources_tell_of_is_one(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'store.db'}")
    await migrate(database)
    for key, mark in (("liwan", "a"), ("elsewhere", "b")):
        await register(database, key)
        told = Station(f"{mark}1", "桥中街道就业服务驿站", StationKind.STREET, STREET)
        own = Station(f"{mark}2", f"桥中社区驿站{mark}", StationKind.COMMUNITY, STREET)
        await take(database, [told, own], key=key)
    await database.close()
    reader = SqliteReader(tmp_path / "store.db")
    both = await answers(reader, NETWORK, {}, PUBLIC)
    await reader.close()
    assert both.planned.body == both.executed.body
    assert b'"hubs":0,"streets":1,"communities":2' in both.planned.body
    assert both.planned.body.count(b'"code"') == 21
