"""What callers hand in: filters, places, people, and what partners send. Coerced, they are dictionaries."""

import strawberry

import gateway.graph.terms  # noqa: F401  # makes enums of the vocabulary
from gateway.graph.declaring import both, optional, plain
from gateway.graph.scalars import JSON, DateTime, Decimal, Time
from schema import vocabulary as terms

_MANY = "任一即可。"
_ANY = "any of them"


@strawberry.input(
    description=both(
        "一个点。坐标系必须写明：用错坐标系，荔湾的点会偏 621 米（GCJ02）或 1263 米（BD09）。",
        "A point. The system has no default: read in the wrong one, a point in 荔湾 is 621 m "
        "(GCJ02) or 1,263 m (BD09) off.",
    )
)
class PointInput:
    latitude: float = plain("纬度，度。", "Degrees north.")
    longitude: float = plain("经度，度。", "Degrees east.")
    system: terms.CoordinateSystem = plain("坐标系。", "The system that the degrees are of.")


@strawberry.input(description=both("附近：以点或站点为中心的圈。", "A circle around a point or a station."))
class Near:
    point: PointInput | None = optional("中心点；与 station 二选一。", "Its centre; exactly one of point and station.")
    station: strawberry.ID | None = optional(
        "中心站点；与 point 二选一。", "The station in its centre; exactly one of point and station."
    )
    within_minutes: int | None = optional(
        "路程分钟数，默认 15，最多 120。", "Minutes to get there, 15 unless given, at most 120."
    )
    mode: terms.TravelMode | None = optional("出行方式，默认步行。", "How the person travels; on foot unless given.")
    within_metres: int | None = optional(
        "直线米数，代替分钟数，最多 50000。", "Metres in a straight line, instead of minutes; at most 50,000."
    )


@strawberry.input(
    description=both(
        "岗位的筛选条件，同时满足。不写 status 时只看招聘中的岗位。",
        "What jobs must be, all of it. Without status: open jobs only.",
    )
)
class JobFilter:
    text: str | None = optional(
        "这些词都要出现在名称、用人单位、职业或描述中；可用拼音首字母。",
        "Words that must all occur in title, employer, occupation or description; pinyin initials find titles.",
    )
    divisions: list[str] | None = optional(
        "任一级区划代码（含其下级），任一即可。",
        "Division codes at any level, any of them; a code covers all below it.",
    )
    stations: list[strawberry.ID] | None = optional("站点 id，" + _MANY, f"Stations, {_ANY}.")
    employers: list[strawberry.ID] | None = optional("用人单位 id，" + _MANY, f"Employers, {_ANY}.")
    sources: list[str] | None = optional("来源的 key，" + _MANY, f"Keys of sources, {_ANY}.")
    events: list[strawberry.ID] | None = optional("活动 id，" + _MANY, f"Events, {_ANY}.")
    occupations: list[str] | None = optional(
        "职业代码，" + _MANY, f"Occupation codes, {_ANY}; a code covers all below it."
    )
    employment: list[terms.Employment] | None = optional("用工形式，" + _MANY, f"Forms of employment, {_ANY}.")
    workplace: list[terms.Workplace] | None = optional("工作场所，" + _MANY, f"Workplaces, {_ANY}.")
    settlement: list[terms.Settlement] | None = optional("结算方式，" + _MANY, f"Settlements, {_ANY}.")
    benefits: list[terms.Benefit] | None = optional("待遇，须全部具备。", "Benefits, all of them.")
    pay_unit: terms.PayUnit | None = optional("计薪单位。", "The unit of pay.")
    pay_at_least: Decimal | None = optional(
        "报酬不低于；有 payUnit 时按该单位，否则按时薪估算。",
        "In payUnit where given, else compared by hourlyEstimate.",
    )
    starts_after: Time | None = optional("工作不早于此时开始。", "The working day begins no earlier.")
    ends_before: Time | None = optional("工作不晚于此时结束。", "The working day ends no later.")
    open_to_age: int | None = optional("不排除这个年龄的人。", "A person of this age is not excluded.")
    open_to_education: terms.Education | None = optional(
        "不排除这个学历的人。", "A person of this education is not excluded."
    )
    posted_since: DateTime | None = optional("此时刻起发布。", "Posted then or later.")
    status: list[terms.JobStatus] | None = optional("状态，默认仅招聘中。", "Any of these; open only unless given.")


