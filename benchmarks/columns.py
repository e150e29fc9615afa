"""Columns of the seeded jobs, drawn one after the other: a column costs less than as many single draws."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from benchmarks.country import NOW, Country
from schema.grid import cell_of
from schema.store.rows import levels
from schema.vocabulary import Education, Employment, PayUnit, Settlement, Workplace

Column = Sequence[Any]  # Any: a column's values

OPEN_DAYS: Final = 3650
"""So that no gateway that serves the data finds that half of it has expired."""
TITLES: Final = (
    *("搬运工", "装卸工", "保洁员", "车位工", "裁床师傅", "茶叶分拣员", "普工", "保安", "服务员", "洗碗工", "厨师"),
    *("送货员", "仓库管理员", "收银员", "育婴师", "护理员", "缝纫工", "手工活", "电焊工", "叉车司机", "快递分拣员"),
    *("客服专员", "导购员", "家政阿姨", "月嫂", "钟点工", "打包员", "质检员", "机修工", "CNC操作员", "水电工"),
    *("油漆工", "绿化工", "停车管理员"),
)
PREFIXES: Final = ("", "", "", "急招", "高薪诚聘", "长期招聘", "兼职", "临时", "夜班", "白班", "熟练", "日结")
SENTENCES: Final = (
    *("负责货物的搬运与堆放", "按时完成分拣打包任务", "吃苦耐劳，服从安排", "做六休一，加班另计"),
    *("有经验者优先，新手可学", "工作地点近地铁站", "提供工作餐和宿舍", "工资日结，当天发放"),
    *("在家也可以完成的手工活", "需要健康证", "熟悉普通话即可"),
)


@dataclass(frozen=True, slots=True)
class Draw:
    """Draws whole columns."""

    chance: random.Random
    count: int

    def of(self, values: Sequence[Any]) -> list[Any]:
        """Each as likely as the others; one that stands there twice, twice as likely."""
        return self.chance.choices(values, k=self.count)

    def zipf(self, sums: Sequence[float]) -> list[int]:
        """Places from 0."""
        return self.chance.choices(range(len(sums)), cum_weights=sums, k=self.count)

    def some(self, values: Column, share: float) -> list[Any]:
        """The values, and None instead of some."""
        chance = self.chance.random
        return [value if chance() < share else None for value in values]

    def flags(self, share: float) -> list[bool]:
        chance = self.chance.random
        return [chance() < share for _ in range(self.count)]

    def bits(self, width: int) -> list[int]:
        """Each bit set in one of four."""
        bits = self.chance.getrandbits
        return [bits(width) & bits(width) for _ in range(self.count)]


def words(draw: Draw, numbers: range, codes: Mapping[str, str | None], spells: Sequence[str]) -> dict[str, Column]:
    titles = draw.of(TITLES)
    return {
        "title": [prefix + title for prefix, title in zip(draw.of(PREFIXES), titles, strict=True)],
        "description": draw.some(draw.of(spells), 0.9),
        "occupation_code": [codes[title] for title in titles],
        "headcount": draw.of((None, 1, 2, 5, 10)),
        "headcount_text": ["若干" if number % 5 == 0 else None for number in numbers],
        "employment": draw.of([each.value for each in (*Employment, Employment.FULL_TIME, Employment.GIG)]),
        "workplace": draw.of([each.value for each in (Workplace.ON_SITE, Workplace.ON_SITE, *Workplace)]),
    }


def pay(draw: Draw) -> dict[str, Column]:
    units = draw.of((*PayUnit, PayUnit.MONTH, PayUnit.DAY, PayUnit.HOUR))
    monthly = [unit is PayUnit.MONTH for unit in units]
    least = [10_000 * each * (20 if month else 1) for each, month in zip(draw.of(range(10, 400)), monthly, strict=True)]
    return {
        "pay_text": [f"{each // 10_000}元/{unit.label}" for each, unit in zip(least, units, strict=True)],
        "pay_min": least,
        "pay_max": [factor and each * factor for each, factor in zip(least, draw.of((1, 2, None)), strict=True)],
        "pay_unit": draw.some([unit.value for unit in units], 0.95),
        "pay_unit_count": [1] * draw.count,
        "pay_currency": ["CNY"] * draw.count,
        "pay_negotiable": draw.flags(0.1),
        "pay_approximate": [False] * draw.count,
        "pay_months_per_year": draw.of((None, None, 13)),
        "pay_extras_json": draw.of(("[]", "[]", '["绩效","全勤奖"]')),
        "settlement": draw.some(draw.of([each.value for each in Settlement]), 0.8),
        "hourly_estimate": draw.some(
            [each // (174 if month else 8) for each, month in zip(least, monthly, strict=True)], 0.8
        ),
    }


def schedule(draw: Draw) -> dict[str, Column]:
    starts = draw.of((None, 480, 540, 600, 1200))
    return {
        "schedule_text": [None if start is None else f"{start // 60}:00上班" for start in starts],
        "starts_at": starts,
        "ends_at": [None if start is None else (start + 480) % 1440 for start in starts],
        "hours_per_day": draw.of((None, 800, 750)),
        "days_per_week": draw.of((None, 600)),
        "shifts": draw.flags(0.1),
    }


def requirements(draw: Draw) -> dict[str, Column]:
    return {
        "education": draw.of((None, None, *(each.value for each in Education))),
        "experience_years": draw.of((None, 1, 3)),
        "age_min": draw.of((None, 18)),
        "age_max": draw.of((None, 45, 55)),
        "gender": draw.of((None, None, None, "FEMALE", "MALE")),
        "skills_json": draw.of(("[]", '["缝纫"]', '["叉车证","搬运"]')),
        "requirements_text": draw.of((None, "身体健康")),
        "benefits": draw.bits(16),
    }


def place(draw: Draw, numbers: range, country: Country) -> dict[str, Column]:
    places = [country.place(draw.chance) for _ in numbers]
    codes = [street or district for district, street, _, _ in places]
    province, city, district, street = zip(*map(levels, codes), strict=True)
    pointed = [
        (latitude, longitude, cell_of(latitude, longitude)) if known else (None, None, None)
        for (_, _, latitude, longitude), known in zip(places, draw.flags(0.8), strict=True)
    ]
    latitude, longitude, cell = zip(*pointed, strict=True)
    return {
        "place_text": draw.some([f"{number % 500}号" for number in numbers], 0.95),
        "division_code": codes,
        "province_code": province,
        "city_code": city,
        "district_code": district,
        "street_code": street,
        "place_precision": ["STREET" if each is None else "EXACT" for each in cell],
        "latitude": latitude,
        "longitude": longitude,
        "cell": cell,
    }


def links(draw: Draw, firms: Sequence[float], posts: Sequence[float], events: int, sources: int) -> dict[str, Column]:
    return {
        "employer_id": draw.some([place + 1 for place in draw.zipf(firms)], 0.9),
        "agency_id": draw.some([place + 1 for place in draw.zipf(firms)], 0.05),
        "station_id": draw.some([place + 1 for place in draw.zipf(posts)], 0.5),
        "event_id": draw.some(draw.of(range(1, events + 1)), 0.02),
        "source_id": draw.of(range(1, sources + 1)),
    }


def life(draw: Draw, numbers: range) -> dict[str, Column]:
    posted = [NOW - int(draw.chance.random() ** 2 * 180 * 86400) for _ in numbers]
    ends = [each + OPEN_DAYS * 86400 for each in posted]
    status = draw.chance.choices(("OPEN", "EXPIRED", "WITHDRAWN"), (90, 6, 4), k=draw.count)
    return {
        "contact_name": draw.of((None, "王女士", "李经理")),
        "contact_phone": draw.some([f"138{number % 10**8:08}" for number in numbers], 0.5),
        "status": status,
        "merged_into_id": [
            elder(number) if one == "WITHDRAWN" and number % 2 else None
            for number, one in zip(numbers, status, strict=True)
        ],
        "posted_at": posted,
        "updated_at": posted,
        "expires_at": draw.some(ends, 0.5),
        "cautions_json": draw.of(("[]", "[]", '[{"kind":"GENDER_LIMIT","text":"限女"}]')),
        "undisclosed": draw.bits(8),
    }


def elder(number: int) -> int:
    """The job that a job went into; every other of them has been dropped since."""
    return (number + 1) // 2 if number % 4 == 1 else 10**9 + number
