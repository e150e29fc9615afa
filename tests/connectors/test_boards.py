"""Boards and notices of many layouts, given nothing but their address. Each page says at its end what is hard."""

import re
from pathlib import Path

import pytest

import connectors
from tests.connectors.paper import pdf, table_at, text_at, word, workbook
from tests.connectors.reading_pages import board, notice, told

Told = tuple[str, str | None, str | None, str | None, str | None, int | None]

BOARDS: dict[str, list[Told]] = {
    "dl_cards": [
        ("切药工", "广州康桂堂药业有限公司", "5500", "7000", "MONTH", 3),
        ("抓药配方员", "百和堂参茸行", None, None, None, 1),
        ("中药材搬运", "南药仓储", "240", "240", "DAY", 6),
    ],
    "grid": [
        ("奶茶店员", "蜜糖茶饮（上下九店）", "25", "25", "HOUR", 3),
        ("展会搬运", "博创会展服务有限公司", "220", "220", "DAY", 10),
        ("手工穿珠", "巧手工坊", "0.8", "0.8", "PIECE", 20),
    ],
    "pre": [
        ("贴砖师傅", None, "350", "350", "DAY", 2),
        ("小工", None, "200", "200", "DAY", 4),
        ("保洁", None, "25", "25", "HOUR", 1),
        ("疏通下水道", None, "150", "150", "TASK", 1),
    ],
    "headerless": [
        ("车位工", "宏发制衣厂", "6000", "9000", "MONTH", 20),
        ("尾部查货", "丽人服装厂", "4500", "4500", "MONTH", 3),
        ("裁床", "鼎盛牛仔", "8000", None, "MONTH", 1),
        ("杂工", "宏发制衣厂", "180", "180", "DAY", 2),
    ],
    "li_spans": [
        ("盆景养护工", "岭南花圃", "4500", "4500", "MONTH", 2),
        ("花艺师", "缤纷花坊", None, None, None, 1),
        ("装车工", "速达花卉物流", "30", "30", "HOUR", 4),
    ],
    "state": [
        ("餐厅服务员", "荣华酒楼", "4000", "5000", "MONTH", 5),
        ("配送员", "极送科技", "8", "8", "ORDER", None),
    ],
    "chat": [
        ("小工", "装修刘哥", "220", "220", "DAY", 2),
        ("洗碗阿姨", "陈记烧腊", "20", "20", "HOUR", 1),
    ],
    "kvcards": [
        ("分拣员", "邮政速递荔湾营业部", "180", "180", "DAY", 8),
        ("宴会服务员", "粤海宴会厅", "20", "20", "HOUR", None),
        ("快递三轮车司机", "邮政速递荔湾营业部", "8000", "8000", "MONTH", 2),
    ],
    "forum/list": [
        ("档口小妹", "阿丽服饰", "4500", "4500", "MONTH", 2),
        ("打包工", "鑫达货运", "180", "180", "DAY", 3),
        ("拉货工", "鑫达货运", "180", "180", "DAY", 2),
    ],
}
NOTICES: dict[str, list[Told]] = {
    "wechat": [
        ("楼面服务员", "广州荔湾区西关人家餐饮服务有限公司", "4200", "5000", "MONTH", 4),
        ("点心师傅", "广州荔湾区西关人家餐饮服务有限公司", "7000", "9000", "MONTH", 1),
        ("钟点保洁员", "广州市逸洁家政服务部", "35", "35", "HOUR", 10),
    ],
    "columns": [
        ("夜班保安", "广州锦华大厦物业有限公司", "4500", "4500", "MONTH", 2),
        ("保育员", "多宝幼儿园", "3800", "4200", "MONTH", 1),
        ("讲解员", "荔枝湾文创园", "6000", None, "MONTH", 3),
    ],
    "sections": [
        ("传菜员", "广州泮溪酒家有限公司", "4000", "4000", "MONTH", 3),
        ("洗碗工", "广州泮溪酒家有限公司", "3500", "3500", "MONTH", 2),
        ("送货员", "昌华水果行", "5000", "6000", "MONTH", 1),
    ],
    "cell_jobs": [
        ("印刷机长", "广州市彩虹印刷厂", "4500", "8000", "MONTH", 2),
        ("普工", "广州市彩虹印刷厂", "4500", "8000", "MONTH", 10),
        ("服务员", "周门食府", "4000", None, "MONTH", 5),
        ("厨工", "周门食府", "4000", None, "MONTH", 2),
        ("快递员", "顺捷快递荔湾分部", "6000", "10000", "MONTH", None),
    ],
    "qa": [
        ("洗碗工", "文昌北路的永利酒家", "3800", "3800", "MONTH", None),
    ],
    "trad": [
        ("收銀員 Cashier", "濠江便利店", "5500", "5500", "MONTH", 2),
        ("倉務員 Warehouse Clerk", "環球物流有限公司", "25", "25", "HOUR", 4),
    ],
    "fair": [
        ("装配工", "广州白鹤电子有限公司", "4500", "6000", "MONTH", 20),
        ("质检员", "广州白鹤电子有限公司", "5000", "5000", "MONTH", 5),
        ("停车场收费员", "鹤洞商业广场", "3800", "3800", "MONTH", 3),
    ],
    "numbered": [
        ("市场巡查员", "广州芳村南方茶叶市场经营管理有限公司", "5000", "5000", "MONTH", 5),
        ("电工", "广州芳村南方茶叶市场经营管理有限公司", "6000", "7000", "MONTH", 1),
        ("门店导购", "古桥茶街 天福茗茶", "3500", "3500", "MONTH", 3),
    ],
    "paras": [
        ("楼面", "老广茶餐厅", "4200", "4200", "MONTH", 2),
        ("厨房帮工", "老广茶餐厅", "4200", "4200", "MONTH", 1),
        ("普工", "广州西村水泥制品厂", "5000", "6500", "MONTH", 5),
        ("铲车司机", "广州西村水泥制品厂", "7000", "7000", "MONTH", 1),
        ("夜班收银", "好邻居便利店", "4800", "4800", "MONTH", None),
    ],
    "gov/gov_index": [
        ("浇水工", "岭南花圃", "160", "160", "DAY", 2),
        ("铜器打磨学徒", "西关打铜铺", "3500", "3500", "MONTH", 1),
        ("店面销售", "西关打铜铺", "4500", "4500", "MONTH", 1),
        ("洗头妹", "便民理发店", "3000", "3000", "MONTH", 1),
        ("社区保洁员", None, "2300", "2300", "MONTH", 2),
    ],
}


