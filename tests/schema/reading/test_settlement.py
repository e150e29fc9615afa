"""When pay is paid out, as postings say it."""

import pytest

from schema.reading.settlement import RULES, read_settlement
from schema.vocabulary import Settlement

H, D, W, F = Settlement.HOURLY, Settlement.DAILY, Settlement.WEEKLY, Settlement.FORTNIGHTLY
M, Y, P, C = Settlement.MONTHLY, Settlement.HALF_YEARLY, Settlement.PER_PIECE, Settlement.ON_COMPLETION

CASES: list[tuple[str, set[Settlement]]] = [
    ("日结", {D}), ("日結", {D}), ("工资日结", {D}), ("当日结", {D}), ("当天结清", {D}), ("当天结算", {D}), ("次日结", {D}), ("隔日结", {D}),
    ("第二天结", {D}), ("一天一结", {D}), ("每天一结", {D}), ("每日结算", {D}), ("天天结", {D}), ("现结", {D}), ("日清", {D}),
    ("下班结账", {D}), ("下班就发钱", {D}), ("下班现结", {D}), ("今天干今天拿钱", {D}), ("收工就发钱", {D}), ("即日支薪", {D}), ("当天干完当天拿现钱", {D}), ("干一天结一天", {D}), ("做一天拿一天钱", {D}), ("按天结算", {D}),
    ("按日结", {D}), ("当天发工资", {D}), ("当晚到账", {D}), ("日结不压工资", {D}), ("工资日结，当天到账", {D}), ("每天下班结工资", {D}),
    ("周结", {W}), ("一周一结", {W}), ("每周结算", {W}), ("按周结", {W}), ("每周五结算", {W}), ("每週結算", {W}), ("周薪结", {W}), ("七天一结", {W}), ("做七天结一次", {W}), ("工价每月25日发", {M}),
    ("半月结", {F}), ("半个月一结", {F}), ("15天一结", {F}), ("两周一结", {F}), ("半月发", {F}),
    ("月结", {M}), ("按月发放", {M}), ("每月15号发工资", {M}), ("每月10日发薪", {M}), ("次月15日发放", {M}), ("月底结", {M}), ("工资月结", {M}),
    ("每月结算一次", {M}), ("15号发工资", {M}), ("一个月一结", {M}), ("发薪日：20号", {M}), ("下月10号发上月工资", {M}), ("按月结算", {M}),
    ("半年结", {Y}), ("半年一结", {Y}),
    ("计件结", {P}), ("件结", {P}), ("按件结算", {P}), ("按斤结算", {P}),
    ("完工结", {C}), ("干完就结", {C}), ("干完即付", {C}), ("做完结", {C}), ("完工即结", {C}), ("项目结束后结算", {C}), ("活干完就给钱", {C}),
    ("活动结束结算", {C}), ("完工结算", {C}), ("一单一结", {C}), ("工程完工后结清", {C}), ("结束即结", {C}),
    ("小时结", {H}), ("时结", {H}),
    ("日结/周结", {D, W}), ("日结、月结均可", {D, M}), ("周结或月结", {W, M}), ("日结 周结 月结 都可以", {D, W, M}),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), CASES, ids=[row[0] for row in CASES])
def test_settlement_is_read(words: str, expected: set[Settlement]) -> None:
    read = read_settlement(words)
    assert expected == (set(read.settlement) if read else set())


@pytest.mark.parametrize(("settlement", "example"), [(rule[0], rule[2]) for rule in RULES])
def test_every_rule_reads_its_example(settlement: Settlement, example: str) -> None:
    read = read_settlement(example)
    assert read is not None
    assert settlement in read.settlement


@pytest.mark.parametrize(
    "words",
    [
        "", "月薪5000元", "生日福利", "节假日休息", "年终结算奖金不发", "团结友爱", "不日结", "非日结", "招日语翻译", "每天8小时", "假日发放礼品",
        "发展空间大", "今天结束报名", "干满10天结算", "现金结算", "工资面议", "周末双休",
    ],
)  # fmt: skip
def test_other_words_say_nothing_of_it(words: str) -> None:
    assert read_settlement(words) is None


@pytest.mark.parametrize(
    ("words", "day"), [("每月15号发工资", 15), ("發薪日期: 15", 15), ("次月10日发放", 10), ("月结", None)]
)
def test_the_day_of_the_month_is_kept(words: str, day: int | None) -> None:
    read = read_settlement(words)
    assert read is not None
    assert day == read.pay_day
