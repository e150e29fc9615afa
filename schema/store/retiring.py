"""A source that is forgotten: it runs no more, and what only it showed is withdrawn, not deleted."""

from datetime import datetime

from sqlalchemy import select, update

from schema.changes import Changed
from schema.store import directory, jobs
from schema.store.bulk import take_turn
from schema.store.engine import Database
from schema.store.instants import epoch
from schema.store.postings import Work
from schema.store.sources import Source, require
from schema.store.tables import event, policy, posting, source, station
from schema.store.withdrawing import GONE, withdraw


async def retire(database: Database, key: str, now: datetime, reason: str | None = None) -> tuple[Source, Changed]:
    """Retire a source; a job that another source shows stays. `sources.resume` takes it back."""
    at = epoch(now)
    async with database.writing() as connection:
        await take_turn(connection)
        known = await require(connection, key)
        authority = await jobs.authorities(connection)
        work = Work(0, known.id, at, directory.Stations({}, {}), {}, authority)
        shown = (posting.c.source_id == known.id) & (posting.c.status != GONE)
        rows = (await connection.execute(select(posting.c.id, posting.c.job_id).where(shown))).all()
        await withdraw(connection, work, [(row[0], row[1]) for row in rows])
        for table in (station, event, policy):
            gone = (table.c.source_id == known.id) & table.c.gone_at.is_(None)
            await connection.execute(update(table).where(gone).values(gone_at=at))
        last_seq = await jobs.log_changes(connection, work.deltas, at)
        values = {"state": "RETIRED", "state_reason": reason, "health": "RETIRED", "open_jobs": 0}
        await connection.execute(update(source).where(source.c.id == known.id).values(**values))
        return await require(connection, key), Changed(tuple(work.deltas.by_job.values()), last_seq)
