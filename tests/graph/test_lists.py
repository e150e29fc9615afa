"""Lists of jobs: every filter and order against brute force, paging to the end both ways, circles and facets."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from gateway.graph.asked import cursor_kind, key_count
from gateway.graph.cursors import decode, encode
from schema.divisions import ancestors
from schema.store.reads.facets import division_level, without_own
from schema.store.reads.listing import Select, Value, Window
from schema.store.reads.near import metres, square_of
from schema.store.reads.queries import Circle, JobQuery, Word
from schema.store.reads.reader import Reader
from schema.vocabulary import Benefit, JobFacet, JobOrder, JobStatus
from tests.graph.facts import Job, ids, jobs, newest

LIWAN = Circle(23.1054, 113.2443, 3000.0)
ID = Select("job", (("t", "id"),))

FILTERS: dict[str, tuple[JobQuery, Any]] = {  # Any: a function of a job
    "nothing": (JobQuery(), lambda job: True),
    "province": (JobQuery(divisions=("440000",)), lambda job: job["province_code"] == "440000"),
    "city": (JobQuery(divisions=("440100",)), lambda job: job["city_code"] == "440100"),
    "district": (JobQuery(divisions=("440103",)), lambda job: job["district_code"] == "440103"),
    "street": (JobQuery(divisions=("440103001",)), lambda job: job["street_code"] == "440103001"),
    "divisions": (
        JobQuery(divisions=("440103", "500000")),
        lambda job: job["district_code"] == "440103" or job["province_code"] == "500000",
    ),
    "stations": (JobQuery(stations=(1, 2)), lambda job: job["station_id"] in (1, 2)),
    "employers": (JobQuery(employers=(1, 5)), lambda job: job["employer_id"] in (1, 5)),
    "events": (JobQuery(events=(6, 16)), lambda job: job["event_id"] in (6, 16)),
    "sources": (JobQuery(sources=(3, 7)), lambda job: job["source_id"] in (3, 7)),
    "employment": (JobQuery(employment=("GIG", "SEASONAL")), lambda job: job["employment"] in ("GIG", "SEASONAL")),
    "workplace": (JobQuery(workplace=("AT_HOME",)), lambda job: job["workplace"] == "AT_HOME"),
    "settlement": (JobQuery(settlement=("DAILY",)), lambda job: job["settlement"] == "DAILY"),
    "benefits": (JobQuery(benefits=0b101), lambda job: job["benefits"] & 0b101 == 0b101),
    "pay unit": (JobQuery(pay_unit="DAY"), lambda job: job["pay_unit"] == "DAY"),
    "pay in its unit": (
        JobQuery(pay_unit="DAY", pay_at_least=2_000_000),
        lambda job: job["pay_unit"] == "DAY" and (job["pay_max"] or job["pay_min"] or 0) >= 2_000_000,
    ),
    "pay by the hour": (JobQuery(pay_at_least=300_000), lambda job: (job["hourly_estimate"] or 0) >= 300_000),
    "hours": (
        JobQuery(starts_after=540, ends_before=1080),
        lambda job: job["starts_at"] is not None and 540 <= job["starts_at"] <= job["ends_at"] <= 1080,
    ),
    "age": (JobQuery(age=50), lambda job: (job["age_min"] or 0) <= 50 <= (job["age_max"] or 999)),
    "education": (
        JobQuery(education="PRIMARY"),
        lambda job: job["education"] in (None, "NONE", "PRIMARY"),
    ),
    "posted since": (JobQuery(posted_since=1_795_000_000), lambda job: job["posted_at"] >= 1_795_000_000),
    "occupations": (
        JobQuery(occupations=("6-00-00-00",)),
        lambda job: (job["occupation_code"] or "").startswith("6-"),
    ),
    "district and station": (
        JobQuery(divisions=("440103",), stations=(1, 2, 3)),
        lambda job: job["district_code"] == "440103" and job["station_id"] in (1, 2, 3),
    ),
    "near": (JobQuery(circle=LIWAN), lambda job: _away(job) <= LIWAN.metres),
    "near and text": (
        JobQuery(circle=LIWAN, words=(Word(("工",)),)),
        lambda job: _away(job) <= LIWAN.metres and any("工" in text for text in job["texts"]),
    ),
    "far and text": (
        JobQuery(circle=Circle(23.1054, 113.2443, 20_000.0), words=(Word(("工",)),)),
        lambda job: _away(job) <= 20_000 and any("工" in text for text in job["texts"]),
    ),
    "near and district": (
        JobQuery(circle=replace(LIWAN, metres=30_000.0), divisions=("440103",), stations=(1, 2, 3)),
        lambda job: job["district_code"] == "440103" and job["station_id"] in (1, 2, 3) and _away(job) <= 30_000,
    ),
    "district and text": (
        JobQuery(divisions=("440103",), words=(Word(("工",)),)),
        lambda job: job["district_code"] == "440103" and any("工" in text for text in job["texts"]),
    ),
    "many stations": (JobQuery(stations=tuple(range(1, 31))), lambda job: (job["station_id"] or 99) <= 30),
    "employer and text": (
        JobQuery(employers=(1, 2, 3), words=(Word(("工",)),)),
        lambda job: job["employer_id"] in (1, 2, 3) and any("工" in text for text in job["texts"]),
    ),
    "every status": (JobQuery(statuses=tuple(JobStatus)), None),
    "excluded": (JobQuery(divisions=("440103",)).within_division("110000"), lambda job: False),
}


def _away(job: Job) -> float:
    if job["latitude"] is None:
        return 1e9
    return float(square_of(LIWAN, job["latitude"], job["longitude"]) ** 0.5)


def _expected(path: Path, name: str) -> list[Job]:
    test = FILTERS[name][1]
    if test is None:
        return jobs(path)
    return [job for job in jobs(path) if job["status"] == "OPEN" and test(job)]


@pytest.mark.parametrize("name", FILTERS)
async def test_a_filter_lets_through_what_it_says(reader: Reader, seeded_file: Path, name: str) -> None:
    expected = _expected(seeded_file, name)
    assert await ids(reader, FILTERS[name][0]) == newest(expected)
    assert await reader.counts([FILTERS[name][0]]) == [len(expected)]
    assert name == "excluded" or len(expected) > 0


@pytest.mark.parametrize("name", ["nothing", "district", "station orders", "near", "every status"])
@pytest.mark.parametrize("order", [JobOrder.NEWEST, JobOrder.HIGHEST_PAID, JobOrder.CLOSING_SOON])
async def test_an_order_is_what_it_says(reader: Reader, seeded_file: Path, name: str, order: JobOrder) -> None:
    name = "stations" if name == "station orders" else name
    keys: dict[JobOrder, Any] = {  # Any: a sort key of a job
        JobOrder.NEWEST: lambda job: (-job["posted_at"], -job["id"]),
        JobOrder.HIGHEST_PAID: lambda job: (job["hourly_estimate"] is None, -(job["hourly_estimate"] or 0), -job["id"]),
        JobOrder.CLOSING_SOON: lambda job: (job["expires_at"] is None, job["expires_at"] or 0, job["id"]),
    }
    expected = sorted(_expected(seeded_file, name), key=keys[order])
    assert await ids(reader, FILTERS[name][0]._replace(order=order)) == [job["id"] for job in expected]


PAGED = {
    "newest": JobQuery(),
    "two districts": JobQuery(divisions=("440103", "500000"), statuses=tuple(JobStatus)),
    "paid": JobQuery(order=JobOrder.HIGHEST_PAID),
    "paid in a city": JobQuery(order=JobOrder.HIGHEST_PAID, divisions=("440100",)),
    "closing": JobQuery(order=JobOrder.CLOSING_SOON, statuses=(JobStatus.EXPIRED, JobStatus.OPEN)),
    "nearest": JobQuery(order=JobOrder.NEAREST, circle=LIWAN),
    "text": JobQuery(words=(Word(("工",)),)),
    "relevance": JobQuery(words=(Word(("分拣",)),), order=JobOrder.RELEVANCE),
    "paid text": JobQuery(words=(Word(("工",)),), order=JobOrder.HIGHEST_PAID),
}


@pytest.mark.parametrize("backward", [False, True], ids=["forward", "backward"])
@pytest.mark.parametrize("name", PAGED)
async def test_pages_make_up_the_list(reader: Reader, name: str, backward: bool) -> None:
    query = PAGED[name]
    every = await ids(reader, query)
    chance, cursor = random.Random(name), None
    found: list[int] = []
    while True:
        size = chance.choice((7, 40, 191))
        window = Window(size, backward, before=cursor) if backward else Window(size, after=cursor)
        page = (await reader.pages([query], window, ID))[0]
        numbers = [int(row[0] or 0) for row in page.rows]
        found = numbers + found if backward else found + numbers
        if not (page.has_previous if backward else page.has_next):
            break
        cursor = _through_the_graph(query, page.rows[0 if backward else -1][1:])
    assert found == every


def _through_the_graph(query: JobQuery, keys: tuple[Value, ...]) -> tuple[Value, ...]:
    """A row's keys as they come back from a cursor."""
    kind, width = cursor_kind(query), key_count(query)
    return decode(kind, encode(kind, keys[:width]), width)


