"""Drafts to records: the source's words in the fields of `schema.records`, with what their page says of all
of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from connectors.reading.drafts import Draft, Facts, joined
from connectors.reading.happenings import CANCELLED, MOVED
from connectors.reading.identity import digest, job_ids
from connectors.reading.page import ended_words
from connectors.reading.pagereading import PageReading
from connectors.reading.regions import code_of, division_for
from connectors.reading.reports import PRESS
from connectors.reading.surroundings import with_year
from connectors.reading.titles import clean_title
from schema.records import EventRecord, JobRecord, PolicyRecord, Record, Reject, StationRecord
from schema.vocabulary import EventKind, PayUnit, StationKind

UNITS: Mapping[str, PayUnit] = {
    "小时": PayUnit.HOUR,
    "时": PayUnit.HOUR,
    "h": PayUnit.HOUR,
    "天": PayUnit.DAY,
    "日": PayUnit.DAY,
    "周": PayUnit.WEEK,
    "月": PayUnit.MONTH,
    "年": PayUnit.YEAR,
    "件": PayUnit.PIECE,
    "单": PayUnit.ORDER,
    "次": PayUnit.TASK,
    "班": PayUnit.TASK,
}
HAS_UNIT = re.compile(
    r"(?:/|每|一)\s*(?:\d+\s*)?(?:小时|时|h|天|日|晚|月|周|年|件|个|单|斤|公斤|次|班|场|车|趟|课时|节|平|米"
    r"|套|双|条|吨|箱|包|台)|[时日月年周]薪|[时日月年]结|[日时周月年][赚入]|每[日天时周月年件单]"
    r"|/\s*[hHdDmM]|元/|包活|月[入均]"
)
EVENT_KINDS: tuple[tuple[EventKind, str], ...] = (
    (EventKind.CARAVAN_STOP, r"大篷车|招聘车|流动招聘|就业服务车"),
    (EventKind.LIVE_STREAM, r"直播带岗|带岗直播|直播招聘|直播专场|直播间"),
    (EventKind.JOB_FAIR, r"招聘会|双选会|对接会|洽谈会|招聘专场|专场招聘|集市|招聘活动"),
    (EventKind.TRAINING, r"培训|课程|班$|班[（(]|讲座|研修|课$|技能"),
    (EventKind.ADVICE, r"咨询|宣讲"),
)
WORDS = [
    "description",
    "employer",
    "agency",
    "settlement",
    "headcount",
    "schedule",
    "employment",
    "requirements",
    "age",
    "gender",
    "education",
    "experience",
    "benefits",
    "contact_name",
    "contact_phone",
    "status",
]


@dataclass(frozen=True, slots=True)
class Told:
    """One page's drafts with the page they stand on. `shared`: what an article says for the sheets attached to it."""

    url: str
    reading: PageReading
    notice: bool = False


def records(told: Sequence[Told]) -> Iterator[Record]:
    """All records, each with its id. Jobs of every page take their ids together, so repeats are told apart once."""
    seen: set[str] = set()
    others: list[Record] = []
    events: dict[int, str] = {}
    for page in told:
        made = [_other(draft, page, seen) for draft in page.reading.drafts if draft.kind != "job"]
        others += made
        stood = [record for record in made if isinstance(record, EventRecord)]
        if len(stood) == 1 and "event" in page.reading.facts:
            events[id(page)] = stood[0].external_id
    jobs = [(page, draft) for page in told for draft in page.reading.drafts if draft.kind == "job"]
    filled = [_filled(page, draft) for page, draft in jobs]
    for (page, _), draft, external_id in zip(jobs, filled, job_ids(filled), strict=True):
        yield job_record(draft, page, external_id, events.get(id(page)))
    yield from others


