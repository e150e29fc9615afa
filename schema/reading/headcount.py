"""Headcount: how many are wanted. 招8人 · 招聘人数：672人 · 500余个岗位; 若干 and 五六个 have no one figure."""

import re
from dataclasses import dataclass
from functools import lru_cache

from schema.reading.lexicon import Lexicon, Sentence
from schema.reading.numerals import SCALES
from schema.reading.text import any_of, fold

# c counter of people · a "wanted" before · t total before · z what was there already · o not people · r range · ? no figure
_WORDS = Lexicon(
    {
        "c": (
            "人 +人 +名 名 位 个 个人 名额 个岗位 个工作岗位 个就业岗位 个职位 名工人 个工人 个名额 人次 员 口人 "
            "人左右 个工 个工位 个空岗 个缺口 个用工岗位"
        ).split(),
        "a": (
            "招 聘 招聘 需 需要 急招 诚聘 急聘 招工 招收 招募 要 缺 缺口 录用 录取 计划 拟招 还要 再招 找 求 "
            "补录 人数 名额 数量 岗位数 需求 开发 提供 招录 选聘 公开招聘 招聘人数 需求人数 用工 征"
        ).split(),
        "t": "共 共计 总共 合计 总计 一共 共有 共招 累计 总数 总人数".split(),
        "z": (
            "现有 已有 已招 已报 拥有 在职 员工 规模 目前有 每组 平均 报名 惠及 其中 约有员工 带动 吸引 参加 "
            "已录用 已到岗"
        ).split(),
        "o": (
            "个县 个区 个市 个工种 个企业 个镇 个乡 个村 个社区 个街道 个月 个小时 个工作日 个专业 个类别 "
            "个站 个班 个点 个班次 人一间 人间 人一 人宿舍 个季度 个钟 个项目 个百分点 个省 家 岁 周岁 元 块 "
            "天 小时 年 月 日 号 % 点 楼 层 期 届 场 类 种 级 强 栋 米 平 斤 万元 千元 部 台 间 档 路 分钟 单 "
            "件 个以上 个行业 个门类 个品种 个孩 孩 个大类 薪 位数 周 时 班 倍 次 条 人份 人以上的 人以上规模 "
            "名以上员工 人的企业 人大厂 位于 k K 起 名称 名单 名字 人才 人力 人民 人员 人事 人气 名牌 名企 "
            "个车间 个工厂 个厂 个厂区 个厂子 个部门 个班组 个小组 个团队 个公司 个单位 个店 个门店 个工地 个家庭 个区域 个地方 "
            "个基地 个园区 个校区 个大棚 个合作社 个窗口 个学校 个食堂 个仓库 个片区 个摊 个村庄 个城市 "
            "名校 位置 人均 人民币 人一天 人一班"
        ).split(),
        "r": ["-", "至", "到", "~", "或"],
        "?": "若干 不限 数名 多名 大量 数十名 数百名 无数 多人 几名 几人 几个 数人".split(),
        "(": ["(", "[", "【"],
        ")": [")", "]", "】"],
        "&": ["、", "/", "和", "及", "+", ","],
        ":": [":"],
        "": "约 大概 大约 近 将近 男 女 男女 男性 女性 的 了 左右 上下 余 多 来 达 为 有 还 再 是 岗".split(),
    }
)
_PEOPLE = re.compile(r"n(?:rn)?c")
_LABELLED = re.compile(r"(?:[at]c?:?|(?:^|[.,&])c:)(?P<figure>n(?:rn)?)(?=$|[,)&(])")
_EACH = re.compile(r"男[、和,，/]?女(?:工|性|生)?(?=各)")
_MEN_AND_WOMEN = re.compile(
    r"(?<![\d一二两三四五六七八九十])(\d{1,3}|[一二两三四五六七八九十])[名个位]?(?:男[工性生士]?)[、和,]?(\d{1,3}|[一二两三四五六七八九十])[名个位]?女[工性生士]?(?![\u4e00-\u9fff]{0,3}(?:间|房))"
)
"""招1男1女."""
_ROUND = re.compile(
    r"(?<![\d一二两三四五六七八九十百千几数])(?:将?近|接近|[约超逾上过]|超过)([百千万])(?=[余多]?[个名人])"
)
_COUPLES = re.compile(
    r"夫妻[^,，。;\d一二两三四五六七八九十]{0,3}(?:\d{1,3}|[一二两三四五六七八九十])对|(?:\d{1,3}|[一二两三四五六七八九十])对夫妻"
)
_NUMBER_OF_PEOPLE = re.compile(r"(?:招聘|需求|用工|招工|招录|拟招|计划)人数:?(?:约|为|共|共计|是)?$")
_JOB_ENDS = "工|员|师|匠|手|长|司机|师傅|保安|保洁|阿姨|帮厨|切配|打荷|收银|导购|理货|打包|分拣|会计|出纳|客服|仓管|跟单|质检|机修|尾部|厨|嫂"
_JOB = re.compile(rf"[\u4e00-\u9fff]{{1,5}}(?:{_JOB_ENDS})")
_TIMES_SIGN = re.compile(r"(?<=[工员师手匠])[xX×*](\d{1,3})(?!\d)(?:人|名)?")
"""包装工×10."""
_TIMES = any_of("xX×*")
_JOB_AND_FIGURE = re.compile(rf"(?:{_JOB_ENDS}):?[1-9]")
_JOB_AND_COUNT = rf"[\u4e00-\u9fff]{{0,6}}(?:{_JOB_ENDS}):?[1-9]\d?"
_JOBS_AND_COUNTS = re.compile(rf"(?:{_JOB_AND_COUNT}[、,，和及;/ ]){{1,12}}{_JOB_AND_COUNT}(?=$|[。,，;])")
_NEXT_JOB = re.compile(
    rf"(?:招|聘)?[\u4e00-\u9fff]{{1,6}}(?:{_JOB_ENDS})(?:\d{{1,3}}|[一二两三四五六七八九十])[名人个位]"
)
_SIGNS = any_of("夫人名位个個员員工额額招聘缺需数數若不限量")
_IS_NUMBER = re.compile(r"^[\d.]+$")


