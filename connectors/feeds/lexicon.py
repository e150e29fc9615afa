"""What the keys of a feed mean: one table from the names that feeds use to the fields of a record.

Three families of names are known: the field codes of 劳动99三版 (LB/T 102, the AAC/AAB/ACB/AAE codes of provincial
systems), English camel or snake case, and Chinese words or their pinyin initials. A name is compared in lower case
without separators. The first name that a row has a value for wins, so the more exact names stand first.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

NAMES: Mapping[str, str] = {
    "external_id": (
        "acb200 acb210 externalid jobid postid positionid recruitid jobno postno gwbh gwid id uuid vid vacancyid "
        "guid 岗位编号 职位编号 编号 序号"
    ),
    "title": (
        "aca112 acb216 jobname jobtitle positionname postname position vacancyname gwmc zwmc gzmc title name "
        "岗位名称 职位名称 招聘岗位 招聘职位 招工岗位 岗位 职位 工种 名称"
    ),
    "employer": (
        "aab004 unitname companyname company corpname corp entname enterprisename employername employer "
        "orgname dwmc qymc 单位名称 企业名称 用人单位 用工单位 招聘单位 招聘企业 公司名称 公司 单位 企业"
    ),
    "employer_credit_code": (
        "aab003 aab998 creditcode entcode uscc uniscid tyshxydm socialcreditcode unitcreditcode"
        " 统一社会信用代码 信用代码"
    ),
    "agency": "aae017 agencyname agency hrname orgagency jbjg jgmc 经办机构 代理机构 人力资源机构 发布机构",
    "pay": (
        "salarytext salarydesc salary salaryrange pay wage wages payment remuneration xzdy xinzi gzdy "
        "薪酬说明 薪资待遇 工资待遇 薪资 工资 薪酬 待遇 月薪"
    ),
    "pay_min": (
        "acb21a acb241 salarymin minsalary salarylow salaryfrom wagemin paymin paylow minpay minwage "
        "zdxz 最低薪资 薪酬下限"
    ),
    "pay_max": (
        "acb21b acb242 salarymax maxsalary salaryhigh salaryto wagemax paymax payhigh maxpay maxwage "
        "zgxz 最高薪资 薪酬上限"
    ),
    "pay_unit": (
        "acb21u acb21c salaryunit salarymode paymode payunit wageunit salarytype paytype paycycle salaryperiod jxdw "
        "薪酬单位 计薪单位 计薪方式"
    ),
    "settlement": "settlement settletype settletext settle settlementtype paysettle jsfs 结算方式 结算周期 结算",
    "headcount": (
        "acb240 recruitnum recruitcount headcount number num count personnum peoplenum needs quantity "
        "vacancies openings quota zprs 招聘人数 招工人数 需求人数 用工人数 人数 名额"
    ),
    "schedule": ("worktime workingtime workhours workinghours schedule shift shifttime gzsj 工作时间 上班时间 班次"),
    "employment": ("employmenttype jobtype worktype jobnature worknature positiontype gzxz 工作性质 用工形式 用工类型"),
    "workplace": "workplacetype workmode remote 办公方式",
    "requirements": (
        "requirement requirements jobrequirement qualification qualifications demand rzyq gwyq "
        "任职要求 岗位要求 招聘条件 招聘要求 要求"
    ),
    "description": (
        "acb22a jobdesc jobdescription description desc jobdescribe describe "
        "remark duty duties responsibility content detail gwzz "
        "gwms 岗位职责 工作内容 岗位描述 职位描述 备注"
    ),
    "gender": "aac004 sex gender sexrequire sexreq genderreq xbyq sexcode gendercode 性别要求 性别",
    "education": "aac011 education edu educode degree edurequire edureq xlyq 学历要求 学历",
    "experience": "experience workexperience workyears workyear gzjy gznx 工作经验 工作年限 经验",
    "age": "age agerange agerequire agelimit nlyq 年龄要求 年龄",
    "age_min": "acb221 nlxx nlks agemin minage agefrom agelow 最小年龄",
    "age_max": "acb222 nlsx nljs agemax maxage ageto agehigh 最大年龄",
    "benefits": ("acb214 welfare welfares benefit benefits treatment tags label labels fldy 福利待遇 福利 标签"),
    "address": (
        "acb202 workaddress workplace workaddr address addr workarea workplacedetail workplaceaddress "
        "locationaddress location joblocation gzdd gzdz "
        "工作地址 工作地点 用工地点 地址 上班地点 地点"
    ),
    "division": (
        "aab301 areacode divisioncode regioncode districtcode adcode citycode workplacearea workplacecode "
        "locationcode xzqh 行政区划代码 区划代码 地区 区域"
    ),
    "latitude": "latitude lat wd 纬度",
    "longitude": "longitude lng lon jd 经度",
    "coordinate_system": "coordinatesystem coordtype coordsys geosystem 坐标系",
    "contact_name": "aae004 contactname contacts contactperson contactman contact linkman linkname lxr 联系人",
    "contact_phone": (
        "aae005 contactphone contacttel phone tel telephone mobile linktel linkphone lxdh "
        "联系电话 联系方式 电话 手机 手机号"
    ),
    "posted_at": (
        "aae043 publishdate publishtime pubdate pubtime posttime postedat postdate releasedate createtime "
        "createdate createdat fbsj fbrq 发布日期 发布时间 登记日期 发布"
    ),
    "expires_at": (
        "aae031 aae042 enddate endtime expiredate expiretime expiresat validto validuntil deadline "
        "validthrough jzrq yxqz 有效期止 有效期至 截止日期 截止时间 有效期 截止"
    ),
    "updated_at": (
        "aae036 lastmodify lastmodified updatetime updatedate updatedat modifytime modifydate "
        "modifiedat gxsj 更新时间 修改时间"
    ),
    "deleted": "isdeleted deleted isdelete delflag deleteflag removed sfsc 删除标志 是否删除",
    "valid": "aae100 valid isvalid validflag yxbz 有效标志",
    "status": "statustext statetext statusname statename status state jobstatus poststatus zt 状态 招聘状态",
    "url": "url link detailurl joburl pageurl href 链接 网址",
    "occupation": "aca111 occupation occupationname jobcategory category zylb 职业 职业类别",
}

PARENTS = frozenset(
    {"agency", "employer", "employer_credit_code", "contact_name", "contact_phone", "division", "address"}
)
"""What a post may have from the agency or company it stands under."""

AGENCY_NAMES: Mapping[str, str] = {
    "agency": "agencyname agency orgname name jgmc hrname 机构名称 经办机构 名称",
    "employer": "unitname companyname company corpname entname dwmc 单位名称 企业名称",
    "employer_credit_code": "",
    "contact_name": "contact contactname linkman 联系人",
    "contact_phone": "phone tel contactphone mobile 联系电话 电话",
    "division": "areacode divisioncode regioncode 行政区划代码",
    "address": (
        "corpaddr corpaddress companyaddr companyaddress unitaddr unitaddress address addr 单位地址 企业地址 地址"
    ),
}
"""The same for what stands above the posts: there `name` is the agency's."""