@strawberry.input(description=both("站点的筛选条件，同时满足。", "What stations must be, all of it."))
class StationFilter:
    text: str | None = optional("名称或地址中的字词。", "Words of the name or the address.")
    divisions: list[str] | None = optional("区划代码（含其下级）。", "Division codes; a code covers all below it.")
    kind: list[terms.StationKind] | None = optional("站点类型，" + _MANY, f"Kinds, {_ANY}.")
    trades: list[str] | None = optional("行业，" + _MANY, f"Trades, {_ANY}.")


@strawberry.input(description=both("活动的筛选条件，同时满足。", "What events must be, all of it."))
class EventFilter:
    kind: list[terms.EventKind] | None = optional("活动类型，" + _MANY, f"Kinds, {_ANY}.")
    divisions: list[str] | None = optional("区划代码（含其下级）。", "Division codes; a code covers all below it.")
    from_: DateTime | None = optional("此时刻起仍未结束。", "Not yet over then.", name="from")
    until: DateTime | None = optional("此时刻前开始。", "Begins before then.")
    text: str | None = optional("名称、主办方或地址中的字词。", "Words of title, organiser or address.")


@strawberry.input(
    description=both("找工作的人。不保存任何内容。", "A person who looks for work. Nothing of it is stored.")
)
class Seeker:
    near: Near | None = optional("住在哪里附近。", "Where the person lives.")
    age: int | None = optional("年龄。", "Age in years.")
    education: terms.Education | None = optional("学历。", "Education.")
    skills: list[str] | None = optional("会做什么。", "What the person can do.")
    wants: list[str] | None = optional("想做什么。", "What the person would like to do.")
    employment: list[terms.Employment] | None = optional("想要的用工形式。", "Forms of employment that suit.")
    workplace: list[terms.Workplace] | None = optional("想要的工作场所。", "Workplaces that suit.")
    free_from: Time | None = optional("从几点起有空。", "Free from.")
    free_until: Time | None = optional("到几点为止有空。", "Free until.")
    pay_at_least: Decimal | None = optional("期望最低报酬。", "Least pay hoped for.")
    pay_unit: terms.PayUnit | None = optional("报酬的单位，默认按小时。", "The unit of that pay; an hour unless given.")
    needs: list[terms.Benefit] | None = optional("需要的待遇。", "Benefits the person needs.")


@strawberry.input(description=both("登记来源时要说明的内容。", "What is said of a source to register it."))
class SourceInput:
    key: str = plain("来源的唯一标识，小写字母、数字和连字符。", "Its key: lower-case letters, digits and hyphens.")
    name: str = plain("来源名称。", "Its name.")
    connector: str = plain(
        "连接器类型，见 doorstep connectors。",
        "A kind listed by `doorstep connectors`: board, notice, jobonline, manifest, graphql, push, or a plugin's.",
    )
    config: JSON = plain("该连接器的配置。", "What that connector asks to know.")
    schedule: str | None = optional(
        "cron 表达式（北京时间）；不写则每夜一次。", "A cron expression in Asia/Shanghai; null: nightly."
    )


@strawberry.input(
    description=both("推送的一个岗位，照人们平常的写法即可。", "One job that is pushed, as a person would write it.")
)
class JobInput:
    external_id: str = plain(
        "在来源中的编号；同一编号再次推送即为更新。", "Its id in the source; pushed again it is an update."
    )
    title: str = plain("岗位名称。", "Its title.")
    description: str | None = optional("工作内容。", "What is to be done.")
    employer: str | None = optional("用人单位名称。", "Who employs.")
    employer_credit_code: str | None = optional("统一社会信用代码。", "The employer's unified social credit code.")
    pay: str | None = optional(
        "报酬，例如 300元/天, 日结, 包午餐。", "As a person would write it: 300元/天, 日结, 包午餐."
    )
    headcount: str | None = optional("人数，例如 3人、若干。", "How many: 3人, 若干.")
    schedule: str | None = optional("工作时间，例如 8:00-17:00。", "When: 8:00-17:00.")
    requirements: str | None = optional("招聘条件。", "What is asked of a person.")
    benefits: list[str] | None = optional("待遇，例如 包吃。", "Benefits: 包吃.")
    address: str | None = optional("工作地点。", "Where.")
    division: str | None = optional("区划代码。", "A division code.")
    point: PointInput | None = optional("坐标。", "Its point.")
    station: strawberry.ID | None = optional("发布站点的 id。", "The station that posts it.")
    contact_name: str | None = optional("联系人。", "Whom to ask for.")
    contact_phone: str | None = optional("联系电话。", "A telephone number.")
    url: str | None = optional("原文链接。", "Where it can be read.")
    posted_at: DateTime | None = optional("发布时间。", "When it was posted.")
    expires_at: DateTime | None = optional("截止时间。", "When it ends.")
