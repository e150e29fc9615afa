"""The conformance kit: a sound connector passes it, and every kind of carelessness is caught by name."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from connectors.addresses import AllowList
from connectors.checking import check
from connectors.context import FetchContext
from connectors.errors import FetchError
from connectors.fetch import Fetcher, FetchSettings
from connectors.judging import Expected
from connectors.markup import parse_html
from connectors.protocol import Connector, Context
from connectors.recording import Recording, load, record, save
from connectors.reports import CheckReport
from connectors.secrets import OpenSecret, SecretText
from schema.problems import DoorstepError
from schema.records import JobRecord, Record, Reject
from tests.connectors.servers import Reply, Script, serve

NOW = datetime(2026, 11, 22, 16, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
TRADES = ["搬运工", "分拣员", "保洁员", "车位工", "收银员", "洗碗工"]


def rows(page: int) -> list[dict[str, object]]:
    if page > 3:
        return []
    return [
        {"id": f"p{page}-{n}", "name": f"{trade}（{page}号档）", "pay": f"{200 + n}元/天"}
        for n, trade in enumerate(TRADES)
    ]


def api(page: int) -> Reply:
    body = json.dumps({"total": 18, "rows": rows(page)}, ensure_ascii=False).encode()
    return Reply(body, headers={"content-type": "application/json"})


def board(page: int) -> Reply:
    cells = ["".join(f"<td>{value}</td>" for value in row.values()) for row in rows(page)]
    lines = "".join(f"<tr class='job'>{each}</tr>" for each in ["<th>编号<th>工种<th>工资", *cells])
    html = f"<html><title>招工</title><body><table>{lines}</table></body></html>"
    return Reply(html.encode("gbk"), headers={"content-type": "text/html; charset=gb2312"})


SCRIPT: dict[str, Script] = {
    "/api": lambda asked: api(int(asked.target.partition("page=")[2].partition("&")[0])),
    "/board": lambda asked: board(int(asked.target.partition("page=")[2])),
}


class Feed:
    """A sound connector over JSON."""

    kind: ClassVar[str] = "feed"
    config_schema: ClassVar[Mapping[str, Any]] = {"type": "object"}  # Any: a JSON Schema

    async def read(self, context: Context) -> AsyncIterator[Record]:
        page = 1
        while found := await self.page(context, page):
            for row in found:
                yield self.record(row)
            page += 1
        context.complete()

    async def page(self, context: Context, number: int) -> list[dict[str, Any]]:  # Any: a source's JSON
        key = context.secret("FEED_KEY")
        held = await context.get("/api", params={"page": str(number), "key": key, "sign": f"{key}{number}"})
        value = held.json()
        if not isinstance(value, dict) or "rows" not in value:
            raise DoorstepError("LAYOUT_CHANGED", "页面结构变了。", "The layout has changed.")
        context.total(value["total"])
        return list(value["rows"])

    def record(self, row: Mapping[str, Any]) -> Record:  # Any: a source's JSON
        if not row.get("id") or not row.get("name"):
            return Reject(reason="TITLE_MISSING", message="没有名称 / no title", raw=row)
        return JobRecord(external_id=row["id"], title=row["name"], pay=row.get("pay"), raw=row)


class Board(Feed):
    """A sound connector over HTML that finds cells by their place."""

    kind = "table"

    async def page(self, context: Context, number: int) -> list[dict[str, Any]]:  # Any: as in Feed
        held = await context.get("/board", params={"page": str(number)})
        cells = [[cell.text for cell in row.find_all("td")] for row in parse_html(held.text).find_all("tr")]
        return [dict(zip(("id", "name", "pay"), row, strict=True)) for row in cells if row]


class Swallows(Feed):
    """Takes a page that fails for the last one."""

    async def page(self, context: Context, number: int) -> list[dict[str, Any]]:  # Any: as in Feed
        try:
            return await super().page(context, number)
        except DoorstepError:
            return []


class Crashes(Feed):
    """Raises what is no DoorstepError."""

    def record(self, row: Mapping[str, Any]) -> Record:  # Any: as in Feed
        return JobRecord(external_id=row["number"], title=row["name"])


class Forgets(Feed):
    """Never says that it is done."""

    async def read(self, context: Context) -> AsyncIterator[Record]:
        for row in await self.page(context, 1):
            yield self.record(row)


class Repeats(Feed):
    """Numbers jobs by their place."""

    def record(self, row: Mapping[str, Any]) -> Record:  # Any: as in Feed
        return JobRecord(external_id=str(row["id"])[-1], title=row["name"], pay=row["pay"])


class Varies(Feed):
    """Gives keys that are new each time."""

    times = 0

    def record(self, row: Mapping[str, Any]) -> Record:  # Any: as in Feed
        Varies.times += 1
        return JobRecord(external_id=str(Varies.times), title=row["name"], pay=row["pay"])


class Stops(Feed):
    """Takes the first page for all."""

    async def read(self, context: Context) -> AsyncIterator[Record]:
        for row in await self.page(context, 1):
            yield self.record(row)
        context.complete()


SECRET = OpenSecret("FEED_KEY", "127.0.0.1", SecretText("8d1f-令牌"))


async def recorded(connector: Connector) -> Recording:
    async with (
        serve(SCRIPT) as server,
        Fetcher(FetchSettings(allowed=AllowList.parse(["127.0.0.0/8"]))) as fetcher,
    ):
        config = {"url": server.base, "key": {"secret": "FEED_KEY"}}
        context = FetchContext("tea", config, NOW, secrets={"FEED_KEY": SECRET}, fetcher=fetcher)
        recording, failure = await record(connector, context)
    assert failure is None
    return recording


def all_text(folder: Path) -> str:
    return "".join(path.read_text("utf-8") for path in sorted(folder.iterdir()))


def failed(report: CheckReport) -> set[str]:
    return {each.name for each in report.checks if not each.passed}


@pytest.mark.parametrize("made", [Feed, Board])
async def test_a_sound_connector_passes(made: type[Feed]) -> None:
    report = await check(await recorded(made()), made)
    assert (report.passed, report.records, report.fill["pay"]) == (True, 18, 1.0), report.for_person()


ENDINGS = {
    "turn-captcha": "CAPTCHA_PAGE",
    "turn-captcha-later": "CAPTCHA_PAGE",
    "turn-blank": "BLANK_PAGE",
    "turn-half-page": "TRUNCATED_BODY",
    "turn-wrong-charset": "WRONG_ENCODING",
    "turn-500": "STATUS_5XX",
    "turn-500-later": "STATUS_5XX",
    "turn-429": "RATE_LIMITED",
    "turn-empty-list": "HELD",
    "turn-renamed": "UNCHANGED",
}


async def test_each_bad_day_ends_as_it_deserves() -> None:
    report = await check(await recorded(Board()), Board)
    endings = {each.name: each.ending for each in report.checks}
    assert endings == {**endings, **ENDINGS}


@pytest.mark.parametrize(
    ("made", "caught"),
    [
        (Swallows, {"turn-500-later", "turn-captcha-later", "turn-429-later"}),
        (Crashes, {"reads"}),
        (Forgets, {"paging"}),
        (Repeats, {"keys"}),
        (Varies, {"repeatable"}),
        (Stops, {"paging"}),
    ],
)
async def test_carelessness_is_caught(made: type[Feed], caught: set[str]) -> None:
    assert caught <= failed(await check(await recorded(Feed()), made))


async def test_a_connector_that_breaks_on_a_bad_day_has_noticed_it() -> None:
    class Trusts(Feed):
        async def page(self, context: Context, number: int) -> list[dict[str, Any]]:  # Any: as in Feed
            held = await context.get("/api", params={"page": str(number)})
            return list(held.json()["rows"])

    report = await check(await recorded(Trusts()), Trusts)
    assert {each.name: each.ending for each in report.checks}["turn-renamed"] == "CONNECTOR_FAILED"


async def test_what_a_source_is_expected_to_give_is_asked() -> None:
    report = await check(await recorded(Feed()), Feed, Expected(least=20, fill={"pay": 0.9, "address": 0.5}))
    assert failed(report) == {"reads", "fill"}


@pytest.mark.parametrize(
    ("expect", "code"),
    [
        ({"records": 1, "fill": {"pay": 0.5}}, None),
        ({"records": 99}, "EXPECTED_MORE"),
        ({"fill": {"point": 0.9}}, "EXPECTED_FULLER"),
    ],
    ids=["there", "too few", "too bare"],
)
async def test_what_the_config_expects_is_checked_as_a_run_would(expect: dict[str, object], code: str | None) -> None:
    recording = await recorded(Feed())
    report = await check(replace(recording, config={**recording.config, "expect": expect}), Feed)
    found = next(each for each in report.checks if each.name == "expect")
    assert (found.passed, found.ending) == (code is None, code)


async def test_a_recording_reads_the_same_from_its_folder(tmp_path: Path) -> None:
    recording = await recorded(Feed())
    save(recording, tmp_path)
    kept = load(tmp_path)
    read = [each async for each in Feed().read(kept.context())]
    assert read == [each async for each in Feed().read(recording.context())]


async def test_a_recording_holds_no_secret(tmp_path: Path) -> None:
    save(await recorded(Feed()), tmp_path)
    written = all_text(tmp_path)
    assert [each for each in ("8d1f", "%E4%BB%A4", "\\u4ee4") if each in written] == []


async def test_a_recorded_failure_is_replayed() -> None:
    settings = FetchSettings(allowed=AllowList.parse(["127.0.0.0/8"]))
    async with serve({"/board": Reply(b"", 404)}) as server, Fetcher(settings) as fetcher:
        context = FetchContext("tea", {"url": server.base}, NOW, fetcher=fetcher)
        recording, failure = await record(Board(), context)
    with pytest.raises(FetchError) as raised:
        await recording.context().get("/board?page=1")
    assert (raised.value.code, failure and failure.code) == ("STATUS_404", "STATUS_404")


async def test_offline_nothing_is_fetched() -> None:
    recording = replace(await recorded(Board()), exchanges=())
    with pytest.raises(FetchError) as raised:
        await recording.context().get("/board")
    assert raised.value.code == "NOT_RECORDED"


@pytest.mark.parametrize("content", [None, "{", "[]", '{"source": "a"}'])
def test_a_folder_that_is_no_recording_says_so(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "recording.json").write_text(content)
    with pytest.raises(FetchError) as raised:
        load(tmp_path)
    assert raised.value.code == "ARCHIVE_BROKEN"


async def test_a_report_is_read_by_people_and_programs() -> None:
    report = await check(await recorded(Stops()), Stops)
    suite = ElementTree.fromstring(report.to_junit())
    told = json.loads(report.to_json())
    assert (suite.get("failures"), told["passed"]) == (str(len(failed(report))), False)
    assert report.for_person().startswith("✗ paging")
