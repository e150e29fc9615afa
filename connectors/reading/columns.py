"""What a column, a key or a label is called: Chinese names of fields, as boards, notices and agencies write them.

A header may name two fields (地址及联系方式) and a unit (月薪（元）). A table of rules, tried in order: the first whose
pattern is found in the name wins, so the narrower stands first.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from schema.reading.text import simplify

RULES: tuple[tuple[str, str], ...] = (
    # field, pattern (searched in the name without spaces, brackets and punctuation)
    ("external_id", r"^(?:岗位|职位|招聘|信息|工单|需求)?(?:编号|编码|代码|ID)$|^(?:派|工|订|岗位|需求)单?号$|^单号$"),
    ("number", r"^(?:序号|序|号|No\.?|NO|#|编次|排序|序列)$"),
    ("venue", r"停靠|举办地|活动地"),
    ("station_name", r"(?:站点|驿站|服务点|零工市场|服务站|网点|驿站名)(?:名称|名|全称)?$"),
    ("hours", r"(?:服务|开放|营业|办公|受理)时间$"),
    ("trades", r"(?:主要|特色|服务)?(?:行业|工种)(?:特色|范围)$|^主要工种$|^主营"),
    ("services", r"^(?:服务|服务内容|服务项目|主要服务|功能)$"),
    ("expires_at", r"截止|截至|有效期|有效[至到]|有效日|到期|失效|报名时间|招聘期限|有效日期"),
    (
        "posted_at",
        r"发布|更新|登记(?:日期|时间)|刊登|填报(?:日期|时间)|录入|发文日期|成文日期|^日期$|^时间$|Date|Posted",
    ),
    ("settlement", r"结算|发薪|结薪|付款|工资发放|结款|结账|發薪"),
    ("pay_low", r"(?:薪|工资)\D{0,4}(?:下限|最低|起点)$|最低\D{0,3}(?:薪|工资)"),
    ("pay_high", r"(?:薪|工资)\D{0,4}(?:上限|最高|封顶)$|最高\D{0,3}(?:薪|工资)"),
    ("age_low", r"年龄\D{0,3}(?:下限|最低|最小)$|最[低小]年龄"),
    ("age_high", r"年龄\D{0,3}(?:上限|最高|最大)$|最[高大]年龄"),
    ("pay", r"薪|计酬|工资|工價|待遇|报酬|收入|工价|酬劳|怎么算钱|多少钱|工钱|单价|补贴标准|劳务费|Salary|Pay|Wage"),
    (
        "headcount",
        r"人数|名额|数量|(?:招聘|招工|用工|缺口)数|需求数|招用数|計劃|计划数|缺工|招收|Headcount|Openings|^人$|人數|名額|需求量"
        r"|几个?人|用工数|要人|招人",
    ),
    ("contact_phone", r"电话|手机|電話|手機|Tel|Phone|热线|号码"),
    ("contact_name", r"联系人|聯絡人|聯繫人|负责人|招聘人$|经办人|^Contact$"),
    ("contact", r"联系方式|联络|聯絡|聯繫|联系|报名方式|应聘方式|咨询|投递|^找谁$|打给谁"),
    ("agency", r"发布(?:机构|单位|者)|信息来源|来源|发布人|主办|填报单位"),
    ("credit_code", r"信用代码|社会信用"),
    (
        "employer",
        r"单位|企业|公司|雇主|商户|用人方|用工方|用工主体|店铺|店名|商家|工厂|厂家|机构|東主|僱主|Company"
        r"|Employer|招聘方|用工方|档主|商号|商號|店号|字号|宝号|发单人|东家",
    ),
    ("station", r"所属站点|驿站$"),
    ("event_title", r"活动|主题|课程|班次|项目名称|专业|培训(?:项目|工种|内容|班)|招聘会(?:名称)?|场次|班级"),
    (
        "title",
        r"岗位|职位|工种|职务|崗位|職位|工種|职业|招聘(?:内容|工种)|活儿|活计|Position|Job|Title|^工作$"
        r"|用工(?:类型|名称)|^招工$|招工(?:内容|信息)|[招找要缺](?:什么|啥|哪些?)(?:人|工)|干(?:什么|啥)活?$",
    ),
    ("age", r"年龄|年齡|周岁|Age"),
    ("gender", r"性别|性別|男女|Gender|Sex"),
    ("education", r"学历|文化|學歷|Education|教育"),
    ("experience", r"经验|工龄|經驗|年限|Experience"),
    ("date", r"日期$|^日子|^时间地点"),
    ("schedule", r"工作时间|上班|工时|班次|作息|时段|班制|工作時間|工作制|Hours|休息|時間$|用工时间|^几点"),
    ("organiser", r"承办|组织单位"),
    ("venue", r"停靠|举办地|活动地|会场|场地|上课地点|培训地点|站点地址"),
    (
        "address",
        r"地址|地点|位置|地區|区域|地点|地點|场所|档口|铺位|档位|摊位|门店|Address|Location|Place|所在地"
        r"|工作地|哪里|在哪|[上招用]工地",
    ),
    ("requirements", r"要求|条件|條件|资格|Requirement|技能|对象"),
    ("benefits", r"福利|食宿|吃住|保险|社保|包住|Benefit|补贴"),
    ("description", r"职责|内容|描述|说明|介绍|工作任务|Duties|Description|做什么"),
    ("employment", r"用工(?:性质|形式|方式)|工作性质|性质|类型|類型|就业形式|全职|招聘类型"),
    ("status", r"状态|情况|狀態|Status|进展"),
    ("openings", r"提供岗位|岗位数"),
    ("free", r"费用|收费|学费"),
    ("time", r"^时间$|时间$"),
    ("division", r"镇街|乡镇|街道|区县|社区|辖区|区划"),
    ("note", r"备注|備註|其他|其它|附注|Remark|Note|说明"),
)
EXACT: dict[str, str] = {
    "提供岗位数": "openings",
    "岗位数": "openings",
    "岗位数量": "headcount",
    "岗位数(个)": "openings",
    "岗位人数": "headcount",
    "岗位职责": "description",
    "岗位要求": "requirements",
    "岗位描述": "description",
    "岗位说明": "description",
    "岗位待遇": "pay",
    "岗位类型": "employment",
    "岗位性质": "employment",
    "岗位类别": "category",
    "职位类别": "category",
    "职位描述": "description",
    "职位要求": "requirements",
    "任职要求": "requirements",
    "任职资格": "requirements",
    "工作内容": "description",
    "工作要求": "requirements",
    "工作地点": "address",
    "工作地址": "address",
    "工作区域": "address",
    "工作岗位": "title",
    "工作职位": "title",
    "工作经验": "experience",
    "工作年限": "experience",
    "工作性质": "employment",
    "工作类型": "employment",
    "工作时间": "schedule",
    "招聘条件": "requirements",
    "招聘要求": "requirements",
    "招聘对象": "requirements",
    "招聘时间": "posted_at",
    "招聘单位": "employer",
    "招聘企业": "employer",
    "招聘人数": "headcount",
    "招聘岗位": "title",
    "单位地址": "address",
    "公司地址": "address",
    "企业地址": "address",
    "单位简介": "about",
    "企业简介": "about",
    "公司简介": "about",
    "单位性质": "about",
    "企业性质": "about",
    "企业规模": "about",
    "企业信息": "group",
    "单位信息": "group",
    "岗位信息": "group",
    "职位信息": "group",
    "企业介绍": "about",
    "公司介绍": "about",
    "公司名称": "employer",
    "职位月薪": "pay",
    "姓名": "person",
    "学员姓名": "person",
    "身份证号": "person",
    "身份证号码": "person",
    "准考证号": "person",
    "发布机构": "agency",
    "发布单位": "agency",
    "发文机关": "agency",
    "发文单位": "agency",
    "信息来源": "agency",
    "来源": "agency",
    "索引号": "metadata",
    "文号": "metadata",
    "主题词": "metadata",
    "主题分类": "metadata",
    "浏览": "metadata",
    "点击": "metadata",
    "浏览次数": "metadata",
    "字体": "metadata",
    "单位": "employer",
    "联系": "contact",
    "联系方式": "contact",
    "报名电话": "contact_phone",
    "咨询电话": "contact_phone",
    "微信": "contact",
    "微信号": "contact",
    "邮箱": "email",
    "电子邮箱": "email",
    "QQ": "email",
    "地区": "address",
    "时间": "time",
    "日期": "date",
    "地点": "address",
    "工作地": "address",
    "活动时间": "time",
    "举办时间": "time",
    "培训时间": "time",
    "开班时间": "time",
    "上课时间": "time",
    "活动地点": "venue",
    "活动名称": "event_title",
    "培训地点": "venue",
    "举办地点": "venue",
    "主办单位": "organiser",
    "承办单位": "organiser",
    "培训机构": "organiser",
    "参会单位": "about",
    "参会企业": "about",
    "组织单位": "organiser",
    "班次": "event_title",
    "班期": "event_title",
    "补贴项目": "policy_title",
    "政策名称": "policy_title",
    "项目名称": "policy_title",
    "补贴名称": "policy_title",
    "补贴对象": "audience",
    "申请对象": "audience",
    "扶持对象": "audience",
    "适用对象": "audience",
    "享受对象": "audience",
    "补贴标准": "amount",
    "扶持标准": "amount",
    "资助标准": "amount",
    "补贴金额": "amount",
    "贷款额度": "amount",
    "标准": "amount",
    "额度": "amount",
    "补多少": "amount",
    "给多少": "amount",
    "能领多少": "amount",
    "补助标准": "amount",
    "奖励标准": "amount",
    "给谁补": "audience",
    "补给谁": "audience",
    "补贴谁": "audience",
    "谁能领": "audience",
    "谁能申请": "audience",
    "申领对象": "audience",
    "申请条件": "audience",
    "补多久": "note",
    "补贴期限": "note",
    "享受期限": "note",
    "线路": "number",
    "路线": "number",
    "站点": "station_name",
    "站点类型": "station_kind",
    "上级站点": "station_parent",
    "类别": "category",
    "要求": "requirements",
    "岗位": "title",
    "职位": "title",
    "电话": "contact_phone",
    "福利待遇": "benefits",
    "福利": "benefits",
    "其它": "note",
    "人": "headcount",
    "客户": "employer",
    "厂": "employer",
    "厂家": "employer",
    "需求": "headcount",
    "登记": "posted_at",
    "厂址": "address",
    "店址": "address",
    "企业": "employer",
    "姓名电话": "contact",
    "车次": "number",
    "要人": "headcount",
    "招人": "headcount",
    "要几人": "headcount",
    "招几人": "headcount",
    "用工方": "employer",
    "用人方": "employer",
    "招聘方": "employer",
    "东家": "employer",
    "价格": "pay",
    "活儿": "title",
    "干啥": "title",
    "在哪": "address",
}
DECOR = re.compile(r"[\s*:：。.、,，;；\"“”【】\[\]]+")
BRACKET = re.compile(r"[(（]([^()（）]*)[)）]")
JOINTS = re.compile(r"[/／、,，&＆+＋|]|以及|及|和|与|或|暨|\n")


@dataclass(frozen=True, slots=True)
class Name:
    """What a name of a column says: its fields (two where it joins two), and the unit in it (元/月)."""

    fields: tuple[str, ...]
    text: str
    unit: str | None = None

    @property
    def field(self) -> str | None:
        return self.fields[0] if self.fields else None


@lru_cache(maxsize=8192)
def name_of(text: str) -> Name:
    """The fields that a header names; no fields where it is unknown or too long to be a name.

    >>> name_of("月薪（元）及福利").fields, name_of("地址及联系方式").fields
    (('pay', 'benefits'), ('address', 'contact'))
    """
    given = simplify(unicodedata.normalize("NFKC", text).strip())
    if not given or len(given) > 40 or re.search(r"[:：]\s*\S", given):
        return Name((), given)
    unit = _unit(given)
    base = DECOR.sub("", BRACKET.sub("", given.replace("\n", "")))
    if not base:
        base = DECOR.sub("", given.strip("()"))
    if len(base) > 16 or re.fullmatch(r"[\d\W]+", base):
        return Name((), given)
    if exact := EXACT.get(base):
        return Name((exact,), given, unit)
    parts = [DECOR.sub("", part) for part in JOINTS.split(BRACKET.sub("", given))]
    known = [field for part in parts if part and (field := _field(part))]
    if len(parts) > 1 and len(known) == len([part for part in parts if part]) and len(known) > 1:
        return Name(tuple(dict.fromkeys(known)), given, unit)
    field = _field(base)
    return Name((field,) if field else (), given, unit)


KEY_ENDING = re.compile(
    r"(?:岗位|职位|工种|人数|名额|数量|薪资|工资|待遇|薪酬|月薪|日薪|时薪|报酬|收入|名称|全称|地址|地点|位置"
    r"|电话|手机|热线|方式|联系人|要求|条件|资格|年龄|学历|性别|时间|日期|"
    r"结算|福利|备注|截止|期限|有效期|职责|内容|经验|说明|描述|微信|微信号|类型|性质|形式|区域|范围|对象"
    r"|标准|金额|额度|机构|来源|主办|承办|负责人|发布人|简介|介绍|规模|"
    r"職位|崗位|薪資|待遇|地點|電話|聯絡人|學歷|時間|工種|人數|Tel|Phone|Salary|Job|Position|Company|Address"
    r"|Location|Headcount|Contact|Hours|Requirements|Benefits)$",
    re.IGNORECASE,
)
WHO = re.compile(
    r"^(?:招聘|用人|用工|招工|所属|公司|企业|单位|雇主|僱主|发布|服务)?(?:单位|企业|公司|雇主|僱主|商家|商户"
    r"|门店|店名|档口|工厂)$"
)


def is_key(text: str) -> bool:
    """Whether words before a colon name a field rather than being what is said: 工作地点, not 新华街道物业服务队.

    >>> is_key("工作地点"), is_key("招聘单位"), is_key("新华街道物业服务队")
    (True, True, False)
    """
    base = simplify(DECOR.sub("", BRACKET.sub("", unicodedata.normalize("NFKC", text))))
    if base in EXACT or WHO.match(base):
        return True
    return 1 < len(base) <= 10 and bool(KEY_ENDING.search(base)) and bool(name_of(base).fields)


def _field(base: str) -> str | None:
    if exact := EXACT.get(base):
        return exact
    return next((field for field, pattern in RULES if re.search(pattern, base, re.IGNORECASE)), None)


def _unit(given: str) -> str | None:
    """元/月, 千元 … as the header has them; 月薪 and 日薪 say the period in the name itself."""
    inside = " ".join(BRACKET.findall(given))
    period = re.search(r"(?:元|块|千|万|k|K)?\s*(?:/|每|一)\s*(小时|时|天|日|周|月|年|件|次|单|班|h)", given)
    period = period or re.search(r"(月|日|时|年|周)(?:薪|工资|收入)", given) or re.search(r"每(月|天|日|小时)", given)
    amount = re.search(r"(千元|万元|千|万|百元|元|k|K)", inside) or re.search(r"(千元|万元)", given)
    if not period and not amount:
        return None
    return f"{amount[1] if amount else '元'}{'/' + period[1] if period else ''}"
