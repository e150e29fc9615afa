"""Benefits: what comes beside the pay, none invented. 包吃住 · 五险一金 · 车接车送; 不管吃 takes it away."""

import re

from schema.reading.text import any_of, any_word, fold
from schema.vocabulary import Benefit

_M, _S, _L = Benefit.MEALS, Benefit.SOME_MEALS, Benefit.LODGING
_SI, _HF, _WI, _CI = (
    Benefit.SOCIAL_INSURANCE,
    Benefit.HOUSING_FUND,
    Benefit.WORK_INJURY_INSURANCE,
    Benefit.COMMERCIAL_INSURANCE,
)

_VERBS = "包 管 供 提供 免费 免费提供 含 有 提供免费 免费供 免费供应 供应 统一提供 安排 解决 可提供 免".split()


def _offered(words: str) -> list[str]:
    """包X, 管X, 提供X …"""
    return [f"{verb}{word}" for verb in _VERBS for word in words.split()]


def _allowed(words: str) -> list[str]:
    """餐补, 伙食津贴, 补助伙食费 …"""
    after = [f"{word}{paid}" for word in words.split() for paid in ("补", "补贴", "补助", "津贴", "贴补", "补贴费")]
    return after + [f"{paid}{word}" for word in words.split() if len(word) > 1 for paid in ("补", "补贴", "补助")]


def _at_an_hour(words: str) -> list[str]:
    """中午管饭 is one meal of the day."""
    return [f"{hour}{given}" for hour in ("中午", "午间", "晚上", "早上", "夜里") for given in _offered(words)]


