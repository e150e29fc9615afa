"""Which links to follow: further pages of a list, a posting's own page, articles that can carry postings,
attachments."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from connectors.documents.model import Document, Link, lines_of
from connectors.reading.identity import plain_address
from connectors.reading.titles import clean_title, is_title

NEXT = re.compile(
    r"^[\s\[【(（<«]*(?:下一?[页頁]|下[页頁]|后一?[页頁]|後一頁|next(?:\s*page)?|>{1,2}|›|»|→|查看更多"
    r"|加载更多|更多(?:岗位|职位|信息|招聘)?|更早的?(?:信息|招聘|岗位|内容)?|较早(?:信息)?|往前|"
    r"[上下]一期|[前后上下]一[天日]|上一?[页頁]|prev(?:ious)?|尾页|末页|最后一?页|last|首页)[\s\]】)）>›»]*$",
    re.IGNORECASE,
)
NUMBER = re.compile(r"^[\s\[【(（]*第?\s*(\d{1,4})\s*页?[\s\]】)）]*$")
HOME = re.compile(r"^\W*首页\W*$")
CALL = re.compile(r"javascript:\s*(?:return\s+)?[\w.$]+\(\s*['\"]?(\d{1,4})['\"]?\s*(?:,[^)]*)?\)", re.IGNORECASE)
PAGE_NAME = re.compile(
    r"^(?:p|pg|pn|page|pageno|page_no|pagenum|pageindex|currentpage|curpage|cur|pageid|paged|pagenumber"
    r"|currpage|current|start_page)$",
    re.IGNORECASE,
)
IN_PATH = re.compile(r"((?:index|list|page|p|default|more|node)[_-]|/page/|/p/|/)(\d{1,4})((?:\.\w{3,5})|/)?$")
COUNT = re.compile(
    r"(?:共|总共|总计|合计|全部|共有|共计)\s*(\d{1,6})\s*(?:条|个|项|则|份|篇|records?|信息|岗位|职位)"
    r"|(\d{1,6})\s*(?:条记录|个岗位|条招聘|个职位)"
)
PAGES = re.compile(r"(?:共|/)\s*(\d{1,4})\s*页|第?\s*\d+\s*/\s*(\d{1,4})\s*页?")
RELEVANT = re.compile(
    r"招聘|岗位|用工|招工|求职|就业|零工|缺工|补贴|培训|贷款|资助|大篷车|驿站|站点|专场|送岗|公益性|招用"
    r"|直播带岗|技能|创业|招募|好工作|职等你|春风行动|职位|用人|找工|日结|兼职|"
    r"招\S{0,14}\d+\s*[名人个]|招[聘收用]?[一-龥]{2,10}[，,、\s]|月薪|日薪|包吃|包住|活儿|急招|急聘|诚聘"
    r"|招人|招[一-龥]{1,8}(?:工|员|师|名|人)|惠民政策|扶持|社保|夜校|课程|班$"
)
IRRELEVANT = re.compile(
    r"^\[?求职|本人|转让|出租|求购|版规|置顶：|"
    r"清运|停电|停水|招标|采购|中标|招商|公示|结果|名单|拟录用|拟聘用|录取|成绩|放假|疫情|天气|防火|演练"
    r"|垃圾|征地|拆迁|预算|决算|慰问|志愿服务|党建|学习贯彻|会议|调研|述职|面试公告|体检|笔试|表彰|"
    r"座谈|我[市区县省](?!.{0,12}招聘会)|图片新闻|招生简章|人大|政协|巡察|统计公报|工作总结|年度报告|隐私|版权|注册|登录|联系我们|关于我们|帮助|首页$"
)
STRONG = re.compile(r"招聘|岗位|零工|用工|招工|招聘会")
ATTACHMENT = re.compile(r"\.(?:xlsx?|et|docx?|wps|pdf|csv|ods|zip|rar)(?:$|[?#（(\s])", re.IGNORECASE)
READABLE = re.compile(r"\.(?:xlsx?|et|docx|pdf|csv|ods)(?:$|[?#（(\s])", re.IGNORECASE)
FORM = re.compile(r"报名表|申请表|登记表|承诺书|审批表|报名登记|汇总表模板|空白|须知")
MORE_TEXT = re.compile(r"详情|查看|详细|了解|更多|点击|>>|全文")


def same_site(url: str, base: str) -> bool:
    return urlsplit(url).netloc == urlsplit(base).netloc and urlsplit(url).scheme == urlsplit(base).scheme


def pages_after(document: Document) -> list[str]:
    """Further pages of the list that a page belongs to, as its pager links them, in their order."""
    found: dict[str, None] = {}
    for link in document.links:
        number = NUMBER.match(link.text)
        if link.rel == "frame" and same_site(link.href, document.url):
            found[plain_address(link.href)] = None
            continue
        if not (number or link.rel in ("next", "option") or NEXT.match(link.text)) or HOME.match(link.text):
            continue
        url = _address(link, document)
        if url and same_site(url, document.url) and _is_page_of(url, document.url, number is not None, link):
            found[url] = None
    return list(found)


def _address(link: Link, document: Document) -> str | None:
    if not link.href.lower().startswith("javascript:"):
        return plain_address(link.href)
    called = CALL.match(link.href)
    if not called:
        return None
    return _submitted(document.fields, document.url, called[1]) or with_page(document.url, called[1])


def _submitted(fields: Mapping[str, str], url: str, number: str) -> str | None:
    """Where a paging script's form goes: its hidden page number, sent by GET."""
    for name, action in fields.items():
        if not name.startswith("#") and PAGE_NAME.match(name):
            target = urlsplit(urljoin(url, action) if action else url)
            others = [(k, v) for k, v in parse_qsl(urlsplit(url).query) if k != name]
            return urlunsplit((target.scheme, target.netloc, target.path, urlencode([*others, (name, number)]), ""))
    return None


