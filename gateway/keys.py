"""Who stands behind an API key."""

from typing import Protocol

from gateway.graph.viewer import Viewer


class Keys(Protocol):
    """Finds the viewer of a key; None: the key is unknown, expired or revoked."""

    async def viewer_of(self, key: str) -> Viewer | None: ...


class NoKeys:
    """A gateway without keys: everybody reads, nobody writes."""

    async def viewer_of(self, key: str) -> Viewer | None:
        return None


def key_in(authorization: str, doorstep_key: str) -> str:
    """The key that a request carries, by `Authorization: Bearer …` or `X-Doorstep-Key: …`; "" for none."""
    if doorstep_key:
        return doorstep_key.strip()
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
