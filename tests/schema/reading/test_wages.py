"""The table of minimum wages is whole, dated and ordered."""

from datetime import date
from decimal import Decimal

import pytest

from schema import divisions
from schema.reading.wages import minimum_wage, minimum_wages


def test_every_province_of_the_mainland_has_figures() -> None:
    mainland = {each.code for each in divisions.children("")} - {"710000", "810000", "820000"}
    assert {wage.province for wage in minimum_wages()} == mainland


def test_every_row_has_as_many_hourly_as_monthly_classes_highest_first() -> None:
    for wage in minimum_wages():
        assert len(wage.monthly) == len(wage.hourly)
        assert list(wage.monthly) == sorted(wage.monthly, reverse=True)
        assert list(wage.hourly) == sorted(wage.hourly, reverse=True)
        assert wage.source in {"mohrss", "beijing", "reported"}


def test_names_are_those_of_the_provinces() -> None:
    assert all(divisions.division_name(wage.province).startswith(wage.name) for wage in minimum_wages())


@pytest.mark.parametrize(
    ("on", "monthly"),
    [(date(2025, 8, 31), "2420"), (date(2025, 9, 1), "2540"), (None, "2540"), (date(2020, 1, 1), "2420")],
)
def test_the_row_in_force_on_a_day(on: date | None, monthly: str) -> None:
    wage = minimum_wage("110105", on)
    assert wage is not None
    assert wage.monthly == (Decimal(monthly),)
