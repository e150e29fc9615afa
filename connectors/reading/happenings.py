"""Events, policies and stations told in text: numbered paragraphs, an announcement, a sentence of a report."""

import itertools
import re
from collections.abc import Mapping, Sequence

from connectors.documents.words import narrow
from connectors.reading.drafts import Draft
from connectors.reading.places import PLACE_ENDING, address_in, is_place, place_of
from connectors.reading.spotting import CLOCK, DATE_RANGE, first, phones
from connectors.reading.titles import NUMBER

EVENT = re.compile(
    r"[一-龥A-Za-z0-9“”·]{0,24}?(?:招聘会|双选会|对接会|洽谈会|招聘专场|专场招聘(?!会)|招聘集市|就业集市|零工集市"
    r"|大篷车|直播带岗|带岗直播|直播招聘|直播专场|培训班|研修班|制作班|技能班|[一-龥]{2,8}班(?![次车组])|"
    r"培训课|公开课|讲座|沙龙|政策宣讲|宣讲会|咨询会|咨询活动|送岗下乡|送岗进村)(?:活动)?"
)
LABEL = re.compile(r"^【(?:培训|招聘|招聘会|活动|讲座|直播|宣讲)】\s*")
STOP = re.compile(r"^第[一二三四五六七八九十\d]{1,3}[站场][:：\s]")
HELD = re.compile(r"在([一-龥A-Za-z0-9（）()]{3,24}?)(?:举办|举行|召开|开展)")
PAST = re.compile(r"回顾|已成功|圆满|达成意向|走进了|发放资料|上一轮|上期|日前.{0,20}(?:举行|结束)|落幕|收官")
OPENINGS = re.compile(
    r"(?:提供|推出|带来|发布|涉及|招收|限额|限|名额|招|计划招)[^\d。；;]{0,24}?(\d[\d,.]*\s*万?\s*(?:余"
    r"|多)?\s*(?:个|名|人|余个|多个))(?:岗位|就业岗位|职位|工作岗位|学员|名额)?"
)
POSTS = re.compile(
    r"(?P<n>\d[\d,.]*\s*万?\s*(?:余|多)?\s*个?)\s*(?:就业|工作|招聘|用工)?(?:岗位|职位|空缺)(?!\s*\d)"
    r"|(?:岗位|职位)(?:共|约|逾|超)?\s*(?P<m>\d[\d,.]*\s*万?\s*(?:余|多)?\s*个)"
)
CANCELLED = re.compile(r"取消|停办|不再举办|延期至另行通知|暂停举办|因故取消")
MOVED = re.compile(
    rf"(?:改到|改为|改至|延期至|延期到|推迟到|推迟至|调整为|调整到|顺延至|延至|提前到"
    rf"|提前至)\s*({DATE_RANGE.pattern})"
)
POLICY = re.compile(r"补贴|补助|资助|贷款|贴息|奖励|奖补|津贴|返还|减免|担保|调剂|扶持|见习|社保补|以工代训|稳岗")
POLICY_NAME = re.compile(
    r"[一-龥“”（）()]{0,20}?(?:补贴|补助|资助|贷款|贴息|奖励|奖补|津贴|返还|减免)(?:金|项目|政策)?"
)
AMOUNT = re.compile(
    r"(?:最高(?:不超过|可达|可|为)?|不超过|每人每月|每人每年|每人|每年|每月|每户|一次性(?:给予)?"
    r"|按)?\s*\d[\d,.]*\s*(?:万|千|百)?元?\s*(?:(?:-{1,2}|—{1,2}|–|~|至|到)\s*\d[\d,.]*\s*(?:万|千|百)?)?\s*元"
)
RANGED = re.compile(r"\d\D{1,6}[-—–~至到]")
REPEALED = re.compile(
    r"停止执行|已(?:于.{0,20})?(?:到期|废止|失效|停止|取消|终止)|不再执行|废止|截止受理|已停止受理|同时废止"
)
AUDIENCE = re.compile(
    r"(?:面向|对象[:：为]|适用(?:于|对象)[:：]?|对|向|帮助|支持|给予)\s*([一-龥、"
    r"和及A-Za-z0-9（）()“”]{2,40}?)(?=首次|按|的?给予|可|发放|，|。|提供|实行|临时|开展|予以)"
)
SUBJECT = re.compile(
    r"^([一-龥、和及0-9（）()“”A-Za-z]{2,40}?)(?=首次|正常|租用|可申请|可享受|按|每人每月|参加|通过|在)"
)
STATION = re.compile(
    r"[一-龥（）()A-Za-z0-9“”]{2,24}?(?:零工市场(?:总站)?|就业服务驿站|零工驿站|临工驿站|就业驿站|就业服务站"
    r"|服务点|零工之家|总站)(?:[（(][一-龥]{2,10}[)）])?"
)


