"""Job and all that stands in it: pay, hours, requirements, contact, provenance; and lists of jobs with their facets."""

from operator import attrgetter

import strawberry

import gateway.graph.asking as asking
from gateway.graph import converting as show
from gateway.graph.declaring import argument, both, planned
from gateway.graph.ids import nullable_id
from gateway.graph.lazies import LazyEmployer, LazyEvent, LazySource, LazyStation
from gateway.graph.nodes import Node, identity
from gateway.graph.parts import PageInfo, part
from gateway.graph.places import Place
from gateway.graph.resolving import SIMILAR
from gateway.graph.scalars import DateTime, Decimal, Time
from gateway.plan.fields import Attribute, Children, Inline, Link, Pointed, Read
from schema import vocabulary as terms


@strawberry.type(
    description=both(
        "薪酬。金额为人民币元，除非 currency 另有说明。", "Pay; amounts in yuan unless currency says otherwise."
    )
)
class Pay:
    text: str = planned(Read(("pay_text",)), "来源所写，始终保留。", "What the source wrote, always.")
    min: Decimal | None = planned(Read(("pay_min",), show.money), "下限。", "The least.")
    max: Decimal | None = planned(Read(("pay_max",), show.money), "上限；“以上”时为空。", "The most; null for 以上.")
    unit: terms.PayUnit | None = planned(Read(("pay_unit",)), "计薪单位。", "What one amount is for.")
    unit_count: int = planned(
        Read(("pay_unit_count",)),
        "几个单位；80元/3小时 为 3。",
        "How many units: 80元/3小时 is unit HOUR, unitCount 3.",
    )
    currency: str = planned(Read(("pay_currency",)), "币种（ISO 4217）。", "ISO 4217.")
    negotiable: bool = planned(Read(("pay_negotiable",), show.flag), "是否面议。", "Whether it is up to talk.")
    approximate: bool = planned(Read(("pay_approximate",), show.flag), "是否约数。", "Whether the source says about.")
    months_per_year: int | None = planned(Read(("pay_months_per_year",)), "一年发几个月；13薪为 13。", "13 for 13薪.")
    extras: list[str] = planned(
        Read(("pay_extras_json",), show.items),
        "另外发放：绩效、提成、全勤奖等。",
        "Paid beside it: 绩效, 提成, 全勤奖.",
    )
    settlement: terms.Settlement | None = planned(Read(("settlement",)), "何时结算。", "When it is paid out.")
    hourly_estimate: Decimal | None = planned(
        Read(("hourly_estimate",), show.money),
        "折算时薪，便于比较；只能靠猜时为空。",
        "For comparing across units: an estimate, null where it would be a guess.",
    )


@strawberry.type(description=both("工作时间。", "When the work is done."))
class Schedule:
    text: str = planned(Read(("schedule_text",), show.either("")), "来源所写。", "What the source wrote.")
    starts_at: Time | None = planned(Read(("starts_at",), show.clock_time), "开始时刻。", "The day begins.")
    ends_at: Time | None = planned(Read(("ends_at",), show.clock_time), "结束时刻。", "The day ends.")
    hours_per_day: Decimal | None = planned(Read(("hours_per_day",), show.hundredths), "每天小时数。", "Hours a day.")
    days_per_week: Decimal | None = planned(Read(("days_per_week",), show.hundredths), "每周天数。", "Days a week.")
    shifts: bool = planned(Read(("shifts",), show.flag), "是否倒班。", "Whether in shifts.")


@strawberry.type(description=both("来源写明的招聘条件。", "What the source asks of a person."))
class Requirements:
    education: terms.Education | None = planned(Read(("education",)), "最低学历。", "The least education.")
    experience_years: int | None = planned(
        Read(("experience_years",), show.whole), "经验年数。", "Years of experience."
    )
    age_min: int | None = planned(Read(("age_min",), show.whole), "最小年龄（含）。", "From this age.")
    age_max: int | None = planned(Read(("age_max",), show.whole), "最大年龄（含）。", "To this age.")
    gender: terms.Gender | None = planned(Read(("gender",)), "性别限制。", "Only this gender.")
    skills: list[str] = planned(Read(("skills_json",), show.items), "技能。", "Skills.")
    text: str | None = planned(Read(("requirements_text",)), "来源所写。", "What the source wrote.")


@strawberry.type(description=both("联系方式。", "Whom to ask."))
class Contact:
    name: str | None = planned(Attribute(lambda contact: contact.name), "联系人。", "A person or an office.")
    phone: str | None = planned(
        Attribute(lambda contact: contact.phone),
        "电话；无 contact:read 权限时打码（138****0000）。",
        "Masked (138****0000) unless the caller holds contact:read.",
    )


