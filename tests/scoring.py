"""Measure a reading against labels: precision and recall of jobs, the share of right values, and what was missed.

    score = score_jobs(postings, labels("market-tea", today)["jobs"])
    assert score.recall >= 0.95, score.misses

A job that is withdrawn or over may be left out; if it is read, its status counts. fixtures/labels/README.md says what
the labels mean.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from schema.values import Event, Policy, Posting

Label = Mapping[str, Any]  # Any: a label's JSON
_LEAST_LIKENESS = 5


@dataclass(slots=True)
class Score:
    """Of one source or, added up, of several. `misses` are sentences for a person."""

    found: int = 0
    matched: int = 0
    wanted: int = 0
    """How many labelled jobs are open, and so must be found."""
    wanted_found: int = 0
    right: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.matched / self.found if self.found else float(not self.wanted)

    @property
    def recall(self) -> float:
        return self.wanted_found / self.wanted if self.wanted else 1.0

    @property
    def fields(self) -> float:
        """The share of right values over the fields of all matched jobs."""
        return sum(self.right.values()) / max(1, sum(self.seen.values()))

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.found + other.found,
            self.matched + other.matched,
            self.wanted + other.wanted,
            self.wanted_found + other.wanted_found,
            self.right + other.right,
            self.seen + other.seen,
            [*self.misses, *other.misses],
        )


def score_jobs(found: Sequence[Posting], wanted: Sequence[Label]) -> Score:
    """Pair what was found with what is labelled, likest first, and compare the pairs field by field."""
    pairs = _pairs(found, wanted)
    must = {place for place, label in enumerate(wanted) if label["status"] == "OPEN"}
    score = Score(len(found), len(pairs), len(must), len(must & set(pairs.values())))
    for mine, theirs in pairs.items():
        _compare(score, found[mine], wanted[theirs])
    score.misses += [f"not found: {wanted[n]['title']} / {wanted[n]['employer']}" for n in must - set(pairs.values())]
    score.misses += [f"not a job: {found[n].title}" for n in range(len(found)) if n not in pairs]
    return score


def score_events(found: Sequence[Event], wanted: Sequence[Label]) -> tuple[float, list[str]]:
    """The share of labelled events found with their day and openings right, and the titles of the others."""
    return _recall(wanted, lambda label: any(_is_event(event, label) for event in found))


def score_policies(found: Sequence[Policy], wanted: Sequence[Label]) -> tuple[float, list[str]]:
    """The share of labelled policies found with their kind and amounts right, and the titles of the others."""
    return _recall(wanted, lambda label: any(_is_policy(policy, label) for policy in found))


def _recall(wanted: Sequence[Label], is_found: Callable[[Label], bool]) -> tuple[float, list[str]]:
    must = [label for label in wanted if not label.get("optional")]
    missed = [str(label["title"]) for label in must if not is_found(label)]
    return (1 - len(missed) / len(must) if must else 1.0), missed


def _is_event(event: Event, label: Label) -> bool:
    words = f"{event.title} {event.place.text if event.place else ''}"
    return (
        event.kind == label["kind"]
        and _plain(label["title"]) in _plain(words)
        and (event.starts_at.isoformat()[:10] if event.starts_at else None) == label["startsAt"][:10]
        and event.openings in _options(label, "openings")
        and event.cancelled == (label["status"] == "CANCELLED")
    )


def _is_policy(policy: Policy, label: Label) -> bool:
    titles = [_plain(option) for option in _options(label, "title")]
    return (
        policy.kind == label["kind"]
        and any(title in _plain(policy.title) or _plain(policy.title) in title for title in titles)
        and _number(policy.amount_min) in [_number(option) for option in _options(label, "amountMin")]
        and _number(policy.amount_max) == _number(label["amountMax"])
    )


def _pairs(found: Sequence[Posting], wanted: Sequence[Label]) -> dict[int, int]:
    """Index of the found to index of the wanted, likest pairs first."""
    ranked = sorted(
        (
            (_likeness(posting, label), mine, theirs)
            for mine, posting in enumerate(found)
            for theirs, label in enumerate(wanted)
        ),
        key=lambda one: -one[0],
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for likeness, mine, theirs in ranked:
        if likeness >= _LEAST_LIKENESS and mine not in pairs and theirs not in taken:
            pairs[mine] = theirs
            taken.add(theirs)
    return pairs


def _likeness(posting: Posting, label: Label) -> int:
    identity = label["externalId"]
    return (
        4 * bool(identity and _plain(identity) in _plain(posting.external_id))
        + 3 * _right_title(posting, label)
        + 2 * bool(label["employer"] and _right_employer(posting, label))
        + 2 * bool(label["contact"]["phone"] and _right_phone(posting, label))
        + (_number(posting.pay.min) == _number(label["pay"]["min"]))
        + (_number(posting.pay.max) == _number(label["pay"]["max"]))
        + bool(posting.headcount == label["headcount"])
    )


def _compare(score: Score, posting: Posting, label: Label) -> None:
    for name, is_right in _FIELDS.items():
        score.seen[name] += 1
        if is_right(posting, label):
            score.right[name] += 1
        else:
            score.misses.append(f"{label['title']} / {label['employer']}: {name}: want {_wanted(label, name)!r}")


def _wanted(label: Label, name: str) -> Any:  # Any: a label's JSON
    value: Any = label
    for step in name.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _options(label: Label, name: str) -> Iterator[Any]:  # Any: a label's JSON
    yield _wanted(label, name)
    yield from label.get("accept", {}).get(name, [])


def _plain(words: object) -> str:
    return "".join(unicodedata.normalize("NFKC", str(words or "")).split()).lower()


def _number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value)).normalize()


def _among(name: str, read: Callable[[Posting], object]) -> Callable[[Posting, Label], bool]:
    """The value itself, or another that the label takes."""
    return lambda posting, label: any(read(posting) == option for option in _options(label, name))


def _unless_unsaid(name: str, read: Callable[[Posting], object]) -> Callable[[Posting, Label], bool]:
    """As `_among`; any value is fair where the label has none."""
    return lambda posting, label: _wanted(label, name) is None or _among(name, read)(posting, label)


def _amount(name: str, read: Callable[[Posting], Decimal | None]) -> Callable[[Posting, Label], bool]:
    return lambda posting, label: _number(read(posting)) in [_number(option) for option in _options(label, name)]


def _right_title(posting: Posting, label: Label) -> bool:
    return _plain(posting.title) in [_plain(option) for option in _options(label, "title")]


def _right_employer(posting: Posting, label: Label) -> bool:
    name = _plain(posting.employer.name if posting.employer else None)
    options = [_plain(option) for option in _options(label, "employer")]
    return any(option == name or (option and name and option in name) for option in options)


def _right_phone(posting: Posting, label: Label) -> bool:
    said = label["contact"]["phone"]
    phone = "".join(filter(str.isdigit, posting.contact.phone or "")) if posting.contact else ""
    return said is None or phone == said


def _right_address(posting: Posting, label: Label) -> bool:
    place = _plain(posting.place.text if posting.place else None)
    options = [_plain(option) for option in _options(label, "address")]
    return label["address"] is None or any(place and (option in place or place in option) for option in options)


def _right_division(posting: Posting, label: Label) -> bool:
    code = (posting.place.division if posting.place else None) or ""
    options = [str(option) for option in _options(label, "divisionCode") if option]
    return not options or any(code and (option.startswith(code) or code.startswith(option)) for option in options)


def _right_benefits(posting: Posting, label: Label) -> bool:
    read = {str(benefit) for benefit in posting.benefits}
    spare = set(label["benefitsOptional"])
    return any(set(option) <= read <= set(option) | spare for option in _options(label, "benefits"))


def _right_cautions(posting: Posting, label: Label) -> bool:
    read = {str(caution.kind) for caution in posting.cautions}
    least = {caution["kind"] for caution in label["cautions"]}
    return least <= read <= least | {"BELOW_MINIMUM_WAGE", "CREDIT_CODE_UNVERIFIED", *label["cautionsOptional"]}


def _right_settlement(posting: Posting, label: Label) -> bool:
    read: set[str | None] = {*posting.pay.settlement} or {None}
    return label["settlement"] is None or bool(read & set(_options(label, "settlement")))


def _clock(moment: time | None) -> str | None:
    return moment.strftime("%H:%M") if moment else None


def _right_hours(posting: Posting, label: Label) -> bool:
    """First start and last end, where the label has them."""
    if not label["schedule"] or not label["schedule"]["startsAt"]:
        return True
    read = posting.schedule
    return read is not None and [_clock(read.starts_at), _clock(read.ends_at)] == [
        label["schedule"]["startsAt"],
        label["schedule"]["endsAt"],
    ]


def _day(moment: datetime | None) -> str:
    return moment.isoformat()[:10] if moment else ""


def _right_day(name: str, read: Callable[[Posting], datetime | None]) -> Callable[[Posting, Label], bool]:
    return lambda posting, label: (
        _wanted(label, name) is None or _day(read(posting)) in [str(option)[:10] for option in _options(label, name)]
    )


_FIELDS: dict[str, Callable[[Posting, Label], bool]] = {
    "title": _right_title,
    "employer": _right_employer,
    "pay.min": _amount("pay.min", lambda posting: posting.pay.min),
    "pay.max": _amount("pay.max", lambda posting: posting.pay.max),
    "pay.unit": _among("pay.unit", lambda posting: posting.pay.unit),
    "pay.negotiable": _among("pay.negotiable", lambda posting: posting.pay.negotiable),
    "headcount": _among("headcount", lambda posting: posting.headcount),
    "address": _right_address,
    "divisionCode": _right_division,
    "status": _among("status", lambda posting: posting.status),
    "settlement": _right_settlement,
    "schedule": _right_hours,
    "ageMin": _among("ageMin", lambda posting: posting.requirements.age_min),
    "ageMax": _among("ageMax", lambda posting: posting.requirements.age_max),
    "gender": _among("gender", lambda posting: posting.requirements.gender),
    "education": _among("education", lambda posting: _asked(posting.requirements.education)),
    "benefits": _right_benefits,
    "contact.phone": _right_phone,
    "postedAt": _right_day("postedAt", lambda posting: posting.posted_at),
    "expiresAt": _right_day("expiresAt", lambda posting: posting.expires_at),
    "employment": _unless_unsaid("employment", lambda posting: posting.employment),
    "workplace": _among("workplace", lambda posting: posting.workplace),
    "cautions": _right_cautions,
}


def _asked(education: object) -> object:
    """不限 is no limit."""
    return None if education == "NONE" else education
