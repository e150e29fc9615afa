"""The country of the seeded data: districts and streets by Zipf, and every table but jobs and postings."""

import random
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import Final

from schema.divisions import Division, children, division
from schema.vocabulary import StationKind

NOW: Final = 1_795_305_600
"""2026-11-22T00:00:00Z: the day that the data was seen."""
TRADES: Final = ("茶叶", "药材", "服装", "鞋业", "文具", "水产", "电子", "家具", "五金", "食品", "皮具", "玩具")
FIRMS: Final = ("有限公司", "制衣厂", "商行", "加工部", "物流有限公司", "酒店", "餐饮店", "家政服务部", "经营部")


def zipf(count: int, exponent: float = 1.0) -> list[float]:
    """The running sums of Zipf's weights: look a random number up in them."""
    return list(accumulate(1 / (rank + 1) ** exponent for rank in range(count)))


def pick(chance: random.Random, sums: Sequence[float]) -> int:
    return bisect_left(sums, chance.random() * sums[-1])


class Country:
    """Where jobs are: districts by Zipf, each with streets by Zipf and a made-up but fixed centre."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        districts = [each.code for province in children("") for each in _districts(province.code)]
        chance.shuffle(districts)
        self.districts = ["440103", *(code for code in districts if code != "440103")]
        self.sums = zipf(len(self.districts), 0.9)
        self._streets: dict[str, tuple[list[str], list[float]]] = {}

    def place(self, chance: random.Random) -> tuple[str, str | None, float, float]:
        """(district, street, latitude, longitude) of a random job."""
        code = self.districts[pick(chance, self.sums)]
        streets, sums = self.streets(code)
        latitude, longitude = centre_of(code)
        street = streets[pick(chance, sums)] if streets else None
        return code, street, latitude + chance.gauss(0, 0.02), longitude + chance.gauss(0, 0.02)

    def streets(self, code: str) -> tuple[list[str], list[float]]:
        if code not in self._streets:
            found = [each.code for each in children(code)]
            self._streets[code] = (found, zipf(len(found)))
        return self._streets[code]


def _districts(code: str) -> Iterator[Division]:
    for each in children(code):
        if each.code.endswith("00"):
            yield from _districts(each.code)
        elif len(each.code) == 6:
            yield each


@cache
def centre_of(code: str) -> tuple[float, float]:
    """荔湾's own centre; elsewhere a fixed spot somewhere in China."""
    if code == "440103":
        return 23.1054, 113.2443
    spot = random.Random(code)
    return round(spot.uniform(20, 42), 4), round(spot.uniform(102, 122), 4)


EMPLOYER: Final = (
    *("id", "name", "kind", "matching_key", "aliases_json", "place_text", "division_code"),
    *("latitude", "longitude", "place_precision"),
)


def employer_rows(country: Country, count: int, seed: int) -> Iterator[tuple[object, ...]]:
    chance = random.Random(seed + 1)
    for number in range(1, count + 1):
        code, street, latitude, longitude = country.place(chance)
        found = division(code)
        name = f"{found.name if found else ''}{chance.choice(TRADES)}{number}号{chance.choice(FIRMS)}"
        kind = chance.choice(("COMPANY", "COMPANY", "SOLE_TRADER", "WORKSHOP", "AGENCY", "UNKNOWN"))
        aliases = f'["{name[-6:]}"]' if chance.random() < 0.1 else "[]"
        if chance.random() < 0.5:
            yield number, name, kind, name, aliases, None, None, None, None, None
        else:
            yield number, name, kind, name, aliases, name, street or code, latitude, longitude, "STREET"


SOURCE: Final = (
    *("id", "key", "name", "connector", "config_json", "url", "owner", "schedule", "health", "fresh_at", "stale_at"),
    *("open_jobs", "last_run_id", "agency_id", "created_at"),
)


