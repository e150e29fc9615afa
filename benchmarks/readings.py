"""How many whole postings are normalised a second on one core.

    python benchmarks/readings.py [--seconds 5] [--distinct 20000] [--cold]

The postings are made up from the wordings of boards, notices and feeds, and as varied as those: each has its own id,
date and combination of words; employers, with their address and telephone, have some three postings each; pay lies on
the steps that people name (4200, 4300 …). One in five is a line of free text. Readings remember what they have read
(`functools.lru_cache`), and gain from it here as they do in a crawl; `--cold` forgets between postings, for the worst
case. The clock is the processor's, so that neighbours on the machine do not count. Prints one JSON object.
"""

import argparse
import gc
import json
import random
import sys
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from schema.normalising import Frame, normalise
from schema.records import JobRecord
from schema.values import Posting

FRAME = Frame(now=datetime(2026, 11, 22, 16, 30, tzinfo=ZoneInfo("Asia/Shanghai")), division="440103")
TITLES = [
    "搬运工",
    "茶艺师",
    "平车工",
    "保洁员",
    "分拣员",
    "缝纫工",
    "服务员",
    "配菜工",
    "焊工",
    "电工",
    "收银员",
    "客服",
    "打包员",
    "司机",
    "育儿嫂",
    "护理员",
]
MARKS = ("", "", "【急】", "诚聘", "急招")
DUTIES = ("服从安排", "工作认真负责", "能吃苦耐劳", "身体健康，无不良嗜好", "完成领导交办的其他工作", "保持店面整洁")
MONTHLY = range(3000, 9000, 100)
PAYS: tuple[tuple[str, range, int], ...] = (
    ("{low}-{high}元/月", MONTHLY, 500),
    ("{low}-{high}元/月", MONTHLY, 1000),
    ("月薪{low}元", MONTHLY, 1),
    ("{low}元以上", MONTHLY, 1),
    ("{low}-{high}/月+全勤奖200", MONTHLY, 500),
    ("{low}元/天", range(150, 400, 10), 1),
    ("{low}一天", range(150, 400, 10), 1),
    ("{low}元/小时", range(15, 35), 1),
    ("0.{low}元/件", range(2, 9), 1),
)
SCHEDULES = (
    "8:30-18:00",
    "早8晚6",
    "两班倒",
    "每天8小时，单休",
    "上午8点到下午5点半",
    "长白班，月休4天",
    "晚上7点至次日早7点",
)
AGES = ("18-45岁", "50周岁以下", "男女不限", "限女性，35岁以下", "男18-55岁，女18-50岁", "18周岁以上")
BENEFITS = ("包吃住", "五险一金", "包午餐，全勤奖", "管吃不管住", "交社保，带薪年假", "班车接送")
EXPERIENCE = ("有经验者优先", "无需经验", "2年以上工作经验")
STREETS = ("花地大道", "茶滘路", "芳村大道", "洞企石路", "周门南路", "龙津西路")


def record_of(number: int, of: random.Random) -> JobRecord:
    """One made-up posting; the number gives its employer, and so its address and telephone."""
    unit, lows, step = of.choice(PAYS)
    low = of.choice(lows)
    pay = unit.format(low=low, high=low + step * of.randrange(1, 6))
    employer = number // 3
    address = f"{STREETS[employer % len(STREETS)]}{employer % 900 + 1}号"
    title = f"{of.choice(MARKS)}{of.choice(TITLES)}{of.choice(('', '', f'{of.randrange(1, 20)}名'))}"
    fields: dict[str, Any] = {  # Any: whatever a field of the record takes
        "external_id": f"B-{number}",
        "title": title,
        "employer": f"广州市{'昌盛隆源茂恒丰泰'[employer % 8]}{employer}贸易有限公司",
        "contact_phone": f"138{employer * 7919 % 10**8:08}",
        "posted_at": f"11-{of.randrange(1, 22):02}",
    }
    if number % 5 == 0:
        text = (
            f"{address}，招{of.choice(TITLES)}{of.randrange(1, 20)}名，{pay}，{of.choice(SCHEDULES)}，"
            f"{of.choice(AGES)}，"
            f"{of.choice(BENEFITS)}，{of.choice(('日结', '月结', '当天结清'))}"
        )
        return JobRecord(**fields, text=text)
    return JobRecord(
        **fields,
        pay=pay,
        headcount=f"{of.randrange(1, 60)}人",
        address=f"荔湾区{address}",
        schedule=of.choice(SCHEDULES),
        age=of.choice(AGES),
        benefits=of.choice(BENEFITS),
        education=of.choice(("不限", "初中以上", "大专及以上学历")),
        settlement=of.choice(("日结", "月结", None)),
        description=f"负责{of.choice(TITLES)}的日常工作，{of.choice(EXPERIENCE)}，{of.choice(DUTIES)}。",
    )


_LARGEST_TABLE = 1024
"""A memory of at most so many entries holds tables that were loaded, not words that were read."""


def caches() -> list[Callable[[], None]]:
    """The `cache_clear` of every reading's memory."""
    found = []
    for name, module in list(sys.modules.items()):
        if name.startswith("schema."):
            for value in vars(module).values():
                clear = getattr(value, "cache_clear", None)
                if clear is not None and (value.cache_info().maxsize or 0) > _LARGEST_TABLE:
                    found.append(clear)
    return found


def main() -> None:
    args = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    args.add_argument("--seconds", type=float, default=5.0)
    args.add_argument("--distinct", type=int, default=20_000)
    args.add_argument("--cold", action="store_true", help="forget every reading between postings")
    options = args.parse_args()
    of = random.Random(20261122)
    records = [record_of(number, of) for number in range(options.distinct)]
    for record in records[:200]:
        assert isinstance(normalise(record, FRAME), Posting)
    clears = caches() if options.cold else []
    gc.disable()
    done, started = 0, time.process_time()
    while (spent := time.process_time() - started) < options.seconds and done < len(records):
        for clear in clears:
            clear()
        normalise(records[done], FRAME)
        done += 1
    print(
        json.dumps(
            {"postings": done, "seconds": round(spent, 3), "perSecond": round(done / spent), "cold": options.cold}
        )
    )


if __name__ == "__main__":
    main()
