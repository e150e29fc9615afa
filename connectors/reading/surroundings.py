"""What a page says of itself and of all its records: when and by whom it was published, until when, where it is."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from connectors.documents.model import Document, Line, lines_of
from connectors.documents.words import narrow
from connectors.reading.regions import region_of
from connectors.reading.spotting import DATE, FULL_DATE, first, pays, phones

STAMP = rf"{FULL_DATE}(?:\s*\d{{1,2}}:\d{{2}})?"
POSTED = re.compile(rf"(?<![截止至名])(?:发布|更新|发表|时间|日期|刊登)(?:时间|日期|于)?\s*[:：]?\s*({STAMP})")
BEGUN = re.compile(rf"^({STAMP})\s*[|｜]?\s*(?:信息)?(?:来源|作者|编辑|浏览|点击|阅读)")
UPDATED = re.compile(rf"({DATE})\s*(?:更新|发布|讯)")
SIGNED = re.compile(rf"(?:^|[\s　])((?:{STAMP})|二〇\S{{2}}年\S{{1,2}}月\S{{1,3}}日)$")
DATED = re.compile(rf"^({STAMP})\s*(?:星期.|周.)?$")
ABOVE = re.compile(rf"^[^\d，。]{{0,20}}\s({STAMP})\s+[一-龥]{{2,4}}$")
"""As public accounts write it below the title: who, when, and from which province."""
TITLED = re.compile(r"(?:20\d{2}年)?\d{1,2}月\d{1,2}[日号]")
IN_PATH = re.compile(r"(?:^|[/_t])(20\d{2})[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?=[_./]|$)")
UNTIL = re.compile(
    rf"(?:截止(?:日期|时间|到|至)?|截至|有效期(?:至|到|为)?|有效至|报名(?:时间|日期|期限)?|招聘(?:时间"
    rf"|期限))(?:为|至|到|是|：|:)?\s*(?:{DATE}[^，。；]{{0,12}}?(?:-{{1,2}}|—{{1,2}}|~|至|到)\s*)?({DATE})"
    rf"|({DATE})\s*(?:前|之前|以前)[^，。；]{{0,5}}?(?:报名|投递|联系|有效|截止|应聘|咨询)|(?:{DATE})\s*(?:至|到|-"
    rf"|—)\s*({DATE})[^，。；]{{0,14}}(?:报名|工作日)"
)
UNTIL_RANGE = re.compile(rf"报名[^0-9]{{0,8}}{DATE}\s*(?:至|到|-|—)\s*({DATE})")
SOURCE = re.compile(r"(?:来源|发布机构|发布单位|信息来源|发布者)\s*[:：]\s*([一-龥（）()A-Za-z]{3,30})")
OFFICE = re.compile(
    r"[一-龥]{2,24}?(?:人力资源和社会保障局|就业和人才服务局|就业服务中心|就业服务管理中心|公共服务办公室"
    r"|便民服务中心|街道办事处|人社局|管理处|零工驿站(?:（[一-龥]{2,6}）)?|零工市场|居委会|人社所|服务中心"
    r"|街道|管委会)"
)
YEAR = re.compile(r"(20\d{2})年")
TERMS = re.compile(r"待遇|工资|薪|保险|社保|五险|食宿|包吃|包住|福利")
NOT_TERMS = re.compile(r"优先|户籍|收取|补贴资金|咨询|给予[^，。]{0,12}(?:补贴|补助|奖)|(?:补贴|补助)[：:]|吸纳|申领")
METAS = (
    "pubdate",
    "publishdate",
    "publish_time",
    "article:published_time",
    "og:release_date",
    "date",
    "createdate",
    "createtime",
)


def surroundings(document: Document, title: str) -> dict[str, str]:
    """The page's own facts: posted_at, expires_at, agency, region, year, terms, pay, contact_phone; those
    that it says."""
    lines = list(lines_of(document.body, True))
    told = [narrow(line.text) for line in lines]
    facts: dict[str, str | None] = {
        "posted_at": _posted(document, told, title),
        "expires_at": _until(told),
        "agency": (agency := _agency(document, told, title)),
        "region": _region(told, agency, [title, document.title, document.meta.get("sitename", "")]),
        "year": _first(YEAR, [title, *told[:3]]),
        "terms": " ".join(_terms(lines)) or None,
        "pay": _pay(told),
        "contact_phone": _phone(told),
        "coordinates": document.meta.get("coordinates"),
    }
    return {name: value for name, value in facts.items() if value}


def _first(pattern: re.Pattern[str], texts: Iterable[str]) -> str | None:
    for text in texts:
        if found := pattern.search(text):
            return next(group for group in found.groups() if group)
    return None


def _posted(document: Document, told: list[str], title: str) -> str | None:
    stated = next(
        (document.meta[name] for name in METAS if name in document.meta and re.search(r"\d{4}", document.meta[name])),
        None,
    )
    if stated:
        return stated
    whole = [text for text in told if len(text) < 120]
    return (
        _first(POSTED, whole)
        or _first(
            re.compile(f"({TITLED.pattern})"), [title] if re.search(r"零工|用工|招聘|日报|信息|岗位", title) else []
        )
        or _first(UPDATED, told)
        or _first(BEGUN, [text for text in told[:8] if len(text) < 80])
        or _first(SIGNED, [text for text in told[:8] if len(text) < 60])
        or _first(DATED, [text for text in told[:8] if len(text) < 30])
        or _first(ABOVE, [text for text in told[:8] if len(text) < 60])
        or _first(SIGNED, told[-6:])
        or next((f"{m[1]}-{m[2]}-{m[3]}" for m in [IN_PATH.search(urlsplit(document.url).path)] if m), None)
    )


def _until(told: list[str]) -> str | None:
    for text in told:
        if found := UNTIL_RANGE.search(text) or UNTIL.search(text):
            return next(group for group in found.groups() if group)
    return None


def _agency(document: Document, told: list[str], title: str) -> str | None:
    stated = document.meta.get("contentsource") or document.meta.get("source")
    if stated and re.search(r"[一-龥]{3}", stated):
        return stated
    if found := _first(SOURCE, [text for text in told if len(text) < 160]):
        return found
    for text in [*told[-5:], title]:
        if len(text) < 60 and (match := OFFICE.search(text)):
            return match[0]
    return None


def _region(told: list[str], agency: str | None, titles: Iterable[str]) -> str | None:
    lines = [text for text in told if len(text) <= 70][:40] + [text for text in told[-6:] if len(text) <= 120]
    return region_of([(agency or "", 4), *((title, 3) for title in titles), *((line, 1) for line in lines)])


def _terms(lines: Iterable[Line]) -> Iterable[str]:
    """Sentences on pay and benefits outside tables that hold for all posts of a notice."""
    for line in lines:
        if len(line.text) <= 400:
            yield from (
                s
                for s in re.split(r"(?<=[。；;])", line.text)
                if TERMS.search(s) and not NOT_TERMS.search(s) and not first(phones(narrow(s)))
            )


def _pay(told: Iterable[str]) -> str | None:
    for text in told:
        for sentence in re.split(r"[。；;]", text):
            if (
                re.search(r"工资|待遇|薪", sentence)
                and len(text) <= 400
                and (pay := first(pays(sentence)))
                and re.search(r"\d", pay)
            ):
                return pay
    return None


def _phone(told: Iterable[str]) -> str | None:
    for text in told:
        if re.search(r"报名|应聘|联系电话|联系人|招聘", text) and (number := first(phones(text))) and len(text) < 200:
            return number
    return None


def with_year(date: str | None, facts: Mapping[str, str]) -> str | None:
    """A date that lacks its year takes the one of the page's title: 12月1日 under 2026年…行程."""
    if date and "year" in facts and re.match(r"\s*\d{1,2}月\d{1,2}", date):
        return f"{facts['year']}年{date.strip()}"
    return date
