"""The least education asked, as postings say it."""

import pytest

from schema.reading.education import LEVELS, find_education, read_education
from schema.vocabulary import Education

N, P, J, S = Education.NONE, Education.PRIMARY, Education.JUNIOR_SECONDARY, Education.SENIOR_SECONDARY
V, C, B, M, D = Education.VOCATIONAL, Education.COLLEGE, Education.BACHELOR, Education.MASTER, Education.DOCTOR

CASES = [
    ("学历不限", N), ("不限", N), ("不限学历", N), ("無學歷要求", N), ("对学历没有要求", N), ("学历不作要求", N), ("不要求学历", N), ("文化程度不限", N),
    ("不看学历", N), ("学历：不限", N), ("学历、经验不限", N), ("无需学历", N), ("学历要求：无", N), ("无要求", N),
    ("小学", P), ("小学以上文化", P), ("小学文化程度即可", P), ("初中", J), ("初中及以上学历", J), ("初中以上文化程度", J), ("國中畢業", J),
    ("九年义务教育", J), ("高中", S), ("高中以上", S), ("高中及以上学历", S), ("高中/中专", S), ("高中（中专）以上学历", S), ("高中毕业", S),
    ("中专", V), ("中专以上学历", V), ("技校毕业", V), ("中技以上", V), ("职高及以上", V), ("中专/技校", V), ("大专", C), ("大專以上", C),
    ("专科及以上", C), ("全日制大专及以上学历", C), ("高职高专以上", C), ("国家承认的大专以上学历", C), ("本科", B), ("本科及以上学历", B),
    ("全日制本科以上", B), ("大学本科及以上", B), ("学士学位", B), ("大学学历", B), ("统招本科", B), ("硕士", M), ("碩士研究生", M),
    ("研究生及以上学历", M), ("博士", D), ("博士学历", D), ("大专以上，本科优先", C), ("初中以上，高中优先", J), ("中专、大专均可", V), ("大学专科", C),
]  # fmt: skip


@pytest.mark.parametrize(("words", "level"), CASES, ids=[row[0] for row in CASES])
def test_the_least_is_read(words: str, level: Education) -> None:
    assert level == read_education(words)


@pytest.mark.parametrize(("level", "example"), [(rule[0], rule[2]) for rule in LEVELS])
def test_every_rule_reads_its_example(level: Education, example: str) -> None:
    assert level == read_education(example)


@pytest.mark.parametrize(
    "words", ["", "大专优先", "小学生作业辅导", "大学城附近", "性别不限", "专科医院", "专业不限", "经验不限"]
)
def test_what_asks_for_no_education_is_not_read(words: str) -> None:
    assert read_education(words) is None


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("要求高中以上学历，会开车", S),
        ("身体健康，学历不限", N),
        ("在小学门口卖早餐", None),
        ("大专毕业，有经验", C),
        ("接送小学放学", None),
        ("初中文化", J),
    ],
)
def test_in_a_longer_text_a_level_needs_a_word_of_education_beside_it(words: str, level: Education | None) -> None:
    assert level == find_education(words)