async def test_a_page_between_two_cursors_is_what_stands_between_them(reader: Reader) -> None:
    query = JobQuery(divisions=("440000",))
    whole = (await reader.pages([query], Window(60), ID))[0].rows
    window = Window(100, after=whole[9][1:3], before=whole[40][1:3])
    page = (await reader.pages([query], window, ID))[0]
    assert [row[0] for row in page.rows] == [row[0] for row in whole[10:40]]


async def test_nearest_are_told_with_their_distance(reader: Reader, seeded_file: Path) -> None:
    query = JobQuery(order=JobOrder.NEAREST, circle=LIWAN)
    page = (await reader.pages([query], Window(500), ID))[0]
    known = {job["id"]: job for job in jobs(seeded_file)}
    for row in page.rows:
        assert abs(metres(row[3]) - _away(known[int(row[0] or 0)])) <= 1
    told = [metres(row[3]) for row in page.rows]
    assert told == sorted(told)


FACETED = {
    "nothing": JobQuery(),
    "district": JobQuery(divisions=("440103",)),
    "two divisions": JobQuery(divisions=("440103", "500000")),
    "gigs in a province": JobQuery(divisions=("440000",), employment=("GIG",)),
    "station": JobQuery(stations=(1,)),
    "text": JobQuery(words=(Word(("工",)),)),
    "near": JobQuery(circle=LIWAN),
    "every status": JobQuery(statuses=tuple(JobStatus)),
}
_VALUES: dict[JobFacet, Any] = {  # Any: a function from a job to its values
    JobFacet.DIVISION: lambda job: [job["district_code"]],
    JobFacet.OCCUPATION: lambda job: [job["occupation_code"]],
    JobFacet.EMPLOYMENT: lambda job: [job["employment"]],
    JobFacet.WORKPLACE: lambda job: [job["workplace"]],
    JobFacet.PAY_UNIT: lambda job: [job["pay_unit"]],
    JobFacet.SETTLEMENT: lambda job: [job["settlement"]],
    JobFacet.BENEFIT: lambda job: [name for at, name in enumerate(Benefit) if job["benefits"] >> at & 1],
    JobFacet.STATION: lambda job: [job["station_id"]],
    JobFacet.SOURCE: lambda job: [job["source_id"]],
    JobFacet.EMPLOYER: lambda job: [job["employer_id"]],
}