@strawberry.type(description=both("在哪个来源见到。", "Where it was seen."))
class Provenance:
    source: LazySource = planned(Link("source_id", "source"), "来源。", "The source.")
    external_id: str = planned(Read(("external_id",)), "在来源中的编号。", "Its id there.")
    url: str | None = planned(Read(("url",)), "原文链接。", "Where it can be read.")
    first_seen_at: DateTime = planned(Read(("first_seen_at",), show.instant), "首次见到。", "First seen.")
    last_seen_at: DateTime = planned(Read(("last_seen_at",), show.instant), "最近见到。", "Last seen.")


@strawberry.type(description=both("发布前应核对的一点。", "One thing to check before showing the job."))
class Caution:
    kind: terms.CautionKind = planned(Attribute(show.field_of("kind")), "哪一类。", "What kind of thing.")
    text: str = planned(Attribute(show.field_of("text")), "引起注意的原文。", "Quotes the words that raised it.")


@strawberry.type(description=both("一个字段是从哪些原文读出的。", "The source's own words that a field was read from."))
class Reading:
    field: str = planned(Attribute(show.field_of("field")), "字段名。", "The field's name in the graph.")
    text: str = planned(Attribute(show.field_of("text")), "原文。", "The words.")
    source: LazySource = planned(Pointed(show.field_of("source"), "source"), "来源。", "The source that wrote them.")


@strawberry.type(description=both("职业。", "An occupation."))
class Occupation:
    code: str = planned(Attribute(lambda found: found.code), "代码。", "Its code.")
    name: str = planned(Attribute(lambda found: found.name), "名称。", "Its name.")


@strawberry.federation.type(
    keys=["id"],
    description=both("岗位：一个招聘岗位，无论多少来源刊登。", "One opening, however many sources carry it."),
)
class Job(Node):
    id: strawberry.ID = identity("Job")
    title: str = planned(Read(("title",)), "岗位名称。", "Its title.")
    description: str | None = planned(Read(("description",)), "工作内容。", "What is to be done.")
    occupation: Occupation | None = planned(
        Read(("occupation_code",), show.known_occupation), "职业。", "The occupation it was read as."
    )
    headcount: int | None = planned(
        Read(("headcount",), show.whole), "招聘人数；“若干”时为空。", "Openings; null where the source says 若干."
    )
    headcount_text: str | None = planned(Read(("headcount_text",)), "人数的原文。", "What the source wrote of it.")
    employment: terms.Employment = planned(Read(("employment",)), "用工形式。", "How a person is employed.")
    workplace: terms.Workplace = planned(Read(("workplace",)), "在哪里做。", "Where the work is done.")
    pay: Pay = planned(Inline(), "薪酬。", "Pay.")
    schedule: Schedule | None = planned(Inline("schedule_text"), "工作时间。", "When the work is done.")
    requirements: Requirements = planned(Inline(), "招聘条件。", "What is asked of a person.")
    benefits: list[terms.Benefit] = planned(Read(("benefits",), show.benefits), "待遇。", "What comes beside the pay.")
    place: Place | None = planned(Inline("place_text"), "工作地点。", "Where it is.")
    employer: LazyEmployer | None = planned(Link("employer_id", "employer"), "用人单位。", "Who employs.")
    agency: LazyEmployer | None = planned(
        Link("agency_id", "employer"),
        "发布的人力资源机构（若非用人单位本身）。",
        "The HR agency that posted it, where that is not the employer.",
    )
    station: LazyStation | None = planned(Link("station_id", "station"), "发布站点。", "The station that posted it.")
    event: LazyEvent | None = planned(Link("event_id", "event"), "在哪场活动上招聘。", "The event that offers it.")
    contact: Contact | None = planned(
        Read(("contact_name", "contact_phone"), show.contact, viewer=True), "联系方式。", "Whom to ask."
    )
    status: terms.JobStatus = planned(Read(("status",)), "状态。", "Whether it can be applied for.")
    merged_into: "Job | None" = planned(
        Link("merged_into_id", "job"),
        "若后来认出与另一较早的岗位相同：那个岗位；此岗位随之撤下，原有链接可由此继续。",
        "The elder job that this one turned out to be: it is withdrawn then, and a link to it goes on from here.",
    )
    posted_at: DateTime = planned(Read(("posted_at",), show.instant), "发布时间。", "When it was posted.")
    updated_at: DateTime = planned(Read(("updated_at",), show.instant), "最近变化。", "When it last changed.")
    expires_at: DateTime | None = planned(Read(("expires_at",), show.instant), "截止时间。", "When it ends.")
    provenance: list[Provenance] = planned(
        Children("posting", "job_id", "last_seen_at"),
        "在哪些来源见到，最近的在前。",
        "Where it was seen, newest first; more than one where sources repeat each other.",
    )
    cautions: list[Caution] = planned(
        Read(("cautions_json",), show.items),
        "发布前应核对：违规限制、向求职者收费、未写报酬等。",
        "What a publisher should check before showing it: unlawful limits, fees asked of the worker, missing pay.",
    )
    undisclosed: list[terms.DisclosureElement] = planned(
        Read(("undisclosed",), show.undisclosed),
        "依规应写明而未写明的要素。",
        "What a lawful posting must state and this one does not.",
    )
    readings: list[Reading] = planned(
        Read(("readings_json",), show.items),
        "各字段的原文。",
        "How the derived fields were read: the source's own words beside each.",
    )
    similar: list["Job"] = planned(
        SIMILAR,
        "相似的招聘中岗位：同职业、离得近的在前。",
        "Open jobs like it: the same occupation, the nearest division first.",
        arguments=(argument("first", int | None, "最多几项，最多 20。", "At most so many, up to 20.", 5),),
    )


