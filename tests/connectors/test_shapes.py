"""Shapes of pages that say the same in other ways: small ads, articles, sections, forms, frames, feeds, calendars."""

import pytest

from connectors.previewing import Preview
from tests.connectors.reading_pages import board, notice, told

HEAD = '<html><head><meta charset="utf-8"><title>白云区招工信息</title></head><body>'
END = "</body></html>"
Told = tuple[str, str | None, str | None, str | None, str | None, int | None]
TABLE = (
    "<table><tr><td>工种</td><td>工资</td><td>人数</td><td>电话</td></tr>"
    "<tr><td>电焊工</td><td>300元/天</td><td>4</td><td>13800008888</td></tr>"
    "<tr><td>油漆工</td><td>350元/天</td><td>2</td><td>13800009999</td></tr></table>"
)
PAINTERS: list[Told] = [("油漆工", None, "350", "350", "DAY", 2), ("电焊工", None, "300", "300", "DAY", 4)]

JOBS: dict[str, tuple[str, list[Told]]] = {
    "ads between rules": (
        "<b>旺铺转让</b><br>月租3500元<br>电话13811110009<hr><b>诚聘冲压工</b>"
        "<br>白云区石井街道庆丰一路，恒力五金厂<br>"
        "包吃住，月薪6000-8000元，招8名<br>2026-11-22　电话13811110001 罗主管<hr>小食店请洗碗阿姨"
        "<br>３２００元，包两餐<br>"
        "白云区同和街道握山，肥仔云吞<br>2026-11-20 13811110002<hr>招保安2名，4200元/月<br>白云区京溪街道"
        "<br>13811110003",
        [
            ("保安", None, "4200", "4200", "MONTH", 2),
            ("冲压工", "恒力五金厂", "6000", "8000", "MONTH", 8),
            ("洗碗阿姨", "肥仔云吞", "3200", "3200", "MONTH", None),
        ],
    ),
    "ads between dashes": (
        "<p>————————<br>【招聘】某茶楼招服务员<br>月薪4500包吃住<br>地址在白云区新市墟"
        "<br>联系 陈经理 13811110001<br>————————<br>"
        "【招聘】请装卸工10名<br>日薪260元，当天结<br>地址在白云区太和物流园<br>联系 黄生 13811110002</p>",
        [("服务员", "某茶楼", "4500", "4500", "MONTH", None), ("装卸工", None, "260", "260", "DAY", 10)],
    ),
    "blocks between empty lines": (
        "<div>搬运工，日结200元，招5人<br>地点：白云区江高镇物流园<br>电话：13800005555<br>"
        "<br>夜班分拣，22元/小时，招20人<br>"
        "地点：白云区钟落潭镇快递园<br>电话：13800006666<br><br>打包员，180元/天，3名<br>白云区人和镇秀盛路"
        "<br>电话：13800007777</div>",
        [
            ("夜班分拣", None, "22", "22", "HOUR", 20),
            ("打包员", None, "180", "180", "DAY", 3),
            ("搬运工", None, "200", "200", None, 5),
        ],
    ),
    "an article of pictures and sections": (
        "<section><p>1️⃣ <strong>包装工</strong>（长白班）</p></section><section><p>🏭 广州恒丰日化有限公司</p>"
        "</section>"
        "<section><p>💰 5000-6200元/月，包住</p></section><section><p>👥 30人，18-50岁</p></section>"
        "<section><p>📞 何小姐 138-0000-1111</p></section><section><p><br></p></section>"
        "<section><p>2️⃣ <strong>传菜员</strong></p></section><section><p>🍽 用工方：云上会所</p></section>"
        "<section><p>💵 180元/场，做完即结</p></section><section><p>🙋 要人：20个</p></section>"
        "<section><p>☎ 13800002222</p></section>",
        [
            ("传菜员", "云上会所", "180", "180", "TASK", 20),
            ("包装工（长白班）", "广州恒丰日化有限公司", "5000", "6200", "MONTH", 30),
        ],
    ),
    "bold titles over paragraphs": (
        "<p><b>招聘洗碗工</b></p><p>待遇：3500元/月，包吃住。地址：白云区石井街道永平路12号，电话13800002222陈姐。</p>"
        "<p><b>招聘送货司机2名</b></p><p>C1驾照，月薪6500元，白云区太和镇大源村，联系李生13800003333。</p>",
        [("洗碗工", None, "3500", "3500", "MONTH", None), ("送货司机", None, "6500", "6500", "MONTH", 2)],
    ),
    "sections under employers": (
        "<h3>金利来皮具厂</h3><ul><li>车位工：6000-9000元，20人</li><li>台面工：5000-7000元，10人</li></ul>"
        "<p>地址：白云区均禾街道长红村 电话：13833330001</p><h3>永发五金厂</h3><ul><li>冲床工：5500元/月，6人</li>"
        "<li>质检员：4500元/月，3人</li></ul><p>地址：白云区石井街道红星村 电话：13833330002</p>",
        [
            ("冲床工", "永发五金厂", "5500", "5500", "MONTH", 6),
            ("台面工", "金利来皮具厂", "5000", "7000", "MONTH", 10),
            ("质检员", "永发五金厂", "4500", "4500", "MONTH", 3),
            ("车位工", "金利来皮具厂", "6000", "9000", "MONTH", 20),
        ],
    ),
    "forms below each other in one table": (
        "<table><tr><td>职位名称</td><td>仓库管理员</td></tr><tr><td>公司名称</td><td>顺达仓储有限公司</td></tr>"
        "<tr><td>薪资</td><td>5000元/月</td></tr><tr><td>人数</td><td>2</td></tr><tr><td>职位名称</td>"
        "<td>叉车司机</td></tr>"
        "<tr><td>公司名称</td><td>顺达仓储有限公司</td></tr><tr><td>薪资</td><td>7000元/月</td>"
        "</tr><tr><td>人数</td><td>1</td></tr></table>",
        [
            ("仓库管理员", "顺达仓储有限公司", "5000", "5000", "MONTH", 2),
            ("叉车司机", "顺达仓储有限公司", "7000", "7000", "MONTH", 1),
        ],
    ),
    "a table made of divs": (
        '<div class="tb"><div class="tr"><span>职位</span><span>公司</span><span>薪水</span><span>人数</span></div>'
        '<div class="tr"><span>配菜工</span><span>湘菜馆</span><span>4200/月</span><span>2</span></div>'
        '<div class="tr"><span>洗车工</span><span>靓车坊</span><span>4000-5500/月</span><span>3</span></div></div>',
        [("洗车工", "靓车坊", "4000", "5500", "MONTH", 3), ("配菜工", "湘菜馆", "4200", "4200", "MONTH", 2)],
    ),
    "a table whose caption employs": (
        "<table><caption>广州河畔物业服务有限公司（白云区同和街道福元路99号，联系电话020-81110602 彭主管）</caption>"
        "<tr><th>工种</th><th>需求数</th><th>年龄下限</th><th>年龄上限</th><th>工资待遇</th><th>班次</th></tr>"
        "<tr><td>秩序维护员</td><td>6人</td><td>18</td><td>50</td><td>3800元/月</td><td>两班倒</td></tr>"
        "<tr><td>保洁员</td><td>5人</td><td></td><td>60</td><td>2600元/月</td><td>6:30-11:00</td></tr></table>",
        [
            ("保洁员", "广州河畔物业服务有限公司", "2600", "2600", "MONTH", 5),
            ("秩序维护员", "广州河畔物业服务有限公司", "3800", "3800", "MONTH", 6),
        ],
    ),
    "data beside cards": (
        '<div class="job" data-id="91"><a class="name">搬货工</a><em class="money">180元/天</em></div>'
        '<div class="job" data-id="92"><a class="name">质检员</a><em class="money">4300元/月</em></div>'
        '<script>window.__INITIAL_STATE__={"list":[{"id":91,"jobName":"搬货工","company":{"name":"海湾水产"},"recruitNum":25,'
        '"linkTel":"13400002501","ageMin":18,"ageMax":58,"salary":{"text":"180元/天"}},{"id":92,"jobName":"质检员","company":'
        '{"name":"锦衣服装厂"},"recruitNum":0,"linkTel":"13400002502","salary":{"text":"4300元/月"}}]};</script>',
        [("搬货工", "海湾水产", "180", "180", "DAY", 25), ("质检员", "锦衣服装厂", "4300", "4300", "MONTH", None)],
    ),
    "rows that go on in the row below": (
        "<table><tr><th>序号</th><th>工种</th><th>人数</th><th>薪资</th><th>用工单位</th><th>电话</th></tr>"
        "<tr><td rowspan=2>1</td><td>切配工</td><td>2</td><td>4200元/月</td><td rowspan=4>石井食品厂</td>"
        "<td rowspan=4>13800001111</td></tr><tr><td colspan=3>说明：45岁以下；地点：白云区石井街道</td></tr>"
        "<tr><td rowspan=2>2</td><td>叉车司机</td><td>1</td><td>6500元/月</td></tr>"
        "<tr><td colspan=3>说明：持证；地点：白云区石井街道</td></tr>"
        "<tr><td>3</td><td colspan=5>（单位取消招聘）</td></tr></table>",
        [
            ("切配工", "石井食品厂", "4200", "4200", "MONTH", 2),
            ("叉车司机", "石井食品厂", "6500", "6500", "MONTH", 1),
        ],
    ),
    "striped rows under names of columns": (
        "<div class=h><p>岗位</p><p>需求人数</p><p>工资</p><p>单位</p></div><ul>"
        "<li class=odd><span>组装工</span><span>9</span><span>5200元/月</span><span>鸿运电器厂</span></li>"
        "<li class=even><span>磨床工</span><span>3</span><span>7000元/月</span><span>三元轴承厂</span></li>"
        "<li class=odd><span>保洁员</span><span>2</span><span>120元/天</span><span>鸿运电器厂</span></li></ul>",
        [
            ("保洁员", "鸿运电器厂", "120", "120", "DAY", 2),
            ("磨床工", "三元轴承厂", "7000", "7000", "MONTH", 3),
            ("组装工", "鸿运电器厂", "5200", "5200", "MONTH", 9),
        ],
    ),
    "stalls, and several jobs with their pay in a cell": (
        "<table><tr><td>序</td><td>商户/铺位</td><td>招什么人</td><td>待遇</td><td>联系</td></tr>"
        "<tr><td>1</td><td>南区B7栋 广和堂</td><td>拣货工、切片工各3名</td><td>拣货4300元、切片5200元</td>"
        "<td>13800001111</td></tr>"
        "<tr><td>2</td><td>北区12号</td><td>烘干工（夜班）4个</td><td>6000元/月</td><td>13800002222</td></tr></table>",
        [
            ("切片工", "广和堂", "5200", "5200", "MONTH", 3),
            ("拣货工", "广和堂", "4300", "4300", "MONTH", 3),
            ("烘干工（夜班）", None, "6000", "6000", "MONTH", 4),
        ],
    ),
    "boxes under names in bold, keys beside values": (
        "".join(
            f"<section><section><p><b>0{n}</b></p></section><p><b>{name}</b></p>"
            + "".join(
                f"<section style='display:flex'><section><p><b>{key}</b></p></section>"
                f"<section><p><span>{value}</span></p></section></section>"
                for key, value in told
            )
            + "</section>"
            for n, name, told in (
                (1, "广州春和服饰商行", [("岗　　位", "店员（2人）"), ("薪　　资", "4200元/月"), ("福　　利", "社保")]),
                (
                    2,
                    "渝味小馆（北门店）",
                    [("岗　　位", "墩子 1人、洗碗工 2人"), ("薪　　资", "墩子6800元，洗碗工3700元")],
                ),
            )
        ),
        [
            ("墩子", "渝味小馆（北门店）", "6800", "6800", "MONTH", 1),
            ("店员", "广州春和服饰商行", "4200", "4200", "MONTH", 2),
            ("洗碗工", "渝味小馆（北门店）", "3700", "3700", "MONTH", 2),
        ],
    ),
    "lines apart by spaces below a shop's own line": (
        "<p><b>老灶火锅</b>　地址：白云区同和街道握山路2号　电话：13800001111</p>"
        "<p>传菜员　　3人　　4100元/月　　包吃住</p><p>小时工　　5人　　18元/小时　　周末</p>"
        "<p><b>同和幼儿园分园</b>　地址：白云区同和街道福元路　电话：13800002222</p>"
        "<p>保育员　　1人　　3900元/月</p>",
        [
            ("传菜员", "老灶火锅", "4100", "4100", "MONTH", 3),
            ("保育员", "同和幼儿园分园", "3900", "3900", "MONTH", 1),
            ("小时工", "老灶火锅", "18", "18", "HOUR", 5),
        ],
    ),
    "names in brackets over what they seek and give": (
        "<p>【伏山农产品加工有限公司】</p><p>招聘：分选工10名（月薪3500—4500元）、叉车工2名（月薪6000元）。</p>"
        "<p>待遇：免费午餐。</p><p>地址：白云区太和镇工业园。电话：020-81110001</p>"
        "<p>【山水人家民宿】</p><p>招聘：前台2名（4000元）、保洁3名（2800元）。</p>"
        "<p>地址：白云区同和街道。电话：13800002222</p>",
        [
            ("保洁", "山水人家民宿", "2800", "2800", "MONTH", 3),
            ("分选工", "伏山农产品加工有限公司", "3500", "4500", "MONTH", 10),
            ("前台", "山水人家民宿", "4000", "4000", "MONTH", 2),
            ("叉车工", "伏山农产品加工有限公司", "6000", "6000", "MONTH", 2),
        ],
    ),
    "blocks between dashes, loose words below a key": (
        "<pre>----------\n岗位1  食堂帮厨\n用工单位：同和社区食堂（握山路10号）\n人数2人，工资3500，40-55岁\n"
        "----------\n"
        "岗位2  钟点保洁\n用工单位：个人雇主\n35元/小时，每周二下午\n----------\n"
        "联系：居委会小蒋 020-81110001</pre>",
        [
            ("钟点保洁", "个人雇主", "35", "35", "HOUR", None),
            ("食堂帮厨", "同和社区食堂", "3500", "3500", "MONTH", 2),
        ],
    ),
    "columns in plain words, each of two jobs in a row": (
        "<table><tr><td>客户</td><td>要什么工</td><td>几个人</td><td>怎么算钱</td><td>在哪集合</td><td>找谁</td></tr>"
        "<tr><td>顺发纸箱厂</td><td>折盒工</td><td>6</td><td>0.12元/个</td><td>江高镇</td><td>阿强13800001111</td></tr>"
        "<tr><td>车陂工地</td><td>小工、大工</td><td>各2</td><td>小工260/天，大工380/天</td><td>车陂街道</td><td></td></tr>"
        "<tr><td>共2单</td><td></td><td>10</td><td></td><td></td><td></td></tr></table>",
        [
            ("大工", "车陂工地", "380", "380", "DAY", 2),
            ("小工", "车陂工地", "260", "260", "DAY", 2),
            ("折盒工", "顺发纸箱厂", "0.12", "0.12", "PIECE", 6),
        ],
    ),
    "who employs in rows of its own within one table": (
        "<table><tr><td colspan=4>广州湘味源食品有限公司</td></tr><tr><td colspan=4>地址：白云区人和镇　"
        "联系人：易女士 020-81110001</td></tr><tr><td>岗位</td><td>人数</td><td>薪资</td><td>要求</td></tr>"
        "<tr><td>炒制工</td><td>4</td><td>6000元</td><td>男</td></tr><tr><td colspan=4>蓝天花炮包装厂</td></tr>"
        "<tr><td colspan=4>地址：白云区太和镇　联系人：张厂长 13800002222</td></tr>"
        "<tr><td>岗位</td><td>人数</td><td>薪资</td><td>要求</td></tr>"
        "<tr><td>糊盒工</td><td>30</td><td>4000元</td><td>60岁以下</td></tr></table>",
        [
            ("炒制工", "广州湘味源食品有限公司", "6000", "6000", "MONTH", 4),
            ("糊盒工", "蓝天花炮包装厂", "4000", "4000", "MONTH", 30),
        ],
    ),
    "lists under headings that name who employs": (
        "<h4>1. 广州高原农产品有限公司</h4><ul><li>分级工　20名　3500元　包午餐</li>"
        "<li>冷链司机　3名　6500元　A2驾照</li></ul><p>联系：13800003331</p><h4>2. 秀山宾馆</h4>"
        "<ul><li>客房服务员　4名　2800元</li><li>前台接待　2名　3000元</li></ul>",
        [
            ("冷链司机", "广州高原农产品有限公司", "6500", "6500", "MONTH", 3),
            ("分级工", "广州高原农产品有限公司", "3500", "3500", "MONTH", 20),
            ("前台接待", "秀山宾馆", "3000", "3000", "MONTH", 2),
            ("客房服务员", "秀山宾馆", "2800", "2800", "MONTH", 4),
        ],
    ),
    "names before colons, whatever they are": (
        "<ul><li>广州大禾米业有限公司：包装工15人，4000元/月；装卸工6人，6000元/月</li>"
        "<li>云山轻机：焊工20人，7500元/月，包住</li></ul>",
        [
            ("包装工", "广州大禾米业有限公司", "4000", "4000", "MONTH", 15),
            ("焊工", "云山轻机", "7500", "7500", "MONTH", 20),
            ("装卸工", "广州大禾米业有限公司", "6000", "6000", "MONTH", 6),
        ],
    ),
    "sums in a column of their own": (
        "<table><tr><td>用工企业</td><td>岗位</td><td>需求</td><td>综合月收入</td></tr>"
        "<tr><td rowspan=2>鸿运电器厂</td>"
        "<td>组装工</td><td>9</td><td>5200</td></tr><tr><td>小计</td><td>9</td><td></td></tr>"
        "<tr><td>三元轴承厂</td><td>磨床工</td><td>3</td><td>7000</td></tr></table>",
        [("磨床工", "三元轴承厂", "7000", "7000", "MONTH", 3), ("组装工", "鸿运电器厂", "5200", "5200", "MONTH", 9)],
    ),
    "several jobs in one cell beside who employs": (
        "<table><tr><td>企业信息</td><td>招聘岗位</td></tr><tr><td><p>永盛五金厂<br>地址：白云区太和镇大源村<br>"
        "电话：13800003333</p></td><td><p>①冲压工6人，6000元/月；<br>②品检员2人，4500元/月。</p><p>小计：2个</p></td></tr>"
        "<tr><td>小太阳幼儿园</td><td>①保育员1人，3600元/月；②厨工1人，20元/小时。</td></tr></table>",
        [
            ("保育员", "小太阳幼儿园", "3600", "3600", "MONTH", 1),
            ("冲压工", "永盛五金厂", "6000", "6000", "MONTH", 6),
            ("厨工", "小太阳幼儿园", "20", "20", "HOUR", 1),
            ("品检员", "永盛五金厂", "4500", "4500", "MONTH", 2),
        ],
    ),
    "employers run together in one paragraph": (
        "<p>1.白云区顺通仓储有限公司：招聘搬运工8名，月薪5000元。电话：13800004444。2.白云区好味餐饮有限公司：招聘洗碗工2名，"
        "月薪3300元；传菜员3名，月薪3800元。电话：13800005555。3.广州市康洁家政有限公司：招聘保洁员5名，150元/天。"
        "电话：13800006666。</p>",
        [
            ("传菜员", "白云区好味餐饮有限公司", "3800", "3800", "MONTH", 3),
            ("保洁员", "广州市康洁家政有限公司", "150", "150", "DAY", 5),
            ("搬运工", "白云区顺通仓储有限公司", "5000", "5000", "MONTH", 8),
            ("洗碗工", "白云区好味餐饮有限公司", "3300", "3300", "MONTH", 2),
        ],
    ),
    "blocks of bracketed names": (
        "<p>【企业简介】<br>广州恒达电子有限公司成立于2010年，员工300人。</p>"
        "<p>【岗位1】焊锡工<br>【人数】4人<br>【薪资】5500元/月<br>【要求】女，45岁以下</p>"
        "<p>【岗位2】测试员<br>【人数】1人<br>【薪资】4800元/月<br>【要求】中专</p>"
        "<p>【工作地点】白云区人和镇鹤龙路<br>【联系方式】李小姐 13800007777<br>【温馨提示】不收费用</p>",
        [
            ("测试员", "广州恒达电子有限公司", "4800", "4800", "MONTH", 1),
            ("焊锡工", "广州恒达电子有限公司", "5500", "5500", "MONTH", 4),
        ],
    ),
    "whole ads line by line under districts": (
        "<p><b>番禺区</b></p><p>大石 搬家 3人 280/天 13800008881<br>市桥 酒店帮厨 1人 190/天 13800008882</p>"
        "<p><b>花都区</b></p><p>狮岭 剪线 0.2元/件 13800008883<br>新华 快递分拣 6人 21/小时 13800008884</p>",
        [
            ("剪线", None, "0.2", "0.2", "PIECE", None),
            ("快递分拣", None, "21", "21", "HOUR", 6),
            ("搬家", None, "280", "280", "DAY", 3),
            ("酒店帮厨", None, "190", "190", "DAY", 1),
        ],
    ),
}
"""What stands on a page, and what each job is: title, employer, least and most pay, its unit, headcount."""