@pytest.mark.parametrize("page", BOARDS)
async def test_a_board_is_read_from_its_address_alone(page: str) -> None:
    found = await board(f"{page}.html")
    assert sorted(BOARDS[page], key=repr) == sorted((told(job) for job in found.jobs), key=repr)
    assert not found.problems


@pytest.mark.parametrize("page", NOTICES)
async def test_a_notice_is_read_from_its_address_alone(page: str) -> None:
    found = await notice(f"{page}.html")
    assert sorted(NOTICES[page], key=repr) == sorted((told(job) for job in found.jobs), key=repr)
    assert not found.problems


async def test_a_fair_has_its_time_place_openings_and_jobs() -> None:
    found = await notice("fair.html")
    (fair,) = found.events
    assert (fair["kind"], fair["startsAt"], fair["endsAt"], fair["openings"], fair["free"]) == (
        "JOB_FAIR",
        "2026-12-05T09:00:00+08:00",
        "2026-12-05T12:00:00+08:00",
        600,
        True,
    )
    assert fair["place"]["text"] == "荔湾区鹤洞路鹤园小区文化广场"


async def test_courses_of_a_table_are_events() -> None:
    found = await notice("training.html")
    assert [(event["title"], (event["startsAt"] or "")[:10], event["openings"]) for event in found.events] == [
        ("母婴护理", "2026-12-01", 50),
        ("中式面点师", "2026-12-08", 40),
        ("叉车司机", "", 30),
    ]
    assert {event["kind"] for event in found.events} == {"TRAINING"}