def _filled(page: Told, draft: Draft) -> Draft:
    """A draft with the facts of its page where it lacks them."""
    facts = page.reading.facts
    shared: dict[str, str] = {name: facts[name] for name in ("posted_at", "expires_at") if name in facts}
    jobs = page.reading.of("job")
    if not any(job.get("contact_phone") for job in jobs):
        shared |= {name: facts[name] for name in ("contact_phone", "contact_name") if name in facts}
    for name in ("benefits", "schedule", "requirements"):
        if name in facts and not any(job.get(name) for job in jobs):
            shared[name] = facts[name]
    if page.notice and not any(job.get("pay") for job in jobs) and "pay" in facts:
        shared["pay"] = facts["pay"]
        shared["text"] = facts.get("terms", "")
    if not any(job.get("address") for job in jobs) and "address" in facts:
        shared["address"] = facts["address"]
    if not any(job.get("employer") for job in jobs) and "employer" in facts:
        shared["employer"] = facts["employer"]
    return draft.lacking({name: value for name, value in shared.items() if value})


def job_record(draft: Draft, page: Told, external_id: str, event: str | None = None) -> JobRecord | Reject:
    """The record of a job's draft; a Reject where it has no title."""
    facts = draft.facts
    title = facts.get("title", "").strip()
    if not title:
        return Reject(
            reason="TITLE_MISSING",
            message="这一条没有岗位名称。 / This record has no title.",
            field="title",
            external_id=external_id,
            url=page.url,
            raw=draft.raw,
        )
    surroundings = page.reading.facts
    over = "停招" if draft.struck else ended_words(draft)
    given: dict[str, object] = {}
    pay = facts.get("pay")
    if pay and draft.unit:
        pay, given = _with_unit(pay, draft.unit)
    words = {name: facts.get(name) for name in WORDS if facts.get(name)}
    if over:
        words["status"] = over
    if page.notice and "agency" not in words and (office := _office(surroundings)):
        words["agency"] = office
    if "公益性岗位" in page.reading.title + surroundings.get("context", ""):
        words.setdefault("employment", "公益性岗位")
    return JobRecord(
        external_id=external_id,
        title=title,
        url=facts.get("url") or page.url,
        pay=pay,
        address=facts.get("address"),
        division=_division(facts, facts.get("region") or surroundings.get("region")),
        posted_at=_full_year(
            with_year(facts.get("posted_at"), surroundings) if page.notice else facts.get("posted_at")
        ),
        expires_at=with_year(facts.get("expires_at"), surroundings),
        text=facts.get("text") or facts.get("note"),
        event=event,
        employer_credit_code=facts.get("credit_code"),
        given=given,
        raw=dict(draft.raw) or dict(facts),
        **words,
    )


def _division(facts: Facts, region: str | None) -> str | None:
    """The code to read the address within; of a district that is said apart from it, that district's."""
    apart = facts.get("division")
    within = division_for(joined([apart, facts.get("address")], ""), region)
    return within or (code_of(apart) if apart else None)


def _full_year(date: str | None) -> str | None:
    """26-11-22 is 2026-11-22."""
    return f"20{date}" if date and re.match(r"\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)", date) else date


def _with_unit(pay: str, unit: str) -> tuple[str, dict[str, object]]:
    """Pay under a header that names its unit: bare figures are of that unit, and 千元 or 万元 is written to them."""
    amount, _, period = unit.partition("/")
    text = pay
    if re.match(r"千|万|[kK]", amount) and not re.search(r"[千万kK]", pay):
        text = re.sub(r"(\d+(?:\.\d+)?)(?!\s*[-—~至到.\d])", rf"\1{amount[0]}", pay, count=1)
    stated = UNITS.get(period)
    if stated is None or HAS_UNIT.search(pay) or not re.search(r"\d|[一二三四五六七八九]千", pay):
        return text, {}
    return text, {"pay.unit": stated}


