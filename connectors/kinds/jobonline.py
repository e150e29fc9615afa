"""`jobonline`: a province's 就业在线 feed: paged JSON, signed, agencies over posts, updatedSince, deletions.

Keys are recognised by `connectors.feeds.lexicon`; where a feed calls something by another name, `fields` says so.
Pages follow until an empty one, or until the feed itself says that no more follow: a short page is not the last.
"""

import dataclasses
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from connectors.feeds.post import Meanings, record_of, updated_at
from connectors.feeds.refusals import refuse_errors
from connectors.feeds.rows import Found, find_rows
from connectors.feeds.signing import Signature
from connectors.protocol import Context
from connectors.secrets import secret_name
from schema.problems import DoorstepError
from schema.records import Gone, JobRecord, Record

PAGE_NAMES = ("pageNum", "pageNo", "pageIndex", "page", "current", "p")
SIZE_NAMES = ("pageSize", "size", "limit", "rows", "per_page")
MORE_NAMES = ("hasMore", "hasNext", "hasNextPage", "more")
TOTAL_NAMES = ("total", "totalCount", "count")
CURSOR_NAMES = ("nextCursor", "next_cursor", "nextToken", "next_token", "scrollId", "endCursor")
CURSOR_PARAMS = ("cursor", "pageToken", "token", "after")
MAX_PAGES = 100_000
ENOUGH_OF_TOTAL = 0.9
"""A feed whose total counts deletions and repeats twice is still read whole at this share of it."""


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
        feed = _Feed.of(context)
        since = context.watermark if feed.since_param else None
        latest = context.watermark
        seen: set[str] = set()
        page = int(context.resume_from) if context.resume_from else feed.first_page
        for _ in range(MAX_PAGES):
            answer = await feed.page(context, page, since)
            rows = list(find_rows(answer))
            total = _number(_find(answer, TOTAL_NAMES))
            if total is not None:
                context.total(total)
            fresh = 0
            for row in rows:
                record = record_of(row, feed.meanings)
                fresh += _is_new(record, row, seen)
                changed = updated_at(row.row, feed.meanings)
                latest = max(filter(None, (latest, changed)), default=None)
                yield record
            cursor = _find(answer, CURSOR_NAMES)
            if not rows or _find(answer, MORE_NAMES) is False or (feed.cursor and not cursor):
                break
            if isinstance(cursor, str | int) and cursor is not True and cursor and fresh:
                feed = feed.at(str(cursor))
                continue
            if not fresh:
                context.count("page_repeated")
                if total is None or len(seen) < total * ENOUGH_OF_TOTAL:
                    raise _paging_unknown(feed.page_param)
                break
            feed = feed.having_learnt(answer)
            page += 1
            context.checkpoint(str(page))
        else:
            raise _endless()
        if latest is not None:
            context.mark(latest)
        if since is None:
            context.complete()


