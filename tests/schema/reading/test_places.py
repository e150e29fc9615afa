"""Addresses from all over China: what each tells, and what is left open.

Each case: the address, the source's own district, the division and the street that a careful person reads from it.
"""

import pytest

from schema.reading.places import read_place
from schema.vocabulary import PlacePrecision

CASES = [
    ("浙江省杭州市余杭区仓前街道文一西路1500号", None, "330110", "330110012"),
    ("广东广州荔湾茶滘街道", None, "440103", "440103018"),
    ("荔湾区", None, "440103", None),
    ("广州荔湾", None, "440103", None),
    ("广州市", None, "440100", None),
    ("广东省", None, "440000", None),
    ("北京", None, "110000", None),
    ("北京市朝阳区建国路88号", None, "110105", None),
    ("长春市朝阳区桂林路", None, "220104", None),
    ("辽宁省朝阳市双塔区", None, "211302", None),
    ("辽宁朝阳县", None, "211321", None),
    ("福州鼓楼区五四路", None, "350102", None),
    ("鼓楼区", None, None, None),
    ("鼓楼区", "350100", "350102", None),
    ("鼓楼区华大街道", None, "350102", "350102007"),
    ("内蒙古呼伦贝尔市海拉尔区", None, "150702", None),
    ("鄂尔多斯市达拉特旗树林召镇", None, "150621", "150621100"),
    ("莫旗尼尔基镇", None, "150722", "150722100"),
    ("鄂温克旗巴彦托海镇", None, "150724", "150724100"),
    ("新疆伊犁州伊宁市", None, "654002", None),
    ("巴音郭楞州库尔勒市", None, "652801", None),
    ("新疆石河子市", None, "659001", None),
    ("仙桃市干河街道", None, "429004", "429004002"),
    ("湖北省天门市", None, "429006", None),
    ("海南文昌", None, "469005", None),
    ("海南省儋州市那大镇", None, "460400", "460400100"),
    ("东莞市长安镇", None, "441900", "441900119"),
    ("东莞厚街镇", None, "441900", "441900122"),
    ("中山市小榄镇", None, "442000", "442000118"),
    ("嘉峪关市雄关街道", None, "620200", "620201001"),
    ("济源市", None, "419001", None),
    ("河南济源市承留镇", None, "419001", "419001103"),
    ("上海浦东新区张江镇", None, "310115", "310115125"),
    ("上海市浦东张江", None, "310115", None),
    ("天津滨海新区塘沽街道", None, "120116", "120116001"),
    ("重庆渝北区龙溪街道", None, "500112", "500112011"),
    ("重庆市两江新区", None, "500157", None),
    ("四川省阿坝州汶川县", None, "513221", None),
    ("凉山州西昌市", None, "513401", None),
    ("云南大理州大理市下关街道", None, "532901", "532901003"),
    ("西双版纳景洪市", None, "532801", None),
    ("贵州黔东南州凯里市", None, "522601", None),
    ("湘西州吉首市", None, "433101", None),
    ("恩施市", None, "422801", None),
    ("恩施州", None, "422800", None),
    ("延吉市", None, "222401", None),
    ("积石山县", None, "622927", None),
    ("大厂县", None, "131028", None),
    ("京山县", None, "420882", None),
    ("即墨市", None, "370215", None),
    ("铜山县", None, "320312", None),
    ("崇明县", None, "310151", None),
    ("襄樊市", None, "420600", None),
    ("通州市", None, "320612", None),
    ("莱芜市", None, "370100", None),
    ("佛山市顺德区大良街道", None, "440606", "440606005"),
    ("佛山顺德", None, "440606", None),
    ("苏州工业园区星湖街", None, "320500", None),
    ("苏州市吴江区盛泽镇", None, "320509", "320509105"),
    ("昆山市玉山镇", None, "320583", "320583100"),
    ("江苏昆山", None, "320583", None),
    ("合肥市经济技术开发区", None, "340100", None),
    ("武汉东湖高新区光谷大道", None, "420100", None),
    ("广州开发区科学城", None, "440100", None),
    ("香港九龙观塘区", None, "810000", None),
    ("澳門氹仔", None, "820000", None),
    ("台湾省台北市大安区", None, "710000", None),
    ("北京路123号", None, None, None),
    ("北京路123号", "440104", None, None),
    ("中山大道西", None, None, None),
    ("中山路20号", "440104", None, None),
    ("天河路385号", "440106", None, None),
    ("广州大道中", None, None, None),
    ("南京西路1266号", None, None, None),
    ("上海南京西路1266号", None, "310000", None),
    ("深圳北站附近", None, "440300", None),
    ("在家", None, None, None),
    ("全国", None, None, None),
    ("线上", None, None, None),
    ("A区103档", "440103", None, None),
    ("德百广场", "371402", None, None),
    ("新华街道各小区", "371402", "371402", "371402002"),
    ("万兴街道辖区", "120104", "120104", "120104005"),
    ("二屯镇", "371402", "371402", "371402100"),
    ("三阳镇", "420882", "420882", "420882106"),
    ("马驹桥镇", None, "110112", "110112109"),
    ("耀华社区", "440103", "440103", "440103006"),
    ("耀华社区", None, None, None),
    ("城关镇", None, None, None),
    ("城关镇", "411100", None, None),
    ("新华街道", None, None, None),
    ("番禺区市桥街", None, "440113", "440113007"),
    ("石围塘街", "440103", "440103", "440103017"),
    ("石围塘街5号", "440103", None, None),
    ("公司地址：广东省佛山市南海区桂城街道", None, "440605", "440605011"),
    ("工作地点在广州市白云区嘉禾街道尹边路", None, "440111", "440111012"),
    ("某某公司（广州市天河区珠江新城）", None, "440106", None),
    ("近地铁站，荔湾区中山八路", None, "440103", None),
    ("廣東省廣州市荔灣區", None, "440103", None),
    ("廣東 廣州 荔灣", None, "440103", None),
    ("广东省-深圳市-宝安区", None, "440306", None),
    ("深圳宝安西乡街道固戍社区", None, "440306", "440306018"),
    ("义乌市北苑街道", None, "330782", "330782004"),
    ("浙江义乌稠城街道", None, "330782", "330782001"),
    ("江西南昌县向塘镇", None, "360121", "360121101"),
    ("南昌南昌县", None, "360121", None),
    ("长沙市长沙县星沙街道", None, "430121", "430121001"),
    ("长沙县", None, "430121", None),
    ("吉林省吉林市船营区", None, "220204", None),
    ("吉林市", None, "220200", None),
    ("吉林", None, "220000", None),
    ("海南州共和县", None, "632521", None),
    ("乌海市海南区", None, "150303", None),
    ("邢台市信都区", None, "130503", None),
    ("张家口市桥东区", None, "130702", None),
    ("石家庄市桥西区", None, "130104", None),
    ("桥西区", None, "130000", None),
    ("桥西区", "130100", "130104", None),
    ("沈阳市和平区", None, "210102", None),
    ("天津市和平区", None, "120101", None),
    ("西安市长安区", None, "610116", None),
    ("石家庄长安区", None, "130102", None),
    ("兰州城关区", None, "620102", None),
    ("拉萨市城关区", None, "540102", None),
    ("南通市通州区", None, "320612", None),
    ("北京通州", None, "110112", None),
    ("杭州市下城区", None, "330100", None),
    ("杭州市江干区四季青街道", None, "330102", "330102014"),
    ("河北雄县", None, "130638", None),
    ("黑龙江省大兴安岭地区加格达奇区", None, "232761", None),
    ("黑龙江伊春市铁力市", None, "230781", None),
    ("甘肃省酒泉市敦煌市", None, "620982", None),
    ("喀什地区莎车县", None, "653125", None),
    ("阿拉善左旗巴彦浩特镇", None, "152921", "152921110"),
    ("锡林浩特市", None, "152502", None),
    ("南宁市青秀区", None, "450103", None),
    ("广西壮族自治区柳州市柳江县", None, "450206", None),
    ("宁夏银川金凤区", None, "640106", None),
    ("西藏日喀则桑珠孜区", None, "540202", None),
    ("山东省菏泽市曹县庄寨镇", None, "371721", "371721101"),
    ("曹县庄寨镇", None, "371721", "371721101"),
    ("安徽六安金寨县", None, "341524", None),
    ("泉州晋江市陈埭镇", None, "350582", "350582103"),
    ("莆田市荔城区", None, "350304", None),
    ("厦门市思明区", None, "350203", None),
    ("温州市龙港市", None, "330383", None),
    ("成都郫县", None, "510117", None),
    ("成都市郫都区红光街道", None, "510117", "510117005"),
    ("绵阳市安县", None, "510705", None),
    ("沙市区", None, "421002", None),
    ("常德武陵区", None, "430702", None),
    ("张家界", None, "430800", None),
    ("平凉崆峒区", None, "620802", None),
]


