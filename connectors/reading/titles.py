"""What kinds of work are called: whether words name a job, and what stands around the name."""

import re

from schema.reading.text import simplify

ENDINGS = (
    "工 员 师 师傅 司机 保安 保洁 客服 文员 导购 店员 学徒 助理 主管 经理 会计 出纳 收银 月嫂 育儿嫂 保姆 "
    "阿姨 小妹 小工 大工 陪护 护工 厨师 后厨 主播 模特 骑手 "
    "前台 店长 班长 组长 教练 老师 教师 护士 医生 药师 编辑 设计 策划 销售 采购 仓管 质检 品检 跟单 打杂 "
    "杂工 普工 帮工 帮厨 打荷 砧板 配菜 洗碗 传菜 面点 水吧 "
    "切配 搬运 装卸 分拣 打包 包装 理货 拣货 配送 送货 派件 快递 外卖 裁缝 缝纫 车位 平车 拷边 锁眼 剪线 "
    "大烫 小烫 尾部 打板 裁床 绣花 钉珠 手工 串珠 "
    "电工 焊工 钳工 车工 铣工 叉车 铲车 瓦工 木工 油漆 水电 架子 绿化 消杀 清洁 洗车 停车 秩序 巡查 协管 "
    "协理 录入 打字 发单 传单 促销 地推 推广 运营 美工 剪辑 "
    "直播 带货 主持 助教 家教 钟点 家政 育婴 催乳 养老 护理 保育 采摘 摘棉花 种植 养殖 除草 施肥 收割 剥蒜 "
    "卸货 装车 跟车 押运 代驾 陪诊 跑腿 看护 门卫 值班 巡逻 "
    "志愿 美容 美发 美甲 按摩 足疗 技师 技工 维修 安装 调试 测量 检验 组装 注塑 冲压 喷涂 抛光 打磨 印刷 "
    "裁断 针车 成型 压制 拣茶 泡茶 "
    "茶艺 炒茶 采茶 焙火 充绒 夹包 折盒 贴标 穿珠 手缝 编织 刺绣 布艺 讲解 导游 救生 迎宾 礼仪 咨询 顾问 "
    "代表 专员 干事 秘书 人事 行政 财务 法务 工程师 程序员 "
    "研究员 分析师 网管 话务 客房 大堂 面包师 西点 咖啡师 调酒 烘焙 收费 检票 安检 消防 押车 司炉 锅炉 保管 "
    "仓库 库管 物料 备料 开料 配料 投料 打料 下料 机修 "
    "机长 领班 厂长 校长 园长 督导 店助 储备干部 储干 管培生 实习生 临时工 小时工 暑假工 寒假工 兼职 钟点工 "
    "日结工 长期工 学生工 阿姨 大嫂 伙计 跑堂 摊煎饼 切菜 "
    "拆墙 砸墙 拆除 搬家 刷墙 贴砖 通下水 挖土 打桩 扎钢筋 支模 浇筑 抹灰 刮腻子 挖机 塔吊 吊车 铺路 扫雪 "
    "收银 收货 盘点 上架 补货 试吃 排队 群演 充场 问卷 调研 "
    "发传单 派单 扫街 举牌 摆摊 守摊 看店 看档 帮档 打银 打金 镶石 看大门 点数 装箱 码货 缝盘 挡车 验布 纺纱 "
    "织布 染色 缝包 抱包 裁剪 整烫 锁钉 打枣 绱鞋 夹鞋 "
    "磨皮 削皮 穿串 洗菜 择菜 揉面 包饺子 摘果 套袋 疏果 栽树 插秧 割稻 喂猪 挤奶 捕捞 分鱼 剖鱼 剥虾 晒场 "
    "炒药 切药 抓药 煎药"
)
_SORTED = sorted(set(ENDINGS.split()), key=len, reverse=True)
ENDING = re.compile(rf"(?:{'|'.join(_SORTED)})(?:若干)?$")
WITHIN = re.compile("|".join(word for word in _SORTED if len(word) > 1))
NOT_TITLE = re.compile(
    r"^(?:员工|职工|工人|人员|工友|务工人员|求职者|残疾人|退役军人|毕业生|大学生|学生|妇女|宝妈|居民|农民工"
    r"|就业困难人员|失业人员|登记失业人员|零工|用工|临工|招工|技工学校|"
    r"打零工|外出打工|打工|返工|开工|复工|上班|加工|手续|全职|兼职|小时工|长期工|临时工|短期工|普通话"
    r"|志愿者?|工作人员|负责人|联系人|经验|熟手|新手|生手|工种|熟练工|老师傅|主任|"
    r"经理|老板|师傅|夫妻工|操作|生产|制作|咨询|销售额|包装材料|加班|社保|服务人员|指导员?)$"
)
BAD = re.compile(
    r"[?？!！=]|\d字|https?:|日结|周结|月结|包吃|包住|管吃|管住|五险|社保|面议|学历|周岁|优先|以上|以下|不限"
    r"|有限公司|联系|电话|报名|咨询|地址|地点|时间|持证|要求|招满|欢迎|"
    r"提供|工资|薪|元|押金|年满|经验|身份证|请|的|我们|可以|优厚|了$|岁|负责|身体健康|长期有效|缴纳|待遇"
    r"|购买|岗位|等$|正在|热火|形式|活动|服务于|目前|开展|对象|能力|工作$|企业|意向|全程|免费|[“”‘’]|吗|呢"
    r"|期[一二三四五六七八九十\d]|个月|^人$|^人[员手]?$|^找|已报|大篷车|现有|孵化|预计|输送|记者|走访|同比|签订|务工人员|首页|信息$|频道|新闻|专区|登录|注册|创业园|年级|毕业生|高校|劳动合同|学生$|儿童$|小朋友"
)
VERB = re.compile(
    r"^.{0,22}?(?:现?(?:因[^,，。]{0,12})?(?:面向社会)?(?:公开)?(?:高薪)?(?:长期|大量|急|诚|诚意|现)?(?:招聘"
    r"|招收|招用|诚招|急招|急聘|诚聘|招工|聘请|招募|急需|需要|急寻|招|(?<![应受解])聘|需|寻)"
    r"(?!标|商|待|手|牌|呼|生(?![活产])|求|工会|工单)(?:聘|用|收)?(?:以下)?(?:岗位|人员|工人)?[:：]?\s*)"
)
MARK = re.compile(
    r"[【\[（(〔「<＜《]\s*(?:急|顶|置顶|推荐|热|热门|荐|new|NEW|新|急招|急聘|急用|急需|加急|诚聘|诚招|长期|日结"
    r"|招聘|推|精|已招满|招满|已满|停招|暂停|暂停招聘|已停招|已招到|已结束|"
    r"已找到|已下架|已关闭|已删除|已撤回|结束|满员|已过期|过期|失效|招聘中|在招|高薪|职位|岗位|全职|兼职|直招"
    r"|企业直招)[^】\]）)〕」>＞》]{0,8}[】\]）)〕」>＞》]\s*"
)
ENDED = re.compile(
    r"已招满|招满(?!为止|即止)|停招|暂停招聘|已停招|已招到|已够人|够人了|已结束|已找到|已下架|已关闭|已删除|满员"
    r"|招聘结束|已报满|报满了|名额已满|已满$|人已满|(?<![一-龥])已满(?![\d一-龥])|已招齐|已停止招聘|不招了|停止招聘|已截止"
)
OF_ANOTHER = re.compile(
    r"(?:原(?:来|先)?|此前|上期|之前)(?:招聘|发布|招)的?[^，,。；;]{1,20}?(?:已|均|停)[^，,。；;]{0,10}"
)
"""原招聘的锅炉工岗位已招满 says nothing of the jobs that stand here."""
NUMBER = re.compile(
    r"^\s*(?:[(（]\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*[)）]|第?[一二三四五六七八九十]{1,3}[、"
    r".．,，]|\d{1,3}\s*[、.．)）](?!\d)|[①-⑳㉑-㉟❶-❿➀-➓⓵-⓾]|[●■◆★☆▲△▶►◇□○•·※✅🔹👉➤➢-]+\s*|"
    r"№\s*\d+|No\.?\s*\d+[.:：]?|岗位[一二三四五六七八九十\d]{1,2}[:：、\s])\s*"
)

