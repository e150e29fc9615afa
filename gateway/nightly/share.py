"""One process of a night on many cores: `python -m gateway.nightly.share AT_ONCE`, for `gateway.nightly.sharing`.

Reads keys of sources, one a line, until its input ends; writes lines of JSON: {"key", "begun": run}, {"key", "moved":
run, "done", "total"}, {"key", "ended": run}, or {"key", "code", "zh", "en"} where a run could not begin.
"""

import asyncio
import contextlib
import sys

import orjson

from gateway.collecting import collect_seldom, look_seldom
from schema.changes import RunReport
from schema.problems import DoorstepError, Problem


class Saying:
    """A `watching.Watcher` that tells the parent."""

    def begun(self, key: str, run_id: int) -> None:
        say(key=key, begun=run_id)

    def moved(self, key: str, run_id: int, done: int, total: int | None) -> None:
        say(key=key, moved=run_id, done=done, total=total)

    def ended(self, report: RunReport) -> None:
        say(key=report.source_key, ended=report.run_id)


def say(**told: object) -> None:
    with contextlib.suppress(BrokenPipeError):  # a parent that died hears nothing, and its runs end all the same
        sys.stdout.buffer.write(orjson.dumps(told) + b"\n")
        sys.stdout.buffer.flush()


def say_problem(key: str, problem: Problem) -> None:
    say(key=key, code=problem.code, zh=problem.zh, en=problem.en)


async def nothing_to_tell(report: RunReport) -> None:
    """The store's log tells other processes."""


async def share(at_once: int) -> None:
    """Run what is given until nothing more comes. Where the parent has died, what runs is let go."""
    from gateway.installation import installation  # here, that memory is looked through seldom while all this loads
    from gateway.laying import StoreFailed
    from gateway.running import STORE_FAILED, Runner
    from gateway.settings import settings_from

    async with installation(settings_from(), in_loop=True) as house:
        collect_seldom()
        runner = Runner(house.database, house.context_for, house.now, nothing_to_tell, Saying())
        turns = asyncio.Semaphore(at_once)

        async def run(key: str) -> None:
            async with turns:
                try:
                    await runner.run(key)
                except DoorstepError as error:
                    say_problem(key, error.problem)
                except StoreFailed:
                    say_problem(key, STORE_FAILED)

        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        async with asyncio.TaskGroup() as runs:
            while line := await reader.readline():
                runs.create_task(run(line.decode().strip()))


if __name__ == "__main__":
    look_seldom()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(share(int(sys.argv[1])))
