"""Seeded data that looks like the country: jobs by Zipf over real divisions, employers and stations.

`python -m benchmarks.data DATABASE_URL JOBS [SEED]` fills an empty database; the same seed makes the same rows.
"""

import asyncio
import random
import sys
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from typing import Final

from schema.divisions import Division, ancestors, children, division
from schema.grid import cell_of
from schema.occupations import occupation_of
from schema.store.bulk import insert_rows
from schema.store.engine import Database
from schema.store.migrating import migrate
from schema.store.reads.upkeep import rebuild
from schema.store.rows import JOB_COLUMNS
from schema.store.tables import change, employer, event, job, policy, posting, run, source, station
from schema.vocabulary import Education, Employment, PayUnit, Settlement, StationKind, Workplace

NOW: Final = 1_795_305_600
"""2026-11-22T00:00:00Z: the day that the data was seen."""
CHUNK: Final = 20_000
OPEN_DAYS: Final = 3650
"""So that no gateway that serves the data finds that half of it has expired."""

TITLES: Final = (
    *(
        "搬运工",
        "装卸工",
        "保洁员",
        "车位工",
        "裁床师傅",
        "茶叶分拣员",
        "普工",
        "保安",
        "服务员",
        "洗碗工",
        "厨师",
        "送货员",
    ),
    *(
        "仓库管理员",
        "收银员",
        "育婴师",
        "护理员",
        "缝纫工",
        "手工活",
        "电焊工",
        "叉车司机",
        "快递分拣员",
        "客服专员",
        "导购员",
    ),
    *(
        "家政阿姨",
        "月嫂",
        "钟点工",
        "打包员",
        "质检员",
        "机修工",
        "CNC操作员",
        "水电工",
        "油漆工",
        "绿化工",
        "停车管理员",
    ),
)
PREFIXES: Final = ("", "", "", "急招", "高薪诚聘", "长期招聘", "兼职", "临时", "夜班", "白班", "熟练", "日结")
TRADES: Final = ("茶叶", "药材", "服装", "鞋业", "文具", "水产", "电子", "家具", "五金", "食品", "皮具", "玩具")
FIRMS: Final = ("有限公司", "制衣厂", "商行", "加工部", "物流有限公司", "酒店", "餐饮店", "家政服务部", "经营部")
SENTENCES: Final = (
    *(
        "负责货物的搬运与堆放",
        "按时完成分拣打包任务",
        "吃苦耐劳，服从安排",
        "做六休一，加班另计",
        "有经验者优先，新手可学",
    ),
    *(
        "工作地点近地铁站",
        "提供工作餐和宿舍",
        "工资日结，当天发放",
        "在家也可以完成的手工活",
        "需要健康证",
        "熟悉普通话即可",
    ),
)


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


def centre_of(code: str) -> tuple[float, float]:
    """荔湾's own centre; elsewhere a fixed spot somewhere in China."""
    if code == "440103":
        return 23.1054, 113.2443
    spot = random.Random(code)
    return round(spot.uniform(20, 42), 4), round(spot.uniform(102, 122), 4)


