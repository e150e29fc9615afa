"""The words of pay, tag by tag: what an amount may be in, for, above, below and beside."""

from schema.reading.lexicon import Lexicon
from schema.vocabulary import PayUnit

# n number · r range · y currency · j 毛 · f 分 · / per · u unit · k period phrase · < > bound before · } reach · ^ v bound after
# ~ about · t on trial · w come to · · g negotiable · e extra · x 薪 · q not money · p by the piece · b base · + plus · ( ) brackets · , clause · . gap


def _units(unit: PayUnit, words: str) -> dict[str, tuple[PayUnit, str | None]]:
    return dict.fromkeys(words.split(), (unit, None))


def _measured(unit: PayUnit, words: str, plain: str = "") -> dict[str, tuple[PayUnit, str | None]]:
    return {word: (unit, None if word in plain.split() else word) for word in words.split()}


_MEASURES = (
    "斤 公斤 市斤 千克 kg KG 克 吨 平方米 平方 平米 平 m2 方 立方 米 公里 箱 包 袋 打 朵 亩 棵 株 筐 桶 份 台 串 本 页 千字 字 支 枚 盒"
    " 针 粒 片 对 捆 扎 双 套 条 张 把 只 件 个 壶 间 扇 幅 颗 卷 板 托 盘 顶 副 根 头 枝 尾 羽 罐 篓 坛 束 捧 匹 筒 处 瓶 碗 杯 封 车皮"
)
_TASKS = (
    "班 次 趟 车 场 晚 夜 活 节 课时 节课 堂 课 夜班 白班 餐 户 桌 半天 半日 人次 晚上 台班 轮 通宵 上午 下午 档 期"
)

UNITS: dict[str, tuple[PayUnit, str | None]] = {
    **_measured(PayUnit.PIECE, _MEASURES, plain="件 个 只"),
    **_measured(PayUnit.TASK, _TASKS, plain="次"),
    "砖块": (PayUnit.PIECE, "块"),
    **_units(PayUnit.HOUR, "小时 时 h H hr hour 钟头 个小时 个钟 个钟头 钟 工时"),
    **_units(PayUnit.DAY, "天 日 工作日 工日 个工 工 day d 整天"),
    **_units(PayUnit.WEEK, "周 星期 礼拜 个星期 week"),
    **_units(PayUnit.MONTH, "月 个月 month"),
    **_units(PayUnit.YEAR, "年 year 学年"),
    **_units(PayUnit.ORDER, "单 票 订单 派单"),
}
"""What an amount is for, after a slash or 每: the unit, and the measure where a piece or a task is not an item."""

_AFTER_EVERY = _measured(PayUnit.PIECE, "床 樘 笼 垄 孔 令 篇 首 集 畦 延米 面墙 扇门 扇窗 道菜 锅 缸 屉")
"""What is a measure of work only after 每, 一 or a slash."""
_A_WHOLE = _measured(PayUnit.TASK, "个班次 个班 个夜班 个白班 个晚班 个晚上 个通宵 个台班")
"""一个班次150元."""
_WEIGHED = "公斤 千克 吨 亩 筐 箱 双 串 平方米 平方 平米 立方".split()
"""采1公斤6元; 1 before other measures is more often a date, a height or a count."""
_EARNED = (
    "薪资 薪酬 工资 收入 总收入 纯收入 净收入 综合收入 综合工资 综合薪资 报酬 增收 创收 均收入 均工资 均增收 均薪资 均薪酬 人均收入 人均增收 "
    "人均工资 平均工资 平均收入 平均薪资 均到手 到手 实发 税前 税后"
).split()
_SPANS = {"时": PayUnit.HOUR, "日": PayUnit.DAY, "周": PayUnit.WEEK, "月": PayUnit.MONTH, "年": PayUnit.YEAR}

