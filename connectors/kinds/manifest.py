"""`manifest`: a source described in YAML, without code. The whole of what it may say is `manifest.schema.json`.

url: https://hr.example.cn/api/jobs
format: json
paging: {by: page, param: pageNum}
records: $.data.list[*]
key: id
fields: {title: jobName, employer: company, pay: salary, address: [city, street]}
"""

import json
from collections.abc import AsyncIterator, Mapping
from importlib.resources import files
from typing import Any, ClassVar

from connectors.manifest.authorising import Authoriser
from connectors.manifest.plan import Plan
from connectors.manifest.reading import Leaf, Reading
from connectors.protocol import Context
from schema.records import Gone, Record, Reject

WHOLE = 0.95
"""Of the source's own count: some count what was deleted, and what is listed twice."""


class Manifest:
    """Reads what its config describes; a run that reached the end is a complete snapshot unless the config says no."""

    kind: ClassVar[str] = "manifest"
    summary: ClassVar[str] = "a source described in YAML: pages, an API, a feed or a file, without code"
    config_schema: ClassVar[Mapping[str, Any]] = json.loads(  # Any: a JSON Schema
        (files("connectors.manifest") / "manifest.schema.json").read_text(encoding="utf-8")
    )

    async def read(self, context: Context) -> AsyncIterator[Record]:
        """Yield the source's records in its own words. Raises RECORDS_NOT_FOUND where its first page has none."""
        plan = Plan.of(context.config)
        async for record in follow(context, plan):
            yield record


async def follow(context: Context, plan: Plan) -> AsyncIterator[Record]:
    """Every page of the source; the watermark moves and completeness is said only at the end."""
    reading = Reading(context, plan, Authoriser(plan.auth, context))
    state = context.resume_from or plan.paging.begin()
    seen: set[str] = set()
    first, latest, total = True, context.watermark, None
    for number in range(plan.limits.pages):
        leaf = await reading.leaf(state, first)
        if leaf is None:
            break
        total = plan.paging.told(leaf.root) or total
        if total is not None:
            context.total(total)
        fresh = 0
        async for record in reading.read(leaf):
            key = _key_of(record)
            fresh += key not in seen
            seen.add(key)
            yield record
        latest = max(filter(None, (latest, *_changed(plan, leaf))), default=None)
        following = plan.paging.after(state, leaf.page, leaf.root, len(leaf.nodes))
        if following is None or not reading.whole:
            break
        if leaf.nodes and not fresh:
            context.count("page_repeated")
            reading.whole = reading.whole and (number > 1 or total is not None)
            break
        state, first = following, False
        context.checkpoint(state)
    else:
        reading.whole = False
        context.count("pages_cut")
    for name in reading.never_found():
        reading.whole = False
        yield _never_found(name)
    if total is not None and not context.resume_from and len(seen) < total * WHOLE:
        reading.whole = False
        context.count("fewer_than_counted", total - len(seen))
    if latest is not None and plan.since is not None and reading.whole:
        context.mark(latest)
    if reading.whole and plan.authoritative and not (plan.since and context.watermark):
        context.complete()


def _changed(plan: Plan, leaf: Leaf) -> list[str | None]:
    return [plan.since.at.words(node) for node in leaf.nodes] if plan.since else []


def _key_of(record: Record) -> str:
    if isinstance(record, Gone):
        return f"JobRecord:{record.external_id}"
    name = getattr(record, "external_id", None) or getattr(record, "key", None)
    return f"{type(record).__name__}:{name or hash(repr(getattr(record, 'raw', '')))}"


def _never_found(name: str) -> Reject:
    return Reject(
        reason="FIELD_NEVER_FOUND",
        message=(
            f"没有一条记录有字段 {name}：来源可能改了名称，或 fields 写错了；确实可以没有时写 optional: true。"
            f" / No record has the field {name}: renamed at the source, or mistyped in `fields`; "
            "where it may be missing, write optional: true."
        ),
        field=name,
    )
