"""What a page is by its own bytes, its JSON, and what only stands in for it."""

import io
import json
import re
import zipfile
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.challenges import is_challenge
from connectors.errors import FetchError
from connectors.pages import FetchedPage, is_cut, is_cut_table
from connectors.sniffing import form_of


def page(content: bytes, content_type: str = "text/html") -> FetchedPage:
    return FetchedPage("https://a.example/p?key=8d1f", 200, {"Content-Type": content_type}, content)


def archive(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return held.getvalue()


def of_version(content: bytes, version: int) -> bytes:
    """The archive, its first entry asking for this version of the format (APPNOTE 4.3.12: 6 bytes into its header)."""
    start = content.index(b"PK\x01\x02") + 6
    return content[:start] + version.to_bytes(2, "little") + content[start + 2 :]


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (b"<!DOCTYPE html><html>", "html"),
        (b"\xef\xbb\xbf\r\n<HTML><BODY>", "html"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "html"),
        (b"<table><tr><td>1", "html"),
        (b'<?xml version="1.0"?><rss version="2.0">', "xml"),
        (b"<jobs><job/></jobs>", "xml"),
        (b' \n{"rows": []}', "json"),
        (b"[1]", "json"),
        (b"%PDF-1.4", "pdf"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (archive("[Content_Types].xml", "word/document.xml"), "docx"),
        (archive("jobs.csv"), "zip"),
        (b"PK\x03\x04 cut", "zip"),
        (of_version(archive("jobs.csv"), 99), "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
        ("岗位,人数,工资\n搬运,2,300\n".encode("gbk"), "csv"),
        ("招聘搬运工，300元/天".encode(), "text"),
        (b"BMW seeks drivers", "text"),
        ("[急]招聘搬运工，300元/天".encode(), "text"),
        ("<html><body>招聘".encode("utf-16"), "html"),
        (b"\x89PNG\r\n\x1a\n\x00", "image"),
        (b"", "text"),
    ],
)
def test_a_form_is_known_by_its_bytes(content: bytes, form: str) -> None:
    assert form == form_of(content)


def test_json_keeps_amounts_exact() -> None:
    assert page(b'{"pay": 18.30, "n": 3}').json() == {"pay": Decimal("18.30"), "n": 3}


NUMBERS = st.integers(-(10**24), 10**24) | st.decimals(allow_nan=False, allow_infinity=False, places=2) | st.just(-0.0)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text('岗位工1.5e,:[]{}\\"/ \n'),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["id", "岗位", "pay", "n"]), inner),
    max_leaves=12,
)


@given(VALUES, st.booleans())
def test_json_that_is_quickly_read_is_what_python_reads(value: object, escaped: bool) -> None:
    numbered = partial(json.dumps, default=lambda amount: f"\1{amount}\1")
    text = re.sub(r'"\\u0001(.*?)\\u0001"', r"\1", numbered(value, ensure_ascii=escaped))
    read, meant = page(text.encode()).json(), json.loads(text, parse_float=Decimal)
    assert repr(read) == repr(meant)


def test_jsonp_is_unwrapped() -> None:
    assert page(b'callback123({"a": [1]});', "text/javascript").json() == {"a": [1]}


def test_json_text_can_be_stored() -> None:
    held = json.dumps({"t\0": "a\ud800b\0c", "list": ["\udc00"]}).encode()
    assert page(held).json() == {"t": "a\ufffdbc", "list": ["\ufffd"]}


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"<html><p>login</p>", "HTML"),
        (b'{"rows": [{"id": 1}, {"i', "broken"),
        (b"", "blank"),
        (b"[NaN]", "TEXT"),
        (b'{"n": NaN}', "broken"),
        (b"[1e999999999]", "broken"),
        (b"[" * 100_000, "broken"),
        (b"{'a': 1}", "broken"),
        (b"a,b,c\n1,2,3\n", "CSV"),
    ],
)
def test_what_is_no_json_says_what_it_is(content: bytes, found: str) -> None:
    with pytest.raises(FetchError, match=found) as raised:
        page(content).json()
    assert raised.value.code == "NOT_JSON"
    assert "8d1f" not in str(raised.value)


def test_a_garbled_page_has_no_text() -> None:
    with pytest.raises(FetchError) as raised:
        _ = page(("搬运工招聘信息".encode("gbk").decode("latin-1") * 9).encode()).text
    assert raised.value.code == "WRONG_ENCODING"


def test_a_link_is_encoded_as_its_page_is() -> None:
    held = page('<html><meta charset="gb2312"><a href="list.asp?gz=搬运">搬运</a>'.encode("gbk"))
    assert held.link("列表/a.asp?gz=搬运#top") == "https://a.example/%E5%88%97%E8%A1%A8/a.asp?gz=%B0%E1%D4%CB"


def test_headers_have_names_in_any_case() -> None:
    assert page(b"").headers["content-type"] == page(b"").headers["CONTENT-TYPE"]


