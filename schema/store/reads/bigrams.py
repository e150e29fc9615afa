"""How text is cut for search: folded, in runs without spaces, each run into pairs of characters and its last one alone.

A word of two characters is then one token, a longer one a phrase of tokens, a single character the beginning of a
token: what substring search would find is found, no more and no less, in one or two characters as in ten.
"""

import re
from functools import lru_cache
from typing import Final

from schema.reading.text import fold
from schema.store.reads.pinyin import first_letters

_WIDE: Final = {
    **{chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F) if not chr(code).isalnum()},
    **dict.fromkeys(map(chr, [*range(0x20), 0x7F]), " "),
}
"""Punctuation is kept, in full width: SQLite's ascii tokenizer takes all beyond ASCII as part of a token."""
_NARROW: Final = re.compile(f"[{re.escape(''.join(_WIDE))}]")
"""They are few in a text: to look for them takes a tenth of what `str.translate` takes over Chinese."""


@lru_cache(maxsize=8_192)
def folded(text: str) -> str:
    """One spelling of a text: half width, simplified, lower case, single spaces between runs."""
    return _in_runs(fold(text))


def folded_once(text: str) -> str:
    """The same of a long text that hardly comes again: nothing remembers it."""
    return _in_runs(fold.__wrapped__(text))


def _in_runs(text: str) -> str:
    return " ".join(_NARROW.sub(_widened, text.lower()).split())


def _widened(found: re.Match[str]) -> str:
    return _WIDE[found[0]]


def words_of(text: str) -> tuple[str, ...]:
    """The words of a question, in order, each once."""
    return tuple(dict.fromkeys(word for part in text.split() for word in folded(part).split()))


def tokens(text: str) -> list[str]:
    """The tokens of a folded text: 搬运工 a → 搬运 运工 工 a."""
    return [run[at : at + 2] for run in text.split(" ") for at in range(len(run))] if text else []


def tokens_text(folded_text: str) -> str:
    """The tokens of a folded text, a space between each: 搬运工 a → "搬运 运工 工 a"."""
    return " ".join(map(_paired, folded_text.split(" ")))


def _paired(run: str) -> str:
    """Laid out in threes: a character, the one after it, a space. To put pairs together takes twice as long."""
    laid = [" "] * (3 * len(run) - 2)
    laid[::3] = run
    laid[1::3] = run[1:]
    return "".join(laid)


def phrase(word: str) -> tuple[str, ...]:
    """The tokens that stand side by side where `word` (folded, no space) occurs; a single character: begins one."""
    return tuple(word[at : at + 2] for at in range(max(1, len(word) - 1)))


@lru_cache(maxsize=8_192)
def initials(title: str) -> str:
    """The first letters of a title's characters in pinyin: 搬运工 → byg; what is not Chinese stays."""
    return folded(first_letters(title))