@pytest.mark.parametrize(("address", "within", "division", "street"), CASES, ids=[case[0] for case in CASES])
def test_an_address_tells_its_division_and_street(
    address: str, within: str | None, division: str | None, street: str | None
) -> None:
    found = read_place(address, within=within)
    assert (found.division, found.street) == (division, street)


@pytest.mark.parametrize(
    ("address", "within", "community"),
    [
        pytest.param("京山市坪坝镇红阳村", None, "420882105224", id="village"),
        pytest.param("萧县赵庄镇张朴楼村3组", None, "341322108213", id="village and more"),
        pytest.param("會澤縣以禮街道河濱社區", None, "530326004003", id="traditional"),
        pytest.param("荔湾区茶滘街道葵蓬社区党群服务中心2楼", None, "440103018008", id="community's office"),
        pytest.param("逢源街道耀华社区居委会", "440103", "440103006106", id="with its office"),
        pytest.param("耀华社区", "440103", "440103006106", id="without its street, near the source"),
        pytest.param("荔湾区耀华社区", None, "440103006106", id="without its street, in a district"),
        pytest.param("耀华社区", None, None, id="of four cities"),
        pytest.param("红旗村", None, None, id="of hundreds"),
        pytest.param("荔湾区花地大道中228号", None, None, id="a road"),
    ],
)
def test_a_community_is_read_where_it_is_sure(address: str, within: str | None, community: str | None) -> None:
    assert read_place(address, within=within).community == community


