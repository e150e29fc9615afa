"""From what the store keeps to what the graph shows. NULL (None) stays null; no function here raises on stored data."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import cache, lru_cache
from typing import Any

import orjson

from gateway.graph.viewer import Viewer
from schema.divisions import Division, division
from schema.occupations import Occupation, occupation
from schema.vocabulary import Benefit, DisclosureElement

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CHINA_SECONDS = 8 * 3600


class _Days(dict[int, str]):
    """Days since 1970 as 2026-11-22T, each made once."""

    def __missing__(self, days: int) -> str:
        try:
            made = (_EPOCH + timedelta(days=days)).date().isoformat() + "T"
        except OverflowError:
            made = "9999-12-31T"
        self[days] = made
        return made


class _Clocks(dict[int, str]):
    """Seconds since midnight as 08:30:00+08:00, each made once."""

    def __missing__(self, seconds: int) -> str:
        made = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}+08:00"
        self[seconds] = made
        return made


_DAYS, _CLOCKS = _Days(), _Clocks()


def instant(seconds: int | None) -> str | None:
    """Seconds since 1970 as RFC 3339 in China's time: 2026-11-22T08:30:00+08:00."""
    if seconds is None:
        return None
    days, rest = divmod(seconds + _CHINA_SECONDS, 86400)
    return _DAYS[days] + _CLOCKS[rest]


@cache
def clock_time(minutes: int | None) -> str | None:
    """Minutes since midnight as 08:30; past midnight it starts again."""
    return None if minutes is None else f"{minutes // 60 % 24:02}:{minutes % 60:02}"


@lru_cache(maxsize=65536)
def money(amount: int | None) -> str | None:
    """Ten-thousandths as an exact decimal with two places, more where they are needed: 1325000 is 132.50."""
    if amount is None:
        return None
    sign, amount = ("-", -amount) if amount < 0 else ("", amount)
    whole, rest = divmod(amount, 10000)
    places = f"{rest:04}"
    return f"{sign}{whole}.{places[:2]}{places[2:].rstrip('0')}"


@lru_cache(maxsize=4096)
def hundredths(amount: int | None) -> str | None:
    """Hundredths as the shortest exact decimal: 750 is 7.5."""
    if amount is None:
        return None
    return f"{amount / 100:.2f}".rstrip("0").rstrip(".")


def flag(value: int | None) -> bool:
    """SQLite keeps truth as 0 and 1."""
    return bool(value)


def nullable_flag(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def whole(value: int | None) -> int | None:
    """An Int of GraphQL has 32 bits: a count beyond them is not shown."""
    return value if value is None or -(2**31) <= value < 2**31 else None


def members(terms: type[Enum]) -> Callable[[int], list[str]]:
    """From bits to names: bit n is the n-th member."""
    names = [term.value for term in terms]

    @lru_cache(maxsize=65536)
    def listed(bits: int) -> list[str]:
        return [name for at, name in enumerate(names) if bits >> at & 1]

    return listed


benefits = members(Benefit)
undisclosed = members(DisclosureElement)


def items(text: str | None) -> list[Any]:
    """The list that a `_json` column holds (Any: its items are strings or objects, as the column's note says)."""
    if text is None or text == "[]":
        return []
    return orjson.loads(text)  # type: ignore[no-any-return]  # a list, by the column's note


def document(text: str | None) -> Any:  # Any: a JSON value
    """The JSON value that a column holds."""
    return None if text is None else orjson.loads(text)


def owned_document(text: str, owner: str | None, viewer: Viewer) -> Any:  # Any: a JSON value
    """A source's configuration for those who may see it."""
    return orjson.loads(text) if viewer.sees_inside(owner) else None


_MIDDLE = re.compile(r"^(\+?\d{3})\d*(\d{4})$")


def telephone(number: str | None, viewer: Viewer) -> str | None:
    """Masked, 138****0000, unless the viewer may see contacts."""
    if number is None or viewer.sees_contacts:
        return number
    return masked(number)


@lru_cache(maxsize=4096)
def masked(number: str) -> str:
    """The first three and the last four digits; of a short number only the last two."""
    digits = "".join(re.findall(r"\d", number))
    match = _MIDDLE.match(digits)
    if match is None or len(digits) < 8:
        return "****" + digits[-2:]
    return f"{match[1]}****{match[2]}"


@dataclass(frozen=True, slots=True)
class ContactShown:
    """A contact as the viewer may see it."""

    name: str | None
    phone: str | None


def contact(name: str | None, phone: str | None, viewer: Viewer) -> ContactShown | None:
    if name is None and phone is None:
        return None
    return ContactShown(name, telephone(phone, viewer))


def known_occupation(code: str | None) -> Occupation | None:
    return None if code is None else occupation(code)


def known_division(code: str | None) -> Division | None:
    return None if code is None else division(code)


def either(default: str) -> Callable[[str | None], str]:
    """The value, or `default` for NULL."""
    return lambda value: default if value is None else value


def field_of(name: str) -> Callable[[dict[str, Any]], Any]:  # Any: an item of a JSON column
    """One member of an item."""
    return lambda item: item.get(name)
