"""The first letters of titles in pinyin: readings by pypinyin, its 47,000 phrases (重庆, 银行) in little memory.

pypinyin holds a list and a text for each syllable of each phrase, and a set of all their beginnings: 45 MB. Here all
phrases stand in one text for each character that they begin with, each with its letters; what it says is the same.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby

PHRASES = "phrases_dict.json"
ITSELF: Mapping[str, str] = {"PYPINYIN_NO_PHRASES": "1", "PYPINYIN_NO_DICT_COPY": "1"}
"""What has pypinyin load no phrases, and keep no second copy of its characters."""
BEGIN, END = "\n", "\t"


def first_letters(text: str) -> str:
    """重庆银行A → cqyhA."""
    return "".join(_readings().letters(text))


@dataclass(frozen=True)
class Readings:
    phrases: Mapping[str, str]
    """By first character: of each phrase BEGIN, the phrase, END and its letters."""
    is_chinese: Callable[[str], object]

    def letters(self, text: str) -> Iterator[str]:
        for chinese, run in groupby(text, lambda character: bool(self.is_chinese(character))):
            piece = "".join(run)
            yield from self._of_chinese(piece) if chinese else (piece,)

    def _of_chinese(self, run: str) -> Iterator[str]:
        """The longest phrase from each place on, as pypinyin has it; what is no phrase is read singly.

        A rest that only begins a phrase is not looked through for others.
        """
        at = 0
        while at < len(run):
            known, end, taken, letters = self.phrases.get(run[at], ""), at + 1, 0, ""
            while end <= len(run) and BEGIN + run[at:end] in known:
                said = known.find(f"{BEGIN}{run[at:end]}{END}")
                if said >= 0:
                    taken = end - at
                    letters = known[said + taken + 2 : said + 2 * taken + 2]
                end += 1
            if not taken:
                taken = len(run) - at if end > len(run) and known else 1
                letters = "".join(map(_single, run[at : at + taken]))
            yield letters
            at += taken


def members(text: str) -> Iterator[tuple[str, Sequence[Sequence[str]]]]:
    """The members of a JSON object, one after the other: pypinyin's, all at once, take 40 MB.

    >>> list(members('{"重庆": [["chóng"], ["qìng"]], "银行": [["yín"], ["háng"]]}'))
    [('重庆', [['chóng'], ['qìng']]), ('银行', [['yín'], ['háng']])]
    """
    decode = json.JSONDecoder().raw_decode
    at = text.find('"')
    while at >= 0:
        name, end = decode(text, at)
        value, end = decode(text, text.index("[", end))
        yield name, value
        at = text.find('"', end)


@cache
def _single(character: str) -> str:
    import pypinyin

    return "".join(pypinyin.lazy_pinyin(character, style=pypinyin.Style.FIRST_LETTER))


@cache
def _readings() -> Readings:
    os.environ.update(ITSELF)  # before it is loaded
    from pypinyin import Style
    from pypinyin.constants import RE_HANS
    from pypinyin.style import convert

    @cache
    def letter(syllable: str) -> str:
        return str(convert(syllable, Style.FIRST_LETTER, strict=True, default=syllable))

    found: dict[str, list[str]] = {}
    for phrase, said in members((files("pypinyin") / PHRASES).read_text("utf-8")):
        found.setdefault(phrase[0], []).append(f"{BEGIN}{phrase}{END}{''.join(letter(each[0]) for each in said)}")
    return Readings({first: "".join(each) for first, each in found.items()}, RE_HANS.match)
