"""Occupations: the classification of 2022 and, below it, the trades that postings of local work name.

The tree is 职业分类大典 (2022 edition; `schema/data/occupations.tsv`), the trades and their synonyms are our own
(`schema/data/trades.tsv`). docs/occupations.md tells what each is and is not.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from pathlib import Path

from rapidfuzz.distance import Prefix
from rapidfuzz.fuzz import ratio

from schema.reading.text import fold

_DATA = Path(__file__).parent / "data"
_CODE = re.compile(r"\d-\d\d-\d\d-\d\d")
_ASIDE = re.compile(r"[(\[【〔<《「][^(\[【〔<《「)\]】〕>》」]*[)\]】〕>》」]?")
_PARTS = re.compile(r"[,，、;；。/|+＋&\n]|\s或\s|或者")
_NOISE = re.compile(r"[^0-9A-Z\u4e00-\u9fff]+")
_LEAD = 60
"""Characters of a description that may name the trade where the title does not."""


@dataclass(frozen=True, slots=True)
class Occupation:
    """`code` is one of the classification (4-02-05-01) or our own for a narrower trade (D001); `parent` is above it."""

    code: str
    name: str
    parent: str | None
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Table:
    by_code: Mapping[str, Occupation]
    by_word: Mapping[str, str]
    weak: frozenset[str]
    lengths: Mapping[str, tuple[int, ...]]
    """The first character of every word: how long such words are, longest first."""


@lru_cache(maxsize=1)
def _table() -> _Table:
    names = {row["code"]: row["name"] for row in _rows("occupations.tsv")}
    by_code = {code: Occupation(code, name, _above(code, names)) for code, name in names.items()}
    by_word = {_plain(name): code for code, name in names.items() if not code.endswith("-00-00") and len(name) > 2}
    weak = set()
    for row in _rows("trades.tsv"):
        code, words = row["code"], (row["name"], *row["synonyms"].split())
        official = names.get(code)
        parent = _above(code, names) if official else row["parent"] or None
        by_code[code] = Occupation(code, official or row["name"], parent, words)
        by_word.update({_plain(word): code for word in words})
        if row["weak"]:
            weak.add(code)
    return _Table(by_code, by_word, frozenset(weak), _lengths(by_word))


def occupation(code: str) -> Occupation | None:
    return _table().by_code.get(code.strip().upper())


def occupation_of(title: str, description: str | None = None) -> str | None:
    """The code of the trade that a title names, else that the beginning of its description names; None when unsure.

    The longest known word wins; of two as long, the later, since a Chinese title ends in its head (仓库夜班分拣). Of a
    title that names several trades (普工、保洁) the first that is told counts. A description counts where it names one
    trade only.
    """
    return _of_title(title) or (_of_description(description) if description else None)


def synonyms(word: str) -> frozenset[str]:
    """Other words for the same trade, with the word itself (搬运: 装卸工, 力工); just the word where none is known."""
    table = _table()
    code = table.by_word.get(_plain(fold(word)))
    found = table.by_code[code] if code else None
    return frozenset((word, *((found.name, *found.synonyms) if found else ())))


def children(code: str) -> tuple[Occupation, ...]:
    """The occupations straight below, by code; those of '' are the eight 大类."""
    return tuple(
        each for each in _table().by_code.values() if (each.parent or "") == code and not _is_loose(each, code)
    )


def nearest_codes(wrong: str, n: int = 3) -> tuple[str, ...]:
    """Codes that a person may have meant: of the trade a word names, else those that share the longest beginning."""
    named = occupation_of(wrong)
    if named:
        return (named,)
    given = wrong.strip().upper()
    return tuple(nlargest(n, _table().by_code, key=lambda code: (Prefix.similarity(code, given), ratio(code, given))))


@lru_cache(maxsize=16384)
def _of_title(title: str) -> str | None:
    folded = fold(title)
    main = _ASIDE.sub(" ", folded)
    return _first_strong(main) or _first_strong(" ".join(_ASIDE.findall(folded)))


def _first_strong(text: str) -> str | None:
    weak = None
    for part in _PARTS.split(text):
        code = _longest(_plain(part))
        if code and code not in _table().weak:
            return code
        weak = weak or code
    return weak


@lru_cache(maxsize=4096)
def _of_description(description: str) -> str | None:
    found = {code for part in _PARTS.split(fold(description[:_LEAD])) if (code := _longest(_plain(part)))}
    strong = found - _table().weak
    return strong.pop() if len(strong) == 1 else None


def _longest(text: str) -> str | None:
    """The code of the longest known word in `text`, strong words before weak ones, later ones before earlier."""
    table = _table()
    found = [(code not in table.weak, length, start, code) for start, length, code in _words(text, table)]
    return max(found)[3] if found else None


def _words(text: str, table: _Table) -> Iterator[tuple[int, int, str]]:
    for start, letter in enumerate(text):
        for length in table.lengths.get(letter, ()):
            code = table.by_word.get(text[start : start + length])
            if code and start + length <= len(text):
                yield start, length, code
                break


def _lengths(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    by_letter: dict[str, set[int]] = {}
    for word in words:
        by_letter.setdefault(word[0], set()).add(len(word))
    return {letter: tuple(sorted(lengths, reverse=True)) for letter, lengths in by_letter.items()}


def _plain(text: str) -> str:
    return _NOISE.sub("", text.upper())


def _rows(file: str) -> Iterator[dict[str, str]]:
    lines = (line for line in (_DATA / file).read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    yield from csv.DictReader(lines, delimiter="\t")


def _above(code: str, names: Mapping[str, str]) -> str | None:
    """4-02-05-01 → 4-02-05-00 → 4-02-00-00 → 4-00-00-00, past levels that the classification leaves out."""
    if not _CODE.fullmatch(code):
        return None
    parts = code.split("-")
    for at in (3, 2, 1):
        if parts[at] != "00":
            parts[at] = "00"
            if "-".join(parts) in names:
                return "-".join(parts)
    return None


def _is_loose(each: Occupation, code: str) -> bool:
    """An own trade without a place in the tree is no 大类."""
    return code == "" and not _CODE.fullmatch(each.code)
