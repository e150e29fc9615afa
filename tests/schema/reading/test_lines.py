"""The seam under `doorstep normalise`: JSON lines in, JSON lines out, and never an exception."""

import json

import pytest

from schema.reading.lines import normalise_lines


def answer(line: str, **options: str) -> dict[str, object]:
    (out,) = normalise_lines([line], **options)  # type: ignore[arg-type]  # only `kind` is given
    read: dict[str, object] = json.loads(out)
    return read


def test_a_line_comes_back_with_its_value() -> None:
    read = answer('{"id": "a1", "kind": "pay", "text": "300元/天", "note": "kept"}')
    assert (read["id"], read["note"]) == ("a1", "kept")
    assert read["value"] == {
        "min": 300, "max": 300, "unit": "DAY", "unitCount": 1, "negotiable": False, "currency": "CNY", "monthsPerYear": None,
        "approximate": False, "extras": [], "measure": None,
    }  # fmt: skip


def test_a_kind_may_be_given_beside_the_lines() -> None:
    assert answer('{"text": "招8人"}', kind="headcount")["value"] == {"headcount": 8}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("not json", "LINE_NOT_JSON"),
        ("[1]", "LINE_NOT_JSON"),
        ("[" * 100_000, "LINE_NOT_JSON"),
        ('{"kind": "pay"}', "LINE_WITHOUT_TEXT"),
        ('{"kind": "pay", "text": 5}', "LINE_WITHOUT_TEXT"),
        ('{"kind": "weather", "text": "晴"}', "LINE_KIND_UNKNOWN"),
        ('{"kind": ["pay"], "text": "晴"}', "LINE_KIND_UNKNOWN"),
    ],
)
def test_a_line_that_cannot_be_read_says_so_and_the_rest_go_on(line: str, code: str) -> None:
    bad, good = (json.loads(out) for out in normalise_lines([line, "", '{"kind": "education", "text": "初中"}']))
    assert bad["error"]["code"] == code
    assert good["value"] == {"education": "JUNIOR_SECONDARY"}