def folded(name: str) -> str:
    """A key without case and separators: `job_name`, `jobName` and `JOB-NAME` are one."""
    return name.replace("_", "").replace("-", "").replace(" ", "").lower()


def flat(row: Mapping[str, object], depth: int = 3) -> dict[str, object]:
    """A row with its nested objects' values beside its own, under both keys: {"corp": {"tel": 1}} has "corp.tel".

    An object that names itself (name, text, label) stays as it is, too.
    """
    found: dict[str, object] = {}
    for key, value in row.items():
        if not isinstance(value, dict) or depth == 0:
            found[key] = value
            continue
        if {"name", "text", "label"} & value.keys():
            found[key] = value
        inner = flat(value, depth - 1)
        found |= {f"{key}.{name}": said for name, said in inner.items() if _is_said(said)}
    return found


def _is_said(value: object) -> bool:
    """Not an object, and not a list of anything but words."""
    if isinstance(value, list):
        return all(isinstance(each, str) for each in value)
    return not isinstance(value, dict)


def _by_rank(names: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    return {word: (field, rank) for field, words in names.items() for rank, word in enumerate(words.split())}


VAGUE = frozenset({"external_id", "title", "pay", "status", "url", "headcount", "description"})
"""Fields that a name within a nested object does not tell by itself: `corp.id` is not the post's."""
BELOW = 100
"""How much less sure a name within a nested object is than one of the row's own."""
ENDING = re.compile(r"(?<=...)(?:names?|list|text|desc|str|label|value)$")
"""What feeds put behind a field's name: welfareNames, statusDesc."""
_FIELDS = _by_rank(NAMES)
_PARENT_FIELDS = _by_rank(AGENCY_NAMES)


@lru_cache(maxsize=4_096)
def _hit(key: str, parent: bool) -> tuple[str, int] | None:
    """The field that a key holds, and how sure that is; a feed has the same keys in every row."""
    names = _PARENT_FIELDS if parent else _FIELDS
    if "." not in key:
        bare = folded(key)
        hit = names.get(bare)
        said = names.get(ENDING.sub("", bare)) if hit is None else None
        return (said[0], said[1] + BELOW // 2) if said is not None else hit
    hit = names.get(folded(key.replace(".", "")))
    own = names.get(folded(key.rpartition(".")[2]))
    if hit is None and own is not None and own[0] not in VAGUE:
        return own[0], own[1] + BELOW
    return hit


def recognise(row: Mapping[str, object], *, parent: bool = False) -> Mapping[str, str]:
    """Which key of `row` holds which field: {field: key}. Keys that nobody knows are left out."""
    said = tuple([key for key, value in row.items() if value is not None and value != ""])
    return _recognised(said, parent) if len(said) <= MOST_KEYS else _recognised.__wrapped__(said, parent)


MOST_KEYS = 200
"""Of rows whose shape is remembered; a larger object is a page's or a directory's rather than a post."""


@lru_cache(maxsize=512)
def _recognised(keys: tuple[str, ...], parent: bool) -> Mapping[str, str]:
    """By the keys that a row has values for: nearly all rows of a feed have the same."""
    found: dict[str, tuple[int, str]] = {}
    for key in keys:
        hit = _hit(key, parent)
        if hit is None:
            continue
        field, rank = hit
        if field not in found or rank < found[field][0]:
            found[field] = (rank, key)
    return MappingProxyType({field: key for field, (_, key) in found.items()})
