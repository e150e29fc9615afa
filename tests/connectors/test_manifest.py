"""A manifest reads what it describes: every way of paging, of asking, of saying where; and notices a bad day."""

import hashlib
import hmac
import io
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs, urlsplit

import docx
import openpyxl
import pytest

from connectors.addresses import AllowList
from connectors.configs import check_config
from connectors.context import FetchContext, OfflineContext, PagesByAddress
from connectors.fetch import Fetcher, FetchSettings
from connectors.kinds.graphql import GraphQL
from connectors.kinds.manifest import Manifest
from connectors.manifest.nodes import JsonNode
from connectors.manifest.rules import Rule
from connectors.pages import FetchedPage
from connectors.secrets import OpenSecret, SecretText
from connectors.settings import whole_schema
from schema.problems import DoorstepError
from schema.records import Gone, JobRecord, Record, Reject
from tests.connectors.paper import pdf, table_at
from tests.connectors.servers import Asked, Reply, Script, Server, serve

NOW = datetime(2026, 11, 22, 16, 30, tzinfo=timezone(timedelta(hours=8)))
FIELDS = {"title": "name"}
JSON = {"content-type": "application/json"}


def rows(*numbers: int) -> list[dict[str, object]]:
    return [{"id": number, "name": f"岗位{number}"} for number in numbers]


def answers(answer: Callable[[Mapping[str, str]], object]) -> Callable[[Asked], Reply]:
    """A script that answers JSON by the request's query."""

    def reply(asked: Asked) -> Reply:
        query = {name: values[0] for name, values in parse_qs(urlsplit(asked.target).query).items()}
        return Reply(json.dumps(answer(query)).encode(), headers=JSON)

    return reply


async def read(
    server: Server,
    config: Mapping[str, Any],
    **options: Any,  # Any: config values, and fields of a context
) -> tuple[list[Record], FetchContext]:
    settings = FetchSettings(
        allowed=AllowList.parse([f"127.0.0.1:{server.port}"]), requests_per_second=1000, burst=1000
    )
    secrets = {"S": OpenSecret("S", "127.0.0.1", SecretText("s3cret-value"))}
    async with Fetcher(settings) as fetcher:
        whole = {"url": f"{server.base}/jobs", "format": "json", "key": "id", "fields": FIELDS, **config}
        assert check_config(whole, whole_schema(Manifest.config_schema)) == ()
        context = FetchContext("s", whole, NOW, secrets=secrets, fetcher=fetcher, **options)
        return [record async for record in Manifest().read(context)], context


def ids(records: list[Record]) -> list[str]:
    return [record.external_id for record in records if isinstance(record, JobRecord)]


def page_of(query: Mapping[str, str], name: str = "page") -> object:
    number = int(query.get(name, "1"))
    return {"total": 5, "list": {1: rows(1, 2), 2: rows(3), 3: rows(4, 5)}.get(number, [])}


def by_offset(query: Mapping[str, str]) -> object:
    start = int(query["offset"])
    return {"list": rows(1, 2, 3, 4, 5)[start : start + 2]}


def by_cursor(query: Mapping[str, str]) -> object:
    return {"": {"list": rows(1, 2), "next": "b"}, "b": {"list": rows(3, 4, 5), "next": None}}[query.get("cursor", "")]


def by_link(asked: Asked) -> Reply:
    last = asked.target.endswith("p=2")
    headers = JSON if last else {**JSON, "link": '</jobs?p=2>; rel="next", </jobs>; rel="first"'}
    return Reply(json.dumps({"list": rows(4, 5) if last else rows(1, 2, 3)}).encode(), headers=headers)


PAGING: list[tuple[str, Script, dict[str, Any]]] = [
    ("page", answers(page_of), {"by": "page"}),
    ("page with a total", answers(page_of), {"by": "page", "total": "total"}),
    ("offset", answers(by_offset), {"by": "offset", "size": 2}),
    ("cursor", answers(by_cursor), {"by": "cursor", "cursor": "next"}),
    ("link header", by_link, {"by": "link"}),
]


@pytest.mark.parametrize(("script", "paging"), [each[1:] for each in PAGING], ids=[each[0] for each in PAGING])
async def test_pages_follow_until_the_source_ends(script: Script, paging: dict[str, Any]) -> None:
    async with serve({"/jobs": script}) as server:
        records, context = await read(server, {"records": "$.list[*]", "paging": paging})
    assert (ids(records), context.said.complete) == (["1", "2", "3", "4", "5"], True)


