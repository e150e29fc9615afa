"""Ages and gender, as postings limit them."""

import pytest

from schema.reading.requirements import AgeAndGender, Limit, read_requirements
from schema.vocabulary import Gender

MALE, FEMALE = Gender.MALE, Gender.FEMALE

LIMITS: list[tuple[str, int | None, int | None, Gender | None]] = [
    ("18-45岁", 18, 45, None), ("18至45周岁", 18, 45, None), ("年龄18-45", 18, 45, None), ("年龄：18～50周岁", 18, 50, None),
    ("１８－４８岁", 18, 48, None), ("十八到五十岁", 18, 50, None), ("18岁以上", 18, None, None), ("年满18周岁", 18, None, None),
    ("55岁以下", None, 55, None), ("55周岁以内", None, 55, None), ("不超过60岁", None, 60, None), ("60周岁及以下", None, 60, None),
    ("45岁内", None, 45, None), ("年龄不限", None, None, None), ("18周岁以上，60周岁以下", 18, 60, None), ("年满18周岁不超过45周岁", 18, 45, None),
    ("年龄在25—50岁之间", 25, 50, None), ("25-35岁左右", 25, 35, None), ("16-55周岁，男女不限", 16, 55, None), ("三十五岁以下", None, 35, None),
    ("年齡18至55歲", 18, 55, None), ("18歲以上", 18, None, None), ("20到40岁", 20, 40, None), ("50岁以下男工", None, 50, MALE),
    ("限女性", None, None, FEMALE), ("仅限女性，18-40岁", 18, 40, FEMALE), ("女，50岁以下", None, 50, FEMALE), ("男性，45周岁以下", None, 45, MALE),
    ("要男工", None, None, MALE), ("女工优先", None, None, None), ("女士优先", None, None, None), ("男女不限", None, None, None),
    ("男女均可，18-50岁", 18, 50, None), ("性别不限", None, None, None), ("招女服务员", None, None, FEMALE), ("男", None, None, MALE),
    ("女", None, None, FEMALE), ("男士优先，35岁以下", None, 35, None), ("年龄20-45周岁，女性优先", 20, 45, None), ("45岁以下（含45岁）", None, 45, None),
    ("18-35周岁（1991年1月1日以后出生）", 18, 35, None), ("最大不超过55岁", None, 55, None), ("年龄要求：18—60", 18, 60, None),
    ("女士，25到50岁，会做饭", 25, 50, FEMALE), ("保安，男，55岁以下，身高1.7米以上", None, 55, MALE), ("大于18岁小于50岁", 18, 50, None),
    ("导购 18-30岁 月薪4000-6000元", 18, 30, None), ("招10人，20-50岁", 20, 50, None), ("年龄≥18岁", 18, None, None),
    ("四五十岁的妇女", 40, 59, FEMALE), ("优先录用女性，45岁以下", None, 45, None),
    ("男女18-45", 18, 45, None), ("18到48，男女都要", 18, 48, None), ("年纪别超过58", None, 58, None), ("男女各20-30名", None, None, None),
    ("女20-25元/时", None, None, FEMALE), ("男女不限，生手可学", None, None, None), ("男女老少皆可", None, None, None), ("小伙子优先", None, None, None), ("女装导购18-35岁", 18, 35, None),
    ("超过55岁勿扰", None, 55, None), ("55岁以上不要", None, 55, None), ("不招50岁以上的", None, 50, None), ("未满18岁勿扰", 18, None, None),
    ("18岁以上，超过55岁勿扰", 18, 55, None), ("18-45岁，女性勿扰", 18, 45, MALE), ("学生勿扰，18-45岁", 18, 45, None), ("45岁以下，中介勿扰", None, 45, None),
]  # fmt: skip
BY_GENDER: list[tuple[str, Limit, Limit]] = [
    ("男18-55岁，女18-50岁", (18, 55), (18, 50)),
    ("男60岁以下、女50岁以下", (None, 60), (None, 50)),
    ("女18-45，男18-50", (18, 50), (18, 45)),
    ("男性不超过60周岁，女性不超过55周岁", (None, 60), (None, 55)),
    ("女45岁、男55岁以下", (None, 55), (None, 45)),
    ("男(18-50岁)女(18-45岁)", (18, 50), (18, 45)),
    ("男职工年满50周岁、女职工年满40周岁", (50, None), (40, None)),
    ("男16－60周岁，女16－50周岁", (16, 60), (16, 50)),
]


@pytest.mark.parametrize(("words", "least", "most", "gender"), LIMITS, ids=[row[0] for row in LIMITS])
def test_limits_are_read(words: str, least: int | None, most: int | None, gender: Gender | None) -> None:
    read = read_requirements(words)
    assert (least, most, gender) == ((read.age_min, read.age_max, read.gender) if read else (None, None, None))


@pytest.mark.parametrize(("words", "male", "female"), BY_GENDER, ids=[row[0] for row in BY_GENDER])
def test_limits_that_differ_by_gender_stand_apart(words: str, male: Limit, female: Limit) -> None:
    read = read_requirements(words)
    assert read is not None
    assert (read.age_min, read.age_max, read.gender) == (None, None, None)
    assert {MALE: male, FEMALE: female} == read.by_gender


def test_one_limit_said_for_both_is_one_limit() -> None:
    read = read_requirements("男18-45岁，女18-45岁")
    assert read is not None
    assert (read.age_min, read.age_max, read.gender, read.by_gender) == (18, 45, None, {})


@pytest.mark.parametrize(
    "words",
    [
        "",
        "4050人员优先",
        "月薪18-45元",
        "招18人",
        "8:30-17:30",
        "接送子女",
        "女装销售",
        "退休人员可",
        "80后",
        "20-30元/小时",
        "男女不限",
        "3年以上经验",
    ],
)
def test_what_is_no_limit_is_not_read(words: str) -> None:
    assert read_requirements(words) is None


def test_a_bare_range_is_an_age_in_an_age_field() -> None:
    assert read_requirements("18+", labelled=True) == AgeAndGender("18+", age_min=18)
    read = read_requirements("18-45", labelled=True)
    assert read is not None
    assert (read.age_min, read.age_max) == (18, 45)
    assert read_requirements("18-45") is None
