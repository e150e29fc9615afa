"""Arguments checked and brought into the store's terms. What is wrong is said with the nearest that would be right."""

import difflib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from gateway.graph.asked import cursor_kind, key_count
from gateway.graph.context import Context
from gateway.graph.cursors import decode
from gateway.graph.ids import TABLES, global_id, row_id
from gateway.plan.fields import Arguments
from schema import tags
from schema.coordinates import convert
from schema.divisions import division, exists, nearest_codes, plain_code
from schema.occupations import nearest_codes as nearest_occupations
from schema.occupations import occupation
from schema.problems import DoorstepError
from schema.store.reads.bigrams import words_of
from schema.store.reads.listing import Select, Window
from schema.store.reads.queries import Circle, Query, SourceQuery, Word, outermost
from schema.travel import reach_metres
from schema.values import Point
from schema.vocabulary import CoordinateSystem, TravelMode

DEFAULT_FIRST = 20
MOST_FIRST = 100
MOST_MEMBERS = 200
MOST_WORDS = 10
MOST_KEYS = 2000
"""Sources among which a mistyped key is looked for."""
MOST_MINUTES = 120
DEFAULT_MINUTES = 15
MOST_METRES = 50_000


T = TypeVar("T")


def invalid(argument: str, zh: str, en: str) -> DoorstepError:
    """What is wrong with an argument's value."""
    return DoorstepError("INVALID_ARGUMENT", f"{argument}：{zh}", f"{argument}: {en}", (argument,))


def window(arguments: Arguments, query: Query, default: int = DEFAULT_FIRST, most: int = MOST_FIRST) -> Window:
    """first/after or last/before of a list; a cursor must be of its kind."""
    first, last = arguments.get("first"), arguments.get("last")
    if first is not None and last is not None:
        raise invalid("last", "first 与 last 只能用一个", "give first or last, not both")
    backward = last is not None
    name = "last" if backward else "first"
    limit = given(arguments, name, default)
    if not 0 <= limit <= most:
        raise invalid(name, f"须在 0 到 {most} 之间", f"takes 0 to {most}")
    after, before = arguments.get("after"), arguments.get("before")
    if after is None and before is None:
        return Window(limit, backward)
    kind, width = cursor_kind(query), key_count(query)
    return Window(
        limit,
        backward,
        None if after is None else decode(kind, after, width),
        None if before is None else decode(kind, before, width, "before"),
    )


def division_codes(codes: Sequence[str] | None, argument: str = "divisions") -> tuple[str, ...]:
    """Known codes, without those that another covers. Raises DoorstepError UNKNOWN_DIVISION with the nearest."""
    return _division_codes(tuple(few(codes, argument)), argument)


@lru_cache(maxsize=4096)
def _division_codes(codes: tuple[str, ...], argument: str) -> tuple[str, ...]:
    known = tuple(known_division_code(code, argument) for code in codes)
    return known if len(known) == 1 else outermost(known)


def known_division_code(code: str, argument: str) -> str:
    plain = plain_code(code.strip())
    if not exists(plain):
        near = [f"{near} {found.name}" for near in nearest_codes(code) if (found := division(near)) is not None]
        raise DoorstepError(
            "UNKNOWN_DIVISION",
            f"没有代码为“{code[:20]}”的区划，相近的有：{'、'.join(near)}",
            f'no division has the code "{code[:20]}"; near it: {", ".join(near)}',
            (argument,),
        )
    return plain


def occupation_codes(codes: Sequence[str] | None) -> tuple[str, ...]:
    """Known codes. Raises DoorstepError UNKNOWN_OCCUPATION with the nearest."""
    found = []
    for code in few(codes, "occupations"):
        known = occupation(code)
        if known is None:
            near = [
                f"{near} {each.name}" for near in nearest_occupations(code) if (each := occupation(near)) is not None
            ]
            raise DoorstepError(
                "UNKNOWN_OCCUPATION",
                f"没有代码为“{code[:20]}”的职业，相近的有：{'、'.join(near)}",
                f'no occupation has the code "{code[:20]}"; near it: {", ".join(near)}',
                ("occupations",),
            )
        found.append(known.code)
    return tuple(sorted(set(found)))


async def row_ids(context: Context, typename: str, ids: Sequence[str] | None, argument: str) -> tuple[int, ...]:
    """Ids of nodes that exist. Raises DoorstepError INVALID_ID or UNKNOWN_ID with valid ones."""
    numbers = tuple(sorted({row_id(typename, text, argument) for text in few(ids, argument)}))
    if not numbers:
        return ()
    table = TABLES[typename]
    found = {row[0] for row in await context.services.reader.rows(Select(table, (("t", "id"),)), "id", numbers)}
    for number in numbers:
        if number not in found:
            near = await context.services.reader.nearest(table, number)
            raise unknown(argument, global_id(typename)(number), [global_id(typename)(each) for each in near])
    return numbers


