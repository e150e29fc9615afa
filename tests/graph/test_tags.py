"""Tags: whatever changes about jobs, every list that changes holds a touched tag, and far lists hold none."""

import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from graphql import parse
from sqlalchemy import text

from gateway.execution import execute, prepare
from gateway.graph.context import Services
from gateway.graph.viewer import PUBLIC
from schema import tags
from schema.changes import JobDelta, JobFacts
from schema.grid import cell_of
from schema.store.engine import Database
from schema.store.reads.queries import Circle, JobQuery, Word
from schema.store.reads.reader import Reader
from schema.store.reads.sqlite import SqliteReader
from schema.store.reads.upkeep import refresh
from schema.vocabulary import JobOrder, JobStatus
from tests.graph.facts import ids

LIWAN = Circle(23.1054, 113.2443, 2000.0)
LISTS = {
    "all": JobQuery(),
    "district": JobQuery(divisions=("440103",)),
    "street": JobQuery(divisions=("440103001",)),
    "province": JobQuery(divisions=("440000",), employment=("GIG",)),
    "station": JobQuery(stations=(1, 2)),
    "employer": JobQuery(employers=(1,)),
    "event": JobQuery(events=(3,)),
    "sources": JobQuery(sources=(3,)),
    "near": JobQuery(circle=LIWAN, order=JobOrder.NEAREST),
    "text": JobQuery(words=(Word(("搬运",)),)),
    "text in a district": JobQuery(words=(Word(("工",)),), divisions=("440103",)),
    "closed": JobQuery(statuses=(JobStatus.WITHDRAWN,), divisions=("440100",)),
}
_DISTRICTS = (("440103001", "440103", "440100", "440000"), ("371402001", "371402", "371400", "370000"))


def facts_of(row: dict[str, Any]) -> JobFacts:  # Any: columns of the table job
    return JobFacts(
        status=JobStatus[row["status"]],
        source_ids=(row["source_id"],),
        division=row["division_code"],
        station_id=row["station_id"],
        employer_id=row["employer_id"],
        agency_id=row["agency_id"],
        event_id=row["event_id"],
        occupation=row["occupation_code"],
        cell=row["cell"],
    )


def changed(chance: random.Random, row: dict[str, Any]) -> dict[str, Any]:  # Any: as above
    """A few columns, changed as a run might."""
    street, district, city, province = chance.choice(_DISTRICTS)
    latitude, longitude = 23.1054 + chance.gauss(0, 0.02), 113.2443 + chance.gauss(0, 0.02)
    return chance.choice(
        (
            {"status": chance.choice(("OPEN", "WITHDRAWN"))},
            {"title": chance.choice(("搬运工", "车位工"))},
            {"station_id": chance.choice((1, 2, 9, None)), "employer_id": chance.choice((1, 2, None))},
            {"event_id": chance.choice((3, None))},
            {"employment": chance.choice(("GIG", "FULL_TIME"))},
            {"posted_at": row["posted_at"] + 1},
            {"latitude": latitude, "longitude": longitude, "cell": cell_of(latitude, longitude)},
            {
                "division_code": street,
                "street_code": street,
                "district_code": district,
                "city_code": city,
                "province_code": province,
            },
        )
    )


async def read(database: Database, number: int) -> dict[str, Any]:  # Any: as above
    async with database.reading() as connection:
        found = await connection.execute(text(f"SELECT * FROM job WHERE id = {number}"))
        return dict(found.mappings().one())


