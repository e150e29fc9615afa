"""The frame: what is known of a source beside the record itself; and the draft that the steps fill in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar

from schema.normalising.standing_in import StandIns
from schema.normalising.words import words_of
from schema.reading.contacts import mask_phones
from schema.records import JobRecord
from schema.values import Caution, Contact, EmployerName, Pay, Place, Reading, Requirements, Schedule
from schema.vocabulary import Benefit, Employment, JobStatus, Settlement, Workplace

_V = TypeVar("_V")
_NO_PAY, _NO_REQUIREMENTS = Pay(text=""), Requirements()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What holds for every record of one source's run."""

    now: datetime
    """The clock of the run, aware: 昨天 and dates without a year are read by it."""
    division: str | None = None
    """The source's own district (6 digits): addresses that skip levels are read within it."""
    station_key: str | None = None
    """The station whose postings these are, where the record names none."""
    agency: str | None = None
    """Who passes the postings on, where the record names nobody."""
    defaults: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    """What holds where a record says nothing: words by the names of `JobRecord` ({"settlement": "日结"}), and values by
    the names that `JobRecord.given` takes ({"pay.unit": PayUnit.MONTH}), which then stand behind the words."""
    stand_ins: StandIns = field(default_factory=StandIns)
    """Points of stations, for places that have none of their own."""


class Draft:
    """A posting in the making. Steps read `record` and `frame` and set what they find."""

    title = ""
    closed = False
    pay = _NO_PAY
    settlement: tuple[Settlement, ...] = ()
    headcount: int | None = None
    headcount_text: str | None = None
    schedule: Schedule | None = None
    requirements = _NO_REQUIREMENTS
    benefits: tuple[Benefit, ...] = ()
    place: Place | None = None
    employer: EmployerName | None = None
    agency: EmployerName | None = None
    contact: Contact | None = None
    posted_at: datetime | None = None
    expires_at: datetime | None = None
    status = JobStatus.OPEN
    employment = Employment.FULL_TIME
    workplace = Workplace.ON_SITE
    occupation: str | None = None
    cautions: tuple[Caution, ...] = ()

    def __init__(self, record: JobRecord, frame: Frame) -> None:
        self.record = record
        self.frame = frame
        self.readings: dict[tuple[str, str], Reading] = {}
        self.title_words = words_of(record.title)
        free = (record.text, record.requirements, record.description)
        self.texts = tuple([words_of(text) for text in free if text])
        """The texts in which a field that the record lacks is looked for, in their order."""
        self.description = words_of(record.description).masked if record.description else None

    def keep(self, name: str, text: str | None) -> None:
        """Remember the words that the field `name` was read from; no telephone number is kept in them."""
        if text and (found := _reading(name, text)):
            self.readings.setdefault(*found)


@lru_cache(maxsize=65536)
def _reading(name: str, text: str) -> tuple[tuple[str, str], Reading] | None:
    words = text.strip()
    if "，" in words:  # a source says the same in a field and in its text
        words = "，".join(dict.fromkeys(words.split("，")))
    kept = mask_phones(words)
    return ((name, kept), Reading(name, kept)) if kept else None
