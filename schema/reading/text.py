"""Folding: one spelling for full and half width, traditional and simplified, dashes and stray spaces.

Every reading folds first, so none of them knows about width or script. Folding is idempotent and never raises.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from opencc import OpenCC

_DASHES = "‐‑‒–—―−﹣－─━➖~～〜∼﹏"
_CIRCLED = "".join(map(chr, range(0x2460, 0x249C))) + "".join(map(chr, range(0x3220, 0x3244)))
_BEFORE = str.maketrans(
    {
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_CIRCLED, ";"),
        **dict.fromkeys("​‌‍⁠\ufeff­", None),
        **dict.fromkeys("\u3000\u00a0\t\r\v\f", " "),
        "○": "〇",
        "丨": "|",
        "、": "、",
        "，": "，",
    }
)
_WIDE_COMMA = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_PLAIN = re.compile(r"[!-}\u4e00-\u9fff，、。]*")
"""What needs no folding but for its script and its dashes: no space, no width but the Chinese marks of a sentence."""
_WIDE = dict(zip("；：！？（）／％～—\u3000\u00a0", ";:!?()/%--  ", strict=True))
_NEARLY_PLAIN = re.compile(rf"[ -}}\n\u4e00-\u4e27\u4e29-\u9fff，、。【】《》“”{''.join(_WIDE)}]*")
"""What most other texts are made of, of which no more than the width of these marks is folded (丨 is no 一)."""
_RUN_OF_DASHES = re.compile(r"-(?:[ ]*-)+")
_ONE_AS_DASH = re.compile(r"(?<=\d)一(?=\d)")
_LOOSE_SPACE = re.compile(r" (?: +|(?![0-9A-Za-z])|(?<![0-9A-Za-z] ))")
"""Begun with what is rare: a pattern that may begin with a look behind is tried at every character."""
_SPACES = re.compile(r" {2,}")
_COMMA = "\ue000"
"""Stands in for a full-width comma while NFKC runs, which would make a thousands mark of it."""


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


def any_of(characters: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds one of the characters: over Chinese text four times as quick as a set's `isdisjoint`."""
    return re.compile(f"[{re.escape(''.join(sorted(characters)))}]")


def any_word(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds the longest of the words at a place: as a tree of their characters, since a plain alternation
    of some thousand words tries each in turn at every place."""
    tree: _Tree = {}
    for word in words:
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return re.compile(_branches(tree))


_Tree = dict[str, "_Tree"]


def _branches(tree: _Tree) -> str:
    """What may follow: nothing, one character with what follows that, or several such."""
    branches = [re.escape(character) + _branches(below) for character, below in tree.items() if character]
    if not branches:
        return ""
    whole = branches[0] if len(branches) == 1 and "" not in tree else f"(?:{'|'.join(branches)})"
    return f"{whole}?" if "" in tree else whole


@lru_cache(maxsize=1)
def _traditional() -> re.Pattern[str]:
    """Every character that opencc changes when it stands alone: without one of them there is nothing to convert."""
    characters = [chr(code) for first, last in ((0x3400, 0x9FFF), (0xF900, 0xFAFF)) for code in range(first, last + 1)]
    simplified = _converter().convert("\n".join(characters)).split("\n")
    return any_of(a for a, b in zip(characters, simplified, strict=True) if a != b)


def simplify(text: str) -> str:
    """Traditional characters made simplified; text without any comes back as it is, without a conversion."""
    if not _traditional().search(text):
        return text
    whole = text.encode("utf-8", "replace").decode()  # JSON's \ud800 alone is no character; opencc would raise
    once = str(_converter().convert(whole))
    return str(_converter().convert(once)) if _traditional().search(once) else once


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """`text` in half width and simplified characters, one kind of dash, no space but between two words or numbers.

    A full-width comma stays full width (it ends a clause; the half-width one may group thousands), a line break stays.
    """
    if _PLAIN.fullmatch(text):
        text = simplify(text)
    elif _NEARLY_PLAIN.fullmatch(text):
        for wide, narrow in _WIDE.items():
            text = text.replace(wide, narrow)
        text = simplify(text)
    elif not text.isascii():
        text = _WIDE_COMMA.sub(",", text).translate(_BEFORE).replace("，", _COMMA)
        text = unicodedata.normalize("NFKC", text).replace(_COMMA, "，")
        text = simplify(text).translate(_BEFORE)
    else:
        text = text.translate(_BEFORE)
    if " " in text:
        text = unicodedata.normalize("NFC", _SPACES.sub(" ", _LOOSE_SPACE.sub("", text)))
    if "一" in text:
        text = _ONE_AS_DASH.sub("-", text)
    return _RUN_OF_DASHES.sub("-", text) if "--" in text else text