async def test_a_list_that_changes_holds_a_touched_tag(seeded_file: Path, tmp_path: Path) -> None:
    shutil.copy(seeded_file, tmp_path / "store.db")
    database, reader = Database(f"sqlite:///{tmp_path / 'store.db'}"), SqliteReader(tmp_path / "store.db")
    chance = random.Random(5)
    before = {name: await ids(reader, query) for name, query in LISTS.items()}
    spared = 0
    for _ in range(50):
        number = chance.randint(1, 1500)
        row = await read(database, number)
        update = changed(chance, row)
        async with database.writing() as connection:
            values = ", ".join(f"{column} = :{column}" for column in update)
            await connection.execute(text(f"UPDATE job SET {values} WHERE id = {number}"), update)
            await refresh(connection, [number])
        touched = tags.touched_by_jobs([JobDelta(number, facts_of(row), facts_of({**row, **update}))])
        for name, query in LISTS.items():
            after = await ids(reader, query)
            held = set(tags.of_list(query))
            assert after == before[name] or held & touched, (name, update)
            spared += not held & touched
            before[name] = after
    assert spared > 50, "most lists are none of most jobs' business"
    await reader.close()
    await database.close()


def test_liwan_does_not_touch_dezhou() -> None:
    liwan = JobFacts(status=JobStatus.OPEN, source_ids=(1,), division="440103001", cell=cell_of(23.1, 113.2))
    touched = tags.touched_by_jobs([JobDelta(1, None, liwan)])
    assert not touched & set(tags.of_list(JobQuery(divisions=("371402",))))
    assert not touched & set(tags.of_list(JobQuery(circle=Circle(37.4, 116.3, 2000.0))))
    assert touched & set(tags.of_list(JobQuery(divisions=("440000",))))
    assert touched & set(tags.of_list(JobQuery(words=(Word(("搬运",)),))))


@pytest.mark.parametrize(
    ("document", "tag"),
    [
        pytest.param('{ job(id: "Sm9iOjE") { id } }', "job:1", id="node"),
        pytest.param('{ job(id: "Sm9iOjk5OTk5OTk") { id } }', "job:9999999", id="a node that is not there"),
        pytest.param('{ source(key: "nobody") { id } }', "sources", id="a source that is not there"),
        pytest.param("{ stations(first: 1) { nodes { parent { id } name } } }", "station:1", id="row"),
        pytest.param("{ stations(first: 1) { totalCount } }", "stations", id="list"),
        pytest.param(
            '{ jobs(near: {station: "U3RhdGlvbjox"}) { totalCount } }', "station:1", id="the station in the centre"
        ),
        pytest.param('{ jobs(filter: {divisions: ["440103"]}) { totalCount } }', "jobs:d440103", id="narrow list"),
        pytest.param(
            '{ jobs(filter: {divisions: ["440103"]}) { facets(by: [DIVISION]) { by } } }',
            "jobs",
            id="a facet's wider list",
        ),
        pytest.param("{ jobs(first: 1) { nodes { provenance { lastSeenAt } } } }", "source:", id="provenance"),
        pytest.param("{ jobs(first: 1) { nodes { provenance { url } } } }", "job:", id="a listed job's provenance"),
        pytest.param(
            '{ jobs(first: 1, filter: {sources: ["source-3"]}) { nodes { title } } }',
            "job:",
            id="a list that sources tell",
        ),
        pytest.param("{ changes(first: 1) { nodes { jobId } } }", "changes", id="changes"),
    ],
)
async def test_an_answer_tells_what_it_is_made_of(sqlite_reader: Reader, document: str, tag: str) -> None:
    answer = await execute(prepare(parse(document), None), {}, PUBLIC, Services(sqlite_reader))
    assert any(each == tag or (tag.endswith(":") and each.startswith(tag)) for each in answer.tags), answer.tags


@pytest.mark.parametrize(
    "document", ["{ jobs { nodes { title employer { name } } } }", "{ jobs { edges { cursor } } }"]
)
async def test_a_job_in_a_list_is_told_by_the_list(sqlite_reader: Reader, document: str) -> None:
    """Whatever changes the job touches the list: every delta touches every scope that the job stands in."""
    answer = await execute(prepare(parse(document), None), {}, PUBLIC, Services(sqlite_reader))
    assert "jobs" in answer.tags
    assert not any(tag.startswith("job:") for tag in answer.tags)
