"""What comes beside the pay, as postings say it."""

import pytest

from schema.reading.benefits import RULES, read_benefits
from schema.vocabulary import Benefit

CASES: list[tuple[str, str]] = [
    ("包吃住", "MEALS LODGING"), ("包吃包住", "MEALS LODGING"), ("管吃管住", "MEALS LODGING"), ("提供食宿", "MEALS LODGING"), ("免费食宿", "MEALS LODGING"),
    ("包食宿", "MEALS LODGING"), ("供吃住", "MEALS LODGING"), ("包吃、包住", "MEALS LODGING"), ("免費提供食宿", "MEALS LODGING"), ("包三餐和住宿", "MEALS LODGING"),
    ("包吃", "MEALS"), ("管饭", "MEALS"), ("包三餐", "MEALS"), ("一日三餐免费", "MEALS"), ("包餐", "MEALS"), ("供餐", "MEALS"),
    ("包吃不包住", "MEALS"), ("管吃不管住", "MEALS"), ("包午饭", "SOME_MEALS"), ("管一顿午饭", "SOME_MEALS"), ("包两餐", "SOME_MEALS"),
    ("提供工作餐", "SOME_MEALS"), ("有夜宵", "SOME_MEALS"), ("包中餐", "SOME_MEALS"), ("一餐", "SOME_MEALS"), ("免费午餐", "SOME_MEALS"),
    ("餐补", "MEAL_ALLOWANCE"), ("饭补15元/天", "MEAL_ALLOWANCE"), ("伙食补贴200元", "MEAL_ALLOWANCE"), ("包住", "LODGING"), ("提供宿舍", "LODGING"),
    ("免费住宿", "LODGING"), ("空调宿舍", "LODGING"), ("包住不包吃", "LODGING"), ("提供住宿，水电自理", "LODGING"), ("有床上用品", "BEDDING"),
    ("五险一金", "SOCIAL_INSURANCE HOUSING_FUND"), ("六险一金", "SOCIAL_INSURANCE HOUSING_FUND"), ("五險一金", "SOCIAL_INSURANCE HOUSING_FUND"),
    ("缴纳社保", "SOCIAL_INSURANCE"), ("交三险", "SOCIAL_INSURANCE"), ("购买社会保险", "SOCIAL_INSURANCE"), ("五险", "SOCIAL_INSURANCE"),
    ("社保、公积金", "SOCIAL_INSURANCE HOUSING_FUND"), ("买工伤险", "WORK_INJURY_INSURANCE"), ("工伤保险", "WORK_INJURY_INSURANCE"),
    ("购买意外险", "COMMERCIAL_INSURANCE"), ("雇主责任险", "COMMERCIAL_INSURANCE"), ("商业保险", "COMMERCIAL_INSURANCE"),
    ("班车接送", "TRANSPORT"), ("免费班车", "TRANSPORT"), ("车接车送", "TRANSPORT"), ("上下班接送", "TRANSPORT"), ("报销路费", "TRANSPORT"),
    ("交通补贴", "TRANSPORT_ALLOWANCE"), ("车补300", "TRANSPORT_ALLOWANCE"), ("免费培训", "TRAINING"), ("岗前培训", "TRAINING"), ("带薪年假", "PAID_LEAVE"),
    ("年终奖", "BONUS"), ("全勤奖200元", "BONUS"), ("满勤奖", "BONUS"), ("年底双薪", "BONUS"), ("可带孩子上班", "CHILDCARE"),
    ("五险一金、带薪年假、节日福利、年终奖", "SOCIAL_INSURANCE HOUSING_FUND PAID_LEAVE BONUS"), ("包吃住+五险+全勤奖", "MEALS LODGING SOCIAL_INSURANCE BONUS"),
    ("吃住全包，来回路费报销", "MEALS LODGING TRANSPORT"), ("购买工伤保险和意外险", "WORK_INJURY_INSURANCE COMMERCIAL_INSURANCE"), ("中午管饭，晚上不管", "SOME_MEALS"), ("中午供一顿饭", "SOME_MEALS"),
    ("寒暑假带薪", "PAID_LEAVE"), ("提供生活用品", "DAILY_GOODS"), ("每天补助伙食费15元", "MEAL_ALLOWANCE"), ("養老保險、醫療保險", "SOCIAL_INSURANCE"),
]  # fmt: skip
NOTHING = [
    "", "人力资源和社会保障局", "社会保障部", "负责三餐", "不包吃住", "食宿自理", "不管饭", "没有社保", "无五险一金", "不提供住宿", "住宿自理", "住房补贴500元", "保险销售", "中餐厅服务员", "培训机构老师",
    "不交社保", "无需培训费", "月薪5000元", "育儿嫂", "接送孩子", "宿舍管理员", "快餐店", "节假日休息", "吃苦耐劳", "吃住自理", "暑期托管员", "托管班招生活老师", "托育中心急招保育员", "负责员工三餐的厨师",
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), CASES, ids=[row[0] for row in CASES])
def test_benefits_are_read(words: str, expected: str) -> None:
    assert {Benefit[name] for name in expected.split()} == set(read_benefits(words))


@pytest.mark.parametrize("words", NOTHING)
def test_what_is_not_given_is_not_read(words: str) -> None:
    assert read_benefits(words) == ()


@pytest.mark.parametrize(("given", "example"), [(rule[0], rule[2]) for rule in RULES])
def test_every_rule_reads_its_example(given: tuple[Benefit, ...], example: str) -> None:
    assert set(given) <= set(read_benefits(example))


def test_work_injury_insurance_among_the_five_is_part_of_them() -> None:
    assert read_benefits("养老、医疗保险、工伤保险、失业保险") == (Benefit.SOCIAL_INSURANCE,)
