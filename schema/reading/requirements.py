"""Requirements: ages and gender as a source limits them. 18-45周岁 · 男60岁以下、女50岁以下 · 限女性 · 女士优先 (no limit)."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from schema.reading.lexicon import Lexicon, Sentence
from schema.reading.text import any_of, fold
from schema.vocabulary import Gender

# n number · s 岁 · r range · v bound after · ^ bound after · < least before · > most before · m f b genders · o neither
_NEITHER = (
    "女装 女鞋 女包 女裤 女裙 男装 男鞋 男裤 男科 女科 子女 儿女 女儿 妇女节 女性用品 女神 女王 男友 "
    "女友 女士包 男女装 女人街 女子医院 男子 女娲 女士内衣 女童 男童 女生宿舍 男生宿舍 女宿 男宿 "
    "女厂长 女老板 男宝 女宝 女婴 男婴 女衣 女帽 男衬 女衬 女装店 男女鞋 女工服 儿子 淑女 美女装 "
    "男士理发 女子美容 女病 男病 女主人 男主人 女厕 男厕"
).split()
AGES = Lexicon(
    {
        "s": ["岁", "周岁", "周岁的", "嵗"],
        "r": ["-", "至", "到", "~"],
        "v": "以下 及以下 以内 之内 内 以下的 封顶 止 往下 及以内 或以下".split(),
        "^": "+ 以上 及以上 起 以上的 往上 或以上 开外".split(),
        ">": (
            "不超过 不超 不大于 小于 低于 最大 未满 不满 不高于 不得超过 不能超过 不要超过 上限 最高 不得大于 "
            "至多 小於 少于 不多于 以下为 别超过 别超 莫超过 不要超 不能超 不得超 放宽至 放宽到 可放宽至 可放宽到 放宽为"
        ).split(),
        "<": (
            "满 年满 不低于 不小于 大于 最小 须满 高于 不少于 至少 超过 下限 最低 已满 不得低于 需满 不得小于 > ≥ >="
        ).split(),
        "A": "年龄 年龄要求 年纪 岁数要求 岁数 年龄段 年龄在 年龄范围".split(),
        "m": (
            "男 男性 男士 男工 男生 男员工 男孩 小伙 小伙子 男青年 男同志 男丁 男劳力 男普工 男职工 男服务员 "
            "男的 男人 先生 男保安 帅哥 男同事 男师傅 男模"
        ).split(),
        "f": (
            "女 女性 女士 女工 女生 女员工 女孩 女孩子 女营业员 女青年 女同志 女普工 女职工 女服务员 妇女 "
            "小妹 女的 女人 美女 女孩儿 姑娘 女同事 女模"
        ).split(),
        "b": (
            "男女 男女不限 男女均可 男女皆可 男女老少 男女都可 不限男女 性别不限 男女都行 男女普工 男、女 "
            "男/女 男或女 男女生 男/女性 男女工 男女兼招 男女通招 男,女不限 男女都要 男女各半 男女员工 "
            "不限性别 性别无要求 女男不限 女男 性别不作要求 男女职工 性别要求不限 性别:不限 男女兼收 男和女 "
            "男女性"
        ).split(),
        "o": _NEITHER,
        "p": "优先 优先考虑 为佳 更佳 佳 优先录用 尤佳 最好 更好 者优先 优先录取 尤宜 优先安排 优先招聘 优先聘用 优先招用 优先招收 优先招录 优先吸纳".split(),
        "!": "勿扰 免谈 勿来 勿投 莫来 勿联系 除外 勿打 勿进 别来 不收".split(),
        "x": "不要 不招 不收 拒绝 谢绝 不接受 不考虑".split(),
        "(": ["("],
        ")": [")"],
        "-": "人 名 元 年 月 日 点 小时 个 位 天 % 块 号 千 万 时 层 楼".split(),
        "+": ["多", "几"],
        "": (
            "的 之间 约 大约 大概 为 左右 在 龄 从 : 应 需 须 要求 要 一般 原则上 必须 均 可 都 且 但 并且 含 "
            "应当 者 控制"
        ).split(),
    }
)
_RANGE = re.compile(r"[<A]*(?P<low>n)s?[r](?P<mid>>?)(?P<high>n)(?P<age>s?)(?P<top>[v^]?)")
_FLOOR_AND_TOP = re.compile(r"(?:<n(?:s\^?|\^)|ns?\^)[,.]?(?:>ns?|ns?v)")
_TOP = re.compile(r">ns|>n(?=$|[,)mf])|ns\(?v|nv|ns(?=\(?v)")
_BARE_TOP = re.compile("nv")
_FLOOR = re.compile(r"<ns\^?|ns\^|<n(?=$|[,)mf])|n\^")
_ALONE = re.compile(r"(?<!r)ns(?![v^r])")
"""四五十岁, 四十多岁: decades, as 20多岁至50多岁 are."""
_PAREN = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")
_GENDER_AFTER = re.compile(r"([^、,;/()]*)\((男|女)[性士工]?\)")
"""16至60周岁(男)、16至50周岁(女): the gender stands behind its ages."""
_SIGNS = any_of("纪紀岁歲嵗龄齡男女妹姑妇婦伙先帅帥")
"""Without one of these, words say nothing of age or gender."""
_GENDERS = frozenset("mfb")
_REFUSED = re.compile(r"(?<!r)[<>]?ns?[v^]?[!x]|(?<![v^s])x(?:[<>]ns?|ns?[v^])")
_TURN = str.maketrans("<>v^!x", "><^v..")
"""超过55岁勿扰, 不招55岁以上: a floor that is refused is a top, a top that is refused a floor."""
_OTHER = {"m": "f", "f": "m"}
"""女性勿扰 asks for men."""
_PREFERRING = frozenset(
    "优先录用 优先考虑 优先录取 优先安排 优先招聘 优先聘用 优先招用 优先招收 优先招录 优先吸纳".split()
)
_LEAST, _MOST = 12, 90
_ONLY = re.compile(r"为主|为宜")

Limit = tuple[int | None, int | None]
"""(least, most) age, both inclusive."""


@dataclass(frozen=True, slots=True)
class AgeAndGender:
    """Limits on age and gender. Where they differ by gender they stand in `by_gender` alone."""

    text: str
    age_min: int | None = None
    age_max: int | None = None
    gender: Gender | None = None
    by_gender: dict[Gender, Limit] = field(default_factory=dict, hash=False)


@lru_cache(maxsize=16384)
def read_requirements(text: str, *, labelled: bool = False) -> AgeAndGender | None:
    """Age and gender limits in `text`, or None where it states none. `labelled`: the words are an age field's."""
    if not labelled and not _SIGNS.search(text):
        return None
    folded = fold(text)
    if "(男" in folded and "(女" in folded:
        folded = _GENDER_AFTER.sub(r"\2\1", folded)
    outside = _PAREN.sub("", folded)
    sentence = AGES.read(
        outside if _has_age(outside) or not _has_age(folded) else folded.replace("(", "").replace(")", "")
    )
    if "!" in sentence.tags or "x" in sentence.tags:
        sentence = sentence._replace(tags=_REFUSED.sub(_turned, sentence.tags))
    parts = _by_gender(sentence, labelled=labelled)
    if parts:
        return _together(text, parts)
    limit = _limit(sentence, 0, len(sentence.tags), labelled=labelled)
    gender = _gender(sentence)
    if limit is None and gender is None:
        return None
    return AgeAndGender(text, *(limit or (None, None)), gender)


