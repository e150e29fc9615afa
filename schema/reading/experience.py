"""Experience: how many years at least. 2年以上经验 is 2, 3-5年 3; 经验不限 and 无需经验 are 0."""

import re
from functools import lru_cache

from schema.reading.numerals import han_value
from schema.reading.text import any_of, fold

_YEARS = r"(?P<n>\d{1,2}|[一两二三四五六七八九十]{1,2}|半)"
_RANGE = rf"{_YEARS}(?:-(?:\d{{1,2}}))?年"
_STATED = re.compile(
    rf"{_RANGE}(?:及)?(?:以上|或以上|以内)?[^,，;；。\n\d]{{0,10}}?(?:经验|工龄|工作经历|从业|资历)"
    rf"|(?:经验|工龄|工作经历|从业|驾龄)[^,，;；。\n\d]{{0,6}}?{_RANGE.replace('?P<n>', '?P<m>')}"
)
_LABELLED = re.compile(rf"{_RANGE}")
_NONE = re.compile(
    r"(?:经验|经历)[^,，;；。\n]{0,3}(?:不限|不要求|均可|无要求)|(?:无需|不需|不要|不限|无须|不用|无|有无)[^,，;；。\n]{0,3}经验|零经验|无经验|生手可|新手可|小白可|生熟手均可|没有?经验"
)
_SIGNS = any_of("经經资資历歷手白龄齡")
_ANY = frozenset(("不限", "无", "无要求", "不要求"))


@lru_cache(maxsize=8192)
def read_experience(text: str, *, labelled: bool = False) -> int | None:
    """Years asked at the least; 0 where none are needed; None where nothing is said. `labelled`: an experience field."""
    if not labelled and not _SIGNS.search(text):
        return None
    folded = fold(text)
    if _NONE.search(folded) or (labelled and folded in _ANY):
        return 0
    match = _STATED.search(folded) or (_LABELLED.search(folded) if labelled else None)
    if match is None:
        return None
    word = match["n"] or match.groupdict().get("m")
    return _years(word) if word else None


def _years(word: str) -> int | None:
    if word.isdigit():
        return int(word) if int(word) <= 40 else None
    value = han_value(word) if word != "半" else None
    return int(value[0]) if value else 0
