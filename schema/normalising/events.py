"""Events: 招聘会, 招工大篷车 and training courses, from a record in its source's words."""

import re
from collections.abc import Mapping
from datetime import datetime

from schema.normalising.frame import Frame
from schema.normalising.places import placed
from schema.reading.contacts import mask_phones, without_phones
from schema.reading.dates import instant_of, read_instant, read_span
from schema.reading.headcount import read_headcount
from schema.reading.schedule import read_schedule
from schema.reading.text import fold
from schema.reading.titles import read_title
from schema.records import EventRecord, Reject
from schema.values import Event
from schema.vocabulary import EventKind

KINDS: tuple[tuple[EventKind, str, str], ...] = (
    (EventKind.CARAVAN_STOP, "大篷车|招聘车|流动招聘|就业服务车|招工车", "招工大篷车"),
    (EventKind.LIVE_STREAM, "直播", "直播带岗"),
    (EventKind.TRAINING, "培训|课程|讲座|研修|班$|技能提升|学习班", "短视频带货班"),
    (EventKind.ADVICE, "咨询|政策宣讲|宣讲|法律援助", "政策咨询"),
    (EventKind.JOB_FAIR, "招聘会|招聘|用工|对接会|洽谈会|双选会|专场", "零工招聘会"),
)
"""Each kind, the words that tell it, and an example."""

_CANCELLED = re.compile("取消|停办|不再举办|cancel", re.IGNORECASE)
_FREE = re.compile("免费|不收费|公益|零收费|0元")
_PAID = re.compile("收费|学费|报名费|费用")
_KINDS = tuple((kind, re.compile(words)) for kind, words, _ in KINDS)


def normalise_event(record: EventRecord, frame: Frame) -> Event | Reject:
    """The event that `record` states, or a Reject: ID_MISSING, TITLE_MISSING. Never raises."""
    if not record.external_id.strip():
        return _reject(
            record.external_id, record.url, record.raw, "ID_MISSING", "这场活动没有编号。", "This event has no id."
        )
    title = read_title(record.title)
    if title is None:
        return _reject(
            record.external_id,
            record.url,
            record.raw,
            "TITLE_MISSING",
            "这场活动没有标题。",
            "This event has no title.",
        )
    starts_at, ends_at = _when(record, frame)
    openings = read_headcount(record.openings) if record.openings else None
    words = f"{record.status or ''} {record.title}"
    return Event(
        external_id=record.external_id.strip(),
        kind=record.kind or _kind(record),
        title=mask_phones(record.title.strip()),
        url=record.url,
        starts_at=starts_at,
        ends_at=ends_at,
        place=frame.stand_ins.stand_in(
            placed(record.address, record.division, frame.division, None), record.station or frame.station_key
        ),
        station_key=record.station or frame.station_key,
        organiser=without_phones(record.organiser) if record.organiser else record.organiser,
        openings=openings.count if openings else None,
        free=_free(record),
        cancelled=_CANCELLED.search(words) is not None,
    )


def _kind(record: EventRecord) -> EventKind:
    words = fold(f"{record.title}\n{record.text or ''}")
    return next((kind for kind, pattern in _KINDS if pattern.search(words)), EventKind.JOB_FAIR)


def _free(record: EventRecord) -> bool | None:
    words = fold(record.free or record.text or "")
    if _FREE.search(words):
        return True
    return False if record.free and _PAID.search(words) else None


def _when(record: EventRecord, frame: Frame) -> tuple[datetime | None, datetime | None]:
    """Start and end: the dates' own times, else those of `time` (上午8:30—11:00) on the first and the last day."""
    span = read_span(record.starts_at, frame.now) if record.starts_at else None
    starts = instant_of(span.start, frame.now) if span and span.start else None
    last = span.end if span and span.end else span.start if span else None
    ends = instant_of(last, frame.now, end=True) if last else None
    if record.ends_at:
        ends = read_instant(record.ends_at, frame.now, end=True) or ends
    hours = read_schedule(record.time or record.starts_at or "")
    if starts and hours and hours.starts_at and (span is None or span.start is None or span.start.at is None):
        starts = starts.replace(hour=hours.starts_at.hour, minute=hours.starts_at.minute)
    if ends and hours and hours.ends_at and (last is None or last.at is None or record.time):
        ends = ends.replace(hour=hours.ends_at.hour, minute=hours.ends_at.minute, second=0)
    elif ends and last is not None and last.at is not None and starts == ends:
        ends = None
    return starts, ends


def _reject(external_id: str, url: str | None, raw: Mapping[str, object], reason: str, zh: str, en: str) -> Reject:
    return Reject(reason=reason, message=f"{zh} / {en}", external_id=external_id.strip() or None, url=url, raw=raw)
