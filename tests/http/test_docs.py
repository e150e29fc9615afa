"""The documentation names every setting and every code of the graph, with its status."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from gateway.answering import SOFT
from gateway.errors import STATUS
from gateway.settings import PREFIX, Settings

DOCS = Path(__file__).parents[2] / "docs"


def test_every_setting_is_documented_and_no_other() -> None:
    documented = set(re.findall(r"^\| `(DOORSTEP_\w+)` \|", (DOCS / "settings.md").read_text("utf-8"), re.MULTILINE))
    assert {PREFIX + field.name.upper() for field in fields(Settings)} == documented


def test_defaults_are_documented_as_they_are() -> None:
    text = (DOCS / "settings.md").read_text("utf-8")
    told = dict(re.findall(r"^\| `(DOORSTEP_\w+)` \| `([^`]*)` \|", text, re.MULTILINE))
    plain = {PREFIX + one.name.upper(): one.default for one in fields(Settings)}
    expected = {name: str(plain[name]).lower() if isinstance(plain[name], bool) else str(plain[name]) for name in told}
    assert expected == told


def test_every_code_of_a_refusal_is_documented_with_its_status() -> None:
    section = (DOCS / "errors.md").read_text("utf-8").split("## The graph")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (\d+)( †)? \|", section, re.MULTILINE)
    assert dict(STATUS) == {code: int(status) for code, status, _ in rows}
    assert set(SOFT) == {code for code, _, soft in rows if soft}


def _codes(room: str) -> Iterator[str]:
    """Every code that a room writes where it makes an error."""
    for path in (DOCS.parent / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.func, ast.Name):
                continue
            code = node.args[0]
            if node.func.id in ("DoorstepError", "Problem", "refused") and isinstance(code, ast.Constant):
                yield str(code.value)


@pytest.mark.parametrize("room", ["gateway", "schema", "cache"])
def test_every_code_that_is_written_is_documented(room: str) -> None:
    text = (DOCS / "errors.md").read_text("utf-8")
    assert sorted({code for code in _codes(room) if f"`{code}`" not in text}) == []
