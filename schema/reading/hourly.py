"""The one place that compares pay across units: yuan an hour, from stated assumptions.

Assumed where the posting does not say: 8 hours a day; 21.75 paid days a month (人社部发〔2008〕3号: 365 days less 104
rest days, over 12); 5 days a week; 12 months a year unless it says 13薪 and the like. Stated hours and days a week win.
Pay by the piece, the order or the task has no hours in it, so it has no estimate; neither has pay without a floor.
"""

from decimal import ROUND_HALF_UP, Decimal

from schema.values import Pay, Schedule
from schema.vocabulary import PayUnit

HOURS_PER_DAY = Decimal(8)
DAYS_PER_MONTH = Decimal("21.75")
DAYS_PER_WEEK = Decimal(5)
MONTHS_PER_YEAR = Decimal(12)
_CENT = Decimal("0.01")


def hourly_estimate(pay: Pay, schedule: Schedule | None = None) -> Decimal | None:
    """Yuan an hour of the middle of the range (of its one end where the other is open); None where it is a guess."""
    figures = [figure for figure in (pay.min, pay.max) if figure is not None]
    hours = _hours(pay, schedule)
    if not figures or not hours or pay.currency != "CNY":
        return None
    amount = sum(figures, Decimal(0)) / len(figures)
    if pay.unit is PayUnit.MONTH and pay.months_per_year:
        amount = amount * pay.months_per_year / MONTHS_PER_YEAR
    return (amount / hours).quantize(_CENT, ROUND_HALF_UP)


def _hours(pay: Pay, schedule: Schedule | None) -> Decimal | None:
    """The hours of work that one amount pays for."""
    day = (schedule.hours_per_day if schedule else None) or HOURS_PER_DAY
    week = (schedule.days_per_week if schedule else None) or DAYS_PER_WEEK
    month = DAYS_PER_MONTH * week / DAYS_PER_WEEK
    hours = {
        PayUnit.HOUR: Decimal(1),
        PayUnit.DAY: day,
        PayUnit.WEEK: day * week,
        PayUnit.MONTH: day * month,
        PayUnit.YEAR: day * month * MONTHS_PER_YEAR,
    }
    unit = hours.get(pay.unit) if pay.unit else None
    return unit * pay.unit_count if unit else None
