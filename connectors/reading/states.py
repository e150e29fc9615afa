"""Postings that a page carries as JSON in its scripts: window.__INITIAL_STATE__, application/ld+json."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from connectors.documents.model import Document
from connectors.documents.words import tidy
from connectors.reading.drafts import Draft
from connectors.reading.tables import split_facts

NAMES: Mapping[str, str] = {
    "title": "title jobtitle jobname job_name positionname position_name gwmc zwmc postname post_name job "
    "position zhiwei gangwei name",
    "employer": "company companyname company_name corpname enterprise enterprisename employer employername "
    "dwmc qymc unitname hiringorganization shopname",
    "pay": "salary salarytext salary_text pay wage wages xinzi xz salarydesc price gz money salaryrange",
    "headcount": "headcount recruitnum num count zprs rs number personnum recruitcount hirenum totaljobopenings",
    "address": "address workaddress work_address addr gzdd workplace joblocation location area place",
    "contact_phone": "phone tel telephone mobile lxdh contactphone contact_phone",
    "contact_name": "contact contactname contact_name linkman lxr",
    "requirements": "requirement requirements require jobrequire qualifications yq",
    "description": "description desc content detail jobdesc duty duties gznr remark",
    "posted_at": "publishtime publish_time publishdate pubdate createtime create_time updatetime dateposted "
    "fbsj date time",
    "expires_at": "expire expiretime expiredate validthrough enddate end_time deadline jzrq",
    "education": "education edu degree xl",
    "benefits": "welfare benefits benefit tags fuli",
    "schedule": "worktime work_time workhours schedule gzsj",
    "settlement": "settlement settle settletype jsfs",
    "external_id": "id jobid job_id postid post_id uuid code gwbh",
    "status": "status state",
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
    title = facts.get("title", "")
    if not re.search(r"[一-龥A-Za-z]{2}", title):
        return None
    return Draft("job", split_facts(facts, "job"), raw={str(k): _words(v) for k, v in item.items()}, order=order)


def _words(value: Any) -> str:  # Any: JSON of any shape
    if isinstance(value, dict):
        return _words(
            value.get("name")
            or value.get("text")
            or value.get("label")
            or value.get("streetAddress")
            or value.get("address")
            or ""
        )
    if isinstance(value, list):
        return "、".join(filter(None, (_words(each) for each in value)))
    return "" if value is None or isinstance(value, bool) else tidy(re.sub(r"<[^>]+>", " ", str(value)))
