"""What an element has from what stands above it."""

import contextlib

import pytest
from bs4 import BeautifulSoup, Tag

from connectors.documents.html import read_html
from connectors.documents.inheriting import Inherited, is_preformatted, is_struck
from connectors.documents.model import Table, text_of
from connectors.errors import ParseTooSlow
from connectors.markup import DEEPEST

ROWS = "<tr><th>岗位</th><th>工资</th></tr><tr><td>搬运</td><td>5000元</td></tr>"


@pytest.mark.parametrize(
    ("html", "struck"),
    [
        (f"<del><table>{ROWS}</table></del>", [True, True, True, True]),
        (f"<table style='text-decoration: line-through'>{ROWS}</table>", [True, True, True, True]),
        (
            f"<table>{ROWS.replace('<td>', '<td style=text-decoration:line-through>', 1)}</table>",
            [False, False, True, False],
        ),
        (f"<table>{ROWS}</table><del>已停</del>", [False, False, False, False]),
    ],
    ids=["within del", "by the table's style", "one cell", "beside"],
)
def test_cells_are_struck_by_what_stands_above_them(html: str, struck: list[bool]) -> None:
    body = read_html(f"<html><body>{html}</body></html>").body
    [table] = [child for child in body.children if isinstance(child, Table)]
    assert struck == [cell.struck for row in table.rows for cell in row]


@pytest.mark.parametrize("name", ["div", "del"])
def test_a_table_is_read_however_deep_it_stands_or_told_to_stand_too_deep(name: str) -> None:
    def read(depth: int) -> str:
        return text_of(read_html(f"<html><body>{f'<{name}>' * depth}<table>{ROWS}</table>").body)

    assert "搬运" in read(DEEPEST * 3 // 4)
    for depth in (DEEPEST - 20, DEEPEST - 6, DEEPEST):
        with contextlib.suppress(ParseTooSlow):
            assert "搬运" in read(depth)


def test_what_is_above_is_looked_at_once() -> None:
    asked: list[str] = []

    def is_pre(element: Tag) -> bool:
        asked.append(element.name)
        return is_preformatted(element)

    soup = BeautifulSoup("<pre><b>1</b><b>2</b></pre><b>3</b>", "html.parser")
    kept = Inherited(is_pre)
    assert [kept(each) for each in soup.find_all("b")] == [True, True, False]
    assert [name for name in asked if name != soup.name] == ["b", "pre", "b", "b"]
    assert not is_struck(soup)
