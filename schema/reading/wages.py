"""Minimum wages of the provinces by day, from `schema/data/minimum_wages.tsv`, which tells its sources."""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from schema.values import Pay
from schema.vocabulary import PayUnit

_TABLE = Path(__file__).parent.parent / "data" / "minimum_wages.tsv"
# The most days that a month of daily pay could have: pay by the day is clearly too low only where 30 days of it are
# under the month's least.
_MOST_DAYS = Decimal(30)


@dataclass(frozen=True, slots=True)
class MinimumWage:
    """One province's classes, highest first, in yuan."""

    province: str
    name: str
    since: date
    monthly: tuple[Decimal, ...]
    hourly: tuple[Decimal, ...]
    source: str


@lru_cache(maxsize=1)
def minimum_wages() -> tuple[MinimumWage, ...]:
    """Every row, oldest first."""
    lines = (line for line in _TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    rows = [
        MinimumWage(
            province=row["province"],
            name=row["name"],
            since=date.fromisoformat(row["from"]),
            monthly=tuple(map(Decimal, row["monthly"].split(","))),
            hourly=tuple(map(Decimal, row["hourly"].split(","))),
            source=row["source"],
        )
        for row in csv.DictReader(lines, delimiter="\t")
    ]
    return tuple(sorted(rows, key=lambda row: row.since))


@lru_cache(maxsize=4096)
def minimum_wage(division: str, on: date | None = None) -> MinimumWage | None:
    """The province's figures in force on a day (None: the newest known); the oldest known for a day before them."""
    rows = [row for row in minimum_wages() if row.province[:2] == division[:2]]
    in_force = [row for row in rows if on is None or row.since <= on] or rows[:1]
    return in_force[-1] if in_force else None


def is_below_minimum(pay: Pay, division: str, on: date | None = None) -> bool:
    """Whether the most that `pay` can come to is under every class of the province; False where it cannot be told.

    A month's pay with extras (提成, 绩效) may come to more, and so may one without a known end.
    """
    most = pay.max
    if most is None or pay.unit is None or pay.extras or pay.negotiable or pay.currency != "CNY":
        return False
    least = _least(division[:2], on).get(pay.unit)
    return least is not None and (most if pay.unit_count == 1 else most / pay.unit_count) < least


@lru_cache(maxsize=4096)
def _least(province: str, on: date | None) -> dict[PayUnit, Decimal]:
    """A province's lowest class by unit; not for units whose hours are not known (a piece, an order, a shift)."""
    wage = minimum_wage(province, on)
    if wage is None:
        return {}
    monthly = min(wage.monthly)
    return {
        PayUnit.HOUR: min(wage.hourly),
        PayUnit.DAY: monthly / _MOST_DAYS,
        PayUnit.MONTH: monthly,
        PayUnit.YEAR: monthly * 12,
    }
