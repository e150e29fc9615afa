"""Feeds of data: keys in three families of names, posts under agencies, signatures, and what cannot be taken."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from connectors.addresses import AllowList
from connectors.context import FetchContext, OfflineContext, PagesByAddress
from connectors.feeds.lexicon import recognise
from connectors.feeds.post import Meanings, instant_words, record_of
from connectors.feeds.rows import find_rows
from connectors.feeds.signing import Signature
from connectors.fetch import Fetcher, FetchSettings, Request
from connectors.kinds.jobonline import JobOnline
from connectors.pages import FetchedPage
from schema.records import Gone, JobRecord, Record, Reject
from tests.connectors.servers import Asked, Reply, serve

NOW = datetime(2026, 11, 22, tzinfo=UTC)
LEMIS = {"acb200": "GZ1", "aca112": "分拣员", "aab004": "惠民超市", "acb21a": "20", "acb21b": "25", "acb21u": "01"}
CAMEL = {"id": "SD-1", "jobName": "厨工", "unitName": "四海饭店", "salary": "4500元/月", "isDeleted": False}
CHINESE = {"编号": "7", "岗位名称": "缝纫工", "单位名称": "云裳制衣", "薪资待遇": "计件", "招聘人数": "若干"}


@pytest.mark.parametrize(
    ("row", "title", "pay"),
    [(LEMIS, "分拣员", "20-25元/小时"), (CAMEL, "厨工", "4500元/月"), (CHINESE, "缝纫工", "计件")],
    ids=["field codes", "camel case", "chinese"],
)
def test_keys_are_recognised_in_three_families_of_names(row: dict[str, object], title: str, pay: str) -> None:
    [found] = find_rows({"data": {"list": [row]}})
    record = record_of(found, Meanings())
    assert isinstance(record, JobRecord)
    assert (title, pay) == (record.title, record.pay)


def test_codes_of_the_source_hold_for_any_field() -> None:
    codes = {"employment": {"2": "兼职"}, "pay_unit": {"5": "件"}}
    row = {"postId": "1", "postName": "剪线头", "jobNature": "2", "salaryLow": 0.3, "salaryHigh": 0.5, "salaryUnit": 5}
    [found] = find_rows({"posts": [row]})
    record = record_of(found, Meanings({}, codes))
    assert isinstance(record, JobRecord)
    assert (record.employment, record.pay) == ("兼职", "0.3-0.5元/件")


def test_a_more_exact_key_wins_over_a_vague_one() -> None:
    assert recognise({"name": "某公司", "jobName": "司机", "id": "1"})["title"] == "jobName"


def test_a_row_is_recognised_by_the_keys_that_it_has_values_for() -> None:
    row = {"id": "1", "jobName": "司机", "name": "某公司"}
    told = [recognise({**row, "jobName": value})["title"] for value in ("司机", "", None, "保洁")]
    assert told == ["jobName", "name", "name", "jobName"]


def test_what_an_agency_says_goes_to_the_posts_below_it() -> None:
    answer = {
        "agencies": [{"agencyName": "穗才人力", "phone": "020-00000001", "posts": [{"jobId": "a", "jobName": "店员"}]}]
    }
    [found] = find_rows(answer)
    record = record_of(found, Meanings())
    assert isinstance(record, JobRecord)
    assert (record.agency, record.contact_phone) == ("穗才人力", "020-00000001")


def test_what_a_company_says_goes_to_its_posts_and_where_an_agency_sits_does_not() -> None:
    post = {"id": 1, "jobTitle": "采果工", "desc": "<p>管<b>午饭</b></p>"}
    company = {"corpName": "橘园合作社", "corpAddr": "太龙镇", "jobs": [post]}
    agency = {"agencyName": "穗才人力", "address": "某大厦", "posts": [{"jobId": "a", "jobName": "店员"}]}
    told = [record_of(found, Meanings()) for found in find_rows({"companies": [company], "agencies": [agency]})]
    assert [(one.employer, one.address, one.description) for one in told if isinstance(one, JobRecord)] == [
        ("橘园合作社", "太龙镇", "管午饭"),
        (None, None, None),
    ]


async def test_a_feed_is_followed_by_its_cursor_until_it_names_none() -> None:
    asked_for: list[str] = []
    pages = {"": ([1, 2], "b"), "b": ([2, 3], "c"), "c": ([4], None)}

    def reply(asked: Asked) -> Reply:
        at = parse_qs(urlsplit(asked.target).query).get("cursor", [""])[0]
        asked_for.append(at)
        numbers, following = pages[at]
        items = [{"positionId": str(n), "positionName": "店员", "companyName": "某店"} for n in numbers]
        answer = {"code": 0, "data": {"items": items, "nextCursor": following}}
        return Reply(json.dumps(answer).encode(), headers={"content-type": "application/json"})

    async with serve({"/feed": reply}) as server:
        settings = FetchSettings(allowed=AllowList.parse([f"127.0.0.1:{server.port}"]))
        async with Fetcher(settings) as fetcher:
            config = {"url": f"{server.base}/feed?cursor="}
            context = FetchContext("s", config, NOW, fetcher=fetcher)
            records = [record async for record in JobOnline().read(context)]
    assert [one.external_id for one in records if isinstance(one, JobRecord)] == ["1", "2", "2", "3", "4"]
    assert (asked_for, context.said.complete) == (["", "b", "c"], True)


class ThreePages:
    """A feed of three pages that says in one of three ways where the next one is; an `Answers`."""

    def __init__(self, way: str) -> None:
        self.way = way

    def find(self, request: Request) -> FetchedPage:
        asked = parse_qs(urlsplit(request.url).query)
        number = int(asked["page" if self.way == "numbers" else "at"][0])
        rows = [{"positionId": str(number), "positionName": "店员"}] if number <= 3 else []
        following = str(number + 1) if number < 3 else None
        answer = {
            "numbers": {"items": rows},
            "a cursor": {"items": rows, "nextCursor": following},
            "links": {"items": rows, "next": following and f"/l?at={following}"},
        }[self.way]
        return FetchedPage(request.url, 200, {}, json.dumps(answer).encode())


@pytest.mark.parametrize(
    ("way", "config", "standings"),
    [
        ("numbers", {"url": "https://a.example/n"}, ["2", "3", "4"]),
        ("a cursor", {"url": "https://a.example/c", "pageParam": "at"}, ["at 2", "at 3"]),
        (
            "links",
            {"url": "https://a.example/l?at=1"},
            ["next https://a.example/l?at=2", "next https://a.example/l?at=3"],
        ),
    ],
)
async def test_a_feed_that_was_interrupted_goes_on_at_the_page_where_it_was(
    way: str, config: dict[str, object], standings: list[str]
) -> None:
    async def read(resume_from: str | None) -> tuple[list[str], list[str | None]]:
        context = OfflineContext("s", config, NOW, resume_from=resume_from, answers=ThreePages(way))
        told, stood = [], []
        async for record in JobOnline().read(context):
            assert isinstance(record, JobRecord)
            told.append(record.external_id)
            stood.append(context.said.checkpoint)
        return told, [*stood[1:], context.said.checkpoint]

    told, stood = await read(None)
    assert (told, list(dict.fromkeys(stood))) == (["1", "2", "3"], standings)
    for number, standing in enumerate(standings, 1):
        assert (await read(standing))[0] == told[number:]


FIRST = """<?xml version="1.0" encoding="GB18030"?>
<导出 总数="3">
  <职位 编号="X-1" 状态="有效">
    <名称>分拣员</名称><单位>顺风仓</单位><工资><![CDATA[22元/小时]]></工资>
    <条件><学历>初中</学历><年龄>18-55</年龄></条件><联系 人="关主管" 电话="13800001234"/><地点>某镇</地点>
  </职位>
  <职位 编号="X-2" 状态="已撤销"><名称>包装工</名称><单位>顺风仓</单位></职位>
  <下一页>/feed?ym=2</下一页>
