"""Cautions: kinds, quoted words, and what is known besides the words."""

import random
from datetime import date
from decimal import Decimal

import pytest

from schema.reading.cautions import cautions_of
from schema.values import Caution, Pay, Requirements
from schema.vocabulary import CautionKind, Employment, Gender, PayUnit


def cautions(
    *words: str,
    pay: Pay | None = None,
    requirements: Requirements | None = None,
    division: str | None = None,
    credit_code: str | None = None,
    employment: Employment | None = None,
) -> tuple[Caution, ...]:
    return cautions_of(
        words=words,
        pay=pay,
        requirements=requirements or Requirements(),
        division=division,
        credit_code=credit_code,
        employment=employment,
    )


def pay(amount: str, unit: PayUnit, text: str = "as written", *, extras: tuple[str, ...] = ()) -> Pay:
    return Pay(text=text, min=Decimal(amount), max=Decimal(amount), unit=unit, extras=extras)


def test_each_kind_quotes_the_words_that_raised_it() -> None:
    found = cautions(
        "仓库拣货员（限男）", "45周岁以下，限本地户籍。需交服装押金２００元，离职退", credit_code="914401030000001665"
    )
    assert found == (
        Caution(CautionKind.GENDER_LIMIT, "限男"),
        Caution(CautionKind.AGE_LIMIT, "45周岁以下"),
        Caution(CautionKind.ORIGIN_LIMIT, "限本地户籍"),
        Caution(CautionKind.FEE_ASKED, "需交服装押金２００元"),
        Caution(CautionKind.CREDIT_CODE_UNVERIFIED, "914401030000001665"),
    )


@pytest.mark.parametrize(
    ("requirements", "words", "expected"),
    [
        pytest.param(Requirements(gender=Gender.FEMALE), "护理员", "女", id="a coded limit has no words of its own"),
        pytest.param(Requirements(gender=Gender.MALE), "限男，男装店", "限男", id="the words that say so"),
        pytest.param(Requirements(text="女 50岁以下"), "女 50岁以下", "女", id="read from the words alone"),
        pytest.param(Requirements(), "女55周岁以下、男60周岁以下", None, id="both sexes are wanted"),
    ],
)
def test_a_gender_limit(requirements: Requirements, words: str, expected: str | None) -> None:
    found = [caution.text for caution in cautions(words, requirements=requirements) if caution.kind == "GENDER_LIMIT"]
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("requirements", "words", "expected"),
    [
        pytest.param(Requirements(age_min=18, age_max=45), "18-45", "18-45", id="without the word for years"),
        pytest.param(Requirements(age_max=50), "不写岁数", "50岁以下", id="a coded limit"),
        pytest.param(Requirements(age_max=60), "60岁以下", None, id="the pension age is no limit"),
        pytest.param(Requirements(age_min=18), "18岁以上", None, id="a least age is no limit"),
        pytest.param(Requirements(), "女55周岁以下、男60周岁以下", "55周岁以下", id="different by gender"),
    ],
)
def test_an_age_limit_is_an_upper_age_under_60(requirements: Requirements, words: str, expected: str | None) -> None:
    found = [caution.text for caution in cautions(words, requirements=requirements) if caution.kind == "AGE_LIMIT"]
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("amount", "unit", "implausible"),
    [
        ("600", PayUnit.HOUR, True),
        ("28", PayUnit.HOUR, False),
        ("5000", PayUnit.DAY, True),
        ("800", PayUnit.DAY, False),
        ("5", PayUnit.DAY, True),
        ("150000", PayUnit.MONTH, True),
        ("50", PayUnit.MONTH, True),
        ("30000", PayUnit.MONTH, False),
        ("0.02", PayUnit.PIECE, False),
    ],
)
def test_pay_beyond_what_local_work_can_mean_is_implausible(amount: str, unit: PayUnit, implausible: bool) -> None:
    kinds = [caution.kind for caution in cautions(pay=pay(amount, unit))]
    assert (CautionKind.PAY_IMPLAUSIBLE in kinds) is implausible


@pytest.mark.parametrize(
    ("paid", "division", "employment", "below"),
    [
        pytest.param(pay("15", PayUnit.HOUR), "371402", None, True, id="under every class of 山东"),
        pytest.param(pay("12", PayUnit.HOUR), "420882106", Employment.SEASONAL, True, id="of a street in 湖北"),
        pytest.param(pay("17.4", PayUnit.HOUR), "440103", None, False, id="the lowest class of 广东, just met"),
        pytest.param(pay("22", PayUnit.HOUR), "440103", None, False, id="under 广州's class but not under every one"),
        pytest.param(pay("1500", PayUnit.MONTH), "440103", Employment.FULL_TIME, True, id="a month's pay"),
        pytest.param(pay("1500", PayUnit.MONTH), "440103", Employment.PART_TIME, False, id="a part of a month's work"),
        pytest.param(pay("1500", PayUnit.MONTH, extras=("提成",)), "440103", None, False, id="with more beside it"),
        pytest.param(pay("50", PayUnit.DAY), "440103", None, True, id="thirty days would not come to it"),
        pytest.param(pay("100", PayUnit.DAY), "440103", None, False, id="a day"),
        pytest.param(pay("5", PayUnit.PIECE), "440103", None, False, id="by the piece"),
        pytest.param(pay("12", PayUnit.HOUR), None, None, False, id="nobody knows where"),
        pytest.param(pay("12", PayUnit.HOUR), "810000", None, False, id="no figures for there"),
        pytest.param(Pay("12元起", Decimal(12), None, PayUnit.HOUR), "371402", None, False, id="no known end"),
        pytest.param(
            Pay("36元/3小时", Decimal(36), Decimal(36), PayUnit.HOUR, 3), "371402", None, True, id="three hours"
        ),
    ],
)
def test_pay_is_below_the_minimum_where_it_is_below_every_class(
    paid: Pay, division: str | None, employment: Employment | None, below: bool
) -> None:
    kinds = [caution.kind for caution in cautions(pay=paid, division=division, employment=employment)]
    assert (CautionKind.BELOW_MINIMUM_WAGE in kinds) is below


def test_the_minimum_is_that_of_the_day() -> None:
    paid = pay("20", PayUnit.HOUR)

    def kinds(on: date) -> list[CautionKind]:
        found = cautions_of(
            words=[], pay=paid, requirements=Requirements(), division="620102", credit_code=None, employment=None, on=on
        )
        return [caution.kind for caution in found]

    assert kinds(date(2025, 11, 30)) == []
    assert kinds(date(2025, 12, 1)) == [CautionKind.BELOW_MINIMUM_WAGE]


def test_a_clean_posting_raises_nothing() -> None:
    found = cautions(
        "养老护理员",
        "男女不限，初中以上，包吃住，五险一金，免费培训，不收任何费用",
        pay=pay("5500", PayUnit.MONTH),
        division="440103",
        credit_code="91350100M000100Y43",
    )
    assert found == ()


def test_nothing_raises() -> None:
    pick = random.Random(3)
    alphabet = "男女限岁以下户籍不招押金费自理交元赚日入手机工装服0123456789１８-—~，。；（）()\n \ud800🙂女優先五十周"
    for _ in range(10_000):
        text = "".join(pick.choices(alphabet, k=pick.randrange(0, 40)))
        found = cautions(text, credit_code=text[:18], division=text[:6])
        assert all(caution.text for caution in found)
