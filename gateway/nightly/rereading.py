"""A source read again, from the pages that its last run kept: after a mend, without fetching."""

from connectors.context import BaseContext
from connectors.recording import Replay
from gateway.installation import Installation
from gateway.nightly.kept_pages import KeptContext, exchange_of
from schema.problems import DoorstepError
from schema.store import pages
from schema.store.intake import RunHandle
from schema.store.sources import Source


async def read_again(house: Installation, source: Source, handle: RunHandle) -> BaseContext:
    """A `running.MakeContext` that reads the last kept pages of a source; raises DoorstepError NO_KEPT_PAGES."""
    found = await pages.last_kept(house.database, source.key)
    kept = [] if found is None else await pages.raw_pages(house.database, source.key, found[0])
    if found is None or not kept:
        raise no_kept_pages(source.key)
    return KeptContext(
        source_key=source.key,
        config=source.config,
        now=kept[0].at,
        watermark=found[1],
        secrets=await house.secrets_of(source),
        replay=Replay([exchange_of(one) for one in kept]),
        database=house.database,
    )


async def kept_or_fetched(house: Installation, source: Source, handle: RunHandle) -> BaseContext:
    """A `running.MakeContext` that reads the last kept pages of a source, and fetches where there are none."""
    if await pages.last_kept(house.database, source.key) is None:
        return await house.context_for(source, handle)
    return await read_again(house, source, handle)


def no_kept_pages(key: str) -> DoorstepError:
    return DoorstepError(
        "NO_KEPT_PAGES",
        f"来源 {key} 没有留存的网页（见 DOORSTEP_KEEP_PAGES_DAYS）：请用 doorstep ingest {key} 重新读取",
        f"no pages of {key} are kept (DOORSTEP_KEEP_PAGES_DAYS): read it anew with `doorstep ingest {key}`",
        ("key",),
    )
