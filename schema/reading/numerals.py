"""Numbers in Arabic and Chinese writing: 1,900 · 8千 · 1.5万 · 20k · 二百二 · 四五千 · 十来 · 1万5.

`number_at` reads the number that starts at a place in a folded text. What has no certain value (几百, 数十) is none.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000}
SCALES = SMALL | LARGE | {"k": 1000, "K": 1000, "w": 10_000, "W": 10_000}
_CHINESE = "".join(DIGITS) + "".join(SMALL) + "廿卅"
_VERBS = frozenset("拾")
"""拾棉花: picked, not ten."""
STARTS = frozenset("0123456789" + _CHINESE)

_ARABIC = re.compile(
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:(?P<scale>[十百千万亿]+|[kKwW](?![A-Za-z]))(?P<rest>\d(?![\d.,:点])(?:百|千)?)?)?"
    r"(?P<loose>多(?!则)|余|来|\+?几)?"
)
_HAN = re.compile(rf"(?P<run>[{_CHINESE}万亿]+(?:点[{''.join(DIGITS)}]+[万千百]?)?)(?P<loose>多(?!则)|余|来|几)?")
_UNIT_AFTER_ONE = tuple("天日个小时月年晚夜次件斤单班车趟周")


class Number(NamedTuple):
    """A number as read: `high` differs from `low` for 四五千. `scaled`: a 千, 万 or k stood with it."""

    low: Decimal
    high: Decimal
    approximate: bool
    scaled: bool
    grouped: bool
    end: int


def number_at(text: str, start: int) -> Number | None:
    """The number that begins at `start` of folded `text`, or None where its value is not certain."""
    match = _ARABIC.match(text, start)
    if match:
        return _arabic(match)
    match = _HAN.match(text, start)
    return _han(match, text) if match and match["run"] not in _VERBS else None


def _arabic(match: re.Match[str]) -> Number:
    digits, scale, rest = match["digits"], match["scale"], match["rest"]
    value = Decimal(digits.replace(",", ""))
    if scale:
        factor = 1
        for character in scale:
            factor *= SCALES[character]
        value = value * factor + _rest(rest, factor)
    loose = match["loose"] is not None
    return Number(value, value, loose, bool(scale), "," in digits, match.end())


def _rest(rest: str | None, factor: int) -> int:
    """The tail of 1万5 (5000) and 1万5千."""
    if not rest:
        return 0
    return int(rest[0]) * (SMALL[rest[1]] if len(rest) > 1 else factor // 10)


def _han(match: re.Match[str], text: str) -> Number | None:
    run, end = match["run"], match.end()
    if match["loose"] is None and len(run) > 1 and run[-1] == "一" and text.startswith(_UNIT_AFTER_ONE, end):
        run, end = (run, end) if run[-2] in "十零〇" else (run[:-1], end - 1)
    value = han_value(run)
    if value is None:
        return None
    scaled = any(c in SMALL or c in LARGE for c in run)
    return Number(*value, match["loose"] is not None, scaled, False, end)


@lru_cache(maxsize=4096)
def han_value(run: str) -> tuple[Decimal, Decimal] | None:
    """(low, high) of a Chinese numeral: 二百二 (220, 220), 四五千 (4000, 5000), 二〇二六 (2026, 2026); else None."""
    if "点" in run:
        return _han_decimal(run)
    if all(c in DIGITS for c in run):
        return _plain_digits(run)
    pair = _pair(run)
    if pair:
        return pair
    value = _sum(run)
    return None if value is None else (Decimal(value), Decimal(value))


def _han_decimal(run: str) -> tuple[Decimal, Decimal] | None:
    whole, _, rest = run.partition("点")
    scale = SCALES[rest[-1]] if rest and rest[-1] in SCALES else 1
    fraction = rest[:-1] if scale > 1 else rest
    left = han_value(whole) if whole else None
    if left is None or left[0] != left[1] or not fraction or not all(c in DIGITS for c in fraction):
        return None
    value = Decimal(f"{left[0]}.{''.join(str(DIGITS[c]) for c in fraction)}") * scale
    return value, value


def _plain_digits(run: str) -> tuple[Decimal, Decimal] | None:
    """三 is 3, 五六 five or six, 二〇二六 2026; 三四五 is none of them."""
    values = [DIGITS[c] for c in run]
    if len(run) == 2 and values[1] == values[0] + 1 and values[0]:
        return Decimal(values[0]), Decimal(values[1])
    if len(run) == 3:
        return None
    value = Decimal("".join(map(str, values)))
    return value, value


def _pair(run: str) -> tuple[Decimal, Decimal] | None:
    """四五千 (4000, 5000), 二三十 (20, 30), 十七八 (17, 18), 一百五六 (150, 160); None where no pair stands."""
    for i in range(len(run) - 1):
        a, b = DIGITS.get(run[i]), DIGITS.get(run[i + 1])
        if a and b and b == a + 1:
            low, high = _sum(run[: i + 1] + run[i + 2 :]), _sum(run[:i] + run[i + 1 :])
            return None if low is None or high is None else (Decimal(low), Decimal(high))
    return None


def _sum(run: str) -> int | None:
    """The value of a numeral with 十百千万 in it; None where it breaks the order of the language."""
    total = section = 0
    digit: int | None = None
    last = 0
    for i, c in enumerate(run):
        if c in DIGITS:
            if digit:
                return None
            digit = DIGITS[c]
            last = 0 if digit == 0 else last
        elif c in "廿卅":
            section += 20 if c == "廿" else 30
            last = 10
        elif c in SMALL:
            section += (1 if digit is None else digit) * SMALL[c]
            digit, last = None, SMALL[c]
        elif c not in LARGE:
            return None
        else:
            total += (section + (digit or 0) or 1) * LARGE[c]
            section, digit, last = 0, None, LARGE[c]
        if i == len(run) - 1 and digit:
            return total + section + digit * (last // 10 if last > 10 else 1)
    return total + section + (digit or 0)