async def test_a_next_link_in_html_is_followed_and_a_detail_page_adds_to_its_record() -> None:
    card = "<div class=job data-id={n}><a href=/job/{n}>岗位{n}</a></div>"
    first = f"<html><body>{card.format(n=1)}<a class=next href=?p=2>下一页</a></body></html>"
    second = f"<html><body>{card.format(n=2)}</body></html>"
    script: dict[str, Script] = {
        "/jobs": Reply(first.encode()),
        "/jobs?p=2": Reply(second.encode()),
        "/job/1": Reply("<html><body><p class=pay>200元/天</p></body></html>".encode()),
        "/job/2": Reply(b"gone", 410),
    }
    config = {
        "format": "html",
        "records": "div.job",
        "key": ".@data-id",
        "fields": {"title": "a"},
        "paging": {"by": "next", "next": "a.next@href"},
        "detail": {"url": "a@href", "fields": {"pay": "p.pay"}},
    }
    async with serve(script) as server:
        records, context = await read(server, config)
    [job, gone] = records
    assert isinstance(job, JobRecord)
    assert (job.external_id, job.title, job.pay) == ("1", "岗位1", "200元/天")
    assert isinstance(gone, Gone)
    assert gone.external_id == "2"
    assert context.said.complete


def header(name: str) -> Callable[[Asked], str]:
    return lambda asked: asked.headers.get(name, "")


def query_of(name: str) -> Callable[[Asked], str]:
    return lambda asked: parse_qs(urlsplit(asked.target).query).get(name, [""])[0]


def digest(asked: Asked) -> str:
    return f"{asked.headers['x-sign']} {asked.headers['x-time']}"


