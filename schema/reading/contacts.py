"""Contacts: telephone numbers in every writing, found and masked. 138 0000 1234 · 幺三八零零… · (020)8771-2929转801.

Digits may be full width or Chinese, in any mixture; the places in the text are those of the original, so that what is
found can be masked there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_DIGITS = {
    **{c: str(i) for i, c in enumerate("０１２３４５６７８９")},
    **{c: str(i) for i, c in enumerate("零一二三四五六七八九")},
    **{c: str(i) for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    **{c: str(i) for i, c in enumerate("①②③④⑤⑥⑦⑧⑨", start=1)},
    "幺": "1", "么": "1", "两": "2", "兩": "2", "貳": "2", "參": "3", "陸": "6", "○": "0", "洞": "0", "拐": "7", "勾": "9",
}  # fmt: skip
_SEPARATORS = {
    **dict.fromkeys("—–－−‐‑―─﹣~～", "-"),
    **dict.fromkeys("　\u00a0\t\u2002\u2003\u2009", " "),
    "（": "(",
    "）": ")",
    "＋": "+",
    "．": ".",
    "·": " ",
}
_TABLE = str.maketrans({**_DIGITS, **_SEPARATORS})
_S = r"[-. ]{0,3}"
_MOBILE = rf"(?:(?:\+|00)?\(?86\)?{_S})?(?:1[3-9]\d{_S}(?:\d{_S}){{7}}\d|1(?P<gap>[ -])[3-9](?:(?P=gap)\d){{9}})"
_TOLL = rf"[48]00{_S}(?:\d{_S}){{6}}\d"
_CITY = r"(?:10|2[0-57-9]|[3-9]\d{2})"
_AREA = rf"(?:\+?86[- ]?\(?0?{_CITY}|\(?0{_CITY})\)?"
_ABROAD = rf"(?:\+|00)(?:852|853|886){_S}(?:\d{_S}){{7,8}}\d"
_TAIWAN = r"(?:09\d{2}-\d{3}-\d{3}|\(0[2-8]\)[- ]?\d{3,4}[- ]?\d{4}|0[2-8]-\d{3,4}-?\d{4})"
"""As Taiwan writes them: areas of two digits are set apart, which no area of the mainland has."""
_NUMBER = re.compile(
    rf"(?<![\d+])(?:(?P<abroad>{_ABROAD})|(?P<taiwan>{_TAIWAN})|(?P<mobile>{_MOBILE})|(?P<toll>{_TOLL})|(?P<landline>{_AREA}{_S}(?:\d{_S}){{6,7}}?\d{{1,2}}))(?!\d)(?P<ext>\s?(?:转|轉|-|分机|分機|ext\.?|x)\s?(?P<extension>\d{{1,5}})(?!\d))?"
)
_LONGEST_ALONE = 40
"""Characters beyond which no text is a local number alone, and one in it needs a word that says what it is."""
_PLAIN_MOBILE = re.compile(r"1[3-9][0-9]{9}\Z")
"""What most contact fields hold."""
_LOCAL = re.compile(rf"(?<![\d.\-+年/:])[2-8]\d{{2,3}}{_S}\d{{4}}(?![\d.\-年月/元人:])")
_DAY = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$")
_SHORT = re.compile(r"(?<!\d)(?:12333|12345|1[12]\d|9\d{4}|100\d{2}|11\d{3})(?!\d)")
_LABEL = re.compile(r"电话|電話|热线|熱線|手机|手機|联系|聯[系繫絡]|咨询|座机|致电|[Tt]el|TEL|TEl|拨打|微信|固话")
_SCIENTIFIC = re.compile(r"\d\.\d+[eE]\+?\d+")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as dialled nationally; `start` and `end` are its place in the original text."""

    kind: str
    """MOBILE, LANDLINE, HOTLINE (400, 800, 12333)."""
    national: str
    e164: str | None
    extension: str | None
    start: int
    end: int


def find_phones(text: str) -> tuple[Phone, ...]:
    """Every telephone number in `text`, in order. Scientific notation and half-masked numbers are none."""
    return tuple(_find(text))


@lru_cache(maxsize=16384)
def read_phone(text: str) -> Phone | None:
    """The first number of a contact's own words; there a local number without its area code counts too."""
    if _PLAIN_MOBILE.match(text):
        return Phone("MOBILE", text, f"+86{text}", None, 0, len(text))
    phones = find_phones(text)
    if phones:
        return phones[0]
    if len(text) > _LONGEST_ALONE and not _LABEL.search(text):
        return None
    plain = text.translate(_TABLE)
    if _SCIENTIFIC.search(plain) or "*" in plain:
        return None
    return _local(plain) or _short(plain)