@pytest.mark.parametrize("name", FACETED)
async def test_facets_count_what_is_there_without_their_own_filter(
    reader: Reader, seeded_file: Path, name: str
) -> None:
    query = FACETED[name]
    known = {job["id"]: job for job in jobs(seeded_file)}
    for by in JobFacet:
        if by is JobFacet.DIVISION and division_level(query) != "district_code":
            continue
        counted = Counter(
            value
            for number in await ids(reader, without_own(query, by))
            for value in _VALUES[by](known[number])
            if value is not None
        )
        expected = sorted(counted.items(), key=lambda item: (-item[1], str(item[0])))[:12]
        assert [tuple(each) for each in (await reader.facets(query, [by], 12))[0]] == expected, by


def test_the_seeded_divisions_hang_together(seeded_file: Path) -> None:
    for job in jobs(seeded_file)[:200]:
        above = (*ancestors(job["division_code"]), job["division_code"])
        assert job["district_code"] is None or job["district_code"] in above


def _is_open_to(age: int, job: Job) -> bool:
    return (job["age_min"] or 0) <= age <= (999 if job["age_max"] is None else job["age_max"])


TALLIED: dict[str, tuple[JobQuery, Callable[[Job], bool]]] = {
    "everywhere": (JobQuery(workplace=("AT_HOME",)), lambda job: job["workplace"] == "AT_HOME"),
    "in a district": (
        JobQuery(divisions=("440103",), employment=("GIG", "PART_TIME")),
        lambda job: job["district_code"] == "440103" and job["employment"] in ("GIG", "PART_TIME"),
    ),
    "by unit in two provinces": (
        JobQuery(divisions=("440000", "500000"), pay_unit="DAY"),
        lambda job: job["province_code"] in ("440000", "500000") and job["pay_unit"] == "DAY",
    ),
    "in a street": (
        JobQuery(divisions=("440103001",), settlement=("DAILY",)),
        lambda job: job["street_code"] == "440103001" and job["settlement"] == "DAILY",
    ),
    "of a station": (
        JobQuery(stations=(1,), settlement=("DAILY",)),
        lambda job: job["station_id"] == 1 and job["settlement"] == "DAILY",
    ),
    "two facets": (
        JobQuery(workplace=("AT_HOME",), employment=("GIG",)),
        lambda job: job["workplace"] == "AT_HOME" and job["employment"] == "GIG",
    ),
    "three terms in a district": (
        JobQuery(divisions=("440103",), workplace=("AT_HOME", "ON_SITE"), employment=("GIG",), settlement=("DAILY",)),
        lambda job: (
            job["district_code"] == "440103"
            and job["workplace"] in ("AT_HOME", "ON_SITE")
            and (job["employment"], job["settlement"]) == ("GIG", "DAILY")
        ),
    ),
    "two terms in a street": (
        JobQuery(divisions=("440103001",), workplace=("ON_SITE",), employment=("GIG", "FULL_TIME")),
        lambda job: (
            job["street_code"] == "440103001"
            and job["workplace"] == "ON_SITE"
            and job["employment"] in ("GIG", "FULL_TIME")
        ),
    ),
    **{f"of age {age}": (JobQuery(age=age), partial(_is_open_to, age)) for age in (0, 17, 18, 45, 46, 55, 56, 150)},
    "of an age and education in a city": (
        JobQuery(divisions=("440100",), age=48, education="JUNIOR_SECONDARY"),
        lambda job: (
            job["city_code"] == "440100"
            and _is_open_to(48, job)
            and job["education"] in (None, "NONE", "PRIMARY", "JUNIOR_SECONDARY")
        ),
    ),
    "of an age in a street": (
        JobQuery(divisions=("440103001",), age=48),
        lambda job: job["street_code"] == "440103001" and _is_open_to(48, job),
    ),
    "of an age and a term": (
        JobQuery(age=48, employment=("GIG",)),
        lambda job: job["employment"] == "GIG" and _is_open_to(48, job),
    ),
    "pay an hour": (JobQuery(pay_at_least=500_000), lambda job: (job["hourly_estimate"] or 0) >= 500_000),
}


@pytest.mark.parametrize("order", [JobOrder.NEWEST, JobOrder.HIGHEST_PAID])
@pytest.mark.parametrize("name", TALLIED)
async def test_totals_that_tallies_tell_are_those_of_the_jobs(
    reader: Reader, seeded_file: Path, name: str, order: JobOrder
) -> None:
    query, holds = TALLIED[name]
    statuses = (JobStatus.OPEN, JobStatus.EXPIRED)
    expected = [job for job in jobs(seeded_file) if job["status"] in ("OPEN", "EXPIRED") and holds(job)]
    assert await reader.counts([query._replace(order=order, statuses=statuses)]) == [len(expected)]
