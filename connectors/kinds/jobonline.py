"""`jobonline`: a province's 就业在线 feed: paged JSON or XML, signed, agencies over posts, updatedSince, deletions.

Keys are recognised by `connectors.feeds.lexicon`; where a feed calls something by another name, `fields` says so.
Pages follow until an empty one, or until the feed itself says that no more follow: a short page is not the last.
Rows that say little and lead to a document each are read on there; RSS and Atom are read as a board's items.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Any, ClassVar

from connectors.documents.syndication import is_feed
from connectors.feeds.answers import open_answer
from connectors.feeds.asking import ENOUGH_OF_TOTAL, TOTAL_NAMES, Feed, find_value, number_of, paging_unknown
from connectors.feeds.details import Details, detail_link
from connectors.feeds.post import record_of, updated_at
from connectors.feeds.refusals import refuse_errors
from connectors.feeds.rows import Found, find_rows
from connectors.kinds.board import read_site
from connectors.protocol import Context
from schema.problems import DoorstepError
from schema.records import Gone, JobRecord, Record

MAX_PAGES = 100_000


class JobOnline:
    """Reads a feed whole, or since the last good run where the config names its `since` parameter."""

    kind: ClassVar[str] = "jobonline"
    summary: ClassVar[str] = (
        "a province's 就业在线 feed: paged (signed) JSON, agencies over posts, updatedSince, deletions"
    )
    config_schema: ClassVar[Mapping[str, Any]] = {  # Any: a JSON Schema
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "jobonline: 就业在线数据接口 / a provincial feed of jobs",
        "description": "a province's 就业在线 feed: paged (signed) JSON, agencies over posts, updatedSince, deletions",
        "type": "object",
        "required": ["url"],
        "additionalProperties": False,
        "properties": {
            "url": {"type": "string", "format": "uri", "description": "接口地址 / where the feed is"},
            "appId": {"type": "string", "description": "签名用应用编号 / application id, for signed feeds"},
            "secret": {
                "description": "签名密钥的名称（密钥另行保存） / the name of the signing key, which is kept apart",
                "anyOf": [{"type": "string"}, {"type": "object", "required": ["secret"]}],
            },
            "sign": {
                "type": "object",
                "additionalProperties": False,
                "description": "签名方式 / how requests are signed",
                "properties": {
                    "method": {"enum": ["sha256", "hmac-sha256", "md5"]},
                    "param": {"type": "string"},
                    "appIdParam": {"type": "string"},
                    "timestampParam": {"type": "string"},
                    "timestampInMilliseconds": {"type": "boolean"},
                    "uppercase": {"type": "boolean"},
                },
            },
            "pageParam": {"type": "string", "description": "页码参数名 / the parameter of the page number"},
            "pageSizeParam": {"type": "string", "description": "每页条数参数名 / the parameter of the page size"},
            "pageSize": {"type": "integer", "minimum": 1, "maximum": 1000, "description": "每页条数 / rows a page"},
            "firstPage": {"type": "integer", "minimum": 0, "description": "首页页码 / the number of the first page"},
            "sinceParam": {
                "type": "string",
                "description": "增量参数名, 如 updatedSince / the parameter for increments",
            },
            "params": {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "description": "固定参数 / parameters of every request",
            },
            "fields": {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "description": "字段名对照 (字段: 接口的键) / our field: the feed's key, where it is not recognised",
            },
            "codes": {
                "type": "object",
                "additionalProperties": {"type": "object", "additionalProperties": {"type": "string"}},
                "description": "代码含义 / what the feed's codes mean, by field",
            },
        },
    }

    async def read(self, context: Context) -> AsyncIterator[Record]:
        """Yield every post of the feed; deletions as Gone; unreadable rows as Reject."""
        feed: Feed | None = Feed.of(context)
        since = context.watermark if feed and feed.since_param else None
        latest = context.watermark or None
        seen: set[str] = set()
        details = Details(context)
        for turn in range(MAX_PAGES):
            if feed is None:
                break
            page = await feed.page(context, since)
            if turn == 0 and page.form == "xml" and is_feed(page.text):
                async for record in read_site(context, notice=False):
                    yield record
                return
            answer = open_answer(page)
            refuse_errors(answer)
            rows = list(find_rows(answer))
            total = number_of(find_value(answer, TOTAL_NAMES))
            if total is not None:
                context.total(total)
            fresh = 0
            for row in rows:
                known = len(seen)
                record = record_of(row, feed.meanings)
                fresh += _is_new(record, row, seen)
                if isinstance(record, JobRecord) and detail_link(row):
                    if len(seen) == known:
                        context.count("repeated")
                        continue
                    record = await _with_detail(record, row, feed, details)
                changed = updated_at(row, feed.meanings)
                if changed and (latest is None or changed > latest):
                    latest = changed
                yield record
            if rows and not fresh:
                context.count("page_repeated")
                if total is None or len(seen) < total * ENOUGH_OF_TOTAL:
                    raise paging_unknown(feed.page_param)
            feed = feed.after(answer, fresh, len(rows))
            if feed is not None:
                context.checkpoint(feed.standing)
        else:
            raise _endless()
        if latest is not None:
            context.mark(latest)
        if since is None and details.whole:
            context.complete()


async def _with_detail(record: JobRecord, row: Found, feed: Feed, details: Details) -> Record:
    """The record with what the row's own document says, where it leads to one."""
    told = await details.read_into(row, record.external_id)
    if not isinstance(told, Found):
        return told
    return record if told is row else record_of(told, feed.meanings)


def _is_new(record: Record, row: Found, seen: set[str]) -> bool:
    key = record.external_id if isinstance(record, (JobRecord, Gone)) else repr(sorted(row.row.items(), key=str))
    named, known = f"{type(record).__name__}:{key}", len(seen)
    seen.add(named)
    return len(seen) > known


def _endless() -> DoorstepError:
    return DoorstepError(
        "FEED_ENDLESS",
        f"接口超过 {MAX_PAGES} 页仍未结束，请核对分页参数",
        f"the feed did not end within {MAX_PAGES} pages; check its paging parameters",
    )
