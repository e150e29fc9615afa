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
        known, asked = False, []
        at: Tag | None = element
        while at is not None:  # in no recursion: the walk above has used much of the stack
            if id(at) in self._known:
                known = self._known[id(at)]
                break
            asked.append(at)
            if self._has(at):
                known = True
                break
            at = at.parent
        self._known |= dict.fromkeys(map(id, asked), known)
        return known


def is_struck(element: Tag) -> bool:
    return element.name in ("s", "del", "strike") or bool(element.attrs and STRUCK.search(attribute(element, "style")))


def is_preformatted(element: Tag) -> bool:
    return element.name == "pre" or bool(element.attrs and PREFORMATTED.search(attribute(element, "style")))
