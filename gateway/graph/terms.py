"""The vocabularies as enums of the graph. Chinese: the labels; English: a phrase, or the name."""

from gateway.graph.declaring import coded
from schema import vocabulary as words

coded(
    "岗位列表的排序。",
    "The order of a list of jobs.",
    NEWEST="Newest first, by the time of posting",
    NEAREST="Nearest first; needs near",
    RELEVANCE="Best match of the text first, title before all; needs text",
    HIGHEST_PAID="Highest hourly estimate first; jobs without one last",
    CLOSING_SOON="Soonest to expire first; jobs without an end last",
)(words.JobOrder)
coded(
    "岗位可以按什么计数。",
    "What jobs can be counted by.",
    DIVISION="Districts; or divisions of the level that the filter names",
    OCCUPATION="Occupation",
)(words.JobFacet)
coded(
    "岗位的状态。",
    "Whether a job can be applied for now.",
    OPEN="Can be applied for",
    EXPIRED="Its end has passed",
    WITHDRAWN="No longer listed by any source",
)(words.JobStatus)
coded(
    "用工形式。", "How a person is employed.", GIG="Gig, by the day or the task", PUBLIC_WELFARE="Public-welfare post"
)(words.Employment)
coded("工作在哪里做。", "Where the work is done.", ON_SITE="At the employer's place", MOBILE="On the move")(
    words.Workplace
)
coded(
    "报酬按什么计。",
    "What one amount of pay is for.",
    PIECE="An item or its measure (件, 斤, 平方米)",
    ORDER="A delivery (单)",
    TASK="A whole shift or job (班, 次)",
)(words.PayUnit)
coded("报酬何时结算。", "When pay is paid out.")(words.Settlement)
coded(
    "报酬之外的待遇。",
    "What comes beside the pay.",
    MEALS="All meals",
    SOME_MEALS="Some meals",
    CHILDCARE="Care for children while at work",
    TRANSPORT="Transport to work",
)(words.Benefit)
coded("学历要求，从低到高。", "The least education asked, lowest first.", NONE="No requirement")(words.Education)
coded("性别，仅作为来源写明的限制。", "A gender, only as a limit that a source states.")(words.Gender)
coded(
    "发布前应核对的事项。",
    "What a publisher should check before showing a job.",
    FEE_ASKED="A fee is asked of the worker",
    CREDIT_CODE_UNVERIFIED="The credit code's check digit does not hold",
)(words.CautionKind)
coded(
    "招聘信息依规应写明的要素。",
    "The elements that the January 2026 five-ministry notice asks of a posting, its validity and its source.",
)(words.DisclosureElement)
coded(
    "坐标点代表什么：绝不把区的中心当作门口。",
    "What the point stands for: never show a district's centre as a door.",
    EXACT="The place itself",
    STATION="The station that posted it",
)(words.PlacePrecision)
coded(
    "坐标系。",
    "The geodetic system of a point.",
    WGS84="GPS and OpenStreetMap",
    GCJ02="Amap, Tencent and other Chinese maps",
    BD09="Baidu's maps",
)(words.CoordinateSystem)
coded("出行方式。", "How a person travels.")(words.TravelMode)
coded(
    "路程时间的依据。",
    "How travelMinutes were had.",
    STRAIGHT_LINE="A straight line, a detour of 1.3 and a usual speed",
    ROUTED="A routing engine",
)(words.TravelBasis)
coded(
    "岗位发生了什么变化。",
    "What happened to a job.",
    UPSERTED="New, or changed",
    WITHDRAWN="Withdrawn or expired",
)(words.ChangeKind)
coded(
    "岗位为何适合此人。",
    "Why a job suits a person.",
    SKILL="A skill or a wish fits",
    HOURS="Its hours fit",
    OPEN_TO_YOU="Age and education are not excluded",
)(words.MatchReasonKind)
coded("站点类型（1+22+N 网络）。", "The kinds of station in the 1+22+N network.", HUB="The hub of a district")(
    words.StationKind
)
coded("用人单位类型。", "What kind of employer it is.", AGENCY="Human-resources agency", PERSON="A private person")(
    words.EmployerKind
)
coded("活动类型。", "The kinds of event.", CARAVAN_STOP="A stop of a recruiting caravan")(words.EventKind)
coded("政策类型。", "The kinds of policy.")(words.PolicyKind)
coded("区划级别。", "The levels of GB/T 2260 and GB/T 10114.")(words.DivisionLevel)
coded(
    "来源的状况。",
    "How a source is doing.",
    NEW="Has not run yet",
    STALE="Has not been read for longer than it should",
    HELD="Its last run looked wrong and waits for a person",
)(words.SourceHealth)
coded(
    "一次采集的结果。",
    "How a run ended.",
    PARTIAL="Some of it could not be read",
    HELD="It looked wrong as a whole (empty, or far fewer jobs than usual), so nothing was withdrawn",
    SKIPPED="There was nothing to do",
)(words.RunOutcome)