def jobs_of(found: Preview) -> list[Told]:
    return sorted((told(job) for job in found.jobs), key=repr)


async def page(body: str) -> Preview:
    return await board("shape.html", {"/shape.html": f"{HEAD}{body}{END}".encode()})


async def test_a_job_below_a_district_is_there() -> None:
    found = await page(JOBS["whole ads line by line under districts"][0])
    places = {job["normalised"]["title"]: job["normalised"]["place"] for job in found.json()["jobs"]}
    assert {title: (place["text"], place["division"]["code"][:6]) for title, place in places.items()} == {
        "搬家": ("大石", "440113"),
        "酒店帮厨": ("市桥", "440113"),
        "剪线": ("狮岭", "440114"),
        "快递分拣": ("新华", "440114"),
    }


@pytest.mark.parametrize("shape", JOBS)
async def test_jobs_are_read_whatever_the_shape(shape: str) -> None:
    body, wanted = JOBS[shape]
    assert wanted == jobs_of(await page(body))


@pytest.mark.parametrize("body", ['<frameset><frame src="/menu.html"><frame src="/main.html"></frameset>', "iframe"])
async def test_frames_are_read_as_pages_of_the_list(body: str) -> None:
    framed = '<iframe src="/main.html"></iframe><iframe src="https://ads.invalid/x.html"></iframe>'
    whole = body if body != "iframe" else f"<body>{framed}</body>"
    pages = {
        "/framed.html": f"<html><head><title>招工</title></head>{whole}</html>".encode(),
        "/menu.html": f'{HEAD}<a href="/main.html">招工</a>{END}'.encode(),
        "/main.html": f"{HEAD}{TABLE}{END}".encode(),
    }
    assert jobs_of(await board("framed.html", pages)) == PAINTERS