@dataclass(frozen=True, slots=True)
class Headcount:
    """`count` is None where the words give no one figure; `low` and `high` where they give two."""

    text: str
    count: int | None = None
    low: int | None = None
    high: int | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class _Group:
    low: int
    high: int
    approximate: bool
    start: int
    end: int


@lru_cache(maxsize=16384)
def read_headcount(text: str) -> Headcount | None:
    """How many people are wanted, or None where the words say nothing of it. A figure of 0 means 若干."""
    folded = fold(text)
    if "对" in folded and (couples := _COUPLES.search(folded)):
        return _twofold(text, couples[0].replace("对", "人"))
    if "各" in folded and (both := _EACH.search(folded)):
        return _twofold(text, folded[both.end() + 1 :])
    if "俩" in folded or "仨" in folded:
        folded = folded.replace("俩", "两个").replace("仨", "三个")
    if "男" in folded:
        folded = _MEN_AND_WOMEN.sub(r"\1名、\2名", folded)
    folded = _ROUND.sub(lambda match: f"约{SCALES[match[1]]}", folded)
    if _TIMES.search(folded):
        folded = _TIMES_SIGN.sub(r"\1名", folded)
    if _JOB_AND_FIGURE.search(folded) and (listed := _JOBS_AND_COUNTS.search(folded)):
        return _headcount(text, [_Group(count, count, False, 0, 0) for count in _counts(listed[0])])
    sentence = _WORDS.read(_without_parts(folded))
    if sentence.tags == "n":
        return _headcount(text, [_group(sentence, 0, 1)])
    groups = [_group(sentence, *match.span()) for match in _PEOPLE.finditer(sentence.tags)]
    groups = [group for group in groups if not _there_already(sentence, group)]
    if groups:
        return _headcount(text, _chosen(sentence, groups))
    labelled = _LABELLED.search(sentence.tags)
    if labelled:
        return _headcount(text, [_group(sentence, *labelled.span("figure"))])
    return Headcount(text) if "?" in sentence.tags else None


