"""The steps that fill a draft, field by field: what is given, else the field's words, else the free text."""

import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from schema.normalising import given
from schema.normalising.frame import Draft
from schema.normalising.places import place_of
from schema.occupations import occupation_of
from schema.reading.benefits import read_benefits
from schema.reading.clauses import clauses, gathered
from schema.reading.contacts import mask_phones, read_phone
from schema.reading.dates import read_instant
from schema.reading.education import find_education, read_education
from schema.reading.employers import read_employer
from schema.reading.employment import employment_of, read_employment, read_status, read_workplace
from schema.reading.experience import read_experience
from schema.reading.headcount import find_headcount, read_headcount
from schema.reading.hourly import hourly_estimate
from schema.reading.names import read_contact_name
from schema.reading.pay import find_pay, read_pay
from schema.reading.requirements import AgeAndGender, read_requirements
from schema.reading.schedule import read_schedule
from schema.reading.settlement import read_settlement
from schema.reading.skills import read_skills
from schema.reading.titles import read_title
from schema.values import Contact, Pay, Requirements, Schedule
from schema.vocabulary import (
    Benefit,
    Education,
    Employment,
    Gender,
    JobStatus,
    PayUnit,
    Settlement,
    Workplace,
)

_Read = TypeVar("_Read")
_JOB_AND_COUNT = re.compile(
    r"(?:招|聘)?[\u4e00-\u9fff]{1,6}(?:工|员|師|师|匠|手|长|司机|师傅|保安|保洁)\s*(?:\d{1,3}|[一二两三四五六七八九十])\s*(?:名|人|个|個|位)"
)


def title(draft: Draft) -> None:
    """The job's name without marks, numbers and head counts."""
    read = read_title(draft.record.title)
    if read:
        draft.title, draft.closed = mask_phones(read.name), read.closed


def pay(draft: Draft) -> None:
    """What is paid. Words that give no figure are still kept, as `pay.text`."""
    words, read = draft.record.pay, None
    if words and words.strip():
        read = read_pay(words.strip()) or Pay(text=words.strip())
    elif not draft.record.given or not given.under(draft.record.given, "pay"):
        read = _pay_in(draft)
    read = _given_pay(draft, read or Pay(text=""))
    draft.keep("pay", read.text)
    masked = mask_phones(read.text)
    draft.pay = read if masked == read.text else replace(read, text=masked)


def _pay_in(draft: Draft) -> Pay | None:
    """The first clause of the free text that gives a figure; else the first that speaks of pay at all (计件, 面议)."""
    found = [read for text in draft.free_text for clause in clauses(text) if (read := find_pay(clause))]
    return next((read for read in found if read.min is not None or read.max is not None), next(iter(found), None))


def _given_pay(draft: Draft, read: Pay) -> Pay:
    """The pay with the values that the source states, then with the source's defaults where it has none."""
    values, defaults = draft.record.given, draft.frame.defaults
    if values and given.under(values, "pay"):
        low, high = given.decimal_of(values, "pay.min"), given.decimal_of(values, "pay.max")
        if low is not None and high is not None and low > high:
            low, high = high, low
        stated = low or high
        unit = given.term_of(values, "pay.unit", PayUnit)
        read = replace(
            read,
            min=low if stated else read.min,
            max=high if stated else read.max,
            unit=unit or read.unit,
            unit_count=given.whole_of(values, "pay.unit_count") or read.unit_count,
            negotiable=_either(given.flag_of(values, "pay.negotiable"), read.negotiable),
            months_per_year=given.whole_of(values, "pay.months_per_year") or read.months_per_year,
            currency=given.text_of(values, "pay.currency") or read.currency,
        )
        read = read if read.text else replace(read, text=_composed(read))
    if read.unit is None and (read.min is not None or read.max is not None):
        read = replace(read, unit=given.term_of(defaults, "pay.unit", PayUnit))
    return read


def _either(stated: bool | None, read: bool) -> bool:
    return read if stated is None else stated