async def test_an_index_of_bare_titles_leads_to_postings_under_their_own_numbers() -> None:
    rows = (
        '<tr><td><a href="show.asp?id=771">育苗场招嫁接工</a></td><td>[11-22]</td></tr><tr><td colspan=2></td></tr>'
        '<tr><td><a href="show.asp?id=770">酒店招聘</a></td><td>[11-21]</td></tr>'
        '<tr><td><a href="show.asp?id=702">我市召开劳务协作座谈会</a></td><td>[11-12]</td></tr>'
    )
    form = (
        "<table border=1><tr><th>招聘单位：</th><td>{}</td><th>招聘职位：</th><td>{}</td></tr>"
        "<tr><th>招聘人数：</th><td>{}</td><th>工资待遇：</th><td>{}</td></tr></table>"
    )
    grafters = form.format("瑞禾育苗场", "嫁接工", "40人", "250元/天")
    cleaners = form.format("菜都国际酒店", "客房服务员", "6人", "3600元/月")
    pages = {
        "/rc/list.asp": f"{HEAD}<table><tr><td><table>{rows}</table></td></tr></table>{END}".encode(),
        "/rc/show.asp?id=771": f"{HEAD}<b>育苗场招嫁接工</b>{grafters}{END}".encode(),
        "/rc/show.asp?id=770": f"{HEAD}<b>酒店招聘</b>{cleaners}{END}".encode(),
        "/rc/show.asp?id=702": f"{HEAD}<p>我市与3个县签订劳务协作协议，预计输送务工人员500名。</p>{END}".encode(),
    }
    found = await board("rc/list.asp", pages)
    assert {job["externalId"]: told(job)[:2] for job in found.jobs} == {
        "771": ("嫁接工", "瑞禾育苗场"),
        "770": ("客房服务员", "菜都国际酒店"),
    }