async def test_policies_of_a_table_have_their_amounts() -> None:
    found = await notice("policies.html")
    assert [(each["kind"], each["title"], each["amountMin"], each["amountMax"]) for each in found.policies] == [
        ("SUBSIDY", "基层就业补贴", "5000", "5000"),
        ("SUBSIDY", "求职创业补贴", "3000", "3000"),
        ("SUBSIDY", "创业带动就业补贴", "2000", "30000"),
        ("LOAN", "个人创业担保贷款", None, "500000"),
    ]


async def test_a_government_index_leads_to_what_can_carry_records_and_to_nothing_else() -> None:
    found = await notice("gov/gov_index.html")
    assert found.counters["articles_unrelated"] == 2
    assert [event["kind"] for event in found.events] == ["LIVE_STREAM"]
    welfare = next(job["normalised"] for job in found.jobs if job["normalised"]["title"] == "社区保洁员")
    assert (welfare["employment"], welfare["expiresAt"][:10]) == ("PUBLIC_WELFARE", "2026-11-30")


LISTED = workbook(
    {
        "商贸": [
            ["2026年11月重点企业缺工岗位表"],
            ["单位名称", "岗位名称", "需求人数", "月薪（千元）", "年龄", "联系人", "联系电话"],
            ["广州丽江酒店有限公司", "客房服务员", 10, "4-5", "50以下", "温小姐", "020-00001001"],
            [None, "洗衣工", 2, "4.2", "55以下", None, None],
        ],
        "制造": [
            ["序号", "企业", "工种", "人数", "薪资待遇", "要求", "地址"],
            [1, "广州白云精工五金厂", "冲压工", 8, "5500-7500元/月", "18-45岁", "白云区江高镇工业一路3号"],
            ["合计", None, None, 8],
        ],
        "旧": [["单位名称", "岗位名称", "人数"], ["旧公司", "旧岗位", 1]],
    },
    merged={"商贸": ["A1:G1"]},
    hidden="旧",
)
TOLD = word(
    "海幢街道灵活就业岗位",
    [
        "一、广州海珠区家乐福社区食堂",
        "招聘洗菜工3名，工资3500元/月，包两餐，55岁以下。",
        "招聘配餐员2名，工资20元/小时。",
        "地址：海珠区南华西路588号。联系人：钟姨，电话13800002201。",
        "二、小蓝帽托管中心",
        "招聘托管老师2名，大专以上，每月4000-4500元。",
        "地址：海珠区同福中路301号，电话：020-00002202。",
    ],
)


async def test_attachments_of_every_sheet_and_paragraph_are_read() -> None:
    found = await notice("idx_att.html", {"/att.xlsx": LISTED, "/free.docx": TOLD})
    assert [told(job) for job in found.jobs] == [
        ("客房服务员", "广州丽江酒店有限公司", "4000", "5000", "MONTH", 10),
        ("洗衣工", "广州丽江酒店有限公司", "4200", "4200", "MONTH", 2),
        ("冲压工", "广州白云精工五金厂", "5500", "7500", "MONTH", 8),
        ("洗菜工", "广州海珠区家乐福社区食堂", "3500", "3500", "MONTH", 3),
        ("配餐员", "广州海珠区家乐福社区食堂", "20", "20", "HOUR", 2),
        ("托管老师", "小蓝帽托管中心", "4000", "4500", "MONTH", 2),
    ]
    assert {job["normalised"]["postedAt"][:10] for job in found.jobs} == {"2026-11-16"}


