"""Columns that spaces make: lines of preformatted or plain text that line up are a table."""

import re
from collections.abc import Iterator, Sequence

from connectors.documents.model import Line, Node
from connectors.documents.sheets import rows_of
from connectors.documents.words import tidy

GAP = re.compile(r"[ \u3000\u00a0]{2,}|\t+|\u3000+|\s*[│┃|｜]\s*")

RULE = re.compile(r"[-=_*~—－＝·.#]{4,}")


def blocks_of_text(text: str) -> Iterator[Node]:
    """Lines, and a table wherever three or more of them in a row have as many columns, at least three.

    A line knows whether an empty line or a rule stands before it.
    """
    run: list[list[str]] = []
    gap = 0
    for raw in [*text.splitlines(), ""]:
        cells = [tidy(cell) for cell in GAP.split(raw.strip()) if tidy(cell)]
        if len(cells) >= 3 and (not run or abs(len(cells) - len(run[0])) <= 1):
            run.append(cells)
            continue
        yield from _closed(run)
        run = [cells] if len(cells) >= 3 else []
        if run:
            continue
        if not tidy(raw) or RULE.fullmatch(tidy(raw)):
            gap = max(gap, 2 if tidy(raw) else 1)
            continue
        yield Line(tidy(raw), gap=gap)
        gap = 0


def _closed(run: Sequence[Sequence[str]]) -> Iterator[Node]:
    if len(run) >= 3 and sum(len(cells) == len(run[0]) for cells in run) * 2 > len(run):
        yield rows_of(run)
    else:
        yield from (Line(" ".join(cells)) for cells in run)
