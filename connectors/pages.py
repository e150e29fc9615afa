"""A fetched page: its bytes, what they are, and its text or JSON."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Any

import httpx
import orjson

from connectors.challenges import is_challenge
from connectors.charsets import decode, is_garbled
from connectors.errors import BlankPage, CaptchaPage, NotJson, TruncatedBody, WrongEncoding
from connectors.sniffing import Form, form_of
from connectors.urls import absolute, shown

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""NUL and lone surrogates: JSON may escape them, no database takes them."""
JSONP = re.compile(r"^\s*(?:/\*\*/)?\s*[\w$.]{1,60}\s*\(\s*(?=[{\[])(.*)\)\s*;?\s*$", re.DOTALL)
LARGEST_EXPONENT = 300
STRUCTURE = (
    ("table", "t[rd]", 1),
    ("ul", "li", 1),
    ("ol", "li", 1),
    ("dl", "d[dt]", 1),
    ("main", "(?:p|div|h[1-3]|header)", 1),
    ("article", "(?:p|div|h[1-3]|header)", 1),
    ("div", "div", 2),
)
"""An element, what closing within it shows that its writer closes things, and how many left open are a sign."""
BLOCKS = ("p", "li", "td", "dd")
HOLDERS = ("div", "section", "article", "main", "center", "table", "form", "ul", "ol", "dl")
"""What holds others: left open at the end of a page that closes its head, it shows where the page was cut."""
UNSEEN = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class FetchedPage:
    """One answer, whole and within its bounds. `url` is the address that it came from in the end."""

    url: str
    status: int
    headers: Mapping[str, str]
    """Names in any case."""
    content: bytes = field(repr=False)
    unchanged: bool = False
    """The server said 304: these are the bytes of the time before."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "headers", MappingProxyType(httpx.Headers(dict(self.headers))))

    @property
    def where(self) -> str:
        """The address as a message may show it."""
        return shown(self.url)

    @cached_property
    def form(self) -> Form:
        """What the bytes are, whatever the content type says."""
        return form_of(self.content)

    @cached_property
    def _decoded(self) -> tuple[str, str]:
        text, charset = decode(self.content, self.headers.get("content-type", ""))
        if is_garbled(text):
            raise WrongEncoding(self.where)
        return text.replace("\x00", ""), charset

    @property
    def text(self) -> str:
        """The body decoded: charset by BOM, header, meta and detection; raises WRONG_ENCODING where it is garbled."""
        return self._decoded[0]

    @property
    def charset(self) -> str:
        """The charset that `text` was read in, by Python's name."""
        return self._decoded[1]

    def link(self, href: str) -> str:
        """The address that a link of this page leads to; Chinese in its query is encoded as the page is."""
        charset = self.charset if self.form == "html" else "utf-8"
        return absolute(self.url, href, charset)

    def json(self) -> Any:  # Any: a source's JSON has whatever shape it has
        """The body as JSON, floats as Decimal; JSONP's wrapping is taken off. Raises NOT_JSON naming what it is."""
        text = self.text.lstrip("\ufeff")
        wrapped = JSONP.match(text)
        words = wrapped[1] if wrapped else text
        try:
            return quickly_read(words)
        except (ValueError, RecursionError):
            pass  # what is amiss is said by the reader that takes more
        try:
            value = json.loads(words, parse_float=_amount, parse_constant=_refuse)
            if "\\u" in words:
                value = _storable(value)
        except (ValueError, RecursionError) as error:
            raise self._not_json() from error
        return value

    def _not_json(self) -> NotJson:
        if not self.content.strip():
            return NotJson(self.where, found="空白", found_en="blank")
        if self.form == "json":
            return NotJson(self.where, found="不完整或有误的 JSON", found_en="broken or cut JSON")
        return NotJson(self.where, found=f" {self.form.upper()}", found_en=self.form.upper())

    def raise_for_stand_in(self) -> None:
        """Raise where the page is blank, a verification page, or breaks off half way."""
        if self.status == 200 and not self.content.strip():
            raise BlankPage(self.where)
        if self.form in END and not END[self.form](self.content):
            raise TruncatedBody(self.where)
        if self.form != "html":
            return
        text, _ = decode(self.content, self.headers.get("content-type", ""))
        if is_challenge(text):
            raise CaptchaPage(self.where)
        if is_cut(text):
            raise TruncatedBody(self.where)


