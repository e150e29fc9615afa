"""`graphql`: another Doorstep by its address alone, or any graph by a query and a mapping as a manifest has them."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, ClassVar

from connectors.feeds import doorstep
from connectors.kinds.manifest import Manifest, follow
from connectors.manifest.authorising import Asked, Authoriser
from connectors.manifest.plan import Plan
from connectors.protocol import Context
from schema.problems import DoorstepError
from schema.records import Gone, JobRecord, Record

PAGE_SIZE = 100
PAGES_AT_MOST = 1_000_000
WITHDRAWN = "WITHDRAWN"
SHARED: tuple[str, ...] = ("url", "headers", "variables", "query", "paging", "auth", "records", "yields", "key")
SHARED += ("fields", "detail", "gone", "since", "authoritative", "limits")
MANIFEST: Mapping[str, Any] = Manifest.config_schema  # Any: a JSON Schema


class GraphQL:
    """Without a query it mirrors a Doorstep: all of its log at first, then what changed since the last good run."""

    kind: ClassVar[str] = "graphql"
    summary: ClassVar[str] = "another Doorstep (only its address is needed), or any graph with a query and a mapping"
    config_schema: ClassVar[Mapping[str, Any]] = {  # Any: a JSON Schema
        "$schema": MANIFEST["$schema"],
        "$defs": MANIFEST["$defs"],
        "title": "graphql: 另一个家门口或任意 GraphQL 接口 / another Doorstep, or any graph",
        "description": "另一个家门口只需地址；其他接口另给 query 与 fields / a Doorstep needs its address only",
        "type": "object",
        "required": ["url"],
        "additionalProperties": False,
        "properties": {name: MANIFEST["properties"][name] for name in SHARED},
        "dependentRequired": {"query": ["fields", "records"], "fields": ["query"], "records": ["query"]},
    }

    async def read(self, context: Context) -> AsyncIterator[Record]:
        """Yield the graph's records. Raises SOURCE_GRAPH_ERROR with the graph's own words."""
        config = context.config
        if "query" in config:
            records = follow(context, Plan.of({**config, "format": "graphql"}))
        else:
            records = _mirror(context, Authoriser(config.get("auth", {}), context))
        async for record in records:
            yield record


async def _mirror(context: Context, authoriser: Authoriser) -> AsyncIterator[Record]:
    """The other Doorstep's log from where the last good run ended; the cursor is checkpoint and watermark.

    The log is the source's own word on what is gone: a run never says that what it did not see is no more.
    """
    cursor = context.resume_from or context.watermark
    for _ in range(PAGES_AT_MOST):
        changes = await _changes(context, authoriser, cursor)
        for change in changes["nodes"]:
            yield _record_of(change)
        page = changes["pageInfo"]
        following = page.get("endCursor") or cursor
        if following is not None:
            context.mark(str(following))
        if not page.get("hasNextPage") or following == cursor:
            return
        cursor = str(following)
        context.checkpoint(cursor)


def _record_of(change: Mapping[str, Any]) -> JobRecord | Gone:  # Any: a graph's JSON
    job = change.get("job")
    if change.get("kind") == WITHDRAWN or job is None:
        return Gone(external_id=str(change["jobId"]), reason="withdrawn at the source")
    return doorstep.record_of(job)


async def _changes(context: Context, authoriser: Authoriser, cursor: str | None) -> Mapping[str, Any]:
    # Any: a graph's JSON
    body = {"query": doorstep.QUERY, "variables": {"after": cursor, "first": PAGE_SIZE}}
    headers = {str(name): str(value) for name, value in context.config.get("headers", {}).items()}
    asked = await authoriser.authorise(Asked(str(context.config["url"]), "POST", {}, headers, body))
    page = await context.get(
        asked.url,
        method="POST",
        params=asked.params or None,
        headers={"Accept": "application/graphql-response+json, application/json", **asked.headers},
        json=asked.body,
        idempotent=True,
    )
    answer = page.json()
    changes = ((answer.get("data") or {}).get("changes") if isinstance(answer, Mapping) else None) or {}
    if not isinstance(changes.get("nodes"), list) or not isinstance(changes.get("pageInfo"), Mapping):
        raise _no_doorstep(answer, page.where)
    return dict(changes)


def _no_doorstep(answer: object, where: str) -> DoorstepError:
    errors = answer.get("errors") if isinstance(answer, Mapping) else None
    said = str(errors[0].get("message", ""))[:120] if isinstance(errors, list) and errors else ""
    return DoorstepError(
        "SOURCE_GRAPH_ERROR",
        f"{where} 没有给出 changes{f'（{said}）' if said else ''}：如不是家门口，请写 query、records 和 fields",
        f"{where} gave no `changes`{f' ({said})' if said else ''}: if it is no Doorstep, say query, records and fields",
        ("config", "url"),
    )
