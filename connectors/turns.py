"""What a source does on a bad day, done to recorded pages: each turn is a function from a page to another."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bs4 import Tag
from lxml import etree

from connectors.errors import FetchError
from connectors.markup import parse_html, parse_xml
from connectors.pages import FetchedPage
from connectors.recording import Exchange

Turn = Callable[[FetchedPage], FetchedPage]

CAPTCHA = (
    "<html><head><title>安全验证</title></head><body><div id='captcha'>"
    "<p>您的访问过于频繁，请完成下方验证后继续</p><img src='/captcha.jpg'></div></body></html>"
)
ROWS_AT_LEAST = 2
"""Elements of one name side by side are taken for a list from so many on."""


@dataclass(frozen=True, slots=True)
class BadDay:
    """One turn, and what it is called for a person."""

    name: str
    zh: str
    en: str
    turn: Turn
    may_be_held: bool = False
    """Whether nothing but the number of records can tell, so that the run must hold them."""
    later: bool = True
    """Whether it is a bad day too where it begins after the first page: an empty later page is but the end."""


def captcha(page: FetchedPage) -> FetchedPage:
    return _html(page, CAPTCHA)


def blank(page: FetchedPage) -> FetchedPage:
    return replace(page, content=b"")


def half(page: FetchedPage) -> FetchedPage:
    """Plain text has no end that could be missing; a table is cut within a row."""
    if page.form == "text":
        return page
    if page.form == "csv":
        lines = page.content.splitlines(keepends=True)
        middle = len(lines) // 2
        return replace(page, content=b"".join(lines[:middle]) + re.split(rb"[,;\t]", lines[middle])[0])
    return replace(page, content=page.content[: len(page.content) // 2])


def fails(page: FetchedPage) -> FetchedPage:
    return replace(_html(page, "<html><h1>Internal Server Error</h1></html>"), status=500)


def limited(page: FetchedPage) -> FetchedPage:
    answer = _html(page, "<html><h1>Too Many Requests</h1></html>")
    return replace(answer, status=429, headers={**answer.headers, "retry-after": "3"})


def garbled(page: FetchedPage) -> FetchedPage:
    """Saved by a program that took it for Latin-1: the commonest way that Chinese is lost."""
    if not _is_text(page):
        return page
    wrong = page.text.encode("gb18030", "replace").decode("latin-1")
    return replace(page, content=wrong.encode(), headers={**page.headers, "content-type": _kind(page)})


def emptied(page: FetchedPage) -> FetchedPage:
    """The same page with nothing in its lists."""
    if page.form == "json":
        return _json(page, _without_rows(page.json()))
    if page.form == "csv":
        return _text(page, page.text.splitlines()[0] + "\n")
    if page.form == "html":
        return _text(page, _without_repeats(page.text))
    if page.form == "xml":
        return _text(page, _without_siblings(page.text))
    return page


def renamed(page: FetchedPage) -> FetchedPage:
    """The same page after its makers moved to new names: classes and ids, keys, elements, columns."""
    if page.form == "json":
        return _json(page, _other_keys(page.json()))
    if page.form == "html":
        return _text(page, re.sub(r"""(\s(?:class|id)\s*=\s*["']?)([\w-]+)""", r"\1v2-\2", page.text))
    if page.form == "xml":
        return _text(page, re.sub(r"<(/?)([A-Za-z_][\w.-]*)", r"<\1\2V2", page.text))
    if page.form == "csv":
        head, newline, rest = page.text.partition("\n")
        return _text(page, re.sub(r"[^,\t;\r]+", "栏", head) + newline + rest)
    return page


BAD_DAYS: Sequence[BadDay] = (
    BadDay("captcha", "验证码页面", "a verification page", captcha),
    BadDay("empty-list", "空列表", "an empty list", emptied, may_be_held=True, later=False),
    BadDay("blank", "空白页", "a blank page", blank),
    BadDay("half-page", "半个页面", "half a page", half, may_be_held=True),
    BadDay("renamed", "改版：名称全变", "other names after a redesign", renamed, may_be_held=True, later=False),
    BadDay("wrong-charset", "编码错误", "a wrong charset", garbled),
    BadDay("500", "服务器出错（500）", "status 500", fails),
    BadDay("429", "要求放慢（429）", "status 429", limited),
)


def on_all(exchanges: Sequence[Exchange], turn: Turn) -> list[Exchange]:
    """Every page turned; a page that the turn cannot be done to stays."""
    return [_turned(each, turn) for each in exchanges]


def on_later(exchanges: Sequence[Exchange], turn: Turn) -> list[Exchange]:
    """Every page but the first turned: the source breaks off in the middle."""
    return [each if number == 0 else _turned(each, turn) for number, each in enumerate(exchanges)]


def _turned(exchange: Exchange, turn: Turn) -> Exchange:
    if exchange.page is None:
        return exchange
    try:
        return replace(exchange, page=turn(exchange.page))
    except FetchError:
        return exchange


def _is_text(page: FetchedPage) -> bool:
    return page.form in ("html", "json", "xml", "csv", "text")


def _kind(page: FetchedPage) -> str:
    return str(page.headers.get("content-type", "")).partition(";")[0] or "text/html"


def _html(page: FetchedPage, html: str) -> FetchedPage:
    return replace(page, content=html.encode(), headers={"content-type": "text/html; charset=utf-8"})


def _text(page: FetchedPage, text: str) -> FetchedPage:
    """Other text in the page's own charset, so that only the text has changed."""
    return replace(page, content=text.encode(page.charset, "replace"))


def _json(page: FetchedPage, value: Any) -> FetchedPage:  # Any: a source's JSON has whatever shape it has
    return replace(page, content=json.dumps(value, ensure_ascii=False, default=str).encode())


def _without_rows(value: Any) -> Any:  # Any: as above
    """Lists of objects emptied, and counts with them."""
    if isinstance(value, list):
        return [] if any(isinstance(each, Mapping) for each in value) else value
    if isinstance(value, Mapping):
        return {key: _without_rows(each) for key, each in value.items()}
    return value


def _other_keys(value: Any) -> Any:  # Any: as above
    if isinstance(value, list):
        return [_other_keys(each) for each in value]
    if isinstance(value, Mapping):
        return {f"{key}V2": _other_keys(each) for key, each in value.items()}
    return value


def _without_repeats(html: str) -> str:
    """Rows, items and blocks beside others of their name and class, taken out; the first row of a table stays."""
    soup = parse_html(html)
    for parent in soup.find_all(True):
        groups: dict[tuple[str, str], list[Tag]] = {}
        for child in parent.find_all(True, recursive=False):
            groups.setdefault((child.name, str(child.get("class"))), []).append(child)
        for (name, _), children in groups.items():
            if len(children) >= ROWS_AT_LEAST and name in ("tr", "li", "div", "dl", "p", "article", "section", "a"):
                for child in children[1 if name == "tr" else 0 :]:
                    child.decompose()
    return str(soup)


def _without_siblings(xml: str) -> str:
    root = parse_xml(xml)
    for parent in list(root.iter()):
        names = [child.tag for child in parent]
        for child in list(parent):
            if names.count(child.tag) >= ROWS_AT_LEAST:
                parent.remove(child)
    return etree.tostring(root, encoding="unicode")