def _other(draft: Draft, page: Told, seen: set[str]) -> Record:
    facts, surroundings = draft.facts, page.reading.facts
    name = facts.get("event_title") or facts.get("policy_title") or facts.get("station_name") or ""
    place = facts.get("venue") or facts.get("address") or ""
    base = draft.get("external_id") or digest(draft.path, draft.kind, name, place)
    key, n = base, 1
    while key in seen:
        n += 1
        key = digest(base, str(n))
    seen.add(key)
    if draft.kind == "event":
        return _event(draft, facts, surroundings, page, key)
    if draft.kind == "policy":
        return PolicyRecord(
            external_id=key,
            title=name,
            url=facts.get("url") or page.url,
            summary=facts.get("summary") or facts.get("requirements"),
            amount=facts.get("amount") or facts.get("pay"),
            audience=facts.get("audience"),
            division=surroundings.get("region"),
            text=facts.get("text"),
            raw=dict(draft.raw),
        )
    trades = facts.get("trades")
    return StationRecord(
        key=key,
        kind=station_kind(name, facts.get("station_kind", "")),
        name=name,
        address=facts.get("address") or facts.get("venue"),
        division=division_for(facts.get("address"), facts.get("region") or surroundings.get("region")),
        trades=None if trades == "综合" else trades,
        services=facts.get("services"),
        hours=facts.get("hours") or facts.get("schedule"),
        phone=facts.get("contact_phone"),
        latitude=facts.get("latitude"),
        longitude=facts.get("longitude"),
        coordinate_system=surroundings.get("coordinates") if "latitude" in facts else None,
        parent=facts.get("station_parent"),
        raw=dict(draft.raw),
    )


STATION_KINDS: tuple[tuple[str, StationKind], ...] = (
    (r"总站|区级|市级", StationKind.HUB),
    (r"流动|服务车|大篷车", StationKind.MOBILE),
    (r"市场|商圈|园区", StationKind.MARKET),
    (r"社区|村", StationKind.COMMUNITY),
    (r"街道|镇", StationKind.STREET),
)


def station_kind(name: str, badge: str) -> StationKind | None:
    """By what the page calls it, else by its name; a bare 零工驿站 may be of any kind."""
    for words in (badge, name):
        if kind := next((kind for pattern, kind in STATION_KINDS if words and re.search(pattern, words)), None):
            return kind
    return None


def _event(draft: Draft, facts: Facts, surroundings: Mapping[str, str], page: Told, key: str) -> EventRecord:
    place = facts.get("venue") or facts.get("address")
    notes = " ".join(
        filter(None, (facts.get("note"), facts.get("status"), facts.get("text"), facts.get("requirements")))
    )
    date = facts.get("date") or facts.get("posted_at")
    time = facts.get("time") or facts.get("schedule")
    if time and not date:
        date = time
    if moved := MOVED.search(notes):
        date = moved[1]
    title = facts.get("event_title")
    kind = event_kind(f"{title or ''} {facts.get('category', '')}") or event_kind(
        f"{page.reading.title} {facts.get('text', '')}"
    )
    label = kind.label if kind else "招聘会"
    free = (
        facts.get("free") or "免费"
        if facts.get("free") or "免费" in f"{notes} {facts.get('text', '')}" or surroundings.get("free")
        else None
    )
    return EventRecord(
        external_id=key,
        title=clean_title(title) if title else f"{label}：{place or page.reading.title}",
        kind=kind,
        url=facts.get("url") or page.url,
        starts_at=with_year(re.sub(r"\s+", "", date), surroundings) if date else None,
        time=time,
        address=place,
        division=division_for(place, facts.get("region") or surroundings.get("region")),
        organiser=facts.get("organiser") or _office(surroundings),
        openings=facts.get("openings") or facts.get("headcount"),
        free=free,
        status="取消" if draft.struck or CANCELLED.search(notes) else None,
        text=facts.get("text"),
        raw=dict(draft.raw),
    )


def _office(surroundings: Mapping[str, str]) -> str | None:
    """Who publishes, unless it is a newspaper."""
    agency = surroundings.get("agency")
    return None if agency is None or PRESS.search(agency) else agency


def event_kind(text: str) -> EventKind | None:
    return next((kind for kind, words in EVENT_KINDS if re.search(words, text)), None)