def _composed(pay: Pay) -> str:
    """Words for pay that a source gave as numbers alone: 4000-6000元/月."""
    figures = list(dict.fromkeys(f"{figure.normalize():f}" for figure in (pay.min, pay.max) if figure is not None))
    if not figures:
        return "面议" if pay.negotiable else ""
    bound = "起" if pay.max is None else "以下" if pay.min is None else ""
    unit = f"/{pay.unit.label}" if pay.unit else ""
    return f"{'-'.join(figures)}元{unit}{bound}"


def settlement(draft: Draft) -> None:
    """When pay is paid out, from its own field, the words of pay, or the free text."""
    stated = given.terms_of(draft.record.given, "pay.settlement", Settlement)
    for words in (draft.record.settlement, draft.record.pay, draft.record.title):
        if not stated and words and (read := read_settlement(words)):
            stated = read.settlement
            draft.keep("settlement", words)
    if not stated and (clause := _first(draft, read_settlement)):
        read = read_settlement(clause)
        stated = read.settlement if read else ()
        draft.keep("settlement", clause)
    draft.settlement = stated


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
    for text in draft.free_text:
        parts = clauses(text)
        for i, clause in enumerate(parts):
            if find_headcount(clause):
                further = itertools.takewhile(_JOB_AND_COUNT.fullmatch, parts[i + 1 :])
                return "、".join([clause, *further])
    return None


def schedule(draft: Draft) -> None:
    """When and how long work is."""
    words = draft.record.schedule
    read = None
    if words and words.strip():
        read = read_schedule(words.strip()) or Schedule(text=words.strip())
    else:
        for text in draft.free_text:
            gathered_words = gathered(text, read_schedule)
            if gathered_words and (read := read_schedule(gathered_words)):
                break
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
        shifts=_either(given.flag_of(values, "schedule.shifts"), base.shifts),
    )


def requirements(draft: Draft) -> None:
    """Limits of age and gender, education, experience and skills; `text` keeps the words."""
    record, values = draft.record, draft.record.given
    age_words, read = _ages(draft)
    education_words, education = _education(draft)
    experience_words, years = _experience(draft)
    texts = [
        words
        for words in (record.requirements, record.age, record.gender, record.education, record.experience)
        if words
    ]
    words = record.requirements or "，".join(dict.fromkeys(texts)) or age_words
    draft.requirements = Requirements(
        text=mask_phones(words.strip()) if words else None,
        education=education,
        experience_years=years,
        age_min=read.age_min if read else None,
        age_max=read.age_max if read else None,
        gender=read.gender if read else None,
        skills=_skills((record.title, *draft.free_text, *texts)),
    )
    if values:
        draft.requirements = _given_requirements(values, draft.requirements)
    draft.keep("requirements", age_words)
    draft.keep("education", education_words)
    draft.keep("experience", experience_words)


def _given_requirements(values: Mapping[str, object], read: Requirements) -> Requirements:
    """The requirements with what the source states as data."""
    return replace(
        read,
        education=given.term_of(values, "requirements.education", Education) or read.education,
        experience_years=_or(given.whole_of(values, "requirements.experience_years"), read.experience_years),
        age_min=given.whole_of(values, "requirements.age_min") or read.age_min,
        age_max=given.whole_of(values, "requirements.age_max") or read.age_max,
        gender=given.term_of(values, "requirements.gender", Gender) or read.gender,
    )


