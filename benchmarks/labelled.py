"""Labelled postings for matching: jobs that several sources show in their own ways, and look-alikes that are others.

Everything is invented; telephone numbers are of the form 1xx 0000 xxxx. A seed gives one set. The look-alikes are the
hard ones of the field: one employer's neighbouring jobs, shifts and ranks of one job, branches of one shop, an agency's
one number over many employers, two shops in one building that seek the same, the same job again at another wage.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from schema.records import JobRecord

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SOURCES = ("market", "street", "feed", "partner")

TRADES: Sequence[tuple[Sequence[str], tuple[int, int], str]] = (
    (("缝纫工", "车位工", "平车工"), (6000, 9000), "factory"),
    (("收银员",), (3800, 4800), "shop"),
    (("理货员", "上货员"), (3600, 4500), "shop"),
    (("焊工", "焊工（二保焊）", "电焊工"), (7000, 9500), "factory"),
    (("保洁员", "保洁", "清洁工"), (3000, 4000), "service"),
    (("餐厅服务员", "服务员"), (4000, 5500), "restaurant"),
    (("传菜员",), (3800, 4800), "restaurant"),
    (("洗碗工", "洗碗阿姨"), (3500, 4500), "restaurant"),
    (("厨师", "中餐厨师"), (6500, 9000), "restaurant"),
    (("厨工", "厨房帮工"), (4000, 5000), "restaurant"),
    (("仓管员", "仓库管理员"), (4500, 6000), "factory"),
    (("分拣员", "快递分拣员", "分拣工"), (5000, 7000), "warehouse"),
    (("叉车司机", "叉车工"), (5500, 7500), "warehouse"),
    (("打包员", "打包工"), (4500, 6000), "warehouse"),
    (("保安", "保安员"), (3800, 5000), "service"),
    (("质检员", "品检员", "QC质检员"), (4500, 6000), "factory"),
    (("包装工",), (4200, 5500), "factory"),
    (("注塑工", "注塑机操作工"), (5500, 7500), "factory"),
    (("裁床师傅", "裁床工"), (7000, 10000), "factory"),
    (("导购员", "营业员"), (4000, 6000), "shop"),
    (("搬运工", "装卸工"), (5000, 7000), "warehouse"),
    (("水电工",), (6000, 8000), "service"),
    (("家政钟点工", "钟点工"), (4000, 6000), "service"),
    (("茶艺师",), (5000, 8000), "shop"),
    (("送货司机", "配送司机"), (6000, 8500), "warehouse"),
)
BRANDS = tuple(
    first + second
    for first in ("鼎", "众", "曜", "粤", "云", "恒", "嘉", "福", "盛", "瑞", "宏", "信", "汇", "和", "泰")
    for second in ("禾", "新", "锦", "岭", "达", "丰", "源", "隆", "顺", "诚", "兴", "旺")
)
LINES = {
    "factory": (("制衣", "厂"), ("五金制品", "厂"), ("电子", "厂"), ("箱包", "厂"), ("塑料制品", "厂"), ("家具", "厂")),
    "shop": (("生活超市", "超市"), ("茶业", "茶行"), ("服饰", "服装店"), ("文具", "文具店"), ("药房", "药房")),
    "restaurant": (("餐饮管理", "酒楼"), ("饮食", "餐厅"), ("餐饮", "饭店"), ("食品", "茶餐厅")),
    "warehouse": (("物流", "物流"), ("供应链", "仓储"), ("速递", "快递"), ("商贸", "批发部")),
    "service": (("物业管理", "物业"), ("家政服务", "家政"), ("环境工程", "保洁服务部"), ("保安服务", "保安服务")),
}
DISTRICTS = (
    (
        "广州市",
        "荔湾区",
        ("茶滘路", "芳村大道", "中山八路", "龙津西路", "周门南路", "花地大道"),
        ("茶滘街道", "石围塘街道"),
    ),
    ("广州市", "白云区", ("石井大道", "三元里大道", "机场路", "黄石东路"), ("石井街道", "三元里街道")),
    ("德州市", "德城区", ("东方红路", "湖滨大道", "天衢路", "解放大道"), ("二屯镇", "新湖街道")),
    ("佛山市", "南海区", ("桂澜路", "海八路", "南海大道"), ("桂城街道", "大沥镇")),
)
BRANCHES = ("茶滘", "芳村", "西门口", "陈家祠", "坑口", "东山", "江南", "万胜围")
CLERKS = ("陈小姐", "罗女士", "黄生", "李经理", "吴老板", "周主管")


@dataclass(frozen=True, slots=True)
class Truth:
    """One job as it is, before any source words it."""

    key: int
    titles: Sequence[str]
    mark: str
    employer: "Firm"
    low: int
    high: int
    daily: bool
    headcount: int
    hours: tuple[str, str] | None
    ages: tuple[int, int] | None
    phone: str
    road: str
    door: int
    posted: datetime


@dataclass(frozen=True, slots=True)
class Firm:
    """An employer and where it is."""

    brand: str
    line: tuple[str, str]
    city: str
    district: str
    street: str
    road: str
    door: int
    branch: str
    phone: str
    region: str
    """With which its registered name begins: 广州市, 广州, 广州荔湾."""

    @property
    def full(self) -> str:
        return f"{self.region}{self.brand}{self.line[0]}有限公司"

    @property
    def short(self) -> str:
        tail = f"{self.branch}店" if self.branch else ""
        return f"{self.brand}{self.line[1]}{tail}"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A posting as a source words it, and the job that it truly is."""

    source: str
    job: int
    record: JobRecord