RULES: tuple[tuple[tuple[Benefit, ...], list[str], str], ...] = (
    (
        (_M, _L),
        [
            *_offered("吃住 食宿 吃喝住 住吃 吃与住 膳宿 食住 吃和住 吃、住 吃及住"),
            *"三餐一宿 包三餐一宿 提供三餐一宿 供三餐一宿 包吃包住 管吃管住 供吃供住 包食包住 吃住 饮食住宿 食宿 吃住全包 包吃又包住 膳宿 负责吃住 负责食宿".split(),
        ],
        "老板包吃住",
    ),
    (
        (_M,),
        [
            *_offered(
                "吃 食 饭 伙食 餐 三餐 一日三餐 膳食 饮食 餐食 用餐 伙 四餐 膳 早中晚餐 早午晚餐 三顿饭 三顿 吃喝 两荤一素 就餐"
            ),
            *"三餐 一日三餐 伙食免费 吃饭免费 吃饭不要钱 吃饭不花钱 用餐免费 餐费全免 四餐".split(),
        ],
        "管饭",
    ),
    (
        (_S,),
        [
            *_offered(
                "盒饭 午餐 中餐 午饭 中饭 晚餐 晚饭 早餐 早饭 早点 一餐 两餐 二餐 1餐 2餐 工作餐 夜宵 宵夜 员工餐 加班餐 一顿饭 两顿饭 一顿 两顿 工餐 中午饭 午晚餐 一顿午饭 营养午餐 工作午餐 早午餐 中晚餐 早中餐"
            ),
            *_at_an_hour("饭 吃 餐 一顿 一顿饭"),
            *"工作餐 工作午餐 午餐 夜宵 宵夜 员工餐 一餐 两餐 二餐 中餐一顿 加班餐 中餐 晚餐 早餐".split(),
        ],
        "包午餐",
    ),
    (
        (Benefit.MEAL_ALLOWANCE,),
        [
            *_allowed(
                "餐 伙食 伙食费 膳食 饭 用餐 误餐 午餐 午餐费 晚餐 晚餐费 夜宵 餐费 餐饮 餐食 工作餐 就餐 吃饭 饮食 加班餐 餐饮费 生活伙食"
            ),
            *"有餐补 含餐补 包餐补 提供餐补 有饭补 含饭补 提供饭补 有餐贴 餐贴 饭贴 餐费 伙补 生活补贴餐".split(),
        ],
        "餐补300元",
    ),
    (
        (_L,),
        [
            *_offered("住 住宿 宿舍 公寓 住处 住房 员工宿舍 集体宿舍 空调宿舍 单间 夫妻房 住的 食宿宿舍 职工宿舍 居住"),
            *"住宿 宿舍 员工宿舍 集体宿舍 职工宿舍 夫妻房 夫妻宿舍 员工公寓 宿位 住集装箱 住板房 住工地 住工棚".split(),
        ],
        "提供住",
    ),
    (
        (Benefit.BEDDING,),
        "床上用品 被褥 被子 铺盖 床品 床单被套 四件套 三件套 行李被褥 棉被 床上四件套 卧具".split(),
        "免費提供被褥",
    ),
    (
        (_SI, _HF),
        (
            "五险一金 六险一金 五险二金 六险二金 七险一金 5险1金 六险两金 五险两金 社保公积金 七险二金 "
            "四险一金 三险一金 6险1金 5险一金 五金一险 五险1金"
        ).split(),
        "五险一金",
    ),
    (
        (_SI,),
        (
            "五险 六险 健保 社保 社会保险 三险 四险 5险 劳健保 养老保险 医疗保险 医保 失业保险 生育保险 养老险 "
            "保险 劳保健保 三保 职工社保 企业社保 城镇职工保险 6险 3险 七险 两险 社会养老 社会统筹 综合保险 "
            "社会保障 参保"
        ).split(),
        "交五险",
    ),
    ((_WI,), ["工伤保险", "工伤险", "工伤", "单工伤"], "還買了工傷保險"),
    (
        (_CI,),
        (
            "意外险 意外保险 商业险 商业保险 意外伤害险 意外伤害保险 雇主责任险 雇主险 人身意外险 "
            "人身意外保险 团体意外险 意外伤害商业保险 补充医疗保险 补充医疗 人身意外伤害保险 团体意外保险 "
            "人身保险 商业意外险 商保 团意险 意外伤害 雇主责任保险 商业医疗保险 重疾险 人身险 补充商业保险 "
            "补充保险 团险"
        ).split(),
        "购买意外险",
    ),
    ((_HF,), ["公积金", "住房公积金", "一金", "住房基金"], "公积金"),
    (
        (Benefit.CHILDCARE,),
        (
            "托管 托育 托幼 托儿 儿童休息室 可带孩子 可带小孩 可带娃 带娃上班 带孩子上班 爱心托管 子女托管 "
            "儿童之家 儿童活动室 幼儿看护 孩子托管 照看孩子 看管孩子 妈妈岗托 亲子房 儿童乐园 宝宝屋 "
            "孩子可以放 孩子可放 托管孩子 有托管中心 设托管中心 设有托管中心 厂里的托管中心 公司托管中心 企业托管中心 免费托管 孩子有人看 儿童看护 育儿 儿童托管 暑托班 托班 妈妈驿站 有人照看 有人看管"
        ).split(),
        "公司有专门的儿童休息室",
    ),
    (
        (Benefit.TRANSPORT,),
        (
            "接送 班车 车接车送 通勤车 厂车 交通车 路费 来回路费 报销路费 路费报销 报销车费 车费报销 报销车票 "
            "车票报销 来回车费 包车费 往返路费 往返交通 专车 大巴 通勤巴士 包接包送 上下班车 摆渡车 车辆接送 "
            "免费乘车 报销交通费 交通费报销 包车 接驳车 往返车费 来回车票 包来回"
        ).split(),
        "车接车送",
    ),
    (
        (Benefit.TRANSPORT_ALLOWANCE,),
        [
            *_allowed(
                "交通 交通费 车 车费 车资 通勤 路费 油费 油 出行 公交 车油 燃油 车辆 乘车 通勤费 往返交通 交通通勤"
            ),
            *"车资 车贴 交通费 交补 油贴 路补".split(),
        ],
        "交通补贴200元",
    ),
    (
        (Benefit.TRAINING,),
        (
            "培训 岗前培训 免费培训 带薪培训 技能培训 岗位培训 专业培训 在职培训 入职培训 带薪学习 免费学习 "
            "包教包会 教育训练 免费教 免费教学"
        ).split(),
        "免费培训",
    ),
    (
        (Benefit.PAID_LEAVE,),
        (
            "年假 带薪年假 带薪休假 带薪假 带薪假期 带薪年休假 年休假 带薪病假 带薪休息 有薪假 有薪年假 特休 "
            "法定带薪 带薪法定 婚假 产假 陪产假 丧假 带薪节假日 探亲假 节假日带薪 法定假日带薪 带薪公休 "
            "带薪双休 寒暑假带薪 带薪寒暑假 带薪寒假 带薪暑假 假期带薪 节日带薪 春节带薪 带薪春节"
        ).split(),
        "带薪年假",
    ),
    (
        (Benefit.BONUS,),
        (
            "奖金 勤工奖 年终奖 年终奖金 全勤奖 满勤奖 全勤 满勤 绩效奖 绩效奖金 季度奖 月度奖 年底双薪 年终双薪 "
            "全勤奖金 工龄奖 业绩奖 推荐奖 介绍奖 入职奖 效益奖 开工红包 年终分红 开门红包 优秀员工奖 返岗奖 "
            "留岗奖 奖励金 稳岗奖 年奖 三节奖 年底奖金 奖学金 老带新奖 安全奖 季度奖金 十三薪 双薪 勤奖 "
            "超产奖 年底奖 花红 项目奖金"
        ).split(),
        "全勤奖",
    ),
    (
        (Benefit.DAILY_GOODS,),
        "生活用品 日用品 日常用品 洗漱用品 日常生活用品 洗护用品 生活必需品".split(),
        "日常生活用品",
    ),
)
"""What is given, the words for it, and an example. The longest words win over shorter ones inside them."""