@dataclass(frozen=True, slots=True)
class _Feed:
    """A source's config, read: where, how pages are asked for, how it is signed, what its keys mean."""

    url: str
    params: Mapping[str, str]
    page_param: str
    page_param_is_sure: bool
    first_page: int
    size_param: str | None
    size: int
    since_param: str | None
    signature: Signature | None
    meanings: Meanings
    cursor: str = ""
    """Where the last page said that the next begins; such a feed has no numbers of pages."""

    @classmethod
    def of(cls, context: Context) -> "_Feed":
        config = context.config
        parts = urlsplit(str(config["url"]))
        params = {**dict(parse_qsl(parts.query)), **config.get("params", {})}
        said = config.get("pageParam") or next((name for name in PAGE_NAMES if name in params), None)
        page_param = said or "page"
        size_param = config.get("pageSizeParam") or next((name for name in SIZE_NAMES if name in params), None)
        first = config.get(
            "firstPage", int(params.get(page_param, "1")) if params.get(page_param, "1").isdecimal() else 1
        )
        return cls(
            url=urlunsplit(parts._replace(query="")),
            params=params,
            page_param=page_param,
            page_param_is_sure=said is not None,
            first_page=first,
            size_param=size_param,
            size=config.get("pageSize", int(params.get(size_param or "", "0") or 0)),
            since_param=config.get("sinceParam"),
            signature=_signature(context),
            meanings=Meanings(config.get("fields", {}), config.get("codes", {})),
        )

    def at(self, cursor: str) -> "_Feed":
        """The same asked from where the last page said that the next begins."""
        param = self.page_param if self.page_param_is_sure and self.page_param in CURSOR_PARAMS else None
        param = param or next((name for name in CURSOR_PARAMS if name in self.params), CURSOR_PARAMS[0])
        if self.cursor == cursor:
            raise _paging_unknown(param)
        return dataclasses.replace(self, cursor=cursor, page_param=param, page_param_is_sure=True)

    def having_learnt(self, answer: object) -> "_Feed":
        """The same with the page parameter's name as the answer echoes it, where the config does not name one."""
        if self.page_param_is_sure:
            return self
        names = [name for name in PAGE_NAMES if _find(answer, (name,)) is not None]
        return dataclasses.replace(self, page_param=names[0] if names else self.page_param, page_param_is_sure=True)

    async def page(self, context: Context, number: int, since: str | None) -> object:
        params = {**self.params, self.page_param: self.cursor or str(number)}
        if self.size:
            params[self.size_param or "pageSize"] = str(self.size)
        if since and self.since_param:
            params[self.since_param] = since
        if self.signature:
            params = self.signature.sign(params, context.now)
        answer = (await context.get(self.url, params=params)).json()
        refuse_errors(answer)
        return answer


def _signature(context: Context) -> Signature | None:
    config = context.config
    if "appId" not in config:
        return None
    secret = config.get("secret", "")
    sign = config.get("sign", {})
    return Signature(
        app_id=config["appId"],
        secret=context.secret(secret_name(secret) or str(secret)),
        method=sign.get("method", "sha256"),
        app_id_param=sign.get("appIdParam", "appId"),
        timestamp_param=sign.get("timestampParam", "timestamp"),
        timestamp_in_milliseconds=sign.get("timestampInMilliseconds", False),
        sign_param=sign.get("param", "sign"),
        uppercase=sign.get("uppercase", False),
    )


def _is_new(record: Record, row: Found, seen: set[str]) -> bool:
    key = record.external_id if isinstance(record, JobRecord | Gone) else repr(sorted(row.row.items(), key=str))
    new = f"{type(record).__name__}:{key}" not in seen
    seen.add(f"{type(record).__name__}:{key}")
    return new


def _find(answer: object, names: tuple[str, ...], depth: int = 3) -> object:
    """The first value under one of `names`, at most `depth` objects deep; None where there is none."""
    if not isinstance(answer, Mapping) or depth == 0:
        return None
    for name in names:
        if name in answer:
            value: object = answer[name]
            return value
    return next((hit for value in answer.values() if (hit := _find(value, names, depth - 1)) is not None), None)


def _number(value: object) -> int | None:
    return int(str(value)) if isinstance(value, int | str) and str(value).isdecimal() else None


def _paging_unknown(param: str) -> DoorstepError:
    return DoorstepError(
        "FEED_PAGING_UNKNOWN",
        f"接口对参数 {param} 总是返回同一页，请在配置 pageParam 里写明页码参数名",
        f"the feed answers the same page whatever {param} says; name its page parameter in `pageParam`",
        ("config", "pageParam"),
    )


def _endless() -> DoorstepError:
    return DoorstepError(
        "FEED_ENDLESS",
        f"接口超过 {MAX_PAGES} 页仍未结束，请核对分页参数",
        f"the feed did not end within {MAX_PAGES} pages; check its paging parameters",
    )