def _skills(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Every skill that one of the texts names, once."""
    found = [skills for text in texts if (skills := read_skills(text))]
    return tuple(dict.fromkeys(itertools.chain.from_iterable(found))) if found else ()


def _or(stated: int | None, read: int | None) -> int | None:
    return read if stated is None else stated


def _ages(draft: Draft) -> tuple[str | None, AgeAndGender | None]:
    record = draft.record
    own = "，".join(words for words in (record.gender, record.age) if words)
    if own:
        read = read_requirements(own, labelled=record.age is not None)
        if read:
            return own, read
    texts = (*draft.free_text, record.title)
    words = "，".join(part for text in texts if (part := gathered(text, read_requirements)))
    return (words, read_requirements(words)) if words else (None, None)


def _education(draft: Draft) -> tuple[str | None, Education | None]:
    words = draft.record.education
    if words and (read := read_education(words)):
        return words, read
    for text in draft.free_text:
        found = gathered(text, find_education)
        if found:
            return found, find_education(found)
    return None, None


def _experience(draft: Draft) -> tuple[str | None, int | None]:
    words = draft.record.experience
    if words and (read := read_experience(words, labelled=True)) is not None:
        return words, read
    for text in draft.free_text:
        for clause in clauses(text):
            if (read := read_experience(clause)) is not None:
                return clause, read
    return None, None


def benefits(draft: Draft) -> None:
    """What comes beside the pay, from the field, the words of pay and the free text together."""
    record = draft.record
    found = [given.terms_of(record.given, "benefits", Benefit)] if record.given else []
    for text in (record.benefits, record.pay, *draft.free_text):
        if text:
            given_here, words = _benefits_in(text)
            if given_here:
                found.append(given_here)
                draft.keep("benefits", words)
    draft.benefits = found[0] if len(found) == 1 else _together(tuple(found)) if found else ()


@lru_cache(maxsize=4096)
def _together(found: tuple[tuple[Benefit, ...], ...]) -> tuple[Benefit, ...]:
    every = {benefit for some in found for benefit in some}
    return tuple(benefit for benefit in Benefit if benefit in every)


@lru_cache(maxsize=16384)
def _benefits_in(text: str) -> tuple[tuple[Benefit, ...], str]:
    """The benefits that the clauses of a text give, and those clauses."""
    telling = [(clause, read) for clause in clauses(text) if (read := read_benefits(clause))]
    return _together(tuple(read for _, read in telling)), "，".join(clause for clause, _ in telling)


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
    for text in draft.free_text if not own else ():
        phone = phone or read_phone(text)
        name = name or read_contact_name(text)
    if phone or name:
        draft.contact = Contact(name, phone.national if phone else None)


def dates(draft: Draft) -> None:
    """When it was posted and until when it holds."""
    record, now = draft.record, draft.frame.now
    draft.posted_at = given.instant_of(record.given, "posted_at") or _instant(draft, "posted_at", record.posted_at)
    draft.expires_at = given.instant_of(record.given, "expires_at") or _instant(
        draft, "expires_at", record.expires_at, end=True
    )
    if draft.posted_at and draft.posted_at > now:
        draft.posted_at = now if (draft.posted_at - now).days < 1 else draft.posted_at


def _instant(draft: Draft, name: str, words: str | None, *, end: bool = False) -> datetime | None:
    if not words or not words.strip():
        return None
    read = read_instant(words.strip(), draft.frame.now, end=end)
    if read:
        draft.keep(name, words)
    return read


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
    words = _first_read(
        read_employment, record.employment, record.title, record.settlement, record.pay, *draft.free_text
    )
    draft.employment = stated or employment_of(words, draft.pay, draft.settlement, draft.schedule)
    where = _first_read(read_workplace, record.workplace, record.title, record.text)
    draft.workplace = given.term_of(record.given, "workplace", Workplace) or where or Workplace.ON_SITE
    estimate = hourly_estimate(draft.pay, draft.schedule)
    if draft.settlement or estimate is not None:
        draft.pay = _paid_out(draft.pay, draft.settlement, estimate)


def _first_read(read: Callable[[str], _Read | None], *texts: str | None) -> _Read | None:
    """What `read` makes of the first text that it makes something of."""
    for text in texts:
        if text and (found := read(text)) is not None:
            return found
    return None


@lru_cache(maxsize=16384)
def _paid_out(pay: Pay, settled: tuple[Settlement, ...], estimate: Decimal | None) -> Pay:
    return replace(pay, settlement=settled, hourly_estimate=estimate)


def occupation(draft: Draft) -> None:
    """The occupation's code, from what the source gives, the title and the description."""
    stated = given.text_of(draft.record.given, "occupation")
    words = f"{draft.record.occupation} {draft.title}" if draft.record.occupation else draft.title
    draft.occupation = stated or occupation_of(words, draft.record.description)


def _first(draft: Draft, read: Callable[[str], object]) -> str | None:
    """The first clause of the free text that `read` makes something of."""
    return next((clause for text in draft.free_text for clause in clauses(text) if read(clause)), None)
