"""Occupations: the tree is whole, trades find their codes, and synonyms find each other."""

import random

import pytest

from schema.occupations import children, nearest_codes, occupation, occupation_of, synonyms
from schema.reading.text import fold

TITLES = [
    ("搬运工", "4-02-05-01"),
    ("急招力工10名", "4-02-05-01"),
    ("冷库卸货", "4-02-05-01"),
    ("裝卸工", "4-02-05-01"),
    ("仓库拣货员（夜班）", "4-02-06-02"),
    ("文具档口店员", "4-01-02-03"),
    ("外卖骑手", "4-10-08-01"),
    ("写字楼保洁", "4-09-08-01"),
    ("保洁（站前路商场）", "4-09-08-01"),
    ("养老护理员", "4-10-01-05"),
    ("医院陪护", "4-14-01-02"),
    ("叉车司机", "D005"),
    ("月嫂", "D011"),
    ("育儿嫂", "D012"),
    ("平车工", "6-05-01-03"),
    ("大烫师傅", "6-05-01-04"),
    ("焊工（二保焊）", "6-18-02-04"),
    ("焊工学徒", "6-18-02-04"),
    ("电子厂普工", "D032"),
    ("普工、保洁", "4-09-08-01"),
    ("摘棉花", "D053"),
    ("送货司机(C1)", "4-02-02-02"),
    ("物业秩序员", "4-07-05-01"),
    ("泡茶小妹", "4-03-02-07"),
    ("社区快递分拣（小时工）", "D002"),
    ("劳动保障协理员", "3-01-04-03"),
    ("尾部剪线头（可带回家做）", "D043"),
    ("备料员", None),
    ("诚聘英才", None),
    ("", None),
]


@pytest.mark.parametrize(("title", "code"), TITLES, ids=[title or "nothing" for title, _ in TITLES])
def test_a_title_names_its_trade(title: str, code: str | None) -> None:
    assert occupation_of(title) == code


def test_a_description_is_asked_where_the_title_says_nothing_and_it_names_one_trade() -> None:
    assert occupation_of("急招", "招搬运工，日结") == "4-02-05-01"
    assert occupation_of("急招", "招搬运工和焊工") in {None, "4-02-05-01", "6-18-02-04"}
    assert occupation_of("急招", "招搬运工，焊工，电工") is None
    assert occupation_of("焊工", "搬运") == "6-18-02-04"


def test_there_are_at_least_180_trades_each_with_a_name() -> None:
    trades = [found for number in range(1, 100) if (found := occupation(f"D{number:03}"))]
    coded = {occupation_of(word) for word in ("搬运工", "保安", "厨师", "焊工")}
    assert len(trades) >= 70
    assert all(trade.name and trade.synonyms for trade in trades)
    assert len(coded) == 4


def test_the_classification_is_a_tree() -> None:
    top = children("")
    assert [each.code for each in top] == [f"{number}-00-00-00" for number in range(1, 9)]
    seen, queue = set(), [each.code for each in top]
    while queue:
        code = queue.pop()
        assert code not in seen
        seen.add(code)
        queue += [each.code for each in children(code)]
    assert len(seen) > 2000


@pytest.mark.parametrize("number", range(1, 84))
def test_an_own_trade_hangs_on_a_known_occupation(number: int) -> None:
    found = occupation(f"D{number:03}")
    if found and found.parent:
        assert occupation(found.parent) is not None


@pytest.mark.parametrize(
    ("word", "finds"),
    [("搬运", "装卸工"), ("搬运工", "力工"), ("骑手", "外卖员"), ("護工", "医院护工"), ("瓦工", "泥水工")],
)
def test_synonyms_find_each_other(word: str, finds: str) -> None:
    assert finds in synonyms(word)
    assert fold(word) in synonyms(finds)


def test_a_word_of_no_trade_is_its_own_only_synonym() -> None:
    assert synonyms("英才") == {"英才"}


def test_no_word_names_two_trades() -> None:
    words = [word for each in children("4-02-05-00") for word in each.synonyms]
    assert len(words) == len(set(words))


def test_nearest_codes_are_known() -> None:
    assert nearest_codes("4-02-05-09")
    assert nearest_codes("搬运工") == ("4-02-05-01",)
    assert set(nearest_codes("4-02-05-99")) <= {"4-02-05-00", *(each.code for each in children("4-02-05-00"))}
    assert all(occupation(code) for wrong in ("", "999", "4-2-5-1", "D999") for code in nearest_codes(wrong))


def test_nothing_raises() -> None:
    pick = random.Random(9)
    alphabet = "搬运工焊保洁厨师司机（）(、/ \n\ud800🙂ＡＢab09-急招诚聘"
    for _ in range(5_000):
        text = "".join(pick.choices(alphabet, k=pick.randrange(0, 16)))
        code = occupation_of(text, text)
        assert code is None or occupation(code) is not None
        assert text in synonyms(text)
