"""Another process that writes: `python -m tests.cache.elsewhere URL`, a step for each seed on its standard input."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from schema.store.engine import Database
from tests.cache.village import step

ROOT = Path(__file__).parents[2]


class Elsewhere:
    """The process as its parent sees it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def step(self, seed: int) -> None:
        """Have it make a step; it is committed when this returns."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{seed}\n".encode())
        await self._process.stdin.drain()
        answer = await self._process.stdout.readline()
        assert answer == b"done\n", answer


@asynccontextmanager
async def elsewhere(url: str) -> AsyncIterator[Elsewhere]:
    """Another process over the database of `url`."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.cache.elsewhere", url, stdin=pipe, stdout=pipe, cwd=ROOT
    )
    try:
        yield Elsewhere(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


async def main(url: str) -> None:
    database = Database(url)
    for line in sys.stdin:
        await step(database, int(line))
        print("done", flush=True)
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
