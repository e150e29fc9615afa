"""How well a job suits a person: what rules it out, and a score that is the sum of reasons, each with its weight.

Pure and deterministic; nothing about the person is kept. A reason counts only where the person asked for it, so that
the score is the share of what was asked: 1.0 is a job that gives all of it. What a job does not say neither counts for
it nor against it, but hours, forms of employment, age and education that it does say and that do not fit rule it out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from schema.travel import travel_minutes
from schema.vocabulary import Benefit, Education, Employment, MatchReasonKind, PayUnit, TravelMode, Workplace

WEIGHTS: Final = {
    MatchReasonKind.SKILL: 0.34,
    MatchReasonKind.NEARBY: 0.20,
    MatchReasonKind.HOURS: 0.14,
    MatchReasonKind.PAY: 0.12,
    MatchReasonKind.BENEFIT: 0.08,
    MatchReasonKind.EMPLOYMENT: 0.06,
    MatchReasonKind.OPEN_TO_YOU: 0.03,
    MatchReasonKind.FRESH: 0.03,
}
"""What each kind of reason is worth. They add up to 1."""
IN_TITLE: Final = 1.0
IN_DESCRIPTION: Final = 0.6
FRESH_DAYS: Final = 30
"""A job posted now is fresh in full, one of 30 days not at all."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Something the person can or would like to do, with its synonyms, folded as `schema.store.reads.bigrams` folds."""

    word: str
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Who looks for work. Times are minutes since midnight; pay is in ten-thousandths of a yuan."""

    wishes: tuple[Wish, ...] = ()
    radius_metres: float | None = None
    mode: TravelMode = TravelMode.WALK
    age: int | None = None
    education: Education | None = None
    employment: frozenset[Employment] = frozenset()
    workplace: frozenset[Workplace] = frozenset()
    free_from: int | None = None
    free_until: int | None = None
    pay_at_least: int | None = None
    pay_unit: PayUnit | None = None
    needs: tuple[Benefit, ...] = ()


@dataclass(frozen=True, slots=True)
class Opening:
    """What is looked at of a job. Texts are folded."""

    number: int
    title: str
    description: str
    employment: Employment
    workplace: Workplace
    posted_days_ago: float
    metres: float | None = None
    minutes: int | None = None
    """Of the way by streets, where a routing engine told it."""
    starts_at: int | None = None
    ends_at: int | None = None
    pay_text: str = ""
    pay_most: int | None = None
    pay_unit: PayUnit | None = None
    pay_unit_count: int = 1
    hourly_estimate: int | None = None
    benefits: int = 0
    education: Education | None = None
    age_min: int | None = None
    age_max: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    kind: MatchReasonKind
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Match:
    number: int
    score: float
    reasons: tuple[Reason, ...]


def rank(person: Person, openings: Sequence[Opening], first: int) -> list[Match]:
    """The best `first`, best first; ties: the nearer, then the newer, then the lower id. What fits a wish is first."""
    scored = [(match_of(person, each), each) for each in openings if not ruled_out(person, each)]
    wanted = [(match, each) for match, each in scored if not person.wishes or _has(match, MatchReasonKind.SKILL)]
    chosen = wanted if len(wanted) >= first or not person.wishes else wanted + [p for p in scored if p not in wanted]
    chosen.sort(key=lambda pair: (-pair[0].score, pair[1].metres or 0.0, pair[1].posted_days_ago, pair[1].number))
    return [match for match, _ in chosen[:first]]


def _has(match: Match, kind: MatchReasonKind) -> bool:
    return any(reason.kind is kind for reason in match.reasons)


def ruled_out(person: Person, job: Opening) -> bool:
    """Whether something that the job says excludes the person, or something the person says excludes the job."""
    if person.age is not None and not (job.age_min or 0) <= person.age <= (job.age_max or 999):
        return True
    if person.education is not None and job.education is not None and not _educated(person.education, job.education):
        return True
    if person.employment and job.employment not in person.employment:
        return True
    if person.workplace and job.workplace not in person.workplace:
        return True
    return _hours_fit(person, job) is False


def match_of(person: Person, job: Opening) -> Match:
    """The reasons, weightiest first, and their sum as a share of what the person asked for."""
    found = [reason for reason in _reasons(person, job) if reason.weight > 0]
    asked = sum(WEIGHTS[kind] for kind in _asked(person))
    order = list(MatchReasonKind)
    found.sort(key=lambda reason: (-reason.weight, order.index(reason.kind), reason.text))
    return Match(job.number, round(sum(reason.weight for reason in found) / asked, 4), tuple(found))


def _asked(person: Person) -> Iterator[MatchReasonKind]:
    yield MatchReasonKind.FRESH
    for kind, given in (
        (MatchReasonKind.SKILL, person.wishes),
        (MatchReasonKind.NEARBY, person.radius_metres),
        (MatchReasonKind.HOURS, person.free_from is not None or person.free_until is not None),
        (MatchReasonKind.PAY, person.pay_at_least),
        (MatchReasonKind.BENEFIT, person.needs),
        (MatchReasonKind.EMPLOYMENT, person.employment or person.workplace),
        (MatchReasonKind.OPEN_TO_YOU, person.age is not None or person.education is not None),
    ):
        if given:
            yield kind


def _reasons(person: Person, job: Opening) -> Iterator[Reason]:
    yield from _skills(person, job)
    yield from _nearby(person, job)
    if _hours_fit(person, job):
        text = f"{_clock(job.starts_at)}—{_clock(job.ends_at)}"
        yield _reason(MatchReasonKind.HOURS, f"工作时间 {text}，在你有空的时段内", f"its hours {text} fit yours")
    yield from _pay(person, job)
    yield from _benefits(person, job)
    if person.employment or person.workplace:
        zh = "、".join([job.employment.label, job.workplace.label])
        yield _reason(
            MatchReasonKind.EMPLOYMENT, f"用工形式合适：{zh}", f"{job.employment}, {job.workplace} as you wish"
        )
    if person.age is not None or person.education is not None:
        yield _reason(MatchReasonKind.OPEN_TO_YOU, "年龄和学历符合要求", "open to your age and education")
    share = max(0.0, 1 - job.posted_days_ago / FRESH_DAYS)
    yield _reason(MatchReasonKind.FRESH, "最近发布", "posted lately", share)


def _reason(kind: MatchReasonKind, zh: str, en: str, share: float = 1.0) -> Reason:
    return Reason(kind, f"{zh} / {en}", round(WEIGHTS[kind] * share, 4))


def _skills(person: Person, job: Opening) -> Iterator[Reason]:
    """The best of the wishes counts in full, every one that fits is told."""
    best = 0.0
    fitting = []
    for wish in person.wishes:
        share = _share(wish, job)
        if share:
            fitting.append(wish.word)
            best = max(best, share)
    if fitting:
        words = "、".join(fitting)
        part = 0.5 * best + 0.5 * best * len(fitting) / len(person.wishes)
        yield _reason(MatchReasonKind.SKILL, f"与“{words}”相符", f'fits "{words}"', part)


def _share(wish: Wish, job: Opening) -> float:
    if any(spelling in job.title for spelling in wish.spellings):
        return IN_TITLE
    return IN_DESCRIPTION if any(spelling in job.description for spelling in wish.spellings) else 0.0


def _nearby(person: Person, job: Opening) -> Iterator[Reason]:
    if not person.radius_metres or job.metres is None:
        return
    if job.metres <= person.radius_metres or job.minutes is not None:
        minutes = travel_minutes(job.metres, person.mode) if job.minutes is None else job.minutes
        share = 1 - 0.6 * min(1.0, job.metres / person.radius_metres)
        way = person.mode.label
        yield _reason(MatchReasonKind.NEARBY, f"{way}约 {minutes} 分钟", f"about {minutes} minutes away", share)


def _hours_fit(person: Person, job: Opening) -> bool | None:
    """None where the person or the job does not say."""
    if (person.free_from is None and person.free_until is None) or job.starts_at is None or job.ends_at is None:
        return None
    return (
        job.starts_at >= (person.free_from or 0)
        and job.ends_at <= (1440 if person.free_until is None else person.free_until)
        and job.ends_at >= job.starts_at
    )


def _pay(person: Person, job: Opening) -> Iterator[Reason]:
    if person.pay_at_least is None:
        return
    if person.pay_unit in (None, PayUnit.HOUR):
        paid = job.hourly_estimate
    else:
        paid = job.pay_most // job.pay_unit_count if job.pay_unit is person.pay_unit and job.pay_most else None
    if paid is not None and paid >= person.pay_at_least:
        yield _reason(MatchReasonKind.PAY, f"报酬 {job.pay_text}", f"pays what you hope for: {job.pay_text}")


def _benefits(person: Person, job: Opening) -> Iterator[Reason]:
    order = list(Benefit)
    given = [need for need in person.needs if job.benefits >> order.index(need) & 1]
    if given:
        labels = "、".join(need.label for need in given)
        names = ", ".join(given)
        yield _reason(
            MatchReasonKind.BENEFIT, f"有你需要的：{labels}", f"gives {names}", len(given) / len(person.needs)
        )


def _educated(person: Education, asked: Education) -> bool:
    order = list(Education)
    return order.index(asked) <= order.index(person)


def _clock(minutes: int | None) -> str:
    return "" if minutes is None else f"{minutes // 60:02}:{minutes % 60:02}"