async def source_ids(context: Context, keys: Sequence[str] | None) -> tuple[int, ...]:
    """Sources by key. Raises DoorstepError UNKNOWN_SOURCE with the nearest keys."""
    wanted = few(keys, "sources")
    if not wanted:
        return ()
    reader = context.services.reader
    found = {
        str(row[1]): row[0] for row in await reader.rows(Select("source", (("t", "id"), ("t", "key"))), "key", wanted)
    }
    for key in wanted:
        if key not in found:
            every = (await reader.pages([SourceQuery()], Window(MOST_KEYS), Select("source", (("t", "key"),))))[0].rows
            near = difflib.get_close_matches(key, [str(row[0]) for row in every], 3, 0)
            raise DoorstepError(
                "UNKNOWN_SOURCE",
                f"没有 key 为“{key[:40]}”的来源，相近的有：{'、'.join(near) or '（尚无来源）'}",
                f'no source has the key "{key[:40]}"; near it: {", ".join(near) or "(none yet)"}',
                ("sources",),
            )
    return tuple(sorted(int(number or 0) for number in found.values()))


def unknown(argument: str, wrong: str, near: Sequence[str]) -> DoorstepError:
    return DoorstepError(
        "UNKNOWN_ID",
        f"{argument}：没有 id 为“{wrong}”的对象，可用的有：{'、'.join(near) or '（尚无）'}",
        f'{argument}: nothing has the id "{wrong}"; valid ones: {", ".join(near) or "(none yet)"}',
        (argument,),
    )


def few(values: Sequence[T] | None, argument: str, most: int = MOST_MEMBERS) -> Sequence[T]:
    """At most so many of them."""
    if values is not None and len(values) > most:
        raise invalid(argument, f"最多 {most} 个", f"takes at most {most}")
    return values or ()


@lru_cache(maxsize=4096)
def words(text: str | None) -> tuple[Word, ...]:
    """The words of a search, each also as initials where it is Latin letters. Synonyms stand in the index."""
    return tuple(Word((word,), word if word.isascii() and word.isalpha() else None) for word in plain_words(text))


def plain_words(text: str | None) -> tuple[str, ...]:
    found = words_of(text or "")
    if len(found) > MOST_WORDS or len(text or "") > 200:
        raise invalid(
            "text", f"最多 {MOST_WORDS} 个词、200 个字", f"takes at most {MOST_WORDS} words and 200 characters"
        )
    return found


def terms(values: Iterable[str] | None) -> tuple[str, ...]:
    """Coded values, each once, in one order."""
    return tuple(sorted({str(value) for value in values or ()}))


def bits(values: Iterable[str] | None, order: Sequence[str]) -> int:
    return sum(1 << order.index(str(value)) for value in set(values or ()))


def ten_thousandths(amount: Decimal | None) -> int | None:
    """Money as the store keeps it, rounded up: at least so much."""
    if amount is None:
        return None
    return int((amount * 10000).to_integral_value(rounding="ROUND_CEILING"))


async def circle(context: Context, near: Arguments | None) -> Circle | None:
    """The circle that `near` asks for. Raises DoorstepError INVALID_ARGUMENT, INVALID_ID, UNKNOWN_ID, NO_POINT."""
    if near is None:
        return None
    point, station = near.get("point"), near.get("station")
    if (point is None) == (station is None):
        raise invalid("near", "point 与 station 须且只能给一个", "give exactly one of point and station")
    latitude, longitude = await station_point(context, station) if station is not None else given_point(point)
    mode = near.get("mode") or TravelMode.WALK
    metres, minutes = reach(near.get("withinMinutes"), near.get("withinMetres"), mode)
    return Circle(latitude, longitude, metres, mode, minutes)


def reach(minutes: int | None, metres: int | None, mode: TravelMode) -> tuple[float, int | None]:
    """Straight metres of a journey, and its minutes where it was not asked for in metres."""
    if metres is not None and minutes is not None:
        raise invalid(
            "withinMetres", "withinMinutes 与 withinMetres 只能用一个", "give withinMinutes or withinMetres, not both"
        )
    if metres is not None:
        return float(in_range("withinMetres", metres, 1, MOST_METRES)), None
    within = in_range("withinMinutes", DEFAULT_MINUTES if minutes is None else minutes, 1, MOST_MINUTES)
    return float(reach_metres(within, mode)), within


def given(arguments: Arguments, name: str, default: int) -> int:
    """An argument, its default where it is missing or null."""
    value = arguments.get(name)
    return default if value is None else int(value)


def in_range(argument: str, value: int, least: int, most: int) -> int:
    if not least <= value <= most:
        raise invalid(argument, f"须在 {least} 到 {most} 之间", f"takes {least} to {most}")
    return value


def given_point(point: Arguments | None) -> tuple[float, float]:
    """(latitude, longitude) in WGS84."""
    assert point is not None
    latitude, longitude = point["latitude"], point["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise invalid(
            "point", "纬度须在 -90 到 90、经度须在 -180 到 180 之间", "latitude -90 to 90, longitude -180 to 180"
        )
    found = convert(Point(latitude, longitude, point["system"]), CoordinateSystem.WGS84)
    return found.latitude, found.longitude


async def station_point(context: Context, station: str) -> tuple[float, float]:
    number = row_id("Station", station, "station")
    select = Select("station", (("t", "latitude"), ("t", "longitude")))
    rows = await context.services.reader.rows(select, "id", (number,))
    if not rows:
        near = await context.services.reader.nearest("station", number)
        raise unknown("station", station, [global_id("Station")(each) for each in near])
    context.tags.add(tags.of_row("station", number))
    latitude, longitude = rows[0][0], rows[0][1]
    if latitude is None or longitude is None:
        raise DoorstepError(
            "NO_POINT",
            "这个站点没有坐标，请改用 near.point",
            "this station has no point; give near.point instead",
            ("near", "station"),
        )
    return float(latitude), float(longitude)