def _twofold(text: str, folded: str) -> Headcount | None:
    """男女各5名 are ten, 夫妻工一对 two."""
    sentence = _WORDS.read(folded)
    match = _PEOPLE.search(sentence.tags)
    return _headcount(text, [_group(sentence, *match.span())] * 2) if match else None


def _counts(listed: str) -> list[int]:
    """切菜工1、洗碗工2、服务员3: the figures that close each job's name."""
    return [int(found) for found in re.findall(r"\d+", listed)]


def _without_parts(folded: str) -> str:
    """The words before a bracket that opens on parts: 共90名(其中保洁员84名)."""
    outside = re.sub(r"[(\[【][^()\[\]【】]*(?:[)\]】]|$)", "", folded)
    return outside if any(c.isdigit() or c in "一二两三四五六七八九十百千" for c in outside) else folded


def _group(sentence: Sentence, start: int, end: int) -> _Group:
    numbers = [sentence.number(i) for i in range(start, end) if sentence.tags[i] == "n"]
    low, high = numbers[0].low, numbers[-1].high
    if len(numbers) > 1 and numbers[1].scaled and not numbers[0].scaled and low < 10:
        low = low * (high / int(str(int(high))[0]))
    words = sentence.text[max(sentence.tokens[start].start - 2, 0) : sentence.tokens[end - 1].end + 2]
    approximate = any(n.approximate for n in numbers) or any(
        mark in words for mark in ("约", "近", "左右", "大概", "余")
    )
    return _Group(int(low), int(high), approximate, start, end)


def _there_already(sentence: Sentence, group: _Group) -> bool:
    """现有员工200人: a number of people who are not wanted."""
    before = sentence.tags[: group.start]
    clause = before[before.rfind(",") + 1 :]
    return "z" in clause and "a" not in clause[clause.rfind("z") :]


def _chosen(sentence: Sentence, groups: list[_Group]) -> list[_Group]:
    """A total where one is named; else what follows a word of wanting; else the whole list of groups."""
    for group in groups:
        if "t" in sentence.tags[max(group.start - 3, 0) : group.start]:
            return [group]
    for group in groups:
        if _NUMBER_OF_PEOPLE.search(sentence.text[: sentence.tokens[group.start].start]):
            return [group]
    listed = [groups[0]]
    for group in groups[1:]:
        if not _is_next(sentence, listed[-1].end, group.start):
            break
        listed.append(group)
    return listed


def _is_next(sentence: Sentence, start: int, end: int) -> bool:
    """Whether only a comma and the name of a job stand between two groups, or such a name alone (大工两名小工四名)."""
    between = sentence.tags[start:end]
    if set(between) <= set("&.(),:co") and "&" in between and between.count(",") == 0 and len(between) <= 4:
        return True
    return set(between) <= set(".co") and bool(_JOB.fullmatch(_between(sentence, start, end)))


def _between(sentence: Sentence, start: int, end: int) -> str:
    """The text between two groups, with the words that have no tag (3个女工2个男工)."""
    return sentence.text[sentence.tokens[start - 1].end : sentence.tokens[end].start]


def _headcount(text: str, groups: list[_Group]) -> Headcount:
    low, high = sum(g.low for g in groups), sum(g.high for g in groups)
    approximate = any(g.approximate for g in groups)
    if low != high:
        return Headcount(text, None, low, high, approximate)
    return Headcount(text, low or None, approximate=approximate)


def is_next_job(clause: str) -> bool:
    """小工2个 after 瓦工4个: a clause that says how many of one further job, and nothing else."""
    return _NEXT_JOB.fullmatch(fold(clause)) is not None


@lru_cache(maxsize=8192)
def find_headcount(text: str) -> Headcount | None:
    """The same in a longer text, where a bare number is none."""
    if not _SIGNS.search(text):
        return None
    read = read_headcount(text)
    return None if read is None or _IS_NUMBER.match(fold(text)) else read
