"""Another Doorstep's log of changes: its query, and a job of its graph as a record whose values need no reading."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from schema.records import JobRecord

Node = Mapping[str, Any]  # Any: a graph's JSON

QUERY = """\
query DoorstepChanges($after: String, $first: Int) {
  changes(after: $after, first: $first) {
    nodes {
      cursor kind jobId
      job {
        id title description headcount headcountText employment workplace status benefits postedAt expiresAt
        occupation { code name }
        pay {
          text min max unit unitCount currency negotiable approximate monthsPerYear settlement
        }
        schedule { text startsAt endsAt hoursPerDay daysPerWeek shifts }
        requirements { text education experienceYears ageMin ageMax gender }
        place { text division { code } point { latitude longitude system } }
        employer { name creditCode }
        agency { name }
        contact { name phone }
        provenance { url }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
"""


def record_of(job: Node) -> JobRecord:
    """The job as the other Doorstep read it: its values are taken as given, its words are kept beside them."""
    pay, asked = _of(job, "pay"), _of(job, "requirements")
    place, contact, schedule = _of(job, "place"), _of(job, "contact"), _of(job, "schedule")
    point = _of(place, "point")
    return JobRecord(
        external_id=str(job["id"]),
        title=str(job["title"]),
        url=next((str(seen["url"]) for seen in job.get("provenance") or () if seen.get("url")), None),
        description=_text(job, "description"),
        employer=_text(_of(job, "employer"), "name"),
        employer_credit_code=_text(_of(job, "employer"), "creditCode"),
        agency=_text(_of(job, "agency"), "name"),
        occupation=_text(_of(job, "occupation"), "name"),
        pay=_text(pay, "text"),
        headcount=_text(job, "headcountText"),
        schedule=_text(schedule, "text"),
        requirements=_text(asked, "text"),
        address=_text(place, "text"),
        division=_text(_of(place, "division"), "code"),
        latitude=_text(point, "latitude"),
        longitude=_text(point, "longitude"),
        coordinate_system=_text(point, "system"),
        contact_name=_text(contact, "name"),
        contact_phone=_plain_phone(_text(contact, "phone")),
        posted_at=_text(job, "postedAt"),
        expires_at=_text(job, "expiresAt"),
        given={name: value for name, value in _given(job, pay, asked, schedule).items() if value is not None},
        raw=dict(job),
    )


def _given(job: Node, pay: Node, asked: Node, schedule: Node) -> dict[str, object]:
    return {
        "headcount": job.get("headcount"),
        "employment": job.get("employment"),
        "workplace": job.get("workplace"),
        "status": job.get("status"),
        "occupation": _of(job, "occupation").get("code"),
        "benefits": job.get("benefits"),
        "posted_at": _instant(job.get("postedAt")),
        "expires_at": _instant(job.get("expiresAt")),
        "pay.min": pay.get("min"),
        "pay.max": pay.get("max"),
        "pay.unit": pay.get("unit"),
        "pay.unit_count": pay.get("unitCount"),
        "pay.currency": pay.get("currency"),
        "pay.negotiable": pay.get("negotiable"),
        "pay.months_per_year": pay.get("monthsPerYear"),
        "pay.settlement": pay.get("settlement"),
        "requirements.education": asked.get("education"),
        "requirements.experience_years": asked.get("experienceYears"),
        "requirements.age_min": asked.get("ageMin"),
        "requirements.age_max": asked.get("ageMax"),
        "requirements.gender": asked.get("gender"),
        "schedule.starts_at": _clock(schedule.get("startsAt")),
        "schedule.ends_at": _clock(schedule.get("endsAt")),
        "schedule.hours_per_day": schedule.get("hoursPerDay"),
        "schedule.days_per_week": schedule.get("daysPerWeek"),
        "schedule.shifts": schedule.get("shifts"),
    }


def _of(node: Node, name: str) -> Node:
    found = node.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(node: Node, name: str) -> str | None:
    value = node.get(name)
    return str(value) if value not in (None, "") else None


def _plain_phone(phone: str | None) -> str | None:
    """A masked telephone is no telephone: the other Doorstep shows it whole to a key with contact:read."""
    return None if phone is None or "*" in phone else phone


def _instant(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _clock(value: object) -> time | None:
    try:
        return time.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
