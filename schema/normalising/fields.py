"""The steps that fill a draft, field by field: what is given, else the field's words, else the free text."""

import itertools
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from schema.normalising import given
from schema.normalising.frame import Draft
from schema.normalising.places import place_of
from schema.normalising.words import together, words_of
from schema.occupations import occupation_of
from schema.reading.contacts import mask_phones, read_phone, without_phones
from schema.reading.dates import read_instant
from schema.reading.employers import read_employer
from schema.reading.employment import employment_of, read_status
from schema.reading.headcount import find_headcount, is_next_job, read_headcount
from schema.reading.hourly import hourly_estimate
from schema.reading.names import read_contact_name
from schema.reading.schedule import read_schedule
from schema.reading.titles import read_title
from schema.records import JobRecord
from schema.values import Contact, Pay, Schedule
from schema.vocabulary import (
    Benefit,
    Employment,
    JobStatus,
    Settlement,
    Workplace,
)

_Read = TypeVar("_Read")


def title(draft: Draft) -> None:
    """The job's name without marks, numbers and head counts."""
    read = read_title(draft.record.title)
    if read:
        draft.title, draft.closed = without_phones(read.name), read.closed


def headcount(draft: Draft) -> None:
    """How many; 0 and 若干 are no figure. The words stay in `headcount_text`."""
    stated = given.whole_of(draft.record.given, "headcount")
    words = draft.record.headcount
    if words and words.strip():
        read = read_headcount(words.strip())
    else:
        words = _headcount_in(draft) or (draft.record.title if find_headcount(draft.record.title) else None)
        read = find_headcount(words) if words else None
    draft.headcount = stated or (read.count if read else None)
    if words:
        draft.headcount_text = mask_phones(words.strip())
        draft.keep("headcount", words)


def _headcount_in(draft: Draft) -> str | None:
    """The first clause that says how many, with those after it that say the same of further jobs (瓦工4个，小工2个)."""
    for text in draft.texts:
        parts = text.parts
        for i, clause in enumerate(parts):
            if clause.says_how_many:
                further = itertools.takewhile(is_next_job, [each.written for each in parts[i + 1 :]])
                return "、".join([clause.written, *further])
    return None


def schedule(draft: Draft) -> None:
    """When and how long work is."""
    words = draft.record.schedule
    read = None
    if words and words.strip():
        read = read_schedule(words.strip()) or Schedule(text=words.strip())
    else:
        read = next((text.schedule for text in draft.texts if text.schedule), None)
    read = _given_schedule(draft, read)
    if read:
        draft.keep("schedule", read.text)
        masked = mask_phones(read.text)
        draft.schedule = read if masked == read.text else replace(read, text=masked)


def _given_schedule(draft: Draft, read: Schedule | None) -> Schedule | None:
    values = draft.record.given
    if not values or not given.under(values, "schedule"):
        return read
    base = read or Schedule(text="")
    return replace(
        base,
        starts_at=given.time_of(values, "schedule.starts_at") or base.starts_at,
        ends_at=given.time_of(values, "schedule.ends_at") or base.ends_at,
        hours_per_day=given.decimal_of(values, "schedule.hours_per_day") or base.hours_per_day,
        days_per_week=given.decimal_of(values, "schedule.days_per_week") or base.days_per_week,
        shifts=given.either(given.flag_of(values, "schedule.shifts"), base.shifts),
    )


def benefits(draft: Draft) -> None:
    """What comes beside the pay, from the field, the words of pay and the free text together."""
    record = draft.record
    found = [given.terms_of(record.given, "benefits", Benefit)] if record.given else []
    fields = [words_of(words) for words in (record.benefits, record.pay) if words]
    for text in (*fields, *draft.texts):
        if text.benefits:
            given_here, words = text.benefits
            found.append(given_here)
            draft.keep("benefits", words)
    draft.benefits = found[0] if len(found) == 1 else together(tuple(found)) if found else ()


def place(draft: Draft) -> None:
    """Where the work is: see `places`."""
    draft.place = draft.frame.stand_ins.stand_in(place_of(draft), draft.record.station or draft.frame.station_key)
    if draft.place:
        draft.keep("place", draft.place.text)


def employer(draft: Draft) -> None:
    """The employer and who passes the posting on."""
    record = draft.record
    if record.employer and record.employer.strip():
        draft.employer = read_employer(record.employer.strip(), record.employer_credit_code)
    agency = record.agency or draft.frame.agency
    draft.agency = read_employer(agency.strip()) if agency and agency.strip() else None


