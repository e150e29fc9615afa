"""How a field's words are had from a record: where they are, and what is done to them before the readings see them.

title: td.name                     where they are
pay: {at: td.pay, match: "待遇：(.+)"}  the first group of a regular expression
address: [$.city, $.street]          several, joined
employment: {at: $.type, map: {"1": 全职, "2": 兼职}}
employer: "=广州某某公司"              the same words for every record
pay: {template: "{low}-{high}元/{unit}"}   several, set into words
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import regex

from connectors.manifest.nodes import Node, invalid

PLACE = re.compile(r"\{([^{}]+)\}")
Said = Any  # Any: a rule as YAML writes it: a string, a list or an object, checked by the JSON Schema


@dataclass(frozen=True, slots=True)
class Rule:
    """One field's rule. `at`: places, in order; all that is found there is joined."""

    at: tuple[str, ...] = ()
    constant: str | None = None
    attribute: str | None = None
    match: str | None = None
    join: str = " "
    default: str | None = None
    map: Mapping[str, str] = field(default_factory=dict)
    first: bool = False
    """Only the first that is found, of all places."""
    template: str | None = None
    """Words with places in braces; nothing where none of them has words."""
    optional: bool = False
    """It may be that no record of the source has it."""
    otherwise: "Rule | None" = None
    """Where to look when nothing was found; `else` in a manifest."""

    @classmethod
    def of(cls, said: Said) -> "Rule":
        if isinstance(said, list):
            return cls(at=tuple(str(one) for one in said))
        if not isinstance(said, Mapping):
            text = str(said)
            return cls(constant=text[1:]) if text.startswith("=") else cls(at=(text,))
        at = said.get("at", ())
        return cls(
            at=tuple(str(one) for one in at) if isinstance(at, list) else (str(at),) if at else (),
            constant=said.get("constant"),
            attribute=said.get("attribute"),
            match=said.get("match"),
            join=said.get("join", " "),
            default=said.get("default"),
            map={str(key): str(value) for key, value in said.get("map", {}).items()},
            first=said.get("first", False),
            template=said.get("template"),
            optional=said.get("optional", False),
            otherwise=cls.of(said["else"]) if "else" in said else None,
        )

    @property
    def places(self) -> tuple[str, ...]:
        """Everywhere that it looks."""
        inner = PLACE.findall(self.template) if self.template else ()
        return (*self.at, *inner, *(self.otherwise.places if self.otherwise else ()))

    def words(self, node: Node) -> str | None:
        """The field's words in this record; None where there are none."""
        words = self._own(node)
        if words is None and self.otherwise is not None:
            words = self.otherwise.words(node)
        return self.default if words is None else words

    def _own(self, node: Node) -> str | None:
        if self.constant is not None:
            return self.constant
        if self.template is not None:
            return self._filled(self.template, node)
        found = [text for place in self.at for text in node.texts(self._place(place))]
        if self.first:
            found = found[:1]
        if self.match is not None:
            found = [text for one in found if (text := _matched(self.match, one))]
        if self.map:
            found = [self.map.get(one, one) for one in found]
        return self.join.join(found) or None

    def _filled(self, template: str, node: Node) -> str | None:
        found = {place: self.join.join(node.texts(place)) for place in PLACE.findall(template)}
        said = {place: self.map.get(words, words) for place, words in found.items()}
        return PLACE.sub(lambda match: said[match[1]], template) if any(said.values()) else None

    def _place(self, place: str) -> str:
        return f"{place}@{self.attribute}" if self.attribute else place


MATCH_SECONDS = 0.2
"""A partner's expression that takes longer on one text is refused: some never end."""


def _matched(pattern: str, text: str) -> str:
    try:
        match = compiled(pattern).search(text, timeout=MATCH_SECONDS)
    except TimeoutError as error:
        raise invalid(pattern, "可用的正则表达式（匹配太慢）", "usable: it takes too long to match") from error
    if match is None:
        return ""
    return (match[1] if match.re.groups else match[0]) or ""


@lru_cache(512)
def compiled(pattern: str) -> "regex.Pattern[str]":
    """A partner's regular expression; raises DoorstepError EXPRESSION_INVALID."""
    try:
        return regex.compile(pattern)
    except regex.error as error:
        raise invalid(pattern, "正则表达式", "a regular expression") from error