STAMP = str(int(NOW.timestamp()))
MAC = hmac.new(b"s3cret-value", f"GET|/jobs|{STAMP}".encode(), hashlib.sha256).hexdigest()
SECRET = {"secret": "S"}
AUTH: list[tuple[dict[str, Any], Callable[[Asked], str], str]] = [
    ({"by": "bearer", "token": SECRET}, header("authorization"), "Bearer s3cret-value"),
    ({"by": "header", "name": "X-Key", "value": SECRET}, header("x-key"), "s3cret-value"),
    ({"by": "query", "name": "key", "value": SECRET}, query_of("key"), "s3cret-value"),
    ({"by": "basic", "user": "u", "password": SECRET}, header("authorization"), "Basic dTpzM2NyZXQtdmFsdWU="),
    (
        {"by": "oauth2", "tokenUrl": "/token", "clientId": "c", "clientSecret": SECRET},
        header("authorization"),
        "Bearer T",
    ),
    (
        {
            "by": "signed", "appId": "a", "secret": SECRET, "method": "hmac-sha256",
            "over": ["method", "path", "timestamp"], "join": "|",
            "param": "X-Sign", "timestampParam": "X-Time", "in": "header",
        },
        digest,
        f"{MAC} {STAMP}",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("auth", "sent", "expected"), AUTH, ids=[each[0]["by"] for each in AUTH])
async def test_a_request_carries_what_its_source_asks_for(
    auth: dict[str, Any], sent: Callable[[Asked], str], expected: str
) -> None:
    seen: list[str] = []

    def reply(asked: Asked) -> Reply:
        seen.append(sent(asked))
        return Reply(json.dumps({"list": rows(1)}).encode(), headers=JSON)

    async with serve({"/jobs": reply, "/token": Reply(b'{"access_token": "T"}', headers=JSON)}) as server:
        records, _ = await read(server, {"records": "$.list[*]", "auth": auth})
    assert (ids(records), seen) == (["1"], [expected])


def sheet() -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    above: list[list[object]] = [["岗位表"], ["2026年11月", None, "单位：元"], ["编号", "岗位 名称", "薪资（元）"]]
    below: list[list[object]] = [["A1", "搬运工", 300], above[2], ["A2", "厨工", 5000], ["合计", None, 2]]
    for row in above + below:
        page.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def letter() -> bytes:
    document = docx.Document()
    document.add_heading("岗位表", 1)
    table = document.add_table(rows=0, cols=3)
    for row in LISTED:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


LISTED = [("编号", "岗位名称", "薪资（元）"), ("A1", "搬运工", "300"), ("A2", "厨工", "5000")]
CSV = "某某人力\r\n编号;岗位名称;薪资（元）\r\nA1;搬运工;300\r\nA2;厨工;5000\r\n合计;;2\r\n".encode("gb18030")
XML = (
    '<x:jobs xmlns:x="urn:a"><x:job no="A1"><x:岗位名称>搬运工</x:岗位名称></x:job>'
    '<x:job no="A2"><x:岗位名称>厨工</x:岗位名称></x:job></x:jobs>'
)
RSS = (
    "<rss><channel><item><guid>A1</guid><title>招搬运工</title></item>"
    "<item><guid>A2</guid><title>招厨工</title></item></channel></rss>"
)
FORMATS: list[tuple[str, bytes, dict[str, Any]]] = [
    ("csv", CSV, {"key": "编号", "fields": {"title": "岗位名称", "pay": "薪资(元)"}}),
    ("xlsx", sheet(), {"key": "编号", "fields": {"title": "岗位名称", "pay": "薪资（元）"}}),
    ("docx", letter(), {"key": "编号", "fields": {"title": "岗位名称", "pay": "薪资（元）"}}),
    (
        "pdf",
        pdf([table_at(LISTED, 60, 760, [60, 120, 90])]),
        {"key": "编号", "fields": {"title": "岗位名称", "pay": "薪资（元）"}},
    ),
    ("xml", XML.encode(), {"records": "job", "key": "@no", "fields": {"title": "岗位名称"}}),
    ("xml", XML.encode(), {"records": "jobs/job", "key": ".@no", "fields": {"title": "job/岗位名称"}}),
    ("rss", RSS.encode(), {"key": "guid", "fields": {"title": {"at": "title", "match": "招(.+)"}}}),
]


@pytest.mark.parametrize(("form", "body", "config"), FORMATS, ids=[each[0] for each in FORMATS])
async def test_every_format_gives_the_same_records(form: str, body: bytes, config: dict[str, Any]) -> None:
    async with serve({"/jobs": Reply(body, headers={"content-type": "application/octet-stream"})}) as server:
        records, _ = await read(server, {**config, "format": form})
    assert [(one.external_id, one.title) for one in records if isinstance(one, JobRecord)] == [
        ("A1", "搬运工"),
        ("A2", "厨工"),
    ]


async def test_numbers_become_limits_and_pay_and_a_detail_that_is_an_error_is_kept_aside() -> None:
    listed = [{"id": n, "name": f"岗位{n}", "low": 4000, "high": 5000, "min": 0, "max": 55} for n in (1, 2, 3)]
    said = {1: {"code": 0, "data": {"addr": "某路"}}, 2: {"code": 7, "msg": "忙", "data": None}, 3: {"code": 404}}
    fields = {"title": "name", "payMin": "low", "payMax": "high", "payUnit": "=月", "ageMin": "min", "ageMax": "max"}
    detail = {
        "url": {"template": "/d{id}"}, "format": "json", "records": "$.data", "fields": {"address": "addr"},
        "gone": {"where": "$.code", "says": [404]},
    }  # fmt: skip
    script = {f"/d{n}": Reply(json.dumps(each).encode(), headers=JSON) for n, each in said.items()}
    async with serve({"/jobs": Reply(json.dumps(listed).encode(), headers=JSON), **script}) as server:
        records, _ = await read(server, {"records": "$[*]", "fields": fields, "detail": detail})
    first, kept, gone = records
    assert isinstance(first, JobRecord)
    assert isinstance(kept, Reject)
    assert isinstance(gone, Gone)
    assert (first.pay, first.given, first.address) == ("4000-5000元/月", {"requirements.age_max": 55}, "某路")
    assert (kept.reason, kept.external_id, gone.external_id) == ("FEED_REFUSED", "2", "3")


async def test_a_graph_is_asked_with_a_query_and_paged_by_its_cursor() -> None:
    asked_for: list[object] = []

    def reply(asked: Asked) -> Reply:
        after = json.loads(asked.body)["variables"].get("after")
        asked_for.append(after)
        end = {"hasNextPage": after is None, "endCursor": "b"}
        return Reply(
            json.dumps({"data": {"jobs": {"nodes": rows(2 if after else 1), "pageInfo": end}}}).encode(), headers=JSON
        )

    paging = {"by": "cursor", "cursor": "$.data.jobs.pageInfo.endCursor", "more": "$.data.jobs.pageInfo.hasNextPage"}
    config = {
        "format": "graphql",
        "query": "query($after: String) { jobs }",
        "records": "$.data.jobs.nodes[*]",
        "paging": paging,
    }
    async with serve({"/jobs": reply}) as server:
        records, _ = await read(server, config)
    assert (ids(records), asked_for) == (["1", "2"], [None, "b"])


async def test_increments_ask_for_what_changed_and_never_call_absence_gone() -> None:
    asked_for: list[str] = []

    def answer(query: Mapping[str, str]) -> object:
        asked_for.append(query.get("since", ""))
        return {"list": [{"id": 1, "name": "x", "at": "2026-11-21"}, {"id": 2, "name": "y", "at": "2026-11-22"}]}

    config = {"records": "$.list[*]", "since": {"param": "since", "at": "at"}}
    async with serve({"/jobs": answers(answer)}) as server:
        _, first = await read(server, config)
        _, second = await read(server, config, watermark="2026-11-22")
    assert (first.said.watermark, first.said.complete, second.said.complete) == ("2026-11-22", True, False)
    assert asked_for == ["", "2026-11-22"]


RULES: list[tuple[object, str | None]] = [
    ("a", "x"),
    (["a", "b"], "x 1"),
    ({"at": ["a", "b"], "join": "-"}, "x-1"),
    ({"at": "c", "default": "none"}, "none"),
    ({"at": "c", "else": "a"}, "x"),
    ({"at": "b", "map": {"1": "一"}}, "一"),
    ({"at": "d", "match": "待遇：(.+)"}, "200元"),
    ({"template": "{b}-{b}元/{u}", "map": {"03": "月"}}, "1-1元/月"),
    ({"template": "{c}元"}, None),
    ("=固定", "固定"),
    ("$.list[0].n", "y"),
    ("html", "包吃住 五险"),
]
NODE = JsonNode({"a": "x", "b": 1, "u": "03", "d": "待遇：200元", "list": [{"n": "y"}], "html": "<p>包吃住</p>五险"})


@pytest.mark.parametrize(("rule", "expected"), RULES, ids=[str(each[0]) for each in RULES])
def test_a_rule_finds_its_words(rule: object, expected: str | None) -> None:
    assert Rule.of(rule).words(NODE) == expected


@pytest.mark.parametrize(
    ("rule", "code"),
    [({"at": "a", "match": "("}, "EXPRESSION_INVALID"), ("$.[", "EXPRESSION_INVALID")],
    ids=["regular expression", "JSONPath"],
)
def test_an_expression_that_cannot_be_used_is_named(rule: object, code: str) -> None:
    with pytest.raises(DoorstepError) as told:
        Rule.of(rule).words(NODE)
    assert told.value.code == code


async def test_a_list_that_is_not_there_is_an_error_and_an_empty_one_may_be_expected() -> None:
    async with serve({"/jobs": answers(lambda query: {"data": []})}) as server:
        with pytest.raises(DoorstepError) as told:
            await read(server, {"records": "$.list[*]"})
        records, context = await read(server, {"records": "$.data[*]", "expect": {"empty": True}})
    assert (told.value.code, records, context.said.complete) == ("RECORDS_NOT_FOUND", [], True)


async def test_a_field_that_no_record_has_is_told_and_the_run_is_not_whole() -> None:
    async with serve({"/jobs": answers(lambda query: {"list": rows(*range(6))})}) as server:
        records, context = await read(server, {"records": "$.list[*]", "fields": {**FIELDS, "pay": "salary"}})
        _, forgiven = await read(
            server, {"records": "$.list[*]", "fields": {**FIELDS, "pay": {"at": "salary", "optional": True}}}
        )
    assert [one.field for one in records if isinstance(one, Reject)] == ["pay"]
    assert (context.said.complete, forgiven.said.complete) == (False, True)


async def test_a_source_that_repeats_its_first_page_is_not_taken_for_whole() -> None:
    async with serve({"/jobs": answers(lambda query: {"list": rows(1, 2)})}) as server:
        records, context = await read(server, {"records": "$.list[*]", "paging": {"by": "page"}})
    assert (context.said.complete, context.said.counts["page_repeated"]) == (False, 1)
    assert set(ids(records)) == {"1", "2"}


async def test_a_later_page_of_another_make_is_no_end_of_the_list() -> None:
    listed = "<div class=page><ul class=list><li class=job>a</li></ul></div>"
    pages = {
        "https://a.example/?page=1": f"<html><body>{listed}</body></html>",
        "https://a.example/?page=2": "<html><body><div class=error>系统繁忙</div></body></html>",
    }
    config = {"url": "https://a.example/", "records": "li.job", "fields": {"title": "."}, "paging": {"by": "page"}}
    context = OfflineContext("s", config, NOW, answers=PagesByAddress(pages))
    with pytest.raises(DoorstepError) as told:
        [record async for record in Manifest().read(context)]
    assert (told.value.code, context.said.complete) == ("PAGE_CHANGED", False)


@pytest.mark.parametrize(
    ("config", "path", "word"),
    [
        ({"recrods": "x"}, ("config", "recrods"), "records"),
        ({"paging": {"by": "pages"}}, ("config", "paging", "by"), "page"),
        ({"fields": {"titel": "x"}}, ("config", "fields", "titel"), "title"),
        ({"auth": {"by": "bearer"}}, ("config", "auth", "token"), "token"),
        ({"format": "graphql"}, ("config", "query"), "query"),
    ],
)
def test_a_mistake_names_its_path_and_what_to_write(config: dict[str, Any], path: tuple[str, ...], word: str) -> None:
    whole = {"url": "https://a.example", "fields": FIELDS, **config}
    [problem] = check_config(whole, whole_schema(Manifest.config_schema))
    assert problem.path == path
    assert word in problem.en


PAY = {"text": "300元/天", "min": "300", "max": "300", "unit": "DAY"}
JOB = {"id": "J1", "title": "搬运工", "pay": PAY, "contact": {"phone": "138****0000"}, "status": "OPEN"}
CHANGES: list[dict[str, Any]] = [  # Any: a graph's JSON
    {"cursor": "1", "kind": "UPSERTED", "jobId": "J1", "job": JOB},
    {"cursor": "2", "kind": "WITHDRAWN", "jobId": "J2", "job": None},
]


async def test_another_doorstep_is_mirrored_from_where_the_last_run_ended() -> None:
    asked_for: list[object] = []

    def reply(asked: Asked) -> Reply:
        after = json.loads(asked.body)["variables"]["after"]
        asked_for.append(after)
        nodes = {None: CHANGES[:1], "1": CHANGES[1:], "2": []}[after]
        info = {"hasNextPage": after is None, "endCursor": nodes[-1]["cursor"] if nodes else None}
        return Reply(json.dumps({"data": {"changes": {"nodes": nodes, "pageInfo": info}}}).encode(), headers=JSON)

    async with serve({"/graphql": reply}) as server:
        settings = FetchSettings(allowed=AllowList.parse([f"127.0.0.1:{server.port}"]))
        async with Fetcher(settings) as fetcher:
            config = {"url": f"{server.base}/graphql"}
            first = FetchContext("d", config, NOW, fetcher=fetcher)
            records = [record async for record in GraphQL().read(first)]
            second = FetchContext("d", config, NOW, fetcher=fetcher, watermark=first.said.watermark)
            assert [record async for record in GraphQL().read(second)] == []
    [job, gone] = records
    assert isinstance(job, JobRecord)
    assert isinstance(gone, Gone)
    assert (job.given["pay.min"], job.given["pay.unit"], job.contact_phone) == ("300", "DAY", None)
    assert (gone.external_id, first.said.watermark, first.said.complete) == ("J2", "2", False)
    assert (asked_for, second.said.watermark) == ([None, "1", "2"], "2")


async def test_a_graph_that_is_no_doorstep_says_what_to_write() -> None:
    page = FetchedPage("https://a.example/graphql", 200, JSON, b'{"errors": [{"message": "no field changes"}]}')
    context = OfflineContext("d", {"url": page.url}, NOW, answers=PagesByAddress({page.url: page}))
    with pytest.raises(DoorstepError) as told:
        [record async for record in GraphQL().read(context)]
    assert told.value.code == "SOURCE_GRAPH_ERROR"
    assert "no field changes" in told.value.problem.en