_PERIODS: dict[str, tuple[PayUnit, str | None]] = {
    **_units(
        PayUnit.HOUR,
        "时薪 时给 时价 时工资 小时工资 小时薪资 小时费 小时单价 小时工 钟点工 小时最低工资标准 最低小时工资标准 最低小时工资 按小时 按小时计 时结 小时结",
    ),
    **_units(
        PayUnit.DAY,
        "日薪 日工资 日结 工日薪 工日结 工日工资 工日均 日结工 日新 日入 日赚 日均 日收入 日平均 日人均 日领 日给 天薪 日工价 点工 按天 按天算 天天 当天 日发 日清 日现结 天结",
    ),
    **_units(PayUnit.WEEK, "周薪 周工资 周结 周收入 周入"),
    **_units(
        PayUnit.MONTH,
        "月薪 月新 月工资 月收入 月入 月均 月领 月给 月平均 月人均 月综合 月综合工资 月度 月休薪 月嫂 按月 包月 月结 月总收入 月底薪"
        " 月薪资 月薪酬 月工钱 月挣 月赚 月拿 月到手 月实发 月税前 月税后 月补贴 月实际 每个月 一个月 当月 月报酬 月待遇",
    ),
    **_units(
        PayUnit.YEAR,
        "年薪 年收入 年均 年入 年工资 年平均 年人均 年总包 年度 年综合 年总收入 年赚 年挣 年终收入 全年 整年 一年下来 年底算下来 年终算下来 年底一算",
    ),
    **_units(PayUnit.PIECE, "件工"),
    **_units(PayUnit.TASK, "课时费 课酬 讲课费 出场费 包活 整活 全包 一口价 包干 半天 半日 通宵"),
}
PERIODS = {
    **{f"{span}{noun}": (unit, None) for span, unit in _SPANS.items() for noun in _EARNED},
    **_PERIODS,
    **{
        f"{every}{noun}": value
        for every in ("每", "一", "每一", "1", "/")
        for noun, value in (UNITS | _AFTER_EVERY | _A_WHOLE).items()
    },
}
del PERIODS["一时"], PERIODS["一班"], PERIODS["一期"]
PERIODS["一班次"] = PERIODS["每班次"] = (PayUnit.TASK, "班")
for _word in [
    word
    for word in PERIODS
    if word.startswith("1") and word[1:] not in ("小时", "天", "个月", "年", "斤", "件", "单", *_WEIGHED)
]:
    del PERIODS[_word]

CURRENCIES = {
    **dict.fromkeys(
        "元 块 块钱 元钱 圆 塊 人民币 RMB rmb Rmb ¥ 元整 元人民币 CNY 大洋".split(),
        "CNY",
    ),
    **dict.fromkeys("新台币 台币 NT$ NTD TWD 元新台币 元台币 新台币元".split(), "TWD"),
    **dict.fromkeys("港币 港元 HK$ HKD 元港币 港纸 $ 蚊".split(), "HKD"),
    **dict.fromkeys(["澳门元", "澳门币", "澳币", "葡币", "MOP", "MOP$"], "MOP"),
    **dict.fromkeys(["美元", "美金", "USD", "US$"], "USD"),
    **dict.fromkeys(["欧元", "EUR", "€"], "EUR"),
    **dict.fromkeys(["日元", "日币", "JPY", "円"], "JPY"),
    **dict.fromkeys(["新币", "新元", "SGD"], "SGD"),
}

CURRENCIES.update({f"{word} ": code for word, code in CURRENCIES.items() if word.isascii()})
"""日薪HKD 650: the space after letters is part of the word."""

EXTRAS = (
    "提成 绩效 绩效工资 绩效考核 绩效奖 绩效奖金 全勤 全勤奖 满勤 满勤奖 奖金 奖励 加班费 加班工资 "
    "补贴 补助 餐补 饭补 饭贴 房补 津贴 年终奖 分红 佣金 小费 保险 社保 五险 工龄奖 工龄 高温补贴 "
    "夜班补贴 夜班补助 夜补 车补 话补 交通补贴 住房补贴 岗位补贴 岗位津贴 抽成 回扣 红包 年底双薪 "
    "介绍费 推荐奖 入职奖 季度奖 月奖 年奖 节日福利 过节费 效益奖 计件提成 路费 另加 加班 津補 超时 "
    "押金 服装费 培训费 体检费 罚款 违约金 赔偿 补偿 差旅 报销 高温费 取暖费 生活费 伙食费 住宿费 "
    "房租 水电费 学费 公积金 手续费 中介费 工装费 办证费 保证金 报名费 资料费"
).split()

NEGOTIABLE = (
    "面议 面谈 详谈 洽谈 可议 面商 另议 商议 协商 面洽 待议 电议 私聊 面聊 价格好商量 好商量 谈薪 "
    "可谈 可以谈 可以面谈 好谈 能谈 可商量 可协商 可洽谈 可商谈 商谈 再谈 当面谈 见面谈 可再谈 电联 电询 议价 再议 详聊 面试谈 电洽 洽询"
).split()

BOARD = frozenset(
    [
        f"{verb}{word}"
        for verb in "包 管 供 提供 含".split()
        for word in (
            "吃住 吃 住 食宿 饭 餐 三餐 两餐 一餐 早餐 午餐 中餐 晚餐 早饭 午饭 中饭 中午饭 晚饭 住宿 工作餐 一顿饭 两顿饭 三顿饭 一顿 两顿 三顿 "
            "一顿午饭 一顿中饭 一顿中午饭 一顿晚饭 一顿午餐 一顿中餐 一餐饭 两餐饭"
        ).split()
    ]
    + ["包吃包住", "管吃管住", "食宿全包"]
)
"""Board and lodging beside the pay: they end an amount as a comma does."""

