"""Clauses: a free text cut where its subjects change, so that each reading keeps only the words it was read from."""

import re
from collections.abc import Callable
from functools import lru_cache

_CUT = re.compile(
    r"[，；;。！!？?\n\r\t|]+|,(?!\d{3}(?!\d))|\s+[/／]\s+|(?<![\d\s/／~～—-])[ \u3000]+(?![/／~～—-])|(?<=[\d年])[ \u3000]+(?=[^\d元块月日天年:：/／~～—\s至到-])"
)


@lru_cache(maxsize=8192)
def clauses(text: str) -> tuple[str, ...]:
    """The clauses of `text` in the source's own characters, none empty."""
    return tuple(part for piece in _CUT.split(text) if (part := piece.strip(" \u3000、")))


def gathered(text: str, tells: Callable[[str], object]) -> str:
    """The clauses of `text` of which `tells` holds, joined in their order; "" where there is none."""
    return "，".join(clause for clause in clauses(text) if tells(clause))
