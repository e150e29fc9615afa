"""What a gateway starts with: nothing that it may never need."""

import dataclasses
import subprocess
import sys
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from gateway.installation import installation
from gateway.settings import Settings
from schema.store.migrating import SCRIPTS, head

SERVE = """
import asyncio, sys
import gateway.cli.app
from gateway.app import create_app
from gateway.cli.serve import _migrated
from gateway.settings import Settings
from pathlib import Path

settings = Settings(state_dir=Path(sys.argv[1]))
asyncio.run(_migrated(settings))

async def stand():
    async with create_app(settings).stand():
        print(*sorted(set(sys.modules) & {"alembic", "redis", "limits", "httpx", "jsonschema", "schema.normalising"}))

asyncio.run(stand())
"""


def test_a_gateway_starts_without_what_only_others_need(tmp_path: Path) -> None:
    def started() -> list[str]:
        told = subprocess.run((sys.executable, "-c", SERVE, str(tmp_path)), capture_output=True, check=True, text=True)
        return told.stdout.split()

    assert "alembic" in started(), "a new database is migrated"
    assert started() == []


async def test_copies_of_an_installation_share_what_is_open(tmp_path: Path) -> None:
    async with installation(Settings(state_dir=tmp_path)) as house:
        other = dataclasses.replace(house, now=house.now)
        assert (other.fetcher, other.vault) == (house.fetcher, house.vault)


def test_the_newest_version_is_alembics_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert head() == ScriptDirectory.from_config(config).get_current_head()
