"""Jobs fall out of the graph when their own date passes, to the second, while a gateway or a worker runs."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from schema.store.engine import Database
from schema.store.housekeeping import expire, next_due

log = logging.getLogger("doorstep.expiring")

AT_MOST_SECONDS: Final = 30.0
"""New dates are looked for this often."""

AT_ONCE: Final = 100
"""Jobs that expire in one transaction, so that requests are answered in between."""


async def expire_on_time(database: Database, now: Callable[[], datetime]) -> None:
    """Expire what is due, and wait for what is next, until cancelled. What was touched is announced by the store."""
    while True:
        try:
            await expire(database, now(), AT_ONCE)
            due = await next_due(database)
        except Exception as error:  # whatever the database's driver raises: it is tried again
            log.warning("jobs cannot be expired: %s", type(error).__name__)
            due = None
        left = AT_MOST_SECONDS if due is None else (due - now()).total_seconds()
        await asyncio.sleep(min(AT_MOST_SECONDS, max(0.05, left)))
