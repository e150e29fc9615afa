"""Matching holds its figures on sets it was not tuned on, and its rules on the cases that made them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.labelled import labelled
from benchmarks.matching import score, views
from schema.matching import Verdict, are_at_a_glance_two, compare
from schema.matchkeys import blocks_of
from schema.matchviews import Hints, View, branch_of, brand_of, credit_code_in, hints_of, plain_title, view_of
from schema.normalising import Frame, normalise
from schema.records import JobRecord
from schema.store.codec import encode
from schema.values import EmployerName, Posting
from schema.vocabulary import EmployerKind
from tests.store.making import NOW
from tests.store.making import posting as made


@pytest.mark.parametrize("seed", [101, 102])
def test_precision_and_recall_hold_on_unseen_sets(seed: int) -> None:
    found = score(seed, 2_000)
    assert found.precision >= 0.97
    assert found.recall >= 0.95


def test_comparisons_grow_with_the_number_of_postings() -> None:
    small, large = score(7, 600), score(7, 2_400)
    assert large.compared / large.postings < 3 * small.compared / small.postings


SET = views(labelled(5, 120))


def test_hints_are_those_fields_of_the_view() -> None:
    read = [normalise(item.record, Frame(now=NOW)) for item in labelled(5, 300)]
    for one in (each for each in read if isinstance(each, Posting)):
        view = view_of(one, 1)
        assert hints_of(one) == tuple(getattr(view, name) for name in Hints._fields)
        assert blocks_of(hints_of(one)) == blocks_of(view)


@given(st.integers(0, len(SET) - 1), st.integers(0, len(SET) - 1))
def test_comparing_is_symmetric(one: int, other: int) -> None:
    there, back = compare(SET[one], SET[other]), compare(SET[other], SET[one])
    assert (there.verdict, there.score) == (back.verdict, back.score)


CASHIER = JobRecord(
    external_id="1",
    title="收银员",
    employer="广州市众禾生活超市有限公司",
    pay="4000-4800元/月",
    headcount="2",
    schedule="8小时，两班轮换",
    address="荔湾区茶滘路83号",
    contact_phone="13800001001",
)
WELDER = JobRecord(
    external_id="2",
    title="焊工（二保焊）",
    employer="德州曜升太阳能支架有限公司",
    pay="7000-9000元/月",
    headcount="5",
    address="德州市德城区二屯镇工业园",
    contact_phone="13500001064",
)


def read(record: JobRecord) -> Posting:
    posting = normalise(record, Frame(now=NOW))
    assert isinstance(posting, Posting)
    return posting


CASES = [
    ("a shop's own name for the registered one", CASHIER, {"employer": "众禾超市茶滘店"}, Verdict.ONE),
    (
        "pay in words, a generic employer",
        WELDER,
        {"title": "焊工", "employer": "太阳能支架厂", "pay": "月薪七千到九千", "address": "德州二屯镇"},
        Verdict.ONE,
    ),
    ("a neighbouring job of the same shop", CASHIER, {"title": "理货员"}, Verdict.APART),
    ("another branch", CASHIER, {"employer": "众禾超市芳村店", "address": "荔湾区芳村大道9号"}, Verdict.APART),
    ("pay that does not meet", CASHIER, {"pay": "6000-7000元/月"}, Verdict.APART),
    ("a shift that the other source leaves out", CASHIER, {"title": "收银员（夜班）"}, Verdict.ONE),
    ("a rank above", CASHIER, {"title": "收银组长"}, Verdict.APART),
    ("another city", CASHIER, {"address": "德州市德城区茶滘路83号"}, Verdict.APART),
    (
        "another shop with an agency's number",
        CASHIER,
        {"employer": "广州市恒丰文具有限公司", "address": "荔湾区花地大道7号", "pay": "4200-5000元/月"},
        Verdict.APART,
    ),
]


@pytest.mark.parametrize(("record", "other", "verdict"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_pairs(record: JobRecord, other: dict[str, str], verdict: Verdict) -> None:
    one = view_of(read(record), 1)
    two = view_of(read(replace(record, external_id="9", **other)), 2)  # type: ignore[arg-type]  # fields of the record
    assert compare(one, two).verdict is verdict
    if verdict is Verdict.ONE:
        assert meets(one, two)
        assert meets(two, one)


def meets(one: View, other: View) -> bool:
    """Whether one, coming later, looks into a block that the other stands in."""
    spans = [(key, key) for key in blocks_of(one).own] + blocks_of(one).beyond
    return any(low <= key <= high for low, high in spans for key in blocks_of(other).own)


BY_BRAND = JobRecord(external_id="1", title="收银员", employer="众禾超市")


@pytest.mark.parametrize(
    ("address", "other", "met"),
    [
        ("广州市荔湾区", "广州市天河区", True),
        ("广州市荔湾区", "德州市德城区", False),
        ("广州市荔湾区", None, True),
        (None, "广州市荔湾区", True),
        (None, None, True),
    ],
)
def test_a_brand_is_looked_for_in_its_city_or_where_no_city_is_known(
    address: str | None, other: str | None, met: bool
) -> None:
    one = view_of(read(replace(BY_BRAND, address=address)), 1)
    two = view_of(read(replace(BY_BRAND, employer="众禾生活超市", address=other)), 2)
    assert (meets(one, two), meets(two, one)) == (met, met)


@pytest.mark.parametrize(
    ("title", "plain"),
    [("【急】焊工(二保焊)", "焊工"), ("熟练缝纫工", "缝纫工"), ("收银员2名", "收银员"), ("(急)", "急")],
)
def test_titles_are_compared_plain(title: str, plain: str) -> None:
    assert plain_title(title) == plain


@pytest.mark.parametrize(
    ("name", "division", "brand", "branch"),
    [
        ("广州市众禾生活超市有限公司", None, "众禾生活超市", ""),
        ("众禾超市茶滘店", "440103", "众禾超市", "茶滘"),
        ("太阳能支架厂", "371402", "太阳能支架", ""),
        ("德州曜升太阳能支架有限公司", None, "曜升太阳能支架", ""),
        ("山东省德州市德城区曜升太阳能支架有限公司", "440103", "曜升太阳能支架", ""),
        ("广州荔湾众禾生活超市有限公司", "440103", "众禾生活超市", ""),
        ("京山鼎裕箱包有限公司", "420882", "鼎裕箱包", ""),
        ("嘉禾生活超市有限公司", "440103", "嘉禾生活超市", ""),
        ("广州嘉禾生活超市有限公司", "440103", "嘉禾生活超市", ""),
        ("广州酒家", "440103", "广州酒家", ""),
    ],
)
def test_employers_are_compared_by_what_they_are_called(
    name: str, division: str | None, brand: str, branch: str
) -> None:
    assert (brand_of(name, division), branch_of(name)) == (brand, branch)


AWKWARD = st.text('{}":,\\a码', max_size=12) | st.sampled_from(['"employer":{', '"credit_code":"X"', "}", '"'])
CODES = st.none() | st.sampled_from(["", "91440101MA59ABCD1X", "91440101MA5AKL9C2T"]) | AWKWARD
NAMED = st.none() | st.builds(EmployerName, AWKWARD, st.sampled_from(EmployerKind), CODES, AWKWARD)


@given(NAMED, NAMED, AWKWARD)
def test_a_credit_code_found_at_a_glance_is_the_employers(
    employer: EmployerName | None, agency: EmployerName | None, title: str
) -> None:
    one = made(1, title=title, description=title, employer=employer, agency=agency)
    found = credit_code_in(encode(one).decode())
    said = employer.credit_code if employer else None
    assert found in (None, said)
    assert found == said or any(odd in f"{employer}" for odd in '{}"\\')


@given(CODES, CODES)
def test_two_at_a_glance_are_two_when_they_are_compared(code: str | None, other: str | None) -> None:
    one, two = (
        made(1, employer=EmployerName("众禾超市", EmployerKind.COMPANY, each, "众禾超市")) for each in (code, other)
    )
    if are_at_a_glance_two(*(credit_code_in(encode(each).decode()) for each in (one, two))):
        assert compare(view_of(one, 1), view_of(two, 2)).verdict is Verdict.APART
        assert compare(view_of(one, 1), view_of(two, 1)).verdict is Verdict.APART
