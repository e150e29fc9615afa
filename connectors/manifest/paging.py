"""How a source's pages follow each other: by a next link, a page number, an offset, a cursor, or a Link header.

A page number or an offset goes on until a page without records: a short page is not the last one. A parameter named
`body.…` is set in the JSON body, one named `{page}` replaces that text in the address.
"""

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urljoin

from connectors.manifest.authorising import Asked
from connectors.manifest.nodes import Node
from connectors.manifest.rules import Rule
from connectors.protocol import Page

By = Literal["none", "next", "page", "offset", "cursor", "link"]
State = str
"""Where a reading stands: a number, a cursor or an address, as text; kept as the checkpoint."""

LINK = re.compile(r'<([^>]*)>\s*;[^,]*\brel\s*=\s*"?([^",;]*)"?', re.IGNORECASE)
NO = frozenset({"false", "0", "no", "n", "否", ""})


@dataclass(frozen=True, slots=True)
class Paging:
    """A source's paging as its manifest says it."""

    by: By = "none"
    param: str = "page"
    first: int = 1
    size_param: str | None = None
    size: int = 0
    next: Rule = field(default_factory=Rule)
    more: Rule | None = None
    """Where the source says whether more follow; trusted only when it says no."""
    total: Rule | None = None
    """Where the source says how many records there are."""

    @classmethod
    def of(cls, said: Mapping[str, Any], *, graphql: bool = False) -> "Paging":
        # Any: as YAML writes it, checked by the JSON Schema
        by: By = said.get("by", "none")
        usual = {"offset": "offset", "cursor": "body.variables.after" if graphql else "cursor"}
        return cls(
            by=by,
            param=said.get("param", usual.get(by, "page")),
            first=said.get("first", 0 if by == "offset" else 1),
            size_param=said.get("sizeParam"),
            size=said.get("size", 0),
            next=Rule.of(said.get("next", said.get("cursor", ()))) if by in ("next", "cursor") else Rule(),
            more=Rule.of(said["more"]) if "more" in said else None,
            total=Rule.of(said["total"]) if "total" in said else None,
        )

    def begin(self) -> State:
        """The state of the first page."""
        return str(self.first) if self.by in ("page", "offset") else ""

    def asked(self, base: Asked, state: State) -> Asked:
        """The request for the page at `state`."""
        if self.by in ("next", "link") and state:
            return Asked(state, base.method, {}, base.headers, base.body)
        asked = base if self.by in ("none", "next", "link") or not state else _with(base, self.param, state)
        return _with(asked, self.size_param, str(self.size)) if self.size_param and self.size else asked

    def told(self, node: Node) -> int | None:
        """How many records the source says there are."""
        words = self.total.words(node) if self.total is not None else None
        digits = re.search(r"\d[\d,]*", words or "")
        return int(digits[0].replace(",", "")) if digits else None

    def after(self, state: State, page: Page, node: Node, records: int) -> State | None:
        """The state of the page after this one; None where this was the last."""
        if self.by == "none" or (self.more is not None and (self.more.words(node) or "").lower() in NO):
            return None
        if self.by == "next":
            link = self.next.words(node)
            return page.link(link) if link and not link.lower().startswith(("javascript:", "#")) else None
        if self.by == "link":
            return _next_link(page)
        if self.by == "cursor":
            return self.next.words(node)
        if records == 0:
            return None
        return str(int(state) + (1 if self.by == "page" else (self.size or records)))


def _next_link(page: Page) -> State | None:
    """RFC 8288: the target of rel="next"."""
    for target, relations in LINK.findall(page.headers.get("link", "")):
        if "next" in relations.lower().split():
            return urljoin(page.url, str(target))
    return None


def _with(asked: Asked, name: str, value: str) -> Asked:
    if name.startswith("{"):
        return Asked(asked.url.replace(name, value), asked.method, asked.params, asked.headers, asked.body)
    if not name.startswith("body."):
        return asked.having(params={name: value})
    body = copy.deepcopy(asked.body) if isinstance(asked.body, dict) else {}
    *path, last = name.removeprefix("body.").split(".")
    inner = body
    for key in path:
        inner = inner.setdefault(key, {})
    inner[last] = int(value) if value.isdecimal() and isinstance(inner.get(last, 0), int) else value
    return Asked(asked.url, asked.method, asked.params, asked.headers, body)
