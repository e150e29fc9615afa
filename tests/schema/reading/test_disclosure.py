"""What a posting leaves out of the elements that the notice of January 2026 asks for."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from schema.reading.disclosure import undisclosed_of
from schema.values import EmployerName, Pay, Place, Posting, Requirements
from schema.vocabulary import (
    DisclosureElement,
    Education,
    EmployerKind,
    Employment,
    JobStatus,
    PayUnit,
    PlacePrecision,
    Workplace,
)

WHOLE = Posting(
    external_id="1",
    title="理货员",
    pay=Pay("28元/小时", Decimal(28), Decimal(28), PayUnit.HOUR),
    requirements=Requirements(education=Education.NONE),
    employment=Employment.PART_TIME,
    workplace=Workplace.ON_SITE,
    status=JobStatus.OPEN,
    description="负责货架补货、整理和盘点",
    headcount=4,
    place=Place("荔湾区茶滘街道", "440103018", PlacePrecision.STREET),
    employer=EmployerName("众禾超市", EmployerKind.SOLE_TRADER, None, "众禾超市"),
    expires_at=datetime(2026, 12, 31, tzinfo=UTC),
)


def test_a_whole_posting_leaves_nothing_out() -> None:
    assert undisclosed_of(WHOLE) == ()


def test_an_empty_one_leaves_all_eight_out_in_the_notices_order() -> None:
    empty = Posting(
        external_id="1",
        title="急招",
        pay=Pay("面议", negotiable=True),
        requirements=Requirements(),
        employment=Employment.GIG,
        workplace=Workplace.ON_SITE,
        status=JobStatus.OPEN,
    )
    assert undisclosed_of(empty, has_source=False) == tuple(DisclosureElement)


def test_words_for_the_headcount_disclose_it() -> None:
    assert undisclosed_of(replace(WHOLE, headcount=None, headcount_text="若干")) == ()


def test_negotiable_pay_alone_discloses_none() -> None:
    assert undisclosed_of(replace(WHOLE, pay=Pay("面议", negotiable=True))) == (DisclosureElement.PAY,)


def test_what_the_caller_knows_of_the_duties_goes_first() -> None:
    assert undisclosed_of(WHOLE, has_duties=False) == (DisclosureElement.DUTIES,)
    assert undisclosed_of(replace(WHOLE, description=None), has_duties=True) == ()
    assert undisclosed_of(replace(WHOLE, description="详情面谈")) == (DisclosureElement.DUTIES,)


def test_a_place_without_a_division_or_point_is_not_told() -> None:
    assert undisclosed_of(replace(WHOLE, place=Place("德百广场"))) == (DisclosureElement.PLACE,)