PAY = Lexicon(
    {
        "k": PERIODS,
        "u": {word: value for word, value in UNITS.items() if word not in ("工", "平", "期", "d")},
        "y": CURRENCIES,
        "j": ["毛", "毛钱", "角", "角钱"],
        "f": ["分钱"],
        "r": ["-", "至", "到", "~"],
        "/": "/ 每 按 /人/ /人· 每人/ ·".split(),
        "<": (
            "月保底 不低于 不少于 至少 最低 起薪 保底 最少 起码 保证 底线 不得低于 低则 起步价 不会低于 多于 高于 超过 超 大于 突破 少则 少的 最少的 少说 打底 起薪点 起薪线 不应低于 不能低于 不可低于 不能少于 不得少于"
        ).split(),
        ">": (
            "最高达 最高 高达 不超过 至多 最多 不高于 上限 最高可达 顶薪 不得超过 多则 可高达 最高到 最多的 最高的 高的 多的 多的时候 好的时候 最多时 不到 不足"
        ).split(),
        "}": "可达 可达到 能达到 可以达到 能到 可到".split(),
        "^": "以上 或以上 或更高 起步 起跳 及以上 往上 起 开外 以上不等 向上 打底 之上 起步价".split(),
        "v": ["以下", "以内", "之内", "封顶", "及以下", "以里", "或以下"],
        "~": "左右 上下 约 大约 近 大概 将近 接近 差不多 大致 约为 约在 大概在 多元 余元 来元".split(),
        "g": NEGOTIABLE,
        "e": EXTRAS,
        "t": "试用期 试用 试工 试工期 试岗 试用期间 试用期工资 实习期 培训期 学徒期 考核期 试岗期 见习期".split(),
        "w": "涨到 涨至 提高到 提高至 提升到 提升至 提至 提到 升级到 涨到了 涨至了 上涨到 上涨至 增加到 增至 升到 升至 上调至 上调到 调整为 调到 提到了".split(),
        ".": "一次性 一工厂 一工地 一工人 一工作 一工位 一工程 一工种 一平车 一平台".split(),
        "x": ["薪", "个月薪资", "个月工资", "个月薪"],
        "p": "计件 按件 计件制 计件工资 按件计酬 按件计 多劳多得 按量计酬 按单计 论件".split(),
        "b": "底薪 基本工资 基薪 无责底薪 固定底薪 保障底薪 固定工资 基础工资 基础薪资 底薪资 本薪".split(),
        "+": ["+", "加", "外加", "加上"],
        "(": ["(", "[", "【", "《", "「"],
        ")": [")", "]", "】", "》", "」"],
        ",": sorted(BOARD),
        "q": (
            "岁 周岁 人 名 位 号 楼 层 栋 级 厘 % 个人 个岗位 个工种 个县 家 点 点钟 分钟 秒 路 省 市 区 县 "
            "折 倍 米长 年以上 年经验 年级 度 度电 期末 周年 届 年代 个班 个岁 大类 强 部 床 室 幢 座 线 排 "
            "年工作经验 天班 险 小时制 对一"
        ).split(),
        "": (
            "的 了 为 是 在 有 达到 达 /人 每人 人均 平均 · 大多 普遍 给 每位 之间 不等 大都 都 均 基本 工资 "
            "薪资 薪酬 待遇 收入 报酬 价格 单价 工价 工钱 能 可 赚 挣 拿 开 元左右的 : 实发 到手 税前 税后 "
            "综合 综合工资 综合薪资 一般 通常 稳定 计算 可以 会 付 结算 就 每个人 每户 /每人 人/ 多劳 以 按照 "
            "月薪酬 薪 大多数 整 纯 净 得 算 酬劳 酬金 劳务费 工费 费用 包 领 发 约合 折合 合计 预计 保守 "
            "轻松 (含) 至今 拿到 拿到手 一对一 1对1 最低工资标准"
        ).split(),
        "{": [
            "过万",
            "上万",
            "破万",
            "突破万元",
            "过万元",
            "上万元",
            "破万元",
            "超万元",
            "超过万元",
            "逾万元",
            "达万元",
        ],
    }
)

GARMENTS = (
    "衣 裤 裙 衬衫 T恤 卫衣 羽绒服 袖口 领子 领 帽 鞋 手套 外套 西装 棉服 马甲 内衣 睡衣 大货 样衣 "
    "口袋 拉链 锁边 打枣 钉扣 平车 双针 剪线"
).split()
"""Nouns after which a garment board's bare number is a price a piece (整衣15)."""
