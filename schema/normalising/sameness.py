"""Whether a record must be read at all: a key of everything that its reading depends on.

Two readings with one key give one posting, but for the moment that it was posted at, which is told beside the key. So
a record whose key is the one that its posting was stored with need not be read, matched or written again. The key is
made of the record's words, of what its frame adds to them, of the readers themselves (their code and their tables),
and of all that the clock decides: when the posting ends, whether that has passed, and the minimum wages in force.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from operator import attrgetter
from pathlib import Path

import orjson

from schema.normalising.fields import dates_of
from schema.normalising.frame import Frame
from schema.normalising.jobs import with_defaults
from schema.quick import quickly_made
from schema.reading.wages import minimum_wages
from schema.records import JobRecord

_READERS = Path(__file__).parents[1]
_WORDS = attrgetter(*(field.name for field in fields(JobRecord) if field.name != "raw"))
"""Every word of a record but `raw`, which nothing is read from."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Sameness:
    """What a record's reading comes from."""

    key: int
    """63 bits."""
    posted_at: datetime | None
    """Left out of the key: 3小时前 is another moment at every visit."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the readings of one run share."""

    frame: Frame
    digest: bytes

    def of(self, record: JobRecord) -> Sameness | None:
        """The key of a record; None where it cannot be told, so that the record must be read."""
        posted_at, ends = dates_of(with_defaults(record, self.frame), self.frame.now)
        over = None if ends is None else ends < self.frame.now
        try:
            words = orjson.dumps((_WORDS(record), ends, over), default=repr, option=orjson.OPT_NON_STR_KEYS)
        except TypeError:  # half of a surrogate pair, or a number of more than 64 bits
            return None
        digest = hashlib.blake2b(words, digest_size=8, key=self.digest).digest()
        return Sameness(int.from_bytes(digest, "big") >> 1, posted_at)


def ground(frame: Frame) -> Ground:
    """The ground that a frame and the readers of this installation stand on."""
    wages = sum(row.since <= frame.now.date() for row in minimum_wages())
    stand_ins = frame.stand_ins
    shared = (
        *(frame.division, frame.station_key, frame.agency, _sorted(frame.defaults)),
        *(_sorted(stand_ins.stations), _sorted(stand_ins.divisions), wages),
    )
    return Ground(frame, hashlib.blake2b(repr(shared).encode(), digest_size=32, key=_readers()).digest())


def _sorted(values: Mapping[str, object]) -> list[tuple[str, object]]:
    return sorted(values.items())


@cache
def _readers() -> bytes:
    """A hash of this package's code and tables: after an upgrade everything is read once more."""
    whole = hashlib.blake2b(digest_size=32)
    for path in sorted(_READERS.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            whole.update(path.relative_to(_READERS).as_posix().encode())
            whole.update(path.read_bytes())
    return whole.digest()