def labelled(seed: int, postings: int = 2_400) -> list[Labelled]:
    """At least `postings` of them, in a random order."""
    chance = random.Random(seed)
    truths = jobs(chance)
    found: list[Labelled] = []
    while len(found) < postings:
        family = next(truths)
        for truth in family:
            found += shown(chance, truth, len(found))
    chance.shuffle(found)
    return found


def jobs(chance: random.Random) -> Iterator[list[Truth]]:
    """Families of jobs: one, or look-alikes of one another."""
    key = 0
    while True:
        family = chance.choices(FAMILIES, WEIGHTS)[0](chance)
        yield [replace(truth, key=key + place) for place, truth in enumerate(family)]
        key += len(family)


def firm(chance: random.Random, kind: str) -> Firm:
    city, district, roads, streets = chance.choice(DISTRICTS)
    return Firm(
        brand=chance.choice(BRANDS),
        line=chance.choice(LINES[kind]),
        city=city,
        district=district,
        street=chance.choice(streets),
        road=chance.choice(roads),
        door=chance.randint(1, 400),
        branch=chance.choice(BRANCHES) if kind in {"shop", "restaurant"} and chance.random() < 0.4 else "",
        phone=mobile(chance),
        region=chance.choice((city, city[:-1], city[:-1], city[:-1] + district[:-1])),
    )


def mobile(chance: random.Random) -> str:
    return f"1{chance.choice('3578')}{chance.randint(0, 9)}0000{chance.randint(0, 9999):04d}"


def job(chance: random.Random, trade: int | None = None, employer: Firm | None = None) -> Truth:
    titles, (least, most), kind = TRADES[chance.randrange(len(TRADES)) if trade is None else trade]
    at = employer or firm(chance, kind)
    low = chance.randrange(least, most - 500, 100)
    start = chance.choice((7, 8, 9))
    return Truth(
        key=0,
        titles=titles,
        mark="",
        employer=at,
        low=low,
        high=low + chance.choice((500, 800, 1000, 1500, 2000)),
        daily=chance.random() < 0.2,
        headcount=chance.choice((1, 1, 2, 2, 3, 5, 8, 10, 20)),
        hours=(f"{start}:00", f"{start + chance.choice((9, 10, 11))}:00") if chance.random() < 0.6 else None,
        ages=(18, chance.choice((40, 45, 50, 55))) if chance.random() < 0.6 else None,
        phone=at.phone,
        road=at.road,
        door=at.door,
        posted=NOW - timedelta(days=chance.randint(0, 12), hours=chance.randint(0, 20)),
    )