@lru_cache(maxsize=16384)
def mask_phones(text: str) -> str:
    """`text` with the middle of every personal number as asterisks; organisations' land lines and 400 numbers stay."""
    if not _may_hold_number(text):
        return text
    parts, at = [], 0
    for phone in _find(text):
        if phone.kind == "MOBILE":
            parts += [text[at : phone.start], f"{phone.national[:3]}****{phone.national[-4:]}"]
            at = phone.end
    return "".join([*parts, text[at:]])


def without_phones(text: str) -> str:
    """A name without the personal numbers that were written into it, nor what led to them: 陈记茶行（电话138…）is 陈记茶行."""
    if not _may_hold_number(text):
        return text
    parts, at = [], 0
    for phone in _find(text):
        if phone.kind == "MOBILE":
            parts.append(_LED_BY.sub("", text[at : phone.start]))
            at = _CLOSING.match(text, phone.end).end()  # type: ignore[union-attr]  # it matches nothing at all, too
    return "".join([*parts, text[at:]]).strip(" /、,，") or mask_phones(text)


_LED_BY = re.compile(
    r"[\s,，、/;；:：(（\[【]*(?:(?:联系|聯[系繫絡])?(?:电话|電話|手机|手機|微信|方式|号码)|致电|[Tt]el\.?|TEL)?[\s:：+]*$"
)
_CLOSING = re.compile(r"[)）\]】]?")


def mask_phone(number: str) -> str:
    """One plain number with its middle hidden."""
    digits = "".join(c for c in number if c.isdigit())
    return f"{digits[:3]}{'*' * max(4, len(digits) - 7)}{digits[-4:]}" if len(digits) >= 8 else "****"


_DIGIT = f"[0-9{''.join(_DIGITS)}]"
_SHORTEST = 7
_LONG_ENOUGH = re.compile(rf"{_DIGIT}(?:[-—–－.·()（）\s]{{0,3}}{_DIGIT}){{6}}")


def _may_hold_number(text: str) -> bool:
    """Seven digits with nothing but separators between: a cheap look before the grammar."""
    return len(text) >= _SHORTEST and _LONG_ENOUGH.search(text) is not None


_WRITINGS = ("mobile", "landline", "toll", "abroad", "taiwan")


def _find(text: str) -> Iterator[Phone]:
    if not _may_hold_number(text):
        return
    for match in _NUMBER.finditer(text.translate(_TABLE)):
        if phone := _phone(match):
            yield phone


def _phone(match: re.Match[str]) -> Phone | None:
    kind = next(name for name in _WRITINGS if match[name])
    start, end = match.span(kind)
    raw = match[kind].rstrip("-. ")
    end = start + len(raw)
    digits = "".join(c for c in raw if c.isdigit())
    extension = match["extension"] if match["ext"] else None
    end = match.end() if extension else end
    if kind == "abroad":
        digits = digits.removeprefix("00")
        return Phone("LANDLINE" if digits[3] not in "569" else "MOBILE", digits, f"+{digits}", extension, start, end)
    if kind == "taiwan":
        own = ("MOBILE", digits) if digits[1] == "9" else ("LANDLINE", f"{digits[:2]}-{digits[2:]}")
        return Phone(*own, f"+886{digits[1:]}", extension, start, end)
    if kind == "mobile":
        national = digits[-11:]
        return Phone("MOBILE", national, f"+86{national}", extension, start, end)
    if kind == "toll":
        return Phone("HOTLINE", digits, f"+86{digits}", extension, start, end)
    return _landline(digits, raw, extension, start, end)


def _landline(digits: str, raw: str, extension: str | None, start: int, end: int) -> Phone | None:
    if raw.lstrip("+(").startswith("86"):
        digits = "0" + digits.removeprefix("86").removeprefix("0")
    area = digits[:3] if digits[1] in "12" else digits[:4]
    local = digits[len(area) :]
    if len(local) not in (7, 8):
        return None
    return Phone("LANDLINE", f"{area}-{local}", f"+86{digits[1:]}", extension, start, end)


def _local(plain: str) -> Phone | None:
    match = _LOCAL.search(plain)
    if match is None or not (_LABEL.search(plain) or match[0] == plain.strip()):
        return None
    digits = "".join(c for c in match[0] if c.isdigit())
    if _DAY.match(digits):
        return None
    return Phone("LANDLINE", digits, None, None, *match.span())


def _short(plain: str) -> Phone | None:
    match = _SHORT.search(plain)
    if match is None or not (_LABEL.search(plain) or match[0] == plain.strip()):
        return None
    return Phone("HOTLINE", match[0], None, None, *match.span())
