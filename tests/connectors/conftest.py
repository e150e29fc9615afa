"""The store in which the house keeps what fetching remembers."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from schema.store.engine import Database
from schema.store.migrating import migrate


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite:///{tmp_path}/store.db")
    await migrate(opened)
    yield opened
    await opened.close()