def _turned(match: re.Match[str]) -> str:
    """The tags of an age that is refused, as those of the age that is asked; an age without a bound stays."""
    return match[0].translate(_TURN) if any(bound in match[0] for bound in "<>v^") else match[0]


def _has_age(text: str) -> bool:
    return "岁" in text or "年龄" in text


def _together(text: str, parts: dict[Gender, Limit]) -> AgeAndGender:
    if len(set(parts.values())) == 1:
        return AgeAndGender(text, *parts[Gender.MALE])
    return AgeAndGender(text, by_gender=parts)


def _by_gender(sentence: Sentence, *, labelled: bool) -> dict[Gender, Limit] | None:
    """Limits that are stated for men and for women apart. A bound said once at the end counts for both."""
    tags = sentence.tags
    if "m" not in tags or "f" not in tags:
        return None
    starts = sorted((tags.index("m"), tags.index("f")))
    if "n" not in tags[starts[0] : starts[1]] or "n" not in tags[starts[1] :]:
        return None
    first = _limit(sentence, starts[0], starts[1], labelled=True)
    second = _limit(sentence, starts[1], len(tags), labelled=True)
    if second is None:
        return None
    if first is None:
        ages = [i for i in range(starts[0], starts[1]) if tags[i] == "n"]
        age = int(sentence.number(ages[0]).low)
        first = (age, None) if second[1] is None else (None, age) if second[0] is None else None
    if first is None:
        return None
    genders = (Gender.MALE, Gender.FEMALE) if tags[starts[0]] == "m" else (Gender.FEMALE, Gender.MALE)
    return {genders[0]: first, genders[1]: second}


