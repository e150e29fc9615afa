"""A worker: takes runs from the queue until it is asked to stop, and outlives a database that goes away for a while."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException

from gateway.installation import Installation
from gateway.nightly.beat import Beat, Start
from gateway.nightly.queue import QUEUE, TASK, Queue, run_source
from gateway.nightly.retries import Again
from gateway.running import Announce, Runner
from gateway.watching import Watcher
from schema.problems import DoorstepError
from schema.store.engine import Database

log = logging.getLogger("doorstep.worker")

AWAY_SECONDS = 3.0
"""How long a worker waits before it looks for a database that is away once more."""
RESCUE_EVERY_SECONDS = 20.0
STOP_WITHIN_SECONDS = 5.0
"""How long runs may still end by themselves when a worker is stopped; then they are let go, to be continued."""

LONGEST_RUN_SECONDS = 24 * 3600.0
"""How long a worker that leaves when idle waits for the runs that it has begun."""


@contextlib.asynccontextmanager
async def open_queue(database: Database) -> AsyncIterator[Queue]:
    """The queue of this database, its tables made where they are not there.

    Raises DoorstepError QUEUE_NEEDS_POSTGRESQL.
    """
    if database.is_sqlite:
        raise DoorstepError(
            "QUEUE_NEEDS_POSTGRESQL",
            "多台机器一起运行需要 PostgreSQL；用 SQLite 时请用 doorstep schedule 或 doorstep ingest",
            "Workers need PostgreSQL. On SQLite use `doorstep schedule` or `doorstep ingest`.",
            ("DOORSTEP_DATABASE_URL",),
        )
    app = App(connector=PsycopgConnector(conninfo=database.dsn, min_size=1, max_size=6))
    app.task(name=TASK, queue=QUEUE, pass_context=True, retry=Again())(run_source)
    async with app.open_async():
        await make_tables(app)
        yield Queue(app)


async def make_tables(app: App) -> None:
    """The queue's own tables, once."""
    if await app.check_connection_async():
        return
    try:
        await app.schema_manager.apply_schema_async()
    except ConnectorException:
        if not await app.check_connection_async():
            raise


async def work(house: Installation, announce: Announce, watcher: Watcher, *, at_once: int, idle_ends: bool) -> None:
    """Take runs from the queue, `at_once` of them side by side, until SIGINT or SIGTERM.

    `idle_ends`: leave when nothing is left to do. Whatever else the installation needs in time is done beside: due
    sources are queued, stalled work is put back, jobs expire.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    runner = Runner(house.database, house.context_for, house.now, announce, watcher)
    while not stop.is_set():
        try:
            if await _turn(house, runner, stop, at_once, idle_ends):
                return
        except DoorstepError as error:
            if error.code != "STORE_UNAVAILABLE":
                raise
            log.warning("the database is away; looking for it again")
        except Exception as error:  # drivers and their pools raise many kinds while a database dies and comes back
            log.warning("the database is away (%s); looking for it again", type(error).__name__)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), AWAY_SECONDS)


async def _turn(house: Installation, runner: Runner, stop: asyncio.Event, at_once: int, idle_ends: bool) -> bool:
    """Work as long as the database is there; whether the work is over."""
    async with open_queue(house.database) as queue:
        await queue.rescue()
        working = asyncio.create_task(
            queue.app.run_worker_async(
                queues=[QUEUE],
                concurrency=at_once,
                wait=not idle_ends,
                fetch_job_polling_interval=2.0,
                delete_jobs="successful",
                additional_context={"runner": runner},
                install_signal_handlers=False,
                shutdown_graceful_timeout=LONGEST_RUN_SECONDS if idle_ends else STOP_WITHIN_SECONDS,
            )
        )
        beside = [asyncio.create_task(rescue_forever(queue))]
        if not idle_ends:
            beside.append(asyncio.create_task(Beat(house, putting(queue)).forever()))
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
            over = idle_ends and working.done()
        finally:
            for task in (*beside, stopping, working):
                task.cancel()
            ended = await asyncio.gather(working, *beside, stopping, return_exceptions=True)
        if isinstance(ended[0], Exception):
            raise ended[0]
        return over or stop.is_set()


def putting(queue: Queue) -> Start:
    """How a beat starts a source where there are workers."""

    async def put(key: str) -> None:
        await queue.put(key)

    return put


async def rescue_forever(queue: Queue) -> None:
    """Put back what stalled workers had in hand, again and again."""
    while True:
        await asyncio.sleep(RESCUE_EVERY_SECONDS)
        try:
            for key in await queue.rescue():
                log.warning("a worker has died; %s is put back", key)
        except ConnectorException:
            log.info("stalled work will be looked for again")