async def test_a_pdf_table_goes_on_over_the_page() -> None:
    widths = [130, 90, 50, 100, 100]
    first = [
        ["企业名称", "岗位", "人数", "月薪", "联系电话"],
        ["广州龙津玉器商行", "玉器打磨工", "3", "5000-8000元", "13800007101"],
    ]
    second = [["荔湾湖公园管理处", "绿化工", "6", "3900元", "02000007103"], ["合计", "", "9", "", ""]]
    paper = pdf(
        [
            [text_at(180, 800, 16, "龙津街道企业招聘岗位表"), *table_at(first, 50, 740, widths)],
            [*table_at(second, 50, 800, widths), text_at(60, 700, 10, "报名截止时间：2026年12月5日。")],
        ]
    )
    found = await notice("pdfatt.html", {"/t.pdf": paper})
    assert [told(job) for job in found.jobs] == [
        ("玉器打磨工", "广州龙津玉器商行", "5000", "8000", "MONTH", 3),
        ("绿化工", "荔湾湖公园管理处", "3900", "3900", "MONTH", 6),
    ]
    assert {job["normalised"]["expiresAt"][:10] for job in found.jobs} == {"2026-12-05"}


@pytest.mark.parametrize(
    ("page", "code"),
    [("nojob.html", "SHAPE_UNKNOWN"), ("emptyboard.html", "NOTHING_FOUND"), ("none.html", "STATUS_4XX")],
)
async def test_a_page_without_records_is_never_a_success(page: str, code: str) -> None:
    for read in (board, notice):
        found = await read(page)
        assert not found.jobs
        assert not found.complete
        assert found.problems
        assert code in ("STATUS_4XX", found.problems[0].code)


async def test_a_missing_attachment_is_told_and_not_passed_over() -> None:
    found = await notice("pdfatt.html")
    assert [problem.code for problem in found.problems] == ["ATTACHMENT_MISSING"]
    assert [reject["reason"] for reject in found.rejects] == ["ATTACHMENT_MISSING"]


def listed(page: int, rows: str, pager: str) -> bytes:
    head = "<tr><td>工种</td><td>单位</td><td>人数</td><td>工资</td></tr>"
    return f"<html><body><h1>招工栏 {page}</h1><table>{head}{rows}</table><p>{pager}</p></body></html>".encode()


def row(title: str, employer: str = "荔枝湾茶楼") -> str:
    return f"<tr><td>{title}</td><td>{employer}</td><td>2</td><td>4000元/月</td></tr>"


async def test_pages_are_read_until_an_empty_one_though_a_short_one_comes_before() -> None:
    pages = {
        "/b?page=1": listed(1, row("保洁员") + row("服务员"), '<a href="?page=2">2</a>'),
        "/b?page=2": listed(2, row("传菜员"), '<a href="?page=1">1</a>'),
        "/b?page=3": listed(3, row("洗碗工") + row("保洁员"), '<a href="?page=1">1</a>'),
    }
    found = await board("b?page=1", pages)
    assert [job["normalised"]["title"] for job in found.jobs] == ["保洁员", "服务员", "传菜员", "洗碗工"]
    assert found.counters["repeated"] == 1
    assert found.complete


async def test_fewer_than_the_list_counts_is_no_complete_snapshot() -> None:
    found = await board("b", {"/b": listed(1, row("保洁员"), "共 12 条记录")})
    assert len(found.jobs) == 1
    assert not found.complete
    assert found.counters["fewer_than_counted"] == 11


async def test_a_list_that_answers_every_page_alike_is_read_once() -> None:
    same = listed(1, row("保洁员"), '<a href="?page=2">2</a> <a href="?page=3">下一页</a>')
    found = await board("b", {"/b": same, "/b?page=2": same, "/b?page=3": same})
    assert len(found.jobs) == 1
    assert found.counters["pages_repeated"] == 2


async def test_ids_stand_under_order_and_under_changes_of_pay() -> None:
    forward = await board("b", {"/b": listed(1, row("保洁员") + row("服务员"), "")})
    changed = listed(1, row("服务员") + row("保洁员"), "").replace(b"4000", b"4300")
    backward = await board("b", {"/b": changed})
    ids = {job["normalised"]["title"]: job["externalId"] for job in forward.jobs}
    assert ids == {job["normalised"]["title"]: job["externalId"] for job in backward.jobs}
    assert len(set(ids.values())) == 2