def source_rows(count: int) -> Iterator[tuple[object, ...]]:
    for number in range(1, count + 1):
        health = ("HEALTHY", "STALE", "FAILING", "NEW")[number % 4]
        owner = f"agency{number % 5}" if number % 3 else None
        fresh = None if health == "NEW" else NOW - number * 60
        yield (
            *(number, f"source-{number}", f"来源{number}", ("board", "notice", "jobonline")[number % 3]),
            *('{"url":"https://example.org/"}', None if number % 7 == 0 else f"https://example.org/{number}", owner),
            *("0 3 * * *" if number % 2 else None, health, fresh, fresh and fresh + 86400, 0),
            *(None if health == "NEW" else number, number if number % 4 == 0 else None, NOW - 10**6),
        )


RUN: Final = (
    *("id", "source_id", "outcome", "started_at", "finished_at", "fetched", "created", "updated", "unchanged"),
    *("withdrawn", "rejected", "complete", "error"),
)


def run_rows(sources: int) -> Iterator[tuple[object, ...]]:
    for number in range(1, sources * 3 + 1):
        outcome = ("SUCCEEDED", "PARTIAL", "FAILED", "HELD")[number % 4]
        error = None if outcome == "SUCCEEDED" else "页面打不开 / the page could not be read"
        finished = NOW - number * 60
        source_id = (number - 1) % sources + 1
        yield number, source_id, outcome, finished - 30, finished, number, 3, 2, 1, 0, number % 5, True, error


STATION: Final = (
    *("id", "key", "source_id", "name", "kind", "parent_id", "place_text", "division_code", "place_precision"),
    *("latitude", "longitude", "trades_json", "services_json", "hours", "phone", "hash"),
)


def station_rows(country: Country, count: int, seed: int) -> Iterator[tuple[object, ...]]:
    chance = random.Random(seed + 2)
    kinds = [kind.value for kind in StationKind]
    for number in range(1, count + 1):
        code, street, latitude, longitude = country.place(chance)
        kind = "HUB" if number % 23 == 1 else chance.choice(kinds[1:])
        parent = None if kind == "HUB" else number - (number - 1) % 23
        trades = f'["{chance.choice(TRADES)}"]' if kind == "MARKET" else "[]"
        known = chance.random() < 0.95
        yield (
            *(number, f"station-{number}", 1, f"第{number}就业驿站", kind, parent, f"{number}号路{number % 90}号"),
            *(
                street or code,
                "EXACT" if known else "STREET",
                latitude if known else None,
                longitude if known else None,
            ),
            *(trades, '["求职登记","政策咨询"]', "9:00-17:00" if number % 2 else None, None, "x"),
        )


EVENT: Final = (
    *("id", "source_id", "external_id", "kind", "title", "starts_at", "ends_at", "place_text", "division_code"),
    *("place_precision", "latitude", "longitude", "station_id", "organiser", "openings", "free", "url", "hash"),
)


def event_rows(country: Country, count: int, stations: int, seed: int) -> Iterator[tuple[object, ...]]:
    chance = random.Random(seed + 3)
    for number in range(1, count + 1):
        code, street, latitude, longitude = country.place(chance)
        starts = None if number % 9 == 0 else NOW + chance.randrange(-40, 40) * 86400 + 9 * 3600
        yield (
            *(
                number,
                1 + number % 40,
                f"e{number}",
                chance.choice(("JOB_FAIR", "CARAVAN_STOP", "TRAINING")),
                f"第{number}场招聘会",
            ),
            *(starts, starts and starts + 7200, f"{number}号广场", street or code, "STREET", latitude, longitude),
            *(chance.randrange(1, stations + 1) if number % 2 else None, "就业服务中心" if number % 3 else None),
            *(chance.choice((None, 100, 500)), chance.choice((None, True, False)), None, "x"),
        )


POLICY: Final = (
    *("id", "source_id", "external_id", "kind", "title", "summary", "amount_min", "amount_max", "audience_json"),
    *("division_code", "url", "hash"),
)


def policy_rows(country: Country, count: int, seed: int) -> Iterator[tuple[object, ...]]:
    chance = random.Random(seed + 4)
    for number in range(1, count + 1):
        least = chance.choice((None, 5_000_000, 500_000_000))
        yield (
            *(number, 1, f"p{number}", chance.choice(("SUBSIDY", "LOAN", "SERVICE")), f"第{number}项补贴", None, least),
            *(least and least * 3, '["高校毕业生"]', country.districts[number % 50], None, "x"),
        )
