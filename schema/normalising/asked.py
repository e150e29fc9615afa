"""What is asked of a person: limits of age and gender, education, experience and skills."""

from collections.abc import Mapping
from dataclasses import replace

from schema.normalising import given
from schema.normalising.frame import Draft
from schema.normalising.words import words_of
from schema.reading.contacts import mask_phones
from schema.reading.education import read_education
from schema.reading.experience import read_experience
from schema.reading.requirements import AgeAndGender, read_requirements
from schema.values import Requirements
from schema.vocabulary import Education, Gender


def requirements(draft: Draft) -> None:
    """The limits, each with the words it was read from; `text` keeps them all."""
    record = draft.record
    age_words, read = _ages(draft)
    education_words, education = _education(draft)
    experience_words, years = _experience(draft)
    fields = (record.requirements, record.age, record.gender, record.education, record.experience)
    texts = [words for words in fields if words]
    words = record.requirements or ("，".join(dict.fromkeys(texts)) if texts else age_words)
    draft.requirements = Requirements(
        mask_phones(words.strip()) if words else None,
        education,
        years,
        *((read.age_min, read.age_max, read.gender) if read else (None, None, None)),
        skills=_skills(draft, texts),
    )
    if record.given:
        draft.requirements = _given_requirements(record.given, draft.requirements)
    draft.keep("requirements", age_words)
    draft.keep("education", education_words)
    draft.keep("experience", experience_words)


def _given_requirements(values: Mapping[str, object], read: Requirements) -> Requirements:
    """The requirements with what the source states as data."""
    return replace(
        read,
        education=given.term_of(values, "requirements.education", Education) or read.education,
        experience_years=given.either(given.whole_of(values, "requirements.experience_years"), read.experience_years),
        age_min=given.whole_of(values, "requirements.age_min") or read.age_min,
        age_max=given.whole_of(values, "requirements.age_max") or read.age_max,
        gender=given.term_of(values, "requirements.gender", Gender) or read.gender,
    )


def _skills(draft: Draft, texts: list[str]) -> tuple[str, ...]:
    """Every skill that the title, the free text or a field names, once."""
    found = draft.title_words.skills
    for text in draft.texts:
        found += text.skills
    for words in texts:
        found += words_of(words).skills
    return tuple(dict.fromkeys(found)) if found else ()


def _ages(draft: Draft) -> tuple[str | None, AgeAndGender | None]:
    record = draft.record
    own = "，".join([words for words in (record.gender, record.age) if words])
    if own:
        read = read_requirements(own, labelled=record.age is not None)
        if read:
            titled = None if read.gender or record.gender or read.by_gender else read_requirements(record.title)
            return own, replace(read, gender=titled.gender) if titled else read
    words = "，".join([text.ages for text in (*draft.texts, draft.title_words) if text.ages])
    return (words, read_requirements(words)) if words else (None, None)


def _education(draft: Draft) -> tuple[str | None, Education | None]:
    words = draft.record.education
    if words and (read := read_education(words)):
        return words, read
    for text in draft.texts:
        if text.education:
            return text.education
    return None, None


def _experience(draft: Draft) -> tuple[str | None, int | None]:
    words = draft.record.experience
    if words and (read := read_experience(words, labelled=True)) is not None:
        return words, read
    for text in draft.texts:
        if text.experience:
            return text.experience
    return None, None
