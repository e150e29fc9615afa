"""Employment, workplace and status: from what a source says, else from the pay, the settlement and the hours."""

import re
from functools import lru_cache

from schema.reading.text import fold
from schema.values import Pay, Schedule
from schema.vocabulary import Employment, JobStatus, PayUnit, Settlement, Workplace

EMPLOYMENT_WORDS: tuple[tuple[Employment, str, str], ...] = (
    (Employment.PUBLIC_WELFARE, "公益性岗位|公益岗|公益性", "城镇公益性岗位"),
    (Employment.INTERNSHIP, "实习生|实习岗|实习|见习岗|见习", "招实习生"),
    (Employment.SEASONAL, "季节工|季节性|暑期工|暑假工|寒假工|暑期|假期工|旺季|农忙|采摘季|短期工|年底工|春节工|采茶季|秋收|收获季|学生工|过年不打烊|今冬明春|年前工", "暑期工"),
    (Employment.PART_TIME, "兼职|小时工|钟点工|半天班|半日|非全日制|part-?time|Part-?[tT]ime|PART-?TIME|周末工|兼做|课时", "兼职美术老师"),
    (Employment.PIECEWORK, "计件|按件|论件|件工|多劳多得", "计件，月均7000元"),
    (Employment.GIG, "零工|日结|临时工|临工|临时|短工|散工|点工|灵活用工|一次性|做一天|突击|顶班|替班|当天结|干完就?结|灵活就业|打零工", "临时打杂"),
    (Employment.FULL_TIME, "全职|长期工|正式工|合同工|全日制|长期|劳务派遣|固定工|正式", "全职"),
)  # fmt: skip
"""Each form, the words for it in the order in which they count, and an example."""

WORKPLACE_WORDS: tuple[tuple[Workplace, str, str], ...] = (
    (Workplace.ON_SITE, "叉车司机|叉车工|塔吊司机|铲车司机|吊车司机|挖机司机|打包员|行车工|外卖打包|外卖分拣|快递分拣|快递打包|配送中心|配送站|配送分拣|快递驿站", "叉车司机"),
    (Workplace.AT_HOME, "带回家|在家(?![政居具电庭长老装纺门乡带照])|居家(?!养老|护理|照护|服务)|拿回家|领料回家|回家做|家里做|远程|线上办公|网上兼职|外发加工|外发手工|可带家|可在家", "可带回家做"),
    (Workplace.MOBILE, "司机|骑手|外卖|送货|配送|快递员|送餐|派件|派送|跑腿|送水|送奶|上门|代驾|地推|巡回|流动|外勤|跑业务|月嫂|钟点工|送外卖|货运|跟车|揽收|押运|搬家", "配送司机"),
)  # fmt: skip
"""Where the work is done; the first that fits counts, and what fits none is on site."""

_WITHDRAWN = re.compile(
    r"已招满|招满|停招|暂停|停止招|满员|报满|已找到|已停|已下架|下架|已关闭|关闭|已删除|删除|已够人|够人|已满|撤销|撤回|取消|作废|失效|无效|已招到|已招齐|deleted|closed|filled|removed|withdrawn|inactive|已结束|结束招聘",
    re.IGNORECASE,
)
_EXPIRED = re.compile(r"已过期|过期|已截止|到期|expired|已到期", re.IGNORECASE)
_NEVER = re.compile(r"未(?:过期|招满|关闭|停|下架|满)|长期有效|永不|不停招|not ")
_EMPLOYMENT = tuple((form, re.compile(words)) for form, words, _ in EMPLOYMENT_WORDS)
_WORKPLACE = tuple((where, re.compile(words)) for where, words, _ in WORKPLACE_WORDS)
_ANY_EMPLOYMENT = re.compile("|".join(words for _, words, _ in EMPLOYMENT_WORDS))
_ANY_WORKPLACE = re.compile("|".join(words for _, words, _ in WORKPLACE_WORDS))
_NOT_AT_HOME = re.compile(
    "(?:不能|不可以?|不得|不允许|不许|禁止|不支持|谢绝)(?:把[^,，。]{0,6})?(?:带|拿)?(?:回家|在家|居家)"
)
_PART_OF_A_DAY_HOURS = 5


def read_employment(text: str) -> Employment | None:
    """The form of employment that the words name, or None."""
    folded = fold(text)
    if not _ANY_EMPLOYMENT.search(folded):
        return None
    return next((form for form, words in _EMPLOYMENT if words.search(folded)), None)


def employment_of(
    words: Employment | None, pay: Pay, settlement: tuple[Settlement, ...], schedule: Schedule | None
) -> Employment:
    """The form named by the words (calling for pay to overrule 全职 and 计件), else what pay and hours make of it.

    Paid by the piece: PIECEWORK. Paid out daily or on completion, by the day or by the task: GIG. By the hour, or for
    at most five hours a day: PART_TIME. By the month or year, and where nothing is said: FULL_TIME.
    """
    if words is not None:
        return words
    if pay.unit is PayUnit.PIECE:
        return Employment.PIECEWORK
    if Settlement.DAILY in settlement or Settlement.ON_COMPLETION in settlement:
        return Employment.GIG
    if pay.unit in (PayUnit.DAY, PayUnit.TASK, PayUnit.ORDER):
        return Employment.GIG
    hours = schedule.hours_per_day if schedule else None
    if pay.unit is PayUnit.HOUR or (hours is not None and hours <= _PART_OF_A_DAY_HOURS):
        return Employment.PART_TIME
    return Employment.FULL_TIME


def read_workplace(text: str) -> Workplace | None:
    """Where the words say that the work is done, or None."""
    folded = fold(text)
    if not _ANY_WORKPLACE.search(folded):
        return None
    if "回家" in folded or "在家" in folded or "居家" in folded:
        folded = _NOT_AT_HOME.sub("", folded)
    return next((where for where, words in _WORKPLACE if words.search(folded)), None)


@lru_cache(maxsize=1024)
def read_status(text: str) -> JobStatus | None:
    """Whether the words say that a job is over; OPEN where they say it is not, None where they say neither."""
    folded = fold(text)
    if _NEVER.search(folded):
        return JobStatus.OPEN
    if _WITHDRAWN.search(folded):
        return JobStatus.WITHDRAWN
    if _EXPIRED.search(folded):
        return JobStatus.EXPIRED
    return JobStatus.OPEN if re.search("招聘中|在招|有效|发布|open|active|正常|热招", folded, re.IGNORECASE) else None
