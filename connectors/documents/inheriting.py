"""What an element has if it or anything above it has it: a cell within <del>, a line within <pre>."""

import re
from collections.abc import Callable

from bs4 import Tag

from connectors.documents.asides import attribute

STRUCK = re.compile(r"text-decoration[^;]*line-through", re.I)
PREFORMATTED = re.compile(r"white-space\s*:\s*pre", re.I)


class Inherited:
    """Asked for every block and cell of one page; what stands above them is looked at once."""

    def __init__(self, has: Callable[[Tag], bool]) -> None:
        self._has = has
        self._known: dict[int, bool] = {}

    def __call__(self, element: Tag) -> bool:
        known = self._known.get(id(element))
        if known is None:
            above = element.parent
            known = self._known[id(element)] = self._has(element) or (above is not None and self(above))
        return known


def is_struck(element: Tag) -> bool:
    return element.name in ("s", "del", "strike") or bool(STRUCK.search(attribute(element, "style")))


def is_preformatted(element: Tag) -> bool:
    return element.name == "pre" or bool(PREFORMATTED.search(attribute(element, "style")))
