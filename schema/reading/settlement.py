"""Settlement: when pay is paid out. 日结 · 次日结 · 干一天结一天 · 每月15号发 · 按件结算."""

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from schema.reading.text import any_of, fold
from schema.vocabulary import Settlement

_PAID = r"(?:结|发|付|清|到账|结算|支付|发放|结账|结清|兑现|给|到手|现|出粮|支薪|领薪|打到|打入|打款|转入|汇入|开工资|开薪|关饷)"
_NEAR = r"[^,，;；。\n元]{0,6}?"
_DONE = r"(?:完工|活干?完|(?<!作)(?:干|做|忙|搬|装|卸|干活|做工)(?:完|好)活?|项目|工程|任务|活动|课程?|单次|按次|次(?=[结付完]))(?:完成|结束|完|后)?"
_NO_LENGTH = r"(?!当[天日]|\d+天|[一二两三四五六七八九十半]+(?:天|个?月))"
_AT_ONCE = r"(?:即|就|后|再|当场|马上|立即|拿回来|现场|一次性|时|可|以|统一|直接|验收|合格|了|工)*"
_TODAY = r"今(?:天|日|晚)"
_OFF_WORK = (
    r"(?:下班|收工|上完班)(?:扫码|微信|支付宝|直接|可以?|能|就|即|后|当场|马上|立即|当天|现|的?时候?|以后|之后)*"
)
_MEASURED = r"(?:件数|数量|产量|重量|斤数|斤两|亩数|亩|面积|个数|单量|计件)"
_PAY_DAY_OF = (
    r"(?:发薪|发工资|工资发放|结算|薪资发放|出粮|发放工资|工资结算|支薪|领薪|发饷)(?:日期|日|时间|时)?(?:为|是|:)?"
)

