"""Lists as agencies send them: whatever their charset, separator, header and packing; one file or a list of files."""

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from connectors.context import OfflineContext, PagesByAddress, file_context
from connectors.deliveries.listing import Offered, newest
from connectors.deliveries.submitting import read_file
from connectors.kinds.delivery import Delivery
from connectors.pages import FetchedPage
from schema.problems import DoorstepError
from schema.records import JobRecord, Record, Reject

NOW = datetime(2026, 11, 22, 16, 30, tzinfo=timezone(timedelta(hours=8)))
AT = "https://hr.example.cn/export/"
LIST = """众诚人力 岗位日报,,,,
导出时间：2026-11-21,,,单位：元,
编号,岗位名称*,用工单位（简称）,薪资(元)/结算,"需求
人数",年龄/性别,联系人/电话
Z1,面点师,喆食轩,"6,000-7,500/月",2,50岁以下,何生 13800001081
Z2,夜班分拣,粤通供应链,26/小时，日结,50,18-45,1.38E+10
Z1,面点师,喆食轩,"6,500-7,500/月",2,50岁以下,何生 13800001081
合计,,,,54,,
"""


def page(name: str, content: bytes, kind: str = "text/csv") -> FetchedPage:
    return FetchedPage(AT + name, 200, {"content-type": kind}, content)


async def read(*pages: FetchedPage, **config: Any) -> tuple[list[Record], OfflineContext]:  # Any: config values
    context = OfflineContext(
        "d", {"url": pages[0].url, **config}, NOW, answers=PagesByAddress({each.url: each for each in pages})
    )
    return [record async for record in Delivery().read(context)], context


def told(records: list[Record]) -> dict[str, tuple[str, str | None]]:
    return {one.external_id: (one.title, one.pay) for one in records if isinstance(one, JobRecord)}


EXPECTED = {"Z1": ("面点师", "6,500-7,500/月"), "Z2": ("夜班分拣", "26/小时，日结")}


@pytest.mark.parametrize(
    "content",
    [LIST.encode("gb18030"), LIST.encode("utf-8-sig"), LIST.replace("\n", "\r\n").encode("gb18030")],
    ids=["gb18030", "utf-8 with a mark", "windows lines"],
)
async def test_a_list_is_read_in_any_charset_and_the_last_row_of_an_id_holds(content: bytes) -> None:
    records, context = await read(page("today.csv", content))
    assert (told(records), context.said.complete, context.said.counts["repeated"]) == (EXPECTED, True, 1)


async def test_tabs_and_utf16_as_excel_writes_unicode_text() -> None:
    text = "编号\t岗位名称\t薪资\nZ1\t面点师\t6000/月\nZ2\t厨工\t5000/月\n"
    records, _ = await read(page("list.txt", text.encode("utf-16"), "text/plain"))
    assert told(records) == {"Z1": ("面点师", "6000/月"), "Z2": ("厨工", "5000/月")}


async def test_a_zip_named_in_gbk_is_read_file_by_file() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", LIST.encode("gb18030"))
        archive.writestr("readme.md", "no list")
    records, _ = await read(page("all.zip", packed.getvalue(), "application/zip"))
    assert told(records) == EXPECTED


async def test_of_files_by_day_the_newest_is_read() -> None:
    listed = {"files": [{"url": "20261120.csv"}, {"url": "20261121.csv"}]}
    old, new = page("20261120.csv", b"\xff"), page("20261121.csv", LIST.encode("gb18030"))
    records, context = await read(page("list.json", json.dumps(listed).encode(), "application/json"), old, new)
    assert (told(records), context.said.counts["files_older"]) == (EXPECTED, 1)


async def test_a_list_that_says_increment_never_withdraws_what_it_lacks() -> None:
    listed = {"files": [{"url": "1.csv", "mode": "delta"}]}
    _, context = await read(
        page("l.json", json.dumps(listed).encode(), "application/json"), page("1.csv", LIST.encode())
    )
    assert not context.said.complete


