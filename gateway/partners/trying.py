"""A source tried: fetched now, normalised, held against what it expects and against what stands. Nothing is kept."""

import asyncio
import logging

from connectors.context import BaseContext
from connectors.previewing import Preview, preview
from connectors.registry import connector
from gateway.sourcing import frame_of
from schema.problems import Problem
from schema.store.expecting import unmet
from schema.store.shape import Shape
from schema.store.sources import SourceEntry

log = logging.getLogger("doorstep.partners")

TRY_SECONDS = 90.0


async def try_source(
    entry: SourceEntry, context: BaseContext, limit: int | None, seconds: float = TRY_SECONDS
) -> Preview:
    """What the source would yield, at most `limit` jobs of it; whatever goes wrong is one of its problems."""
    try:
        async with asyncio.timeout(seconds):
            shown = await preview(connector(entry.connector), context, frame_of(entry, context.now), limit)
    except TimeoutError:
        return Preview(problems=[_too_slow(seconds)], requests=context.said.requests)
    except Exception:  # whatever a connector raises of its own
        log.exception("connector %s failed in a preview", entry.connector)
        return Preview(problems=[_failed(entry.connector)], requests=context.said.requests)
    shown.problems += _findings(entry, shown, cut=limit is not None and len(shown.jobs) >= limit)
    return shown


def _findings(entry: SourceEntry, shown: Preview, *, cut: bool) -> list[Problem]:
    """What a first look should tell: nothing found at all, or less than the config itself expects."""
    shape = Shape()
    shape.add(shown.postings)
    taken = len(shown.jobs) + len(shown.events) + len(shown.policies) + len(shown.stations)
    if not taken and not shown.problems and not _may_be_empty(entry):
        return [_nothing(len(shown.rejects))]
    if cut or shown.problems:
        return []
    missing = unmet(entry.config.get("expect"), shape, taken)
    return [missing] if missing else []


def _may_be_empty(entry: SourceEntry) -> bool:
    expected = entry.config.get("expect")
    return isinstance(expected, dict) and expected.get("empty") is True


def _nothing(rejected: int) -> Problem:
    return Problem(
        "NOTHING_TAKEN",
        f"没有得到任何记录（被拒 {rejected} 条，原因见 rejects）。",
        f"Nothing was found ({rejected} rejected; `rejects` says why).",
        ("config",),
    )


def _too_slow(seconds: float) -> Problem:
    return Problem(
        "PREVIEW_TOO_SLOW",
        f"{seconds:.0f} 秒内没有读完；请用 limits 限制页数，或先登记再采集。",
        f"Not read within {seconds:.0f} seconds: bound it with `limits`, or register it and run it.",
        ("config",),
    )


def _failed(kind: str) -> Problem:
    return Problem(
        "CONNECTOR_FAILED",
        f"连接器 {kind} 出错，已记入日志；请联系连接器的作者",
        f"the connector {kind} failed; its log says how. Tell its author",
    )
