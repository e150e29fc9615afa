"""Whether this installation is whole: a list of checks, each with what was found or what to mend."""

import importlib
import importlib.metadata
import platform
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from connectors.registry import kinds
from gateway.settings import Settings
from schema.divisions import division
from schema.problems import DoorstepError
from schema.store.engine import Database
from schema.store.migrating import require_current

ROOMS = ("gateway", "connectors", "schema", "cache", "fixtures")


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: whether all is well, and what was found."""

    check: str
    well: bool
    what: str


async def examine(settings: Settings) -> list[Finding]:
    """Run every check; none raises, none changes anything."""
    return [_python(), *_rooms(), *_plugins(), _divisions(), await _database(settings), _port(settings)]


def _python() -> Finding:
    version = platform.python_version()
    return Finding("python", sys.version_info >= (3, 11), f"{version} (3.11 or newer is needed)")


def _rooms() -> Iterator[Finding]:
    """Packages called `schema`, `cache` and `connectors` also exist elsewhere; one that shadows ours is named."""
    providers = importlib.metadata.packages_distributions()
    home = Path(__file__).resolve().parent.parent
    for room in ROOMS:
        intruders = sorted({name for name in providers.get(room, []) if name.lower() != "doorstep"})
        file = importlib.import_module(room).__file__
        ours = file is not None and Path(file).resolve().parent.parent == home
        if intruders:
            remedy = f"uninstall {', '.join(intruders)} or give Doorstep an environment of its own"
            yield Finding(f"package {room}", False, f"also provided by {', '.join(intruders)}: {remedy}")
        else:
            yield Finding(f"package {room}", ours, "ours" if ours else f"imported from elsewhere: {file}")


def _plugins() -> Iterator[Finding]:
    for name, kind in sorted(kinds().items()):
        if kind.reason is not None:
            yield Finding(f"connector {name}", False, kind.reason)


def _divisions() -> Finding:
    district = division("440103")
    return Finding("divisions", district is not None, district.full_name if district else "the data file is missing")


async def _database(settings: Settings) -> Finding:
    try:
        database = Database(settings.database_url)
        try:
            await require_current(database)
        finally:
            await database.close()
    except DoorstepError as error:
        return Finding("database", False, error.problem.message)
    except Exception as error:
        return Finding("database", False, f"cannot be reached ({type(error).__name__})")
    return Finding("database", True, "reachable and migrated")


def _port(settings: Settings) -> Finding:
    with socket.socket() as probe:
        free = probe.connect_ex((settings.host, settings.port)) != 0
    what = "free" if free else "taken: another Doorstep? The next free one is used, or set DOORSTEP_PORT"
    return Finding(f"port {settings.port}", True, what)