_IGNORED = (
    "培训费 培训机构 培训学校 培训中心 培训师 培训老师 培训讲师 教育培训 培训合格 住房补贴 住房补助 "
    "住房津贴 房补 住宿补贴 住宿补助 住宿费 宿舍管理 宿舍长 宿管 宿舍楼 宿舍区 保险公司 保险箱 保险柜 "
    "保险销售 保险代理 保险业务 保险经纪 保险费 保险丝 保险杠 社保卡 社保局 社保补贴 社会保险补贴 社保代缴 "
    "医保卡 奖金制度 中餐厅 中餐馆 中餐厨师 中餐师傅 中餐服务员 早餐店 早餐车 早餐师傅 夜宵店 快餐店 西餐 "
    "餐厅 快餐 餐饮 餐具 保险理赔 培训教师 培训助教 接送孩子 接送小孩 接送学生 接送客人 接送老人 接送客户 "
    "育儿嫂 育儿师 托管班老师 托管老师 早餐员 包吃亏 月嫂培训 大巴司机 大巴车司机 班车司机 中餐厨房 车贴膜 "
    "宿舍保洁 宿舍阿姨 月子餐 早餐摊 育婴 有住房 社保证明 工伤认定 工伤赔偿 有吃苦 有餐饮 有饭店 有住家 "
    "包餐具 住家 有伙伴 含餐厅 有食品 有食堂 有餐厅 员工食堂 供餐厅 含食品 包食品 有伙 有餐 包饭团 "
    "包伙计 管食堂 供食品 供餐饮 有饭堂 含饭店 托管机构 托管学校 托管生活老师 托管班生活老师 托管辅导 "
    "托管主管 托管助教 育儿经验 育儿知识 育儿证 解决就餐 安排就餐 有吃 含食材 包食材 午餐师傅 有居住证 "
    "有居住 托班老师 托育园 托育中心 托育机构 托管中心 托育老师 托育师 托幼园 托幼机构 午托班 晚托班 "
    "参保人 参保证明 三保合一 有健康证 奖金池 安排食 安排餐 管餐厅 专车司机 三餐制作 做三餐 做午餐 做晚餐 "
    "一日三餐制作 烹饪三餐 午餐时间 午餐制作"
).split()
_GIVES = {word: given for given, words, _ in RULES for word in words}
_GIVES.update(dict.fromkeys(_IGNORED, ()))
_WORD = any_word(_GIVES)
_DENIED = re.compile(
    r"(?:不|无|没|未|没有|不提供|不予提供|不给|不负责|不交|不缴|不买|不缴纳|不购买|没交|未缴纳|不办|不包含|不包括|不享受|无需|放弃|自愿放弃|不上|不参加|不报|不予|不设|暂无|自费|自付|自购|自理|负责(?:员工|工人|公司|食堂|客户)?)(?:任何|免费|提供|缴纳|购买)?$"
)
_OFFICES = re.compile("局|厅|部(?!分)|所|站|中心|卡|号码?|服务|事务|协管|协理|证明|补贴|代[缴办理]")
"""人力资源和社会保障局: after a word of social insurance, it is an office or a paper and no benefit."""
_THE_TRADE = re.compile(
    r"(?:班|园|中心|机构|学校|所|部|辅导)*(?:急|诚|高薪)*(?:招|聘|需要|缺|生活老师|老师|教师|员|师|助教|阿姨|主管|保育)"
)
"""暑期托管员, 托管班招生活老师: after a word of childcare, it is the job and no benefit."""
_NAMES_ELSE: dict[tuple[Benefit, ...], re.Pattern[str]] = {(Benefit.CHILDCARE,): _THE_TRADE, (_SI,): _OFFICES}
_BORNE = re.compile(
    r"(?P<cost>车费|路费|交通费|车票|餐费|伙食费?|饭钱|住宿费|房租|住宿)(?:全部?|都|均)?(?:由|归)(?:公司|老板|厂[里方家]?|单位|我[们方司]|企业|雇主|用人单位)(?:来|全部?)?(?:出|承担|负责|报销|支付|解决)"
)
"""车费由老板出: a cost that the employer bears."""
_BORNE_AS = {
    "车": "报销路费",
    "路": "报销路费",
    "交": "报销路费",
    "餐": "包吃",
    "伙": "包吃",
    "饭": "包吃",
    "住": "包住",
    "房": "包住",
}
_SELF = re.compile(
    r"^[^,，;；。\n+]{0,3}(?:自理|自费|自备|自己解决|自行解决|自付|自带|自购|另计|另算|除外|自行承担|需自|要自|(?:不包|不管|不提供|不含|不负责|没有|无)(?=$|[,，;；。)]))"
)
_ALL = tuple(Benefit)
_SIGNS = any_of(
    "吃住食宿宵餐饭飯伙膳险險保金托娃孩儿兒车車接送路交通油补補贴貼培训訓学學教假奖獎红紅薪被床行铺鋪卧臥品用养養医醫失生工伤傷意雇团團人商重住公房夫宿膳带帶妈媽亲親宝寶育大专專往来來勤双雙花优優返留稳穩年三早特产產探包"
)
_FIVE = frozenset(["养老保险", "医疗保险", "医保", "失业保险", "生育保险", "养老险"])