async def test_a_list_of_beginnings_leads_to_the_articles_and_a_call_to_the_jobs_it_is_for() -> None:
    item = (
        '<li><a href="/zp/{0}.html"><img src="x.gif"></a> [<b><a href="/zp/">招聘</a></b>] '
        '<a href="/zp/{0}.html" class="title">{1}</a> <span><small>日期：</small>2026-11-2{0}</span><p>{2}...</p></li>'
    )
    listed = item.format(1, "晨光文具招聘理货员", "晨光文具招聘理货员3名，工资4800元")
    listed += item.format(2, "佳美本册厂招工", "佳美本册厂招")
    clerk = "<h2>晨光文具招聘理货员</h2><p>公司名称：晨光文具店</p><p>招聘岗位：理货员</p><p>人数：3名</p>"
    clerk += "<p>薪资：4800元/月</p>"
    several = (
        "<h2>佳美本册厂招工</h2><p>我厂（广州佳美本册有限公司）招以下工人：</p>"
        "<p>胶装机长　　2名　　8000元/月</p><p>折页工　　5名　　5500元/月</p><p>厂址：白云区太和镇大源村</p>"
    )
    pages = {
        "/zp/list.html": f"{HEAD}<div><ul>{listed}</ul></div>{END}".encode(),
        "/zp/1.html": f"{HEAD}{clerk}{END}".encode(),
        "/zp/2.html": f"{HEAD}{several}{END}".encode(),
    }
    assert jobs_of(await board("zp/list.html", pages)) == [
        ("折页工", "广州佳美本册有限公司", "5500", "5500", "MONTH", 5),
        ("理货员", "晨光文具店", "4800", "4800", "MONTH", 3),
        ("胶装机长", "广州佳美本册有限公司", "8000", "8000", "MONTH", 2),
    ]