async def test_a_page_of_links_is_followed_and_a_file_that_cannot_be_read_is_kept_as_a_reject() -> None:
    html = '<html><body><a href="a.csv">岗位</a> <a href="b.xlsx">岗位</a> <a href="/about.html">关于</a></body></html>'
    pages = [page("", html.encode(), "text/html"), page("a.csv", LIST.encode()), page("b.xlsx", b"PK\x03\x04broken")]
    records, context = await read(*pages)
    assert told(records) == EXPECTED
    assert [one.raw for one in records if isinstance(one, Reject)] == [{"file": "b.xlsx"}]
    assert not context.said.complete


async def test_columns_with_names_of_their_own_are_said_in_the_config() -> None:
    with pytest.raises(DoorstepError) as wrong:
        await read(page("x.csv", "甲,乙,丙\n1,2,3\n4,5,6\n".encode()))
    assert wrong.value.code == "COLUMNS_NOT_FOUND"
    assert "甲、乙、丙" in wrong.value.problem.zh
    text = "啥号,招啥人,给多少\n1,厨工,5000/月\n2,保安,4000/月\n"
    columns = {"externalId": "啥号", "title": "招啥人", "pay": "给多少"}
    records, _ = await read(page("x.csv", text.encode()), columns=columns)
    assert told(records) == {"1": ("厨工", "5000/月"), "2": ("保安", "4000/月")}


async def test_a_row_without_a_title_is_told() -> None:
    text = "编号,岗位名称,单位,薪资\n1,厨工,甲店,5000/月\n2,,乙店,4000/月\n"
    records, _ = await read(page("x.csv", text.encode()))
    assert [(one.reason, one.external_id) for one in records if isinstance(one, Reject)] == [("TITLE_MISSING", "2")]


async def test_a_page_that_offers_no_file_says_so() -> None:
    with pytest.raises(DoorstepError) as wrong:
        await read(page("", b"<html><body><p>hello</p></body></html>", "text/html"))
    assert wrong.value.code == "FILES_NOT_FOUND"


async def test_a_folder_on_this_machine_is_read_and_nothing_outside_it(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "list.csv").write_bytes(LIST.encode("gb18030"))
    (folder / "~$list.csv").write_bytes(b"open")
    (tmp_path / "other.csv").write_bytes(LIST.encode("gb18030"))
    context = file_context("d", {}, NOW, folder)
    assert told([record async for record in Delivery().read(context)]) == EXPECTED
    with pytest.raises(DoorstepError):
        await context.get((tmp_path / "other.csv").as_uri())


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["d/20261120.csv", "d/20261121.csv"], ["d/20261121.csv"]),
        (["d/荔湾.csv", "d/海珠.csv"], ["d/荔湾.csv", "d/海珠.csv"]),
        (["d/岗位9.xlsx", "d/岗位10.xlsx", "d/活动.xlsx"], ["d/岗位10.xlsx", "d/活动.xlsx"]),
    ],
    ids=["by day", "by place", "by number"],
)
def test_the_newest_of_each_family_is_chosen(names: list[str], expected: list[str]) -> None:
    assert [each.url for each in newest([Offered(name, name) for name in names])] == expected


FILES: Mapping[str, bytes] = {
    "jobs.csv": "编号,岗位名称,薪资\nA,厨工,5000/月\nB,保安,4000/月\n".encode("gb18030"),
    "jobs.json": '[{"externalId": "A", "title": "厨工"}, {"externalId": "B", "title": "保安"}]'.encode(),
    "deep.json": (
        '{"data": {"list": [{"岗位编号": "A", "岗位名称": "厨工"}, {"岗位编号": "B", "岗位名称": "保安"}]}}'.encode()
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_handed_in_as_a_table_or_as_json(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    assert [(one.external_id, one.title) for one in read_file(path) if isinstance(one, JobRecord)] == [
        ("A", "厨工"),
        ("B", "保安"),
    ]
