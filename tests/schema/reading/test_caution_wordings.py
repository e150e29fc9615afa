"""The wordings of `schema/data/cautions.yaml`, by its own examples and traps and by others besides."""

import pytest
from opencc import OpenCC

from schema.reading.cautions import cautions_of
from schema.reading.rules import rules
from schema.values import Requirements
from schema.vocabulary import CautionKind

_TO_TRADITIONAL = OpenCC("s2t")
# fmt: off
RAISING: dict[CautionKind, list[str]] = {
    CautionKind.FEE_ASKED: [
        "入职需缴纳服装费200元", "工作服押金100元", "入住交宿舍押金200元", "体检自费", "健康证自理",
        "培训费从首月工资里扣", "先培训后上岗，培训费600元", "报名费50元/人", "收取资料费30元",
        "面试通过后交建档费80元", "须购买工服，工服费用自付", "要交300押金", "押金３００元，做满一个月退",
        "每人收中介费200元", "办健康证费用自理", "需自行垫付货款", "交保证金1000", "會員費99元", "服裝費自理",
    ],
    CautionKind.GENDER_LIMIT: [
        "限女", "男性优先", "招女工5名", "女士优先考虑", "只要男生", "招聘男保安", "女服务员", "性别：女",
        "性别要求男", "要求：女，45岁以下", "男，身体健康", "仅招男性", "限男性", "需女生2名", "聘男司机",
        "僅限女性", "招男女工，女性优先", "靓女迎宾", "女性，35岁以下", "男30-50岁",
    ],
    CautionKind.AGE_LIMIT: [
        "45周岁以下", "18-45周岁", "年龄不超过50岁", "55岁以内", "18岁~40岁", "四十五岁以下", "年龄在20到35岁之间",
        "35岁内", "不超50岁", "限50岁以下", "年龄要求：18-55",
    ],
    CautionKind.ORIGIN_LIMIT: [
        "限本地户籍", "不招新疆人", "外省勿扰", "本地户口优先", "要求广州户口", "仅限本市户籍人员",
        "河南、东北除外", "不要外地人", "须本市户籍", "具有本区户籍",
    ],
    CautionKind.PAY_IMPLAUSIBLE: [
        "轻松日入800", "日赚1000元", "在家打字月入过万", "动动手指就赚钱", "月入10万不是梦", "刷单返佣",
        "手机点赞日结500", "每天两小时，日入500-800",
    ],
}
SILENT: dict[CautionKind, list[str]] = {
    CautionKind.FEE_ASKED: [
        "不收取任何押金", "无中介费", "免中介费", "0押金", "押金0", "餐费自理", "伙食费自理", "水电费自理",
        "提供培训", "免费体检", "体检费入职后报销", "公司承担体检费", "押金全退，不收押金",
        "管理费收取工作，负责催收物业费", "收取客户押金并登记", "奖金500元", "年底双薪，奖金1000", "公积金五险一金",
        "过节费200元", "高温费300元/月", "话费补贴100元", "入职奖金2000元", "交通费报销", "加班费20元/小时",
        "培训期每天100元", "介绍费：介绍新员工奖励500元", "内推奖金500", "保险费公司交", "免押金租车",
        "餐补每天15元", "稳岗补贴1000元", "定金收款录入", "体检费用单位统一缴纳",
    ],
    CautionKind.GENDER_LIMIT: [
        "男女不限", "女装导购", "男装店店员", "子女教育", "妇女儿童用品", "男女均可，40岁以下", "不限男女",
        "男鞋厂普工", "孕妇及女性健康顾问", "女鞋针车工", "美女服饰导购", "性别不限", "女工及男工都要",
        "招男女普工", "女职工产假", "女生宿舍保洁", "男士理发师傅", "女子监狱旁", "女士皮鞋", "男、女各5名",
        "女包台面",
    ],
    CautionKind.AGE_LIMIT: [
        "18岁以上", "60岁以下", "65周岁以下", "18-60岁", "照顾2岁宝宝", "3-12岁儿童", "80岁以下老人", "年满18周岁",
        "20人以下", "30元以下", "工龄45年以下", "18-25元/小时", "不限年龄", "18-65周岁",
    ],
    CautionKind.ORIGIN_LIMIT: [
        "户籍不限", "不限户籍", "可落户", "不要中介", "招湖南菜厨师", "限时抢单", "本地企业", "服务本地居民",
        "上海户外广告安装", "开户口子业务", "要求开户", "门户网站", "用户",
    ],
    CautionKind.PAY_IMPLAUSIBLE: [
        "月入过万", "综合月入8000-12000", "日结300", "手机店导购", "会用电脑就好", "轻松的工作氛围", "日薪500元",
        "底薪3000+提成，月入6000-10000", "手机组装普工", "工作轻松",
    ],
}
# fmt: on


def quoted(kind: CautionKind, text: str) -> str | None:
    """The words that raised `kind` in a text that nothing else is known of."""
    found = cautions_of(
        words=[text], pay=None, requirements=Requirements(), division=None, credit_code=None, employment=None
    )
    return next((caution.text for caution in found if caution.kind is kind), None)


def _pairs(table: dict[CautionKind, list[str]]) -> list[tuple[CautionKind, str]]:
    return [(kind, text) for kind, texts in table.items() for text in texts]


@pytest.mark.parametrize(("kind", "text"), _pairs(RAISING), ids=str)
def test_a_limit_or_fee_raises_its_caution(kind: CautionKind, text: str) -> None:
    assert quoted(kind, text)


@pytest.mark.parametrize(("kind", "text"), _pairs(SILENT), ids=str)
def test_what_only_looks_like_one_raises_nothing(kind: CautionKind, text: str) -> None:
    assert quoted(kind, text) is None


@pytest.mark.parametrize("kind", sorted(rules("cautions")))
def test_the_table_holds_its_own_examples_and_traps(kind: str) -> None:
    table = rules("cautions")[kind]
    assert [row.example for row in table.rows if not quoted(CautionKind[kind], row.example)] == []
    assert [trap for trap in table.traps if quoted(CautionKind[kind], trap)] == []


@pytest.mark.parametrize(("kind", "text"), _pairs(RAISING), ids=str)
def test_width_and_script_do_not_matter(kind: CautionKind, text: str) -> None:
    wide = text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    for spelling in (wide, _TO_TRADITIONAL.convert(text), f" {text} "):
        assert quoted(kind, spelling)


@pytest.mark.parametrize(("kind", "text"), _pairs(SILENT), ids=str)
def test_other_spellings_of_a_trap_stay_silent(kind: CautionKind, text: str) -> None:
    wide = text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    assert [quoted(kind, spelling) for spelling in (wide, _TO_TRADITIONAL.convert(text))] == [None, None]
