"""Pay as boards, notices, agencies and newspapers write it. Each row: words, least, most, unit, whatever else is told."""

from decimal import Decimal
from typing import Any

import pytest

from schema.reading.pay import find_pay, read_pay
from schema.values import Pay
from schema.vocabulary import PayUnit

H, D, W, M, Y = PayUnit.HOUR, PayUnit.DAY, PayUnit.WEEK, PayUnit.MONTH, PayUnit.YEAR
P, ORDER, T = PayUnit.PIECE, PayUnit.ORDER, PayUnit.TASK

Row = tuple[str, str | None, str | None, PayUnit | None, dict[str, Any]]  # Any: a field of Pay

FIGURES: list[Row] = [
    # by the hour
    ("时薪18-22元", "18", "22", H, {}),
    ("18~22元/小时", "18", "22", H, {}),
    ("22块一小时", "22", "22", H, {}),
    ("每小时20元", "20", "20", H, {}),
    ("小时工 25元/时", "25", "25", H, {}),
    ("20元/h，包一餐", "20", "20", H, {}),
    ("一个小时二十五块", "25", "25", H, {}),
    ("時薪$65", "65", "65", H, {"currency": "HKD"}),
    ("時薪190元起", "190", None, H, {}),
    ("25元一个钟", "25", "25", H, {}),
    ("100元/2小时", "100", "100", H, {"unit_count": 2}),
    ("200元/8小时", "200", "200", H, {"unit_count": 8}),
    ("白班20元/小时", "20", "20", H, {}),
    ("兼职:17.5元/小时起", "17.5", None, H, {}),
    ("工价21元每小时", "21", "21", H, {}),
    ("长白班19.5元/小时", "19.5", "19.5", H, {}),
    # by the day
    ("日薪200", "200", "200", D, {}),
    ("180-220元/天", "180", "220", D, {}),
    ("200元每天", "200", "200", D, {}),
    ("200元一天，日结", "200", "200", D, {}),
    ("一天200块", "200", "200", D, {}),
    ("每日工资一百八十元", "180", "180", D, {}),
    ("日结180-260元", "180", "260", D, {}),
    ("大工350/天，包住", "350", "350", D, {}),
    ("300元/人/天", "300", "300", D, {}),
    ("每人每天150元", "150", "150", D, {}),
    ("150元/人·天", "150", "150", D, {}),
    ("260元／天（10小时）", "260", "260", D, {}),
    ("日工资240元左右", "240", "240", D, {"approximate": True}),
    ("三百元一天", "300", "300", D, {}),
    ("两百五一天", "250", "250", D, {}),
    ("300+一天", "300", None, D, {}),
    ("日薪最高500元", None, "500", D, {}),
    ("一个工300元", "300", "300", D, {}),
    ("¥200/天", "200", "200", D, {}),
    ("200RMB/天", "200", "200", D, {}),
    ("日入300以上", "300", None, D, {}),
    # by the month
    ("5000-8000元/月", "5000", "8000", M, {}),
    ("月薪5000-8000", "5000", "8000", M, {}),
    ("月薪：5000～8000元", "5000", "8000", M, {}),
    ("5K-8K", "5000", "8000", M, {}),
    ("5-8K/月", "5000", "8000", M, {}),
    ("6-8千/月", "6000", "8000", M, {}),
    ("1-1.5万/月", "10000", "15000", M, {}),
    ("1w-1.5w", "10000", "15000", M, {}),
    ("12k·14薪", "12000", "12000", M, {"months_per_year": 14}),
    ("10-15K·16薪", "10000", "15000", M, {"months_per_year": 16}),
    ("月薪五千", "5000", "5000", M, {}),
    ("月薪四千五", "4500", "4500", M, {}),
    ("月薪一万二", "12000", "12000", M, {}),
    ("月入过万", "10000", None, M, {}),
    ("七八千一个月", "7000", "8000", M, {}),
    ("月工资6000元以上", "6000", None, M, {}),
    ("月薪不低于4500元", "4500", None, M, {}),
    ("月薪4000元起，多劳多得", "4000", None, M, {}),
    ("4000元起/月", "4000", None, M, {}),
    ("综合月薪6000-9000元", "6000", "9000", M, {}),
    ("综合工资6500~8500元/月", "6500", "8500", M, {}),
    ("税后4500元/月", "4500", "4500", M, {}),
    ("每个月3500块钱", "3500", "3500", M, {}),
    ("工资3500元", "3500", "3500", M, {}),
    ("薪资：4500-6500", "4500", "6500", M, {}),
    ("4,500-6,500元/月", "4500", "6500", M, {}),
    ("底薪3000+提成", "3000", "3000", M, {"extras": ("提成",)}),
    ("底薪2800元+提成+全勤奖200元", "2800", "2800", M, {}),
    ("无责底薪4000，综合6000-10000", "4000", "4000", M, {}),
    ("月薪3500元+绩效", "3500", "3500", M, {"extras": ("绩效",)}),
    ("保底4000元/月", "4000", None, M, {}),
    ("月收入5000元左右", "5000", "5000", M, {"approximate": True}),
    ("月薪约4000元", "4000", "4000", M, {"approximate": True}),
    ("月薪５０００－６０００元", "5000", "6000", M, {}),
    ("月薪可达8000元", None, "8000", M, {}),
    ("最高8000元/月", None, "8000", M, {}),
    ("月薪最低3000元，最高6000元", "3000", "6000", M, {}),
    ("月薪3000元以下", None, "3000", M, {}),
    ("試用期月薪3200元", "3200", "3200", M, {}),
    ("月領28000元", "28000", "28000", M, {}),
    ("月薪新台幣32000元以上", "32000", None, M, {"currency": "TWD"}),
    ("月薪HK$18,000", "18000", "18000", M, {"currency": "HKD"}),
    ("月薪港币1.5万-2万", "15000", "20000", M, {"currency": "HKD"}),
    ("8000元/26天", "8000", "8000", M, {}),
    ("3000元/月/人", "3000", "3000", M, {}),
    ("人均月收入4500元", "4500", "4500", M, {}),
    ("每月可增收2000元", "2000", "2000", M, {}),
    ("18-45岁，月薪5000元，招20人", "5000", "5000", M, {}),
    ("每天8小时，月薪4200元，月休4天", "4200", "4200", M, {}),
    ("月薪3000多元", "3000", "3000", M, {"approximate": True}),
    ("近6000元/月", "6000", "6000", M, {"approximate": True}),
    # by the year, the week
    ("年薪10-15万", "100000", "150000", Y, {}),
    ("年薪8万元起", "80000", None, Y, {}),
    ("10万-20万/年", "100000", "200000", Y, {}),
    ("年收入6万元左右", "60000", "60000", Y, {"approximate": True}),
    ("一年五六万元", "50000", "60000", Y, {}),
    ("周薪1500元", "1500", "1500", W, {}),
    ("1200元/周", "1200", "1200", W, {}),
    # by the piece, the order, the task
    ("0.5元/件", "0.5", "0.5", P, {}),
    ("每件0.3元-0.8元", "0.3", "0.8", P, {}),
    ("五毛一个", "0.5", "0.5", P, {}),
    ("一件三毛五", "0.35", "0.35", P, {}),
    ("2.5元/斤", "2.5", "2.5", P, {"measure": "斤"}),
    ("每公斤1.2元", "1.2", "1.2", P, {"measure": "公斤"}),
    ("35元/平方", "35", "35", P, {"measure": "平方"}),
    ("每吨20元", "20", "20", P, {"measure": "吨"}),
    ("15元/箱", "15", "15", P, {"measure": "箱"}),
    ("八分钱一个", "0.08", "0.08", P, {}),
    ("计件，0.15元/个", "0.15", "0.15", P, {}),
    ("袖口1.2", "1.2", "1.2", P, {}),
    ("锁边0.35元", "0.35", "0.35", P, {}),
    ("7元/单", "7", "7", ORDER, {}),
    ("每单5-8元", "5", "8", ORDER, {}),
    ("一单6块", "6", "6", ORDER, {}),
    ("280元/班", "280", "280", T, {}),
    ("150元/次", "150", "150", T, {}),
    ("一车400元", "400", "400", T, {}),
    ("200元/晚", "200", "200", T, {}),
    ("一趟80块", "80", "80", T, {}),
    ("500元/场", "500", "500", T, {}),
    ("100元/课时", "100", "100", T, {}),
    ("半天80元", "80", "80", T, {}),
]  # fmt: skip


