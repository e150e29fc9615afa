"""The one place that compares pay across units: yuan an hour, from stated assumptions.

Assumed where the posting does not say: 8 hours a day; 21.75 paid days a month (人社部发〔2008〕3号: 365 days less 104
rest days, over 12); 5 days a week; 12 months a year unless it says 13薪 and the like. Stated hours and days a week win.
Pay by the piece, the order or the task has no hours in it, so it has no estimate; neither has pay without a floor.
"""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from schema.values import Pay, Schedule
from schema.vocabulary import PayUnit

HOURS_PER_DAY = Decimal(8)
DAYS_PER_MONTH = Decimal("21.75")
DAYS_PER_WEEK = Decimal(5)
MONTHS_PER_YEAR = Decimal(12)
_CENT = Decimal("0.01")


def hourly_estimate(pay: Pay, schedule: Schedule | None = None) -> Decimal | None:
    """Yuan an hour of the middle of the range (of its one end where the other is open); None where it is a guess."""
    if pay.unit is None or pay.currency != "CNY" or (pay.min is None and pay.max is None):
        return None
    day = (schedule.hours_per_day if schedule else None) or HOURS_PER_DAY
    week = (schedule.days_per_week if schedule else None) or DAYS_PER_WEEK
    return _estimate(pay.min, pay.max, pay.unit, pay.unit_count, pay.months_per_year, day, week)


@lru_cache(maxsize=16384)
def _estimate(
    low: Decimal | None,
    high: Decimal | None,
    unit: PayUnit,
    count: int,
    months: int | None,
    day: Decimal,
    week: Decimal,
) -> Decimal | None:
    hours = _hours(unit, day, week)
    if hours is None or not count:
        return None
    figures = [figure for figure in (low, high) if figure is not None]
    amount = sum(figures, Decimal(0)) / len(figures)
    if unit is PayUnit.MONTH and months:
        amount = amount * months / MONTHS_PER_YEAR
    return (amount / (hours * count)).quantize(_CENT, ROUND_HALF_UP) if hours else None


def _hours(unit: PayUnit, day: Decimal, week: Decimal) -> Decimal | None:
    """The hours of work that one amount pays for, of `day` hours a day and `week` days a week."""
    month = DAYS_PER_MONTH * week / DAYS_PER_WEEK
    return {
        PayUnit.HOUR: Decimal(1),
        PayUnit.DAY: day,
        PayUnit.WEEK: day * week,
        PayUnit.MONTH: day * month,
        PayUnit.YEAR: day * month * MONTHS_PER_YEAR,
    }.get(unit)
