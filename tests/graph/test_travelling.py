"""The 15-minute circle by streets: who is in it, in what order, and what is said where no engine answers."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest
from graphql import parse

from connectors.routing.client import EngineClient, rounded
from connectors.routing.engines import Osrm
from gateway.execution import Executed, execute, prepare, run_executor
from gateway.graph import travelling
from gateway.graph.context import Context, Services
from gateway.graph.ids import parse_id
from gateway.graph.viewer import PUBLIC
from gateway.routing import engines_of
from schema.problems import DoorstepError
from schema.store.reads.near import square_of
from schema.store.reads.queries import Circle
from schema.store.reads.reader import Reader
from schema.travel import NoRouting, Place
from schema.vocabulary import TravelMode
from tests.connectors.servers import Everywhere, serve
from tests.connectors.town import Town
from tests.graph.facts import Job, jobs

HOME: Place = (23.1054, 113.2443)
TOWN = Town(river=113.255, speed=1.2)
MINUTES = 60
LIST = """query($near: Near, $filter: JobFilter, $order: JobOrder,
      $first: Int, $after: String, $last: Int, $before: String) {
  jobs(near: $near, filter: $filter, orderBy: $order, first: $first, after: $after, last: $last, before: $before) {
    totalCount travelBasis pageInfo { hasNextPage endCursor startCursor }
    edges { cursor distanceMetres travelMinutes node { id } }
    facets(by: [EMPLOYMENT, DIVISION], top: 50) { by buckets { value count } }
  }
}"""


@dataclass
class Silent:
    """An engine that never answers, or that does not any more."""

    modes: frozenset[TravelMode] = frozenset({TravelMode.WALK})

    def knows(self, mode: TravelMode) -> bool:
        return mode in self.modes

    async def seconds(self, origin: Place, targets: Sequence[Place], mode: TravelMode) -> Sequence[int | None]:
        raise NoRouting("silent")


@asynccontextmanager
async def streets(town: Town = TOWN) -> AsyncIterator[EngineClient]:
    async with serve(Everywhere(town.osrm)) as server:
        client = EngineClient({TravelMode.WALK: Osrm(server.base, TravelMode.WALK)}, 20.0)
        try:
            yield client
        finally:
            await client.close()


async def asked(services: Services, document: str, variables: dict[str, Any]) -> Executed:
    """Planned and executed alike."""
    operation = prepare(parse(document), None)
    planned = await execute(operation, variables, PUBLIC, services)
    executed = await run_executor(operation, variables, Context(services))
    assert planned.body == executed.body
    assert planned.tags == executed.tags
    assert planned.cacheable == executed.cacheable
    return planned


async def listed(services: Services, **variables: Any) -> dict[str, Any]:
    answer = orjson.loads((await asked(services, LIST, {"near": near(), **variables})).body)
    assert "errors" not in answer, answer
    found: dict[str, Any] = answer["data"]["jobs"]
    return found


def near(**more: Any) -> dict[str, Any]:
    point = {"latitude": HOME[0], "longitude": HOME[1], "system": "WGS84"}
    return {"point": point, **({"withinMinutes": MINUTES} | more if "withinMetres" not in more else more)}


def time_to(job: Job, town: Town = TOWN) -> int | None:
    """Whole seconds, brute force; the engine is asked for points of a ten-thousandth of a degree."""
    seconds = town.seconds(rounded(HOME), rounded((job["latitude"], job["longitude"])))
    return None if seconds is None else round(seconds)


def reached(path: Path, minutes: int = MINUTES) -> list[tuple[int, int]]:
    """(seconds, id) of the open jobs in time, soonest first."""
    found = []
    for job in jobs(path):
        if job["status"] == "OPEN" and job["latitude"] is not None:
            seconds = time_to(job)
            if seconds is not None and seconds <= minutes * 60:
                found.append((seconds, job["id"]))
    return sorted(found)


def number(edge: dict[str, Any]) -> int:
    return parse_id(edge["node"]["id"])[1]


async def test_the_circle_is_who_gets_there_in_time_soonest_first(reader: Reader, seeded_file: Path) -> None:
    wanted = reached(seeded_file)
    assert len(wanted) > 20
    async with streets() as routing:
        found = await listed(Services(reader, routing=routing), first=100)
    assert found["travelBasis"] == "ROUTED"
    assert found["totalCount"] == len(wanted)
    assert [number(edge) for edge in found["edges"]] == [job for _, job in wanted][:100]
    assert [edge["travelMinutes"] for edge in found["edges"]] == [-(-time // 60) for time, _ in wanted][:100]
    assert sum(bucket["count"] for bucket in found["facets"][0]["buckets"]) == len(wanted)


async def test_a_straight_circle_has_others_in_it(reader: Reader, seeded_file: Path) -> None:
    """The river is what the straight line does not know of."""
    straight = await listed(Services(reader), first=100)
    assert straight["travelBasis"] == "STRAIGHT_LINE"
    across = {job["id"] for job in jobs(seeded_file) if job["latitude"] is not None and time_to(job) is None}
    assert {number(edge) for edge in straight["edges"]} & across


@pytest.mark.parametrize("order", ["NEAREST", "NEWEST", "HIGHEST_PAID", "CLOSING_SOON"])
async def test_pages_by_streets_lead_to_the_end_and_back(reader: Reader, seeded_file: Path, order: str) -> None:
    wanted = {job for _, job in reached(seeded_file)}
    async with streets() as routing:
        services = Services(reader, routing=routing)
        forward: list[int] = []
        page: dict[str, Any] = {"pageInfo": {"endCursor": None, "hasNextPage": True}}
        while page["pageInfo"]["hasNextPage"]:
            page = await listed(services, first=15, order=order, after=page["pageInfo"]["endCursor"])
            forward += [number(edge) for edge in page["edges"]]
        assert len(forward) == len(set(forward))
        assert set(forward) == wanted
        behind = await listed(services, last=5, order=order, before=page["pageInfo"]["startCursor"])
        last = len(forward) - len(page["edges"])
        assert [number(edge) for edge in behind["edges"]] == forward[last - 5 : last]


async def test_filters_and_words_narrow_the_circle(reader: Reader, seeded_file: Path) -> None:
    wanted = {job for _, job in reached(seeded_file)}
    full = {job["id"] for job in jobs(seeded_file) if job["employment"] == "FULL_TIME"}
    worded = {job["id"] for job in jobs(seeded_file) if any("工" in text for text in job["texts"])}
    async with streets() as routing:
        services = Services(reader, routing=routing)
        found = await listed(services, first=100, filter={"employment": ["FULL_TIME"]})
        assert {number(edge) for edge in found["edges"]} == wanted & full
        by_form = {bucket["value"]: bucket["count"] for bucket in found["facets"][0]["buckets"]}
        assert sum(by_form.values()) == len(wanted), "a facet ignores its own filter, and keeps the circle"
        for order in ("RELEVANCE", "NEAREST", "NEWEST"):
            found = await listed(services, first=100, order=order, filter={"text": "工"})
            assert {number(edge) for edge in found["edges"]} == wanted & worded
        closed = await listed(services, first=100, filter={"status": ["WITHDRAWN", "EXPIRED", "OPEN"]})
        assert closed["totalCount"] >= len(wanted)


async def test_a_circle_in_metres_stays_one_and_tells_the_minutes_by_streets(reader: Reader, seeded_file: Path) -> None:
    circle = Circle(*HOME, 3000.0)
    inside = {}
    for job in jobs(seeded_file):
        if job["status"] == "OPEN" and job["latitude"] is not None:
            square = square_of(circle, job["latitude"], job["longitude"])
            if square <= 3000.0**2:
                inside[job["id"]] = (square, time_to(job))
    async with streets() as routing:
        found = await listed(Services(reader, routing=routing), near=near(withinMetres=3000), first=100)
    assert found["travelBasis"] == "ROUTED"
    assert [number(edge) for edge in found["edges"]] == sorted(inside, key=lambda job: (inside[job][0], job))[:100]
    times = [inside[number(edge)][1] for edge in found["edges"]]
    assert [edge["travelMinutes"] for edge in found["edges"]] == [None if t is None else -(-t // 60) for t in times]
    assert None in times


async def test_stations_and_their_surroundings_are_routed_too(reader: Reader) -> None:
    document = """query($near: Near) {
      stations(near: $near, first: 10) { totalCount edges { travelMinutes node { name
        jobsNearby(withinMinutes: 40, first: 5) { totalCount travelBasis edges { travelMinutes distanceMetres } } } } }
      events(near: $near, first: 10) { totalCount edges { travelMinutes } }
    }"""
    async with streets() as routing:
        answer = await asked(Services(reader, routing=routing), document, {"near": near(withinMinutes=90)})
    data = orjson.loads(answer.body)["data"]
    assert data["stations"]["edges"]
    around = [edge["node"]["jobsNearby"] for edge in data["stations"]["edges"]]
    assert {each["travelBasis"] for each in around} == {"ROUTED"}
    minutes = [edge["travelMinutes"] for each in around for edge in each["edges"]]
    assert minutes
    assert max(minutes) <= 40
    for each in [data["stations"], *around]:
        times = [edge["travelMinutes"] for edge in each["edges"]]
        assert times == sorted(times)


async def test_where_the_engine_is_silent_lines_are_straight_and_say_so(reader: Reader) -> None:
    plain = await asked(Services(reader), LIST, {"near": near()})
    before = Counter(travelling.circles)
    silent = await asked(Services(reader, routing=Silent()), LIST, {"near": near()})
    assert travelling.circles - before == {travelling.Had.SILENT: 2}, "planned once and executed once"
    assert silent.body == plain.body
    assert b'"travelBasis":"STRAIGHT_LINE"' in silent.body
    assert plain.cacheable
    assert not silent.cacheable, "the engine may answer the next time"


async def test_a_mode_that_no_engine_knows_is_straight(reader: Reader) -> None:
    async with streets() as routing:
        answer = await asked(Services(reader, routing=routing), LIST, {"near": near(mode="BICYCLE")})
    assert b'"travelBasis":"STRAIGHT_LINE"' in answer.body
    assert answer.cacheable


async def test_too_many_places_are_not_routed(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(travelling, "MOST_PLACES", 10)
    async with streets() as routing:
        found = await listed(Services(reader, routing=routing))
    assert found["travelBasis"] == "STRAIGHT_LINE"


async def test_a_list_begun_along_straight_lines_goes_on_along_them(reader: Reader) -> None:
    begun = await listed(Services(reader, routing=Silent()), first=5)
    both = await listed(Services(reader), first=10)
    async with streets() as routing:
        rest = await listed(Services(reader, routing=routing), first=5, after=begun["pageInfo"]["endCursor"])
    assert rest["travelBasis"] == "STRAIGHT_LINE"
    assert begun["edges"] + rest["edges"] == both["edges"]


async def test_a_list_begun_by_streets_says_where_it_cannot_go_on(reader: Reader) -> None:
    async with streets() as routing:
        begun = await listed(Services(reader, routing=routing), first=5)
    after = begun["pageInfo"]["endCursor"]
    answer = await asked(Services(reader, routing=Silent()), LIST, {"near": near(), "after": after})
    errors = orjson.loads(answer.body)["errors"]
    assert [error["extensions"]["code"] for error in errors] == ["INVALID_CURSOR"]


async def test_recommendations_tell_the_minutes_by_streets(reader: Reader, seeded_file: Path) -> None:
    document = """query($seeker: Seeker!) { recommendJobs(seeker: $seeker, first: 20) {
      job { id } reasons { kind text } } }"""
    seconds = {job["id"]: time_to(job) for job in jobs(seeded_file) if job["latitude"] is not None}
    async with streets() as routing:
        services = Services(reader, routing=routing)
        operation = prepare(parse(document), None)
        answer = await execute(operation, {"seeker": {"near": near(withinMinutes=30)}}, PUBLIC, services)
    matches = orjson.loads(answer.body)["data"]["recommendJobs"]
    assert matches
    for match in matches:
        time = seconds[parse_id(match["job"]["id"])[1]]
        assert time is not None
        texts = [reason["text"] for reason in match["reasons"] if reason["kind"] == "NEARBY"]
        assert texts == [f"步行约 {-(-time // 60)} 分钟 / about {-(-time // 60)} minutes away"]


SETTINGS = {
    "one server for each": ["walk=osrm+http://127.0.0.1:5000", "bicycle=osrm+https://routes.example.cn/bike/"],
    "one for all": ["valhalla+http://127.0.0.1:8002"],
    "one for all but one": ["walk=osrm+http://127.0.0.1:5000", "valhalla+http://127.0.0.1:8002"],
}


@pytest.mark.parametrize(
    ("name", "modes"),
    [
        ("one server for each", "WALK BICYCLE"),
        ("one for all", "WALK BICYCLE DRIVE"),
        ("one for all but one", "WALK BICYCLE DRIVE"),
    ],
)
def test_engines_are_set_by_mode(name: str, modes: str) -> None:
    engines = engines_of(SETTINGS[name])
    assert {mode.value for mode in engines} == set(modes.split())
    assert all(engine.knows(mode) for mode, engine in engines.items())
    assert isinstance(engines[TravelMode.WALK], Osrm) == ("walk=" in SETTINGS[name][0])


@pytest.mark.parametrize(
    "entry",
    [
        "http://127.0.0.1:5000",
        "osrm+http://127.0.0.1:5000",
        "fly=osrm+http://127.0.0.1",
        "walk=osrm+ftp://127.0.0.1",
        "bus=valhalla+http://127.0.0.1:8002",
        "walk=graphhopper+http://127.0.0.1",
        "walk=",
        "walk=osrm+http://",
        "valhalla+",
    ],
)
def test_a_setting_that_is_no_engine_is_refused(entry: str) -> None:
    with pytest.raises(DoorstepError) as refused:
        engines_of([entry])
    assert refused.value.code == "SETTING_INVALID"