@pytest.mark.parametrize(("words", "low", "high", "unit", "more"), FIGURES, ids=[row[0] for row in FIGURES])
def test_figures_are_read_with_their_unit(
    words: str, low: str | None, high: str | None, unit: PayUnit | None, more: dict[str, Any]
) -> None:
    pay = read_pay(words)
    assert pay is not None
    expected = {"min": low and Decimal(low), "max": high and Decimal(high), "unit": unit, "text": words, **more}
    assert expected == {name: getattr(pay, name) for name in expected}


@pytest.mark.parametrize(
    "words",
    [
        "面议",
        "工资面议",
        "薪資面議",
        "待遇面谈",
        "薪酬电议",
        "价格详谈",
        "工资可协商",
        "面 議",
        "具体薪资面试详谈",
        "待遇從優，面談",
    ],
)
def test_negotiable_pay_has_no_figure(words: str) -> None:
    pay = read_pay(words)
    assert pay is not None
    assert (pay.negotiable, pay.min, pay.max) == (True, None, None)


@pytest.mark.parametrize("words", ["计件", "按件计酬", "計件，多勞多得", "计件工资"])
def test_piece_work_without_a_figure_keeps_its_unit(words: str) -> None:
    pay = read_pay(words)
    assert pay is not None
    assert (pay.unit, pay.min, pay.max) == (P, None, None)


