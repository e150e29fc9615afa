"""Throw strings at every reading and at whole postings: none may raise.

    python benchmarks/fuzz_readings.py [--strings 100000] [--seed 1]

Strings are made of the words and signs that the grammars look for, of digits in every width and script, and of any
characters at all. Prints how many were read, or the first that raised with the reading that did.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from schema.normalising import Frame, normalise
from schema.reading.contacts import mask_phones, read_phone
from schema.reading.dates import read_instant
from schema.reading.experience import read_experience
from schema.reading.fragments import KINDS, read_fragment
from schema.reading.names import read_contact_name
from schema.reading.skills import read_skills
from schema.reading.titles import read_title
from schema.records import JobRecord

NOW = datetime(2026, 11, 22, 16, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
FRAME = Frame(now=NOW, division="440103")
WORDS = [
    "元",
    "块",
    "万",
    "千",
    "百",
    "十",
    "k",
    "K",
    "w",
    "毛",
    "角",
    "分",
    "天",
    "日",
    "月",
    "年",
    "周",
    "小时",
    "时",
    "件",
    "单",
    "班",
    "次",
    "个",
    "人",
    "名",
    "位",
    "岁",
    "周岁",
    "男",
    "女",
    "以上",
    "以下",
    "至",
    "到",
    "-",
    "—",
    "～",
    "~",
    "/",
    "／",
    "+",
    "(",
    ")",
    "（",
    "）",
    "【",
    "】",
    "[",
    "]",
    ",",
    "，",
    "、",
    "。",
    ";",
    ":",
    "：",
    ".",
    "．",
    "约",
    "左右",
    "起",
    "最高",
    "不超过",
    "不低于",
    "面议",
    "底薪",
    "提成",
    "薪",
    "招",
    "聘",
    "共",
    "若干",
    "不限",
    "日结",
    "月结",
    "结",
    "发",
    "包吃住",
    "五险",
    "不",
    "无",
    "没有",
    "自理",
    "早",
    "晚",
    "上午",
    "下午",
    "点",
    "半",
    "次日",
    "两班倒",
    "双休",
    "学历",
    "初中",
    "大专",
    "优先",
    "昨天",
    "前",
    "截至",
    "今天",
    "刚刚",
    "电话",
    "转",
    "+86",
    "020",
    "138",
    "400",
    "零",
    "一",
    "二",
    "两",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "幺",
    "〇",
    "壹",
    "廿",
    "萬",
    "歲",
    "塊",
    "學歷",
    "薪資",
    "１",
    "２",
    "９",
    "０",
    "0",
    "1",
    "2",
    "5",
    "8",
    "00",
    "30",
    "2026",
    "11",
    "31",
    "99999999",
    "1e9",
    "¥",
    "$",
    "%",
    "\n",
    "\t",
    "\u3000",
]


def strings(count: int, seed: int) -> Iterator[str]:
    """`count` strings, the same for the same seed."""
    of = random.Random(seed)
    for _ in range(count):
        if of.random() < 0.8:
            yield "".join(of.choices(WORDS, k=of.randrange(0, 14)))
        else:
            yield "".join(
                chr(of.choice((of.randrange(32, 0x3000), of.randrange(0x3000, 0xE000), of.randrange(0xE000, 0x1FFFF))))
                for _ in range(of.randrange(0, 20))
            )


def read_all(text: str) -> None:
    """Every reading of `text`, and a posting that has it in every field."""
    for kind in KINDS:
        read_fragment(kind, text, clock=NOW)
    read_instant(text, NOW)
    read_instant(text, NOW, end=True)
    read_experience(text, labelled=True)
    read_skills(text)
    read_title(text)
    read_contact_name(text, labelled=True)
    read_phone(text)
    mask_phones(text)


def whole(text: str) -> None:
    """A posting with `text` in every field, and one with it as free text."""
    normalise(JobRecord(external_id="1", title=text or "x", text=text), FRAME)
    normalise(
        JobRecord(
            external_id="1",
            title=f"搬运工{text}",
            pay=text,
            headcount=text,
            schedule=text,
            requirements=text,
            age=text,
            gender=text,
            education=text,
            experience=text,
            benefits=text,
            settlement=text,
            address=text,
            division=text,
            latitude=text,
            longitude=text,
            coordinate_system="WGS84",
            contact_phone=text,
            contact_name=text,
            posted_at=text,
            expires_at=text,
            status=text,
        ),
        FRAME,
    )


def main() -> int:
    args = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    args.add_argument("--strings", type=int, default=100_000)
    args.add_argument("--seed", type=int, default=1)
    options = args.parse_args()
    started = time.perf_counter()
    for number, text in enumerate(strings(options.strings, options.seed)):
        try:
            read_all(text)
            if number % 10 == 0:
                whole(text)
        except Exception as error:  # whatever it is, it is what is looked for
            print(json.dumps({"raised": repr(error), "text": text}, ensure_ascii=False))
            return 1
    print(json.dumps({"strings": options.strings, "seconds": round(time.perf_counter() - started, 1), "raised": 0}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
