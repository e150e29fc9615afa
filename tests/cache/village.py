"""A village of sources that changes at random, and questions about it: what the laws of the cache are tried on.

Two sources lie in 荔湾 (440103) and show some of each other's jobs, two in 德州 (371402). A step is made of a seed
alone, so that it can be made by any process.
"""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from schema.problems import DoorstepError
from schema.records import Gone, Reject
from schema.store import housekeeping, intake, sources
from schema.store.engine import Database
from schema.store.instants import SHANGHAI
from schema.store.sources import SourceEntry
from schema.store.staging import Taken
from schema.values import (
    Contact,
    EmployerName,
    Event,
    Pay,
    Place,
    Point,
    Policy,
    Posting,
    Reading,
    Requirements,
    Station,
)
from schema.vocabulary import (
    Benefit,
    CoordinateSystem,
    EmployerKind,
    Employment,
    EventKind,
    JobStatus,
    PayUnit,
    PlacePrecision,
    PolicyKind,
    StationKind,
    Workplace,
)

NOW = datetime(2090, 11, 22, 2, 0, tzinfo=SHANGHAI)
"""Far off, so that no gateway finds by its own clock that a job has expired."""
JOBS = 40
"""Postings that a source may show."""
TRADES = ("缝纫工", "收银员", "焊工", "保洁员", "搬运工", "仓管员", "厨师", "分拣员")
HOMES = {
    "liwan-a": ("440103", "440103013", 23.106, 113.233),
    "liwan-b": ("440103", "440103013", 23.106, 113.233),
    "dezhou-a": ("371402", "371402001", 37.449, 116.307),
    "dezhou-b": ("371402", "371402001", 37.449, 116.307),
}
SHARED = {"liwan-a": "liwan", "liwan-b": "liwan", "dezhou-a": "dezhou-a", "dezhou-b": "dezhou-b"}
"""Sources of one name show the same jobs under ids of their own."""


async def found(database: Database) -> None:
    """Register the sources."""
    for key in HOMES:
        await sources.register(database, SourceEntry(key=key, name=f"来源 {key}", connector="board"), NOW)


async def step(database: Database, seed: int) -> None:
    """Something happens: mostly a run of a source, seldom a pause, a rename, or jobs that expire."""
    chance = random.Random(seed)
    key = chance.choice(tuple(HOMES))
    now = NOW + timedelta(minutes=seed % 5000)
    happens = chance.random()
    if happens < 0.05:
        await sources.pause(database, key, "整修")
        await sources.resume(database, key)
    elif happens < 0.1:
        name = f"来源 {key} {chance.randrange(3)}"
        await sources.change(database, SourceEntry(key=key, name=name, connector="board"))
    elif happens < 0.2:
        await housekeeping.expire(database, now)
    else:
        await run(database, key, chance, now)


async def run(database: Database, key: str, chance: random.Random, now: datetime) -> None:
    """A source is read: what it shows now is up to chance."""
    handle = await intake.begin(database, key, now)
    batch: list[Taken] = [*_directory(key, chance), *_postings(key, chance, now)]
    for start in range(0, len(batch), 20):
        await handle.stage(batch[start : start + 20])
    if chance.random() < 0.1:
        failed = DoorstepError("TIMEOUT", "来源没有应答", "the source did not answer")
        await handle.fail(failed.problem)
    else:
        await handle.finish(complete=chance.random() < 0.5, watermark=str(now))


def _directory(key: str, chance: random.Random) -> list[Taken]:
    code, street, latitude, longitude = HOMES[key]
    place = Place("大策直街1号", street, PlacePrecision.EXACT, Point(latitude, longitude, CoordinateSystem.WGS84))
    shown: list[Taken] = []
    for number in range(2):
        if chance.random() < 0.3:
            hours = chance.choice((None, "9:00-17:00"))
            shown.append(
                Station(f"{key}-s{number}", f"{key} 第{number}驿站", StationKind.COMMUNITY, place, hours=hours)
            )
        if chance.random() < 0.3:
            title = f"第{chance.randrange(2)}场招聘会"
            shown.append(Event(f"e{number}", EventKind.JOB_FAIR, title, starts_at=NOW + timedelta(days=3), place=place))
    if chance.random() < 0.2:
        shown.append(Policy("p0", PolicyKind.SUBSIDY, f"补贴 {chance.randrange(2)}", division=code))
    if chance.random() < 0.2:
        shown.append(Reject(reason="NO_TITLE", message="没有名称 / no title", external_id="x"))
    return shown


def _postings(key: str, chance: random.Random, now: datetime) -> list[Taken]:
    shown: list[Taken] = []
    for number in chance.sample(range(JOBS), chance.randrange(0, 12)):
        if chance.random() < 0.1:
            shown.append(Gone(external_id=f"{key}-{number}", reason="招满"))
        else:
            shown.append(_posting(key, number, chance, now))
    return shown