def contact(draft: Draft) -> None:
    """Whom to call. The number is kept plain here and nowhere else."""
    record = draft.record
    own = record.contact_phone or record.contact_name
    phone = (read_phone(record.contact_phone) if record.contact_phone else None) or (
        read_phone(record.contact_name) if record.contact_name else None
    )
    name = read_contact_name(record.contact_name or "", labelled=True)
    for text in draft.texts if not own else ():
        phone = phone or text.phone
        name = name or text.contact_name
    if phone or name:
        draft.contact = Contact(name, phone.national if phone else None)


def dates(draft: Draft) -> None:
    """When it was posted and until when it holds."""
    record = draft.record
    draft.posted_at, draft.expires_at = dates_of(record, draft.frame.now)
    if draft.posted_at and not given.instant_of(record.given, "posted_at"):
        draft.keep("postedAt", record.posted_at)
    if draft.expires_at and not given.instant_of(record.given, "expires_at"):
        draft.keep("expiresAt", record.expires_at)


def dates_of(record: JobRecord, now: datetime) -> tuple[datetime | None, datetime | None]:
    """When a record was posted, which is not later than now by less than a day, and until when it holds."""
    posted_at = given.instant_of(record.given, "posted_at") or _instant(record.posted_at, now)
    expires_at = given.instant_of(record.given, "expires_at") or _instant(record.expires_at, now, end=True)
    if posted_at and posted_at > now and (posted_at - now).days < 1:
        posted_at = now
    return posted_at, expires_at


def _instant(words: str | None, now: datetime, *, end: bool = False) -> datetime | None:
    said = words.strip() if words else ""
    return read_instant(said, now, end=end) if said else None


def status(draft: Draft) -> None:
    """Withdrawn or expired where the title, the status or the date says so; else open."""
    record = draft.record
    stated = given.term_of(record.given, "status", JobStatus)
    read = read_status(record.status) if record.status else None
    if stated is None and read in (None, JobStatus.OPEN) and draft.closed:
        read = JobStatus.WITHDRAWN
    draft.status = stated or read or JobStatus.OPEN
    if draft.status is JobStatus.OPEN and draft.expires_at and draft.expires_at < draft.frame.now:
        draft.status = JobStatus.EXPIRED
    if record.status:
        draft.keep("status", record.status)


def employment(draft: Draft) -> None:
    """How a person is employed, where the work is done, and with both known what an hour of it pays."""
    record = draft.record
    stated = given.term_of(record.given, "employment", Employment)
    draft.employment = stated or employment_of(_employment_in(draft), draft.pay, draft.settlement, draft.schedule)
    draft.workplace = given.term_of(record.given, "workplace", Workplace) or _workplace_in(draft) or Workplace.ON_SITE
    estimate = hourly_estimate(draft.pay, draft.schedule)
    if draft.settlement or estimate is not None:
        draft.pay = _paid_out(draft.pay, draft.settlement, estimate)


def _employment_in(draft: Draft) -> Employment | None:
    record = draft.record
    if record.employment and (found := words_of(record.employment).employment):
        return found
    if draft.title_words.employment:
        return draft.title_words.employment
    for words in (record.settlement, record.pay):
        if words and (found := words_of(words).employment):
            return found
    for text in draft.texts:
        if text.employment:
            return text.employment
    return None


def _workplace_in(draft: Draft) -> Workplace | None:
    """As the field, the title or the whole text says; hours and duties are believed where they say 在家做."""
    record = draft.record
    if record.workplace and (found := words_of(record.workplace).workplace):
        return found
    if draft.title_words.workplace:
        return draft.title_words.workplace
    if record.text and (found := words_of(record.text).workplace):
        return found
    for words in (record.schedule, record.requirements, record.description):
        if words and words_of(words).workplace is Workplace.AT_HOME:
            return Workplace.AT_HOME
    return None


@lru_cache(maxsize=16384)
def _paid_out(pay: Pay, settled: tuple[Settlement, ...], estimate: Decimal | None) -> Pay:
    return replace(pay, settlement=settled, hourly_estimate=estimate)


def occupation(draft: Draft) -> None:
    """The occupation's code, from what the source gives, the title and the description."""
    stated = given.text_of(draft.record.given, "occupation")
    words = f"{draft.record.occupation} {draft.title}" if draft.record.occupation else draft.title
    draft.occupation = stated or occupation_of(words, draft.record.description)
