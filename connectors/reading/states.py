"""Postings that a page carries as JSON in its scripts: window.__INITIAL_STATE__, application/ld+json."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from connectors.documents.model import Document
from connectors.documents.words import plain, tidy
from connectors.reading.drafts import Draft
from connectors.reading.splitting import split_facts
from connectors.reading.titles import clean_title

NAMES: Mapping[str, str] = {
    "title": "title jobtitle jobname job_name positionname position_name gwmc zwmc postname post_name job "
    "position zhiwei gangwei name",
    "employer": "company companyname company_name corpname enterprise enterprisename employer employername "
    "dwmc qymc unitname hiringorganization shopname corp merchant",
    "pay": "salary salarytext salary_text pay wage wages xinzi xz salarydesc price gz money salaryrange basesalary",
    "headcount": "headcount recruitnum num count zprs rs number personnum recruitcount hirenum totaljobopenings",
    "address": "address workaddress work_address addr gzdd workplace joblocation location area place",
    "contact_phone": "phone tel telephone mobile lxdh contactphone contact_phone linktel linkphone",
    "contact_name": "contact contactname contact_name linkman linkname lxr",
    "requirements": "requirement requirements require jobrequire qualifications yq",
    "description": "description desc content detail jobdesc duty duties gznr remark",
    "posted_at": "publishtime publish_time publishdate pubdate createtime create_time updatetime dateposted "
    "fbsj date time",
    "expires_at": "expire expiretime expiredate validthrough enddate end_time deadline jzrq expiresat validto",
    "education": "education edu degree xl",
    "benefits": "welfare benefits benefit tags fuli",
    "schedule": "worktime work_time workhours schedule gzsj",
    "settlement": "settlement settle settletype settletext jsfs",
    "external_id": "id jobid job_id postid post_id uuid code gwbh",
    "status": "statustext statetext statusname statename status state",
    "url": "detailurl url link joburl",
    "age_min": "agemin minage",
    "age_max": "agemax maxage",
    "experience": "experience exp workyears",
    "age": "age agerange nl",
    "gender": "gender sex xb",
}
FIELD_OF = {name: field for field, names in NAMES.items() for name in names.split()}
DEEPEST = 12


def read_states(document: Document) -> list[Draft]:
    """Drafts of the lists of objects that have a title and a pay, an employer or a headcount."""
    drafts: list[Draft] = []
    for text in document.data:
        try:
            value, _ = json.JSONDecoder().raw_decode(text.strip())
        except (ValueError, RecursionError):
            continue
        for order, item in enumerate(_objects(value, 0)):
            if draft := _draft(item, order):
                drafts.append(draft)
    return drafts


def _objects(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:  # Any: JSON of any shape
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            if isinstance(each, dict) and _is_posting(each):
                yield each
            else:
                yield from _objects(each, depth + 1)
    elif isinstance(value, dict):
        if _is_posting(value):
            yield value
            return
        for each in value.values():
            yield from _objects(each, depth + 1)


def _is_posting(item: Mapping[str, Any]) -> bool:  # Any: JSON of any shape
    fields = {FIELD_OF.get(re.sub(r"[-_]", "", str(name)).lower()) or FIELD_OF.get(str(name).lower()) for name in item}
    return (
        "title" in fields
        and len(fields & {"pay", "employer", "headcount", "contact_phone", "requirements", "description"}) >= 2
    )


def _draft(item: Mapping[str, Any], order: int) -> Draft | None:  # Any: JSON of any shape
    facts: dict[str, str] = {}
    for name, value in item.items():
        field = FIELD_OF.get(str(name).lower()) or FIELD_OF.get(re.sub(r"[-_]", "", str(name)).lower())
        words = _words(value)
        if field and words and field not in facts:
            facts[field] = words
    if ages := _ages(facts.pop("age_min", ""), facts.pop("age_max", "")):
        facts.setdefault("age", ages)
    if re.fullmatch(r"-?\d+", facts.get("status", "")):
        del facts["status"]  # a code that only the site's own scripts know
    if facts.get("headcount") in ("0", "-1"):
        facts["headcount"] = "若干"
    facts.pop("url", None)
    title = facts.get("title", "")
    if not re.search(r"[一-龥A-Za-z]{2}", title):
        return None
    return Draft("job", split_facts(facts, "job"), raw={str(k): _words(v) for k, v in item.items()}, order=order)


def _ages(least: str, most: str) -> str | None:
    """Two numbers as a person would write them; 0 is how such pages write 不限."""
    low, high = (text if re.fullmatch(r"[1-9]\d", text) else "" for text in (least, most))
    if low and high:
        return f"{low}-{high}岁"
    return f"{high}岁以下" if high else f"{low}岁以上" if low else None


def enriched(drafts: Sequence[Draft], states: Sequence[Draft]) -> list[Draft]:
    """What a page shows of its jobs, with what the same page's data says more of each, told by number or by name."""
    return [_with_state(draft, states) if draft.kind == "job" else draft for draft in drafts]


def _with_state(draft: Draft, states: Sequence[Draft]) -> Draft:
    number, name = draft.get("external_id"), _name(draft)
    same = [state for state in states if number and state.get("external_id") == number]
    same = same or [state for state in states if _name(state) == name and _agree(draft, state)]
    if len(same) != 1:
        return draft
    exact = {key: value for key in ("posted_at",) if (value := same[0].get(key))}
    return replace(draft.lacking(same[0].facts), raw={**same[0].raw, **draft.raw}).with_facts(exact)


def _name(draft: Draft) -> str:
    return plain(clean_title(draft.facts.get("title", "")))


def _agree(draft: Draft, state: Draft) -> bool:
    one, other = (plain(each.facts.get("employer", "")) for each in (draft, state))
    return not one or not other or one == other


def _words(value: Any) -> str:  # Any: JSON of any shape
    if isinstance(value, dict):
        return _words(
            value.get("name")
            or _salary(value)
            or value.get("text")
            or value.get("label")
            or value.get("streetAddress")
            or value.get("address")
            or ""
        )
    if isinstance(value, list):
        return "、".join(filter(None, (_words(each) for each in value)))
    return "" if value is None or isinstance(value, bool) else tidy(re.sub(r"<[^>]+>", " ", str(value)))


PERIODS = {"hour": "小时", "day": "天", "week": "周", "month": "月", "year": "年"}


def _salary(value: Mapping[str, Any]) -> str | None:  # Any: JSON of any shape
    """baseSalary of schema.org's JobPosting: {value: {minValue, maxValue, unitText}}, as a person would write it."""
    inner = value.get("value")
    amount = inner if isinstance(inner, dict) else value
    low, high = amount.get("minValue") or amount.get("value"), amount.get("maxValue")
    period = PERIODS.get(str(amount.get("unitText") or value.get("unitText") or "").lower())
    if not isinstance(low, int | float | str) or not period:
        return None
    return f"{low}-{high}元/{period}" if high and high != low else f"{low}元/{period}"
