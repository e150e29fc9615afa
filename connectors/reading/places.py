"""Whether words name a place or an employer, and where in a text one stands."""

import re

from schema.reading.text import simplify

_C = r"[一-龥A-Za-z0-9·]"
FORMAL = re.compile(
    r"(?:[一-龥A-Za-z0-9·&]|[（(][一-龥]{2,8}[)）]){3,32}?(?:有限责任公司|股份有限公司|有限公司|集团公司"
    r"|集团|分公司|合作社|事务所|经营部|服务部|服务队|工作室|商行|公司|(?<![一-龥]工)厂)"
    r"(?:[一-龥]{2,8}(?:分公司|分店|门店|分厂))?"
)
EMPLOYER_ENDING = (
    r"(?:有限公司|公司|集团|厂|工厂|制衣厂|店|铺|商铺|档口|(?<![就不可都也还能要出流举进步旅同飞送])行|超市|商超|酒店"
    r"|宾馆|饭店|餐厅|餐馆|酒楼|酒家|食府|烧腊|大排档|茶餐厅|食堂|工作室|工作坊|作坊|坊|合作社|农场|基地|服务部|服务队|服务中心|"
    r"护理院|颐养中心|养老院|敬老院|幼儿园|托育园|托管班|饭堂|学校|小学|中学|医院|门诊|诊所|药店|药房|物业|物业服务处"
    r"|商场|商店|市场|物流园|仓库|仓储|货运|速递|快运|搬家公司|茗茶|花圃|花坊|快递点|驿站|代收点|菜鸟驿站"
    r"|茶庄|茶行|茶业|"
    r"茶坊|茶楼|商贸|贸易|服饰|服装|制衣|电商|物流|家政|家纺|科技|食品|办事处|居委会|村委会|党群服务中心"
    r"|管理处|管理委|管委会|城管|局|大队|中心|医院|书院|剧院|影院|饭馆|宾馆|茶馆|会馆|场馆|会所|之家|大户|茶室|书店|分店|经营部|批发部"
    r"|营业部|门市部|服务社|旅行社|俱乐部)"
)
EMPLOYER = re.compile(rf"^{_C}{{0,24}}?(?:[（(][一-龥]{{2,8}}[)）])?{_C}{{0,20}}{EMPLOYER_ENDING}$")
INDUSTRY = re.compile(
    r"^(?:餐饮|物流|贸易|商贸|服装|服饰|制衣|电商|家政|家纺|科技|食品|物业|服务|市场|销售|设计|创意|制造"
    r"|加工|零售|批发|医院|学校|公司|中心|部|店|企业|该公司|本公司|我公司|我司|我厂|本店|我店|一家|多家|各)+$"
)
PLACE_ENDING = (
    r"(?:路口|路|街|大道|巷|里|弄|胡同|镇|乡|村|屯|庄|社区|街道|区|县|市|广场|公园|小区|花园|大厦|楼|层|号"
    r"|号院|院内|园区|工业区|开发区|工业园|地铁站|车站|站|路口|门口|出口|入口|村口|巷口|旁|对面|附近|门口|门前|"
    r"东门|西门|南门|北门|交叉口|路段|沿线|一带|辖区|档|铺|座|栋|室|桥头|桥|新城|新村|家属院|批发市场|集散地"
    r"|码头|机场|校区|工地|辖区内|院内)"
)
PLACE = re.compile(
    rf"^(?:在|位于|地址|地点|工作地点|上班地点"
    rf"|集合地点)?[:：]?\s*({_C}{{1,40}}?{PLACE_ENDING}(?:[（(].{{1,20}}[)）])?(?:集合|上车)?)$"
)
ADDRESS_IN = re.compile(
    r"(?:(?:(?:工作|上班|公司|单位|企业|集合|面试|报名|活动|培训)?(?:地址|地点|位置)|[厂店铺]址)(?:在|为"
    r"|是)?\s*[:：]?\s*|位于|坐落于|座落于|设在|就在|(?<![一-龥])在)\s*"
    rf"((?:{_C}|[（(][一-龥\d]{{1,12}}[)）]|-){{3,45}}?)(?=[,，。;；!！\s]|$|[（(]|招|联系|电话)"
)
FULL_ADDRESS = re.compile(
    rf"(?:{_C}{{2,8}}[省市])?(?:{_C}{{2,8}}?[市])?(?:{_C}{{1,8}}?[区县])?(?:{_C}{{1,8}}?(?:街道|镇"
    rf"|乡))?{_C}{{0,16}}?(?:路|街|大道|村|巷|工业园|工业区|社区)(?:{_C}{{0,20}}?(?:号院内|号院|号|栋|楼|室"
    rf"|组|层|档|旁|口|内|座))*"
)
DIVISION_HEAD = re.compile(
    r"^(?:[一-龥]{2,4}(?:省|市|区|县))*(?:[一-龥]{1,5}(?:街道|镇|乡)|[一-龥]{2,4}村|(?!小区|社区|园区|校区"
    r"|厂区|景区)[一-龥]{2,3}[区县])(?=[一-龥]{2})"
)


def is_employer(text: str) -> bool:
    """Whether words can only be who employs: 扒鸡店, 太阳能支架厂, 鼎新(湖北)箱包有限公司."""
    bare = simplify(text.strip(" ,，:：。、"))
    if (
        INDUSTRY.match(bare)
        or re.search(r"业[和及与、]|类$", bare)
        or re.match(r"[到在去来由向与因]|地[址点]|位于", bare)
    ):
        return False
    return (
        2 <= len(bare) <= 40
        and bool(EMPLOYER.match(bare))
        and not re.search(
            r"\d{3,}|招聘|提供|报名"
            r"|可对接|入驻|申请|参加|组织|开展|举办|符合|人员和|返乡",
            bare,
        )
    )


def is_place(text: str) -> bool:
    """Whether words are a place: 二屯镇, 广川街道东风路口集合."""
    bare = simplify(text.strip(" ,，:：。、"))
    return (
        2 <= len(bare) <= 45
        and bool(PLACE.match(bare))
        and not re.search(r"小时|元/|以上|包吃|岁|户口|的|集中|辖", bare)
    )


def place_of(text: str) -> str:
    """The place without the words around it: 在湖滨北路与新河路交叉口 -> 湖滨北路与新河路交叉口."""
    bare = re.sub(
        r"^(?:(?:工作|上班|公司|单位|企业|面试|集合)?(?:地址|地点|位置)(?:在|为|是)?[:：]?|位于|在|于)\s*",
        "",
        text.strip(" ,，:：。、;；"),
    )
    return re.sub(r"(?:集合|上车)$", "", bare).strip(" ,，:：。、")


def address_in(text: str) -> str | None:
    """The first place that a text announces (地址：…, 位于…), else none."""
    for found in ADDRESS_IN.finditer(text):
        place = place_of(found[1])
        if place.startswith(("家", "自己")):
            continue
        if re.search(rf"{PLACE_ENDING}|家$|店$|厂$|市场|工地", place) and not re.search(
            r"岗位|以上|经验|家门口$|小时|的|集中|辖|看到|接受|公司$|期间", place
        ):
            return place
    return None


def without_brackets(text: str) -> str:
    """Words without what stands in brackets, but for those within a name: 鼎新(湖北)箱包有限公司."""
    return re.sub(r"[（(][^（）()]*[)）](?![一-龥]{0,12}?(?:公司|厂|集团|合作社))", "", text)