async def test_an_announcement_under_numbered_headings_is_an_event() -> None:
    body = (
        "<h1>同和街道专场招聘会公告</h1><p>一、活动时间</p><p>2026年11月28日（星期六）上午9:00—12:00</p>"
        "<p>二、活动地点</p><p>白云区同和街道文化广场</p>"
    )
    found = await notice("fair-numbered.html", {"/fair-numbered.html": f"{HEAD}{body}{END}".encode()})
    assert [(event["title"], event["startsAt"][:16]) for event in found.events] == [
        ("同和街道专场招聘会", "2026-11-28T09:00")
    ]


async def test_a_timetable_of_half_days_is_as_many_stops() -> None:
    body = (
        "<h1>流动招聘车一周行程</h1><table><tr><th>星期</th><th>上午（9:00-11:00）</th><th>下午（14:00-16:00）</th></tr>"
        "<tr><td>星期一（11.23）</td><td>贺村镇综合市场</td><td>凤林镇政府广场</td></tr>"
        "<tr><td>星期二（11.24）</td><td>石门镇清漾村口</td><td>休整</td></tr></table>"
    )
    found = await notice("halves.html", {"/halves.html": f"{HEAD}{body}{END}".encode()})
    assert [(event["place"]["text"], event["startsAt"][:16], event["kind"]) for event in found.events] == [
        ("贺村镇综合市场", "2026-11-23T09:00", "CARAVAN_STOP"),
        ("凤林镇政府广场", "2026-11-23T14:00", "CARAVAN_STOP"),
        ("石门镇清漾村口", "2026-11-24T09:00", "CARAVAN_STOP"),
    ]


