"""A posting's JSON is the same from the functions made for its class as from orjson and a search for what is empty."""

from dataclasses import replace
from datetime import time
from decimal import Decimal

import pytest

from benchmarks.labelled import labelled
from schema.normalising import Frame, normalise
from schema.store import codec, members
from schema.values import Caution, Pay, Place, Point, Posting, Requirements, Schedule
from schema.vocabulary import Benefit, CautionKind, CoordinateSystem, DisclosureElement, Settlement
from tests.store.making import NOW
from tests.store.making import posting as made

CASES = [
    pytest.param(made(1), id="usual"),
    pytest.param(made(1, description='他说："":null,"'), id="quotes"),
    pytest.param(made(1, description='":null,":[],'), id="what looks empty"),
    pytest.param(made(1, description="", url="", headcount=0), id="empty text and nought are said"),
    pytest.param(made(1, place=None, employer=None, contact=None, posted_at=None), id="little"),
    pytest.param(made(1, place=Place("荔湾区", point=Point(23.1, 113.25, CoordinateSystem.WGS84))), id="a point"),
    pytest.param(made(1, benefits=tuple(Benefit), undisclosed=tuple(DisclosureElement)), id="many"),
    pytest.param(made(1, schedule=Schedule("8:00", time(8), time(17, 30), Decimal("8.50"))), id="hours"),
    pytest.param(made(1, pay=Pay("日结", Decimal("1E+2"), extras=("提成",), settlement=(Settlement.DAILY,))), id="pay"),
    pytest.param(made(1, requirements=Requirements(skills=("焊工证",), age_min=18)), id="asked"),
    pytest.param(made(1, cautions=(Caution(CautionKind.AGE_LIMIT, "18岁"),)), id="a caution"),
]


@pytest.mark.parametrize("value", CASES)
def test_the_same_bytes(value: Posting) -> None:
    assert members.encode(value) == codec.encode(value)


def test_the_same_bytes_of_what_was_read() -> None:
    read = [normalise(item.record, Frame(now=NOW)) for item in labelled(3, 200)]
    found = [replace(one, external_id=str(place)) for place, one in enumerate(read) if isinstance(one, Posting)]
    assert len(found) > 150
    assert [members.encode(one) for one in found] == [codec.encode(one) for one in found]
