"""Jobs for one person: candidates from the store, ranked by schema.recommending. Nothing of the person is kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from gateway.graph import checking as check
from gateway.graph.context import Context
from gateway.graph.rows import RowOf, linked
from gateway.graph.travelling import routed_circle
from gateway.plan.fields import Arguments
from schema import tags
from schema.occupations import occupation, synonyms
from schema.recommending import Opening, Person, Reason, Wish, rank
from schema.store.reads.bigrams import folded
from schema.store.reads.listing import Row, Select, Window
from schema.store.reads.near import square_of
from schema.store.reads.queries import Circle, JobQuery, Word
from schema.travel import routed_minutes
from schema.vocabulary import Benefit, Education, Employment, JobOrder, PayUnit, Workplace

MOST_WISHES: Final = 10
CANDIDATES: Final = 400
"""Jobs looked at of each kind of candidate."""
AT_HOME_METRES: Final = 30_000.0
"""Work done at home is fetched and brought: it may be as far as this."""

_COLUMNS: Final = (
    *("id", "title", "description", "occupation_code", "employment", "workplace", "posted_at", "latitude", "longitude"),
    *("starts_at", "ends_at", "pay_text", "pay_max", "pay_min", "pay_unit", "pay_unit_count", "hourly_estimate"),
    *("benefits", "education", "age_min", "age_max", "skills_json"),
)
_SELECT: Final = Select("job", tuple(("t", column) for column in _COLUMNS))


@dataclass(frozen=True, slots=True)
class MatchOf:
    """One recommended job, as the graph shows it."""

    job: RowOf | None
    score: float
    reasons: tuple[Reason, ...]


async def recommend(context: Context, _parent: object, arguments: Arguments) -> list[MatchOf]:
    """The jobs that suit best, each with its reasons."""
    given = arguments["seeker"]
    first = check.in_range("first", check.given(arguments, "first", 10), 0, check.MOST_FIRST)
    circle = await check.circle(context, given.get("near"))
    person = person_of(given, circle)
    if circle is not None:
        circle = await routed_circle(context, JobQuery(), circle)
    context.cacheable = False  # how fresh a job is depends on the clock
    found: dict[int, Opening] = {}
    now = context.services.now().timestamp()
    for query in candidates(person, given, circle):
        context.tags.update(tags.of_list(query))
        page = (await context.services.reader.pages([query], Window(CANDIDATES), _SELECT))[0]
        for row in page.rows:
            opening = opening_of(row, query.circle, now)
            found.setdefault(opening.number, opening)
    best = rank(person, list(found.values()), first)
    return [MatchOf(await linked(context, "job", each.number), each.score, each.reasons) for each in best]


def person_of(given: Arguments, circle: Circle | None) -> Person:
    """A Seeker, checked. Raises DoorstepError INVALID_ARGUMENT."""
    wishes = [*(given.get("skills") or ()), *(given.get("wants") or ())]
    if len(wishes) > MOST_WISHES:
        raise check.invalid("skills", f"skills 与 wants 合计最多 {MOST_WISHES} 个", f"at most {MOST_WISHES} with wants")
    age = given.get("age")
    return Person(
        wishes=tuple(wish for text in dict.fromkeys(wishes) if (wish := wish_of(text)) is not None),
        radius_metres=None if circle is None else circle.metres,
        mode=Person().mode if circle is None else circle.mode,
        age=None if age is None else check.in_range("age", age, 0, 150),
        education=_term(Education, given.get("education")),
        employment=frozenset(Employment[str(each)] for each in given.get("employment") or ()),
        workplace=frozenset(Workplace[str(each)] for each in given.get("workplace") or ()),
        free_from=given.get("freeFrom"),
        free_until=given.get("freeUntil"),
        pay_at_least=check.ten_thousandths(given.get("payAtLeast")),
        pay_unit=_term(PayUnit, given.get("payUnit")),
        needs=tuple(dict.fromkeys(Benefit[str(each)] for each in given.get("needs") or ())),
    )


def _term(kind: Any, value: object) -> Any:  # Any: a vocabulary and its member
    return None if value is None else kind[str(value)]


def wish_of(text: str) -> Wish | None:
    """A wish with its synonyms; a longer word also as its first two characters, which name the trade (手工活: 手工)."""
    words = check.plain_words(text)
    if not words:
        return None
    spellings = [folded(each) for each in (text, *sorted(synonyms(text)))]
    stems = [word[:2] for word in words[:1] if len(word) > 2 and not word.isascii()]
    return Wish(text[:40], tuple(dict.fromkeys([*words, *spellings, *stems])))


def candidates(person: Person, given: Arguments, circle: Circle | None) -> Iterator[JobQuery]:
    """Open jobs that fit what is certain: near and newest, then those that name a wish."""
    plain = JobQuery(
        employment=check.terms(given.get("employment")),
        workplace=check.terms(given.get("workplace")),
        age=person.age,
        education=None if person.education is None else person.education.value,
    )
    here = plain if circle is None else plain._replace(circle=circle, order=JobOrder.NEAREST)
    for wish in person.wishes:
        named = here._replace(words=(Word((min(wish.spellings, key=len),)),))
        yield named
        if circle is not None and (not person.workplace or Workplace.AT_HOME in person.workplace):
            around = replace(circle, metres=max(circle.metres, AT_HOME_METRES), ways=None)
            yield named._replace(circle=around, workplace=(Workplace.AT_HOME.value,))
    yield here


def _minutes(row: Row) -> int | None:
    """Behind the columns stand the two keys of NEAREST, the square of the distance, and the seconds of the way."""
    return routed_minutes(row[len(_COLUMNS) + 3])


def opening_of(row: Row, circle: Circle | None, now: float) -> Opening:
    """What is looked at of a row."""
    job: Mapping[str, Any] = dict(zip(_COLUMNS, row, strict=False))  # Any: columns have their own types
    known = occupation(job["occupation_code"]) if job["occupation_code"] else None
    placed = circle is not None and job["latitude"] is not None
    square = square_of(circle, job["latitude"], job["longitude"]) if circle is not None and placed else None
    return Opening(
        number=job["id"],
        title=folded(f"{job['title']} {known.name if known else ''} {job['skills_json']}"),
        description=folded(job["description"] or ""),
        employment=Employment[job["employment"]],
        workplace=Workplace[job["workplace"]],
        posted_days_ago=max(0.0, (now - job["posted_at"]) / 86400),
        metres=None if square is None else square**0.5,
        minutes=None if square is None or circle is None or circle.ways is None else _minutes(row),
        starts_at=job["starts_at"],
        ends_at=job["ends_at"],
        pay_text=job["pay_text"],
        pay_most=job["pay_max"] or job["pay_min"],
        pay_unit=_term(PayUnit, job["pay_unit"]),
        pay_unit_count=job["pay_unit_count"] or 1,
        hourly_estimate=job["hourly_estimate"],
        benefits=job["benefits"],
        education=_term(Education, job["education"]),
        age_min=job["age_min"],
        age_max=job["age_max"],
    )
