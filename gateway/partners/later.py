"""The partners' door, imported when somebody first knocks: it needs all that reads postings, half of a start's time."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from gateway.graph.context import Partners
from gateway.installation import Installation
from schema.changes import RunReport

if TYPE_CHECKING:
    from gateway.partners.starting import Starter


def opened_later(
    house: Installation,
    announce: Callable[[RunReport], Awaitable[None]],
    starter: "Starter",
    tell: Callable[[], Awaitable[None]],
) -> Partners:
    """`gateway.partners.door.Door` of these."""

    @cache
    def open_door() -> Partners:
        from gateway.partners.door import Door
        from gateway.partners.pushing import Pusher

        return Door(house, Pusher(house, announce), starter, tell)

    return cast(Partners, _Later(open_door))  # it has whatever a door has


class _Later:
    """Whatever is asked of it is asked of what `make` makes, in a thread where that takes its time."""

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def ask(*given: Any, **named: Any) -> Any:  # Any: as the door's verbs have it
            door = await asyncio.to_thread(self._make)
            return await getattr(door, name)(*given, **named)

        return ask
