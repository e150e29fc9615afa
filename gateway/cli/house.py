"""An installation for one command: opened, its store current, closed again."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from gateway.installation import Installation, installation
from gateway.settings import settings_from
from schema.store.migrating import require_current

T = TypeVar("T")


def in_house(act: Callable[[Installation], Awaitable[T]]) -> T:
    """Do `act` with the installation of the settings; raises DoorstepError where its store is not current."""

    async def done() -> T:
        async with installation(settings_from()) as house:
            await require_current(house.database)
            return await act(house)

    return asyncio.run(done())
