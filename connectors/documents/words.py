"""Tidying of text, and the words in which markup says what a run of it is."""

import re
import unicodedata

from bs4 import Tag

UNSEEN_CHARACTERS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\ufe0e\ufe0f]")
KEYCAP = re.compile("(\\d)\u20e3\\s*")
"""A digit drawn as a key: 1 and U+20E3, how articles number what they list."""
SPACES = re.compile(r"[ \t\r\n\f\v\u00a0\u2000-\u200a\u3000]+")
NARROW = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()} | {
    ord("／"): "/",
    ord("－"): "-",
    ord("．"): ".",
    ord("＋"): "+",
    ord("％"): "%",
    ord("～"): "~",
    ord("〜"): "~",
}


def tidy(text: str) -> str:
    """Runs of any space as one, no unseen characters, nothing at the ends."""
    seen = UNSEEN_CHARACTERS.sub("", text)
    if "\u20e3" in seen or "\U0001f51f" in seen:
        seen = KEYCAP.sub(r"\1、", seen.replace("\U0001f51f", "10、"))
    return SPACES.sub(" ", seen).strip()


def narrow(text: str) -> str:
    """Full-width letters, digits and signs as narrow ones, character by character: places in the text stay."""
    return text.translate(NARROW)


def plain(text: str) -> str:
    """For comparing: NFKC, no spaces, lower case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def words_of(element: Tag) -> frozenset[str]:
    """The words of an element's class, id, itemprop and role: {"job", "title"} of class="jobTitle"."""
    said: list[str] = []
    for name in ("class", "id", "itemprop", "role", "data-field", "data-name"):
        value = element.get(name)
        said += value if isinstance(value, list) else [str(value)] if value else []
    words = (part.lower() for word in said for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+|\d+", word))
    return frozenset(word for word in words if not word.isdigit())
