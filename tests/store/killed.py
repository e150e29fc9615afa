"""A process that takes in a run and is killed on the way: `python -m tests.store.killed URL KEY NIGHT`.

Prints a line at each step, so that a test can kill it after any of them.
"""

import asyncio
import sys

from schema.store import intake
from schema.store.engine import Database
from schema.store.staging import Taken
from tests.store.making import A_NIGHT, NOW
from tests.store.making import posting as made

PAGES = 12
PER_PAGE = 10


def page(number: int, night: int) -> list[Taken]:
    """What the source shows on one page; on the second night some is changed and the last page is gone."""
    numbers = range(number * PER_PAGE, (number + 1) * PER_PAGE)
    return [made(each, title=f"夜班{each}号分拣员") if night and each % 7 == 0 else made(each) for each in numbers]


def last_page(night: int) -> int:
    return PAGES - night


async def run(url: str, key: str, night: int) -> None:
    database = Database(url)
    handle = await intake.begin(database, key, NOW + night * A_NIGHT)
    print("begun", handle.resume_from, flush=True)
    for number in range(int(handle.resume_from or 0), last_page(night)):
        await handle.stage(page(number, night)[:5])
        print("half", number, flush=True)
        await handle.stage(page(number, night)[5:], checkpoint=str(number + 1))
        print("page", number, flush=True)
    print("applying", flush=True)
    report = await handle.finish(complete=True)
    print("ended", report.outcome.value, report.fetched, flush=True)
    await database.close()


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1], sys.argv[2], int(sys.argv[3])))
