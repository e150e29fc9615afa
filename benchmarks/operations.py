"""The six operations that are measured, in the words of each server, with seeded variables: distinct, or by Zipf."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import orjson

from benchmarks.columns import TITLES
from benchmarks.country import Country, pick, zipf
from gateway.graph.ids import global_id
from schema.store.reads.bigrams import phrase

DATA_SEED: Final = 1

_JOB_ID: Final = global_id("Job")
_STATION_ID: Final = global_id("Station")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: the document by server kind. `variables` of all servers are made from one drawn set."""

    name: str
    doorstep: str
    node: str
    postgraphile: str


JOB: Final = "id title pay { text min max } postedAt employer { name } station { name }"
PG_JOB: Final = "rowId title payText payMin payMax postedAt employerByEmployerId { name } stationByStationId { name }"
OPERATIONS: Final = (
    Operation(
        "list in a district",
        f"query($d: String!, $n: Int!) {{ jobs(filter: {{divisions: [$d]}}, first: $n) {{ nodes {{ {JOB} }} }} }}",
        f"query($d: String!, $n: Int!) {{ jobs(district: $d, first: $n) {{ {JOB} }} }}",
        'query($d: String!, $n: Int!) { allJobs(condition: {status: "OPEN", districtCode: $d}, '
        f"orderBy: [POSTED_AT_DESC, ROW_ID_DESC], first: $n) {{ nodes {{ {PG_JOB} }} }} }}",
    ),
    Operation(
        "detail with the employer's jobs",
        "query($id: ID!) { job(id: $id) { id title description pay { text min max } "
        "employer { id name jobs(first: 5) { nodes { id title pay { text } } } } } }",
        "query($job: Int!) { job(id: $job) { id title description pay { text min max } "
        "employer { id name jobs(first: 5) { id title pay { text } } } } }",
        "query($key: BigInt!) { jobByRowId(rowId: $key) { rowId title description payText payMin payMax "
        'employerByEmployerId { rowId name jobsByEmployerId(condition: {status: "OPEN"}, '
        "orderBy: [POSTED_AT_DESC, ROW_ID_DESC], first: 5) "
        "{ nodes { rowId title payText } } } } }",
    ),
    Operation(
        "nearby",
        "query($lat: Float!, $lon: Float!, $n: Int!) { jobs(near: {point: {latitude: $lat, longitude: $lon, "
        "system: WGS84}, withinMetres: 1500}, first: $n) { edges { distanceMetres node { id title employer { name } } "
        "} } }",
        "query($lat: Float!, $lon: Float!, $n: Int!) { near(lat: $lat, lon: $lon, metres: 1500, first: $n) "
        "{ distance id title employer { name } } }",
        "query($lat: Float!, $lon: Float!, $n: Int!) { nearJobs(lat: $lat, lon: $lon, metres: 1500, first: $n) "
        "{ nodes { rowId title latitude longitude employerByEmployerId { name } } } }",
    ),
    Operation(
        "Chinese text",
        "query($word: String!, $n: Int!) { jobs(filter: {text: $word}, orderBy: NEWEST, first: $n) "
        "{ nodes { id title employer { name } } } }",
        "query($bigrams: [String!]!, $word: String!, $n: Int!) { search(bigrams: $bigrams, word: $word, first: $n) "
        "{ id title employer { name } } }",
        "query($bigrams: [String]!, $word: String!, $n: Int!) { searchJobs(bigrams: $bigrams, word: $word, first: $n) "
        "{ nodes { rowId title employerByEmployerId { name } } } }",
    ),
    Operation(
        "station with jobs and count",
        "query($station: ID!, $n: Int!) { station(id: $station) { id name jobs(first: $n) { totalCount nodes "
        "{ id title pay { text } } } } }",
        "query($number: Int!, $n: Int!) { station(id: $number) { id name totalCount jobs(first: $n) "
        "{ id title pay { text } } } }",
        "query($place: BigInt!, $n: Int!) { stationByRowId(rowId: $place) { rowId name jobsByStationId(condition: "
        '{status: "OPEN"}, orderBy: [POSTED_AT_DESC, ROW_ID_DESC], first: $n) { totalCount nodes '
        "{ rowId title payText } } } }",
    ),
    Operation(
        "facets",
        "query($d: String!) { jobs(filter: {divisions: [$d]}, first: 0) { facets(by: [EMPLOYMENT, OCCUPATION, "
        "PAY_UNIT], top: 10) { by buckets { value count } } } }",
        "query($d: String!) { facets(district: $d) { by buckets { value count } } }",
        "query($d: String!) { jobFacets(district: $d) { nodes { facet value count } } }",
    ),
)


def drawn(jobs: int, many: int, seed: int) -> list[Mapping[str, object]]:
    """Variables of `many` requests over the data of `jobs` jobs: places by how many live there, the rest evenly."""
    chance, country = random.Random(seed), Country(DATA_SEED)
    sets: list[Mapping[str, object]] = []
    for _ in range(many):
        district, _street, latitude, longitude = country.place(chance)
        word = chance.choice(TITLES)
        job, station = chance.randrange(1, jobs + 1), chance.randrange(1, 1 + max(30, min(8000, jobs // 120)))
        sets.append(
            {
                "d": district,
                "n": chance.randrange(18, 23),
                "id": _JOB_ID(job),
                "job": job,
                "key": str(job),
                "lat": round(latitude + chance.uniform(-0.01, 0.01), 6),
                "lon": round(longitude + chance.uniform(-0.01, 0.01), 6),
                "word": word,
                "bigrams": list(phrase(word)),
                "station": _STATION_ID(station),
                "number": station,
                "place": str(station),
            }
        )
    return sets


def by_zipf(sets: Sequence[Mapping[str, object]], many: int, seed: int) -> list[Mapping[str, object]]:
    """`many` draws of few sets: the first the most often."""
    chance, weights = random.Random(seed), zipf(len(sets), 1.0)
    return [sets[pick(chance, weights)] for _ in range(many)]


def bodies(document: str, sets: Sequence[Mapping[str, object]]) -> list[bytes]:
    """Requests of a document: with the variables that it declares."""
    head = document.partition("{")[0]
    names = [name for name in sets[0] if f"${name}:" in head]
    return [orjson.dumps({"query": document, "variables": {name: one[name] for name in names}}) for one in sets]