FIRM = re.compile(r"(?:公司|集团|厂|服务部|经营部|合作社|服务中心|酒店|超市|幼儿园|学校|医院|工作室|加工点|商行)$")
SOUGHT = re.compile(r"^\W*(?:求职|本人|[一-龥]{0,4}(?:找|想找|寻)(?:份|个)?工作|求购|求租|出租(?!车)|旺铺|房屋出租)")
OTHER_AD = re.compile(
    r"^\W*(?:[一-龥]{0,6}(?:转让|出租(?!车)|招租|合租|出售|供应|收购|回收|甩卖)|二手|寻人|寻物|征婚|交友"
    r"|写字楼|搬家|疏通|开锁|贷款|代办)"
)


def is_other_ad(text: str) -> bool:
    """Whether a title offers or seeks something other than a worker.

    >>> is_other_ad("旺铺转让"), is_other_ad("出租车司机"), is_other_ad("求职：会做饭"), is_other_ad("搬家小工")
    (True, False, True, False)
    """
    if re.search(r"招聘|招工|急招|诚聘|聘请", text):
        return False
    return bool(SOUGHT.match(text)) or (bool(OTHER_AD.match(text)) and not is_title(clean_title(text)))


def clean_title(text: str) -> str:
    """A title without marks (【急】), numbers and what is said of its state.

    >>> clean_title("【急】1、搬运工"), clean_title("(停招)茶叶分装女工"), clean_title("送货司机(C1)")
    ('搬运工', '茶叶分装女工', '送货司机(C1)')
    """
    before = None
    title = " ".join(text.split())
    while before != title:
        before = title
        title = NUMBER.sub("", MARK.sub("", title).strip()).strip(" ,，;；:：、。.|/-—★☆*#")
    title = re.sub(
        r"^(?:急招|急聘|诚聘|诚招|招聘|高薪诚聘|高薪招聘|热招|聘请|招募|招收|急需)[:：\s]*(?=[一-龥]{2})", "", title
    )
    title = re.sub(r"(?:若干名?|数名|\s*[×xX*]\s*\d+|\s\d+[名人])$", "", title)
    return title.strip(" ,，;；:：、。.|/-—") or before


def ended(text: str) -> str | None:
    """The words that say a posting is filled or stopped; 招满为止 does not."""
    found = ENDED.search(OF_ANOTHER.sub("", text))
    return found[0] if found else None


def is_title(text: str) -> bool:
    """Whether words name a kind of work by themselves.

    >>> is_title("香菇分拣工"), is_title("德百广场"), is_title("三阳镇")
    (True, False, False)
    """
    bare = simplify(re.sub(r"[（(【\[].*?[)）】\]]", "", text).strip())
    if not 2 <= len(bare) <= 16 or NOT_TITLE.match(bare) or BAD.search(bare) or re.search(r"\d{3,}", bare):
        return False
    if len(bare) > 4 and FIRM.search(bare):
        return False
    return bool(ENDING.search(bare)) or (len(bare) <= 8 and " " not in bare and bool(WITHIN.search(bare)))