async def test_words_that_are_shown_cut_are_taken_whole_from_their_title() -> None:
    row = "<li><span>{}</span><span>{}</span><span title='{}'>{}</span><span>{}</span></li>"
    body = (
        "<div><span>岗位</span><span>人数</span><span>单位</span><span>工资</span></div><ul>"
        + row.format("检票员", 3, "银杏谷生态旅游开发公司", "银杏谷生态旅游...", "3200元/月")
        + row.format("导游", 2, "同和旅行社", "同和旅行社", "4000元/月")
        + "</ul>"
    )
    assert jobs_of(await page(body)) == [
        ("导游", "同和旅行社", "4000", "4000", "MONTH", 2),
        ("检票员", "银杏谷生态旅游开发公司", "3200", "3200", "MONTH", 3),
    ]


async def test_what_is_not_written_is_paid_as_the_page_says_for_all() -> None:
    body = (
        "<p>搬家 3人 280/天 13800008881<br>剪线 2人 0.2元/件 周结 13800008883<br>"
        "会展搭建 4人 300/天 13800008884 已满</p>"
        "<p>没有写明的都是当天结。</p>"
    )
    told = {job["normalised"]["title"]: job["normalised"] for job in (await page(body)).json()["jobs"]}
    assert {title: (job["pay"]["settlement"], job["status"]) for title, job in told.items()} == {
        "搬家": ("DAILY", "OPEN"),
        "剪线": ("WEEKLY", "OPEN"),
        "会展搭建": ("DAILY", "WITHDRAWN"),
    }


