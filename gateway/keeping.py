"""What of fetching outlives a process, kept in the store: sealed secrets, circuits of hosts, pages remembered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from connectors.breaker import Circuit
from connectors.memory import RememberedPage
from connectors.secrets import SealedSecret
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


@dataclass(frozen=True, slots=True)
class CircuitsInStore:
    """A `connectors.breaker.CircuitMemory`."""

    database: Database

    async def read(self, key: str) -> Circuit:
        kept = await keeping.read_circuit(self.database, key)
        return Circuit(kept.failures, kept.open_until, kept.rest_seconds)

    async def write(self, key: str, circuit: Circuit) -> None:
        kept = keeping.Circuit(circuit.failures, circuit.open_until, circuit.rest_seconds)
        if kept != await keeping.read_circuit(self.database, key):
            await keeping.write_circuit(self.database, key, kept)


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
