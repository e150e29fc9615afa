"""A job as schema.org JobPosting, for search engines.

The properties: https://schema.org/JobPosting ; what search engines ask of them:
https://developers.google.com/search/docs/appearance/structured-data/job-posting
"""

from collections.abc import Mapping
from typing import Any, Final

from schema.vocabulary import Benefit, Education, Employment, PayUnit, Workplace

Json = dict[str, Any]  # Any: JSON values

EMPLOYMENT_TYPES: Final[Mapping[str, str]] = {
    Employment.FULL_TIME: "FULL_TIME",
    Employment.PART_TIME: "PART_TIME",
    Employment.GIG: "TEMPORARY",
    Employment.SEASONAL: "TEMPORARY",
    Employment.PIECEWORK: "CONTRACTOR",
    Employment.INTERNSHIP: "INTERN",
    Employment.PUBLIC_WELFARE: "OTHER",
}
SALARY_UNITS: Final = frozenset({PayUnit.HOUR, PayUnit.DAY, PayUnit.WEEK, PayUnit.MONTH, PayUnit.YEAR})
"""The units that unitText may have; pay by the piece has none of them."""
CREDENTIALS: Final[Mapping[str, str]] = {
    Education.SENIOR_SECONDARY: "high school",
    Education.VOCATIONAL: "professional certificate",
    Education.COLLEGE: "associate degree",
    Education.BACHELOR: "bachelor degree",
    Education.MASTER: "postgraduate degree",
    Education.DOCTOR: "postgraduate degree",
}


def job_posting(job: Mapping[str, Any], url: str) -> Json:  # Any: the graph's JSON
    """The JSON-LD of a job. What is not known is left out."""
    whole: Json = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "url": url,
        "title": job["title"],
        "description": _description(job),
        "identifier": _identifier(job),
        "datePosted": job["postedAt"],
        "validThrough": job["expiresAt"],
        "employmentType": EMPLOYMENT_TYPES[job["employment"]],
        "hiringOrganization": _organisation(job),
        "jobLocation": _location(job["place"]),
        "baseSalary": _salary(job["pay"]),
        "totalJobOpenings": job["headcount"],
        "occupationalCategory": _occupation(job["occupation"]),
        "educationRequirements": _education(job["requirements"]),
        "experienceRequirements": _experience(job["requirements"]),
        "qualifications": job["requirements"]["text"],
        "skills": "、".join(job["requirements"]["skills"]) or None,
        "workHours": job["schedule"] and job["schedule"]["text"],
        "jobBenefits": "、".join(Benefit[one].label for one in job["benefits"]) or None,
        "directApply": False,
        **_remote(job),
    }
    return {name: value for name, value in whole.items() if value is not None}


def _description(job: Mapping[str, Any]) -> str:
    """Search engines want one; a posting without says what it does say."""
    words: str = job["description"] or "，".join(filter(None, (job["title"], job["pay"]["text"])))
    return words


def _identifier(job: Mapping[str, Any]) -> Json | None:
    if not job["provenance"]:
        return None
    seen = job["provenance"][0]
    return {"@type": "PropertyValue", "name": seen["source"]["name"], "value": seen["externalId"]}


def _organisation(job: Mapping[str, Any]) -> Json | str:
    organisation = job["employer"] or job["agency"]
    return {"@type": "Organization", "name": organisation["name"]} if organisation else "confidential"


def _location(place: Mapping[str, Any] | None) -> Json | None:
    if place is None:
        return None
    names = _levels(place["division"])
    address: Json = {
        "@type": "PostalAddress",
        "streetAddress": place["text"],
        "addressLocality": "".join(filter(None, (names.get("CITY"), names.get("DISTRICT")))) or None,
        "addressRegion": names.get("PROVINCE"),
        "addressCountry": "CN",
    }
    location: Json = {"@type": "Place", "address": {name: value for name, value in address.items() if value}}
    if place["precision"] in ("EXACT", "STATION", "COMMUNITY") and place["point"]:
        point = place["point"]
        location["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": point["latitude"],
            "longitude": point["longitude"],
        }
    return location


def _levels(division: Mapping[str, Any] | None) -> dict[str, str]:
    names: dict[str, str] = {}
    while division:
        names[division["level"]] = division["name"]
        division = division.get("parent")
    return names


def _salary(pay: Mapping[str, Any]) -> Json | None:
    if pay["unit"] not in SALARY_UNITS or pay["unitCount"] != 1 or (pay["min"] is None and pay["max"] is None):
        return None
    bounds = {"minValue": pay["min"], "maxValue": pay["max"]}
    value = {"@type": "QuantitativeValue", "unitText": pay["unit"]}
    value |= {name: float(amount) for name, amount in bounds.items() if amount is not None}
    return {"@type": "MonetaryAmount", "currency": pay["currency"], "value": value}


def _occupation(occupation: Mapping[str, Any] | None) -> str | None:
    return f"{occupation['code']} {occupation['name']}" if occupation else None


def _education(requirements: Mapping[str, Any]) -> Json | str | None:
    education = requirements["education"]
    if education is None:
        return None
    if education not in CREDENTIALS:
        return "no requirements"
    return {"@type": "EducationalOccupationalCredential", "credentialCategory": CREDENTIALS[education]}


def _experience(requirements: Mapping[str, Any]) -> Json | str | None:
    years = requirements["experienceYears"]
    if years is None:
        return None
    if years == 0:
        return "no requirements"
    return {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": years * 12}


def _remote(job: Mapping[str, Any]) -> Json:
    if job["workplace"] != Workplace.AT_HOME:
        return {}
    return {
        "jobLocationType": "TELECOMMUTE",
        "applicantLocationRequirements": {"@type": "Country", "name": "CN"},
    }
