"""Policies: subsidies, loans and services, from a record in its source's words."""

import re
from decimal import Decimal

from schema.normalising.frame import Frame
from schema.normalising.places import placed
from schema.reading.contacts import mask_phones
from schema.reading.pay import find_pay
from schema.reading.text import fold
from schema.records import PolicyRecord, Reject
from schema.values import Policy
from schema.vocabulary import PolicyKind

KINDS: tuple[tuple[PolicyKind, str, str], ...] = (
    (PolicyKind.LOAN, "贷款|贴息|担保", "创业担保贷款"),
    (PolicyKind.TRAINING_GRANT, "培训补贴|技能提升补贴|技能补贴|培训费|学费|职业技能", "职业技能提升补贴"),
    (PolicyKind.SOCIAL_INSURANCE, "社会保险|社保|失业保险|养老保险|医疗保险|工伤保险", "灵活就业人员社会保险补贴"),
    (PolicyKind.SUBSIDY, "补贴|补助|资助|奖励|津贴|奖补|补偿|返还", "一次性创业资助"),
    (PolicyKind.SERVICE, "", "用工余缺调剂"),
)
"""Each kind, the words that tell it in the order in which they count, and an example."""

_AMOUNT = re.compile(r"\d[\d,.]*(?:[万千百]?元)?(?:(?:-|至|到)\d[\d,.]*)?[万千百亿]?元")
_FIRST_CLAUSES = re.compile(r"[、,，;；/\s]+|和|及|以及")
_KINDS = tuple((kind, re.compile(words)) for kind, words, _ in KINDS)


def normalise_policy(record: PolicyRecord, frame: Frame) -> Policy | Reject:
    """The policy that `record` states, or a Reject: ID_MISSING, TITLE_MISSING. Never raises."""
    title = mask_phones(" ".join(record.title.split()))
    if not record.external_id.strip() or not title:
        missing = "ID_MISSING" if title else "TITLE_MISSING"
        message = "这项政策没有编号或标题。 / This policy has no id or no title."
        return Reject(
            reason=missing, message=message, external_id=record.external_id or None, url=record.url, raw=record.raw
        )
    low, high = _amounts(record.amount or "") if record.amount else _amounts(record.summary or "")
    place = placed(None, record.division, frame.division, None)
    return Policy(
        external_id=record.external_id.strip(),
        kind=record.kind or _kind(title, record.summary or record.text or ""),
        title=title,
        url=record.url,
        summary=mask_phones(record.summary) if record.summary else None,
        amount_min=low,
        amount_max=high,
        audience=_audience(record.audience),
        division=place.division if place else None,
    )


def _kind(title: str, summary: str) -> PolicyKind:
    for words in (fold(title), fold(summary)):
        found = next((kind for kind, pattern in _KINDS if pattern.pattern and pattern.search(words)), None)
        if found:
            return found
    return PolicyKind.SERVICE


def _amounts(text: str) -> tuple[Decimal | None, Decimal | None]:
    """The amounts in yuan: the least and the most of what is named; a percentage is none."""
    figures: list[Decimal] = []
    open_below = False
    for match in _AMOUNT.finditer(fold(text)):
        read = find_pay(match[0])
        if read and read.min is not None and read.max is not None:
            figures += [read.min, read.max]
            open_below = open_below or "最高" in fold(text)[max(match.start() - 6, 0) : match.start()]
    if not figures:
        return None, None
    low = None if open_below and len(set(figures)) == 1 else min(figures)
    return low, max(figures)


def _audience(text: str | None) -> tuple[str, ...]:
    return tuple(part for part in _FIRST_CLAUSES.split(text or "") if part)
