"""Where in running text a pay, a headcount, a number, a name or a date stands. What they say, the readings read.

Every function takes text as `connectors.documents.words.narrow` leaves it: full-width letters and digits made narrow.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

HAN = "零〇一二两三四五六七八九十百千万半俩仨"
_N = rf"(?:\d[\d,]*(?:\.\d+)?|[{HAN}]+(?:点[{HAN}]+)?)"
_AMOUNT = rf"(?:{_N}\s*(?:万|千|百|[kKwW])?\s*(?:多|余|来)?\s*(?:元(?![里旦宵])|块钱|块|圆|毛|角)?)"
_UNIT = (
    r"(?:小时|钟头|课时|学时|平方米|平米|平方|公斤|千克|个月|半天|钟|时|h|H|hour|天|日|晚|月|周|星期|年|件|个|单"
    r"|斤|次|班|场|车|趟|㎡|套|双|条|"
    r"米|吨|箱|打|包|台|只|块|张|份|批|人次|人|筐|亩|桌|间|户|听|袋|束|盆|节课?|栋|把|幅|片|对|页|字|万字|株"
    r"|棵|盒|瓶|枝|支|朵|工(?!资|作|人|程|种))(?!结|薪|倒)"
)
_PER = (
    rf"(?:(?:\s?[/／]|[/／]\s?|\s*(?:每|一|·)\s*)(?:\d+\s*)?(?:人\s*/\s*)?{_UNIT}"
    r"|\s*(?:per|a)\s+(?:hour|day|month|week))"
)
_LEAD = (
    r"(?:基本工资|岗位工资|工资标准|综合工资|综合月薪|综合薪资|月综合|工资|薪资|薪酬|薪水|待遇|报酬|月薪"
    r"|日薪|时薪|年薪|周薪|底薪|保底|无责底薪|月收入|月入|月均|"
    r"月工资|日工资|日赚|月赚|日入|年收入|收入|综合|税前|税后|到手|工价|计件工资|计件|试用期|转正后?|包活"
    r"|一口价|酬金|补贴|每人每月|每人每天|每[月天日晚车件单次班周年个枝支朵斤条套]|"
    r"每小时|一[天晚车次班趟单件个月场]|一小时)"
)
_MORE = r"(?:\s*(?:左右|上下|以上|起步|起|不等|以内|封顶|打底|保底))"
_RANGE = rf"{_AMOUNT}(?:{_PER})?(?:\s*(?:-{{1,2}}|—{{1,2}}|–|~|至|到)\s*{_AMOUNT})?"
PAY = re.compile(
    rf"(?P<lead>{_LEAD}[:：为是约可达在都均一律\s]*(?:不低于|最高|平均|大概|大约|约|可达|每月"
    rf"|每天)?\s*{_RANGE}{_MORE}?{_PER}?{_MORE}?)"
    rf"|(?P<per>{_RANGE}{_MORE}?{_PER}{_MORE}?)"
    rf"|(?P<yuan>(?:不低于|约|最高)?(?:{_N}\s*(?:万|千|百|[kKwW])?\s*(?:-{{1,2}}|—{{1,2}}|–|~|至"
    rf"|到)\s*)?{_N}\s*(?:万|千|百)?(?:多|余)?(?:元|块钱|块(?!地|砖))"
    rf"{_MORE}?)"
    rf"|(?P<bare>(?<![\d:：.\-/])\d{{4,5}}\s*(?:-{{1,2}}|—{{1,2}}|–|~|至|到)\s*\d{{4,5}}(?![\d:：\-/年])"
    rf"|(?<![\d:：.\-/])\d{{4,5}}\s*(?:左右|以上|起|\+)"
    rf"|(?<![\d:：.\-/])\d+(?:\.\d+)?\s*[kKwW](?:\s*[-—~]\s*\d+(?:\.\d+)?\s*[kKwW])?(?![A-Za-z])"
    rf"|(?<![\d:：.\-/a-zA-Z])\d+(?:\.\d+)?千?\s*[-—~]\s*\d+(?:\.\d+)?(?:[万千]|[kKwW](?![A-Za-z])))"
    rf"|(?P<words>(?:工资|薪资|薪酬|待遇|报酬|价格|薪水|工价)?(?:面[议議]|面[谈談]|面商|另议|优厚|从优)|按件计酬"
    rf"|按件计费|多劳多得|按劳取酬|计件)"
)
NOT_PAY = re.compile(
    r"(?:押金|会员费|报名费|体检费|服装费|培训费|资料费|中介费|手续费|保证金|工本费|伙食费|住宿费|租金|月租"
    r"|房租|产值|注册资[金本]|营业额|资助|补助|贷款|"
    r"罚款|转让费|展位费|外包服务费|老年餐|售价|原价|团购|优惠|全勤奖?|满勤奖?|餐补|房补|饭补|话补|车补"
    r"|夜班补贴?|另加|另补|介绍费|奖励|补贴(?=\d))\D{0,6}$"
)
HEADCOUNT = re.compile(
    rf"(?:(?:招聘|需要|招|需|聘|缺|共|各)\s*)?(?<![\d.:：\-/])(?:\d{{1,4}}\s*(?:[-—~至到]\s*\d{{1,4}})?"
    rf"|[{HAN}]{{1,4}}|数|若干)\s*(?:余|多)?"
    rf"(?:名|人(?![/工民力员均才事次资社为机参间口]|以上)|位(?!于|置)|个人|个(?![月小钟人头]|半小时|工作日|以上"
    rf"|岗位|就业|职位|工种|班|单位|企业|行政|街|社区|小区|镇|村|区|市场|站|驿站|项目|环节|孩))(?!/)|若干(?:名|人)?|人数不限|名额不限"
)
PHONE = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
    r"|(?<!\d)\(?0\d{2,3}\)?[- —–]?\d{7,8}(?:[-转]\d{1,6})?(?!\d)"
    r"|(?<!\d)[48]00[- ]?\d{3,4}[- ]?\d{3,4}(?!\d)"
    r"|1[3-9]\d\*{4}\d{4}"
    r"|[幺一][三四五六七八九][幺零〇一二三四五六七八九]{9}"
    r"|(?<=电话[:： ])\d{7,8}(?!\d)|(?<=电话)\d{7,8}(?!\d)"
)
WECHAT = re.compile(r"(?:加?微信(?:号|同号)?|VX|vx|WeChat|薇信|威信)\s*[:：]?\s*([A-Za-z][A-Za-z0-9_-]{5,19})")
_CALLED = (
    r"(?:师傅|先生|女士|小姐|老板娘?|经理|主任|主管|厂长|老师|队长|店长|园长|校长|院长|站长|村长|书记|会计"
    r"|姐|哥|叔|姨|嫂|阿姨|大姐|大哥|同志|部长|"
    r"科长|总监|总|工|生|太)"
)
_SURNAME = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦"
    "昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚"
    "邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱"
    "骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀"
    "羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符"
    "刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰"
    "郦雍桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国"
    "文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯"
    "盖益桓公"
)
PERSON = re.compile(
    rf"(?:联系人|联络人|聯絡人|负责人|联系|招聘人|咨询|找|请找|致电)\s*[:：]?\s*(?P<named>(?:[{_SURNAME}]"
    rf"|[阿小老][一-龥])[一-龥]{{0,2}}?{_CALLED}|[一-龥][姐哥叔姨嫂])"
    rf"|(?:联系人|联络人|聯絡人|负责人)\s*[:：]?\s*(?P<full>[一-龥]{{2,4}})(?=$|[\s,，;；。、:：(（\d]|电话"
    rf"|手机|联系)"
    rf"|(?<![一-龥])(?P<before>(?:[{_SURNAME}]|[阿小老][一-龥])[一-龥]{{0,2}}?{_CALLED}"
    rf"|(?![找联系请问是电话])[一-龥]{{1,2}}[姐哥]|阿[一-龥])[\s:：,，(（]{{0,3}}(?=1[3-9]\d|0\d{{2}}"
    rf"|[幺一][三四五六七八九])"
    rf"|(?<=\d)\s*[(（](?P<after>[一-龥]{{1,3}}?{_CALLED}|[阿小老][一-龥]|[一-龥]{{2,3}})[)）]"
    rf"|(?<=\d)\s*(?P<behind>[{_SURNAME}][一-龥]{{0,1}}?{_CALLED})(?=$|[\s,，;；。、)）])"
)
FULL_DATE = r"20\d{2}\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}\s*日?"
"""A date with its year, in digits."""
DATE = (
    r"(?:(?:20\d{2}|二〇\S{2})\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}\s*[日号]?"
    r"|\d{1,2}\s*月\s*\d{1,2}\s*[日号]?|20\d{2}年\d{1,2}月|"
    r"[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}[日号]|(?:本|下|这)?周[一二三四五六日天末]"
    r"|今天|明天|后天|昨天|前天|月底|年底|\d{1,2}月底)"
)
CLOCK = re.compile(
    r"(?:(?:上午|下午|晚上|早上|中午|凌晨|每晚|早|晚|次日)?\s*\d{1,2}\s*(?:[:：]\s*\d{2}|点半|点\d{0,2}分?"
    r"|时\d{0,2}分?)"
    r"(?:\s*(?:-{1,2}|—{1,2}|–|~|至|到)\s*(?:次日|第二天|翌日)?(?:上午|下午|晚上|早上|中午|凌晨|早"
    r"|晚)?\s*\d{1,2}\s*(?:[:：]\s*\d{2}|点半|点\d{0,2}分?|时\d{0,2}分?)?)?)"
    r"|早\d{1,2}(?:点)?\s*[-—~至到]?\s*晚\d{1,2}(?:点)?|朝九晚[五六]|\d{1,2}\s*小时(?!/|工)"
)
AGE = re.compile(
    rf"(?:年龄|年齡)?\s*[:：]?\s*(?:男|女)?性?\s*(?:\d{{2}}|[{HAN}]{{2,4}})\s*(?:周岁"
    rf"|岁)?\s*(?:[-—~至到]\s*(?:\d{{2}}|[{HAN}]{{2,4}}))?\s*(?:周岁|岁)\s*(?:以下|以内|以上|左右|内)?"
)
DATE_RE = re.compile(DATE)
DATE_RANGE = re.compile(
    rf"{DATE}(?:\s*\(?（?周[一二三四五六日天]）?\)?)?(?:\s*起?(?:-{{1,2}}|—{{1,2}}|–|~|至|到)\s*(?:{DATE}"
    rf"|\d{{1,2}}[日号]))?"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text and what stands there."""

    start: int
    end: int
    kind: str
    text: str