</导出>"""
LAST = """<导出 总数="3">
  <职位 编号="X-3"><名称>叉车工</名称><单位>顺风仓</单位><薪资>6500元/月</薪资></职位><下一页/>
</导出>"""


async def test_a_feed_of_chinese_elements_is_read_and_followed_by_the_address_it_gives() -> None:
    pages = {
        "https://a.example/feed?ym=1&page=1": FetchedPage(
            "https://a.example/feed?ym=1", 200, {}, FIRST.encode("gb18030")
        ),
        "https://a.example/feed?ym=2": FetchedPage("https://a.example/feed?ym=2", 200, {}, LAST.encode()),
    }
    read, context = await offline("https://a.example/feed?ym=1", pages)
    assert [type(one) for one in read] == [JobRecord, Gone, JobRecord]
    first, last = (one for one in read if isinstance(one, JobRecord))
    assert (first.title, first.employer, first.pay, first.education, first.age) == (
        "分拣员",
        "顺风仓",
        "22元/小时",
        "初中",
        "18-55",
    )
    assert (first.contact_name, first.contact_phone, first.address) == ("关主管", "13800001234", "某镇")
    assert (last.external_id, last.pay) == ("X-3", "6500元/月")
    assert context.said.complete


async def test_rows_that_give_only_names_are_read_on_in_a_document_each() -> None:
    rows = [{"id": n, "jobName": f"岗位{n}", "corpName": "某厂", "detailUrl": f"/d/{n}"} for n in ("1", "2", "3", "1")]
    one = {"code": 0, "data": {"id": "1", "recruitNum": 6, "workAddress": "某路", "linkTel": "13800001234"}}
    pages = {
        "https://a.example/feed?page=1": json_page({"total": 3, "rows": rows}),
        "https://a.example/feed?page=2": json_page({"total": 3, "rows": []}),
        "https://a.example/d/1": json_page(one),
        "https://a.example/d/2": json_page({"code": 404, "msg": "已删除", "data": None}),
        "https://a.example/d/3": FetchedPage("https://a.example/d/3", 404, {}, b"gone"),
    }
    [first, refused, gone], context = await offline("https://a.example/feed", pages)
    assert isinstance(first, JobRecord)
    assert isinstance(refused, Reject)
    assert isinstance(gone, Gone)
    assert (first.title, first.headcount, first.address, first.contact_phone) == ("岗位1", "6", "某路", "13800001234")
    assert (refused.reason, refused.external_id, gone.external_id) == ("FEED_REFUSED", "2", "3")
    assert (context.said.complete, context.said.counts["repeated"]) == (False, 1)


async def test_a_feed_that_turns_out_to_be_rss_is_read_as_items() -> None:
    items = "".join(
        f"<item><guid>{n}</guid><title>招{title}</title><description>工资：{pay}&lt;br/&gt;人数：2</description></item>"
        for n, title, pay in ((1, "洗碗工", "3500元/月"), (2, "送货员", "200元/天"))
    )
    body = f"<rss><channel><title>招工</title>{items}</channel></rss>".encode()
    pages = {url: FetchedPage(url, 200, {}, body) for url in ("https://a.example/rss?page=1", "https://a.example/rss")}
    read, _ = await offline("https://a.example/rss", pages)
    assert [(one.external_id, one.pay) for one in read if isinstance(one, JobRecord)] == [
        ("1", "3500元/月"),
        ("2", "200元/天"),
    ]


def json_page(value: object) -> FetchedPage:
    return FetchedPage("https://a.example/", 200, {"content-type": "application/json"}, json.dumps(value).encode())


async def offline(url: str, pages: Mapping[str, FetchedPage]) -> tuple[list[Record], OfflineContext]:
    context = OfflineContext("s", {"url": url}, NOW, answers=PagesByAddress(pages))
    return [record async for record in JobOnline().read(context)], context


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"id": "1", "jobName": "店员", "isDeleted": True}, Gone),
        ({"acb200": "1", "aca112": "店员", "aae100": "0"}, Gone),
        ({"acb200": "1", "aca112": "", "aab004": "某厂", "acb240": "2", "aae005": "020-00000000"}, Reject),
        ({"jobName": "店员", "unitName": "某店", "salary": "面议", "address": "某路"}, Reject),
    ],
    ids=["deleted flag", "valid flag", "no title", "no id"],
)
def test_a_row_that_is_no_posting_says_what_it_is(row: dict[str, object], expected: type) -> None:
    [found] = find_rows([row])
    assert isinstance(record_of(found, Meanings()), expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20261105", "2026-11-05"),
        ("1794013320000", "2026-11-07T09:02:00+08:00"),
        ("2026-11-06 09:01:00", "2026-11-06 09:01:00"),
        ("20261105093000", "2026-11-05 09:30:00"),
    ],
)
def test_instants_become_iso_8601_where_it_is_sure(text: str, expected: str) -> None:
    assert instant_words(text) == expected


def test_a_signature_is_the_digest_over_sorted_parameters_and_the_key() -> None:
    signature = Signature(app_id="demo", secret="demo-secret-0000")
    now = datetime.fromtimestamp(1795334400, UTC)
    signed = signature.sign({"updatedSince": "2026-11-18T00:00:00+08:00", "page": "1", "empty": ""}, now)
    assert signed["sign"] == "b37a0aa1f850aa704f3166e39bb7a743f253fbeea570f6baf2e103519f028876"
    assert "empty" not in signed


def test_a_signature_never_shows_its_secret() -> None:
    assert "demo-secret" not in repr(Signature(app_id="demo", secret="demo-secret-0000"))
