"""Employers: kinds by name, one key for the spellings of one name, and credit codes."""

import random

import pytest

from schema.reading.credit_codes import is_verified, plain_credit_code
from schema.reading.employers import matching_key, read_employer
from schema.reading.rules import rules
from schema.vocabulary import EmployerKind


@pytest.mark.parametrize("row", rules("employers")["kinds"].rows, ids=lambda row: row.example)
def test_the_table_holds_its_own_examples(row: object) -> None:
    label, example = getattr(row, "label", ""), getattr(row, "example", "")
    assert read_employer(example).kind is EmployerKind[label]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("湖北鼎裕（京山）箱包有限公司", EmployerKind.COMPANY),
        ("三阳绿野菌业合作社", EmployerKind.COMPANY),
        ("广东众诚劳务派遣有限公司", EmployerKind.AGENCY),
        ("某某人才市场", EmployerKind.AGENCY),
        ("天津市南开区人力资源和社会保障局", EmployerKind.PUBLIC_BODY),
        ("广州市荔湾区茶滘街道办事处", EmployerKind.PUBLIC_BODY),
        ("葵蓬社区居委会", EmployerKind.PUBLIC_BODY),
        ("荔湾区就业中心", EmployerKind.PUBLIC_BODY),
        ("暖阳羽绒加工店", EmployerKind.WORKSHOP),
        ("瑜巧布艺工作室", EmployerKind.WORKSHOP),
        ("德州顺德源饭庄", EmployerKind.SOLE_TRADER),
        ("昇鑫茶行", EmployerKind.SOLE_TRADER),
        ("荔湾区好味小吃店（个体工商户）", EmployerKind.SOLE_TRADER),
        ("李先生", EmployerKind.PERSON),
        ("雇主", EmployerKind.PERSON),
        ("洁立方", EmployerKind.UNKNOWN),
        ("", EmployerKind.UNKNOWN),
    ],
)
def test_a_name_tells_what_kind_of_employer_it_is(name: str, kind: EmployerKind) -> None:
    assert read_employer(name).kind is kind


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("湖北鼎裕（京山）箱包有限公司", "湖北鼎裕(京山)箱包有限公司", id="width of brackets"),
        pytest.param("鼎裕箱包（湖北）有限公司", "鼎裕（湖北）箱包有限公司", id="where the brackets stand"),
        pytest.param("广州穗鑫五金制品有限公司", "广州穗鑫五金制品有限责任公司", id="the form in full"),
        pytest.param("广州穗鑫五金制品有限公司", " 广州 穗鑫五金制品 有限公司 ", id="spaces"),
        pytest.param("廣州穗鑫五金製品有限公司", "广州穗鑫五金制品有限公司", id="script"),
        pytest.param("ＡＢＣ科技有限公司", "abc科技有限公司", id="width and case of letters"),
        pytest.param("昇鑫茶行（急招）", "昇鑫茶行", id="a note behind it"),
        pytest.param("单位名称：昇鑫茶行", "昇鑫茶行", id="a label before it"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert matching_key(one) == matching_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("广州岭晖物业管理有限公司", "广州岭晖物业管理有限公司荔湾分公司", id="a branch"),
        pytest.param("众禾超市茶滘店", "众禾超市花地店", id="two shops"),
        pytest.param("鼎裕箱包（湖北）有限公司", "鼎裕箱包（广东）有限公司", id="two places"),
        pytest.param("岭宇电子厂", "岭宇电器厂", id="two trades"),
    ],
)
def test_different_employers_keep_different_keys(one: str, other: str) -> None:
    assert matching_key(one) != matching_key(other)


def test_a_key_is_its_own_key_for_plain_names() -> None:
    key = matching_key("广州穗鑫五金制品有限责任公司")
    assert matching_key(key) == key


def test_the_name_stays_as_written_and_the_code_is_made_plain() -> None:
    found = read_employer("廣州穗鑫 五金製品有限公司", "９１４４ 0103-0000001665")
    assert (found.name, found.credit_code) == ("廣州穗鑫 五金製品有限公司", "914401030000001665")


@pytest.mark.parametrize(
    ("code", "verified"),
    [
        pytest.param("91350100M000100Y43", True, id="the standard's example"),
        pytest.param("91350100M000100Y44", False, id="wrong check digit"),
        pytest.param("914401030000001665", False, id="fails, as some real ones do"),
        pytest.param("91350100M000100Y4", False, id="too short"),
        pytest.param("91350100I000100Y43", False, id="a letter that is not used"),
        pytest.param("9135O100M000100Y43", False, id="a letter where a digit belongs"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_a_credit_code_is_verified_by_its_check_digit(code: str, verified: bool) -> None:
    assert is_verified(code) is verified


@pytest.mark.parametrize(
    ("written", "name", "code"),
    [
        ("福建某某茶业（统一社会信用代码：９１350100m000100y43）", "福建某某茶业", "91350100M000100Y43"),
        ("福建某某茶业 91350100M000100Y43", "福建某某茶业", "91350100M000100Y43"),
        ("信用代码:91350100M000100Y43 福建某某茶业", "福建某某茶业", "91350100M000100Y43"),
        ("福建某某茶业ABCDEFGHIJKLMNOPQR", "福建某某茶业ABCDEFGHIJKLMNOPQR", None),
        ("福建某某茶业（电话13800000000）", "福建某某茶业", None),
    ],
)
def test_a_credit_code_within_a_name_is_taken_out_of_it(written: str, name: str, code: str | None) -> None:
    read = read_employer(written)
    assert (read.name, read.credit_code) == (name, code)
    assert read.matching_key == matching_key(name)


def test_a_credit_code_given_apart_goes_before_one_within_the_name() -> None:
    other = "91440101MA59P2XQ4M"
    assert read_employer("福建某某茶业 91350100M000100Y43", other).credit_code == other
    assert plain_credit_code(None) is None


def test_nothing_raises() -> None:
    pick = random.Random(5)
    alphabet = "广州市有限责任公司（）()店厂街道办人力资源先生 \u3000\n\ud800🙂ＡＢab09-"
    for _ in range(5_000):
        text = "".join(pick.choices(alphabet, k=pick.randrange(0, 20)))
        assert read_employer(text, text).matching_key == matching_key(text)


def test_brackets_that_never_close_stay_in_the_key() -> None:
    """20,000 of them, since the search for their ends once took the square of their number."""
    assert matching_key("(" * 20_000) == "(" * 20_000
