"""One installation, composed from its settings: the database, the way out, the secrets, the clock."""

import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from gateway.settings import Settings
from schema.problems import DoorstepError
from schema.store.engine import Database
from schema.store.sources import Source, SourceEntry

if TYPE_CHECKING:
    from connectors.context import BaseContext, FetchContext
    from connectors.fetch import Fetcher, FetchSettings
    from connectors.secrets import OpenSecret, Vault
    from gateway.nightly.kept_pages import PageKeeper
    from schema.store.intake import RunHandle

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now_in_china() -> datetime:
    """The clock that sources are read by."""
    return datetime.now(SHANGHAI)


class Outside:
    """What an installation and its copies share, opened when it is first needed: to answer only, nothing of it is."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database

    @cached_property
    def fetcher(self) -> "Fetcher":
        from connectors.fetch import Fetcher
        from gateway.keeping import CircuitsInStore, TurnsInStore

        # one machine: `--processes` parts the hosts
        turns = None if self._database.is_sqlite else TurnsInStore(self._database)
        return Fetcher(fetch_settings(self._settings), circuits=CircuitsInStore(self._database), turns=turns)

    @cached_property
    def vault(self) -> "Vault":
        from connectors.secrets import Vault, secret_key
        from gateway.keeping import SecretsInStore

        return Vault(SecretsInStore(self._database, now_in_china), secret_key(self._settings.state_dir))

    async def close(self) -> None:
        if "fetcher" in vars(self):
            await self.fetcher.close()


@dataclass(frozen=True, slots=True)
class Installation:
    """What commands and the gateway work with."""

    settings: Settings
    database: Database
    outside: Outside
    now: Callable[[], datetime] = now_in_china

    @property
    def fetcher(self) -> "Fetcher":
        """The way out."""
        return self.outside.fetcher

    @property
    def vault(self) -> "Vault":
        return self.outside.vault

    async def context_for(self, source: Source, handle: "RunHandle") -> "BaseContext":
        """The context of a run: its config, its clock, its secrets, and where an interrupted run stopped."""
        from gateway.keeping import PagesInStore, RunContext

        secrets = await self.secrets_of(source)
        return RunContext(
            source_key=source.key,
            config=source.config,
            now=self.now(),
            resume_from=handle.resume_from,
            watermark=handle.watermark,
            secrets=secrets,
            fetcher=self.fetcher,
            memory=PagesInStore(self.database, self.now),
            keeper=self._keeper(handle, secrets),
        )

    async def looking(self, source: SourceEntry, now: datetime | None = None) -> "FetchContext":
        """A context in which a source is read as it is, by this clock or the real one, and nothing of it is kept."""
        from connectors.context import FetchContext

        secrets = await self.secrets_of(source)
        return FetchContext(
            source_key=source.key, config=source.config, now=now or self.now(), secrets=secrets, fetcher=self.fetcher
        )

    async def secrets_of(self, source: SourceEntry) -> Mapping[str, "OpenSecret"]:
        """The secrets that a source may use: its agency's, or its own where no agency owns it."""
        return await self.vault.opened(secrets_owner(source))

    def _keeper(self, handle: "RunHandle", secrets: Mapping[str, "OpenSecret"]) -> "PageKeeper | None":
        if not self.settings.keep_pages_days:
            return None
        from gateway.nightly.kept_pages import PageKeeper

        return PageKeeper(self.fetcher, self.database, handle.source.id, handle.run_id, self.now(), secrets)


def secrets_owner(source: SourceEntry) -> str:
    """Under whose name a source's secrets are kept: its agency's; a source of nobody's has its own."""
    return source.owner or source.key


def fetch_settings(settings: Settings) -> "FetchSettings":
    """What the operator decided about fetching; raises DoorstepError SETTING_INVALID."""
    from connectors.addresses import AllowList
    from connectors.fetch import FetchSettings
    from connectors.folders import Folders

    try:
        folders = Folders(tuple(Path(folder) for folder in settings.allow_folders))
        return FetchSettings(allowed=AllowList.parse(settings.allow_addresses), folders=folders)
    except ValueError as error:
        raise DoorstepError(
            "SETTING_INVALID",
            "DOORSTEP_ALLOW_ADDRESSES 应为网段（10.0.0.0/8）或主机[:端口]，以逗号分隔",
            "DOORSTEP_ALLOW_ADDRESSES takes networks (10.0.0.0/8) or host[:port], with commas between",
            ("DOORSTEP_ALLOW_ADDRESSES",),
        ) from error


@contextlib.asynccontextmanager
async def installation(settings: Settings, *, in_loop: bool = False) -> AsyncIterator[Installation]:
    """Open what the settings name; closes all of it. `in_loop`: for a process that only runs sources, see Database."""
    if settings.allow_addresses or settings.allow_folders:
        fetch_settings(settings)  # what is wrong is said now
    database = Database(settings.database_url, in_loop=in_loop)
    outside = Outside(settings, database)
    try:
        yield Installation(settings, database, outside)
    finally:
        await outside.close()
        await database.close()
