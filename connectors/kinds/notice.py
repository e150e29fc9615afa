"""`notice`: notices of streets and offices: jobs, events, policies and stations from articles and attachments."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, ClassVar

from connectors.kinds.board import HINTS, read_site
from connectors.protocol import Context
from schema.records import Record


class Notice:
    """Reads an article with what is attached to it, or an index and those of its articles that can carry records."""

    kind: ClassVar[str] = "notice"
    summary: ClassVar[str] = "notices: an index or an article, with its tables, free text and attachments"
    config_schema: ClassVar[Mapping[str, Any]] = {  # Any: a JSON Schema
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "notice: 通知公告 / notices",
        "description": "街道、社区和部门的公告，只需网址 / notices of streets, communities and offices; only "
        "the address is needed",
        "type": "object",
        "required": ["url"],
        "additionalProperties": False,
        "properties": {
            "url": {"type": "string", "description": "公告或栏目网址 / where the notice or its index is"},
            **HINTS,
        },
    }

    async def read(self, context: Context) -> AsyncIterator[Record]:
        """Yield the notices' jobs, events, policies and stations. Raises NOTHING_FOUND or SHAPE_UNKNOWN."""
        async for record in read_site(context, notice=True):
            yield record