def of_kind(kind: str) -> list[int]:
    return [place for place, trade in enumerate(TRADES) if trade[2] == kind]


def alone(chance: random.Random) -> list[Truth]:
    return [job(chance)]


def neighbours(chance: random.Random) -> list[Truth]:
    """Several jobs of one employer: same door, same number, other trades, like pay."""
    kind = chance.choice(list(LINES))
    trades = of_kind(kind)
    at = firm(chance, kind)
    return [job(chance, trade, at) for trade in chance.sample(trades, min(len(trades), chance.randint(2, 4)))]


def shifts(chance: random.Random) -> list[Truth]:
    """白班 and 夜班 of one job."""
    day = job(chance)
    night = replace(day, mark="夜班", hours=("20:00", "6:00"), low=day.low + 300, high=day.high + 300)
    return [replace(day, mark="白班"), night]


def ranks(chance: random.Random) -> list[Truth]:
    """A job and its 学徒 or 组长."""
    worker = job(chance)
    rank, more = chance.choice((("学徒", -1200), ("组长", 800), ("主管", 1500)))
    return [worker, replace(worker, mark=rank, low=worker.low + more, high=worker.high + more, headcount=1)]


def branches(chance: random.Random) -> list[Truth]:
    """One shop's branches, each seeking the same."""
    trade = chance.choice(of_kind("shop") + of_kind("restaurant"))
    first = job(chance, trade)
    roads = next(roads for city, district, roads, _ in DISTRICTS if district == first.employer.district)
    found = []
    for branch in chance.sample(BRANCHES, 2):
        at = replace(
            first.employer, branch=branch, road=chance.choice(roads), door=chance.randint(1, 400), phone=mobile(chance)
        )
        phone = first.phone if chance.random() < 0.5 else at.phone
        found.append(replace(first, employer=at, road=at.road, door=at.door, phone=phone))
    return found


def one_number(chance: random.Random) -> list[Truth]:
    """An agency's number over several employers that seek the same."""
    trade, phone = chance.randrange(len(TRADES)), mobile(chance)
    return [replace(job(chance, trade), phone=phone) for _ in range(chance.randint(2, 4))]


def one_building(chance: random.Random) -> list[Truth]:
    """Two shops of one building that seek the same at like pay."""
    first = job(chance, chance.choice(of_kind("shop") + of_kind("restaurant")))
    other = replace(first.employer, brand=chance.choice(BRANDS), branch="", phone=mobile(chance))
    if other.brand == first.employer.brand:
        return [first]
    return [first, replace(first, employer=other, phone=other.phone, headcount=first.headcount + 1)]


def again(chance: random.Random) -> list[Truth]:
    """The same job a season ago at another wage."""
    now = job(chance)
    then = replace(now, low=now.low - 1500, high=now.low - 800, posted=now.posted - timedelta(days=150))
    return [now, then] if then.low > 1800 else [now]


FAMILIES = (alone, neighbours, shifts, ranks, branches, one_number, one_building, again)
WEIGHTS = (52, 14, 6, 6, 7, 6, 6, 3)


def shown(chance: random.Random, truth: Truth, number: int) -> list[Labelled]:
    """The job in one to three sources, each in its own words."""
    times = chance.choices((1, 2, 3), (55, 33, 12))[0]
    sources = chance.sample(SOURCES, times)
    return [
        Labelled(source, truth.key, WORDINGS[source](chance, truth, f"{source}-{number + place}"))
        for place, source in enumerate(sources)
    ]


