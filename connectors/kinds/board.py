"""`board`: a page where jobs are posted, given nothing but its address; its shape and further pages are found."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, ClassVar

from connectors.protocol import Context
from connectors.reading.records import records
from connectors.reading.site import Site
from schema.problems import DoorstepError
from schema.records import Record

HINTS: Mapping[str, Any] = {  # Any: JSON Schemas
    "division": {
        "type": "string",
        "pattern": "^[0-9]{2,12}$",
        "description": "所属区划代码 / the division that its addresses lie in",
    },
    "station": {"type": "string", "description": "所属站点 / the station whose postings these are"},
    "agency": {"type": "string", "description": "发布机构 / who passes the postings on"},
    "pages": {"type": "integer", "minimum": 1, "maximum": 200, "description": "最多读几页 / how many pages at most"},
    "follow": {"type": "boolean", "description": "是否进入文章 / whether articles of an index are followed"},
    "detail": {"type": "boolean", "description": "是否进入详情页 / whether a posting's own page is followed"},
    "expect": {"type": "object", "description": "预期 / what is expected of a good run"},
    "limits": {"type": "object", "description": "限度 / limits of a run"},
    "schedule": {"type": "string", "description": "何时读取（cron）/ when it is read"},
}


class Board:
    """Reads a board whole: every run is a complete snapshot unless a page, or part of the count, was missing."""

    kind: ClassVar[str] = "board"
    summary: ClassVar[str] = "a page where jobs are posted: tables, cards or lines, with its further pages"
    config_schema: ClassVar[Mapping[str, Any]] = {  # Any: a JSON Schema
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "board: 招工栏 / a board of jobs",
        "description": "招工栏网页，只需网址 / a board of jobs; only its address is needed",
        "type": "object",
        "required": ["url"],
        "additionalProperties": False,
        "properties": {"url": {"type": "string", "description": "招工栏网址 / where the board is"}, **HINTS},
    }

    async def read(self, context: Context) -> AsyncIterator[Record]:
        """Yield the board's postings, and what else stands on it. Raises NOTHING_FOUND or SHAPE_UNKNOWN."""
        async for record in read_site(context, notice=False):
            yield record


async def read_site(context: Context, *, notice: bool) -> AsyncIterator[Record]:
    """A source's records once all of it is read: ids are told apart, and repeats dropped, over all of its pages.

    Where a page below the entry could not be had, what the others told is yielded first, then its error is raised.
    """
    site = Site(context, notice)
    try:
        await site.read()
    except DoorstepError:
        for aside in site.harvest.aside:
            yield aside
        raise
    for aside in site.harvest.aside:
        yield aside
    for record in records(site.harvest.told):
        yield record
    if site.visit.problem:
        raise site.visit.problem
    if site.visit.whole:
        context.complete()