@strawberry.type(description=both("分面中的一格。", "One value of a facet."))
class FacetBucket:
    value: str = planned(Attribute(attrgetter("value")), "值，可用于筛选。", "The value, as a filter takes it.")
    label: str = planned(Attribute(attrgetter("label")), "给人看的名称。", "What a person is shown.")
    count: int = planned(Attribute(attrgetter("times")), "岗位数。", "How many jobs.")


@strawberry.type(description=both("分面。", "A facet: jobs counted by one thing."))
class Facet:
    by: terms.JobFacet = planned(Attribute(lambda facet: facet.by.value), "按什么计数。", "What is counted by.")
    buckets: list[FacetBucket] = planned(
        Attribute(lambda facet: facet.buckets), "各格，多的在前。", "Its values, largest first."
    )


@strawberry.type(description=both("岗位列表中的一项。", "A job in a list."))
class JobEdge:
    node: Job = part("node")
    cursor: str = part("cursor")
    distance_metres: int | None = part("distanceMetres")
    travel_minutes: int | None = part("travelMinutes")


@strawberry.type(description=both("岗位列表的一页。", "A page of a list of jobs."))
class JobConnection:
    edges: list[JobEdge] = part("edges")
    nodes: list[Job] = part("nodes")
    page_info: PageInfo = part("pageInfo")
    total_count: int = part("totalCount")
    travel_basis: terms.TravelBasis | None = part("travelBasis")
    facets: list[Facet] = part(
        "facets",
        (
            argument("by", list[terms.JobFacet], "按哪些计数。", "What to count by."),
            argument("top", int | None, "每个分面最多几格。", "At most so many values of each.", 10),
        ),
    )


@strawberry.type(description=both("岗位的一次变化。", "A change of a job."))
class JobChange:
    cursor: str = planned(Read(("seq",), asking.change_cursor), "游标，可从此处继续。", "To go on from here.")
    at: DateTime = planned(Read(("at",), show.instant), "何时。", "When.")
    kind: terms.ChangeKind = planned(Read(("kind",)), "何事。", "What happened.")
    job_id: strawberry.ID = planned(Read(("job_id",), nullable_id("Job")), "岗位的 id。", "The job's id.")
    job: Job | None = planned(Link("job_id", "job"), "岗位的现状。", "The job as it is now.")


@strawberry.type(description=both("变化列表中的一项。", "A change in the list."))
class JobChangeEdge:
    node: JobChange = part("node")
    cursor: str = part("cursor")


@strawberry.type(
    description=both("变化列表的一页，先发生的在前。", "A page of changes, in the order in which they happened.")
)
class JobChangeConnection:
    edges: list[JobChangeEdge] = part("edges")
    nodes: list[JobChange] = part("nodes")
    page_info: PageInfo = part("pageInfo")


@strawberry.type(description=both("适合的一个理由。", "One reason why a job suits."))
class MatchReason:
    kind: terms.MatchReasonKind = planned(
        Attribute(lambda reason: reason.kind.value), "哪一类。", "What kind of reason."
    )
    text: str = planned(Attribute(lambda reason: reason.text), "理由。", "The reason, in words.")
    weight: float = planned(Attribute(lambda reason: reason.weight), "在总分中的份量。", "Its share of the score.")


@strawberry.type(description=both("推荐的一个岗位。", "A job recommended to one person."))
class JobMatch:
    job: Job = planned(Attribute(lambda match: match.job), "岗位。", "The job.")
    score: float = planned(Attribute(lambda match: match.score), "总分，0 到 1。", "0 to 1.")
    reasons: list[MatchReason] = planned(
        Attribute(lambda match: match.reasons), "理由，份量大的在前。", "Why, weightiest first."
    )
