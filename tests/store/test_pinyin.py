"""First letters in pinyin are those that pypinyin gives with all of its phrases loaded."""

import json
import os
import subprocess
import sys

import pytest

from schema.store.reads.pinyin import ITSELF, first_letters

CASES = [
    pytest.param("搬运工", "byg", id="single readings"),
    pytest.param("重庆小面师傅", "cqxmsf", id="a phrase decides a reading"),
    pytest.param("银行大堂经理", "yhdtjl", id="a phrase in the beginning"),
    pytest.param("行李员", "xly", id="another reading of the same character"),
    pytest.param("长沙A股3人", "csAg3r", id="what is not Chinese stays"),
    pytest.param("卡拉OK服务员", "klOKfwy", id="a phrase that is not all Chinese"),
    pytest.param("〇", "l", id="a nought"),
    pytest.param("", "", id="nothing"),
]
WORDS = "重行长乐调给都发干还好和会假间觉看空落们难强曲省盛石数似宿提为系血应着只中转作便传当的地得华经理员工师傅A3（）"
WITH_ALL = """
import json, sys
from pypinyin import Style, lazy_pinyin
print(json.dumps(["".join(lazy_pinyin(text, style=Style.FIRST_LETTER)) for text in json.load(sys.stdin)]))
"""


@pytest.mark.parametrize(("text", "letters"), CASES)
def test_letters(text: str, letters: str) -> None:
    assert first_letters(text) == letters


def test_what_pypinyin_says_with_its_phrases() -> None:
    """Asked in a process of its own: here it was loaded without."""
    texts = [WORDS[at:] + WORDS[:at:step] for at in range(len(WORDS)) for step in (1, 2, 3, 5)]
    texts += [WORDS[at::step][:length] for at in range(len(WORDS)) for step in (1, 7, 11) for length in (2, 3, 6)]
    whole = {name: value for name, value in os.environ.items() if name not in ITSELF}
    told = subprocess.run(
        [sys.executable, "-c", WITH_ALL], input=json.dumps(texts), capture_output=True, env=whole, text=True, check=True
    )
    assert [first_letters(text) for text in texts] == json.loads(told.stdout)