def base(chance: random.Random, truth: Truth, external_id: str) -> JobRecord:
    moved = truth.posted + timedelta(days=chance.randint(0, 4))
    return JobRecord(
        external_id=external_id,
        title=titled(chance, truth),
        headcount=f"{truth.headcount}人" if chance.random() < 0.8 else "若干",
        contact_name=chance.choice(CLERKS),
        contact_phone=truth.phone if chance.random() < 0.88 else None,
        posted_at=min(moved, NOW).isoformat(),
    )


def titled(chance: random.Random, truth: Truth) -> str:
    title = truth.titles[0] if chance.random() < 0.6 else chance.choice(truth.titles)
    if truth.mark in {"白班", "夜班"}:
        return f"{title}（{truth.mark}）" if chance.random() < 0.7 else f"{truth.mark}{title}"
    return f"{title}{truth.mark}"


def figures(chance: random.Random, truth: Truth, form: str) -> str:
    if truth.daily:
        return f"{truth.low // 26}-{truth.high // 26}元/天"
    return form.format(low=truth.low, high=truth.high, k=truth.low / 1000, kk=truth.high / 1000)


def at_market(chance: random.Random, truth: Truth, external_id: str) -> JobRecord:
    """A board: short names, urgent marks, pay in thousands, the door without the city."""
    at = truth.employer
    record = base(chance, truth, external_id)
    urgent = chance.choice(("【急】", "急招", "", "", "诚聘"))
    return replace(
        record,
        title=f"{urgent}{record.title}{truth.headcount}名" if chance.random() < 0.2 else urgent + record.title,
        employer=at.short if chance.random() < 0.8 else None,
        pay=figures(chance, truth, "{low}-{high}/月") if chance.random() < 0.85 else "面议",
        address=f"{at.district}{truth.road}{truth.door}号" if chance.random() < 0.7 else at.district,
        schedule=f"{truth.hours[0]}-{truth.hours[1]}" if truth.hours and chance.random() < 0.5 else None,
    )


def at_street(chance: random.Random, truth: Truth, external_id: str) -> JobRecord:
    """A notice of a street: full names, full figures, ages."""
    at = truth.employer
    return replace(
        base(chance, truth, external_id),
        employer=at.full if chance.random() < 0.9 else at.short,
        agency=f"{at.district}{at.street}公共服务办公室",
        pay=figures(chance, truth, "{low}-{high}元/月"),
        address=f"{at.city}{at.district}{truth.road}{truth.door}号",
        age=f"{truth.ages[0]}-{truth.ages[1]}岁" if truth.ages else None,
        schedule=f"{truth.hours[0]}至{truth.hours[1]}" if truth.hours and chance.random() < 0.7 else None,
    )


def at_feed(chance: random.Random, truth: Truth, external_id: str) -> JobRecord:
    """The provincial feed: legal names, numbers, street and district, seldom a door."""
    at = truth.employer
    door = f"{truth.road}{truth.door}号" if chance.random() < 0.5 else at.street
    return replace(
        base(chance, truth, external_id),
        employer=at.full,
        pay=figures(chance, truth, "{low}-{high}元/月"),
        address=f"{at.city}{at.district}{door}",
        age=f"{truth.ages[0]}-{truth.ages[1]}周岁" if truth.ages and chance.random() < 0.6 else None,
    )


def at_partner(chance: random.Random, truth: Truth, external_id: str) -> JobRecord:
    """A partner agency's delivery: short names with the branch, its own style of figures."""
    at = truth.employer
    return replace(
        base(chance, truth, external_id),
        employer=at.short if chance.random() < 0.7 else at.full,
        agency="众诚人力资源有限公司",
        pay=figures(chance, truth, "{k:g}k-{kk:g}k") if chance.random() < 0.9 else "面议",
        address=f"{at.district}{truth.road}{truth.door}号",
        age=f"{truth.ages[0]}-{truth.ages[1]}" if truth.ages and chance.random() < 0.5 else None,
        schedule=f"{truth.hours[0]}-{truth.hours[1]}" if truth.hours and chance.random() < 0.4 else None,
    )


WORDINGS = {"market": at_market, "street": at_street, "feed": at_feed, "partner": at_partner}
