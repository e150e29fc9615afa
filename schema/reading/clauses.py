"""Clauses: a free text cut where its subjects change, so that each reading keeps only the words it was read from."""

import re
from functools import lru_cache

_CUT = re.compile(
    r"[，；;。！!？?\n\r\t|]+|,(?!\d{3}(?!\d))|\s+[/／]\s+|(?<![\d\s/／~～—-])[ \u3000]+(?![/／~～—-])|(?<=[\d年])[ \u3000]+(?=[^\d元块月日天年:：/／~～—\s至到-])"
)
_MARKS = re.compile(r"[，；。;！!？?\n\r|]+")
_LOOSE = re.compile(r"[\s,]")
"""Spaces and half-width commas cut in some places only; most texts have none."""


@lru_cache(maxsize=8192)
def clauses(text: str) -> tuple[str, ...]:
    """The clauses of `text` in the source's own characters, none empty."""
    cut = _CUT if _LOOSE.search(text) else _MARKS
    return tuple([part for piece in cut.split(text) if (part := piece.strip(" \u3000、"))])
