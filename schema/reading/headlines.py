"""Headlines: what job a line of free text offers. 电子厂直招普工，22元/小时 is 普工; 春茶开采，招采茶工100名 is 采茶工."""

import re
from functools import lru_cache

from schema.occupations import occupation_of
from schema.reading.clauses import clauses
from schema.reading.text import fold
from schema.reading.titles import read_title

_LOOKED_AT = 8
"""Clauses in which the job is looked for: it is named early."""
_LONGEST = 60
_LABELLED = re.compile(
    r"(?:招聘岗位|岗位名称|职位名称|招聘职位|岗位|职位|工种|招聘工种)[:：]\s*(?P<name>[^\d:：]{2,20})"
)
_WANTED = re.compile(
    r"(?:招聘|诚聘|急聘|聘请|诚招|直招|急招|急需|招募|招收|招工|寻找|(?<![无不])需要|招|聘|找|(?<![无不])需|缺|来)"
    r"(?:(?:\d{1,4}|[一二两三四五六七八九十]{1,3})(?:名|个|位|人))?(?P<name>[\u4e00-\u9fff()/、]{2,16}?)"
    r"(?=[若数]?(?:\d|[一二两三四五六七八九十]{1,3}[名个位人对])|若干|数名|$|[,，:：;])"
)
_NO_JOB = re.compile(
    r"^(?:信息|启事|公告|单位|人数|条件|要求|岗位|职位|通知|会|简章|对象|范围|时间|电话|专场|联系|人员?|名额|计划|工作|经验|学历|基础)"
    r"|^(?:要|求|健康证|身份证|持证|自带|有)"
)


@lru_cache(maxsize=4096)
def read_headline(text: str) -> str:
    """The words that name the job in `text`: of a label, of what is wanted, of a known trade, else the first clause."""
    first = clauses(text)[:_LOOKED_AT]
    wanted = [name for clause in first if (name := _wanted(fold(clause)))]
    named = next((name for name in wanted if occupation_of(name)), None) or next(iter(wanted), None)
    if named:
        return named
    known = (clause for clause in first if (title := read_title(clause)) and occupation_of(title.name))
    return next(known, first[0] if first else "")[:_LONGEST]


def _wanted(folded: str) -> str | None:
    found = [*_LABELLED.finditer(folded), *_WANTED.finditer(folded)]
    return next((match["name"] for match in found if not _NO_JOB.match(match["name"])), None)