PERCENT = re.compile(
    r"(?:最高|不超过|不低于|按|给予|补贴|贴息|返还|减免|减按|打|享受)[^，,。；;\d]{0,16}"
    r"\d+(?:\.\d+)?\s*%(?:\s*(?:-{1,2}|—{1,2}|–|~|至|到)\s*\d+(?:\.\d+)?\s*%)?"
)
"""What a policy grants where it names no sum: 给予50%的贴息."""


def openings_in(text: str) -> str | None:
    """How many are sought: 岗位1100余个, 提供500个岗位, 名额35人."""
    found = POSTS.search(text)
    if found:
        return re.sub(r"\s", "", found["n"] or found["m"])
    held = OPENINGS.search(text)
    return re.sub(r"\s", "", held[1]) if held else None


def event_in(text: str, near: str = "", context: Mapping[str, str] | None = None) -> Draft | None:
    """An event that a paragraph announces: its name, and a date or a number of openings."""
    told = LABEL.sub("", NUMBER.sub("", narrow(text).strip()))
    if PAST.search(told) or len(told) > 700:
        return None
    if stop := STOP.match(told):
        return _stop(told, stop, text)
    name = _event_name(told, near)
    when = DATE_RANGE.search(told)
    same_day = (context or {}).get("date") if re.match(r"[^，。]{0,6}(?:同日|当日|当天)", told) else None
    openings = openings_in(told)
    if not name or not (when or same_day or (openings and re.search(r"举办|举行|召开|开展|开班|此次|本次|本场", told))):
        return None
    facts: dict[str, str] = {"event_title": name, "text": told}
    if date := when[0] if when else same_day:
        facts["date"] = date
    if moved := MOVED.search(told):
        facts["date"] = moved[1]
    if clock := clock_in(told):
        facts["time"] = clock
    if openings:
        facts["openings"] = openings
    if address := _venue(told, context or {}):
        facts["address"] = address
    if CANCELLED.search(told):
        facts["status"] = "取消"
    if number := first(phones(told)):
        facts["contact_phone"] = number
    return Draft("event", facts, raw={"text": text})


def _stop(told: str, stop: re.Match[str], text: str) -> Draft | None:
    """第一站：11月25日（周三）上午8:30-11:00，坪坝镇红阳村委会."""
    body = told[stop.end() :]
    when = DATE_RANGE.search(body)
    noted = re.sub(r"[（(][^（）()]*[)）]", "", body)
    clauses = [clause.strip() for clause in re.split(r"[，,；;。\s]", noted) if clause.strip()]
    places = [c for c in clauses if not DATE_RANGE.search(c) and not CLOCK.search(c) and re.search(r"[一-龥]{3}", c)]
    if when is None or not places:
        return None
    facts = {"venue": places[-1], "date": when[0], "text": told}
    if clock := clock_in(body):
        facts["time"] = clock
    if CANCELLED.search(body):
        facts["status"] = "取消"
    if moved := MOVED.search(body):
        facts["date"] = moved[1]
    return Draft("event", facts, raw={"text": text})


def _event_name(told: str, near: str) -> str | None:
    opening = re.split(r"[，,。；;：:]", told)[0]
    for match in EVENT.finditer(told[:160]):
        name = re.sub(
            r"^(?:此次|本次|本场|近日|将|定于|拟|在|于|举办的?|举行的?|开展的?|召开的?|参加|关于举办|免费的"
            r"|和|与|及|等|把)+",
            "",
            match[0],
        )
        name = re.sub(r"^.*?(?:举办的?|举行的?|开展的?|召开的?|有免费的|免费的)", "", name)
        name = re.sub(r"^.*?(?:\d{1,2}[日号]|上午|下午)(?:在|于)?", "", name).strip("，,的")
        name = name if name.count("“") == name.count("”") else name.strip("“”")
        if 4 <= len(name) <= 40 and not re.match(r"(?:把|流动的|一辆|这辆)", name):
            return (
                opening
                if name in opening
                and 4 <= len(opening) <= 30
                and not DATE_RANGE.search(opening)
                and "在" not in opening
                else name
            )
    return None


def clock_in(told: str) -> str | None:
    for match in CLOCK.finditer(told):
        if re.search(r"[:：]|点|时", match[0]) and not re.search(r"小时", match[0]):
            before = told[max(0, match.start() - 4) : match.start()]
            return f"{before[-2:]}{match[0]}" if re.search(r"每[天晚日]$", before) else match[0]
    return None


