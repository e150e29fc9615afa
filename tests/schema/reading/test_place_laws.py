"""Laws of reading places: any division's own full name reads as itself, spelling does not matter, nothing raises."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from schema import divisions
from schema.divisions import Standing
from schema.reading.places import read_place

_TO_TRADITIONAL = OpenCC("s2t")
_UPPER = divisions.table().upper
DISTRICTS = sorted(code for code, (_, standing) in _UPPER.items() if len(code) == 6 and standing is Standing.CURRENT)
# The Bureau also counts farms, zones and camps as streets, under names that hold another's: those are left out.
STREETS = [
    code
    for code, (name, _) in _UPPER.items()
    if len(code) == 9 and name.endswith(("街道", "镇", "乡")) and len(name) < 7 and code[6] in "012"
]
addresses = st.text(
    alphabet="广东省州市荔湾区茶滘街道镇村社鼓楼北京朝阳县旗盟新华路号0123456789（）()-, 、", max_size=24
)


def full_name(code: str) -> str:
    found = divisions.division(code)
    assert found is not None
    return found.full_name


def test_every_district_reads_as_itself_from_its_full_name() -> None:
    wrong = [code for code in DISTRICTS if read_place(full_name(code)).division != code]
    assert wrong == []


def test_nearly_every_street_reads_as_itself_from_its_full_name() -> None:
    """All but the few names that two streets of one district bear."""
    sample = random.Random(20261122).sample(STREETS, 2000)
    wrong = [full_name(code) for code in sample if read_place(full_name(code)).street != code]
    assert len(wrong) <= 10, wrong


def test_nearly_every_street_reads_as_itself_without_its_province_and_city() -> None:
    sample = random.Random(20260113).sample(STREETS, 1000)
    short = {
        code: f"{divisions.division_name(divisions.ancestors(code)[-1])}{divisions.division_name(code)}"
        for code in sample
    }
    found = {code: read_place(short[code], within=code[:6]).street for code in sample}
    wrong = [short[code] for code in sample if found[code] != code]
    assert len(wrong) <= 10, wrong


@pytest.mark.parametrize("code", random.Random(7).sample(STREETS, 100))
def test_script_and_width_do_not_matter(code: str) -> None:
    plain = full_name(code) + "8号"
    for spelling in (_TO_TRADITIONAL.convert(plain), plain.replace("8", "８"), " ".join(plain), f"地址：{plain}"):
        assert read_place(spelling).street == read_place(plain).street


@given(addresses, st.sampled_from([None, "440103", "44", "440103018", "110000"]))
@settings(max_examples=300)
def test_codes_are_nested_and_known(address: str, within: str | None) -> None:
    found = read_place(address, within=within)
    assert all(divisions.exists(code) for code in (found.deepest, *found.ambiguous) if code)
    if found.community:
        assert found.community[:9] == found.street
    if found.street and found.division:
        assert found.division in divisions.ancestors(found.street)


@given(addresses)
@settings(max_examples=200)
def test_reading_again_with_what_was_read_as_context_changes_nothing(address: str) -> None:
    found = read_place(address)
    if found.division and not found.ambiguous:
        assert read_place(address, within=found.division).deepest == found.deepest


def test_nothing_raises() -> None:
    pick = random.Random(1)
    alphabet = (
        "广东省州市荔湾区茶滘街道镇村社鼓楼北京朝阳县旗盟新华路号中𬭚"
        "\u0000\ud800ﾊ①Ⅳ🙂٣½%\\'\"(（）)[]{}、，。 \n\t-—～AaZ09０９"
    )
    for _ in range(20_000):
        text = "".join(pick.choices(alphabet, k=pick.randrange(0, 30)))
        read_place(text, within=pick.choice([None, "", "440103", "x", "44010301"]))
