"""What job a line offers, as boards, factories and families write it."""

import pytest

from schema.reading.headlines import read_headline


@pytest.mark.parametrize(
    ("text", "job"),
    [
        pytest.param("急招搬运工5名，一天300，日结", "搬运工", id="wanted first"),
        pytest.param("电子厂直招普工，22元/小时，包吃住", "普工", id="employer before"),
        pytest.param("春茶开采，招采茶工100名，每斤40元", "采茶工", id="season before"),
        pytest.param("工地需要瓦工4个，小工2个", "瓦工", id="site before"),
        pytest.param("荔湾区招聘信息：招聘保洁员2名", "保洁员", id="heading before"),
        pytest.param("岗位：收银员，人数：3人", "收银员", id="label"),
        pytest.param("找数学家教一名，初二学生", "数学家教", id="family"),
        pytest.param(
            "仓库打包员30名，18元/时", "仓库打包员30名", id="no word of wanting: the clause, cleaned as a title is"
        ),
        pytest.param("誠聘侍應3名，時薪$65", "侍应", id="traditional"),
        pytest.param("外省人勿扰，招模具技工，8000元/月", "模具技工", id="limit before"),
        pytest.param("高薪兼职，日赚1000元，无需经验", "高薪兼职", id="what is not needed is no job"),
        pytest.param("", "", id="empty"),
    ],
)
def test_a_line_names_its_job(text: str, job: str) -> None:
    assert read_headline(text) == job
