"""Text comes out of bytes whatever was declared, and what is garbled is known."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.charsets import canonical, decode, is_garbled

NOTICE = "荔湾区站前街招聘搬运工2名，300元/天，日结，包午餐。电话：020-00001111"
SHORT = "招聘：分拣工"
RARE = "㙍圳头村招工，镕昇公司，朤朤"


def meta(charset: str, text: str = NOTICE) -> str:
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head>{text}</html>'


@pytest.mark.parametrize(
    ("content", "content_type", "text"),
    [
        (NOTICE.encode(), "text/html; charset=utf-8", NOTICE),
        (NOTICE.encode("gb18030"), "text/html; charset=gb2312", NOTICE),
        (RARE.encode("gb18030"), "text/html; charset=GBK", RARE),
        (meta("gb2312").encode("gbk"), "text/html", meta("gb2312")),
        (meta("gb2312").encode(), "text/html", meta("gb2312")),
        (meta("utf-8").encode("gbk"), "text/html", meta("utf-8")),
        (meta("utf-8").encode("gbk"), "text/html; charset=utf-8", meta("utf-8")),
        (meta("gbk").encode("gbk"), "text/html; charset=ISO-8859-1", meta("gbk")),
        (meta("utf-8").encode(), "text/html; charset=gbk", meta("utf-8")),
        (NOTICE.encode("gbk"), "", NOTICE),
        (SHORT.encode("gbk"), "", SHORT),
        (SHORT.encode(), "", SHORT),
        (SHORT.encode(), "text/plain; charset=windows-1252", SHORT),
        (NOTICE.encode("utf-8-sig"), "text/html; charset=gbk", NOTICE),
        (NOTICE.encode("utf-16"), "", NOTICE),
        (f"a,b,c\n1,2,{SHORT}\n".encode("utf-16-le"), "text/csv", f"a,b,c\n1,2,{SHORT}\n"),
        ("誠聘倉務員，月薪".encode("big5"), "text/html; charset=big5", "誠聘倉務員，月薪"),
        (f'<?xml version="1.0" encoding="gb2312"?><a>{NOTICE}</a>'.encode("gbk"), "text/xml", NOTICE),
        (b"plain ascii", "text/html; charset=no-such-charset", "plain ascii"),
        (NOTICE.encode(), "text/html; charset=rot13", NOTICE),
        (b"", "", ""),
        ("联通".encode("gbk"), "text/html; charset=gbk", "联通"),
        ("Ñandú, àéîõü ".encode() * 5, "text/html; charset=gb2312", "Ñandú, àéîõü "),
    ],
)
def test_a_page_is_read_in_the_charset_that_it_is_in(content: bytes, content_type: str, text: str) -> None:
    read, _ = decode(content, content_type)
    assert text in read
    assert not is_garbled(read)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=4))
def test_chinese_utf8_is_never_taken_for_another_charset(text: str) -> None:
    assert decode(text.encode(), "text/html; charset=gb2312") == (text, "utf-8")


@settings(deadline=None)  # the first call imports the detector
@given(st.binary(), st.sampled_from(["", "text/html; charset=utf-8", "text/html; charset=gbk", "charset=utf-16"]))
def test_any_bytes_become_some_text(content: bytes, content_type: str) -> None:
    text, charset = decode(content, content_type)
    assert isinstance(text, str)
    assert canonical(charset)


def test_a_few_broken_bytes_do_not_cost_a_page() -> None:
    content = NOTICE.encode("gbk") * 5 + b"\xff\xd5" + NOTICE.encode("gbk")
    text, charset = decode(content, "text/html; charset=gb2312")
    assert (charset, NOTICE in text, is_garbled(text)) == ("gb18030", True, False)


@pytest.mark.parametrize(
    "garbled",
    [
        NOTICE.encode("gbk").decode("utf-8", "replace"),
        NOTICE.encode("gbk").decode("latin-1"),
        NOTICE.encode().decode("latin-1"),
        NOTICE.encode().decode("gb18030", "replace") * 3,
        "锟斤拷" * 20,
    ],
    ids=["GBK as UTF-8", "GBK as Latin-1", "UTF-8 as Latin-1", "UTF-8 as GBK", "the famous one"],
)
def test_garbled_text_is_known(garbled: str) -> None:
    assert is_garbled(garbled)


@pytest.mark.parametrize("text", [NOTICE, RARE, "Café in Zürich, naïve", "", "• • • · · ·", "№①②③★☆■"])
def test_odd_but_sound_text_is_not_garbled(text: str) -> None:
    assert not is_garbled(text)