@pytest.mark.parametrize(
    "words",
    [
        "待遇从优", "高薪", "", "年龄18-45岁", "招10人", "每天8小时", "电话13800001234", "8:30-17:30", "月休4天",
        "2026-11-22", "包吃住", "五险一金", "3楼B区12号", "工龄3年以上", "11月20日前", "两班倒", "1.8米以上", "满25人开班",
    ],
)  # fmt: skip
def test_what_is_no_pay_is_not_read_as_pay(words: str) -> None:
    pay = read_pay(words)
    assert pay is None or (pay.min, pay.max) == (None, None)


@pytest.mark.parametrize(
    ("words", "low"),
    [
        ("装车12小时280元/班", "280"),
        ("男18-45，200元/天", "200"),
        ("招5人，月薪4000元", "4000"),
        ("13800001234 日薪200", "200"),
    ],
)
def test_other_numbers_beside_the_pay_are_left_alone(words: str, low: str) -> None:
    pay = read_pay(words)
    assert pay is not None
    assert Decimal(low) == pay.min


@pytest.mark.parametrize("words", ["5000-8000", "招工3000", "3500左右"])
def test_a_bare_number_is_pay_in_a_field_of_pay_and_nowhere_else(words: str) -> None:
    assert isinstance(read_pay(words), Pay)
    assert find_pay(words) is None


def test_a_base_with_other_periods_beside_it_is_the_base() -> None:
    pay = read_pay("工资3500元/月+绩效考核650元/月+保险300元/年")
    assert pay is not None
    assert (Decimal(3500), Decimal(3500), M) == (pay.min, pay.max, pay.unit)
    assert "绩效考核" in pay.extras