NEAR = 32
"""Characters before a figure that may say what it is for."""


def pays(text: str) -> Iterator[Span]:
    """Pay for the work, not what is asked of the worker, nor a firm's turnover."""
    at = 0
    while match := PAY.search(text, at):
        at = match.start() + 1
        before = text[max(0, at - NEAR) : match.start()]
        after_figure = re.search(r"\d[:：.]?$", before) and re.match(r"\d", match[0])
        if after_figure or NOT_PAY.search(before) or not _is_pay(match, text):
            continue
        at = match.end()
        yield Span(match.start(), match.end(), "pay", match[0].strip())


def _is_pay(match: re.Match[str], text: str) -> bool:
    if match["words"]:
        return True
    said = match[0]
    if not re.search(rf"[\d{HAN}]", said):
        return False
    if NOT_PAY.match(said + "x") or (
        re.match(r"(?:补贴|一次|一个|一场|试用期|转正)", said)
        and "元" not in said
        and "块" not in said
        and not re.search(r"\d{2}", said)
    ):
        return False
    if match["per"] and not re.search(r"元|块|毛|角|\d{2,}|\d\.\d|[kK千百万]", said):
        return False
    if match["per"] and re.search(r"^\d{1,3}\s*(?:人|名|个|天|小时)", said) and "元" not in said:
        return False
    if re.search(r"\d{7,}|^(?:19|20)\d{2}\D{1,2}20\d{2}", said) or re.match(
        r"\s*[:：]\d", text[match.end() : match.end() + NEAR]
    ):
        return False
    if match["lead"] and not re.search(r"元|块|毛|角|千|万|百|[kK]|\d{2,}|\d\.\d", said):
        return False
    if (
        match["lead"]
        and re.match(r"\s*(?:人|名|岁|周岁|年|个月|小时|%)", text[match.end() : match.end() + NEAR])
        and "元" not in said
    ):
        return False
    return not re.match(
        r"\s*(?:岁|周岁|年经验|年以上|%|分钟|多?名|多?人|万人|亿|/份)", text[match.end() : match.end() + NEAR]
    )


