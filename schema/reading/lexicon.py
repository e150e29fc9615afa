"""One tokenising pass: a text into tags that a small grammar is matched against.

A kind of reading states its words in a table, tag by tag; a tag is one character, so the tags of a sentence are a
string, and the grammar a few patterns over it rather than over the text.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from schema.reading.numerals import STARTS, Number, number_at

GAP = "."
NUMBER = "n"
BREAK = ","
_BREAKS = frozenset(",，;；。!！?？\n|")


class Token(NamedTuple):
    """One word of a sentence: its tag, what it stands for, and where it stood in the folded text."""

    tag: str
    value: object
    start: int
    end: int


class Sentence(NamedTuple):
    """A folded text in tags: `tags[i]` is the tag of `tokens[i]`."""

    text: str
    tags: str
    tokens: Sequence[Token]

    def number(self, index: int) -> Number:
        """The number at a place where the grammar has found the tag of one."""
        value = self.tokens[index].value
        if not isinstance(value, Number):
            raise TypeError(f"no number at {index} of {self.tags}")
        return value

    def words(self, start: int, end: int) -> str:
        """The words from token `start` to before token `end`."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end] if end > start else ""


class Lexicon:
    """The words of one kind of reading.

    `words` maps a tag to its words, as a mapping from word to value or a plain sequence (the value is the word). The
    longest word that fits wins; the tag "" drops its words as if they were not there. Other characters make gaps.
    """

    def __init__(self, words: Mapping[str, Mapping[str, object] | Sequence[str]]) -> None:
        self._words: dict[str, tuple[str, object]] = {}
        for tag, entries in words.items():
            for word in entries:
                value = entries[word] if isinstance(entries, Mapping) else word
                self._words.setdefault(word, (tag, value))
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()}

    def read(self, text: str) -> Sentence:
        """The tags and tokens of folded `text`."""
        tokens: list[Token] = []
        words, lengths, append = self._words, self._lengths, tokens.append
        at, size, gap = 0, len(text), -1
        while at < size:
            character = text[at]
            token: Token | None = None
            for length in lengths.get(character, ()):
                found = words.get(text[at : at + length])
                if found is not None:
                    token = Token(found[0], found[1], at, at + length)
                    break
            if token is None:
                if character in STARTS and (number := number_at(text, at)):
                    token = Token(NUMBER, number, at, number.end)
                elif character in _BREAKS:
                    token = Token(BREAK, character, at, at + 1)
                else:
                    gap = at if gap < 0 else gap
                    at += 1
                    continue
            if gap >= 0:
                append(Token(GAP, None, gap, at))
                gap = -1
            if token.tag:
                append(token)
            at = token.end
        if gap >= 0:
            append(Token(GAP, None, gap, size))
        return Sentence(text, "".join([token.tag for token in tokens]), tokens)
