"""Memory, as a process that lives long or reads much needs it: cycles looked for seldom, what is freed given back.

What a gateway stands on (the graph, the tables of places) stays, and records are many small objects in no cycle:
looking through them again and again cost a fifth of the time in which a run is applied. Memory is freed by counting
references as before.
"""

import ctypes
import gc
import sys
from typing import Final

SELDOM: Final = (50_000, 20, 20)
"""New objects after which the young ones are looked through (Python's own: 700), and how often the older ones are."""


LARGE_BYTES: Final = 128 * 1024
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
"""Parameters of glibc's mallopt (malloc.h)."""


def look_seldom() -> None:
    """From the first line of a command on: loading makes many objects, and all of them stay."""
    gc.set_threshold(*SELDOM)
    give_back()


def give_back() -> None:
    """Have glibc keep one heap for all threads and return what is large when it is freed: a tenth less memory.

    By itself it keeps a heap for each thread of a connection, and ever larger pieces once one of their size was freed.
    """
    if not sys.platform.startswith("linux"):
        return
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is None:  # musl has neither the call nor the heaps
        return
    for option, value in ((M_ARENA_MAX, 1), (M_MMAP_THRESHOLD, LARGE_BYTES), (M_TRIM_THRESHOLD, LARGE_BYTES)):
        set_option(option, value)


def collect_seldom() -> None:
    """What is loaded by now stays for good and is never looked through again."""
    gc.collect()
    gc.freeze()
    look_seldom()