def headcounts(text: str) -> Iterator[Span]:
    for match in HEADCOUNT.finditer(text):
        vague = re.search(r"[余多]\s*个$", match[0])  # 500余个 are a fair's openings
        if not vague and not re.match(r"\s*(?:岁|周岁|%)", text[match.end() : match.end() + NEAR]):
            yield Span(match.start(), match.end(), "headcount", match[0].strip())


def phones(text: str) -> Iterator[Span]:
    for match in PHONE.finditer(text):
        yield Span(match.start(), match.end(), "phone", match[0])
    for match in WECHAT.finditer(text):
        yield Span(match.start(), match.end(), "phone", match[0])


def persons(text: str) -> Iterator[Span]:
    for match in PERSON.finditer(text):
        name = next(value for value in match.groupdict().values() if value)
        if len(name) > 2 and name.endswith("工"):
            continue
        yield Span(match.start(), match.end(), "person", name)


def person_in(text: str) -> str | None:
    """The name of the one to call: before, after or instead of a number.

    >>> person_in("陈经理 13600001013"), person_in("电话13500001057（康师傅）")
    ('陈经理', '康师傅')
    """
    return next((span.text for span in persons(text)), None)


def first(spans: Iterator[Span]) -> str | None:
    return next((span.text for span in spans), None)
