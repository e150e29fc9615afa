"""The beat of an installation: at each one, sources that are due are started, and the house is kept.

Any number of processes may beat on one store. The store's clock says until when everything that was due has been
started; it is moved on afterwards, so that a process which dies in between leaves nothing out. Two that start the same
source do no harm: it is run once at a time.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from gateway.installation import Installation
from gateway.nightly.night import is_due, night_of, read_night
from gateway.nightly.webhook import post_night
from schema.problems import DoorstepError
from schema.store import housekeeping, keeping, sources
from schema.store.housekeeping import Retention

log = logging.getLogger("doorstep.schedule")

CLOCK: Final = "schedule.clock"
EVERY_SECONDS: Final = 15.0
MISSED_AT_MOST: Final = timedelta(days=1)
"""What was due while nobody was there is started once, unless it is older than this."""
PRUNE_AT: Final = "30 4 * * *"
REPORT_AT: Final = "0 8 * * *"

Start = Callable[[str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Beat:
    """`start` begins or queues the run of a source."""

    house: Installation
    start: Start

    async def forever(self, every_seconds: float = EVERY_SECONDS) -> None:
        """Beat until cancelled; a beat that fails is logged, and the next one makes up for it."""
        while True:
            try:
                await self.once()
            except Exception:  # a store or a host that is away for a moment must not end the schedule
                log.exception("a beat failed; the next one comes in %d seconds", every_seconds)
            await asyncio.sleep(every_seconds)

    async def once(self) -> list[str]:
        """One beat; returns the sources that it started."""
        now = self.house.now()
        await housekeeping.expire(self.house.database, now)
        stood = await keeping.read_clock(self.house.database, CLOCK)
        since = max(stood or now, now - MISSED_AT_MOST)
        started = await due(self.house, since, now)
        for key in started:
            await self.start(key)
        if await keeping.move_clock(self.house.database, CLOCK, stood, now):
            await self._chores(since, now)
        return started

    async def _chores(self, since: datetime, now: datetime) -> None:
        if is_due(PRUNE_AT, since, now):
            log.info("pruned: %s", await housekeeping.prune(self.house.database, now, retention(self.house)))
        if self.house.settings.report_webhook and is_due(REPORT_AT, since, now):
            try:
                await post_night(self.house, await read_night(self.house.database, night_of(now), now))
            except DoorstepError as error:
                log.warning("the report could not be posted: %s", error.problem.en)


async def due(house: Installation, since: datetime, now: datetime) -> list[str]:
    """Active sources whose schedule fires in (since, now]; directories of stations first."""
    known = [one for one in await sources.listing(house.database) if one.state == "ACTIVE"]
    known.sort(key=lambda one: one.connector != "stations")
    return [one.key for one in known if is_due(one.schedule, since, now)]


def retention(house: Installation) -> Retention:
    """How long each thing is kept, by the settings."""
    kept = house.settings
    return Retention(
        jobs=kept.keep_jobs_days,
        runs=kept.keep_runs_days,
        rejects=kept.keep_rejects_days,
        raw_pages=kept.keep_pages_days,
    )