async def test_a_struck_row_is_withdrawn() -> None:
    struck = "<tr><td><s>保安</s></td><td><s>荔枝湾茶楼</s></td><td><s>2</s></td><td><s>4000元/月</s></td></tr>"
    found = await board("b", {"/b": listed(1, row("保洁员") + struck, "")})
    assert {job["normalised"]["title"]: job["normalised"]["status"] for job in found.jobs} == {
        "保洁员": "OPEN",
        "保安": "WITHDRAWN",
    }


async def test_a_detail_page_wins_over_its_card_and_one_that_is_gone_takes_the_posting_with_it() -> None:
    def card(number: int, title: str) -> str:
        return f'<div class="item"><h3><a href="/job/{number}.html">{title}</a></h3><b>4K-5K</b><p>荔枝湾茶楼</p></div>'

    detail = (
        "<html><body><h1>点心师傅</h1><p>薪资待遇：4500-5200元/月</p><p>招聘人数：2人</p><p>工作地点：荔湾区龙津西路9号</p>"
        "<div class=aside><h4>猜你喜欢</h4><p>保安 9000元/月</p></div></body></html>"
    )
    pages = {
        "/b": f"<html><body><div>{card(901, '点心师傅')}{card(902, '传菜员')}</div></body></html>".encode(),
        "/job/901.html": detail.encode(),
    }
    found = await board("b", pages)
    assert [told(job) for job in found.jobs] == [("点心师傅", "荔枝湾茶楼", "4500", "5200", "MONTH", 2)]
    assert found.jobs[0]["externalId"] == "901"
    assert [gone["externalId"] for gone in found.gone] == ["902"]


async def test_a_preview_never_shows_a_telephone_number_plain() -> None:
    found = await board("grid.html")
    chat = await board("chat.html")
    assert all("*" in job["normalised"]["contact"]["phone"] for job in chat.jobs)
    assert found.requests == 1


DOCUMENTED = (Path(connectors.__file__).parent.parent / "docs" / "errors.md").read_text("utf-8")
RAISED = {
    code
    for folder in ("documents", "reading", "kinds")
    for file in (Path(connectors.__file__).parent / folder).glob("*.py")
    for code in re.findall(r'DoorstepError\(\s*"([A-Z_]+)"', file.read_text("utf-8"))
    if folder != "kinds" or file.stem in ("board", "notice")
}


@pytest.mark.parametrize("code", sorted(RAISED))
def test_every_code_of_boards_and_notices_is_documented(code: str) -> None:
    assert f"`{code}`" in DOCUMENTED


async def test_a_report_yields_its_offers_and_not_its_people_numbers_or_furniture() -> None:
    found = await notice("report.txt")
    assert [told(job)[:2] + told(job)[5:] for job in found.jobs] == [
        ("车位工", "鼎新(湖北)箱包有限公司", 200),
        ("裁床师傅", "鼎新(湖北)箱包有限公司", None),
        ("备料员", "鼎新(湖北)箱包有限公司", None),
        ("机修工", "鼎新(湖北)箱包有限公司", None),
        ("手缝纫工", "瑜芳阁布艺工作室", None),
    ]
    fair, course = found.events
    assert (fair["kind"], fair["openings"], fair["place"]["text"]) == ("JOB_FAIR", 500, "德州市德城区岔河社区")
    assert (course["kind"], course["title"], course["free"]) == ("TRAINING", "咖啡拉花培训", True)
    (loan,) = found.policies
    assert (loan["kind"], loan["amountMin"], loan["amountMax"]) == ("LOAN", "50000", "3000000")
    (hub,) = found.stations
    assert (hub["kind"], hub["place"]["text"]) == ("HUB", "荔湾区周门南路20号")
