"""Instants between aware datetimes and the integers that the tables hold."""

from datetime import datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def epoch(at: datetime) -> int:
    """Seconds since 1970 of an aware datetime, parts of a second dropped."""
    return int(at.timestamp())


def epoch_or_none(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp())


def instant(seconds: int) -> datetime:
    """The datetime, in Asia/Shanghai, of an integer of the tables."""
    return datetime.fromtimestamp(seconds, SHANGHAI)


def instant_or_none(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, SHANGHAI)
