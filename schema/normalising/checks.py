"""The last steps: what a publisher should check, and the posting itself."""

from dataclasses import replace

from schema.normalising.frame import Draft
from schema.normalising.words import words_of
from schema.reading.cautions import cautions_in
from schema.reading.contacts import mask_phones
from schema.reading.disclosure import undisclosed_of
from schema.values import Caution, Posting


def check(draft: Draft) -> None:
    """Cautions, each with the words that raised it."""
    record = draft.record
    fields = (record.pay, record.requirements, record.gender, record.age, record.benefits)
    words = [draft.title_words, *[words_of(field) for field in fields if field]]
    words += [words_of(text) for text in (record.description, record.text) if text]
    found = cautions_in(
        [each.told for each in words],
        pay=draft.pay,
        requirements=draft.requirements,
        division=draft.place.division if draft.place else draft.frame.division,
        credit_code=record.employer_credit_code,
        employment=draft.employment,
        on=draft.frame.now.date(),
    )
    draft.cautions = tuple(map(_masked, found)) if found else ()


def _masked(caution: Caution) -> Caution:
    masked = mask_phones(caution.text)
    return caution if masked == caution.text else replace(caution, text=masked)


def posting_of(draft: Draft) -> Posting:
    """The posting that a finished draft states, with what it leaves undisclosed."""
    record = draft.record
    return Posting(
        external_id=record.external_id.strip(),
        title=draft.title,
        pay=draft.pay,
        requirements=draft.requirements,
        employment=draft.employment,
        workplace=draft.workplace,
        status=draft.status,
        url=record.url,
        description=draft.description,
        occupation=draft.occupation,
        headcount=draft.headcount,
        headcount_text=draft.headcount_text,
        schedule=draft.schedule,
        benefits=draft.benefits,
        place=draft.place,
        employer=draft.employer,
        agency=draft.agency,
        station_key=record.station or draft.frame.station_key,
        event_key=record.event,
        contact=draft.contact,
        posted_at=draft.posted_at,
        expires_at=draft.expires_at,
        cautions=draft.cautions,
        undisclosed=undisclosed_of(draft),
        readings=tuple(draft.readings.values()),
    )
