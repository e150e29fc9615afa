"""How many whole postings are normalised a second on one core.

    python benchmarks/readings.py [--seconds 5] [--distinct 20000]

The postings are made up from the wordings of boards, notices and feeds: every one has its own title, id, phone, address
and dates, and `--distinct` of them are made before the clock starts. Readings remember what they have read
(`functools.lru_cache`), which a real crawl profits from too, as boards repeat their phrases; `--cold` forgets between
postings, for the worst case. The clock is the processor's, so that neighbours on the machine do not count. Prints one
JSON object.
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
UNITS = ("元/天", "元/小时", "元/月", "元/件", "-{high}元/月", "元一天", "元左右/月", "-{high}/月+全勤奖200")
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
    """One made-up posting with a title, an id, a phone and an address of its own."""
    low = of.choice((18, 22, 180, 260, 3500, 4200, 5000)) + of.randrange(0, 90)
    pay = f"{low}{of.choice(UNITS).format(high=low + of.randrange(100, 2000))}"
    street = f"{of.choice(STREETS)}{number % 900 + 1}号"
    fields: dict[str, Any] = {  # Any: whatever a field of the record takes
        "external_id": f"B-{number}",
        "title": f"【急】{of.choice(TITLES)}{of.randrange(1, 30)}名",
        "employer": f"广州市{of.choice('昌盛隆源茂恒丰泰')}{number % 997}贸易有限公司",
        "contact_phone": f"138{of.randrange(10**8):08}",
        "posted_at": f"11-{of.randrange(1, 22):02}",
    }
    if number % 3 == 0:
        text = (
            f"{street}，招{of.choice(TITLES)}{of.randrange(1, 20)}名，{pay}，{of.choice(SCHEDULES)}，{of.choice(AGES)}，"
            f"{of.choice(BENEFITS)}，{of.choice(('日结', '月结', '当天结清'))}"
        )
        return JobRecord(**fields, text=text)
    return JobRecord(
        **fields,
        pay=pay,
        headcount=f"{of.randrange(1, 60)}人",
        address=f"荔湾区{street}",
        schedule=of.choice(SCHEDULES),
        age=of.choice(AGES),
        benefits=of.choice(BENEFITS),
        education=of.choice(("不限", "初中以上", "大专及以上学历")),
        settlement=of.choice(("日结", "月结", None)),
        description=f"负责{of.choice(TITLES)}的日常工作，{of.choice(EXPERIENCE)}，服从安排。",
    )


def caches() -> list[Callable[[], None]]:
    """The `cache_clear` of every reading's memory."""
    found = []
    for name, module in list(sys.modules.items()):
        if name.startswith("schema."):
            for value in vars(module).values():
                clear = getattr(value, "cache_clear", None)
                if clear is not None and "table" not in name and value.cache_info().maxsize not in (None, 1):
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
