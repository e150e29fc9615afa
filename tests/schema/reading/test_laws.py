"""Laws that hold for every reading: width, script and spaces change no value, reading is idempotent, nothing raises."""

import re
from collections.abc import Callable
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from benchmarks.fuzz_readings import WORDS, read_all, strings, whole
from schema.reading.contacts import mask_phones
from schema.reading.fragments import KINDS, read_fragment
from schema.reading.text import fold, simplify
from schema.reading.titles import read_title
from tests.schema.reading import (
    test_benefits,
    test_dates,
    test_education,
    test_headcount,
    test_pay,
    test_requirements,
    test_schedule,
    test_settlement,
)

CORPUS: list[tuple[str, str]] = [
    *(("pay", row[0]) for row in test_pay.FIGURES),
    *(("headcount", row[0]) for row in test_headcount.ONE_FIGURE),
    *(("headcount", words) for words in test_headcount.NO_FIGURE),
    *(("settlement", row[0]) for row in test_settlement.CASES),
    *(("requirements", row[0]) for row in test_requirements.LIMITS),
    *(("requirements", row[0]) for row in test_requirements.BY_GENDER),
    *(("education", row[0]) for row in test_education.CASES),
    *(("benefits", row[0]) for row in test_benefits.CASES),
    *(("benefits", words) for words in test_benefits.NOTHING),
    *(("schedule", str(row[0])) for row in (*test_schedule.TIMES, *test_schedule.HOURS, *test_schedule.DAYS)),
    *(("date", row[0]) for row in test_dates.SPANS),
]
"""(kind, words): every case of the tables beside this one."""

_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_HAN = r"[\u4e00-\u9fff，。；：（）、]"


@lru_cache(maxsize=1)
def _traditional() -> OpenCC:
    return OpenCC("s2t")


def widened(text: str) -> str:
    """Every ASCII sign in full width."""
    return text.translate(_WIDE)


def traditional(text: str) -> str:
    return str(_traditional().convert(text))


def spaced(text: str) -> str:
    """A space at either side of every Chinese character."""
    return re.sub(rf"(?<={_HAN})(?=\S)|(?<=\S)(?={_HAN})", " ", text)


def ideographic(text: str) -> str:
    return spaced(text).replace(" ", "\u3000")


@pytest.mark.parametrize("change", [widened, traditional, spaced, ideographic], ids=lambda change: change.__name__)
@pytest.mark.parametrize("kind", KINDS)
def test_width_script_and_spaces_change_no_value(kind: str, change: Callable[[str], str]) -> None:
    changed = {
        words: (read_fragment(kind, words), read_fragment(kind, change(words))) for of, words in CORPUS if of == kind
    }
    assert {words: values for words, values in changed.items() if _plain(values[0]) != _plain(values[1])} == {}


def _plain(value: object) -> object:
    """Without the words that are kept as the source has them: extras and measures are such words."""
    return (
        {name: part for name, part in value.items() if name not in ("extras", "measure")}
        if isinstance(value, dict)
        else value
    )


@pytest.mark.parametrize("kind", KINDS)
def test_reading_what_was_folded_reads_the_same(kind: str) -> None:
    cases = [words for of, words in CORPUS if of == kind]
    assert [read_fragment(kind, words) for words in cases] == [read_fragment(kind, fold(words)) for words in cases]


TEXTS = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(WORDS), max_size=14).map("".join))


@given(TEXTS)
def test_folding_is_idempotent(text: str) -> None:
    assert fold(text) == fold(fold(text))


@given(st.text(st.sampled_from("；：！？（）／％～—\u3000\u00a0 -,，、。【】“”\n一九8０aＡ~%車間歳‘"), max_size=12))
def test_a_mark_that_folds_to_itself_changes_nothing_before_it(text: str) -> None:
    assert fold(text + "‘") == fold(text) + "‘"


@given(st.text(max_size=40))
def test_folded_text_has_nothing_left_to_simplify(text: str) -> None:
    assert simplify(fold(text)) == fold(text)


@given(TEXTS)
def test_a_clean_title_is_clean(text: str) -> None:
    title = read_title(text)
    if title is not None:
        again = read_title(title.name)
        assert again is None or again.name == title.name


@given(TEXTS)
def test_masking_is_idempotent(text: str) -> None:
    assert mask_phones(text) == mask_phones(mask_phones(text))


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_nothing_raises(text: str) -> None:
    read_all(text)
    whole(text)


def test_none_of_three_thousand_made_up_strings_raises() -> None:
    for text in strings(3000, seed=7):
        read_all(text)


def test_a_wide_comma_ends_a_clause_and_a_half_wide_one_may_group() -> None:
    assert (fold("招3人，200元"), fold("4,800元"), fold("４，８００元")) == ("招3人，200元", "4,800元", "4,800元")
