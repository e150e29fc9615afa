"""The viewers of keys, from the store. A good key is remembered for two seconds: revoked, it ends within them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from gateway.graph.viewer import Viewer
from schema.store import keys
from schema.store.engine import Database

REMEMBERED_SECONDS = 2.0
REMEMBERED = 1_000


@dataclass(slots=True)
class KeysInStore:
    """A `gateway.keys.Keys`. `database` gives the store once it is open, None before."""

    database: Callable[[], Database | None]
    now: Callable[[], datetime]
    _seen: dict[str, tuple[float, Viewer]] = field(default_factory=dict, repr=False)

    async def viewer_of(self, key: str) -> Viewer | None:
        """The viewer that a key's text stands for; None where it is unknown, expired or revoked."""
        until, viewer = self._seen.get(key, (0.0, None))
        if viewer is not None and monotonic() < until:
            return viewer
        self._seen.pop(key, None)
        database = self.database()
        found = None if database is None else await keys.find(database, key, self.now())
        if found is None:
            return None
        if len(self._seen) >= REMEMBERED:
            self._seen.clear()
        viewer = Viewer(key_id=found.id, agency=found.agency, scopes=found.scopes)
        self._seen[key] = (monotonic() + REMEMBERED_SECONDS, viewer)
        return viewer
