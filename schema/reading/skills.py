"""Skills and papers that postings ask for, by the names that a person would search: 电工证, 叉车证, C1驾照, 平车."""

import re

from schema.reading.text import any_of, fold

SKILLS: tuple[tuple[str, str, str], ...] = (
    ("健康证", "健康证", "持健康证"),
    ("电工证", "电工(?:操作)?证|电工上岗证|低压电工|高压电工", "持电工证"),
    ("焊工证", "焊工(?:操作)?证|电焊证|二保焊证", "有焊工证"),
    ("叉车证", "叉车(?:操作|司机)?证|N1证", "有叉车证"),
    ("登高证", "登高证|高空(?:作业)?证|高处作业证", "有登高证"),
    ("特种作业证", "特种(?:作业|设备)(?:操作)?证", "特种作业证"),
    ("保安证", "保安(?:员|上岗)?证", "持保安证"),
    ("消防证", "消防(?:操作员|设施操作员|上岗)?证|中控证", "有消防证"),
    ("教师资格证", "教师(?:资格)?证|幼师证", "教师资格证"),
    ("护士证", "护士(?:执业|资格)?证", "护士证"),
    ("养老护理员证", "养老护理(?:员)?证|护理员证|护工证", "护理员证"),
    ("母婴护理证", "月嫂证|育婴(?:师|员)?证|母婴护理证|育儿嫂证", "育婴师证"),
    ("厨师证", "厨师证|烹饪证", "厨师证"),
    ("会计证", "会计(?:从业|资格)?证|初级会计", "会计证"),
    ("茶艺师证", "茶艺师(?:资格)?证", "茶艺师证"),
    ("A1驾照", "A1(?:驾照|驾驶证|证|照|本)", "A1驾照"),
    ("A2驾照", "A2(?:驾照|驾驶证|证|照|本)", "A2驾照"),
    ("B2驾照", "B2(?:驾照|驾驶证|证|照|本)", "B2驾照"),
    ("C1驾照", "C1(?:及以上)?(?:驾照|驾驶证|证|照|本)?", "C1驾驶证"),
    ("C2驾照", "C2(?:驾照|驾驶证|证|照|本)", "C2驾照"),
    ("驾照", "驾照|驾驶证|有驾|会开车", "有驾照"),
    ("二保焊", "二保焊|气保焊", "会二保焊"),
    ("氩弧焊", "氩弧焊", "氩弧焊"),
    ("平车", "会平车|平车熟手|熟练平车", "会平车"),
    ("电脑操作", "(?:会|懂|熟练|熟悉)(?:操作)?(?:使用)?(?:电脑|办公软件)|[oO]ffice|[wW]ord|[eE]xcel|办公软件|电脑操作", "会电脑"),
    ("数控编程", "数控编程|CNC编程|UG编程", "会数控编程"),
    ("普通话", "普通话(?:标准|流利|良好)?", "普通话标准"),
    ("粤语", "(?:会|懂|讲|说)?(?:粤语|白话|广东话)", "会讲白话"),
    ("英语", "英语(?:良好|流利|四级|六级)?(?=良|流|四|六|读|口|交|熟|水)|CET-?[46]|会英语", "英语四级"),
    ("电动车", "自备电动车|自带电动车|自备车|自带车|会骑电动车|自备电瓶车", "自备电动车"),
    ("中式烹饪", "会做饭|会做菜|会炒菜|做饭好吃|会烧菜", "会做饭"),
)  # fmt: skip
"""Each skill as it is shown, the words for it, and an example."""

_ANY = re.compile("|".join(f"(?:{words})" for _, words, _ in SKILLS))
_EACH = tuple((name, re.compile(words)) for name, words, _ in SKILLS)
_SIGNS = any_of(
    frozenset("证證照驾駕焊车車脑腦软軟编編语語话話粤OoＯｏWwＷｗＥｅEeCcＣｃ饭飯菜电電普英烹护護")
    - frozenset("车車护護电電")
)
"""Every name in the table has one of these."""
_LICENCES = frozenset(("A1驾照", "A2驾照", "B2驾照", "C1驾照", "C2驾照"))


def read_skills(text: str) -> tuple[str, ...]:
    """The skills and papers named in `text`, in the table's order."""
    if not _SIGNS.search(text):
        return ()
    folded = fold(text)
    if not _ANY.search(folded):
        return ()
    found = [name for name, words in _EACH if words.search(folded)]
    if _LICENCES & set(found):
        found = [name for name in found if name != "驾照"]
    return tuple(found)
