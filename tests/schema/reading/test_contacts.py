"""Telephone numbers in every writing, found where they stand and masked there. All numbers are invented."""

import pytest

from schema.reading.contacts import find_phones, mask_phones, read_phone, without_phones

NUMBERS = [
    ("13800001234", "MOBILE", "13800001234"), ("138 0000 1234", "MOBILE", "13800001234"), ("138-0000-1234", "MOBILE", "13800001234"),
    ("+86 138 0000 1234", "MOBILE", "13800001234"), ("86-13800001234", "MOBILE", "13800001234"), ("008613800001234", "MOBILE", "13800001234"),
    ("１３８００００１２３４", "MOBILE", "13800001234"), ("电话：138００001234", "MOBILE", "13800001234"), ("幺三八零零零零幺二三四", "MOBILE", "13800001234"),
    ("一三八〇〇〇〇一二三四", "MOBILE", "13800001234"), ("138零零零零1234", "MOBILE", "13800001234"), ("手机13800001234（微信同号）", "MOBILE", "13800001234"),
    ("联系李经理138.0000.1234", "MOBILE", "13800001234"), ("138 00001234", "MOBILE", "13800001234"), ("tel:1 3 8 0 0 0 0 1 2 3 4", "MOBILE", "13800001234"), ("1-3-8-0-0-0-0-1-2-3-4", "MOBILE", "13800001234"), ("壹叁捌零零零零壹贰叁肆", "MOBILE", "13800001234"),
    ("13800001234/13900005678", "MOBILE", "13800001234"), ("020-80000123", "LANDLINE", "020-80000123"), ("(020)80000123", "LANDLINE", "020-80000123"),
    ("（020）8000 0123", "LANDLINE", "020-80000123"), ("02080000123", "LANDLINE", "020-80000123"), ("020 8000 0123", "LANDLINE", "020-80000123"),
    ("０２０－８００００１２３", "LANDLINE", "020-80000123"), ("0551-60000123", "LANDLINE", "0551-60000123"), ("0534-2000123", "LANDLINE", "0534-2000123"),
    ("+86-20-80000123", "LANDLINE", "020-80000123"), ("010-60000123转801", "LANDLINE", "010-60000123"), ("電話：0755-20000123", "LANDLINE", "0755-20000123"),
    ("零二零八零零零零一二三", "LANDLINE", "020-80000123"), ("400-000-1234", "HOTLINE", "4000001234"), ("4000001234", "HOTLINE", "4000001234"),
    ("400 0001 234", "HOTLINE", "4000001234"), ("800-000-1234", "HOTLINE", "8000001234"), ("80000123", "LANDLINE", "80000123"), ("电话：8000-0123", "LANDLINE", "80000123"),
    ("热线12333", "HOTLINE", "12333"),
]  # fmt: skip
NONE = [
    "", "138****1234", "1.38E+10", "2026-11-22", "月薪5000-8000元", "18-45岁", "统一社会信用代码91440101MA5XXXXX0X", "工号10086号楼", "12345678901234567890",
    "8:30-17:30", "招20人", "20261122", "编号2026112200013", "1-3, 5-8, 10-12", "第1 3 5 7 9期",
]  # fmt: skip


@pytest.mark.parametrize(("words", "kind", "national"), NUMBERS, ids=[row[0] for row in NUMBERS])
def test_a_number_is_read_in_every_writing(words: str, kind: str, national: str) -> None:
    phone = read_phone(words)
    assert phone is not None
    assert (kind, national) == (phone.kind, phone.national)


@pytest.mark.parametrize("words", NONE)
def test_other_digits_are_no_number(words: str) -> None:
    assert read_phone(words) is None


@pytest.mark.parametrize(
    ("words", "kind", "e164"),
    [
        ("02-2345-6789", "LANDLINE", "+886223456789"),
        ("(04)2345-6789", "LANDLINE", "+886423456789"),
        ("0912-345-678", "MOBILE", "+886912345678"),
        ("022-23456789", "LANDLINE", "+862223456789"),
        ("0912-3456781", "LANDLINE", "+869123456781"),
    ],
)
def test_numbers_of_taiwan_are_told_from_those_of_the_mainland(words: str, kind: str, e164: str) -> None:
    phone = read_phone(words)
    assert phone is not None
    assert (kind, e164) == (phone.kind, phone.e164)


def test_an_extension_is_kept_apart() -> None:
    phone = read_phone("010-60000123转801")
    assert phone is not None
    assert (phone.extension, phone.e164) == ("801", "+861060000123")


@pytest.mark.parametrize(("words", "kind", "national"), NUMBERS[:16], ids=[row[0] for row in NUMBERS[:16]])
def test_a_personal_number_is_masked_where_it_stands(words: str, kind: str, national: str) -> None:
    masked = mask_phones(f"招搬运工，{words}，日结")
    assert "138****1234" in masked
    assert not any(phone.national == national for phone in find_phones(masked))
    assert masked.startswith("招搬运工，")
    assert masked.endswith("，日结")


def test_land_lines_and_hotlines_may_show() -> None:
    words = "咨询020-80000123或400-000-1234"
    assert words == mask_phones(words)


def test_both_of_two_numbers_are_masked() -> None:
    assert mask_phones("13800001234、139 0000 5678") == "138****1234、139****5678"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("陈记茶行 电话13912348765", "陈记茶行"),
        ("陈记茶行（联系电话：+86-139-1234-8765）芳村店", "陈记茶行芳村店"),
        ("李姐139 1234 8765/13812345678", "李姐"),
        ("茶行 微信一三九一二三四八七六五", "茶行"),
        ("茶行 020-81234567", "茶行 020-81234567"),
        ("广州市第3茶叶有限公司", "广州市第3茶叶有限公司"),
        ("13912348765", "139****8765"),
    ],
)
def test_a_number_is_no_part_of_a_name(written: str, name: str) -> None:
    assert without_phones(written) == name
