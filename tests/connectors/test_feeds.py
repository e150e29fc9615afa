"""Feeds of data: keys in three families of names, posts under agencies, signatures, and what cannot be taken."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from connectors.addresses import AllowList
from connectors.context import FetchContext
from connectors.feeds.lexicon import recognise
from connectors.feeds.post import Meanings, instant_words, record_of
from connectors.feeds.rows import find_rows
from connectors.feeds.signing import Signature
from connectors.fetch import Fetcher, FetchSettings
from connectors.kinds.jobonline import JobOnline
from schema.records import Gone, JobRecord, Reject
from tests.connectors.servers import Asked, Reply, serve

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


def test_what_an_agency_says_goes_to_the_posts_below_it() -> None:
    answer = {
        "agencies": [{"agencyName": "穗才人力", "phone": "020-00000001", "posts": [{"jobId": "a", "jobName": "店员"}]}]
    }
    [found] = find_rows(answer)
    record = record_of(found, Meanings())
    assert isinstance(record, JobRecord)
    assert (record.agency, record.contact_phone) == ("穗才人力", "020-00000001")


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
            context = FetchContext("s", config, datetime(2026, 11, 22, tzinfo=UTC), fetcher=fetcher)
            records = [record async for record in JobOnline().read(context)]
    assert [one.external_id for one in records if isinstance(one, JobRecord)] == ["1", "2", "2", "3", "4"]
    assert (asked_for, context.said.complete) == (["", "b", "c"], True)


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
