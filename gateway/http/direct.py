"""The server's door for requests that are like those before: no parser, no task, no turn of the loop for their answers.

`Direct` is uvicorn's own protocol over httptools with one door in front of it. It opens only between two requests of a
connection, for bytes that hold exactly one whole request: one that came before byte for byte, or a POST under a head
that did. Everything else goes uvicorn's way. What it writes is what uvicorn would have written. Where an answer must be
waited for, a task waits, and what the client sends meanwhile is looked at afterwards.
"""

import asyncio
from typing import Any, Protocol

from uvicorn.config import Config
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from gateway.http.wires import LARGEST_REQUEST, REQUEST, Telling, Told

Headers = list[tuple[bytes, bytes]]


class AtOnce(Protocol):
    """`gateway.http.endpoint.GraphEndpoint.at_once`."""

    def __call__(self, request: bytes, /) -> Told | Telling | None: ...


def _nothing(_request: bytes) -> None:
    """An application that answers nothing at once."""


class Direct(HttpToolsProtocol):
    """One connection. The application may have `at_once`."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],  # Any: as uvicorn says
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        app: object = config.loaded_app
        if isinstance(app, ProxyHeadersMiddleware):
            app = app.app
        self._at_once: AtOnce = getattr(app, "at_once", _nothing)
        self._open = False
        """Whether a request has begun and not ended."""
        self._ended = 0
        """How many requests have ended."""
        self._answered_at = 0.0
        self._told: Headers = []
        self._head = b""
        self._telling = False
        """Whether an answer of ours is being waited for."""
        self._early = b""
        """What came meanwhile."""
        self._last = False
        """Whether the connection ends with the answer that is waited for."""

    def data_received(self, data: bytes) -> None:
        if self._telling:
            self._early += data
            self.flow.pause_reading()
            return
        between = not self._open and (self.cycle is None or self.cycle.response_complete)
        if not between or len(data) > LARGEST_REQUEST:
            super().data_received(data)
            return
        if not self.flow.write_paused and (told := self._at_once(data)) is not None:
            if isinstance(told, tuple):
                self._answer(*told)
            else:
                self._wait_for(told)
            return
        before = self._ended
        super().data_received(data)
        if self._ended == before + 1 and self._is_plain():
            self.scope[REQUEST] = data  # type: ignore[typeddict-unknown-key]  # a key of our own, as ASGI allows

    def on_message_begin(self) -> None:
        self._open = True
        super().on_message_begin()

    def on_message_complete(self) -> None:
        self._open = False
        self._ended += 1
        super().on_message_complete()

    def timeout_keep_alive_handler(self) -> None:
        """As uvicorn's; the timer of an earlier answer runs on while answers are given at once."""
        left = self._answered_at + self.timeout_keep_alive - self.loop.time()
        if left > 0:
            self.timeout_keep_alive_task = self.loop.call_later(left, self.timeout_keep_alive_handler)
        else:
            super().timeout_keep_alive_handler()

    def shutdown(self) -> None:
        """As uvicorn's: an answer that is under way is given before the connection ends."""
        if self._telling:
            self._last = True
        else:
            super().shutdown()

    def _wait_for(self, telling: Telling) -> None:
        self._telling = True
        self._unset_keepalive_if_required()
        task = self.loop.create_task(self._tell(telling))
        task.add_done_callback(self.tasks.discard)
        self.tasks.add(task)

    async def _tell(self, telling: Telling) -> None:
        """Write what was waited for, then see to what came meanwhile."""
        try:
            status, rest = await telling
        except BaseException:  # the server ends, and waits no longer
            self.transport.close()
            raise
        self._telling = False
        if self.transport.is_closing():
            return
        if self._last:
            self._answer(status, b"connection: close\r\n" + rest)
            self.transport.close()
            return
        self._answer(status, rest)
        early, self._early = self._early, b""
        if early:
            self.flow.resume_reading()
            self.data_received(early)

    def _is_plain(self) -> bool:
        """Whether the request that was just read asks for nothing of the connection itself."""
        return (
            not self._open
            and not self.parser.should_upgrade()
            and self.cycle is not None
            and self.cycle.keep_alive
            and not self.expect_100_continue
        )

    def _answer(self, status: int, rest: bytes) -> None:
        if self._told is not self.server_state.default_headers:  # a new date, once a second
            self._told = self.server_state.default_headers
            self._head = b"".join([name + b": " + value + b"\r\n" for name, value in self._told])
        self.transport.write(b"".join((STATUS_LINE[status], self._head, rest)))
        self.server_state.total_requests += 1
        self._answered_at = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self.timeout_keep_alive_handler()
