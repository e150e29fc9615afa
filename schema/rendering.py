"""Values as JSON in the graph's own field names. Telephone numbers are masked; amounts are strings, exact."""

from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from schema.reading.contacts import mask_phone
from schema.values import Caution, Event, Place, Policy, Posting, Station

Json = dict[str, Any]  # Any: JSON values


def posting_json(posting: Posting) -> Json:
    """A posting as the graph shows a Job, with `externalId` and `url` of its provenance."""
    pay, asked, schedule = posting.pay, posting.requirements, posting.schedule
    return {
        "externalId": posting.external_id,
        "url": posting.url,
        "title": posting.title,
        "description": posting.description,
        "occupation": {"code": posting.occupation} if posting.occupation else None,
        "headcount": posting.headcount,
        "headcountText": posting.headcount_text,
        "employment": posting.employment.value,
        "workplace": posting.workplace.value,
        "pay": {
            "text": pay.text,
            "min": decimal(pay.min),
            "max": decimal(pay.max),
            "unit": pay.unit.value if pay.unit else None,
            "unitCount": pay.unit_count,
            "currency": pay.currency,
            "negotiable": pay.negotiable,
            "approximate": pay.approximate,
            "monthsPerYear": pay.months_per_year,
            "extras": list(pay.extras),
            "settlement": pay.settlement[0].value if pay.settlement else None,
            "hourlyEstimate": decimal(pay.hourly_estimate),
        },
        "schedule": {
            "text": schedule.text,
            "startsAt": clock(schedule.starts_at),
            "endsAt": clock(schedule.ends_at),
            "hoursPerDay": decimal(schedule.hours_per_day),
            "daysPerWeek": decimal(schedule.days_per_week),
            "shifts": schedule.shifts,
        }
        if schedule
        else None,
        "requirements": {
            "text": asked.text,
            "education": asked.education.value if asked.education else None,
            "experienceYears": asked.experience_years,
            "ageMin": asked.age_min,
            "ageMax": asked.age_max,
            "gender": asked.gender.value if asked.gender else None,
            "skills": list(asked.skills),
        },
        "benefits": [benefit.value for benefit in posting.benefits],
        "place": place_json(posting.place),
        "employer": {"name": posting.employer.name, "kind": posting.employer.kind.value} if posting.employer else None,
        "agency": {"name": posting.agency.name, "kind": posting.agency.kind.value} if posting.agency else None,
        "station": posting.station_key,
        "contact": {"name": posting.contact.name, "phone": masked(posting.contact.phone)} if posting.contact else None,
        "status": posting.status.value,
        "postedAt": instant(posting.posted_at),
        "expiresAt": instant(posting.expires_at),
        "cautions": [caution_json(caution) for caution in posting.cautions],
        "undisclosed": [element.value for element in posting.undisclosed],
        "readings": [{"field": reading.field, "text": reading.text} for reading in posting.readings],
    }


def event_json(event: Event) -> Json:
    """An event as the graph shows it."""
    return {
        "externalId": event.external_id,
        "url": event.url,
        "kind": event.kind.value,
        "title": event.title,
        "startsAt": instant(event.starts_at),
        "endsAt": instant(event.ends_at),
        "place": place_json(event.place),
        "organiser": event.organiser,
        "openings": event.openings,
        "free": event.free,
        "cancelled": event.cancelled,
        "status": "CANCELLED" if event.cancelled else "SCHEDULED",
    }


def policy_json(policy: Policy) -> Json:
    """A policy as the graph shows it."""
    return {
        "externalId": policy.external_id,
        "url": policy.url,
        "kind": policy.kind.value,
        "title": policy.title,
        "summary": policy.summary,
        "amountMin": decimal(policy.amount_min),
        "amountMax": decimal(policy.amount_max),
        "audience": list(policy.audience),
        "division": {"code": policy.division} if policy.division else None,
    }


def station_json(station: Station) -> Json:
    """A station as the graph shows it. Its telephone is an office's and shown plain."""
    return {
        "key": station.key,
        "name": station.name,
        "kind": station.kind.value,
        "place": place_json(station.place),
        "parent": station.parent_key,
        "trades": list(station.trades),
        "services": list(station.services),
        "hours": station.hours,
        "phone": station.phone,
    }


def place_json(place: Place | None) -> Json | None:
    if place is None:
        return None
    point = place.point
    return {
        "text": place.text,
        "division": {"code": place.division} if place.division else None,
        "precision": place.precision.value,
        "point": {"latitude": point.latitude, "longitude": point.longitude, "system": point.system.value}
        if point
        else None,
    }


def caution_json(caution: Caution) -> Json:
    return {"kind": caution.kind.value, "text": caution.text}


def decimal(value: Decimal | None) -> str | None:
    """4800.00 as 4800, 0.20 as 0.2: exact, without an exponent."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def instant(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def clock(value: time | None) -> str | None:
    return value.strftime("%H:%M") if value else None


def masked(phone: str | None) -> str | None:
    return mask_phone(phone) if phone else None


def plain_json(value: object) -> Any:  # Any: JSON values
    """What a record keeps as its raw words, as JSON: decimals and instants as strings."""
    match value:
        case Mapping():
            return {str(key): plain_json(each) for key, each in value.items()}
        case list() | tuple():
            return [plain_json(each) for each in value]
        case Decimal():
            return decimal(value)
        case datetime():
            return value.isoformat()
        case str() | int() | float() | bool() | None:
            return value
        case _:
            return str(value)
