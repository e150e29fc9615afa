"""One way to ask a page for its records and a record for its words, whatever the format.

html: CSS selectors. json: JSONPath (RFC 9535) from `$`, or a plain path of keys. xml: paths of local names such as
`item/title`, with `@name` for an attribute. Tables: names of columns. `.` is the node itself, `x@name` an attribute.
"""

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import jsonpath_rfc9535
from bs4 import Tag
from lxml import etree
from soupsieve import SelectorSyntaxError, SoupSieve
from soupsieve import compile as compile_selector

from schema.problems import DoorstepError


class Node(Protocol):
    """A page, a record, or a part of one."""

    def select(self, expression: str) -> "Sequence[Node]":
        """The parts that the expression names, in their order; raises DoorstepError EXPRESSION_INVALID."""

    def texts(self, expression: str) -> list[str]:
        """The words of each part that the expression names, tidy, blanks left out."""

    def raw(self) -> Mapping[str, object]:
        """The whole as plain values, for a preview."""


@dataclass(frozen=True, slots=True)
class HtmlNode:
    """An element, or a whole page."""

    element: Tag

    def select(self, expression: str) -> "list[HtmlNode]":
        if expression == ".":
            return [self]
        return [HtmlNode(found) for found in _css(expression).select(self.element)]

    def texts(self, expression: str) -> list[str]:
        selector, _, attribute = expression.partition("@")
        found = self.select(selector.strip() or ".")
        if not attribute:
            return _tidy(node.element.get_text(" ") for node in found)
        values = (node.element.get(attribute.strip()) for node in found)
        return _tidy(" ".join(value) if isinstance(value, list) else str(value or "") for value in values)

    def raw(self) -> Mapping[str, object]:
        return {"html": str(self.element)[:4000], "text": fold(self.element.get_text(" "))[:4000]}


@dataclass(frozen=True, slots=True)
class JsonNode:
    """A JSON value."""

    value: Any  # Any: a source's JSON has whatever shape it has

    def select(self, expression: str) -> "list[JsonNode]":
        if expression in (".", "$"):
            return [self]
        if expression.startswith("$"):
            return [
                JsonNode(found.value) for found in _jsonpath(expression).find(self.value) if found.value is not None
            ]
        value = self.value
        for key in expression.split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
        return [] if value is None else [JsonNode(value)]

    def texts(self, expression: str) -> list[str]:
        return _tidy(text for node in self.select(expression) for text in node.words())

    def words(self) -> Iterator[str]:
        """A scalar's words; a list's one by one; of an object its `name` or `label`."""
        if isinstance(self.value, list):
            for item in self.value:
                yield from JsonNode(item).words()
        elif isinstance(self.value, Mapping):
            named = next((self.value[key] for key in ("name", "label", "text", "value") if key in self.value), None)
            yield from JsonNode(named).words() if named is not None else ()
        elif isinstance(self.value, bool):
            yield "true" if self.value else "false"
        elif self.value is not None:
            yield unmarked(str(self.value))

    def raw(self) -> Mapping[str, object]:
        return dict(self.value) if isinstance(self.value, Mapping) else {"value": self.value}


@dataclass(frozen=True, slots=True)
class XmlNode:
    """An element of XML or RSS; names are local names, whatever their namespace."""

    element: Any  # Any: lxml's element has no public type

    def select(self, expression: str) -> "list[XmlNode]":
        if expression == ".":
            return [self]
        return [XmlNode(found) for found in self._found(expression) if not isinstance(found, str)]

    def texts(self, expression: str) -> list[str]:
        if expression == ".":
            return _tidy([unmarked("".join(self.element.itertext()))])
        found = self._found(expression)
        return _tidy(unmarked(str(one) if isinstance(one, str) else "".join(one.itertext())) for one in found)

    def _found(self, expression: str) -> list[Any]:  # Any: elements, or the text of attributes
        found: Any = _xpath(expression)(self.element)
        own, _, below = expression.partition("/")
        if not found and below and own == etree.QName(self.element).localname:
            found = _xpath(below)(self.element)  # a path that begins with the name of the element it begins at
        return list(found)

    def raw(self) -> Mapping[str, object]:
        return {
            etree.QName(child).localname: fold("".join(child.itertext()))
            for child in self.element
            if _is_element(child)
        }


@dataclass(frozen=True, slots=True)
class RowNode:
    """A row of a table by the names of its columns, folded."""

    cells: Mapping[str, str]

    def select(self, expression: str) -> "list[RowNode]":
        return [self] if expression == "." else [RowNode({expression: text}) for text in self.texts(expression)]

    def texts(self, expression: str) -> list[str]:
        return _tidy([self.cells.get(fold_name(expression), "")])

    def raw(self) -> Mapping[str, object]:
        return dict(self.cells)


TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")


def unmarked(text: str) -> str:
    """Text that came with HTML in it, as RSS and many an API have it, without its tags and entities.

    >>> unmarked("包吃住&amp;<br/>五险")
    '包吃住& 五险'
    """
    plain = TAG.sub(" ", text) if "<" in text else text
    if "&" not in plain:
        return plain
    resolved = html.unescape(plain)
    return TAG.sub(" ", resolved) if "<" in resolved else resolved


def fold(text: str) -> str:
    """Text with its white space folded."""
    return " ".join(text.split())


def fold_name(name: str) -> str:
    """A column's name as it is compared: without white space, full width as half."""
    return "".join(unicodedata.normalize("NFKC", name).split()).rstrip("*")


def _tidy(texts: Iterator[str] | Sequence[str]) -> list[str]:
    return [text for text in (fold(one) for one in texts) if text]


@lru_cache(512)
def _css(selector: str) -> SoupSieve:
    try:
        return compile_selector(selector)
    except SelectorSyntaxError as error:
        raise invalid(selector, "CSS 选择器", "a CSS selector") from error


@lru_cache(512)
def _jsonpath(path: str) -> jsonpath_rfc9535.JSONPathQuery:
    try:
        return jsonpath_rfc9535.compile(path)
    except jsonpath_rfc9535.JSONPathError as error:
        raise invalid(path, "JSONPath（RFC 9535）", "a JSONPath (RFC 9535)") from error


@lru_cache(512)
def _xpath(path: str) -> etree.XPath:
    """`item/title`, `//item`, `link@href` or `link/@href` by local names: no namespace needs to be declared."""
    path = re.sub(r"(?<=[\w.*-])@", "/@", path.removeprefix(".") if path.startswith(".@") else path)
    if not re.fullmatch(r"(//)?[\w.*-]+(//?[\w.*-]+)*(/@[\w.-]+)?|@[\w.-]+", path):
        raise invalid(path, "XML 路径，如 item/title", "a path of names such as item/title")
    steps = re.sub(r"(?<![@\w.-])([\w.-]+)", r"*[local-name()='\1']", path)
    return etree.XPath(f".{path[:2]}{steps[2:]}" if path.startswith("//") else steps)


def _is_element(node: Any) -> bool:  # Any: see XmlNode
    return isinstance(node.tag, str)


def invalid(expression: str, zh: str, en: str) -> DoorstepError:
    return DoorstepError(
        "EXPRESSION_INVALID",
        f"“{expression[:80]}”不是有效的{zh}",
        f"“{expression[:80]}” is not {en}",
    )
