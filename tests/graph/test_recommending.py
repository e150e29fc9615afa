"""The article's people find the jobs that suit them, each with reasons; what excludes them is left out."""

import asyncio
from pathlib import Path
from typing import Any

import orjson
import pytest
from graphql import parse, validate

from gateway.execution import execute, prepare
from gateway.graph.context import Services
from gateway.graph.schema import graphql_schema
from gateway.graph.viewer import PUBLIC
from schema.grid import cell_of
from schema.store.bulk import insert_rows
from schema.store.engine import Database
from schema.store.migrating import migrate
from schema.store.reads.sqlite import SqliteReader
from schema.store.reads.upkeep import refresh
from schema.store.tables import job, source

YAOHUA = (23.1210, 113.2290)
"""A spot in 耀华社区, 荔湾."""
NOW = 1_795_305_600

JOBS: list[dict[str, Any]] = [  # Any: columns of the table job
    {"title": "手工活串珠", "workplace": "AT_HOME", "employment": "PIECEWORK", "latitude": 23.1225},
    {
        "title": "茶叶分拣员",
        "starts_at": 540,
        "ends_at": 870,
        "latitude": 23.1230,
        "description": "上午到下午，可接孩子",
    },
    {"title": "手工包装", "starts_at": 480, "ends_at": 1080, "latitude": 23.1215},
    {"title": "保安", "age_max": 45, "latitude": 23.1211},
    {"title": "保洁员", "age_max": 55, "latitude": 23.1240, "benefits": 1},
    {
        "title": "裁缝",
        "workplace": "AT_HOME",
        "employment": "PIECEWORK",
        "latitude": 23.1300,
        "description": "来料加工，手工缝制可带回家",
    },
    {"title": "缝纫工", "latitude": 23.1220, "description": "服装厂内车位"},
    {"title": "电焊工", "education": "COLLEGE", "latitude": 23.1212},
    {"title": "手工缝制", "workplace": "AT_HOME", "employment": "PIECEWORK", "latitude": 31.0},
]


def _values(number: int, given: dict[str, Any]) -> dict[str, Any]:
    plain = {
        "id": number,
        "employment": "FULL_TIME",
        "workplace": "ON_SITE",
        "pay_text": "面议",
        "status": "OPEN",
        "posted_at": NOW - 86400 * number,
        "updated_at": NOW,
        "source_id": 1,
        "hash": "x",
        "longitude": YAOHUA[1],
    }
    made = {**plain, **given}
    return {**made, "cell": cell_of(made["latitude"], made["longitude"])}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    path = tmp_path_factory.mktemp("people") / "store.db"
    asyncio.run(_fill(path))
    return Services(SqliteReader(path))


async def _fill(path: Path) -> None:
    database = Database(f"sqlite:///{path}")
    await migrate(database)
    async with database.writing() as connection:
        columns = ("id", "key", "name", "connector", "created_at")
        await insert_rows(connection, source, columns, [(1, "board", "市场看板", "board", NOW)])
        for number, given in enumerate(JOBS, 1):
            values = _values(number, given)
            await insert_rows(connection, job, tuple(values), [tuple(values.values())])
        await refresh(connection, range(1, len(JOBS) + 1))
    await database.close()


async def recommended(services: Services, seeker: str) -> list[dict[str, Any]]:  # Any: JSON
    document = parse(
        f"{{ recommendJobs(seeker: {seeker}) {{ score job {{ title }} reasons {{ kind text weight }} }} }}"
    )
    assert validate(graphql_schema(), document) == []
    answer = await execute(prepare(document, None), {}, PUBLIC, services)
    return orjson.loads(answer.body)["data"]["recommendJobs"]  # type: ignore[no-any-return]  # JSON


NEAR = f"near: {{point: {{latitude: {YAOHUA[0]}, longitude: {YAOHUA[1]}, system: WGS84}}}}"


async def test_a_mother_free_from_9_to_15_who_makes_handicrafts(services: Services) -> None:
    found = await recommended(services, f'{{{NEAR}, skills: ["手工"], freeFrom: "09:00", freeUntil: "15:00"}}')
    titles = [match["job"]["title"] for match in found]
    assert titles[0] == "手工活串珠"
    assert "茶叶分拣员" in titles
    assert "手工包装" not in titles, "its hours do not fit"
    assert {"SKILL", "NEARBY"} <= {reason["kind"] for reason in found[0]["reasons"]}
    tea = next(match for match in found if match["job"]["title"] == "茶叶分拣员")
    assert "HOURS" in {reason["kind"] for reason in tea["reasons"]}


async def test_a_person_of_48_is_shown_no_job_that_ends_at_45(services: Services) -> None:
    found = await recommended(services, f"{{{NEAR}, age: 48, education: JUNIOR_SECONDARY, needs: [MEALS]}}")
    titles = [match["job"]["title"] for match in found]
    assert "保安" not in titles
    assert "电焊工" not in titles, "it asks for a college degree"
    assert titles[0] == "保洁员"
    assert {"OPEN_TO_YOU", "BENEFIT"} <= {reason["kind"] for reason in found[0]["reasons"]}


async def test_someone_who_wants_take_home_sewing(services: Services) -> None:
    found = await recommended(services, f'{{{NEAR}, wants: ["缝"], workplace: [AT_HOME]}}')
    titles = [match["job"]["title"] for match in found]
    assert titles[0] == "裁缝"
    assert "缝纫工" not in titles, "it is done in a factory"
    assert "手工缝制" not in titles, "it is 900 km away"


async def test_reasons_add_up_to_the_score_and_are_told_in_both_languages(services: Services) -> None:
    for match in await recommended(services, f'{{{NEAR}, skills: ["手工", "缝纫"], age: 30}}'):
        weights = [reason["weight"] for reason in match["reasons"]]
        assert weights == sorted(weights, reverse=True)
        assert 0 < match["score"] <= 1
        assert all(" / " in reason["text"] for reason in match["reasons"])


async def test_the_same_person_gets_the_same_answer(services: Services) -> None:
    seeker = f'{{{NEAR}, skills: ["手工"], wants: ["分拣"]}}'
    assert await recommended(services, seeker) == await recommended(services, seeker)


async def test_too_many_wishes_are_refused(services: Services) -> None:
    document = parse(f"{{ recommendJobs(seeker: {{skills: {orjson.dumps(['缝'] * 11).decode()}}}) {{ score }} }}")
    answer = await execute(prepare(document, None), {}, PUBLIC, services)
    assert orjson.loads(answer.body)["errors"][0]["extensions"]["code"] == "INVALID_ARGUMENT"
