"""What a run fetched is the sum of what became of it, whatever a source shows."""

import random
from dataclasses import replace

import pytest

from schema.changes import RunReport
from schema.records import Gone, Reject
from schema.store import runs
from schema.store.engine import Database
from schema.store.staging import Taken
from schema.values import Event, Place, Policy, Station
from schema.vocabulary import EventKind, PlacePrecision, PolicyKind, StationKind
from tests.store.making import A_NIGHT, NOW, register, take
from tests.store.making import posting as made

PLACE = Place("广州市荔湾区", "440103", PlacePrecision.DISTRICT)


def something(chance: random.Random) -> Taken:
    number = chance.randrange(12)
    kinds: list[Taken] = [
        made(number),
        replace(made(number), headcount=chance.randrange(3)),
        Gone(external_id=f"A-{chance.randrange(30)}", reason="404"),
        Reject(reason="TITLE_MISSING", message="x", external_id=f"R-{number}", raw={}),
        Station(f"S-{number}", f"{number}号驿站{chance.randrange(2)}", StationKind.STREET, PLACE),
        Event(f"E-{number}", EventKind.JOB_FAIR, f"招聘会{chance.randrange(2)}"),
        Policy(f"P-{number}", PolicyKind.SUBSIDY, f"补贴{chance.randrange(2)}"),
    ]
    return chance.choice(kinds)


def sum_of(report: RunReport) -> int:
    return report.created + report.updated + report.unchanged + report.gone + report.rejected


@pytest.mark.parametrize("seed", range(4))
async def test_what_was_fetched_is_the_sum_of_what_became_of_it(database: Database, seed: int) -> None:
    chance = random.Random(seed)
    for key in ("tea", "feed"):
        await register(database, key)
    for night in range(4):
        for key in ("tea", "feed"):
            batch = [something(chance) for _ in range(chance.randrange(1, 60))]
            report = await take(database, batch, key=key, now=NOW + night * A_NIGHT, complete=chance.random() < 0.7)
            assert report.fetched == sum_of(report)
            kept = await runs.get(database, report.run_id)
            assert (kept.fetched, kept.gone, kept.counters) == (report.fetched, report.gone, report.counters)


async def test_marks_of_postings_that_never_stood_here_are_told(database: Database) -> None:
    await register(database)
    await take(database, [made(1), made(2)])
    marks = [
        Gone(external_id="A-1", reason="deleted"),
        Gone(external_id="B-7", reason="deleted"),
        Gone(external_id="B-8", reason="deleted"),
    ]
    report = await take(database, [made(2), *marks], now=NOW + A_NIGHT)
    assert (report.fetched, report.unchanged, report.gone, report.withdrawn) == (4, 1, 3, 1)
    assert report.counters["gone_unknown"] == 2
