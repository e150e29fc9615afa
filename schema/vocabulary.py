"""The one vocabulary: every coded value that a posting, a station, a source or a run may have, with its Chinese name.

The members and their order are those of the graph's contract (`docs/schema.graphql`). A member equals its own name, so
it can be stored, compared and served as a plain string; `member.label` is the Chinese word that a person is shown.
"""

from enum import StrEnum


class Term(StrEnum):
    """A coded value. `value` is the name that the graph and the store write, `label` the Chinese word for it."""

    label: str

    def __new__(cls, value: str, label: str) -> "Term":
        term = str.__new__(cls, value)
        term._value_ = value
        term.label = label
        return term


class Employment(Term):
    """How a person is employed."""

    FULL_TIME = "FULL_TIME", "全职"
    PART_TIME = "PART_TIME", "兼职"
    GIG = "GIG", "零工"
    SEASONAL = "SEASONAL", "季节工"
    PIECEWORK = "PIECEWORK", "计件"
    INTERNSHIP = "INTERNSHIP", "实习"
    PUBLIC_WELFARE = "PUBLIC_WELFARE", "公益性岗位"


class Workplace(Term):
    """Where the work is done."""

    ON_SITE = "ON_SITE", "到岗"
    AT_HOME = "AT_HOME", "在家"
    MOBILE = "MOBILE", "流动"


class PayUnit(Term):
    """What one amount of pay is for.

    PIECE: an item or its measure (件, 斤, 平方米); ORDER: a delivery (单); TASK: a whole shift or job (班, 次).
    """

    HOUR = "HOUR", "小时"
    DAY = "DAY", "天"
    WEEK = "WEEK", "周"
    MONTH = "MONTH", "月"
    YEAR = "YEAR", "年"
    PIECE = "PIECE", "件"
    ORDER = "ORDER", "单"
    TASK = "TASK", "次"


class Settlement(Term):
    """When pay is paid out."""

    HOURLY = "HOURLY", "时结"
    DAILY = "DAILY", "日结"
    WEEKLY = "WEEKLY", "周结"
    FORTNIGHTLY = "FORTNIGHTLY", "半月结"
    MONTHLY = "MONTHLY", "月结"
    HALF_YEARLY = "HALF_YEARLY", "半年结"
    PER_PIECE = "PER_PIECE", "按件结"
    ON_COMPLETION = "ON_COMPLETION", "完工结"


class Benefit(Term):
    """What comes beside the pay."""

    MEALS = "MEALS", "包吃"
    SOME_MEALS = "SOME_MEALS", "包部分餐"
    MEAL_ALLOWANCE = "MEAL_ALLOWANCE", "餐补"
    LODGING = "LODGING", "包住"
    BEDDING = "BEDDING", "床上用品"
    SOCIAL_INSURANCE = "SOCIAL_INSURANCE", "社保"
    WORK_INJURY_INSURANCE = "WORK_INJURY_INSURANCE", "工伤保险"
    COMMERCIAL_INSURANCE = "COMMERCIAL_INSURANCE", "商业保险"
    HOUSING_FUND = "HOUSING_FUND", "公积金"
    CHILDCARE = "CHILDCARE", "托管子女"
    TRANSPORT = "TRANSPORT", "接送"
    TRANSPORT_ALLOWANCE = "TRANSPORT_ALLOWANCE", "交通补贴"
    TRAINING = "TRAINING", "培训"
    PAID_LEAVE = "PAID_LEAVE", "带薪假"
    BONUS = "BONUS", "奖金"
    DAILY_GOODS = "DAILY_GOODS", "生活用品"


class Education(Term):
    """The least education asked, lowest first; NONE: 不限. GB/T 4658-2006 orders them so."""

    NONE = "NONE", "不限"
    PRIMARY = "PRIMARY", "小学"
    JUNIOR_SECONDARY = "JUNIOR_SECONDARY", "初中"
    SENIOR_SECONDARY = "SENIOR_SECONDARY", "高中"
    VOCATIONAL = "VOCATIONAL", "中专"
    COLLEGE = "COLLEGE", "大专"
    BACHELOR = "BACHELOR", "本科"
    MASTER = "MASTER", "硕士"
    DOCTOR = "DOCTOR", "博士"


class Gender(Term):
    """GB/T 2261.1: only as a limit that a source states."""

    FEMALE = "FEMALE", "女"
    MALE = "MALE", "男"


class JobStatus(Term):
    """Whether a job can be applied for now."""

    OPEN = "OPEN", "招聘中"
    EXPIRED = "EXPIRED", "已过期"
    WITHDRAWN = "WITHDRAWN", "已下架"


class CautionKind(Term):
    """What a publisher should check before showing a job."""

    GENDER_LIMIT = "GENDER_LIMIT", "性别限制"
    AGE_LIMIT = "AGE_LIMIT", "年龄限制"
    ORIGIN_LIMIT = "ORIGIN_LIMIT", "地域限制"
    FEE_ASKED = "FEE_ASKED", "向求职者收费"
    PAY_IMPLAUSIBLE = "PAY_IMPLAUSIBLE", "报酬异常"
    BELOW_MINIMUM_WAGE = "BELOW_MINIMUM_WAGE", "低于最低工资"
    CREDIT_CODE_UNVERIFIED = "CREDIT_CODE_UNVERIFIED", "信用代码存疑"


class DisclosureElement(Term):
    """The elements that the January 2026 five-ministry notice asks of a posting."""

    EMPLOYER = "EMPLOYER", "用人单位"
    HEADCOUNT = "HEADCOUNT", "招聘人数"
    REQUIREMENTS = "REQUIREMENTS", "招聘条件"
    DUTIES = "DUTIES", "工作内容"
    PLACE = "PLACE", "工作地点"
    PAY = "PAY", "劳动报酬"
    VALIDITY = "VALIDITY", "有效期限"
    SOURCE = "SOURCE", "信息来源"


