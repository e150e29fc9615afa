"""How pages ask the graph: operations of our own, answered as any other, from the cache where it has them."""

from collections.abc import Mapping
from typing import Any, Final

from starlette.requests import Request

from gateway.answering import Answering
from gateway.settings import Settings
from schema.reading.contacts import mask_phones

_NO_WORDS: Final = frozenset({"id", "code", "url", "externalId", "endCursor", "postedAt", "updatedAt", "expiresAt"})
"""Fields in which digits are no telephone number."""

Json = Mapping[str, Any]  # Any: JSON values


class Asking:
    """The graph as pages see it: always as nobody in particular, so that nothing is shown that anybody may not see."""

    def __init__(self, answering: Answering, settings: Settings) -> None:
        self._answering = answering
        self._public_url = settings.public_url.rstrip("/")

    async def data(self, text: str, variables: Json, request: Request) -> Json:
        """The `data` of an operation, telephone numbers masked. Raises Refused with the graph's errors."""
        address = request.client.host if request.client else ""
        data: Json = without_phones(await self._answering.data(text, variables, address))
        return data

    def base(self, request: Request) -> str:
        """The address that the world knows this gateway by, without a slash at its end."""
        return self._public_url or str(request.base_url).rstrip("/")


def without_phones(value: Any) -> Any:  # Any: JSON values
    """The value with every telephone number in its words masked: a title or a description may have one."""
    if isinstance(value, dict):
        return {name: one if name in _NO_WORDS else without_phones(one) for name, one in value.items()}
    if isinstance(value, list):
        return [without_phones(one) for one in value]
    return mask_phones(value) if isinstance(value, str) else value
