"""The graph's scalars. Once read they are what the store holds (schema.store.tables)."""

import re
from datetime import date, datetime
from decimal import Decimal as Exact
from decimal import InvalidOperation
from typing import Any, Final, NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

from gateway.graph.declaring import both

DateTime = NewType("DateTime", int)
"""Seconds since 1970-01-01T00:00:00Z once read; RFC 3339 with offset when written."""
Date = NewType("Date", str)
Time = NewType("Time", int)
"""Minutes since midnight once read."""
Decimal = NewType("Decimal", Exact)
JSON = NewType("JSON", object)

_TIME = re.compile(r"(\d{2}):(\d{2})(?::00)?")


def _as_it_is(value: Any) -> Any:  # Any: already in the form that is shown
    return value


def _read_instant(value: object) -> DateTime:
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) and "T" in value.upper() else None
        if read is not None and read.tzinfo is not None:
            return DateTime(int(read.timestamp()))
    except (ValueError, OverflowError):
        pass
    raise ValueError("时间须为带时区的 RFC 3339 / DateTime takes RFC 3339 with an offset: 2026-11-22T08:30:00+08:00")


def _read_date(value: object) -> Date:
    try:
        if isinstance(value, str):
            return Date(date.fromisoformat(value).isoformat())
    except ValueError:
        pass
    raise ValueError("日期须形如 2026-11-22 / Date takes 2026-11-22")


def _read_time(value: object) -> Time:
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if match is not None and (minutes := int(match[1]) * 60 + int(match[2])) <= 1440 and int(match[2]) < 60:
        return Time(minutes)
    raise ValueError("时刻须形如 08:30 / Time takes 08:30")


def _read_decimal(value: object) -> Decimal:
    try:
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            read = Exact(str(value).strip())
            if read.is_finite() and abs(read) < 10**12:
                return Decimal(read)
    except InvalidOperation:
        pass
    raise ValueError('数须形如 "132.50" / Decimal takes an exact number, best as a string: "132.50"')


def _scalar(name: str, zh: str, en: str, read: Any) -> ScalarDefinition:  # Any: from a JSON value to the type above
    return strawberry.scalar(
        name=name, description=both(zh, en), serialize=_as_it_is, parse_value=read
    )  # a literal is turned into a JSON value by graphql-core and read by the same function


SCALARS: Final[dict[object, ScalarDefinition]] = {
    DateTime: _scalar(
        "DateTime",
        "时刻，RFC 3339 格式并带时区，例如 2026-11-22T08:30:00+08:00。",
        "An instant: RFC 3339 with offset, e.g. 2026-11-22T08:30:00+08:00.",
        _read_instant,
    ),
    Date: _scalar("Date", "日期，例如 2026-11-22。", "A date, e.g. 2026-11-22.", _read_date),
    Time: _scalar("Time", "一天中的时刻（北京时间），例如 08:30。", "A time of day in China, e.g. 08:30.", _read_time),
    Decimal: _scalar(
        "Decimal", '精确的数，写作字符串，例如 "132.50"。', 'An exact number as a string, e.g. "132.50".', _read_decimal
    ),
    JSON: _scalar("JSON", "任意 JSON 值。", "Any JSON value.", _as_it_is),
}
"""What StrawberryConfig.scalar_map takes."""