RULES: tuple[tuple[Settlement, str, str], ...] = (
    (Settlement.HALF_YEARLY, rf"半年(?:度)?{_NEAR}{_PAID}|六个月一{_PAID}", "底薪半年一发"),
    (Settlement.FORTNIGHTLY, rf"(?:半个?月|两周|2周|双周|每?15天|十五天|半月){_NEAR}{_PAID}", "半月结"),
    (Settlement.FORTNIGHTLY, rf"每月(?:分)?[两2]次(?:发|结)|每月\d{{1,2}}[号日]?[、和及,，]\d{{1,2}}[号日]{_NEAR}{_PAID}", "每月两次发工资"),
    (Settlement.ON_COMPLETION, rf"{_DONE}{_NO_LENGTH}{_AT_ONCE}{_NEAR}(?:结|付|清|发钱|拿钱|给钱|到账|到手|打款)", "做完再拿回来就可以结算了"),
    (Settlement.ON_COMPLETION, "一次性(?:结清|付清|结算)", "工钱一次性结清"),
    (Settlement.ON_COMPLETION, "结束(?:后)?(?:即|当场|马上)?(?:结|付|发)", "活动结束即结"),
    (Settlement.ON_COMPLETION, "做一单结一单|一[单趟次场车活]一[结清付]|(?:现场|当场)结|(?:过秤|点数)后?(?:现场|当场)?(?:结|付|给钱|拿钱|兑现)", "一单一结"),
    (Settlement.ON_COMPLETION, r"一[单趟次场][^,，;；。\n]{0,3}(?:结|付|算|给|发)一[单趟次场]", "干一单算一单的钱"),
    (Settlement.PER_PIECE, "(?:按|计)件(?:数)?(?:计酬|计薪|工资)?(?:结|付|清|发)|件结|一件一结", "按件结算工资"),
    (Settlement.PER_PIECE, rf"(?:按照?|依|根据)[^,，;；。\n天日周月时]{{0,6}}?{_MEASURED}[^,，;；。\n天日周月时]{{0,4}}?(?:结|付|清|发)", "按采摘斤数结算"),
    (Settlement.PER_PIECE, "按(?:斤|数|量|产量|重量|平方|米|数量|吨|只|个)(?:结|付|发|清)", "按吨结"),
    (Settlement.PER_PIECE, r"一(?P<measure>[斤件双筐亩只条套把]|个(?!小时|月|工))[^,，;；。\n]{0,3}(?:结|付|算|给|发)一(?P=measure)", "采完一斤付一斤的钱"),
    (Settlement.HOURLY, rf"(?:时|小时|钟点)结|按(?:小时|钟点|工时|时(?=计|算))(?:计?算?)?{_PAID}", "时结"),
    (Settlement.HOURLY, "一小时一结|(?:做|干)一(?:个)?小时结一", "做一个小时结一个小时"),
    (Settlement.DAILY, r"(?<![生节假])(?<![个每按\d]工)日(?:结|清|付|现结|现)|(?<![生节假\d])(?<![个每按\d]工)(?<!最后一)日发(?!假)|(?<![一二两三四五六七八九十半几\d])天结(?![束果合婚构])", "工資日結"),
    (Settlement.DAILY, rf"{_TODAY}(?:干|做|上)(?:完|班)?(?:今|当)(?:天|日|晚)(?:结|发|拿|付|清|给|领)", "今天干今天拿钱"),
    (Settlement.DAILY, "当(?:天|日)的?(?:工钱|工资|钱|活|账)当(?:天|日)(?:结|给|发|付|清|拿|领)|天天(?:结|发|现|都?能?结)", "天天要人,天天结算"),
    (Settlement.DAILY, rf"(?:当|次|隔|每|本|即|同)(?:天|日|晚){_NEAR}(?:结(?![束果合婚构])|发工资|发钱|发薪|发放|付|清|到账|拿现?钱|拿现金?|兑现|给现?钱|拿工资|现结|领|转账|打款)", "当天结清"),
    (Settlement.DAILY, r"(?<![一二三四五六七八九十两\d])(?:一|1)[天日]一(?:结|清|发|付)|(?<![一二三四五六七八九十两\d后])(?:一|1)天(?:结|清|发|付)|(?:干|做|上|干完|做完)(?:一|1)天(?:就)?(?:结|拿|发|给|算)", "干一天結一天賬"),
    (Settlement.DAILY, rf"以(?:天|日)(?:为单位|计){_NEAR}{_PAID}", "以天为单位结算"),
    (Settlement.DAILY, rf"按(?:天|日)(?:(?:计?算?)?{_PAID}|(?=[或/、和及]按))", "工资按天或按项目结算"),
    (Settlement.DAILY, rf"{_OFF_WORK}(?:结|发|拿|付|领)", "下班扫码领钱"),
    (Settlement.DAILY, "现结|现金日?结(?!算)|(?:即|当)日(?:支薪|出薪|发薪|出粮)|隔天结|第二天(?:结|发|到账)", "即日出糧"),
    (Settlement.DAILY, "(?:日|天)薪?日结|每班(?:次)?结|班结|工资天天", "班结"),
    (Settlement.WEEKLY, r"(?<![两双2二])(?:周|星期|礼拜)(?:结|发|付|清|薪结)|做一周结一周|周[一二三四五六日](?:结|发)", "周结"),
    (Settlement.WEEKLY, rf"以周(?:为单位|计){_NEAR}{_PAID}", "以周为单位结算工资"),
    (Settlement.WEEKLY, rf"(?:每|一|按|1)个?(?:周|星期|礼拜)[一二三四五六日天]?{_NEAR}{_PAID}", "每周五发工资"),
    (Settlement.WEEKLY, r"(?<!\d)(?:7|七)天(?:一|1)?(?:次)?(?:结|发|付|清)", "七天一结"),
    (Settlement.MONTHLY, r"(?<![半个两三四五六七八九十\d])月(?:结|付|清|底结|底发|末结|发工资|发薪|初发)|月薪制|30天一结", "月结"),
    (Settlement.MONTHLY, rf"以月(?:为单位|计){_NEAR}{_PAID}", "以月为单位结算"),
    (Settlement.MONTHLY, rf"(?:每|按|次|下|当|隔|逐|上)个?月(?:的|底|初|末|中旬)?(?:\d{{1,2}}[日号](?:左右|以?前|之前)?)?{_NEAR}{_PAID}", "工资按月结算"),
    (Settlement.MONTHLY, r"(?<!\d)(?:一|1)个?月(?:一|1)?(?:结|发|付|清)", "一个月一结"),
    (Settlement.MONTHLY, rf"{_PAY_DAY_OF}(?:每月|次月)?(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})(?:号|日|$)|发薪日", "發薪日期: 15"),
    (Settlement.MONTHLY, r"(?<![\d月])(?:[12]?\d|3[01])(?:号|日)(?:准时|按时|准点|左右|统一|发放?)*(?:发工资|发薪|发放|发上|结算|结|出粮|支薪)", "15号准时发工资"),
)  # fmt: skip
"""Each settlement, a wording of it, and an example; the rows of one stand together. All that fit are read."""

