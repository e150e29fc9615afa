"""A migrated database of each kind for every test of the store."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from schema.store.engine import Database
from schema.store.migrating import migrate


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite:///{tmp_path}/store.db")
    await migrate(opened)
    yield opened
    await opened.close()