def test_a_name_that_several_bear_is_told_not_guessed() -> None:
    found = read_place("鼓楼区")
    assert (found.division, found.deepest) == (None, None)
    assert set(found.ambiguous) == {"320106", "320302", "350102", "410204"}


def test_what_all_candidates_share_is_sure() -> None:
    found = read_place("桥西区")
    assert found.division == "130000"
    assert set(found.ambiguous) == {"130104", "130703"}


def test_names_are_told_beside_the_codes() -> None:
    found = read_place("湖北省恩施州鹤峰县容美镇中村村")
    assert (found.province, found.city, found.district) == ("湖北省", "恩施土家族苗族自治州", "鹤峰县")
    assert (found.street_name, found.community_name) == ("容美镇", "中村村")
    assert found.text == "湖北省恩施州鹤峰县容美镇中村村"


@pytest.mark.parametrize(
    ("address", "precision", "deepest"),
    [
        ("荔湾区茶滘街道葵蓬社区", PlacePrecision.COMMUNITY, "440103018008"),
        ("荔湾区茶滘街道8号", PlacePrecision.STREET, "440103018"),
        ("荔湾区东漖北路534号", PlacePrecision.DISTRICT, "440103"),
        ("广州市", PlacePrecision.CITY, "440100"),
        ("北京", PlacePrecision.CITY, "110000"),
        ("广东省", PlacePrecision.UNKNOWN, "440000"),
        ("在家", PlacePrecision.UNKNOWN, None),
    ],
)
def test_precision_is_that_of_the_deepest_sure_division(
    address: str, precision: PlacePrecision, deepest: str | None
) -> None:
    found = read_place(address)
    assert (found.precision, found.deepest) == (precision, deepest)