def _posting(key: str, number: int, chance: random.Random, now: datetime) -> Posting:
    code, street, latitude, longitude = HOMES[key]
    pay = Decimal(150 + number)
    point = Point(latitude + number * 0.001, longitude, CoordinateSystem.WGS84)
    posting = Posting(
        external_id=f"{key}-{number}",
        title=f"{TRADES[number % len(TRADES)]}（{SHARED[key]}{number}号）",
        description=f"地铁口 {SHARED[key]} {number} 招人，包午餐",
        pay=Pay(f"{pay}元/天", pay, pay + 50, PayUnit.DAY, hourly_estimate=pay / 8),
        requirements=Requirements(age_max=chance.choice((None, 45, 45, 45))),
        employment=Employment.GIG,
        workplace=Workplace.ON_SITE,
        status=JobStatus.OPEN,
        place=Place(f"大策直街{number}号", street if number % 3 else code, PlacePrecision.EXACT, point),
        employer=EmployerName(f"第{number % 7}{SHARED[key]}纺织有限公司", EmployerKind.COMPANY),
        contact=Contact("陈生", f"138{number:08d}"),
        benefits=(Benefit.MEALS,) if chance.random() < 0.5 else (),
        posted_at=NOW - timedelta(days=number % 5),
        readings=(Reading("pay", f"{pay}元/天"),),
        url=f"https://{key}.example/{number}" + chance.choice(("", "", "?again")),
    )
    if chance.random() < 0.3:
        posting = replace(posting, station_key=f"{key}-s{number % 2}")
    if chance.random() < 0.2:
        posting = replace(posting, event_key=f"e{number % 2}")
    if chance.random() < 0.2:  # too few words to know that another source shows it too; it is found out later
        posting = replace(posting, contact=None, employer=None, place=Place("附近", code, PlacePrecision.DISTRICT))
    if chance.random() < 0.2:
        posting = replace(posting, expires_at=now + timedelta(minutes=chance.randrange(-30, 3000)))
    return posting


JOB = """
fragment J on Job {
  id title status postedAt updatedAt
  pay { text min max }
  employer { id name kind jobs(first: 3) { totalCount nodes { id title } } }
  station { id name hours }
  event { id title }
  place { text division { code name } }
  provenance { source { key name health openJobs } url firstSeenAt lastSeenAt }
  similar(first: 2) { id title }
  mergedInto { id title status }
}
"""
QUERIES = (
    "query($d: [String!], $n: Int!) { jobs(filter: {divisions: $d}, first: $n) { totalCount nodes { ...J } } }" + JOB,
    "query($d: [String!], $n: Int!) { jobs(filter: {divisions: $d, status: [OPEN, EXPIRED, WITHDRAWN]}, first: $n, "
    "orderBy: HIGHEST_PAID) { totalCount nodes { id title status } } }",
    "query($d: [String!]) { jobs(filter: {divisions: $d}, first: 1) { totalCount facets(by: [DIVISION, OCCUPATION, "
    "BENEFIT, SOURCE, EMPLOYER, STATION], top: 5) { by buckets { value label count } } } }",
    "query($s: [String!]) { jobs(filter: {sources: $s}, first: 20) { totalCount nodes { id title } } }",
    "query($t: String!) { jobs(filter: {text: $t}, first: 5) { totalCount nodes { id title } } }",
    "query($t: String!, $d: [String!]) { jobs(filter: {text: $t, divisions: $d}, first: 5) { totalCount nodes { id } } "
    "}",
    "query($lat: Float!, $lon: Float!) { jobs(near: {point: {latitude: $lat, longitude: $lon, system: WGS84}, "
    "withinMetres: 3000}, first: 5) { totalCount edges { distanceMetres node { id title } } } }",
    "query($id: ID!) { job(id: $id) { ...J } }" + JOB,
    "query($id: ID!) { node(id: $id) { id ... on Job { title status provenance { url lastSeenAt } } } }",
    "query($d: String!) { division(code: $d) { name network { hubs communities } jobs(first: 4) { totalCount nodes "
    "{ id } } stations(first: 5) { totalCount nodes { id name hours jobs(first: 2) { totalCount nodes { id } } } } } }",
    "{ stations(first: 10) { totalCount nodes { id name hours jobs(first: 3) { totalCount nodes { title } } } } }",
    "{ employers(first: 10) { totalCount nodes { id name kind jobs(first: 2) { totalCount nodes { title } } } } }",
    "{ events(first: 10) { totalCount nodes { id title jobs(first: 2) { totalCount nodes { title } } } } }",
    "{ policies(first: 10) { totalCount nodes { id title } } }",
    "{ sources { nodes { key name health openJobs freshAt staleAt lastRun { id outcome } runs(first: 3) { "
    "totalCount nodes { id outcome fetched created withdrawn rejected } } } } }",
    "query($k: String!) { source(key: $k) { name health openJobs lastRun { outcome finishedAt } } }",
    "{ changes(first: 1000) { nodes { kind job { id title status } } } }",
)


def question(chance: random.Random, job_id: str) -> dict[str, Any]:  # Any: a request's JSON
    """A request about the village, or about one of its jobs."""
    query = chance.choice(QUERIES)
    key = chance.choice(tuple(HOMES))
    code, street, latitude, longitude = HOMES[key]
    asked: dict[str, Any] = {  # Any: as above
        "d": chance.choice((code, street, code[:4] + "00")),
        "n": chance.choice((2, 10)),
        "s": [key],
        "t": chance.choice(("缝纫", "焊工", "liwan", "地铁口", "dezhou")),
        "lat": latitude,
        "lon": longitude,
        "id": job_id,
        "k": key,
    }
    head = query.partition("{")[0]
    variables = {name: value for name, value in asked.items() if f"${name}:" in head}
    if "$d: [String!]" in head:
        variables["d"] = [variables["d"]]
    return {"query": query, "variables": variables}