def with_page(url: str, number: str) -> str | None:
    """The same list's page of this number, where its address has a page number."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    if any(PAGE_NAME.match(name) for name, _ in query):
        changed = [(name, number if PAGE_NAME.match(name) else value) for name, value in query]
        return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(changed), ""))
    if found := IN_PATH.search(parts.path):
        path = f"{parts.path[: found.start()]}{found[1]}{number}{found[3] or ''}"
        return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))
    return None


def page_number(url: str) -> int | None:
    parts = urlsplit(url)
    for name, value in parse_qsl(parts.query):
        if PAGE_NAME.match(name) and value.isdigit():
            return int(value)
    found = re.search(r"(?:index|list|page)[_-](\d{1,4})\.\w+$|/page/(\d{1,4})/?$", parts.path)
    return int(found[1] or found[2]) if found else None


def _is_page_of(url: str, base: str, numbered: bool, link: Link) -> bool:
    """A page of the same list: it lies beside it, and a link that is only a number has a number in its address."""
    if url == plain_address(base):
        return False
    here, there = urlsplit(base).path.rsplit("/", 1)[0], urlsplit(url).path.rsplit("/", 1)[0]
    if link.rel == "next":
        return True
    beside = here == there or there.startswith(here) or (here.startswith(there) and there != "")
    return beside and (
        not numbered
        or bool(re.search(r"\d", urlsplit(url).path.rsplit("/", 1)[-1] + urlsplit(url).query))
        or link.rel == "option"
    )


def count_of(document: Document) -> int | None:
    """How many records the list itself says there are (共 42 条)."""
    for line in lines_of(document.body, True):
        if len(line.text) <= 120 and (found := COUNT.search(line.text)):
            return int(found[1] or found[2])
    return None


def pages_of(document: Document) -> int | None:
    """How many pages the pager says there are (第1页/共3页)."""
    for line in lines_of(document.body, True):
        if len(line.text) <= 120 and (found := PAGES.search(line.text)):
            return int(found[1] or found[2])
    return None


def articles(document: Document) -> Iterator[Link]:
    """Links of the content that lead to pages of the same site, furniture and paging left out."""
    seen: set[str] = set()
    for line in lines_of(document.body):
        for link in line.links:
            url = plain_address(link.href)
            if link.href.lower().startswith(("javascript:", "mailto:", "tel:")) or not same_site(url, document.url):
                continue
            if (
                url in seen
                or url == plain_address(document.url)
                or NUMBER.match(link.text)
                or NEXT.match(link.text)
                or ATTACHMENT.search(url)
            ):
                continue
            seen.add(url)
            text = line.text if MORE_TEXT.fullmatch(link.text) or len(link.text) < 4 else link.text
            yield Link(text, link.href, line.text)


def may_carry(text: str) -> bool:
    """Whether an article of this title can carry jobs, events, policies or stations.

    >>> may_carry("11月22日零工信息"), may_carry("关于辖内垃圾清运时间调整的通告")
    (True, False)
    """
    if IRRELEVANT.search(text):
        return bool(STRONG.search(text)) and not re.search(
            r"公示|结果|名单|拟录用|拟聘用|成绩|面试公告|体检|笔试|总结|招标|采购|中标", text
        )
    return bool(RELEVANT.search(text)) or is_title(clean_title(text))


def attachments(document: Document) -> Iterator[Link]:
    """Attachments that can hold records; blank forms are none."""
    seen: set[str] = set()
    for link in document.links:
        if (READABLE.search(urlsplit(link.href).path) or READABLE.search(link.text)) and link.href not in seen:
            seen.add(link.href)
            if not FORM.search(link.text):
                yield link


def may_be_anything(text: str) -> bool:
    """Whether a title that names no work may still lead to some: 在家做针线也能挣钱, not 停电通知."""
    return len(text) >= 6 and not IRRELEVANT.search(text)
