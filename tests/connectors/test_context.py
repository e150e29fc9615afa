"""Contexts: addresses made whole, what a connector says kept, and local files read as if fetched."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from connectors.addresses import AllowList
from connectors.context import BaseContext, FetchContext, OfflineContext, PagesByAddress, file_context, is_fetched
from connectors.errors import FetchError
from connectors.fetch import Fetcher, FetchSettings
from connectors.pages import FetchedPage
from connectors.protocol import Context
from gateway.installation import now_in_china
from gateway.keeping import PagesInStore
from schema.store.engine import Database
from tests.connectors.servers import Asked, Reply, serve

NOW = datetime(2026, 11, 22, 16, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_a_context_is_what_connectors_are_promised() -> None:
    def promised(context: Context) -> Context:
        return context

    context: BaseContext = OfflineContext("tea", {"url": "https://a.example/"}, NOW, answers=PagesByAddress({}))
    assert promised(context).config["url"] == "https://a.example/"


def echo(asked: Asked) -> Reply:
    return Reply(f"{asked.method} {asked.target} {asked.headers.get('content-type')} {asked.body.decode()}".encode())


async def test_requests_go_out_as_they_were_asked_for() -> None:
    settings = FetchSettings(allowed=AllowList.parse(["127.0.0.0/8"]))
    async with serve({"/list/page": echo, "/q": echo}) as server, Fetcher(settings) as fetcher:
        context = FetchContext("tea", {"url": f"{server.base}/list/index"}, NOW, fetcher=fetcher)
        got = [
            (await context.get("page?a=1", params={"工种": "搬运", "p": "2"})).text,
            (await context.get("/q", method="post", json={"工种": "搬运"})).text,
            (await context.get("/q", method="POST", content=b"a=1", headers={"Content-Type": "x/y"})).text,
        ]
    assert got == [
        "GET /list/page?a=1&%E5%B7%A5%E7%A7%8D=%E6%90%AC%E8%BF%90&p=2 None ",
        'POST /q application/json {"工种":"搬运"}',
        "POST /q x/y a=1",
    ]
    assert (context.said.requests, context.said.bytes) == (3, sum(len(each.encode()) for each in got))


async def test_unchanged_pages_are_counted(store: Database) -> None:
    settings = FetchSettings(allowed=AllowList.parse(["127.0.0.0/8"]))
    script = [Reply(b"<p>1", headers={"etag": '"1"'}), Reply(b"", 304)]
    async with serve({"/": script}) as server, Fetcher(settings) as fetcher:
        memory = PagesInStore(store, now_in_china)
        context = FetchContext("tea", {"url": server.base}, NOW, fetcher=fetcher, memory=memory)
        assert [(await context.get("/")).text for _ in range(2)] == ["<p>1", "<p>1"]
    assert (context.said.requests, context.said.unchanged) == (2, 1)


async def test_what_a_connector_says_is_kept() -> None:
    context = OfflineContext("tea", {}, NOW, resume_from="3", watermark="w0", answers=PagesByAddress({}))
    context.checkpoint("4")
    context.mark("w1")
    context.total(20)
    context.count("no-title")
    context.count("no-title", 2)
    context.complete()
    with pytest.raises(FetchError):
        await context.get("https://a.example/")
    said = context.said
    assert (said.checkpoint, said.watermark, said.total, said.complete, said.failed) == ("4", "w1", 20, True, 1)
    assert (said.counts["no-title"], context.resume_from, context.watermark) == (3, "3", "w0")


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (FetchedPage("https://a.example/", 404, {}, b"x"), "STATUS_404"),
        (FetchedPage("https://a.example/", 200, {}, b" "), "BLANK_PAGE"),
        ("<title>安全验证</title>请完成验证", "CAPTCHA_PAGE"),
        (b"<html><table><tr><td>1</td>", "TRUNCATED_BODY"),
    ],
)
async def test_offline_a_page_fails_as_it_would_have(page: FetchedPage | bytes | str, code: str) -> None:
    pages = PagesByAddress({"https://a.example/": page})
    with pytest.raises(FetchError) as raised:
        await OfflineContext("tea", {"url": "https://a.example/"}, NOW, answers=pages).get("/")
    assert raised.value.code == code


async def test_a_local_file_is_read_as_if_it_had_been_fetched(tmp_path: Path) -> None:
    (tmp_path / "岗位 表").mkdir()
    (tmp_path / "公告.html").write_bytes("<p>招聘搬运工<a href='岗位 表/一.csv'>附件</a>".encode("gbk"))
    (tmp_path / "岗位 表" / "一.csv").write_bytes("岗位,人数,工资\n搬运,2,300\n".encode("gbk"))
    context = file_context("preview", {"url": "ignored"}, NOW, tmp_path / "公告.html")
    page = await context.get(context.config["url"])
    attached = await context.get(page.link("岗位 表/一.csv"))
    assert ("搬运工" in page.text, page.form, attached.form, attached.where) == (True, "html", "csv", "一.csv")


@pytest.mark.parametrize("url", ["../secret.txt", "/etc/passwd", "https://a.example/", "absent.html", "//a.example/x"])
async def test_a_local_file_leads_nowhere_else(url: str, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "notice.html").write_text("<p>招聘")
    with pytest.raises(FetchError) as raised:
        await file_context("preview", {}, NOW, inside / "notice.html").get(url)
    assert raised.value.code == "NOT_RECORDED"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"absent\.html") as raised:
        file_context("preview", {}, NOW, tmp_path / "absent.html")
    assert raised.value.code == "ADDRESS_INVALID"


@pytest.mark.parametrize(("address", "fetched"), [("https://a.example", True), ("a.html", False), ("http://", False)])
def test_files_and_addresses_are_told_apart(address: str, fetched: bool) -> None:
    assert is_fetched(address) == fetched
