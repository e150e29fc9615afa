"""The divisions are those of the vintage, by code and by name, whether mapped from a cache or held in memory."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schema import divisions
from schema.data.opening import open_divisions
from schema.divisions import Standing
from schema.vocabulary import DivisionLevel

LIWAN_STREETS = (
    *("沙面", "岭南", "华林", "多宝", "昌华", "逢源", "龙津", "金花", "彩虹", "南源", "西村"),
    *("站前", "桥中", "白鹤洞", "冲口", "花地", "石围塘", "茶滘", "东漖", "海龙", "东沙", "中南"),
)


def test_liwan_has_its_22_streets_and_201_communities() -> None:
    assert [street.name for street in divisions.children("440103")] == [f"{name}街道" for name in LIWAN_STREETS]
    assert len(divisions.communities_of("440103")) == 201


@pytest.mark.parametrize(
    ("code", "full_name", "level", "parent"),
    [
        pytest.param("44", "广东省", DivisionLevel.PROVINCE, None, id="two digits"),
        pytest.param("4401", "广东省广州市", DivisionLevel.CITY, "440000", id="four digits"),
        pytest.param("440103", "广东省广州市荔湾区", DivisionLevel.DISTRICT, "440100", id="district"),
        pytest.param("440103000000", "广东省广州市荔湾区", DivisionLevel.DISTRICT, "440100", id="twelve digits"),
        pytest.param("440103018", "广东省广州市荔湾区茶滘街道", DivisionLevel.STREET, "440103", id="street"),
        pytest.param(
            "420882105224", "湖北省荆门市京山市坪坝镇红阳村", DivisionLevel.COMMUNITY, "420882105", id="community"
        ),
        pytest.param("110112", "北京市通州区", DivisionLevel.DISTRICT, "110000", id="municipality's district"),
        pytest.param("469007", "海南省东方市", DivisionLevel.DISTRICT, "460000", id="city under the province"),
        pytest.param("441900003", "广东省东莞市东城街道", DivisionLevel.STREET, "441900", id="no districts: 东莞"),
        pytest.param("620201001", "甘肃省嘉峪关市雄关街道", DivisionLevel.STREET, "620200", id="no districts: 嘉峪关"),
        pytest.param("810000", "香港特别行政区", DivisionLevel.PROVINCE, None, id="special region"),
    ],
)
def test_a_code_tells_its_name_level_and_parent(
    code: str, full_name: str, level: DivisionLevel, parent: str | None
) -> None:
    found = divisions.division(code)
    assert found is not None
    assert (found.full_name, found.level, found.parent) == (full_name, level, parent)


@pytest.mark.parametrize("code", ["", "0", "440199", "440103099", "440103018999", "ABCDEF", "４４０１０３", "1" * 30])
def test_an_unknown_code_is_none(code: str) -> None:
    assert divisions.division(code) is None


def test_what_changed_since_the_vintage_is_known() -> None:
    assert divisions.division("500157") is not None  # 两江新区, of 2026
    retired = divisions.division("500112")
    assert retired is not None
    assert retired.standing is Standing.RETIRED
    zone = divisions.division("340176")
    assert zone is not None
    assert zone.standing is Standing.STATISTICAL


def test_ancestors_stand_from_the_province_down() -> None:
    assert divisions.ancestors("440103018001") == ("440000", "440100", "440103", "440103018")


def test_every_division_above_the_community_has_a_known_parent_above_it() -> None:
    upper = divisions.table().upper
    chains = {code: divisions.ancestors(code) for code in upper}
    assert all(each in upper for chain in chains.values() for each in chain)
    assert all(chain or code.endswith("0000") for code, chain in chains.items())


def test_children_of_nothing_are_the_34_provinces() -> None:
    assert len(divisions.children("")) == 34


def test_a_name_that_several_bear_finds_them_all() -> None:
    assert {found.code for found in divisions.find("鼓楼区")} == {"320106", "320302", "350102", "410204"}
    assert [found.code for found in divisions.find("鼓楼区", within="3501")] == ["350102"]
    assert [found.code for found in divisions.find("红阳村", within="420882105")] == ["420882105224"]
    assert divisions.find("没有这个地方") == ()


@pytest.mark.parametrize(
    ("wrong", "nearest"),
    [
        pytest.param("440199", "440118", id="district"),
        pytest.param("440103099", "440103022", id="street"),
        pytest.param("440103018999", "440103018012", id="community"),
        pytest.param("荔湾", "440103", id="a name"),
        pytest.param("?", "110000", id="nothing: the first provinces"),
        pytest.param("990000", "820000", id="no such province"),
    ],
)
def test_nearest_codes_are_real_ones_close_by(wrong: str, nearest: str) -> None:
    assert divisions.nearest_codes(wrong)[0] == nearest


@settings(deadline=None)
@given(st.text(max_size=14) | st.integers(0, 10**12).map(str))
def test_no_code_raises(code: str) -> None:
    divisions.division(code)
    assert all(divisions.exists(each) for each in divisions.nearest_codes(code))


def test_the_cache_is_written_once_and_mended_when_it_is_cut_short(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "cache"
    assert len(open_divisions(folder=folder).codes) == 620_573
    (cached,) = folder.iterdir()
    cached.unlink()
    cached.write_bytes(b"cut short")
    assert len(open_divisions(folder=folder).codes) == 620_573
    assert [each.name for each in folder.iterdir()] == [cached.name]


def test_where_nothing_can_be_written_it_is_held_in_memory(tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("not a folder")
    assert open_divisions(folder=blocked).name_at(0).decode() == "多福巷社区"


def test_the_file_tells_its_sources_and_vintage() -> None:
    about = divisions.about()
    assert about["vintage"] == "2023-06-30"
    assert "MIT" in about["communities"]
    assert "MIT" in about["districts"]
