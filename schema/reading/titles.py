"""Titles: the name of the job alone. 1、【急】招搬运工5名（已招满） is 搬运工, and says that it is filled."""

import re
from dataclasses import dataclass
from functools import lru_cache

from schema.reading.text import any_of

_CLOSED_WORDS = "已招满|招满|已满|停招|暂停招聘|停止招聘|已停招|已结束|已过期|已下架|已关闭|已够人|名额已满|已截止|已招到|人已够|已完成|已招齐|满员|人已满"
_OPEN_B, _CLOSE_B = r"[【\[(（〔［<《「]", r"[】\])）〕］>》」]"
_MARK_WORDS = (
    r"急|急聘|急招|急需|诚聘|诚招|高薪|高薪诚聘|高薪急聘|直招|直聘|热招|热|新|置顶|顶|推荐|荐|精|火|红|NEW|new|New|HOT|hot|Hot|TOP|top|VIP|特急|加急|长期|长期有效|认证|已认证|已核实|核实|非中介|紧急"
    r"|招聘|招工|求职|包吃住|包吃|包住|日结|周结|月结|高薪日结|五险|五险一金|可预支|急急急|广告|免费|双休|招聘信息|招募|诚邀|待遇优|待遇好|限时|急用工|零工|兼职招聘|重点|今日新增|今日|今天|名企|直签"
)
_CLOSED = re.compile(rf"{_OPEN_B}?\s*(?:{_CLOSED_WORDS})\s*{_CLOSE_B}?")
_CLOSED_SIGNS = any_of("已满停")
_MARK = re.compile(rf"{_OPEN_B}\s*(?:{_MARK_WORDS})[!！]*\s*{_CLOSE_B}")
_ORNAMENT = re.compile(r"[★☆●○◆◇■□▲△▼※►▶→⇒◎♥❤✔✅✓⭐🔥🆕📢❗❕‼!！~～*#※\ufe0f]+|[\U0001F000-\U0001FAFF]+")
_NUMBERING = re.compile(
    r"^\s*(?:[（(]\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*[)）]|(?:\d{1,3}|[０-９]{1,3}|[一二三四五六七八九十]{1,3})\s*(?:[、．)）:：]|[.](?!\d))"
    r"|No\.?\s*\d{1,3}|[①-⑳⑴-⒇㈠-㈩⒈-⒛]|序号\s*\d+)[\s、.]*",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"^\s*(?:急急|急|现|诚|高薪|长期|大量|常年|公开|本店|本厂|我厂|本公司|我司|工厂|工地|公司|店里|因业务需要|直)*(?:诚聘|急聘|急招|招聘(?!专员|主管|经理|顾问|文员|助理|官|师|运营|HR|专家|实习)|诚招|招募|急需|聘请|招收(?![银费发割货纳派件营款废购账租菜衣料茶棉果粮券])|招工|招(?![商生投标牌待采贴财聘])|聘(?![用])|岗位名称|岗位|职位|工种|职位名称)\s*[:：]?\s*"
)
_URGENT = re.compile(r"^急+[!！\s]+")
_COUNT = re.compile(
    r"\s*[（(]?\s*(?:共|约|限|招|需)?\s*(?:(?:\d+|[０-９]+|[一二两三四五六七八九十百]+)\s*(?:[-~至到—]\s*(?:\d+|[一二两三四五六七八九十]+)\s*)?(?:人|名|位|个)(?!月)|若干(?:名|人|位)?|数名|多名)\s*(?:左右|以上)?\s*[)）]?\s*$"
)
_LEADING_COUNT = re.compile(r"^\s*(?:\d+|[一二两三四五六七八九十]+)(?:名|位|人|个)\s*(?=[^\W\d])")
_EDGES = " \t\u3000,，、;；:：|/-—·.。"
_SPACES = re.compile(r"\s+")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Title:
    """A title without its marks; `closed` where the marks said that nobody is wanted any more."""

    name: str
    closed: bool


@lru_cache(maxsize=16384)
def read_title(text: str) -> Title | None:
    """The job's name in `text`, or None where no letter is left of it. A bracketed tail of its own meaning stays."""
    closed = _CLOSED_SIGNS.search(text) is not None and _CLOSED.search(text) is not None
    name = _CLOSED.sub(" ", text) if closed else text
    name = _ORNAMENT.sub(" ", name)
    before = None
    while before != name:
        before = name
        name = _MARK.sub(" ", name).strip(_EDGES)
        name = _NUMBERING.sub("", name, count=1)
        name = _URGENT.sub("", name)
        name = _WANTED.sub("", name, count=1) or name
        name = _LEADING_COUNT.sub("", name, count=1)
        name = _balanced(_SPACES.sub(" ", _COUNT.sub("", name, count=1))).strip(_EDGES)
    return Title(name, closed) if _LETTER.search(name) else None


def _balanced(name: str) -> str:
    """A bracket that lost its partner to the cleaning goes too."""
    for opening, closing in ("()", "（）", "【】", "[]", "《》"):
        if (opening in name) != (closing in name):
            name = name.replace(opening, "").replace(closing, "")
        name = name.replace(opening + closing, "")
    return name.strip()