def quickly_read(text: str) -> Any:  # Any: a source's JSON has whatever shape it has
    """JSON whose numbers are all whole and whose strings stand as they are; a ValueError for any other.

    Five times as fast as what must keep amounts as they are written and what no database takes away from strings.
    """
    if "\\u" in text:
        raise ValueError("a string may hold what cannot be stored")
    value = orjson.loads(text)
    if _has_fractions(value):
        raise ValueError("an amount may not be had as it is written")
    return value


def _has_fractions(value: object) -> bool:
    """Whether a number anywhere became a float: one with a fraction, or of more than 64 bits."""
    if not isinstance(value, dict | list):
        return isinstance(value, float)
    within = value.values() if isinstance(value, dict) else value
    kinds = set(map(type, within))
    if float in kinds:
        return True
    return not kinds.isdisjoint((dict, list)) and any(_has_fractions(each) for each in within)


def is_cut(html: str) -> bool:
    """Whether an HTML page breaks off: opened, never closed, and ended within a tag or with its structure open.

    Leaving out </body> and </html> is allowed by the HTML standard, a stray open <div> is everyday, and some writers
    close nothing at all: only a page that closes its rows and items is expected to close what holds them.

    >>> is_cut("<html><body><table><tr><td>搬运</td></tr><tr><td>分")
    True
    """
    seen = UNSEEN.sub("", html.lower())
    if "<html" not in seen or "</html" in seen or "</body" in seen:
        return False
    if is_unclosed(html) and any(_is_open(seen, tag) for tag in HOLDERS):
        return True
    if re.search(r"<[/a-z][^<>]*$", seen) or seen.endswith("\ufffd") or any(_is_left_open(seen, tag) for tag in BLOCKS):
        return True
    return any(
        re.search(rf"</{inner}", seen) is not None
        and len(re.findall(rf"<{outer}[\s>]", seen)) - seen.count(f"</{outer}") >= left
        for outer, inner, left in STRUCTURE
    )


def is_unclosed(html: str) -> bool:
    """Whether a writer who closes </head> has closed neither <body> nor <html>: such a page may have lost its end."""
    seen = UNSEEN.sub("", html.lower())
    return "</head" in seen and "<body" in seen and "</body" not in seen and "</html" not in seen


def _is_open(html: str, tag: str) -> bool:
    return len(re.findall(rf"<{tag}[\s>]", html)) > html.count(f"</{tag}")


def _is_left_open(html: str, tag: str) -> bool:
    """Whether a writer who closes every such element has left the last one open."""
    opened = [match.start() for match in re.finditer(rf"<{tag}[\s>]", html)]
    closed = html.count(f"</{tag}")
    return closed >= 1 and len(opened) == closed + 1 and opened[-1] > html.rfind(f"</{tag}")


def _is_whole_zip(content: bytes) -> bool:
    return zipfile.is_zipfile(io.BytesIO(content))


def _is_whole_table(content: bytes) -> bool:
    return not is_cut_table(content)


END: dict[Form, Callable[[bytes], bool]] = {
    "csv": _is_whole_table,
    "zip": _is_whole_zip,  # spreadsheets and documents too: cut, they have no directory to tell them by
    "pdf": lambda content: b"%%EOF" in content,
}
"""Forms that show by their end whether they are whole."""


def is_cut_table(content: bytes) -> bool:
    """Whether a CSV breaks off within its last row: every row has the same cells, the last fewer and no end of line.

    >>> is_cut_table(b"a,b,c\\n1,2,3\\n4,5")
    True
    """
    text = content.decode("latin-1")  # separators and quotes are the same bytes in every charset of CSV
    if text.endswith(("\n", "\r")):
        return False
    separator = max(",\t;", key=text.partition("\n")[0].count)
    try:
        *rows, last = [len(row) for row in csv.reader(io.StringIO(text), delimiter=separator) if row] or [0]
    except csv.Error:
        return False
    return len(set(rows)) == 1 and last < rows[0]


def _amount(text: str) -> Decimal:
    """A number as it stands; 1e999999999 is a few characters and a gigabyte of digits to whoever makes it whole."""
    value = Decimal(text)
    if abs(value.adjusted()) > LARGEST_EXPONENT:
        raise ValueError("a number out of all bounds")
    return value


def _refuse(constant: str) -> Any:  # Any: json's own signature; it never returns
    raise ValueError(f"{constant} is no JSON")


def _storable(value: Any) -> Any:  # Any: a source's JSON has whatever shape it has
    if isinstance(value, str):
        return UNSTORABLE.sub(_mended, value)
    if isinstance(value, list):
        return [_storable(each) for each in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(each) for key, each in value.items()}
    return value


def _mended(match: re.Match[str]) -> str:
    return "" if match[0] == "\x00" else "\ufffd"
