"""Python's search for cycles, as a process that lives long or reads much needs it: seldom.

What a gateway stands on (the graph, the tables of places) stays, and records are many small objects in no cycle:
looking through them again and again cost a fifth of the time in which a run is applied. Memory is freed by counting
references as before.
"""

import gc
from typing import Final

SELDOM: Final = (50_000, 20, 20)
"""New objects after which the young ones are looked through (Python's own: 700), and how often the older ones are."""


def look_seldom() -> None:
    """From the first line of a command on: loading makes many objects, and all of them stay."""
    gc.set_threshold(*SELDOM)


def collect_seldom() -> None:
    """What is loaded by now stays for good and is never looked through again."""
    gc.collect()
    gc.freeze()
    look_seldom()
