"""Subscriptions, whatever carries them: bounded for each caller, counted, closed when the client leaves."""

from collections import Counter
from collections.abc import AsyncIterator

from gateway.answering import Answering
from gateway.errors import refused
from gateway.graph.viewer import Viewer
from gateway.http.documents import Operation
from gateway.http.limits import network_of
from gateway.http.request import GraphRequest


class Subscriptions:
    """The open subscriptions of one process."""

    def __init__(self, answering: Answering, max_each: int) -> None:
        self._answering = answering
        self._max_each = max_each
        self._open: Counter[str] = Counter()

    async def events(
        self, operation: Operation, request: GraphRequest, viewer: Viewer, address: str, transport: str
    ) -> AsyncIterator[bytes]:
        """The answers of a subscription, one an event. Raises DoorstepError before the first."""
        cost = self._answering.check_cost(operation, request)
        await self._answering.limits.spend(viewer, address, cost)
        who = f"key:{viewer.key_id}" if viewer.key_id is not None else network_of(address)
        if self._open[who] >= self._max_each:
            raise _too_many(self._max_each)
        self._open[who] += 1
        gauge = self._answering.metrics.subscriptions.labels(transport)
        gauge.inc()
        source = self._answering.engine.subscribe(operation.prepared, request.variables, viewer)
        try:
            async for executed in source:
                yield executed.body
        finally:
            gauge.dec()
            self._open[who] -= 1
            if not self._open[who]:
                del self._open[who]
            if aclose := getattr(source, "aclose", None):
                await aclose()


def _too_many(most: int) -> Exception:
    return refused(
        "TOO_MANY_SUBSCRIPTIONS",
        f"同时打开的订阅超过 {most} 个，请先关闭一些",
        f"more than {most} subscriptions are open: close some first",
    )