def read_benefits(text: str) -> tuple[Benefit, ...]:
    """What the words give beside the pay, in the vocabulary's order; () where they give nothing."""
    if not _SIGNS.search(text):
        return ()
    folded = fold(text)
    if "由" in folded or "归" in folded:
        folded = _BORNE.sub(lambda match: _BORNE_AS[match["cost"][0]], folded)
    found: set[Benefit] = set()
    named: set[str] = set()
    denied_until = -1
    for match in _WORD.finditer(folded):
        given = _GIVES[match[0]]
        if (elsewhere := _NAMES_ELSE.get(given)) and elsewhere.match(folded, match.end()):
            continue
        if not given or _is_denied(folded, match):
            denied_until = match.end() if given else denied_until
            continue
        if denied_until == match.start() - 1 and folded[denied_until] in "、和及与":
            denied_until = match.end()
            continue
        found.update(given)
        named.add(match[0])
    if Benefit.WORK_INJURY_INSURANCE in found and named & _FIVE:
        found.discard(Benefit.WORK_INJURY_INSURANCE)
    if _M in found:
        found.discard(_S)
    return tuple(benefit for benefit in _ALL if benefit in found)


def _is_denied(folded: str, match: re.Match[str]) -> bool:
    """不管吃, 没有社保, 食宿自理: said to be not given."""
    before, after = folded[max(match.start() - 7, 0) : match.start()], folded[match.end() : match.end() + 8]
    return bool(_DENIED.search(before) or _SELF.match(after))
