"""How a feed's pages are asked for: by number, by a cursor, or by the address that the last page gave."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from connectors.feeds.details import is_address
from connectors.feeds.post import Meanings
from connectors.feeds.signing import Signature
from connectors.protocol import Context, Page
from connectors.secrets import secret_name
from schema.problems import DoorstepError

PAGE_NAMES = ("pageNum", "pageNo", "pageIndex", "page", "current", "p")
SIZE_NAMES = ("pageSize", "size", "limit", "rows", "per_page")
MORE_NAMES = ("hasMore", "hasNext", "hasNextPage", "more")
TOTAL_NAMES = ("total", "totalCount", "count")
CURSOR_NAMES = ("nextCursor", "next_cursor", "nextToken", "next_token", "scrollId", "endCursor")
CURSOR_PARAMS = ("cursor", "pageToken", "token", "after")
NEXT_NAMES = ("next", "nextPage", "nextUrl", "next_url", "nextLink", "下一页")
ENOUGH_OF_TOTAL = 0.9
"""A feed whose total counts deletions and repeats twice is still read whole at this share of it."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A source's config, read: where, how pages are asked for, how it is signed, what its keys mean."""

    url: str
    params: Mapping[str, str]
    page_param: str
    page_param_is_sure: bool
    size_param: str | None
    size: int
    since_param: str | None
    signature: Signature | None
    meanings: Meanings
    number: int = 1
    """The number of the page asked for."""
    linked: bool = False
    """The last page gave the address of this one."""
    cursor: str = ""
    """Where the last page said that the next begins; such a feed has no numbers of pages."""

    @classmethod
    def of(cls, context: Context) -> "Feed":
        config = context.config
        parts = urlsplit(str(config["url"]))
        params = {**dict(parse_qsl(parts.query)), **config.get("params", {})}
        said = config.get("pageParam") or next((name for name in PAGE_NAMES if name in params), None)
        page_param = said or "page"
        size_param = config.get("pageSizeParam") or next((name for name in SIZE_NAMES if name in params), None)
        first = config.get(
            "firstPage", int(params.get(page_param, "1")) if params.get(page_param, "1").isdecimal() else 1
        )
        feed = cls(
            url=urlunsplit(parts._replace(query="")),
            params=params,
            page_param=page_param,
            page_param_is_sure=said is not None,
            number=first,
            size_param=size_param,
            size=config.get("pageSize", int(params.get(size_param or "", "0") or 0)),
            since_param=config.get("sinceParam"),
            signature=_signature(context),
            meanings=Meanings(config.get("fields", {}), config.get("codes", {})),
        )
        return feed.resumed(context.resume_from) if context.resume_from else feed

    @property
    def standing(self) -> str:
        """Which page is asked for next, as text that `resumed` goes on from: 3, `at CURSOR` or `next ADDRESS`."""
        if self.linked:
            return f"next {self.asked}"
        return f"at {self.cursor}" if self.cursor else str(self.number)

    def resumed(self, standing: str) -> "Feed":
        kind, _, rest = standing.partition(" ")
        if kind == "next":
            return self.led(rest)
        return self.at(rest) if kind == "at" else dataclasses.replace(self, number=int(standing))

    def after(self, answer: object, fresh: int, rows: int) -> "Feed | None":
        """How the page after `answer` is asked for; None where that was the last.

        Raises FEED_PAGING_UNKNOWN where the feed answers the same whatever is asked. `fresh`: posts not seen before.
        """
        cursor, link = find_value(answer, CURSOR_NAMES), find_value(answer, NEXT_NAMES)
        if not rows or find_value(answer, MORE_NAMES) is False or (self.cursor and not cursor):
            return None
        if (self.linked or has_key(answer, NEXT_NAMES)) and link in (None, ""):
            return None
        if is_address(link) and fresh:
            return self.led(str(link))
        if isinstance(cursor, str | int) and cursor is not True and cursor and fresh:
            return self.at(str(cursor))
        return self.having_learnt(answer).turned() if fresh else None

    def led(self, link: str) -> "Feed":
        """The same at the address that the last page gave."""
        parts = urlsplit(urljoin(self.asked, link))
        params = dict(parse_qsl(parts.query))
        return dataclasses.replace(self, url=urlunsplit(parts._replace(query="")), params=params, linked=True)

    @property
    def asked(self) -> str:
        """The address that was asked last, without its signature."""
        return f"{self.url}?{urlencode(self.params)}" if self.params else self.url

    def turned(self) -> "Feed":
        return dataclasses.replace(self, number=self.number + 1)

    def at(self, cursor: str) -> "Feed":
        """The same asked from where the last page said that the next begins."""
        param = self.page_param if self.page_param_is_sure and self.page_param not in PAGE_NAMES else None
        param = param or next((name for name in CURSOR_PARAMS if name in self.params), CURSOR_PARAMS[0])
        if self.cursor == cursor:
            raise paging_unknown(param)
        return dataclasses.replace(self, cursor=cursor, page_param=param, page_param_is_sure=True)

    def having_learnt(self, answer: object) -> "Feed":
        """The same with the page parameter's name as the answer echoes it, where the config does not name one."""
        if self.page_param_is_sure:
            return self
        names = [name for name in PAGE_NAMES if find_value(answer, (name,)) is not None]
        return dataclasses.replace(self, page_param=names[0] if names else self.page_param, page_param_is_sure=True)

    async def page(self, context: Context, since: str | None) -> Page:
        params = dict(self.params)
        if not self.linked:
            params[self.page_param] = self.cursor or str(self.number)
        if self.size and not self.linked:
            params[self.size_param or "pageSize"] = str(self.size)
        if since and self.since_param:
            params[self.since_param] = since
        if self.signature:
            params = self.signature.sign(params, context.now)
        return await context.get(self.url, params=params)


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


def find_value(answer: object, names: tuple[str, ...], depth: int = 3) -> object:
    """The first value under one of `names`, at most `depth` objects deep; None where there is none."""
    if not isinstance(answer, Mapping) or depth == 0:
        return None
    for name in names:
        if name in answer:
            value: object = answer[name]
            return value
    return next((hit for value in answer.values() if (hit := find_value(value, names, depth - 1)) is not None), None)


def has_key(answer: object, names: tuple[str, ...], depth: int = 3) -> bool:
    """Whether one of `names` stands in an answer, at most `depth` objects deep, whatever its value."""
    if not isinstance(answer, Mapping) or depth == 0:
        return False
    return any(name in answer for name in names) or any(has_key(value, names, depth - 1) for value in answer.values())


def number_of(value: object) -> int | None:
    return int(str(value)) if isinstance(value, int | str) and str(value).isdecimal() else None


def paging_unknown(param: str) -> DoorstepError:
    return DoorstepError(
        "FEED_PAGING_UNKNOWN",
        f"接口对参数 {param} 总是返回同一页，请在配置 pageParam 里写明页码参数名",
        f"the feed answers the same page whatever {param} says; name its page parameter in `pageParam`",
        ("config", "pageParam"),
    )