async def fill(database: Database, jobs: int, seed: int = 1) -> None:
    """Migrate an empty database and fill it with `jobs` jobs and what belongs to them."""
    await migrate(database)
    country = Country(seed)
    employers, stations, sources = max(20, jobs // 8), max(30, min(8000, jobs // 120)), 40
    async with database.writing() as connection:
        await insert_rows(connection, employer, EMPLOYER, list(employer_rows(country, employers, seed)))
        await insert_rows(connection, source, SOURCE, list(source_rows(sources)))
        await insert_rows(connection, run, RUN, list(run_rows(sources)))
        await insert_rows(connection, station, STATION, list(station_rows(country, stations, seed)))
        await insert_rows(connection, event, EVENT, list(event_rows(country, max(20, jobs // 2000), stations, seed)))
        await insert_rows(connection, policy, POLICY, list(policy_rows(country, 60, seed)))
    makes = job_rows(country, jobs, employers, stations, sources, seed)
    for start in range(0, jobs, CHUNK):
        rows = list(islice(makes, min(CHUNK, jobs - start)))
        async with database.writing() as connection:
            await insert_rows(connection, job, JOB, rows)
            await insert_rows(connection, posting, POSTING, [posting_row(row) for row in rows])
            await insert_rows(connection, change, ("at", "kind", "job_id"), [(NOW, "UPSERTED", row[0]) for row in rows])
    async with database.writing() as connection:
        await rebuild(connection)


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


JOB: Final = ("id", *JOB_COLUMNS, "updated_at", "hash")


def job_rows(
    country: Country, count: int, employers: int, stations: int, sources: int, seed: int
) -> Iterator[tuple[object, ...]]:
    """Rows of the table job, in the order of JOB."""
    chance = random.Random(seed + 5)
    firms, posts = zipf(employers, 0.8), zipf(stations, 0.8)
    codes = {title: occupation_of(title) for title in TITLES}
    spells = [" ".join(chance.sample(SENTENCES, 3)).replace(" ", "；") + "。" for _ in range(400)]
    for number in range(1, count + 1):
        values = _job(country, chance, number, codes, spells)
        values["employer_id"] = pick(chance, firms) + 1 if chance.random() < 0.9 else None
        values["agency_id"] = pick(chance, firms) + 1 if chance.random() < 0.05 else None
        values["station_id"] = pick(chance, posts) + 1 if chance.random() < 0.5 else None
        values["event_id"] = chance.randrange(1, max(20, count // 2000) + 1) if chance.random() < 0.02 else None
        values["source_id"] = chance.randrange(1, sources + 1)
        yield (number, *(values[column] for column in JOB_COLUMNS), values["posted_at"], "x")


def _job(
    country: Country, chance: random.Random, number: int, codes: dict[str, str | None], spells: Sequence[str]
) -> dict[str, object]:
    district, street, latitude, longitude = country.place(chance)
    code = street or district
    above = (*ancestors(code), code)
    title = chance.choice(TITLES)
    unit = chance.choice((*PayUnit, PayUnit.MONTH, PayUnit.DAY, PayUnit.HOUR))
    least = chance.randrange(10, 400) * 10_000 * (20 if unit is PayUnit.MONTH else 1)
    posted = NOW - int(chance.random() ** 2 * 180 * 86400)
    starts = chance.choice((None, 480, 540, 600, 1200))
    pointed = chance.random() < 0.8
    level = {2: "province_code", 4: "city_code"}
    codes_above = dict.fromkeys(("province_code", "city_code", "district_code", "street_code"))
    for each in above:
        stem = (
            each if len(each) > 6 else each[:2] if each.endswith("0000") else each[:4] if each.endswith("00") else each
        )
        codes_above[level.get(len(stem), "district_code" if len(stem) == 6 else "street_code")] = each
    return {
        **codes_above,
        "title": chance.choice(PREFIXES) + title,
        "description": chance.choice(spells) if chance.random() < 0.9 else None,
        "occupation_code": codes[title],
        "headcount": chance.choice((None, 1, 2, 5, 10)),
        "headcount_text": "若干" if number % 5 == 0 else None,
        "employment": chance.choice((*Employment, Employment.FULL_TIME, Employment.GIG)).value,
        "workplace": chance.choice((Workplace.ON_SITE, Workplace.ON_SITE, *Workplace)).value,
        "pay_text": f"{least // 10_000}元/{unit.label}",
        "pay_min": least,
        "pay_max": chance.choice((least, least * 2, None)),
        "pay_unit": unit.value if chance.random() < 0.95 else None,
        "pay_unit_count": 1,
        "pay_currency": "CNY",
        "pay_negotiable": chance.random() < 0.1,
        "pay_approximate": False,
        "pay_months_per_year": chance.choice((None, None, 13)),
        "pay_extras_json": chance.choice(("[]", "[]", '["绩效","全勤奖"]')),
        "settlement": chance.choice((None, *Settlement)) and chance.choice((*Settlement,)).value,
        "hourly_estimate": None if chance.random() < 0.2 else least // (174 if unit is PayUnit.MONTH else 8),
        "schedule_text": None if starts is None else f"{starts // 60}:00上班",
        "starts_at": starts,
        "ends_at": None if starts is None else (starts + 480) % 1440,
        "hours_per_day": chance.choice((None, 800, 750)),
        "days_per_week": chance.choice((None, 600)),
        "shifts": chance.random() < 0.1,
        "education": chance.choice((None, None, *Education)),
        "experience_years": chance.choice((None, 1, 3)),
        "age_min": chance.choice((None, 18)),
        "age_max": chance.choice((None, 45, 55)),
        "gender": chance.choice((None, None, None, "FEMALE", "MALE")),
        "skills_json": chance.choice(("[]", '["缝纫"]', '["叉车证","搬运"]')),
        "requirements_text": chance.choice((None, "身体健康")),
        "benefits": chance.getrandbits(16) & chance.getrandbits(16),
        "place_text": f"{number % 500}号" if chance.random() < 0.95 else None,
        "division_code": code,
        "place_precision": "EXACT" if pointed else "STREET",
        "latitude": latitude if pointed else None,
        "longitude": longitude if pointed else None,
        "cell": cell_of(latitude, longitude) if pointed else None,
        "contact_name": chance.choice((None, "王女士", "李经理")),
        "contact_phone": chance.choice((None, f"138{number % 10**8:08}")),
        "status": chance.choices(("OPEN", "EXPIRED", "WITHDRAWN"), (90, 6, 4))[0],
        "posted_at": posted,
        "expires_at": chance.choice((None, posted + OPEN_DAYS * 86400)),
        "cautions_json": chance.choice(("[]", "[]", '[{"kind":"GENDER_LIMIT","text":"限女"}]')),
        "undisclosed": chance.getrandbits(8) & chance.getrandbits(8),
        "readings_json": f'[{{"field":"pay","text":"{least // 10_000}元","source":{1 + number % 40}}}]',
    }


POSTING: Final = (*("source_id", "external_id", "job_id", "hash", "url", "status", "first_seen_at", "last_seen_at"),)


def posting_row(row: Sequence[object]) -> tuple[object, ...]:
    number, source_id = row[0], row[JOB.index("source_id")]
    posted = row[JOB.index("posted_at")]
    url = f"https://example.org/{number}" if isinstance(number, int) and number % 4 else None
    return source_id, f"x{number}", number, "x", url, row[JOB.index("status")], posted, NOW


async def main(url: str, jobs: int, seed: int) -> None:
    begun = time.monotonic()
    database = Database(url)
    try:
        await fill(database, jobs, seed)
    finally:
        await database.close()
    print(f"{jobs} jobs in {time.monotonic() - begun:.1f} s")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1))