class PlacePrecision(Term):
    """What a place's point stands for."""

    EXACT = "EXACT", "准确位置"
    STATION = "STATION", "站点"
    COMMUNITY = "COMMUNITY", "社区"
    STREET = "STREET", "街道"
    DISTRICT = "DISTRICT", "区县"
    CITY = "CITY", "城市"
    UNKNOWN = "UNKNOWN", "未知"


class CoordinateSystem(Term):
    """The geodetic system of a point."""

    WGS84 = "WGS84", "国际经纬度"
    GCJ02 = "GCJ02", "火星坐标"
    BD09 = "BD09", "百度坐标"


class TravelMode(Term):
    """How a person travels."""

    WALK = "WALK", "步行"
    BICYCLE = "BICYCLE", "骑行"
    BUS = "BUS", "公交"
    DRIVE = "DRIVE", "驾车"


class TravelBasis(Term):
    """How travel minutes were had."""

    STRAIGHT_LINE = "STRAIGHT_LINE", "直线估算"
    ROUTED = "ROUTED", "路径规划"


class JobOrder(Term):
    """The order of a list of jobs."""

    NEWEST = "NEWEST", "最新"
    NEAREST = "NEAREST", "最近"
    RELEVANCE = "RELEVANCE", "最相关"
    HIGHEST_PAID = "HIGHEST_PAID", "报酬最高"
    CLOSING_SOON = "CLOSING_SOON", "即将截止"


class JobFacet(Term):
    """What jobs can be counted by."""

    DIVISION = "DIVISION", "区划"
    OCCUPATION = "OCCUPATION", "职业"
    EMPLOYMENT = "EMPLOYMENT", "用工形式"
    WORKPLACE = "WORKPLACE", "工作场所"
    PAY_UNIT = "PAY_UNIT", "计薪单位"
    SETTLEMENT = "SETTLEMENT", "结算方式"
    BENEFIT = "BENEFIT", "福利"
    STATION = "STATION", "站点"
    SOURCE = "SOURCE", "来源"
    EMPLOYER = "EMPLOYER", "用人单位"


class ChangeKind(Term):
    """What happened to a job."""

    UPSERTED = "UPSERTED", "新增或更新"
    WITHDRAWN = "WITHDRAWN", "下架"


class MatchReasonKind(Term):
    """Why a job suits a person."""

    SKILL = "SKILL", "技能相符"
    NEARBY = "NEARBY", "离家近"
    HOURS = "HOURS", "时间合适"
    PAY = "PAY", "报酬合适"
    BENEFIT = "BENEFIT", "福利合适"
    EMPLOYMENT = "EMPLOYMENT", "用工形式合适"
    FRESH = "FRESH", "新发布"
    OPEN_TO_YOU = "OPEN_TO_YOU", "条件符合"


class StationKind(Term):
    """The kinds of station in the 1+22+N network."""

    HUB = "HUB", "总站"
    STREET = "STREET", "街道驿站"
    COMMUNITY = "COMMUNITY", "社区驿站"
    MARKET = "MARKET", "市场驿站"
    MOBILE = "MOBILE", "流动站"


class EmployerKind(Term):
    """What kind of employer it is."""

    COMPANY = "COMPANY", "企业"
    SOLE_TRADER = "SOLE_TRADER", "个体工商户"
    WORKSHOP = "WORKSHOP", "作坊"
    AGENCY = "AGENCY", "人力资源机构"
    PUBLIC_BODY = "PUBLIC_BODY", "机关事业单位"
    PERSON = "PERSON", "个人"
    UNKNOWN = "UNKNOWN", "未知"


class EventKind(Term):
    """The kinds of event."""

    JOB_FAIR = "JOB_FAIR", "招聘会"
    CARAVAN_STOP = "CARAVAN_STOP", "招工大篷车"
    TRAINING = "TRAINING", "培训"
    LIVE_STREAM = "LIVE_STREAM", "直播带岗"
    ADVICE = "ADVICE", "政策咨询"


class PolicyKind(Term):
    """The kinds of policy."""

    SUBSIDY = "SUBSIDY", "补贴"
    LOAN = "LOAN", "贷款"
    SOCIAL_INSURANCE = "SOCIAL_INSURANCE", "社会保险"
    TRAINING_GRANT = "TRAINING_GRANT", "培训补贴"
    SERVICE = "SERVICE", "服务"


class DivisionLevel(Term):
    """The levels of GB/T 2260 and GB/T 10114."""

    PROVINCE = "PROVINCE", "省"
    CITY = "CITY", "市"
    DISTRICT = "DISTRICT", "区县"
    STREET = "STREET", "街道"
    COMMUNITY = "COMMUNITY", "社区"


class SourceHealth(Term):
    """How a source is doing."""

    NEW = "NEW", "未运行"
    HEALTHY = "HEALTHY", "正常"
    STALE = "STALE", "过时"
    FAILING = "FAILING", "失败"
    HELD = "HELD", "待确认"
    PAUSED = "PAUSED", "已暂停"
    RETIRED = "RETIRED", "已停用"


class RunOutcome(Term):
    """How a run ended. HELD: it looked wrong as a whole, so nothing was withdrawn."""

    RUNNING = "RUNNING", "运行中"
    SUCCEEDED = "SUCCEEDED", "成功"
    PARTIAL = "PARTIAL", "部分成功"
    FAILED = "FAILED", "失败"
    HELD = "HELD", "待确认"
    SKIPPED = "SKIPPED", "跳过"
