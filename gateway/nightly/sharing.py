"""A night of one machine on all of its cores: sources are shared out among processes, for reading is work of the CPU.

Each process is given a source when it has a turn free, and says in lines of JSON how its runs go. One that dies is
replaced, and what it had in hand goes on at its checkpoint.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final
from urllib.parse import urlsplit

import orjson

from connectors.addresses import AllowList
from gateway.installation import Installation
from gateway.nightly.ended import report_of
from gateway.watching import Watcher
from schema.changes import RunReport
from schema.problems import Problem
from schema.store import runs
from schema.store.sources import Source

TRIES: Final = 3
"""How often a source is given out again when the process that had it died."""
DIED: Final = Problem(
    "PROCESS_DIED",
    "读取它的进程一再意外退出（多半是内存不足）；再次运行会从检查点继续",
    "the process that read it died again and again, most likely for lack of memory; run it again and it goes on",
)

Ended = tuple[str, RunReport | Problem]


@dataclass
class Hand:
    """One process, what it has in hand, and the place that it fills: places outlive their processes."""

    place: int
    process: asyncio.subprocess.Process
    keys: set[str] = field(default_factory=set)

    def give(self, key: str) -> None:
        assert self.process.stdin is not None
        self.keys.add(key)
        self.process.stdin.write(f"{key}\n".encode())


@dataclass
class Shares:
    """Sources shared out among `processes`, each reading `at_once` of them side by side."""

    house: Installation
    watcher: Watcher
    processes: int
    at_once: int
    ended: list[Ended] = field(default_factory=list)
    _sources: dict[str, Source] = field(default_factory=dict)
    _left: list[str] = field(default_factory=list)
    _tries: Counter[str] = field(default_factory=Counter)
    _places: dict[str, int] = field(default_factory=dict)
    """Which place has a host's sources."""

    @cached_property
    def _allowed(self) -> AllowList:
        """As the way out has it, which this process does not open."""
        return AllowList.parse(self.house.settings.allow_addresses)

    async def run(self, sources: Sequence[Source]) -> list[Ended]:
        """Run them all; in the order in which they ended. Directories of stations come first."""
        self._sources = {one.key: one for one in sources}
        for first in (True, False):
            self._left = [one.key for one in sources if (one.connector == "stations") is first]
            if self._left:
                places = range(min(self.processes, len(self._left)))
                await asyncio.gather(*(self._fill_place(place) for place in places))
        return self.ended

    async def _fill_place(self, place: int) -> None:
        """Keep a process in a place as long as there is work for it: where one dies, the next goes on."""
        while self._next(place) is not None:
            hand = Hand(place, await start(self.at_once))
            try:
                await self._serve(hand)
            finally:
                await stop(hand)
                self._take_back(hand)

    async def _serve(self, hand: Hand) -> None:
        """Give the process sources and hear how they end, until none is left or it dies."""
        assert hand.process.stdout is not None
        self._fill(hand)
        while hand.keys and (line := await hand.process.stdout.readline()):
            await self._hear(hand, orjson.loads(line))
            self._fill(hand)

    def _fill(self, hand: Hand) -> None:
        while len(hand.keys) < self.at_once and (key := self._next(hand.place)) is not None:
            self._places.setdefault(self._host(key), hand.place)
            self._left.remove(key)
            hand.give(key)

    def _next(self, place: int) -> str | None:
        """The next source whose host no other place has."""
        return next((key for key in self._left if self._places.get(self._host(key), place) == place), None)

    def _host(self, key: str) -> str:
        """What one place must have to itself, so that a host's rate holds. A host on the allow list has no rate."""
        url = urlsplit(str(self._sources[key].config.get("url", "")))
        free = url.hostname is None or self._allowed.names(url.hostname, url.port)
        return key if free or url.hostname is None else url.hostname

    async def _hear(self, hand: Hand, said: dict[str, object]) -> None:
        key = str(said["key"])
        match said:
            case {"begun": int(run_id)}:
                self.watcher.begun(key, run_id)
            case {"moved": int(run_id), "done": int(done), "total": int() | None as total}:
                self.watcher.moved(key, run_id, done, total)
            case {"ended": int(run_id)}:
                hand.keys.discard(key)
                report = report_of(await runs.get(self.house.database, run_id))
                self.watcher.ended(report)
                self.ended.append((key, report))
            case {"code": str(code), "zh": str(chinese), "en": str(english)}:
                hand.keys.discard(key)
                self.ended.append((key, Problem(code, chinese, english)))

    def _take_back(self, hand: Hand) -> None:
        """What a process that died had in hand is given out again."""
        for key in hand.keys:
            self._tries[key] += 1
            if self._tries[key] < TRIES:
                self._left.append(key)
            else:
                self.ended.append((key, DIED))


async def start(at_once: int) -> asyncio.subprocess.Process:
    command = (sys.executable, "-m", "gateway.nightly.share", str(at_once))
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)


async def stop(hand: Hand) -> None:
    """Let it end by itself: its input is over."""
    assert hand.process.stdin is not None
    hand.process.stdin.close()
    await hand.process.wait()