def _limit(sentence: Sentence, start: int, end: int, *, labelled: bool) -> Limit | None:
    """The age limit between two tokens, or None. Without 岁 or 年龄 a range must stand in an age's place."""
    tags = sentence.tags[start:end]
    for match in _RANGE.finditer(tags):
        named = match["age"] or "A" in tags or labelled or "s" in tags[match.start() : match.end() + 1]
        named = named or _beside_gender(tags, *match.span())
        follows = tags[match.end() : match.end() + 1]
        if named and (match["age"] or follows != "-"):
            low = int(sentence.number(start + match.start("low")).low)
            top = sentence.number(start + match.start("high"))
            high = int(top.high) + (9 if top.approximate else 0)
            if _is_age(low) and _is_age(high) and low <= high:
                return low, high
    both = _FLOOR_AND_TOP.search(tags)
    if both:
        low, high = (int(sentence.number(start + i).low) for i in range(*both.span()) if tags[i] == "n")
        if _is_age(low) and _is_age(high) and low <= high and ("s" in tags or "A" in tags):
            return low, high
    return _one_sided(sentence, tags, start, labelled=labelled)


def _beside_gender(tags: str, start: int, end: int) -> bool:
    """男女18-45 and 18到48，男女都要: a range beside a gender is one of ages."""
    before, after = tags[max(start - 2, 0) : start], tags[end : end + 2]
    return before.rstrip(",.")[-1:] in _GENDERS or after.lstrip(",")[:1] in _GENDERS


def _one_sided(sentence: Sentence, tags: str, start: int, *, labelled: bool) -> Limit | None:
    low = high = None
    if "s" not in tags and "A" not in tags and not labelled:
        bare = _BARE_TOP.search(tags)
        labelled = bare is not None and _beside_gender(tags, *bare.span())
    if "s" not in tags and "A" not in tags and not labelled:
        return None
    if decades := _decades(sentence, tags, start):
        return decades
    for pattern, is_top in ((_TOP, True), (_FLOOR, False)):
        for match in pattern.finditer(tags):
            place = match.start() + match[0].index("n")
            age = int(sentence.number(start + place).low)
            if not _is_age(age):
                continue
            if is_top and high is None:
                high = age
            elif not is_top and low is None:
                low = age
    return None if low is None and high is None else (low, high)


def _decades(sentence: Sentence, tags: str, start: int) -> Limit | None:
    for match in _ALONE.finditer(tags):
        number = sentence.number(start + match.start())
        low, high = int(number.low), int(number.high) + 9
        loose = sentence.text[number.end - 1] in "多几余"
        if (loose or number.low != number.high) and low % 10 == 0 and _is_age(low) and _is_age(high):
            return low, high
    return None


def _is_age(value: int) -> bool:
    return _LEAST <= value <= _MOST


def _gender(sentence: Sentence) -> Gender | None:
    """The one gender asked for; a preference (女士优先), or both genders, is no limit."""
    tags = sentence.tags
    if "b" in tags:
        return None
    asked = {
        _OTHER[tag] if tags[i + 1 : i + 2] == "!" or tags[i - 1 : i] == "x" else tag
        for i, tag in enumerate(tags)
        if tag in "mf" and not _is_preference(sentence, i)
    }
    if len(asked) == 1 and ("!" in tags or "x" in tags):
        return Gender.MALE if asked == {"m"} else Gender.FEMALE
    if asked == {"m"} and "f" not in tags:
        return Gender.MALE
    if asked == {"f"} and "m" not in tags:
        return Gender.FEMALE
    return None


def _is_preference(sentence: Sentence, i: int) -> bool:
    """女士优先, 优先录用女性."""
    clause = sentence.tags[i + 1 :].split(",", 1)[0]
    before = sentence.tokens[i - 1] if i else None
    return "p" in clause[:4] or (before is not None and before.tag == "p" and str(before.value) in _PREFERRING)