async def test_a_feed_of_items_is_a_board() -> None:
    item = (
        "<item><title>{}</title><link>https://pages.invalid/v/{}</link><guid>{}</guid>"
        "<pubDate>Sun, 22 Nov 2026 08:05:00 +0800</pubDate><description><![CDATA[<b>单位：</b>{}<br/><b>薪酬："
        "</b>{}<br/>"
        "<b>待遇：</b>包吃<br/><b>电话：</b>13700003601]]></description></item>"
    )
    items = item.format("搬运工 200元/天 5人", 1, "n1", "华强搬家公司", "200元/天") + item.format(
        "[已删除]车床工", 2, "n2", "宏达机械厂", "6000元/月"
    )
    xml = (
        f'<?xml version="1.0" encoding="GB2312"?><rss version="2.0"><channel><title>零工</title>{items}</channel></rss>'
    )
    found = await board("feed.xml", {"/feed.xml": xml.encode("gb2312")})
    assert {
        (job["externalId"], job["normalised"]["status"], job["normalised"]["pay"]["min"]) for job in found.jobs
    } == {("n1", "OPEN", "200"), ("n2", "WITHDRAWN", "6000")}
    assert found.jobs[0]["normalised"]["postedAt"].startswith("2026-11-22T08:05")


async def test_a_calendar_and_the_stops_of_a_caravan_are_events() -> None:
    days = "".join(f"<th>周{day}</th>" for day in "一二三四五六日")
    cells = [f"<td>{day}</td>" for day in range(1, 15)]
    cells[1] = "<td><div>2</div><div>14:30—16:00<br>“好工作”直播带岗<br>视频号</div></td>"
    cells[4] = "<td><div>5</div><div><s>9:00-12:00<br>冬季招聘会<br>文化广场</s> 取消</div></td>"
    weeks = f"<tr>{''.join(cells[:7])}</tr><tr>{''.join(cells[7:])}</tr>"
    stops = "<tr><td>12月3日</td><td>吴家镇场镇口（8:30—10:00）→杨家镇文化广场（10:40—12:00）</td></tr>"
    body = (
        f"<h1>活动日历（2026年12月）</h1><table><tr>{days}</tr>{weeks}</table><h3>招工大篷车路线</h3>"
        f"<table><tr><th>日期</th><th>停靠站点（停靠时间）</th></tr>{stops}</table>"
    )
    found = await notice("calendar.html", {"/calendar.html": f"{HEAD}{body}{END}".encode()})
    assert [(event["kind"], event["startsAt"][:16], event["status"]) for event in found.events] == [
        ("LIVE_STREAM", "2026-12-02T14:30", "SCHEDULED"),
        ("JOB_FAIR", "2026-12-05T09:00", "CANCELLED"),
        ("CARAVAN_STOP", "2026-12-03T08:30", "SCHEDULED"),
        ("CARAVAN_STOP", "2026-12-03T10:40", "SCHEDULED"),
    ]


