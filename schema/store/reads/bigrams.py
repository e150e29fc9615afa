"""How text is cut for search: folded, in runs without spaces, each run into pairs of characters and its last one alone.

A word of two characters is then one token, a longer one a phrase of tokens, a single character the beginning of a
token: what substring search would find is found, no more and no less, in one or two characters as in ten.
"""

from functools import lru_cache
from typing import Final

from schema.reading.text import fold
from schema.store.reads.pinyin import first_letters

_WIDE: Final[dict[int, int | str]] = {
    **{code: code + 0xFEE0 for code in range(0x21, 0x7F) if not chr(code).isalnum()},
    **dict.fromkeys([*range(0x20), 0x7F], " "),
}
"""Punctuation is kept, in full width: SQLite's ascii tokenizer takes all beyond ASCII as part of a token."""


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """One spelling of a text: half width, simplified, lower case, single spaces between runs."""
    return " ".join(fold(text).lower().translate(_WIDE).split())


def words_of(text: str) -> tuple[str, ...]:
    """The words of a question, in order, each once."""
    return tuple(dict.fromkeys(word for part in text.split() for word in folded(part).split()))


def tokens(text: str) -> list[str]:
    """The tokens of a folded text: 搬运工 a → 搬运 运工 工 a."""
    return [run[at : at + 2] for run in text.split(" ") for at in range(len(run))] if text else []


def phrase(word: str) -> tuple[str, ...]:
    """The tokens that stand side by side where `word` (folded, no space) occurs; a single character: begins one."""
    return tuple(word[at : at + 2] for at in range(max(1, len(word) - 1)))


@lru_cache(maxsize=65536)
def initials(title: str) -> str:
    """The first letters of a title's characters in pinyin: 搬运工 → byg; what is not Chinese stays."""
    return folded(first_letters(title))