_COMPILED = tuple(
    (settlement, re.compile("|".join(pattern for _, pattern, _ in rows)))
    for settlement, rows in itertools.groupby(RULES, key=itemgetter(0))
)
_ALL = tuple(Settlement)
_SIGNS = any_of("结結发發付清拿给給现現领領账賬帳薪粮糧打转轉资資算日天周週月")
_HINT = re.compile(r"[结发付清拿给现领算]|到账|工资|薪|出粮|打款|转账")
_NEGATED = re.compile(r"(?:不是|非|不|没有|无|不能|不可|拒绝)(?:能|会|可|支持|接受)?$")
_PAY_DAY = re.compile(
    r"(?<!\d)(3[01]|[12]?\d|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?:号|日)?(?:左右|前|之前|准时|按时|统一)*(?:将|把)?(?:上月|当月)?(?:工资|薪资|工钱)?(?:发|结|出粮|支付|付|打|到账|支薪|领|开工资|开薪)"
)
_PAY_DAY_LABELLED = re.compile(
    r"(?:发薪|工资发放|出粮|发工资|支薪)(?:日期|日|时间)?(?:为|是|:)?(?:每月|次月|下月)?(3[01]|[12]?\d)(?:号|日|$)"
)
_PLAIN = {"日": Settlement.DAILY, "天": Settlement.DAILY, "周": Settlement.WEEKLY, "月": Settlement.MONTHLY}


@dataclass(frozen=True, slots=True)
class Paid:
    """When pay is paid out; `pay_day` is the day of the month where one is named."""

    text: str
    settlement: tuple[Settlement, ...]
    pay_day: int | None = None


@lru_cache(maxsize=16384)
def read_settlement(text: str) -> Paid | None:
    """When pay is paid out, or None where the words do not say."""
    if not _SIGNS.search(text):
        return None
    folded = fold(text)
    if not _HINT.search(folded):
        found = [_PLAIN[folded]] if folded in _PLAIN else []
        return Paid(text, tuple(found)) if found else None
    found, taken = [], list[tuple[int, int]]()
    for settlement, pattern in _COMPILED:
        for match in pattern.finditer(folded):
            if _NEGATED.search(folded[max(match.start() - 4, 0) : match.start()]):
                continue
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            found.append(settlement)
            break
    if not found:
        return None
    ordered = tuple(term for term in _ALL if term in found)
    return Paid(text, ordered, _pay_day(folded) if Settlement.MONTHLY in ordered else None)


def _pay_day(folded: str) -> int | None:
    match = _PAY_DAY_LABELLED.search(folded) or _PAY_DAY.search(folded)
    return int(match[1]) if match and match[1].isdigit() else None
