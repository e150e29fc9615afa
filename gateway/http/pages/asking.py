"""How pages ask the graph: operations of our own, answered as any other, from the cache where it has them."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from gateway.answering import Answering
from gateway.settings import Settings

Json = Mapping[str, Any]  # Any: JSON values


class Asking:
    """The graph as pages see it: always as nobody in particular, so that nothing is shown that anybody may not see."""

    def __init__(self, answering: Answering, settings: Settings) -> None:
        self._answering = answering
        self._public_url = settings.public_url.rstrip("/")

    async def data(self, text: str, variables: Json, request: Request) -> Json:
        """The `data` of an operation. Raises Refused with the graph's own errors."""
        address = request.client.host if request.client else ""
        return await self._answering.data(text, variables, address)

    def base(self, request: Request) -> str:
        """The address that the world knows this gateway by, without a slash at its end."""
        return self._public_url or str(request.base_url).rstrip("/")