def _venue(told: str, context: Mapping[str, str]) -> str | None:
    if re.search(r"地点[^，,。；;]{0,10}同上|地址同上|地点、[^，。]{0,8}同上|同一地点", told):
        return context.get("address")
    if held := HELD.search(told):
        return place_of(held[1])
    if address := address_in(told):
        return address
    for clause in re.split(r"[，,。；;\s]", told):
        if is_place(clause) and len(clause) >= 4 and not DATE_RANGE.search(clause):
            return place_of(clause)
    clauses = [c for c in re.split(r"[，,。；;]", told) if c.strip()]
    for before, clause in itertools.pairwise(clauses):
        if (
            CLOCK.search(before)
            and re.fullmatch(r"[一-龥A-Za-z0-9（）()]{3,24}", clause.strip())
            and not re.search(r"提供|招收|免费|岗位|名额|参加|报名", clause)
        ):
            return clause.strip()
    return None


def policy_in(text: str, section: str = "") -> Draft | None:
    """A policy that a paragraph grants: its name, then to whom and how much. What is repealed is none."""
    told = re.sub(r"^答\s*[:：]\s*", "", narrow(text).strip())
    if REPEALED.search(told) or not (POLICY.search(told + section) or re.search(r"服务|政策", section)):
        return None
    bare = NUMBER.sub("", told)
    if asked := re.match(
        r"^(?:问[:：])?(?:什么是|何谓|哪些人可以申领"
        r"|如何申请)?([^，,。；;？?]{3,24})[？?]\s*(?:答[:：])?(.+)$",
        bare,
        re.DOTALL,
    ):
        bare = f"{asked[1]}。{asked[2]}"
    head, _, body = bare.partition("。")
    if section and (POLICY.search(section) or section.endswith("服务")) and not section.endswith(("类", "政策")):
        head, body = section, bare
        return _policy(head, body, _amounts(body), text)
    colon = re.match(r"^([^，,。；;：:]{3,24})[：:](.+)$", bare, re.DOTALL)
    if colon:
        head, body = colon[1], colon[2]
    in_section = bool(re.search(r"补贴|贷款|服务|政策|扶持|资助|奖励|类$", section))
    amounts = _amounts(bare)
    named = len(head) <= 24 and body and not re.search(r"[，,]", head) and (POLICY.search(head) or in_section)
    if not named:
        found = POLICY_NAME.search(re.sub(r"^.*?(?:提供|申请|享受|发放|给予|领取|不等的)", "", bare))
        loan = re.search(r"(?:不等的|可申请|提供|享受|的)([一-龥]{2,8}贷款)", bare) or re.search(
            r"([一-龥]{2,8}贷款)", bare
        )
        if not amounts or not (found or loan):
            return None
        head = (loan[1] if loan else found[0] if found else "").strip("“”的")
        body = next((s for s in re.split(r"[。\n]", bare) if any(a in s for a in amounts)), bare)
        amounts = _amounts(body)
    if len(head) < 3 or re.search(r"办法$|通知$|解读", head):
        return None
    return _policy(head, body.strip() or bare, amounts, text)


def _policy(head: str, body: str, amounts: Sequence[str], text: str) -> Draft:
    facts = {"policy_title": head.strip(" 、“”"), "summary": body.strip()}
    if amounts:
        facts["amount"] = amounts[0] if len(amounts) == 1 or RANGED.search(amounts[0]) else "、".join(amounts)
    if audience := _audience(body):
        facts["audience"] = audience
    return Draft("policy", facts, raw={"text": text})


def _amounts(text: str) -> list[str]:
    sums = [
        match[0].strip()
        for match in AMOUNT.finditer(text)
        if not re.search(r"%|百分之", text[match.end() : match.end() + 2])
    ]
    return sums or [match[0].strip() for match in PERCENT.finditer(text)][:1]


def _audience(body: str) -> str | None:
    sentence = re.split(r"[。；;]", body)[0]
    if found := AUDIENCE.search(sentence):
        return found[1]
    if found := SUBJECT.search(sentence):
        return found[1]
    return None


def station_in(text: str) -> Draft | None:
    """A station that a text gives with its address: the heading of a board, a sentence of a report."""
    told = narrow(text)
    found = STATION.search(re.sub(r"是(?=[一-龥]{0,4}(?:零工市场|总站))", "，", told))
    if not found:
        return None
    address = address_in(told) or next(
        (
            place_of(c)
            for c in re.split(r"[，,。；;\n]", told)
            if re.search(r"[路街巷道]\S{0,6}\d+号|(?:区|镇|街道)\S{2,12}[路街]", c)
        ),
        None,
    )
    if not address or not re.search(PLACE_ENDING, address):
        return None
    at = re.match(r".*?\d+号(?=办公点|院|楼|$|[一-龥])", address)
    facts = {"station_name": found[0], "address": at[0] if at else address}
    hours = re.search(r"(?:上班|开放|服务|营业|办公)时间\s*[:：为]?\s*([^。；;\n]{4,40})", told)
    if hours:
        facts["hours"] = hours[1]
    if number := first(phones(told)):
        facts["contact_phone"] = number
    return Draft("station", facts, raw={"text": text})