async def test_policies_are_read_by_what_people_call_their_columns() -> None:
    body = (
        "<h1>补贴怎么领</h1><table><tr><th>项目</th><th>给谁补</th><th>补多少</th></tr>"
        "<tr><td>岗位补贴</td><td>招用就业困难人员的企业</td><td>每人每月800元</td></tr>"
        "<tr><td><del>吸纳就业补贴</del></td><td><del>企业</del></td><td>已停止受理</td></tr></table>"
        "<p>问：场地租金能补吗？</p><p>答：可以申请创业场租补贴，面向登记3年内的初创企业，每年最高1.2万元。</p>"
        "<p>贷款贴息：对符合条件的小微企业给予50%的财政贴息。</p>"
    )
    found = await notice("policies-asked.html", {"/policies-asked.html": f"{HEAD}{body}{END}".encode()})
    assert {policy["title"]: policy["amountMax"] for policy in found.policies} == {
        "岗位补贴": "800",
        "创业场租补贴": "12000",
        "贷款贴息": None,
    }


async def test_stations_on_cards_have_their_points_in_the_system_that_the_page_names() -> None:
    card = (
        '<div class="card" {}><span>街道</span><h4>{}零工驿站</h4><p>白云区{}泰康路8号</p>'
        "<p>周一至周五 8:30-17:00</p>"
        "<p><a href='tel:02081110101'>020-81110101</a></p></div>"
    )
    body = card.format('data-lng="113.2" data-lat="23.2"', "同和街道", "同和街道") + card.format(
        "", "京溪街道", "京溪街道"
    )
    script = '<script>var coordType="bd09ll";</script>'
    found = await notice("stations.html", {"/stations.html": f"{HEAD}{body}{script}{END}".encode()})
    points = [station["place"]["point"] for station in found.stations]
    assert [station["name"] for station in found.stations] == ["同和街道零工驿站", "京溪街道零工驿站"]
    assert points[0]["system"] == "WGS84"
    assert abs(points[0]["longitude"] - 113.2) > 0.005
    assert points[1] is None


async def test_a_page_that_never_closes_its_body_is_no_complete_snapshot() -> None:
    whole = f"{HEAD}{TABLE}"
    found = await board("open.html", {"/open.html": whole.encode()})
    assert jobs_of(found) == PAINTERS
    assert not found.complete
