"""Education: the least that is asked. 大专以上 · 高中或中专 · 学历不限. GB/T 4658-2006 orders the levels."""

import re
from functools import lru_cache

from schema.reading.text import any_of, any_word, fold
from schema.vocabulary import Education

LEVELS: tuple[tuple[Education, str, str], ...] = (
    (Education.PRIMARY, "小学 国小 识字", "小学以上文化"),
    (Education.JUNIOR_SECONDARY, "初中 国中 初级中学 九年义务教育 九年制义务教育 中三", "初中及以上学历"),
    (Education.SENIOR_SECONDARY, "高中 普高 中五 中六 高级中学 高级中等", "高中毕业"),
    (
        Education.VOCATIONAL,
        "中专 中技 技校 职高 职业高中 中职 技工学校 职业中学 中等职业 中等专科 职专 技师学院",
        "中专/技校",
    ),
    (Education.COLLEGE, "大专 专科 高职 高等职业 高专 副学士", "大专以上(含大专)"),
    (Education.BACHELOR, "本科 学士 大学 双学位 一本 二本", "本科及以上"),
    (
        Education.MASTER,
        "硕士 研究生 双硕士 硕士研究生 MBA 研究所毕业 研究所学历 研究所以上 研究所及以上",
        "碩士以上學歷",
    ),
    (Education.DOCTOR, "博士 博士后 博士研究生", "博士"),
)
"""Each level, the words for it, and an example."""

_LEVEL_OF = {word: level for level, words, _ in LEVELS for word in words.split()}
_ORDER = {level: place for place, (level, _, _) in enumerate(LEVELS)}
_NOT_LEVELS = (
    "大学生 大学城 大学本科 中小学 小学生 中学生 高中生 初中生 中等专科学校 大学专科 小学门口 小学旁 "
    "小学附近 小学对面 大学路 大学东 大学西 大学北 大学南 小学部 高中部 初中部 研究生院 大学附属 "
    "小学辅导 初中辅导 高中辅导 小学老师 小学教师 初中数学 高中数学 一本书 专科医院 专科护士 专科门诊 "
    "专科学校 高等专科学校 二本书 一本正经"
).split()
_ALIASES = {
    "大学本科": "本科",
    "大学专科": "大专",
    "高中生": "高中",
    "初中生": "初中",
    "中等专科学校": "中专",
    "高等专科学校": "大专",
    "专科学校": "专科",
}
_WORD = any_word([*_LEVEL_OF, *_NOT_LEVELS])
_PREFERRED = re.compile(
    r"^(?:(?:及|或)?以上)?(?:学历|文化|毕业)?(?:者|的)?(?:优先|更佳|为佳|佳|尤佳|更好|待遇|可|加分)"
)
_UNLIMITED = re.compile(
    r"(?:学历|文化|文凭|教育|文化程度|学历要求)[^,，;；。\n]{0,9}?(?:不限|无要求|不作要求|不做要求|没要求|没有要求|无限制|没有限制|均可|皆可|不拘|不论|不要求|不高|无)"
    r"|(?:不限|不看|不问|不论|无|不要求|不需要|没有|不设|不拘|对)[^,，;；。\n]{0,4}?(?:学历|文化|文凭)"
    r"|无需(?:学历|文凭)"
)
_WHOLE = frozenset("不限 无 无要求 没有要求 不要求 不作要求 不做要求 其他 其它 任意 均可 无限制 不拘".split())
_SAID_ALONE = frozenset("中专 大专 本科 专科 硕士 研究生".split())
"""Levels that, as a whole clause, can be nothing else."""
_SIGNS = any_of("专專本硕碩研在读讀校应應届屆学學历歷文毕畢教程以及含")


@lru_cache(maxsize=16384)
def read_education(text: str) -> Education | None:
    """The least education asked in a field or a phrase about it; NONE where it is said not to matter; else None."""
    folded = fold(text)
    if folded.strip(" :。.") in _WHOLE:
        return Education.NONE
    levels = _levels(folded)
    if levels:
        return min(levels, key=_ORDER.__getitem__)
    return Education.NONE if _UNLIMITED.search(folded) else None


def find_education(text: str) -> Education | None:
    """The same in a longer text, where a level counts only beside a word such as 学历, 以上 or 毕业."""
    if not _SIGNS.search(text):
        return None
    folded = fold(text)
    if folded in _SAID_ALONE:
        return _LEVEL_OF[folded]
    levels = [
        _LEVEL_OF[_ALIASES.get(m[0], m[0])]
        for m in _WORD.finditer(folded)
        if _ALIASES.get(m[0], m[0]) in _LEVEL_OF and _asked(folded, m)
    ]
    if levels:
        return min(levels, key=_ORDER.__getitem__)
    return Education.NONE if _UNLIMITED.search(folded) else None


def _asked(folded: str, match: re.Match[str]) -> bool:
    around = folded[max(match.start() - 6, 0) : match.start()], folded[match.end() : match.end() + 5]
    if _PREFERRED.match(folded[match.end() :]):
        return False
    return bool(
        re.search("学历|文化|文凭|毕业|教育", around[0])
        or re.match(r"\(?含?(?:及|或|在读|在校|应届|以上|学历|文化|文凭|毕业|学位|程度)", around[1])
    )


def _levels(folded: str) -> list[Education]:
    """Every level asked; a level only preferred (本科优先) does not count."""
    return [
        _LEVEL_OF[word]
        for match in _WORD.finditer(folded)
        if (word := _ALIASES.get(match[0], match[0])) in _LEVEL_OF and not _PREFERRED.match(folded[match.end() :])
    ]
