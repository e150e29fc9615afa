"""How many are wanted, as postings say it; None stands for words that give no one figure."""

import pytest

from schema.reading.headcount import find_headcount, read_headcount

ONE_FIGURE = [
    ("招8人", 8), ("招聘5名", 5), ("3名", 3), ("2个", 2), ("10位", 10), ("3", 3), ("招聘人数：20人", 20), ("招聘人数:15", 15),
    ("人数：6", 6), ("急招10名普工", 10), ("诚聘服务员3名", 3), ("需要20人", 20), ("缺30人", 30), ("招女工两名", 2), ("一名", 1),
    ("招三个人", 3), ("要十个人", 10), ("招１２名", 12), ("招聘十五人", 15), ("需求人数 50 人", 50), ("共计招聘100人", 100),
    ("共90名（其中男30名，女60名）", 90), ("招聘保安5人", 5), ("保洁员6名", 6), ("計劃招聘20名", 20), ("徵8名", 8),
    ("现有员工200人，招聘10人", 10), ("提供岗位300个", 300), ("提供500多个岗位", 500), ("2000余个就业岗位", 2000),
    ("约50人", 50), ("50人左右", 50), ("招聘20家企业，岗位1000个", 1000), ("男3名、女2名", 5), ("保安3名、保洁2名", 5),
    ("焊工 5名", 5), ("18-45岁，招10人", 10), ("月薪5000元招3人", 3), ("招聘1.2万人", 12000), ("拟招聘公益性岗位人员12名", 12),
    ("招2人,每天8小时", 2), ("普工100人，月薪6000元", 100), ("4人干", 4), ("10+人", 10), ("总人数8", 8), ("名额：3个", 3),
    ("招兩名", 2), ("招聘小时工15位", 15), ("5人以上", 5), ("面向84个县招聘200名", 200),
]  # fmt: skip
NO_FIGURE = [
    "若干",
    "招聘若干名",
    "不限",
    "人数不限",
    "五六个",
    "招两三个人",
    "3-5人",
    "5至8名",
    "十七八个",
    "数名",
    "多名",
    "大量招工",
    "0",
]
NOT_A_HEADCOUNT = [
    "每天8小时",
    "月薪5000元",
    "18-45岁",
    "4人一间宿舍",
    "个人卫生好",
    "名牌大学",
    "3个月",
    "51个工种",
    "有关人员",
    "",
]


@pytest.mark.parametrize(("words", "count"), ONE_FIGURE, ids=[row[0] for row in ONE_FIGURE])
def test_one_figure_is_read(words: str, count: int) -> None:
    read = read_headcount(words)
    assert read is not None
    assert count == read.count


@pytest.mark.parametrize("words", NO_FIGURE)
def test_words_without_one_figure_are_kept_and_give_none(words: str) -> None:
    read = read_headcount(words)
    assert read is not None
    assert (None, words) == (read.count, read.text)


@pytest.mark.parametrize("words", NOT_A_HEADCOUNT)
def test_other_numbers_are_no_headcount(words: str) -> None:
    assert read_headcount(words) is None


def test_two_ends_are_kept_beside() -> None:
    read = read_headcount("招五六个工人")
    assert read is not None
    assert (read.low, read.high) == (5, 6)


def test_a_bare_number_counts_only_in_a_field() -> None:
    assert find_headcount("12") is None
    assert find_headcount("招12名") is not None
