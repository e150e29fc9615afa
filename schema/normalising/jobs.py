"""Jobs: a record in its source's own words to a Posting, in one ordered list of steps.

A value that a source gives as data wins over words; a field's own words win over the posting's free text (`text`,
then `requirements` and `description`). Every value that was read keeps its words in `readings`. What cannot be taken
is a Reject with a stable code, never an exception.
"""

from collections.abc import Callable
from dataclasses import fields, replace

from schema.normalising import asked, paid
from schema.normalising import fields as step
from schema.normalising.checks import check, posting_of
from schema.normalising.frame import Draft, Frame
from schema.records import JobRecord, Reject
from schema.values import Posting

STEPS: tuple[Callable[[Draft], None], ...] = (
    step.title,
    paid.pay,
    paid.settlement,
    step.headcount,
    step.schedule,
    asked.requirements,
    step.benefits,
    step.place,
    step.employer,
    step.contact,
    step.dates,
    step.status,
    step.employment,
    step.occupation,
    check,
)
"""What is done to every record, in this order."""

_WORDS = frozenset(field.name for field in fields(JobRecord)) - {"external_id", "title", "given", "raw"}


def normalise(record: JobRecord, frame: Frame) -> Posting | Reject:
    """The posting that `record` states, or a Reject: ID_MISSING, TITLE_MISSING. Never raises."""
    if not record.external_id.strip():
        return _reject(record, "ID_MISSING", "external_id", "这一条没有编号。", "This record has no id.")
    draft = Draft(with_defaults(record, frame), frame)
    for fill in STEPS:
        fill(draft)
        if not draft.title:
            return _reject(
                record, "TITLE_MISSING", "title", "这一条没有可用的标题。", "This record has no usable title."
            )
    return posting_of(draft)


def with_defaults(record: JobRecord, frame: Frame) -> JobRecord:
    """The record with its source's words where it has none of its own."""
    if not frame.defaults:
        return record
    missing = {
        name: word
        for name, word in frame.defaults.items()
        if name in _WORDS and isinstance(word, str) and getattr(record, name) is None
    }
    return replace(record, **missing) if missing else record  # type: ignore[arg-type]  # every one of _WORDS is a str


def _reject(record: JobRecord, reason: str, field: str, zh: str, en: str) -> Reject:
    return Reject(
        reason=reason,
        message=f"{zh} / {en}",
        field=field,
        external_id=record.external_id.strip() or None,
        url=record.url,
        raw=record.raw,
    )
