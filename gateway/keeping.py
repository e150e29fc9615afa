"""What of fetching outlives a process, kept in the store: sealed secrets, circuits of hosts, pages remembered."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from connectors.breaker import Circuit
from connectors.context import FetchContext
from connectors.fetch import Request
from connectors.memory import RememberedPage
from connectors.pages import FetchedPage
from connectors.secrets import SealedSecret
from gateway.laying import store_told_apart
from schema.store import keeping, pages
from schema.store.engine import Database


@dataclass(frozen=True, slots=True)
class SecretsInStore:
    """A `connectors.secrets.SecretStorage`."""

    database: Database
    now: Callable[[], datetime]

    async def put(self, secret: SealedSecret) -> None:
        kept = keeping.SealedSecret(secret.owner, secret.name, secret.host, secret.sealed)
        await keeping.put_secret(self.database, kept, self.now())

    async def of(self, owner: str) -> list[SealedSecret]:
        found = await keeping.secrets_of(self.database, owner)
        return [SealedSecret(each.owner, each.name, each.host, each.sealed) for each in found]

    async def remove(self, owner: str, name: str) -> bool:
        return await keeping.remove_secret(self.database, owner, name)


REMEMBERED_SECONDS = 5.0
"""How long a circuit is remembered before the store is asked what another process has made of it."""


@dataclass(frozen=True, slots=True)
class CircuitsInStore:
    """A `connectors.breaker.CircuitMemory`. Asked four times a page, it looks into the store once in five seconds."""

    database: Database
    clock: Callable[[], float] = time.monotonic
    _remembered: dict[str, tuple[float, Circuit]] = field(default_factory=dict)

    async def read(self, key: str) -> Circuit:
        until, circuit = self._remembered.get(key, (0.0, Circuit()))
        if self.clock() < until:
            return circuit
        kept = await keeping.read_circuit(self.database, key)
        return self._remember(key, Circuit(kept.failures, kept.open_until, kept.rest_seconds))

    def _remember(self, key: str, circuit: Circuit) -> Circuit:
        self._remembered[key] = (self.clock() + REMEMBERED_SECONDS, circuit)
        return circuit

    async def write(self, key: str, circuit: Circuit) -> None:
        self._remember(key, circuit)
        kept = keeping.Circuit(circuit.failures, circuit.open_until, circuit.rest_seconds)
        if kept != await keeping.read_circuit(self.database, key):
            await keeping.write_circuit(self.database, key, kept)


@dataclass(frozen=True, slots=True)
class TurnsInStore:
    """A `connectors.rates.TurnBook` of all processes on one database."""

    database: Database

    async def reserve(self, host: str, interval: float) -> float:
        return await keeping.take_turn_of(self.database, host, interval)


class RunContext(FetchContext):
    """The context of a run: where the store is away amid a page, the run stops rather than go on without the page."""

    async def _answer(self, request: Request) -> FetchedPage:
        with store_told_apart():
            return await super()._answer(request)


@dataclass(frozen=True, slots=True)
class PagesInStore:
    """A `connectors.memory.PageMemory`."""

    database: Database
    now: Callable[[], datetime]

    async def recall(self, key: str) -> RememberedPage | None:
        kept = await pages.recall(self.database, key)
        return (
            None
            if kept is None
            else RememberedPage(kept.url, kept.etag, kept.last_modified, kept.headers, kept.content)
        )

    async def keep(self, key: str, page: RememberedPage) -> None:
        kept = pages.RememberedPage(page.url, page.etag, page.last_modified, page.headers, page.content)
        await pages.keep(self.database, key, kept, self.now())
