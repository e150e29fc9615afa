"""A paragraph that runs its numbered employers or policies together (1.甲厂：招普工2名。2.乙店：…), as lines."""

import re
from collections.abc import Sequence
from dataclasses import replace

from connectors.documents.model import Line
from connectors.documents.words import narrow
from connectors.reading.places import FORMAL, is_employer

DIGITS = "一二三四五六七八九十"
MARKS = (
    re.compile(r"(?:^|(?<=[。；;！!：:\s]))\s*(\d{1,2})\s*[.．、](?=\s*[一-龥])"),
    re.compile(r"(?:^|(?<=[。；;！!：:\s]))\s*[（(](\d{1,2})[)）](?=\s*[一-龥])"),
    re.compile(rf"(?:^|(?<=[。；;！!：:\s]))\s*[（(]([{DIGITS}])[)）](?=\s*[一-龥])"),
    re.compile(rf"(?:^|(?<=[。；;！!：:\s]))\s*([{DIGITS}])、(?=\s*[一-龥])"),
)
NAME_ENDS = re.compile(r"[（(，,。；;：:\s]|(?:现|因|急|诚|长期)*(?:招|聘)")
GRANT = re.compile(r"[^，,。；;：:]{0,24}?(?:补贴|补助|贷款|贴息|奖励|津贴|奖补)[^，,。；;]{0,4}[：:]")


def unrolled(line: Line) -> Sequence[Line]:
    """The line, or the lines that its numbers begin where they count 1, 2, 3 … and name who employs, or a policy.

    >>> [part.text for part in unrolled(Line("1.红星鞋厂：招普工2名。2.老友餐馆：招洗碗工1名。"))]
    ['1.红星鞋厂：招普工2名。', '2.老友餐馆：招洗碗工1名。']
    """
    for mark in MARKS:
        starts = _counting(mark, line.text)
        if len(starts) < 2:
            continue
        ends = [*starts[1:], len(line.text)]
        parts = [line.text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
        if sum(_is_named(mark.sub("", part, count=1)) for part in parts) * 2 <= len(parts):
            continue
        before = line.text[: starts[0]].strip()
        return [replace(line, text=part, parts=()) for part in [*([before] if before else []), *parts]]
    return [line]


def _counting(mark: re.Pattern[str], text: str) -> list[int]:
    """Where the numbers 1, 2, 3 … stand, each after the one before."""
    starts: list[int] = []
    for found in mark.finditer(text):
        value = int(found[1]) if found[1].isdecimal() else DIGITS.index(found[1]) + 1
        if value == len(starts) + 1:
            starts.append(found.start())
    return starts


def _is_named(text: str) -> bool:
    told = narrow(text).strip()
    return FORMAL.match(told) is not None or is_employer(NAME_ENDS.split(told)[0]) or bool(GRANT.match(told))