BOARD = "<li>搬运工，300元/天，日结，站前街</li>" * 40
CHALLENGES = {
    "a captcha": "<html><title>安全验证</title><body>请完成下方验证后继续<img src=/captcha.jpg></body></html>",
    "too often": "<html><body><p>您的访问过于频繁，请稍后输入验证码</p></body></html>",
    "a slider": "<html><body><div id='nc'>请拖动下方滑块完成验证</div></body></html>",
    "a firewall": "<html><head><title>网站防火墙</title></head><body>您的请求带有不合法参数，已被拦截</body></html>",
    "a cookie challenge": "<html><script>document.cookie='a=1';location.href=location.href</script></html>",
    "an encrypted challenge": "<html><script>$_ts=window['$_ts'];if(!$_ts)$_ts={}</script><body></body></html>",
    "in English": "<html><title>Just a moment...</title><body>Checking your browser before accessing</body></html>",
}
CONTENT = {
    "a board with a login box": f"<html><input id=captcha>请输入验证码<ul>{BOARD}</ul></html>",
    "a notice about verification": f"<p>报名时请完成手机验证后继续。{'岗位要求：初中以上，包午餐。' * 40}</p>",
    "a short posting with a login box": "<p>分拣员，18元/小时</p><form>请输入验证码<input id=captcha></form>",
    "a short notice over a firewall's script": f"<script src=/geetest.js></script><p>{'活动室今日开放。' * 16}</p>",
    "an empty list": "<html><title>列表</title><body><p>暂无相关记录</p></body></html>",
    "a script and a list": f"<html><script>document.cookie='a=1';location.href='#'</script>{BOARD}</html>",
    "JSON": '{"message": "安全验证"}',
}


@pytest.mark.parametrize("name", CHALLENGES)
def test_a_verification_page_is_known(name: str) -> None:
    assert is_challenge(CHALLENGES[name])


@pytest.mark.parametrize("name", CONTENT)
def test_content_is_not_taken_for_a_verification_page(name: str) -> None:
    assert not is_challenge(CONTENT[name])


@pytest.mark.parametrize(
    "html",
    [
        f"<html><body><ul>{BOARD}<li>分拣",
        "<html><body><table><tr><td>搬运</td></tr><tr><td>分拣",
        "<html><body><div><div><div>搬运</div><div>分拣",
        "<html><body><p>搬运</p><a hre",
        "<html><dl><dt>岗位</dt><dd>搬运</dd>",
        "<html><body><div><h1>公告</h1><p>一、对象。</p><p>二、待遇。岗位工资每",
        "<html><body><p>招服务员3人，工\ufffd",
        "<!doctype html><html><body><main><article><h1>药材挑选工</h1><p>薪资",
    ],
)
def test_half_a_page_is_known(html: str) -> None:
    assert is_cut(html)


@pytest.mark.parametrize(
    ("content", "whole"),
    [
        (archive("xl/workbook.xml"), True),
        (archive("xl/workbook.xml")[:-30], False),
        (b"%PDF-1.4 ... %%EOF\n", True),
        (b"%PDF-1.4 ...", False),
        (b"a,b,c\n1,2,3\n4,5", False),
    ],
    ids=["archive", "half an archive", "pdf", "half a pdf", "csv"],
)
def test_half_an_attachment_is_known(content: bytes, whole: bool) -> None:
    if whole:
        page(content).raise_for_stand_in()
    else:
        with pytest.raises(FetchError) as raised:
            page(content).raise_for_stand_in()
        assert raised.value.code == "TRUNCATED_BODY"


@pytest.mark.parametrize(
    "html",
    [
        f"<html><body><ul>{BOARD}</ul></body></html>",
        "<html><body><table><tr><td>搬运</td></tr></table>",
        "<html><body><div id=main><h1>用工信息<p>8个岗位<p><a href=a.docx>附件</a><p>电话",
        "<html><body><div><div>搬运</div><p>工资<5000元",
        "<table><tr><td>a fragment",
        "<html><body><p>一</p><p>二<p>三<p>四",
        "<html><script>document.write('<table><tr></tr>')</script><p>搬运",
        "plain words",
        "",
    ],
)
def test_a_sloppy_page_is_not_taken_for_half_a_page(html: str) -> None:
    assert not is_cut(html)


@pytest.mark.parametrize(
    ("csv", "cut"),
    [
        (b"a,b,c\n1,2,3\n4,5", True),
        ("岗位\t人数\r\n搬运\t2\r\n分".encode("gbk"), True),
        (b"a,b,c\n1,2,3\n4,5,6", False),
        (b"a,b,c\n1,2,3\n4,5\n", False),
        (b'a,b\n"1,2",3\n4', True),
        (b'a,b\n"1,2",3\n"4,5",6', False),
        (b'a,b\n1,"' + b"x" * 200_000, False),
        (b"a,b", False),
    ],
)
def test_half_a_table_is_known(csv: bytes, cut: bool) -> None:
    assert is_cut_table(csv) == cut
